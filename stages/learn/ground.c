/* ground.c -- the weights of the score fitted to labels, each within its sign and bound.
 * Knows the terms of a model and one way to fit them; does not know how messages were labelled. */
#include "ground.h"

#include <math.h>
#include <stdlib.h>

enum { ROUNDS = 300 };

static const double UNITS = 10000, WEIGHT_MOST = 1.5;

void ground_terms(const struct model *m, struct ground *g)
{
	*g = (struct ground){ 0 };
	for (unsigned f = 0; f < FEATURE_COUNT && g->terms < GROUND_TERMS; f++) {
		struct model_term t;
		if (!model_term(m, f, &t) || !t.sign) continue;
		const unsigned k = g->terms++;
		g->feature[k] = f;
		g->sign[k] = t.sign;
		g->base[k] = g->weight[k] = t.weight / UNITS;
		g->reach[k] = t.weight ? fabs((double)t.cap / t.weight) : 1;
	}
	g->intercept = model_intercept(m) / UNITS;
}

double *ground_columns(const struct ground *g, const struct examples *all, const uint32_t *row, uint32_t n)
{
	double *columns = mem_zalloc((size_t)n * g->terms + 1, sizeof *columns);
	for (uint32_t i = 0; i < n; i++) {
		struct row r;
		if (!row_read(all->item[row[i]].row, 0, &r)) continue;
		for (unsigned k = 0; k < g->terms; k++) columns[(size_t)i * g->terms + k] = fmin(row_value(&r, g->feature[k]), g->reach[k]);
	}
	return columns;
}

static double bounded(const struct ground *g, unsigned k, double weight)
{
	const double most = fmin(WEIGHT_MOST, 5 / fmax(1, g->reach[k]));
	if (g->sign[k] > 0) return fmin(fmax(weight, 0), most);
	return fmax(fmin(weight, 0), -most);
}

/* One Newton step of one coordinate; what it moves is added to every margin. */
static double coordinate_step(const double *columns, unsigned terms, unsigned k, const uint8_t *y, uint32_t n,
    const double *margin, double pull,
                              double hold)
{
	double slope = pull, bend = hold + 1e-9;
	for (uint32_t i = 0; i < n; i++) {
		const double x = k < terms ? columns[(size_t)i * terms + k] : 1;
		if (x == 0) continue;
		const double p = 1 / (1 + exp(-margin[i]));
		slope += (p - y[i]) * x;
		bend += p * (1 - p) * x * x;
	}
	return -slope / bend;
}

static void margins_move(const double *columns, unsigned terms, unsigned k, uint32_t n, double by, double *margin)
{
	for (uint32_t i = 0; i < n; i++) margin[i] += by * (k < terms ? columns[(size_t)i * terms + k] : 1);
}

void ground_fit(struct ground *g, const double *columns, const uint8_t *y, uint32_t n, double hold)
{
	double *margin = mem_alloc((n + 1) * sizeof *margin);
	for (unsigned k = 0; k < g->terms; k++) g->weight[k] = g->base[k];
	for (uint32_t i = 0; i < n; i++) {
		margin[i] = g->intercept;
		for (unsigned k = 0; k < g->terms; k++) margin[i] += g->weight[k] * columns[(size_t)i * g->terms + k];
	}
	for (unsigned round = 0; round < ROUNDS; round++) {
		double moved = 0;
		for (unsigned k = 0; k <= g->terms; k++) {
			const bool term = k < g->terms;
			const double step = coordinate_step(columns, g->terms, k, y, n, margin, term ? hold * (g->weight[k] - g->base[k]) : 0, term ? hold : 0);
			const double before = term ? g->weight[k] : g->intercept;
			const double after = term ? bounded(g, k, before + step) : fmin(fmax(before + step, -5), 5);
			if (term) g->weight[k] = after;
			else g->intercept = after;
			margins_move(columns, g->terms, k, n, after - before, margin);
			moved = fmax(moved, fabs(after - before));
		}
		if (moved < 1e-7) break;
	}
	/* As they are written: whole units. */
	for (unsigned k = 0; k < g->terms; k++) g->weight[k] = round(g->weight[k] * UNITS) / UNITS;
	g->intercept = round(g->intercept * UNITS) / UNITS;
	free(margin);
}

int32_t ground_score(const struct ground *g, const double *columns, uint32_t row)
{
	double sum = 0;
	for (unsigned k = 0; k < g->terms; k++) sum += g->weight[k] * columns[(size_t)row * g->terms + k];
	return (int32_t)lround((g->intercept + sum) * UNITS);
}
