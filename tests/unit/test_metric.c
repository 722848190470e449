/* test_metric.c -- metrics against what scikit-learn says of the same predictions (tests/cases/metrics.tsv).
 * Knows the table's lines and what must hold of any predictions; the expected numbers stand in the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena.h"
#include "metric.h"
#include "random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the table ----------------------------------------------------------------------------------------------------- */

/* One case as it is read: lines "key TAB number TAB number ..." between two "case" lines. */
struct table_case {
	char          name[80];
	struct judged judged;
	uint32_t     *gold, *said, *times;
	double       *p;
	uint8_t      *gold_set, *said_set;
};

static void case_free(struct table_case *c)
{
	free(c->gold);
	free(c->said);
	free(c->times);
	free(c->p);
	free(c->gold_set);
	free(c->said_set);
	*c = (struct table_case){ 0 };
}

static size_t read_numbers(char *rest, double *out, size_t most)
{
	size_t n = 0;
	for (char *save, *word = strtok_r(rest, "\t\n", &save); word; word = strtok_r(NULL, "\t\n", &save)) {
		assert_true(n < most);
		out[n++] = strtod(word, NULL);
	}
	return n;
}

static uint32_t *whole_numbers(char *rest, size_t n)
{
	double number[1000];
	assert_int_equal(read_numbers(rest, number, 1000), n);
	uint32_t *out = mem_alloc((n + 1) * sizeof *out);
	for (size_t i = 0; i < n; i++) out[i] = (uint32_t)number[i];
	return out;
}

static uint8_t *members(char *rest, size_t n)
{
	uint32_t *wide = whole_numbers(rest, n);
	uint8_t *out = mem_alloc(n + 1);
	for (size_t i = 0; i < n; i++) out[i] = (uint8_t)wide[i];
	free(wide);
	return out;
}

static bool near(double a, double b) { return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * (1 + fabs(b)); }

static void check_value(const struct table_case *c, char *rest)
{
	char *save, *name = strtok_r(rest, "\t\n", &save), *word = strtok_r(NULL, "\t\n", &save);
	assert_non_null(word);
	struct diag d = { 0 };
	struct metric m;
	if (!metric_find(name, c->judged.labels, NULL, &m, &d) || !judged_check(&c->judged, &d) || !metric_applies(&m, &c->judged, &d))
		fail_msg("%s: %s", c->name, d.text);
	const double want = strtod(word, NULL), got = metric_value(&m, &c->judged, c->times, NULL);
	if (!near(got, want)) fail_msg("%s: %s is %.17g, scikit-learn says %.17g", c->name, name, got, want);
}

static void check_confusion(const struct table_case *c, char *rest)
{
	const size_t cells = (size_t)c->judged.labels * c->judged.labels;
	uint32_t *want = whole_numbers(rest, cells);
	uint64_t got[64];
	judged_confusion(&c->judged, c->times, got);
	for (size_t i = 0; i < cells; i++) assert_int_equal(got[i], want[i]);
	free(want);
}

static void table(void **state)
{
	(void)state;
	FILE *in = fopen("tests/cases/metrics.tsv", "r");
	assert_non_null(in);
	struct table_case c = { 0 };
	char *line = NULL;
	size_t room = 0;
	unsigned cases = 0, checked = 0;
	while (getline(&line, &room, in) > 0) {
		if (*line == '#') continue;
		char *rest = strchr(line, '\t');
		assert_non_null(rest);
		*rest++ = '\0';
		struct judged *j = &c.judged;
		if (!strcmp(line, "case")) {
			case_free(&c);
			assert_int_equal(sscanf(rest, "%79[^\t]\t%u\t%u", c.name, &j->labels, &j->n), 3);
			cases++;
		} else if (!strcmp(line, "gold")) {
			j->gold = c.gold = whole_numbers(rest, j->n);
		} else if (!strcmp(line, "said")) {
			j->said = c.said = whole_numbers(rest, j->n);
		} else if (!strcmp(line, "times")) {
			c.times = whole_numbers(rest, j->n);
		} else if (!strcmp(line, "gold_set")) {
			j->gold_set = c.gold_set = members(rest, (size_t)j->n * j->labels);
		} else if (!strcmp(line, "said_set")) {
			j->said_set = c.said_set = members(rest, (size_t)j->n * j->labels);
		} else if (!strcmp(line, "p")) {
			c.p = mem_alloc((size_t)j->n * j->labels * sizeof *c.p);
			assert_int_equal(read_numbers(rest, c.p, (size_t)j->n * j->labels), (size_t)j->n * j->labels);
			j->p = c.p;
		} else if (!strcmp(line, "value")) {
			check_value(&c, rest);
			checked++;
		} else if (!strcmp(line, "confusion")) {
			check_confusion(&c, rest);
		} else {
			fail_msg("the table has a line \"%s\"", line);
		}
	}
	case_free(&c);
	free(line);
	fclose(in);
	assert_int_equal(cases, 20);
	assert_true(checked > 400);
}

