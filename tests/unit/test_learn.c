/* test_learn.c -- folds, vocabularies, fits, offsets, marks and the fitted score, on examples made here.
 * Knows what must hold of them; does not know any real label. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ground.h"

/* Examples whose label "yes" holds where hedges are shown, in five of six; ten groups. */
static void examples_make(struct examples *all, uint32_t n)
{
	*all = (struct examples){ .item = mem_zalloc(n, sizeof *all->item), .n = n, .cap = n };
	for (uint32_t i = 0; i < n; i++) {
		struct example *e = &all->item[i];
		char text[32];
		const bool yes = i * 7 % 13 < 6, shows = yes != (i % 6 == 5);
		int32_t feature[COUNTED] = { 0 };
		snprintf(text, sizeof text, "message-%u", i);
		e->id = arena_copy(&all->arena, str_of(text));
		snprintf(text, sizeof text, "g%u", i % 10);
		e->group = arena_copy(&all->arena, str_of(text));
		e->label[0] = str_of(yes ? "yes" : "no");
		e->labels = 1;
		feature[FEATURE_HEDGES] = shows ? 2 : 0;
		feature[FEATURE_WORDS] = (int32_t)(i % 9);
		indicators_of_counts(feature, &e->of[BLOCK_FEATURE], &e->of[BLOCK_CONCLUSION], &all->arena);
	}
}

static void examples_drop(struct examples *all)
{
	free(all->item);
	arena_free(&all->arena);
}

static void folds_never_part_a_group(void **state)
{
	(void)state;
	enum { N = 500, GROUPS = 37, FOLDS = 5 };
	uint32_t group[N], fold[GROUPS], again[GROUPS], rows[FOLDS] = { 0 };
	for (uint32_t i = 0; i < N; i++) group[i] = i * i % GROUPS;
	folds_of(group, N, GROUPS, FOLDS, 3, fold);
	folds_of(group, N, GROUPS, FOLDS, 3, again);
	assert_memory_equal(fold, again, sizeof fold);
	for (uint32_t i = 0; i < N; i++) {
		assert_in_range(fold[group[i]], 0, FOLDS - 1);
		rows[fold[group[i]]]++;
	}
	for (unsigned f = 0; f < FOLDS; f++) assert_in_range(rows[f], N / FOLDS - 40, N / FOLDS + 40);
}

static void one_group_s_words_are_no_columns(void **state)
{
	(void)state;
	struct examples all;
	struct vocabulary v;
	struct fit_settings s = { .parts = 1 << BLOCK_FEATURE, .least = 1 };
	uint32_t row[60], group[60];
	examples_make(&all, 60);
	for (uint32_t i = 0; i < 60; i++) {
		row[i] = i;
		group[i] = i % 10;
	}
	/* Ten messages of one group alone have questions. */
	int32_t feature[COUNTED] = { 0 };
	feature[FEATURE_QUESTIONS] = 1;
	for (uint32_t i = 0; i < 60; i++) if (group[i] == 4) indicators_of_counts(feature, &all.item[i].of[BLOCK_FEATURE], &all.item[i].of[BLOCK_CONCLUSION], &all.arena);
	vocabulary_build(&v, &all, &s, row, 60, group);
	assert_true(vocabulary_find(&v, BLOCK_FEATURE, indicator_key(BLOCK_FEATURE, FEATURE_HEDGES, 0)) < v.n);
	assert_int_equal(vocabulary_find(&v, BLOCK_FEATURE, indicator_key(BLOCK_FEATURE, FEATURE_QUESTIONS, 0)), v.n);
	vocabulary_free(&v);
	examples_drop(&all);
}

static void learns_what_there_is_to_learn(void **state)
{
	(void)state;
	struct examples all;
	struct buf json = { 0 }, again = { 0 };
	struct predictions p;
	struct judged j;
	struct metric metric;
	struct diag d;
	const struct learn_options o = { .settings = { .parts = 1 << BLOCK_FEATURE, .least = 1, .grams = 1 }, .folds = 5, .seed = 1, .name = "t" };
	examples_make(&all, 300);
	assert_true(learn_train(&all, TASK_CHECK_WORTHINESS, &o, &json, &d) && learn_train(&all, TASK_CHECK_WORTHINESS, &o, &again, &d));
	assert_true(str_equal(buf_str(&json), buf_str(&again)));
	struct decision *model = decision_open(buf_str(&json), "t", &d);
	assert_non_null(model);
	assert_string_equal(decision_label(model, 1), "yes");
	decision_close(model);
	/* Each group is answered by a model that has not seen it: five in six are right, no more can be. */
	assert_true(learn_cross(&all, TASK_CHECK_WORTHINESS, &o, &p, &d));
	judged_make(&j, &p, false, NULL, 0);
	assert_true(metric_find("accuracy", 2, NULL, &metric, &d));
	const double accuracy = metric_value(&metric, &j, NULL, NULL);
	assert_true(accuracy > 0.80 && accuracy < 0.87);
	judged_free(&j);
	predictions_free(&p);
	buf_free(&json);
	buf_free(&again);
	examples_drop(&all);
}

