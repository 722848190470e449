/* test_bootstrap.c -- intervals by resampling groups: the same by seed, honest on simulated data; and the worst group.
 * Knows data whose true accuracy is known; does not know how percentiles are computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bootstrap.h"
#include "random.h"

#include <math.h>
#include <string.h>

/* First numbers of xoshiro256** from the state 1 2 3 4 and of splitmix64 from 1234567, as their authors' programs print them. */
static void generator(void **state)
{
	(void)state;
	struct random r = { .state = { 1, 2, 3, 4 } };
	static const uint64_t want[] = { 11520, 0, 1509978240, 1215971899390074240 };
	for (unsigned i = 0; i < 4; i++) assert_true(random_next(&r) == want[i]);
	assert_true(random_mix(1234567) == UINT64_C(6457827717110365317));
	struct random a = random_from(7), b = random_from(7), c = random_from(8);
	assert_true(random_next(&a) == random_next(&b));
	assert_true(random_next(&a) != random_next(&c));
	unsigned count[6] = { 0 };
	for (unsigned i = 0; i < 60000; i++) count[random_below(&a, 6)]++;
	double square = 0;
	for (unsigned i = 0; i < 6; i++) square += (count[i] - 10000.0) * (count[i] - 10000.0) / 10000;
	assert_true(square < 20.5);      /* chi-square of 5 degrees: 0.999 */
	double sum = 0;
	for (unsigned i = 0; i < 60000; i++) sum += random_unit(&a);
	assert_true(fabs(sum / 60000 - 0.5) < 0.005);
}

enum { GROUPS = 50, SIZE = 8, ROWS = GROUPS * SIZE };

struct drawn {
	uint32_t gold[ROWS], said[ROWS], group[ROWS];
	double   p[ROWS * 2];
};

/* Groups of their own difficulty: rightness is 0.4 or 0.9, evenly, so the true accuracy is 0.65. */
static struct judged draw(struct drawn *x, struct random *r)
{
	for (uint32_t g = 0; g < GROUPS; g++) {
		const double right = random_below(r, 2) ? 0.9 : 0.4;
		for (uint32_t i = g * SIZE; i < (g + 1) * SIZE; i++) {
			x->group[i] = g;
			x->gold[i] = random_below(r, 2);
			x->said[i] = random_unit(r) < right ? x->gold[i] : 1 - x->gold[i];
			x->p[2 * i + 1] = x->said[i] ? 0.5 + random_unit(r) / 2 : random_unit(r) / 2;
			x->p[2 * i] = 1 - x->p[2 * i + 1];
		}
	}
	return (struct judged){ .n = ROWS, .labels = 2, .gold = x->gold, .said = x->said, .p = x->p, .group = x->group, .groups = GROUPS };
}

static const struct metric accuracy = { .kind = METRIC_ACCURACY }, auc = { .kind = METRIC_AUC, .label = 1 };

static struct interval95 interval(const struct metric *m, const struct judged *j, uint32_t rounds, uint64_t seed)
{
	struct interval95 out;
	struct diag d = { 0 };
	const struct resampling how = { rounds, seed };
	if (!bootstrap_interval(m, j, &how, &out, &d)) fail_msg("%s", d.text);
	return out;
}

static void same_by_seed(void **state)
{
	(void)state;
	static struct drawn x;
	struct random r = random_from(1);
	const struct judged j = draw(&x, &r);
	const struct interval95 a = interval(&auc, &j, 0, 5), b = interval(&auc, &j, 0, 5), c = interval(&auc, &j, 0, 6);
	assert_true(a.value == b.value && a.low == b.low && a.high == b.high);
	assert_true(a.rounds == b.rounds && a.undefined == b.undefined && a.groups == b.groups);
	assert_true(a.low != c.low || a.high != c.high);
	assert_true(a.low < a.value && a.value < a.high && a.value == c.value);
	assert_int_equal(a.rounds, 2000);
	assert_int_equal(a.groups, GROUPS);
	assert_int_equal(a.undefined, 0);
	assert_true(fabs(a.low - c.low) < 0.02 && fabs(a.high - c.high) < 0.02);
}

