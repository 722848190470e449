/* metric_rank.c -- judging an order: area under the ROC curve and average precision.
 * Knows rows sorted by the p of one label, and ties; does not know whether p is anything like a probability. */
#include "arena.h"
#include "metric.h"

#include <math.h>
#include <stdlib.h>

struct place { double p; uint32_t row; };

static int place_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->p != y->p) return x->p < y->p ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

static double p_of(const struct judged *j, uint32_t row, uint32_t label) { return j->p[(size_t)row * j->labels + label]; }

void judged_order(const struct judged *j, uint32_t label, uint32_t *order)
{
	struct place *place = mem_alloc((j->n + (size_t)1) * sizeof *place);
	for (uint32_t i = 0; i < j->n; i++) place[i] = (struct place){ p_of(j, i, label), i };
	qsort(place, j->n, sizeof *place, place_order);
	for (uint32_t i = 0; i < j->n; i++) order[i] = place[i].row;
	free(place);
}

/* One threshold: rows that share a p. */
struct tie { uint64_t of, other; };

/* Reads the tie that begins at `at` and returns where the next begins. */
static uint32_t tie_read(const struct judged *j, const uint32_t *times, uint32_t label, const uint32_t *order, uint32_t at, struct tie *tie)
{
	*tie = (struct tie){ 0 };
	const double p = p_of(j, order[at], label);
	for (; at < j->n && !(p_of(j, order[at], label) < p); at++) {
		const uint32_t row = order[at];
		const uint64_t rows = times ? times[row] : 1;
		if (j->gold[row] == label) tie->of += rows;
		else tie->other += rows;
	}
	return at;
}

static double auc_ordered(const struct judged *j, const uint32_t *times, uint32_t label, const uint32_t *order)
{
	uint64_t of = 0, other = 0, twice = 0;      /* twice the pairs in the right order, so that ties stay integers */
	struct tie tie;
	for (uint32_t at = 0; at < j->n;) {
		at = tie_read(j, times, label, order, at, &tie);
		twice += tie.other * (2 * of + tie.of);
		of += tie.of;
		other += tie.other;
	}
	return of && other ? (double)twice / (2.0 * (double)of * (double)other) : NAN;
}

static double average_precision_ordered(const struct judged *j, const uint32_t *times, uint32_t label, const uint32_t *order)
{
	uint64_t of = 0, seen = 0;
	double sum = 0;
	struct tie tie;
	for (uint32_t at = 0; at < j->n;) {
		at = tie_read(j, times, label, order, at, &tie);
		of += tie.of;
		seen += tie.of + tie.other;
		if (tie.of) sum += (double)tie.of * (double)of / (double)seen;
	}
	return of ? sum / (double)of : NAN;
}

static double with_order(double (*value)(const struct judged *, const uint32_t *, uint32_t, const uint32_t *), const struct judged *j,
	const uint32_t *times, uint32_t label, const uint32_t *order)
{
	if (order) return value(j, times, label, order);
	uint32_t *own = mem_alloc((j->n + (size_t)1) * sizeof *own);
	judged_order(j, label, own);
	const double result = value(j, times, label, own);
	free(own);
	return result;
}

double judged_auc(const struct judged *j, const uint32_t *times, uint32_t label, const uint32_t *order)
{
	return with_order(auc_ordered, j, times, label, order);
}

double judged_average_precision(const struct judged *j, const uint32_t *times, uint32_t label, const uint32_t *order)
{
	return with_order(average_precision_ordered, j, times, label, order);
}
