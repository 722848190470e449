/* ground_choose.c -- how hard hand-set weights are held, and the calibration, both on messages that the weights have not seen.
 * Knows folds of whole groups; does not know what the weights are of. */
#include "ground.h"

#include <math.h>
#include <stdlib.h>

static double loss(const int32_t *score, const uint8_t *y, uint32_t n)
{
	double sum = 0;
	for (uint32_t i = 0; i < n; i++) sum += log1p(exp((y[i] ? -1 : 1) * (score[i] / 10000.0)));
	return sum / n;
}

/* Scores of every row by weights that were fitted without its fold. */
static void scores_out_of_fold(const struct ground *base, const double *columns, const uint8_t *y, const uint32_t *fold,
    const uint32_t *group,
                               uint32_t n, unsigned folds, double hold, int32_t *score)
{
	double *in = mem_alloc(((size_t)n * base->terms + 1) * sizeof *in);
	uint8_t *ones = mem_alloc(n + 1);
	for (unsigned f = 0; f < folds; f++) {
		struct ground g = *base;
		uint32_t ins = 0;
		for (uint32_t i = 0; i < n; i++) {
			if (fold[group[i]] == f) continue;
			memcpy(in + (size_t)ins * g.terms, columns + (size_t)i * g.terms, g.terms * sizeof *in);
			ones[ins++] = y[i];
		}
		if (ins) ground_fit(&g, in, ones, ins, hold);
		for (uint32_t i = 0; i < n; i++) if (fold[group[i]] == f) score[i] = ground_score(&g, columns, i);
	}
	free(in);
	free(ones);
}

double ground_choose(const struct ground *base, const double *columns, const uint8_t *y, const uint32_t *group, uint32_t n, unsigned folds,
                     uint64_t seed, int32_t *score)
{
	static const double holds[] = { 100, 30, 10, 3, 1, 0.3 };
	const uint32_t groups = groups_count(group, n);
	uint32_t *fold = mem_zalloc(groups + 1, sizeof *fold);
	int32_t *tried = mem_alloc((n + 1) * sizeof *tried);
	double best = holds[0], least = INFINITY;
	folds_of(group, n, groups, folds, seed, fold);
	for (unsigned i = 0; i < sizeof holds / sizeof *holds; i++) {
		scores_out_of_fold(base, columns, y, fold, group, n, folds, holds[i], tried);
		const double now = loss(tried, y, n);
		if (now >= least - 1e-6) continue;
		least = now;
		best = holds[i];
		memcpy(score, tried, n * sizeof *score);
	}
	free(fold);
	free(tried);
	return best;
}

bool ground_calibrate(const int32_t *score, const uint8_t *y, const uint32_t *group, uint32_t n, uint64_t seed,
    struct calibration *c, struct diag *d)
{
	const struct resampling resampling = { 1000, seed };
	const uint32_t groups = groups_count(group, n);
	uint32_t undefined;
	int32_t thinned;
	const struct calibration_set set = { n, score, y, group, groups };
	return n >= CALIBRATION_LABELS ? venn_abers_fit(&set, c, &thinned, d) : platt_fit(&set, &resampling, c, &undefined, d);
}
