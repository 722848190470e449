/* test_calibration.c -- calibrations against plain O(n^2) references and scikit-learn, and the integer look-up.
 * Knows the definitions of isotonic regression and of Venn-Abers; does not know the fast way to compute them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena.h"
#include "calibration.h"
#include "random.h"
#include "score.h"
#include "score_count.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 2000 };

struct drawn {
	int32_t  score[MOST];
	uint8_t  label[MOST];
	uint32_t group[MOST];
};

static struct calibration_set draw(struct drawn *x, struct random *r, uint32_t n, uint32_t grid, double slope)
{
	for (uint32_t i = 0; i < n; i++) {
		x->score[i] = ((int32_t)random_below(r, grid + 1) - (int32_t)grid / 2) * (int32_t)(40000 / (grid + 1));
		x->label[i] = random_unit(r) < 1 / (1 + exp(-slope * x->score[i] / 10000));
		x->group[i] = i / 5;
	}
	return (struct calibration_set){ .n = n, .score = x->score, .label = x->label };
}

/* --- the reference: minimax over stretches of sorted messages ------------------------------------------------------- */

/* Isotonic fit at the score `at`: the largest over starts a <= at of the smallest over ends b >= at of the share of ones among the
 * scores in [a, b] (Barlow et al. 1972), with one more message (at, extra) where extra is 0 or 1. In units, to the nearest. */
static int32_t reference(const struct calibration_set *s, int32_t at, int extra)
{
	struct { int64_t ones, n; } best = { -1, 1 };
	for (uint32_t i = 0; i <= s->n; i++) {
		const int32_t a = i < s->n ? s->score[i] : at;
		if (a > at) continue;
		int64_t least_ones = 2, least_n = 1;
		for (uint32_t k = 0; k <= s->n; k++) {
			const int32_t b = k < s->n ? s->score[k] : at;
			if (b < at) continue;
			int64_t ones = extra == 1, n = extra >= 0;
			for (uint32_t m = 0; m < s->n; m++)
				if (s->score[m] >= a && s->score[m] <= b) {
					n++;
					ones += s->label[m];
				}
			if (n && ones * least_n < least_ones * n) {
				least_ones = ones;
				least_n = n;
			}
		}
		if (least_ones <= least_n && least_ones * best.n > best.ones * least_n) {
			best.ones = least_ones;
			best.n = least_n;
		}
	}
	return (int32_t)((20000 * best.ones + best.n) / (2 * best.n));
}

static void looks_up(const struct calibration *c, int32_t at, int32_t want_low, int32_t want_high)
{
	int32_t p, low, high;
	calibration_apply(c, at, &p, &low, &high);
	if (low != want_low || high != want_high) fail_msg("at %d: %d..%d, the reference says %d..%d", at, low, high, want_low, want_high);
	assert_true(low <= p && p <= high);
	if (c->kind == CALIBRATION_VENN_ABERS) assert_true(fabs(p - 10000.0 * high / (10000 - low + high)) <= 0.5);
}

/* At every score of the set, beside it, between and beyond. */
static void agrees(const struct calibration_set *s)
{
	static struct calibration abers, isotonic;
	struct diag d = { 0 };
	int32_t thinned;
	assert_true(venn_abers_fit(s, &abers, &thinned, &d) && thinned == 0);
	assert_true(calibration_check(&abers, &d));
	assert_true(isotonic_fit(s, &isotonic, &thinned, &d) && thinned == 0);
	assert_true(calibration_check(&isotonic, &d));
	for (uint32_t i = 0; i < s->n; i++) {
		const int32_t plain = reference(s, s->score[i], -1);
		looks_up(&isotonic, s->score[i], plain, plain);
		for (int32_t off = -1; off <= 1; off++) {
			const int32_t at = s->score[i] + off;
			looks_up(&abers, at, reference(s, at, 0), reference(s, at, 1));
		}
	}
	looks_up(&abers, INT32_MIN, 0, reference(s, INT32_MIN, 1));
	looks_up(&abers, INT32_MAX, reference(s, INT32_MAX, 0), 10000);
}

static void venn_abers_is_the_definition(void **state)
{
	(void)state;
	static struct drawn x;
	struct random r = random_from(1);
	for (unsigned round = 0; round < 300; round++) {
		const uint32_t n = 1 + random_below(&r, 24);
		const struct calibration_set s = draw(&x, &r, n, 1 + random_below(&r, 40), random_unit(&r) * 6 - 2);
		agrees(&s);
	}
}