/* --- what must hold of any predictions ----------------------------------------------------------------------------- */

enum { ROWS = 120, LABELS = 3 };

struct drawn {
	uint32_t gold[ROWS], said[ROWS];
	double   p[ROWS * LABELS];
	uint8_t  gold_set[ROWS * LABELS], said_set[ROWS * LABELS];
};

static struct judged judged_of(const struct drawn *x, uint32_t n)
{
	return (struct judged){ .n = n, .labels = LABELS, .gold = x->gold, .said = x->said, .p = x->p, .gold_set = x->gold_set,
		.said_set = x->said_set };
}

/* Probabilities on a grid of `grid` steps, so that there are ties. */
static void draw(struct drawn *x, struct random *r, uint32_t grid)
{
	for (uint32_t i = 0; i < ROWS; i++) {
		x->gold[i] = random_below(r, LABELS);
		x->said[i] = random_below(r, 2) ? x->gold[i] : random_below(r, LABELS);
		for (uint32_t k = 0; k < LABELS; k++) {
			x->p[i * LABELS + k] = random_below(r, grid + 1) / (double)grid;
			x->gold_set[i * LABELS + k] = (uint8_t)random_below(r, 2);
			x->said_set[i * LABELS + k] = (uint8_t)random_below(r, 2);
		}
	}
}

static void copy_row(struct drawn *to, uint32_t at, const struct drawn *from, uint32_t row)
{
	to->gold[at] = from->gold[row];
	to->said[at] = from->said[row];
	memcpy(to->p + at * LABELS, from->p + row * LABELS, LABELS * sizeof *to->p);
	memcpy(to->gold_set + at * LABELS, from->gold_set + row * LABELS, LABELS);
	memcpy(to->said_set + at * LABELS, from->said_set + row * LABELS, LABELS);
}

static const char *const every[] = { "accuracy", "macro_f1", "precision:1", "recall:1", "f1:2", "sets_macro_f1", "auc:0", "ap:1",
	"brier", "brier:2", "log_loss", "log_loss:0", "ece:1", "rmse_confidence", "rmse_confidence:2" };
enum { EVERY = sizeof every / sizeof *every };

static struct metric found(const char *name)
{
	struct diag d = { 0 };
	struct metric m;
	if (!metric_find(name, LABELS, NULL, &m, &d)) fail_msg("%s", d.text);
	return m;
}

static void rows_in_any_order(void **state)
{
	(void)state;
	struct random r = random_from(1);
	static struct drawn a, b;
	for (unsigned round = 0; round < 50; round++) {
		draw(&a, &r, 1 + random_below(&r, 30));
		uint32_t order[ROWS];
		for (uint32_t i = 0; i < ROWS; i++) {
			const uint32_t at = random_below(&r, i + 1);
			order[i] = order[at];
			order[at] = i;
		}
		for (uint32_t i = 0; i < ROWS; i++) copy_row(&b, i, &a, order[i]);
		const struct judged x = judged_of(&a, ROWS), y = judged_of(&b, ROWS);
		for (unsigned i = 0; i < EVERY; i++) {
			const struct metric m = found(every[i]);
			const double here = metric_value(&m, &x, NULL, NULL), there = metric_value(&m, &y, NULL, NULL);
			if (!near(here, there)) fail_msg("%s: %.17g in one order, %.17g in another", every[i], here, there);
			if (metric_ranks(&m) && m.kind == METRIC_AUC) assert_true(here == there);
		}
	}
}