/* Of 300 drawn data sets the interval should hold the truth in 95 %; by groups it does, by rows (which are no
 * independent draws here) it falls short: what the groups are for. */
static void covers(void **state)
{
	(void)state;
	static struct drawn x;
	struct random r = random_from(2);
	enum { SETS = 300 };
	unsigned by_group = 0, by_row = 0;
	for (unsigned i = 0; i < SETS; i++) {
		struct judged j = draw(&x, &r);
		const struct interval95 g = interval(&accuracy, &j, 300, i);
		j.group = NULL;
		const struct interval95 w = interval(&accuracy, &j, 300, i);
		by_group += g.low <= 0.65 && 0.65 <= g.high;
		by_row += w.low <= 0.65 && 0.65 <= w.high;
	}
	print_message("covered: %u of %u by groups, %u by rows\n", by_group, SETS, by_row);
	assert_in_range(by_group, SETS * 90 / 100, SETS * 98 / 100);
	assert_true(by_row < SETS * 85 / 100);
}

/* With as many rounds the percentiles of the mean of independent rows are those of the normal law. */
static void width_of_a_mean(void **state)
{
	(void)state;
	static struct drawn x;
	struct random r = random_from(3);
	struct judged j = draw(&x, &r);
	j.group = NULL;
	const struct interval95 got = interval(&accuracy, &j, 20000, 1);
	const double half = 1.96 * sqrt(got.value * (1 - got.value) / ROWS);
	assert_true(fabs((got.high - got.low) / 2 - half) < 0.05 * half + 1.0 / ROWS);
	assert_true(fabs((got.high + got.low) / 2 - got.value) < 0.006);
}

static void difference_is_paired(void **state)
{
	(void)state;
	static struct drawn x, y;
	struct random r = random_from(4);
	const struct judged a = draw(&x, &r);
	y = x;
	for (uint32_t i = 0; i < ROWS; i += 20) y.said[i] = 1 - y.said[i];
	struct judged b = a;
	b.said = y.said;
	struct interval95 same, other;
	struct diag d = { 0 };
	const struct resampling how = { 0, 9 };
	assert_true(bootstrap_difference(&accuracy, &a, &a, &how, &same, &d));
	assert_true(same.value == 0 && same.low == 0 && same.high == 0);
	assert_true(bootstrap_difference(&accuracy, &a, &b, &how, &other, &d));
	assert_true(fabs(other.value - (judged_accuracy(&a, NULL) - judged_accuracy(&b, NULL))) < 1e-15);
	const struct interval95 alone = interval(&accuracy, &a, 0, 9);
	assert_true(other.high - other.low < 0.6 * (alone.high - alone.low));      /* the groups' difficulty cancels out */
}

static void only_the_same_rows_are_paired(void **state)
{
	(void)state;
	static struct drawn x, y;
	struct random r = random_from(5);
	const struct judged a = draw(&x, &r);
	y = x;
	struct judged b = a;
	struct interval95 out;
	struct diag d = { 0 };
	const struct resampling how = { 10, 1 };
	b.n = ROWS - 1;
	assert_false(bootstrap_difference(&accuracy, &a, &b, &how, &out, &d));
	b = a;
	b.gold = y.gold;
	y.gold[3] = 1 - y.gold[3];
	assert_false(bootstrap_difference(&accuracy, &a, &b, &how, &out, &d));
	b = a;
	b.group = y.group;
	y.group[3] = 1;
	assert_false(bootstrap_difference(&accuracy, &a, &b, &how, &out, &d));
	b.group = NULL;
	assert_false(bootstrap_difference(&accuracy, &a, &b, &how, &out, &d));
	b = a;
	b.p = NULL;
	assert_false(bootstrap_difference(&auc, &a, &b, &how, &out, &d));
	assert_non_null(strstr(d.text, "second predictions"));
}

