/* labelled_threads.c -- who answers whom among labelled messages, and what that says of each.
 * Knows ids and parents; does not know what a fact about a thread is worth. */
#include "labelled.h"

#include <stdlib.h>
#include <xxhash.h>

struct ids { const struct examples *all; uint32_t *slot, mask; };

static uint32_t *slot_of(const struct ids *ids, struct str id)
{
	uint32_t i = (uint32_t)XXH64(id.p, id.n, 0) & ids->mask;
	while (ids->slot[i] && !str_equal(ids->all->item[ids->slot[i] - 1].id, id)) i = (i + 1) & ids->mask;
	return &ids->slot[i];
}

static struct example *answered(const struct ids *ids, const struct example *e)
{
	const uint32_t at = e->parent.n ? *slot_of(ids, e->parent) : 0;
	return at ? &ids->all->item[at - 1] : NULL;
}

/* The thread's first message that is known, and how far it is; a circle of answers ends where it began. */
static struct example *root_of(const struct ids *ids, struct example *e, uint16_t *depth)
{
	enum { FAR = 1000 };
	struct example *at = e;
	*depth = 0;
	for (struct example *up; *depth < FAR && (up = answered(ids, at)) && up != e; at = up) ++*depth;
	return at;
}

void examples_thread(struct examples *all)
{
	struct ids ids = { .all = all, .mask = 16 };
	while (ids.mask < 2 * all->n) ids.mask *= 2;
	ids.slot = mem_zalloc(ids.mask--, sizeof *ids.slot);
	for (uint32_t i = 0; i < all->n; i++) {
		uint32_t *slot = slot_of(&ids, all->item[i].id);
		if (!*slot) *slot = i + 1;
	}
	struct example **root = mem_alloc((all->n + 1) * sizeof(struct example *));
	for (uint32_t i = 0; i < all->n; i++) root[i] = root_of(&ids, &all->item[i], &all->item[i].place.depth);
	for (uint32_t i = 0; i < all->n; i++) {
		struct example *e = &all->item[i];
		const struct example *parent = answered(&ids, e);
		const bool reply = e->replies || (e->parent.n && !str_equal(e->parent, e->id));
		const struct place *above = parent && parent != e ? &parent->place : e->replies ? &e->beside : NULL;
		thread_facts_of(&e->place, reply, above, root[i] != e ? &root[i]->place : NULL, &e->facts);
		indicators_of_thread(&e->facts, &e->of[BLOCK_THREAD], &all->arena);
	}
	free(root);
	free(ids.slot);
}
