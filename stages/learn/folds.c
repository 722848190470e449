/* folds.c -- which messages belong together, and folds that never part them.
 * Knows strings and sizes; does not know what a group is (an event, a thread, a platform).
 *
 * Messages of one event know each other's words: a fold that parts them measures memory. */
#include "learning.h"

#include <stdlib.h>
#include <xxhash.h>

uint32_t groups_of(const struct examples *all, const uint32_t *row, uint32_t n, uint32_t *group)
{
	uint32_t mask = 16, groups = 0;
	while (mask < 2 * n) mask *= 2;
	uint32_t *slot = mem_zalloc(mask, sizeof *slot), *first = mem_alloc((n + 1) * sizeof *first);
	for (uint32_t r = 0; r < n; r++) {
		const struct str name = all->item[row[r]].group;
		uint32_t i = name.p ? (uint32_t)XXH64(name.p, name.n, 1) & (mask - 1) : 0;
		while (name.p && slot[i] && !str_equal(all->item[row[first[slot[i] - 1]]].group, name)) i = (i + 1) & (mask - 1);
		if (name.p && slot[i]) {
			group[r] = slot[i] - 1;
			continue;
		}
		first[groups] = r;
		group[r] = groups++;
		if (name.p) slot[i] = groups;
	}
	free(slot);
	free(first);
	return groups;
}

uint32_t groups_count(const uint32_t *group, uint32_t n)
{
	uint32_t groups = 0;
	for (uint32_t i = 0; i < n; i++) if (group[i] >= groups) groups = group[i] + 1;
	return groups;
}

struct sized { uint32_t group, rows; uint64_t order; };

/* The largest first; equal ones by a number that the seed stirs. */
static int sized_order(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;
	if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void folds_of(const uint32_t *group, uint32_t n, uint32_t groups, unsigned folds, uint64_t seed, uint32_t *fold)
{
	struct sized *list = mem_zalloc(groups + 1, sizeof *list);
	uint32_t *filled = mem_zalloc(folds, sizeof *filled);
	for (uint32_t g = 0; g < groups; g++) list[g] = (struct sized){ g, 0, XXH64(&g, sizeof g, seed) };
	for (uint32_t r = 0; r < n; r++) list[group[r]].rows++;
	qsort(list, groups, sizeof *list, sized_order);
	for (uint32_t g = 0; g < groups; g++) {
		unsigned least = 0;
		for (unsigned f = 1; f < folds; f++) if (filled[f] < filled[least]) least = f;
		fold[list[g].group] = least;
		filled[least] += list[g].rows;
	}
	free(list);
	free(filled);
}

void labelled_take(struct labelled *l, const struct examples *all, const struct label_list *labels)
{
	*l = (struct labelled){ .row = mem_alloc((all->n + 1) * sizeof *l->row), .bits = mem_alloc((all->n + 1) * sizeof *l->bits),
		.group = mem_alloc((all->n + 1) * sizeof *l->group) };
	for (uint32_t i = 0; i < all->n; i++) {
		const uint32_t bits = labels_bits(labels, &all->item[i]);
		if (!bits) continue;
		l->bits[l->n] = bits;
		l->row[l->n++] = i;
	}
	l->groups = groups_of(all, l->row, l->n, l->group);
}

void labelled_free(struct labelled *l)
{
	free(l->row);
	free(l->bits);
	free(l->group);
}

uint32_t parts_of(const struct labelled *l, uint64_t seed, uint32_t *part)
{
	enum { ALONE_MOST = 40, PARTS = 10 };
	if (l->groups > ALONE_MOST) {
		folds_of(l->group, l->n, l->groups, PARTS, seed, part);
		return PARTS;
	}
	for (uint32_t g = 0; g < l->groups; g++) part[g] = g;
	return l->groups;
}
