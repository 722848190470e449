/* metric_count.c -- judging labels: accuracy, precision, recall, F1, confusion.
 * Knows integer counts and their ratios; does not know probabilities. */
#include "arena.h"
#include "metric.h"

#include <math.h>
#include <stdlib.h>

static double ratio(uint64_t part, uint64_t whole) { return whole ? (double)part / (double)whole : 0; }

static void class_finish(struct class_score *c)
{
	c->precision = ratio(c->right, c->said);
	c->recall = ratio(c->right, c->gold);
	c->f1 = ratio(2 * c->right, c->gold + c->said);
}

static double mean_f1(const struct class_score *c, uint32_t labels)
{
	double sum = 0;
	for (uint32_t k = 0; k < labels; k++) sum += c[k].f1;
	return sum / labels;
}

double judged_accuracy(const struct judged *j, const uint32_t *times)
{
	uint64_t right = 0;
	for (uint32_t i = 0; i < j->n; i++)
		if (j->gold[i] == j->said[i]) right += times ? times[i] : 1;
	const uint64_t rows = judged_rows(j, times);
	return rows ? ratio(right, rows) : NAN;
}

void judged_classes(const struct judged *j, const uint32_t *times, struct class_score *out)
{
	for (uint32_t k = 0; k < j->labels; k++) out[k] = (struct class_score){ 0 };
	for (uint32_t i = 0; i < j->n; i++) {
		const uint64_t rows = times ? times[i] : 1;
		out[j->gold[i]].gold += rows;
		out[j->said[i]].said += rows;
		if (j->gold[i] == j->said[i]) out[j->gold[i]].right += rows;
	}
	for (uint32_t k = 0; k < j->labels; k++) class_finish(&out[k]);
}

double judged_macro_f1(const struct judged *j, const uint32_t *times)
{
	if (!judged_rows(j, times)) return NAN;
	struct class_score *c = mem_alloc(j->labels * sizeof *c);
	judged_classes(j, times, c);
	const double value = mean_f1(c, j->labels);
	free(c);
	return value;
}

void judged_confusion(const struct judged *j, const uint32_t *times, uint64_t *cells)
{
	for (size_t i = 0; i < (size_t)j->labels * j->labels; i++) cells[i] = 0;
	for (uint32_t i = 0; i < j->n; i++) cells[(size_t)j->gold[i] * j->labels + j->said[i]] += times ? times[i] : 1;
}

double judged_sets_macro_f1(const struct judged *j, const uint32_t *times)
{
	if (!judged_rows(j, times)) return NAN;
	struct class_score *c = mem_zalloc(j->labels, sizeof *c);
	for (uint32_t i = 0; i < j->n; i++) {
		const uint64_t rows = times ? times[i] : 1;
		const uint8_t *gold = j->gold_set + (size_t)i * j->labels, *said = j->said_set + (size_t)i * j->labels;
		for (uint32_t k = 0; k < j->labels; k++) {
			c[k].gold += gold[k] * rows;
			c[k].said += said[k] * rows;
			c[k].right += (gold[k] & said[k]) * rows;
		}
	}
	for (uint32_t k = 0; k < j->labels; k++) class_finish(&c[k]);
	const double value = mean_f1(c, j->labels);
	free(c);
	return value;
}