static void offsets_draw_the_line_for_the_metric(void **state)
{
	(void)state;
	enum { N = 400 };
	struct label_list labels = { .name = { str_of("no"), str_of("yes") }, .n = 2 };
	struct predictions p;
	struct metric metric;
	struct diag d;
	double margin[N], offset[LABELS_MOST];
	predictions_make(&p, &labels, N);
	p.n = N;
	/* A tenth says yes, and all margins lie below 0. */
	for (uint32_t i = 0; i < N; i++) {
		p.gold[i] = i % 10 == 0 ? 2 : 1;
		margin[i] = i % 10 == 0 ? -1 : -2 - (double)(i % 7) / 10;
	}
	assert_true(metric_find("f1:1", 2, NULL, &metric, &d));
	assert_true(offsets_choose(TASK_CHECK_WORTHINESS, &metric, &p, margin, 1, offset) > 0.999);
	assert_true(offset[0] > 1 && offset[0] < 2);
	predictions_free(&p);
}

static void marks_know_their_messages(void **state)
{
	(void)state;
	struct examples all;
	struct label_list labels;
	struct buf marks = { 0 };
	struct diag d;
	examples_make(&all, 200);
	assert_true(labels_of(&all, TASK_CHECK_WORTHINESS, &labels, &d));
	marks_of(&all, &labels, NULL, 0, &marks);
	assert_int_equal(marks.n, 200 * MARK_LETTERS);
	for (uint32_t i = 0; i < 200; i++) assert_true(marks_hold(buf_str(&marks), example_mark(&all.item[i])));
	for (uint32_t i = 0; i < 200; i++) {
		struct example other = all.item[i];
		char text[40];
		snprintf(text, sizeof text, "other-message-%u", i);
		other.id = str_of(text);
		assert_false(marks_hold(buf_str(&marks), example_mark(&other)));
	}
	assert_false(marks_hold(str_of(""), 1));
	buf_free(&marks);
	examples_drop(&all);
}

static void weights_stay_within_their_signs(void **state)
{
	(void)state;
	enum { N = 200 };
	/* Column 0 speaks against, whatever its sign allows; column 1 speaks for. */
	struct ground g = { .terms = 2, .sign = { 1, 1 }, .reach = { 1, 1 }, .base = { 0.5, 0.2 }, .weight = { 0.5, 0.2 } }, held = g;
	double columns[2 * N];
	uint8_t y[N];
	for (uint32_t i = 0; i < N; i++) {
		y[i] = i % 2;
		columns[2 * i] = i % 2 == 0 || i % 5 == 0;
		columns[2 * i + 1] = (i % 2 && i % 3) || i % 7 == 0;
	}
	ground_fit(&g, columns, y, N, 0.1);
	assert_true(g.weight[0] >= 0 && g.weight[0] < 0.05);
	assert_true(g.weight[1] > 1 && g.weight[1] <= 1.5);
	ground_fit(&held, columns, y, N, 1e6);
	assert_true(fabs(held.weight[0] - 0.5) < 0.01 && fabs(held.weight[1] - 0.2) < 0.01);
}

static void yes_is_the_second_of_two(void **state)
{
	(void)state;
	static const char *const pair[][2] = { { "No", "Yes" }, { "CFS", "NCS" }, { "0", "1" }, { "certain", "uncertain" } };
	static const char *const yes[] = { "Yes", "CFS", "1", "uncertain" };
	for (unsigned k = 0; k < 4; k++) {
		struct examples all;
		struct label_list labels;
		struct diag d;
		examples_make(&all, 20);
		for (uint32_t i = 0; i < 20; i++) all.item[i].label[0] = str_of(pair[k][i % 2]);
		assert_true(labels_of(&all, TASK_CHECK_WORTHINESS, &labels, &d));
		assert_true(str_is(labels.name[1], yes[k]));
		assert_int_equal(labels.count[0], 10);
		examples_drop(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_never_part_a_group), cmocka_unit_test(one_group_s_words_are_no_columns),
		cmocka_unit_test(learns_what_there_is_to_learn), cmocka_unit_test(offsets_draw_the_line_for_the_metric),
		cmocka_unit_test(marks_know_their_messages), cmocka_unit_test(weights_stay_within_their_signs),
		cmocka_unit_test(yes_is_the_second_of_two),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
