/* vocabulary.c -- which indicators of a set of examples become columns of a matrix.
 * Knows counting and the cut; does not know labels.
 *
 * A word that only one group has is a word of that event or that person: it may be learned by heart and carries over to nothing. */
#include "learning.h"

#include <stdlib.h>

static uint32_t slot_of(const struct vocabulary *v, enum block block, uint64_t key)
{
	uint32_t i = (uint32_t)((key ^ block) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & v->mask;
	while (v->slot[i] && !(v->column[v->slot[i] - 1].key == key && v->column[v->slot[i] - 1].block == block)) i = (i + 1) & v->mask;
	return i;
}

static void slots_make(struct vocabulary *v, uint32_t room)
{
	free(v->slot);
	v->mask = room - 1;
	v->slot = mem_zalloc(room, sizeof *v->slot);
	for (uint32_t c = 0; c < v->n; c++) v->slot[slot_of(v, v->column[c].block, v->column[c].key)] = c + 1;
}

static void column_count(struct vocabulary *v, uint32_t *cap, enum block block, const struct indicator *one, uint32_t example,
    uint32_t group)
{
	uint32_t i = slot_of(v, block, one->key);
	if (!v->slot[i]) {
		if (v->n == *cap) v->column = mem_grow(v->column, (*cap *= 2) * sizeof *v->column);
		v->column[v->n] = (struct column){ .key = one->key, .block = block, .group = group, .one = *one, .example = UINT32_MAX };
		v->slot[i] = ++v->n;
		if (v->n * 2 > v->mask) slots_make(v, (v->mask + 1) * 2);
		i = slot_of(v, block, one->key);
	}
	struct column *c = &v->column[v->slot[i] - 1];
	if (c->example == example) return;
	c->one = *one;
	c->example = example;
	c->count++;
	c->groups |= c->group != group;
}

static int column_order(const void *a, const void *b)
{
	const struct column *x = a, *y = b;
	if (x->block != y->block) return x->block < y->block ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static bool wanted(const struct fit_settings *s, enum block block, const struct indicator *one)
{
	if (!(s->parts >> block & 1)) return false;
	return block != BLOCK_WORD || (s->words > 0 && one->step <= s->grams);
}

void vocabulary_build(struct vocabulary *v, const struct examples *all, const struct fit_settings *s, const uint32_t *row,
                      uint32_t n, const uint32_t *group)
{
	uint32_t cap = 1024, kept = 0;
	*v = (struct vocabulary){ .column = mem_alloc(cap * sizeof *v->column) };
	slots_make(v, 4096);
	bool one_group = true;
	for (uint32_t r = 0; r < n; r++) {
		const struct example *e = &all->item[row[r]];
		one_group &= group[r] == group[0];
		for (unsigned b = 0; b < BLOCKS; b++)
			for (uint32_t i = 0; i < e->of[b].n; i++)
				if (wanted(s, b, &e->of[b].item[i])) column_count(v, &cap, b, &e->of[b].item[i], row[r], group[r]);
	}
	for (uint32_t c = 0; c < v->n; c++) {
		const struct column *x = &v->column[c];
		const uint32_t least = x->block == BLOCK_WORD ? s->least : 5;
		if (x->count >= least && (x->groups || one_group)) v->column[kept++] = *x;
	}
	v->n = kept;
	qsort(v->column, v->n, sizeof *v->column, column_order);
	margins_measure(v, all, row, n);
	v->column = mem_grow(v->column, (v->n + v->margins + 1) * sizeof *v->column);
	for (unsigned k = 0; k < v->margins; k++) v->column[v->n++] = (struct column){ .key = k, .block = BLOCKS };
	slots_make(v, v->mask + 1);
}

uint32_t vocabulary_find(const struct vocabulary *v, enum block block, uint64_t key)
{
	const uint32_t at = v->slot[slot_of(v, block, key)];
	return at ? at - 1 : v->n;
}

void vocabulary_free(struct vocabulary *v)
{
	free(v->column);
	free(v->slot);
	*v = (struct vocabulary){ 0 };
}
