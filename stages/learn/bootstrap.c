/* bootstrap.c -- percentile intervals of a metric, or of the difference of two predictions, by resampling groups.
 * Knows rounds and which side is taken from which; does not know the metrics. */
#include "bootstrap.h"

#include "arena.h"
#include "resample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One side of a comparison: predictions, and their rows sorted once where the metric ranks. */
struct side {
	const struct judged *judged;
	uint32_t            *order;
};

static struct side side_of(const struct metric *m, const struct judged *j)
{
	struct side s = { .judged = j };
	if (!j || !metric_ranks(m)) return s;
	s.order = mem_alloc((j->n + (size_t)1) * sizeof *s.order);
	judged_order(j, m->label, s.order);
	return s;
}

/* The metric of the first side, less that of the second where there is one. */
static double value_of(const struct metric *m, const struct side side[2], const uint32_t *times)
{
	double value = metric_value(m, side[0].judged, times, side[0].order);
	if (side[1].judged) value -= metric_value(m, side[1].judged, times, side[1].order);
	return value;
}

static void resample(const struct metric *m, const struct judged *a, const struct judged *b, const struct resampling *how,
	struct interval95 *out)
{
	const struct side side[2] = { side_of(m, a), side_of(m, b) };
	struct resample draw = resample_new(a->n, a->group, a->groups);
	struct random random = random_from(how->seed);
	const uint32_t rounds = a->n ? how->rounds ? how->rounds : RESAMPLE_ROUNDS : 0;
	*out = (struct interval95){ .value = value_of(m, side, NULL), .rounds = rounds, .groups = draw.groups };
	double *value = mem_alloc((rounds + (size_t)1) * sizeof *value);
	uint32_t defined = 0;
	for (uint32_t i = 0; i < rounds; i++) {
		resample_draw(&draw, &random);
		value[defined] = value_of(m, side, draw.times);
		if (!isnan(value[defined])) defined++;
	}
	out->undefined = rounds - defined;
	sort_doubles(value, defined);
	out->low = quantile(value, defined, 0.025);
	out->high = quantile(value, defined, 0.975);
	free(value);
	resample_free(&draw);
	for (unsigned i = 0; i < 2; i++) free(side[i].order);
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