/* A row that counts three times is three rows; one that counts 0 times is not there. */
static void times_are_copies(void **state)
{
	(void)state;
	struct random r = random_from(2);
	static struct drawn a, b;
	for (unsigned round = 0; round < 50; round++) {
		draw(&a, &r, 1 + random_below(&r, 30));
		uint32_t times[ROWS], n = 0;
		for (uint32_t i = 0; i < ROWS; i++) {
			const uint32_t wanted = random_below(&r, 4);
			times[i] = n + wanted <= ROWS ? wanted : 0;
			for (uint32_t t = 0; t < times[i]; t++) copy_row(&b, n++, &a, i);
		}
		const struct judged x = judged_of(&a, ROWS), y = judged_of(&b, n);
		assert_int_equal(judged_rows(&x, times), n);
		for (unsigned i = 0; i < EVERY; i++) {
			const struct metric m = found(every[i]);
			uint32_t order[ROWS];
			judged_order(&x, m.label, order);
			const double counted = metric_value(&m, &x, times, metric_ranks(&m) ? order : NULL), copied = metric_value(&m, &y, NULL, NULL);
			if (!near(counted, copied)) fail_msg("%s: %.17g counted, %.17g copied", every[i], counted, copied);
		}
	}
}

static void auc_is_pairs_in_order(void **state)
{
	(void)state;
	struct random r = random_from(3);
	static struct drawn a;
	for (unsigned round = 0; round < 50; round++) {
		draw(&a, &r, 1 + random_below(&r, 40));
		const struct judged j = judged_of(&a, ROWS);
		double good = 0, pairs = 0;
		for (uint32_t i = 0; i < ROWS; i++)
			for (uint32_t k = 0; k < ROWS; k++) {
				if (a.gold[i] != 1 || a.gold[k] == 1) continue;
				const double x = a.p[i * LABELS + 1], y = a.p[k * LABELS + 1];
				good += x > y ? 1 : x == y ? 0.5 : 0;
				pairs++;
			}
		assert_true(near(judged_auc(&j, NULL, 1, NULL), good / pairs));
	}
}

static void reliability_adds_up(void **state)
{
	(void)state;
	struct random r = random_from(4);
	static struct drawn a;
	draw(&a, &r, 20);
	a.p[1] = nextafter(1, 0);      /* times 10 it rounds to 10: still the last bin */
	const struct judged j = judged_of(&a, ROWS);
	struct reliability bin[RELIABILITY_BINS];
	judged_reliability(&j, NULL, 1, bin);
	uint64_t rows = 0;
	double ece = 0;
	for (unsigned b = 0; b < RELIABILITY_BINS; b++) {
		rows += bin[b].rows;
		if (!bin[b].rows) continue;
		assert_true(bin[b].mean_p >= b / 10.0 - 1e-12 && bin[b].mean_p <= (b + 1) / 10.0);
		ece += (double)bin[b].rows / ROWS * fabs(bin[b].mean_p - bin[b].observed);
	}
	assert_int_equal(rows, ROWS);
	assert_true(near(judged_ece(&j, NULL, 1), ece));
}

static void nothing_is_nan(void **state)
{
	(void)state;
	static struct drawn a;
	const struct judged none = judged_of(&a, 0), all = judged_of(&a, ROWS);
	const uint32_t times[ROWS] = { 0 };
	for (unsigned i = 0; i < EVERY; i++) {
		const struct metric m = found(every[i]);
		if (!isnan(metric_value(&m, &none, NULL, NULL))) fail_msg("%s of no rows is a number", every[i]);
		if (!isnan(metric_value(&m, &all, times, NULL))) fail_msg("%s of rows that count 0 times is a number", every[i]);
	}
}

