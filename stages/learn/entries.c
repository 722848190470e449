/* entries.c -- the weights of a model that is about to be written, by name, each name once.
 * Knows keys and names; does not know where a weight came from. */
#include "learning.h"

#include <stdlib.h>

static uint32_t slot_of(const struct entries *t, enum block block, uint64_t key)
{
	uint32_t i = (uint32_t)((key ^ block) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & t->mask;
	while (t->slot[i] && !(t->item[t->slot[i] - 1].key == key && t->item[t->slot[i] - 1].block == block)) i = (i + 1) & t->mask;
	return i;
}

static void slots_make(struct entries *t, uint32_t room)
{
	free(t->slot);
	t->mask = room - 1;
	t->slot = mem_zalloc(room, sizeof *t->slot);
	for (uint32_t i = 0; i < t->n; i++) t->slot[slot_of(t, t->item[i].block, t->item[i].key)] = i + 1;
}

struct entry *entry_add(struct entries *t, enum block block, uint64_t key, struct str name)
{
	if (2 * (t->n + 1) > t->mask) slots_make(t, t->mask ? 2 * (t->mask + 1) : 4096);
	uint32_t i = slot_of(t, block, key);
	if (!t->slot[i]) {
		if (t->n == t->cap) {
			t->cap = t->cap ? t->cap * 2 : 1024;
			t->item = mem_grow(t->item, t->cap * sizeof *t->item);
		}
		t->item[t->n] = (struct entry){ .block = block, .key = key, .name = arena_copy(&t->arena, name) };
		t->slot[i] = ++t->n;
	}
	return &t->item[t->slot[i] - 1];
}

static int entry_order(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->block != y->block) return x->block < y->block ? -1 : 1;
	return str_compare(x->name, y->name);
}

void entries_sort(struct entries *t)
{
	qsort(t->item, t->n, sizeof *t->item, entry_order);
}

void entries_free(struct entries *t)
{
	free(t->item);
	free(t->slot);
	arena_free(&t->arena);
	*t = (struct entries){ 0 };
}
