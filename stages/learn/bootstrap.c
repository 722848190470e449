/* bootstrap.c -- percentile intervals of a metric, or of the difference of two predictions, by resampling groups.
 * Knows draws with replacement and order statistics; does not know the metrics. */
#include "bootstrap.h"

#include "arena.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 2000 };

/* One side of a comparison: predictions, and their rows sorted once where the metric ranks. */
struct side {
	const struct judged *judged;
	uint32_t            *order;
};

struct run {
	const struct metric *metric;
	struct side          side[2];      /* the second may be empty */
	uint32_t             n, groups;    /* groups that have a row */
	uint32_t            *group;        /* of each row, counted without the empty ones */
	uint32_t            *drawn;        /* how often each group, in this round */
	uint32_t            *times;        /* how often each row */
};

static double run_value(const struct run *r, const uint32_t *times)
{
	double value = metric_value(r->metric, r->side[0].judged, times, r->side[0].order);
	if (r->side[1].judged) value -= metric_value(r->metric, r->side[1].judged, times, r->side[1].order);
	return value;
}

static void run_draw(struct run *r, struct random *random)
{
	memset(r->drawn, 0, r->groups * sizeof *r->drawn);
	for (uint32_t g = 0; g < r->groups; g++) r->drawn[random_below(random, r->groups)]++;
	for (uint32_t i = 0; i < r->n; i++) r->times[i] = r->drawn[r->group[i]];
}

static struct side side_of(const struct metric *m, const struct judged *j)
{
	struct side s = { .judged = j };
	if (!j || !metric_ranks(m)) return s;
	s.order = mem_alloc((j->n + (size_t)1) * sizeof *s.order);
	judged_order(j, m->label, s.order);
	return s;
}

/* Numbers the groups that have a row, in the order of their ids. */
static void run_groups(struct run *r, const struct judged *j)
{
	r->group = mem_alloc((r->n + (size_t)1) * sizeof *r->group);
	const uint32_t ids = j->group ? j->groups : r->n;
	uint32_t *number = mem_zalloc(ids + (size_t)1, sizeof *number);
	for (uint32_t i = 0; i < r->n; i++) number[j->group ? j->group[i] : i] = 1;
	for (uint32_t g = 0; g < ids; g++)
		if (number[g]) number[g] = r->groups++;
	for (uint32_t i = 0; i < r->n; i++) r->group[i] = number[j->group ? j->group[i] : i];
	free(number);
}

static int double_order(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double quantile(const double *sorted, uint32_t n, double share)
{
	if (!n) return NAN;
	const double at = share * (n - 1);
	const uint32_t i = (uint32_t)at;
	return i + 1 < n ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

static void run_rounds(struct run *r, const struct resampling *how, struct interval95 *out)
{
	struct random random = random_from(how->seed);
	const uint32_t rounds = how->rounds ? how->rounds : ROUNDS;
	*out = (struct interval95){ .value = run_value(r, NULL), .rounds = r->n ? rounds : 0, .groups = r->groups };
	double *value = mem_alloc((rounds + (size_t)1) * sizeof *value);
	uint32_t defined = 0;
	for (uint32_t i = 0; i < out->rounds; i++) {
		run_draw(r, &random);
		value[defined] = run_value(r, r->times);
		if (!isnan(value[defined])) defined++;
	}
	out->undefined = out->rounds - defined;
	qsort(value, defined, sizeof *value, double_order);
	out->low = quantile(value, defined, 0.025);
	out->high = quantile(value, defined, 0.975);
	free(value);
}

static void resample(const struct metric *m, const struct judged *a, const struct judged *b, const struct resampling *how,
	struct interval95 *out)
{
	struct run r = { .metric = m, .side = { side_of(m, a), side_of(m, b) }, .n = a->n };
	run_groups(&r, a);
	r.drawn = mem_alloc((r.groups + (size_t)1) * sizeof *r.drawn);
	r.times = mem_alloc((r.n + (size_t)1) * sizeof *r.times);
	run_rounds(&r, how, out);
	free(r.group);
	free(r.drawn);
	free(r.times);
	for (unsigned i = 0; i < 2; i++) free(r.side[i].order);
}

bool bootstrap_interval(const struct metric *m, const struct judged *j, const struct resampling *how, struct interval95 *out,
	struct diag *d)
{
	if (!judged_check(j, d) || !metric_applies(m, j, d)) return false;
	resample(m, j, NULL, how, out);
	return true;
}

static bool same(const void *a, const void *b, size_t bytes) { return (!a && !b) || (a && b && !memcmp(a, b, bytes)); }

bool bootstrap_difference(const struct metric *m, const struct judged *a, const struct judged *b, const struct resampling *how,
	struct interval95 *out, struct diag *d)
{
	if (!judged_check(a, d) || !metric_applies(m, a, d)) return diag_within(d, "first predictions");
	if (!judged_check(b, d) || !metric_applies(m, b, d)) return diag_within(d, "second predictions");
	if (a->n != b->n || a->labels != b->labels)
		return diag_usage(d, "predictions of %u rows and %u labels cannot be paired with %u rows and %u labels", a->n, a->labels,
			b->n, b->labels);
	if (!same(a->gold, b->gold, a->n * sizeof *a->gold) || !same(a->gold_set, b->gold_set, (size_t)a->n * a->labels))
		return diag_usage(d, "the two predictions are not of the same rows: their true labels differ");
	if (!same(a->group, b->group, a->n * sizeof *a->group)) return diag_usage(d, "the two predictions put their rows into different groups");
	resample(m, a, b, how, out);
	return true;
}