static void venn_abers_at_its_edges(void **state)
{
	(void)state;
	static const int32_t score[] = { INT32_MIN, -5, -5, 0, 7, INT32_MAX };
	static const uint8_t mixed[] = { 0, 1, 0, 1, 0, 1 }, ones[] = { 1, 1, 1, 1, 1, 1 }, zeros[] = { 0, 0, 0, 0, 0, 0 };
	const uint8_t *const labels[] = { mixed, ones, zeros };
	for (unsigned i = 0; i < 3; i++) {
		const struct calibration_set s = { .n = 4, .score = score + 1, .label = labels[i] + 1 };
		agrees(&s);
		const struct calibration_set all = { .n = 6, .score = score, .label = labels[i] };
		static struct calibration c;
		struct diag d = { 0 };
		int32_t thinned;
		assert_true(venn_abers_fit(&all, &c, &thinned, &d) && calibration_check(&c, &d));
		for (unsigned k = 0; k < 6; k++) looks_up(&c, score[k], reference(&all, score[k], 0), reference(&all, score[k], 1));
	}
}

/* The mean of p0 over fresh messages is at most, that of p1 at least, the share of ones, but for chance: validity. */
static void venn_abers_brackets_the_truth(void **state)
{
	(void)state;
	static struct drawn x, y;
	struct random r = random_from(2);
	double below = 0, above = 0, truth = 0, width = 0;
	unsigned n = 0;
	for (unsigned round = 0; round < 200; round++) {
		const struct calibration_set s = draw(&x, &r, 300, 200, 2.5);      /* scores far too timid: the logistic would be wrong */
		static struct calibration c;
		struct diag d = { 0 };
		int32_t thinned;
		assert_true(venn_abers_fit(&s, &c, &thinned, &d));
		const struct calibration_set fresh = draw(&y, &r, 100, 200, 2.5);
		for (uint32_t i = 0; i < fresh.n; i++, n++) {
			if (fresh.score[i] < 2000 || fresh.score[i] > 8000) continue;
			int32_t p, low, high;
			calibration_apply(&c, fresh.score[i], &p, &low, &high);
			below += low;
			above += high;
			width += high - low;
			truth += 10000 * fresh.label[i];
		}
	}
	assert_true(below < truth && truth < above);
	assert_true(width < 0.25 * truth);
}

/* Pools adjacent violators among labels of rising distinct scores, and one more message at number `at`; the fit there, in units. */
static int32_t pooled(const uint8_t *label, uint32_t n, uint32_t at, unsigned extra)
{
	struct pool { int64_t n, ones; uint32_t last; } *pool = mem_alloc(n * sizeof *pool);
	uint32_t k = 0;
	for (uint32_t i = 0; i < n; i++) {
		pool[k++] = (struct pool){ i == at ? 2 : 1, label[i] + (i == at ? extra : 0), i };
		for (; k > 1 && pool[k - 2].ones * pool[k - 1].n >= pool[k - 1].ones * pool[k - 2].n; k--) {
			pool[k - 2].n += pool[k - 1].n;
			pool[k - 2].ones += pool[k - 1].ones;
			pool[k - 2].last = i;
		}
	}
	uint32_t i = 0;
	while (pool[i].last < at) i++;
	const int32_t p = units_of(pool[i].ones, pool[i].n);
	free(pool);
	return p;
}

static void many_steps_are_thinned(void **state)
{
	(void)state;
	enum { N = 40000 };
	int32_t *score = mem_alloc(N * sizeof *score);
	uint8_t *label = mem_alloc(N);
	/* Ones grow ever denser, evenly: the exact table has far more than 256 steps. */
	for (uint32_t i = 0; i < N; i++) score[i] = (int32_t)i;
	for (uint32_t b = 0; b < N / 80; b++)
		for (uint32_t i = 0; i < 80; i++) label[80 * b + i] = (uint64_t)i * N < (uint64_t)80 * 80 * b;
	const struct calibration_set s = { .n = N, .score = score, .label = label };
	static struct calibration c;
	struct diag d = { 0 };
	int32_t thinned;
	assert_true(venn_abers_fit(&s, &c, &thinned, &d));
	assert_true(calibration_check(&c, &d));
	assert_true(thinned > 0 && thinned <= 40);
	assert_true(c.lower.steps <= CALIBRATION_STEPS && c.lower.steps > CALIBRATION_STEPS / 4);
	int32_t lowered = 0, raised = 0;
	for (uint32_t i = 0; i < N; i += 131) {
		int32_t p, low, high;
		calibration_apply(&c, score[i], &p, &low, &high);
		const int32_t down = pooled(label, N, i, 0) - low, up = high - pooled(label, N, i, 1);
		if (down < 0 || up < 0 || down > thinned || up > thinned) fail_msg("at %u: p0 lowered by %d, p1 raised by %d", i, down, up);
		lowered += down > 0;
		raised += up > 0;
	}
	assert_true(lowered > 10 && raised > 10);
	assert_true(isotonic_fit(&s, &c, &thinned, &d) && calibration_check(&c, &d));
	assert_true(thinned <= 20);
	free(score);
	free(label);
}

