/* matrix.c -- examples as the rows of a sparse matrix over a vocabulary.
 * Knows what an indicator of each block counts; does not know labels. */
#include "learning.h"

#include <stdlib.h>

/* What the rules of extraction conclude is held down less than single counts: it is known before any label is seen. */
double block_scale(const struct fit_settings *s, enum block block)
{
	if (block == BLOCKS) return s->parts != 1U << BLOCK_CONCLUSION;
	if (!(s->parts >> block & 1)) return 0;
	return block == BLOCK_WORD ? s->words : block == BLOCK_CONCLUSION ? 3 : 1;
}

static int number_order(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* The columns of one example, rising, each once; *words: how many of them are not words, at the front. */
static uint32_t row_columns(const struct vocabulary *v, const struct example *e, uint32_t *column)
{
	uint32_t n = 0, kept = 0;
	for (unsigned b = 0; b < BLOCKS; b++) {
		for (uint32_t i = 0; i < e->of[b].n; i++) {
			const uint32_t c = vocabulary_find(v, b, e->of[b].item[i].key);
			if (c < v->n) column[n++] = c;
		}
	}
	if (n) qsort(column, n, sizeof *column, number_order);
	for (uint32_t i = 0; i < n; i++)
		if (!i || column[i] != column[i - 1]) column[kept++] = column[i];
	return kept;
}

void matrix_build(struct matrix *m, const struct vocabulary *v, const struct examples *all, const uint32_t *row, uint32_t n)
{
	size_t room = 0, at = 0;
	for (uint32_t r = 0; r < n; r++)
		for (unsigned b = 0; b < BLOCKS; b++) room += all->item[row[r]].of[b].n + v->margins;
	*m = (struct matrix){ .rows = n, .columns = v->n, .start = mem_alloc((n + 1) * sizeof *m->start),
		.column = mem_alloc((room + 1) * sizeof *m->column), .value = mem_alloc((room + 1) * sizeof *m->value) };
	for (uint32_t r = 0; r < n; r++) {
		const struct example *e = &all->item[row[r]];
		const double word = word_share(e->of[BLOCK_WORD].symbols) / 4096.0;
		m->start[r] = (uint32_t)at;
		const size_t end = at + row_columns(v, e, m->column + at);
		for (; at < end; at++) {
			const enum block block = v->column[m->column[at]].block;
			m->value[at] = block == BLOCK_WORD ? word : 1;
		}
		for (unsigned k = 0; k < v->margins; k++, at++) {
			m->column[at] = v->n - v->margins + k;
			m->value[at] = (e->margin[k] - v->mean[k]) / v->spread[k];
		}
	}
	m->start[n] = (uint32_t)at;
}

void matrix_free(struct matrix *m)
{
	free(m->start);
	free(m->column);
	free(m->value);
	*m = (struct matrix){ 0 };
}