/* One positive row in one of four groups: in about (3/4)^4 of the rounds there is none, and no AUC. */
static void undefined_rounds_are_counted(void **state)
{
	(void)state;
	const uint32_t gold[] = { 1, 0, 0, 0 }, group[] = { 0, 2, 4, 6 };
	const double p[] = { .2, .8, .7, .3, .6, .4, .1, .9 };
	const struct judged j = { .n = 4, .labels = 2, .gold = gold, .p = p, .group = group, .groups = 9 };
	const struct interval95 got = interval(&auc, &j, 4000, 1);
	assert_int_equal(got.groups, 4);
	assert_true(fabs(got.undefined / 4000.0 - (0.31640625 + 0.00390625)) < 0.03);
	assert_true(got.low >= 0 && got.high <= 1 && got.low <= got.high);
	const uint32_t never[] = { 0, 0, 0, 0 };
	const struct judged none = { .n = 4, .labels = 2, .gold = never, .p = p };
	const struct interval95 nothing = interval(&auc, &none, 100, 1);
	assert_true(isnan(nothing.value) && isnan(nothing.low) && isnan(nothing.high) && nothing.undefined == 100);
	const struct judged empty = { .n = 0, .labels = 2, .gold = never, .p = p };
	const struct interval95 no_rows = interval(&auc, &empty, 100, 1);
	assert_true(isnan(no_rows.value) && isnan(no_rows.low) && no_rows.rounds == 0);
}

static void worst_group(void **state)
{
	(void)state;
	/* group 0: 3 of 4 right; 1: 1 of 4; 2: one class; 3: too small; 4: no row; 5: 2 of 4 */
	const uint32_t group[] = { 5, 0, 0, 1, 2, 2, 2, 2, 3, 3, 1, 1, 1, 0, 0, 5, 5, 5 };
	const uint32_t gold[] =  { 0, 0, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1 };
	const uint32_t said[] =  { 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0 };
	double p[36];
	for (unsigned i = 0; i < 18; i++) {
		p[2 * i + 1] = said[i] ? 0.8 : 0.2;
		p[2 * i] = 1 - p[2 * i + 1];
	}
	const struct judged j = { .n = 18, .labels = 2, .gold = gold, .said = said, .p = p, .group = group, .groups = 6 };
	struct group_value v[6];
	struct group_summary s;
	struct diag d = { 0 };
	assert_true(group_values(&accuracy, &j, 3, v, &s, &d));
	assert_true(v[0].value == 0.75 && v[1].value == 0.25 && v[5].value == 0.5);
	assert_int_equal(v[2].standing, GROUP_ONE_CLASS);
	assert_int_equal(v[3].standing, GROUP_SMALL);
	assert_int_equal(v[3].rows, 2);
	assert_true(isnan(v[2].value) && isnan(v[3].value) && v[4].rows == 0);
	assert_int_equal(s.worst, 1);
	assert_true(s.mean == 0.5);
	assert_int_equal(s.count[GROUP_JUDGED], 3);
	assert_int_equal(s.count[GROUP_ONE_CLASS], 1);
	assert_int_equal(s.count[GROUP_SMALL], 1);
	const struct metric brier = { .kind = METRIC_BRIER, .label = 1 };
	assert_true(group_values(&brier, &j, 1, v, &s, &d));
	assert_int_equal(s.worst, 3);                        /* both wrong, and now large enough: of a loss the highest is worst */
	assert_true(fabs(v[3].value - 0.64) < 1e-12);
	assert_true(group_values(&auc, &j, 3, v, &s, &d));
	assert_true(v[0].value == 0.75);
	assert_true(group_values(&accuracy, &j, 100, v, &s, &d));
	assert_true(s.count[GROUP_JUDGED] == 0 && isnan(s.mean));
	struct judged bad = j;
	bad.groups = 5;
	assert_false(group_values(&accuracy, &bad, 3, v, &s, &d));
	assert_string_equal(group_standing_name(GROUP_ONE_CLASS), "one_class");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generator), cmocka_unit_test(same_by_seed), cmocka_unit_test(covers), cmocka_unit_test(width_of_a_mean),
		cmocka_unit_test(difference_is_paired), cmocka_unit_test(only_the_same_rows_are_paired),
		cmocka_unit_test(undefined_rounds_are_counted), cmocka_unit_test(worst_group)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