static void thinning_keeps_its_word(void **state)
{
	(void)state;
	struct random r = random_from(4);
	static const enum thinning every[] = { THIN_DOWN, THIN_MIDDLE, THIN_UP };
	for (unsigned round = 0; round < 60; round++) {
		const uint32_t n = 1 + random_below(&r, 3000);
		struct steps s = steps_new(n);
		int32_t p = 0, from = INT32_MIN;
		for (uint32_t i = 0; i < n; i++) {
			steps_add(&s, from, p);
			from += 1 + (int32_t)random_below(&r, 1000);
			if (p < 10000) p += (int32_t)random_below(&r, (uint32_t)(10000 - p < 9 ? 10000 - p : 9) + 1);
		}
		for (unsigned how = 0; how < 3; how++) {
			static struct calibration c;
			c.kind = CALIBRATION_ISOTONIC;
			int32_t worst = 0;
			const int32_t thinned = steps_thin(&s, every[how], &c.lower);
			c.upper = c.lower;
			struct diag d = { 0 };
			if (!calibration_check(&c, &d)) fail_msg("%s", d.text);
			for (uint32_t i = 0; i < s.n; i++) {
				int32_t got, low, high;
				calibration_apply(&c, s.step[i].from, &got, &low, &high);
				const int32_t by = got - s.step[i].p;
				assert_true(how != 0 || by <= 0);
				assert_true(how != 2 || by >= 0);
				if (abs(by) > worst) worst = abs(by);
			}
			assert_int_equal(worst, thinned);
			assert_true(s.n > CALIBRATION_STEPS || thinned == 0);
		}
		steps_free(&s);
	}
}

/* --- scikit-learn ---------------------------------------------------------------------------------------------------- */

static void check_isotonic(const struct calibration_set *s, char *rest)
{
	static struct calibration c;
	struct diag d = { 0 };
	int32_t thinned;
	assert_true(isotonic_fit(s, &c, &thinned, &d) && thinned == 0);
	for (char *save, *word = strtok_r(rest, "\t\n", &save); word; word = strtok_r(NULL, "\t\n", &save)) {
		char *value;
		const int32_t score = (int32_t)strtol(word, &value, 10);
		int32_t p, low, high;
		calibration_apply(&c, score, &p, &low, &high);
		if (fabs(p - 10000 * strtod(value + 1, NULL)) > 0.500001) fail_msg("at %d: %d, scikit-learn says %s", score, p, value + 1);
	}
}

static void check_platt(const struct calibration_set *s, const char *rest)
{
	static struct calibration c;
	struct diag d = { 0 };
	uint32_t undefined;
	double slope, shift;
	assert_int_equal(sscanf(rest, "%lf\t%lf", &slope, &shift), 2);
	const struct resampling how = { 20, 1 };
	if (!platt_fit(s, &how, &c, &undefined, &d)) fail_msg("%s", d.text);
	if (fabs(c.slope - 10000 * slope) > 1 + 2e-4 * 10000 * slope || fabs(c.shift - 10000 * shift) > 2)
		fail_msg("slope %d shift %d, scikit-learn says %.6f %.6f", c.slope, c.shift, slope, shift);
}

static void table(void **state)
{
	(void)state;
	FILE *in = fopen("tests/cases/calibration.tsv", "r");
	assert_non_null(in);
	static struct drawn x;
	struct calibration_set s = { .score = x.score, .label = x.label };
	char *line = NULL;
	size_t room = 0;
	unsigned checked = 0;
	while (getline(&line, &room, in) > 0) {
		char *rest = strchr(line, '\t');
		if (*line == '#' || !rest) continue;
		*rest++ = '\0';
		if (!strcmp(line, "isotonic")) check_isotonic(&s, rest), checked++;
		if (!strcmp(line, "platt")) check_platt(&s, rest), checked++;
		if (strcmp(line, "score") && strcmp(line, "label")) continue;
		s.n = 0;
		for (char *save, *word = strtok_r(rest, "\t\n", &save); word; word = strtok_r(NULL, "\t\n", &save), s.n++) {
			assert_true(s.n < MOST);
			if (*line == 's') x.score[s.n] = atoi(word);
			else x.label[s.n] = (uint8_t)atoi(word);
		}
	}
	free(line);
	fclose(in);
	assert_int_equal(checked, 13);
}