/* --- names and ranges ---------------------------------------------------------------------------------------------- */

static void names(void **state)
{
	(void)state;
	static const char *const stance[] = { "support", "deny", "0" };
	struct diag d = { 0 };
	struct metric m;
	assert_true(metric_find("f1:deny", 3, stance, &m, &d));
	assert_true(m.kind == METRIC_F1 && m.label == 1);
	assert_true(metric_find("auc:1", 3, stance, &m, &d));
	assert_true(m.kind == METRIC_AUC && m.label == 1);
	assert_true(metric_find("ap:0", 3, stance, &m, &d));      /* a label called 0 is meant before label number 0 */
	assert_int_equal(m.label, 2);
	assert_true(metric_find("brier", 3, stance, &m, &d) && m.kind == METRIC_BRIER_SUM && metric_is_loss(&m));
	assert_true(metric_find("brier:0", 3, NULL, &m, &d) && m.kind == METRIC_BRIER && m.label == 0);
	assert_true(metric_find("rmse_confidence:support", 3, stance, &m, &d) && m.kind == METRIC_RMSE_RUMOUREVAL);
	static const char *const wrong[] = { "", ":", "f1", "f1:", "f1:3", "f1:-1", "f1:+1", "f1:1 ", "f1:query", "accuracy:1", "auc", "F1:1", "f1x:1" };
	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		d = (struct diag){ 0 };
		if (metric_find(wrong[i], 3, stance, &m, &d)) fail_msg("\"%s\" is taken for a metric", wrong[i]);
		assert_int_equal(d.code, EXIT_USAGE);
		assert_true(strlen(d.text) > 20);
	}
}

static void what_is_missing_is_said(void **state)
{
	(void)state;
	static struct drawn a;
	const struct judged whole = judged_of(&a, ROWS);
	struct diag d = { 0 };
	for (unsigned i = 0; i < EVERY; i++) {
		const struct metric m = found(every[i]);
		assert_true(metric_applies(&m, &whole, &d));
		struct judged without = whole;
		without.p = NULL;
		without.said = NULL;
		without.said_set = NULL;
		if (metric_applies(&m, &without, &d)) fail_msg("%s needs nothing", every[i]);
	}
	const struct metric far = { .kind = METRIC_AUC, .label = LABELS };
	assert_false(metric_applies(&far, &whole, &d));
}

static void ranges(void **state)
{
	(void)state;
	static struct drawn a;
	struct random r = random_from(5);
	draw(&a, &r, 10);
	uint32_t group[ROWS] = { 0 };
	struct judged j = judged_of(&a, ROWS);
	j.group = group;
	j.groups = 1;
	struct diag d = { 0 };
	assert_true(judged_check(&j, &d));
	double *const p[] = { &a.p[5], &a.p[ROWS * LABELS - 1] };
	for (unsigned i = 0; i < 2; i++) {
		static const double bad[] = { -0.001, 1.001, NAN, INFINITY };
		const double before = *p[i];
		for (unsigned k = 0; k < 4; k++) {
			*p[i] = bad[k];
			assert_false(judged_check(&j, &d));
		}
		*p[i] = before;
	}
	group[7] = 1;
	assert_false(judged_check(&j, &d));
	assert_non_null(strstr(d.text, "row 7"));
	group[7] = 0;
	a.gold[8] = LABELS;
	assert_false(judged_check(&j, &d));
	a.gold[8] = 0;
	a.said_set[9] = 2;
	assert_false(judged_check(&j, &d));
	a.said_set[9] = 1;
	assert_true(judged_check(&j, &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table), cmocka_unit_test(rows_in_any_order), cmocka_unit_test(times_are_copies),
		cmocka_unit_test(auc_is_pairs_in_order), cmocka_unit_test(reliability_adds_up), cmocka_unit_test(nothing_is_nan),
		cmocka_unit_test(names), cmocka_unit_test(what_is_missing_is_said), cmocka_unit_test(ranges)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
