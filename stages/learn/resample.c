/* resample.c -- draws groups with replacement, and reads percentiles off what came of them.
 * Knows counts and order; does not know metrics or fits. */
#include "resample.h"

#include "arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct resample resample_new(uint32_t n, const uint32_t *group, uint32_t groups)
{
	struct resample r = { .n = n };
	r.group = mem_alloc((n + (size_t)1) * sizeof *r.group);
	const uint32_t ids = group ? groups : n;
	uint32_t *number = mem_zalloc(ids + (size_t)1, sizeof *number);
	for (uint32_t i = 0; i < n; i++) number[group ? group[i] : i] = 1;
	for (uint32_t g = 0; g < ids; g++)
		if (number[g]) number[g] = r.groups++;
	for (uint32_t i = 0; i < n; i++) r.group[i] = number[group ? group[i] : i];
	free(number);
	r.drawn = mem_alloc((r.groups + (size_t)1) * sizeof *r.drawn);
	r.times = mem_alloc((n + (size_t)1) * sizeof *r.times);
	return r;
}

void resample_draw(struct resample *r, struct random *random)
{
	memset(r->drawn, 0, r->groups * sizeof *r->drawn);
	for (uint32_t g = 0; g < r->groups; g++) r->drawn[random_below(random, r->groups)]++;
	for (uint32_t i = 0; i < r->n; i++) r->times[i] = r->drawn[r->group[i]];
}

void resample_free(struct resample *r)
{
	free(r->group);
	free(r->drawn);
	free(r->times);
	*r = (struct resample){ 0 };
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

void sort_doubles(double *value, uint32_t n) { qsort(value, n, sizeof *value, by_value); }

double quantile(const double *sorted, uint32_t n, double share)
{
	if (!n) return NAN;
	const double at = share * (n - 1);
	const uint32_t i = (uint32_t)at;
	return i + 1 < n ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}