/* --- Platt ----------------------------------------------------------------------------------------------------------- */

/* The slope that made the labels lies in the band it gives, in about 90 % of sets. Checked at two scores. */
static void platt_band_covers(void **state)
{
	(void)state;
	static struct drawn x;
	struct random r = random_from(5);
	enum { SETS = 200 };
	unsigned held[2] = { 0 };
	for (unsigned i = 0; i < SETS; i++) {
		struct calibration_set s = draw(&x, &r, 300, 100, 1.5);
		s.group = x.group;
		s.groups = 60;
		static struct calibration c;
		struct diag d = { 0 };
		uint32_t undefined;
		const struct resampling how = { 200, i };
		assert_true(platt_fit(&s, &how, &c, &undefined, &d));
		assert_true(undefined == 0 && calibration_check(&c, &d));
		static const int32_t at[] = { -5000, 12345 };
		for (unsigned k = 0; k < 2; k++) {
			int32_t p, low, high;
			calibration_apply(&c, at[k], &p, &low, &high);
			const int32_t truth = fixed_logistic(at[k] * 3 / 2);
			held[k] += low <= truth && truth <= high;
		}
	}
	print_message("Platt's band held the truth in %u and %u of %u\n", held[0], held[1], SETS);
	for (unsigned k = 0; k < 2; k++) assert_in_range(held[k], SETS * 83 / 100, SETS * 96 / 100);
}

static void platt_says_what_it_cannot(void **state)
{
	(void)state;
	static struct calibration c;
	struct diag d = { 0 };
	uint32_t undefined;
	const struct resampling how = { 50, 1 };
	static const int32_t score[] = { -10000, -5000, 5000, 10000 };
	static const uint8_t falls[] = { 1, 1, 0, 0 }, same[] = { 1, 1, 1, 1 }, rises[] = { 0, 1, 0, 1 }, wrong[] = { 0, 2, 0, 1 };
	struct calibration_set s = { .n = 4, .score = score, .label = falls };
	assert_false(platt_fit(&s, &how, &c, &undefined, &d));
	s.label = same;
	assert_false(platt_fit(&s, &how, &c, &undefined, &d));
	s.label = wrong;
	assert_false(platt_fit(&s, &how, &c, &undefined, &d));
	int32_t thinned;
	assert_false(venn_abers_fit(&s, &c, &thinned, &d));
	s.n = 0;
	assert_false(isotonic_fit(&s, &c, &thinned, &d));
	s.n = 4;
	s.label = rises;
	assert_true(platt_fit(&s, &how, &c, &undefined, &d));
	assert_true(undefined > 0 && undefined < 50);      /* four messages: now and then one class only */
	assert_true(calibration_check(&c, &d));
	struct calibration again;
	memset(&again, 1, sizeof again);
	assert_true(platt_fit(&s, &how, &again, &undefined, &d));
	assert_memory_equal(&c, &again, sizeof c);
}

/* --- look-up --------------------------------------------------------------------------------------------------------- */

static void rises_everywhere(const struct calibration *c)
{
	int32_t p = 0, low = 0, high = 0;
	for (int64_t at = -250000; at <= 250000; at += 7) {
		int32_t q, l, h;
		calibration_apply(c, (int32_t)at, &q, &l, &h);
		if (q < p || l < low || h < high) fail_msg("%s falls at %d: %d..%d..%d", calibration_kind_name(c->kind), (int)at, l, q, h);
		if (l < 0 || l > q || q > h || h > 10000) fail_msg("%s at %d: %d..%d..%d", calibration_kind_name(c->kind), (int)at, l, q, h);
		p = q;
		low = l;
		high = h;
	}
	int32_t q, l, h;
	calibration_apply(c, INT32_MAX, &q, &l, &h);
	assert_true(q >= p && l >= low && h >= high);
	calibration_apply(c, INT32_MIN, &q, &l, &h);
	assert_true(l <= q && q <= h);
}

