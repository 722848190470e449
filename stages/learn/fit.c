/* fit.c -- one linear model of a task: a margin for each label, fitted against the rest.
 * Knows class weights and log-count ratios; does not know how settings are chosen or what a model file looks like. */
#include "learning.h"

#include <math.h>
#include <stdlib.h>

/* Of each word, how much likelier it is in messages with the label than in others (Wang & Manning 2012), 1 of all else. */
static void ratios_of(const struct matrix *m, const struct vocabulary *v, const uint8_t *y, double *scale)
{
	double *ones = mem_zalloc(v->n + 1, sizeof *ones), *zeros = mem_zalloc(v->n + 1, sizeof *zeros), all[2] = { 0, 0 };
	for (uint32_t r = 0; r < m->rows; r++)
		for (uint32_t i = m->start[r]; i < m->start[r + 1]; i++)
			if (v->column[m->column[i]].block == BLOCK_WORD) (y[r] ? ones : zeros)[m->column[i]]++;
	for (uint32_t c = 0; c < v->n; c++) {
		if (v->column[c].block != BLOCK_WORD) continue;
		all[1] += ++ones[c];
		all[0] += ++zeros[c];
	}
	for (uint32_t c = 0; c < v->n; c++)
		scale[c] = v->column[c].block == BLOCK_WORD ? fabs(log((ones[c] / all[1]) / (zeros[c] / all[0]))) : 1;
	free(ones);
	free(zeros);
}

/* Where all examples agree there is nothing to fit. */
static bool all_alike(uint32_t n, uint32_t ones, double *weight, uint32_t columns)
{
	if (ones && ones < n) return false;
	for (uint32_t c = 0; c < columns; c++) weight[c] = 0;
	weight[columns] = log((ones + 0.5) / (n - ones + 0.5));
	return true;
}

/* What each column counts in this fit; *ratios is done anew for each label. */
static void scales_of(const struct matrix *m, const struct vocabulary *v, const struct fit_settings *s, struct str label, const uint8_t *y,
                      double *scale)
{
	if (s->ratios) ratios_of(m, v, y, scale);
	for (uint32_t c = 0; c < v->n; c++) {
		scale[c] = (s->ratios ? scale[c] : 1) * block_scale(s, v->column[c].block);
		if (s->own && !conclusion_answers(v->column[c].one.what, label)) scale[c] = 0;
	}
}

static bool margin_fit(const struct matrix *m, const struct vocabulary *v, const struct fit_settings *s, struct str label, const uint8_t *y,
                       unsigned labels, double *weight, struct diag *d)
{
	uint32_t ones = 0;
	for (uint32_t r = 0; r < m->rows; r++) ones += y[r];
	if (all_alike(m->rows, ones, weight, v->n)) return true;
	const double n = m->rows, rest = labels - 1;
	const double up = pow(n / (1 + rest) / ones, s->balance), down = pow(n * rest / (1 + rest) / (n - ones), s->balance);
	double *scale = mem_alloc((v->n + 1) * sizeof *scale);
	scales_of(m, v, s, label, y, scale);
	const bool fine = solve_logistic(m, y, s->c, up, down, scale, weight, d);
	free(scale);
	return fine;
}

bool fit_make(struct fit *f, const struct vocabulary *v, const struct matrix *m, enum task task, const struct label_list *labels,
              const struct fit_settings *s, const uint32_t *bits, struct diag *d)
{
	const bool several = task_info(task)->several;
	*f = (struct fit){ .vocabulary = v, .columns = task_margins(task, labels->n) };
	f->weight = mem_zalloc((size_t)f->columns * (v->n + 1), sizeof *f->weight);
	uint8_t *y = mem_alloc(m->rows + 1);
	bool fine = true;
	for (unsigned c = 0; fine && c < f->columns; c++) {
		const unsigned label = f->columns == 1 ? 1 : c;
		for (uint32_t r = 0; r < m->rows; r++) y[r] = bits[r] >> label & 1;
		fine = margin_fit(m, v, s, labels->name[label], y, several || labels->n == 2 ? 2 : labels->n, f->weight + (size_t)c * (v->n + 1), d);
	}
	free(y);
	return fine;
}

void fit_margins(const struct fit *f, const struct matrix *m, double *margin)
{
	const uint32_t n = f->vocabulary->n;
	for (uint32_t r = 0; r < m->rows; r++) {
		for (unsigned c = 0; c < f->columns; c++) {
			const double *w = f->weight + (size_t)c * (n + 1);
			double sum = w[n];
			for (uint32_t i = m->start[r]; i < m->start[r + 1]; i++) sum += w[m->column[i]] * m->value[i];
			margin[(size_t)r * f->columns + c] = sum;
		}
	}
}

void fit_free(struct fit *f)
{
	free(f->weight);
	*f = (struct fit){ 0 };
}
