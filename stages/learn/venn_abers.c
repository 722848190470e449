/* venn_abers.c -- the two isotonic fits of inductive Venn-Abers prediction, precomputed for every score.
 * Knows the cumulative sum diagram and its greatest convex minorant; does not know what the labels mean.
 *
 * After Vovk, Petej & Fedorova, "Large-scale probabilistic predictors with and without guarantees of validity", 2015. With P_j = (messages,
 * ones) at or below the j-th distinct score, one more message (s_i, 1) moves P_j for j >= i by (1, 1); moving P_j for j < i by
 * (-1, -1) instead gives the same slopes. The fit at s_i is the slope of the minorant's edge between the two parts. Going from
 * i to i + 1, P_i changes parts; if it lands below the edge it becomes its left end, and the right end only ever moves right. */
#include "arena.h"
#include "score_count.h"

#include <stdlib.h>

enum { UNITS = 10000 };

struct point { int64_t x, y; };

/* > 0 where c lies above the line from a to b (a left turn) */
static int64_t turn(struct point a, struct point b, struct point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

static struct point minus_one(struct point p) { return (struct point){ p.x - 1, p.y - 1 }; }

/* The corners of the minorant of (-1, -1) and p[0..k], the leftmost last: how many. */
static uint32_t corners(const struct point *p, uint32_t k, struct point *stack)
{
	uint32_t n = 0;
	stack[n++] = minus_one(p[0]);
	for (uint32_t j = 0; j <= k; j++) {
		while (n > 1 && turn(stack[n - 2], stack[n - 1], p[j]) <= 0) n--;
		stack[n++] = p[j];
	}
	for (uint32_t i = 0; i < n / 2; i++) {
		const struct point other = stack[i];
		stack[i] = stack[n - 1 - i];
		stack[n - 1 - i] = other;
	}
	return n;
}

/* f[i] for i in 1..k: the fit at the i-th score of p with (s_i, 1) added, in units. */
static void fits_with_one(const struct point *p, uint32_t k, int32_t *f)
{
	struct point *stack = mem_alloc((k + (size_t)2) * sizeof *stack);
	uint32_t n = corners(p, k, stack);
	for (uint32_t i = 1; i <= k; i++) {
		const struct point left = stack[n - 1], right = stack[n - 2], moved = minus_one(p[i]);
		f[i] = units_of(right.y - left.y, right.x - left.x);
		if (turn(left, right, moved) >= 0) continue;
		n--;
		while (n > 1 && turn(moved, stack[n - 1], stack[n - 2]) <= 0) n--;
		stack[n++] = moved;
	}
	free(stack);
}

static void fit_upper(const struct score_count *c, uint32_t k, struct point *p, int32_t *f, struct steps *out)
{
	p[0] = (struct point){ 0, 0 };
	for (uint32_t i = 1; i <= k; i++) p[i] = (struct point){ p[i - 1].x + c[i - 1].n, p[i - 1].y + c[i - 1].ones };
	fits_with_one(p, k, f);
	for (uint32_t i = 1; i <= k; i++) steps_add(out, i > 1 ? (int64_t)c[i - 2].score + 1 : INT32_MIN, f[i]);
	steps_add(out, (int64_t)c[k - 1].score + 1, UNITS);
}

/* A zero added is a one added where zeros and ones, and high and low, have changed places. */
static void fit_lower(const struct score_count *c, uint32_t k, struct point *p, int32_t *f, struct steps *out)
{
	p[0] = (struct point){ 0, 0 };
	for (uint32_t i = 1; i <= k; i++) p[i] = (struct point){ p[i - 1].x + c[k - i].n, p[i - 1].y + c[k - i].n - c[k - i].ones };
	fits_with_one(p, k, f);
	steps_add(out, INT32_MIN, 0);
	for (uint32_t i = 1; i <= k; i++) steps_add(out, c[i - 1].score, UNITS - f[k + 1 - i]);
}

bool venn_abers_fit(const struct calibration_set *set, struct calibration *out, int32_t *thinned, struct diag *d)
{
	if (!calibration_set_check(set, d)) return false;
	uint32_t k;
	struct score_count *c = score_counts(set, &k);
	struct point *p = mem_alloc((k + (size_t)1) * sizeof *p);
	int32_t *f = mem_alloc((k + (size_t)1) * sizeof *f);
	struct steps lower = steps_new(k + 1), upper = steps_new(k + 1);
	fit_lower(c, k, p, f, &lower);
	fit_upper(c, k, p, f, &upper);
	*out = (struct calibration){ .kind = CALIBRATION_VENN_ABERS };
	const int32_t down = steps_thin(&lower, THIN_DOWN, &out->lower), up = steps_thin(&upper, THIN_UP, &out->upper);
	*thinned = down > up ? down : up;
	steps_free(&lower);
	steps_free(&upper);
	free(f);
	free(p);
	free(c);
	return true;
}