static void look_up_is_monotone(void **state)
{
	(void)state;
	static struct drawn x;
	static struct calibration c;
	struct random r = random_from(6);
	struct diag d = { 0 };
	rises_everywhere(&c);      /* none */
	for (unsigned round = 0; round < 6; round++) {
		const struct calibration_set s = draw(&x, &r, 30 + random_below(&r, 400), 300, 0.4 + random_unit(&r));
		const struct resampling how = { 100, round };
		int32_t thinned;
		uint32_t undefined;
		assert_true(venn_abers_fit(&s, &c, &thinned, &d));
		rises_everywhere(&c);
		assert_true(isotonic_fit(&s, &c, &thinned, &d));
		rises_everywhere(&c);
		assert_true(platt_fit(&s, &how, &c, &undefined, &d));
		rises_everywhere(&c);
	}
}

static void platt_look_up(void **state)
{
	(void)state;
	struct calibration c = { .kind = CALIBRATION_PLATT, .slope = 8000, .shift = -2000 };
	for (int i = 0; i < CALIBRATION_KNOTS; i++) {
		c.band_low[i] = (CALIBRATION_KNOT_FIRST + i * CALIBRATION_KNOT_EVERY) / 2 - 4000;
		c.band_high[i] = CALIBRATION_KNOT_FIRST + i * CALIBRATION_KNOT_EVERY;
	}
	int32_t p, low, high;
	calibration_apply(&c, 12345, &p, &low, &high);
	assert_int_equal(p, fixed_logistic(7876));
	assert_int_equal(low, fixed_logistic(2173));      /* 2172.5: halves go up */
	assert_int_equal(high, fixed_logistic(12345));
	calibration_apply(&c, 90000, &p, &low, &high);      /* beyond the last knot the band goes on */
	assert_int_equal(low, fixed_logistic(41000));
	calibration_apply(&c, -20000, &p, &low, &high);      /* where the band misses p it is drawn to it */
	assert_int_equal(p, fixed_logistic(-18000));
	assert_int_equal(high, p);
	for (int32_t at = -4000; at <= 4000; at++) {      /* rounded the same on both sides of 0 */
		calibration_apply(&c, at, &p, &low, &high);
		assert_int_equal(p, fixed_logistic((int32_t)floor(at * 0.8 + 0.5) - 2000));
	}
	c = (struct calibration){ 0 };
	calibration_apply(&c, 5000, &p, &low, &high);
	assert_true(p == 6225 && low == p && high == p);
}

static void what_is_no_calibration(void **state)
{
	(void)state;
	static const struct calibration good = { .kind = CALIBRATION_VENN_ABERS, .lower = { 2, { { INT32_MIN, 0 }, { 100, 4000 } } },
		.upper = { 2, { { INT32_MIN, 5000 }, { 101, 10000 } } } };
	struct calibration c = good;
	struct diag d = { 0 };
	assert_true(calibration_check(&c, &d));
	int32_t p, low, high;
	calibration_apply(&c, 100, &p, &low, &high);
	assert_true(low == 4000 && high == 5000 && p == 4545);
	c.lower.step[1].p = 5001;
	assert_false(calibration_check(&c, &d));      /* at 100 it is above the upper */
	c = good, c.upper.steps = 0;
	assert_false(calibration_check(&c, &d));
	c = good, c.upper.steps = CALIBRATION_STEPS + 1;
	assert_false(calibration_check(&c, &d));
	c = good, c.lower.step[0].from = -5;
	assert_false(calibration_check(&c, &d));
	c = good, c.upper.step[1].p = 10001;
	assert_false(calibration_check(&c, &d));
	c = good, c.upper.step[1].p = 4999;
	assert_false(calibration_check(&c, &d));
	c = good, c.upper.step[1].from = INT32_MIN;
	assert_false(calibration_check(&c, &d));
	c = good, c.kind = CALIBRATION_KINDS;
	assert_false(calibration_check(&c, &d));
	c = (struct calibration){ .kind = CALIBRATION_PLATT, .slope = -1 };
	assert_false(calibration_check(&c, &d));
	c = (struct calibration){ .kind = CALIBRATION_PLATT, .slope = 1 };
	assert_true(calibration_check(&c, &d));
	c.band_high[CALIBRATION_KNOTS - 1] = -1;
	assert_false(calibration_check(&c, &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(venn_abers_is_the_definition), cmocka_unit_test(venn_abers_at_its_edges),
		cmocka_unit_test(venn_abers_brackets_the_truth), cmocka_unit_test(many_steps_are_thinned),
		cmocka_unit_test(thinning_keeps_its_word), cmocka_unit_test(table), cmocka_unit_test(platt_band_covers),
		cmocka_unit_test(platt_says_what_it_cannot), cmocka_unit_test(look_up_is_monotone), cmocka_unit_test(platt_look_up),
		cmocka_unit_test(what_is_no_calibration)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
