/* draw_share.c -- allocates a sample to strata: one each, then by the square root of their sizes.
 * Knows seats and quotients, in integers; does not know messages or their ids. */
#include "draw_share.h"

#include "arena.h"
#include "random.h"
#include "score.h"

#include <stdlib.h>

/* A stratum that can still be given messages, or one waiting to be chosen. */
struct claim_on { uint64_t weight, seats; uint32_t stratum; };

/* Has `a` the better claim to the next message? weight / (2 seats + 1) decides, then the lower number. */
static bool before(const struct claim_on *a, const struct claim_on *b)
{
	const uint64_t x = a->weight * (2 * b->seats + 1), y = b->weight * (2 * a->seats + 1);
	return x != y ? x > y : a->stratum < b->stratum;
}

static void sink_down(struct claim_on *heap, uint32_t n, uint32_t at)
{
	for (;;) {
		uint32_t best = at;
		for (uint64_t child = 2 * (uint64_t)at + 1; child <= 2 * (uint64_t)at + 2 && child < n; child++)
			if (before(&heap[child], &heap[best])) best = (uint32_t)child;
		if (best == at) return;
		const struct claim_on other = heap[at];
		heap[at] = heap[best];
		heap[best] = other;
		at = best;
	}
}

/* What is left when every stratum has its one message: Sainte-Laguë among all, as if none had any yet. */
static void share_out(struct draw_share *share, uint32_t strata, uint32_t left)
{
	struct claim_on *heap = mem_alloc((strata + (size_t)1) * sizeof *heap);
	uint32_t n = 0;
	for (uint32_t h = 0; h < strata; h++)
		if (share[h].size > share[h].drawn) heap[n++] = (struct claim_on){ fixed_sqrt((uint64_t)share[h].size << 28), 0, h };
	for (uint32_t i = n / 2; i-- > 0;) sink_down(heap, n, i);
	for (; left && n; left--) {
		struct draw_share *s = &share[heap[0].stratum];
		heap[0].seats++;
		if (++s->drawn == s->size) heap[0] = heap[--n];
		sink_down(heap, n, 0);
	}
	free(heap);
}

struct lot { uint64_t key; uint32_t stratum; };

static int by_key(const void *a, const void *b)
{
	const struct lot *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

/* Fewer messages than strata: which strata are in is drawn by lot. */
static void draw_lots(struct draw_share *share, uint32_t strata, uint32_t filled, uint32_t wanted, uint64_t seed)
{
	static const uint64_t lots = UINT64_C(0x6c6f747300000000);      /* strata and messages draw from different streams */
	const uint64_t stream = random_mix(random_mix(seed) ^ lots);
	struct lot *lot = mem_alloc((filled + (size_t)1) * sizeof *lot);
	uint32_t n = 0;
	for (uint32_t h = 0; h < strata; h++)
		if (share[h].size) lot[n++] = (struct lot){ random_mix(stream ^ h), h };
	qsort(lot, n, sizeof *lot, by_key);
	for (uint32_t i = 0; i < wanted; i++) share[lot[i].stratum].drawn = 1;
	free(lot);
}

void draw_allocate(struct draw_share *share, uint32_t strata, uint32_t wanted, uint64_t seed)
{
	uint32_t filled = 0;
	for (uint32_t h = 0; h < strata; h++) filled += share[h].size > 0;
	if (wanted < filled) {
		draw_lots(share, strata, filled, wanted, seed);
	} else {
		for (uint32_t h = 0; h < strata; h++) share[h].drawn = share[h].size > 0;
		share_out(share, strata, wanted - filled);
	}
	for (uint32_t h = 0; h < strata; h++) {
		const double expected = wanted < filled ? (double)wanted / filled : share[h].drawn;
		share[h].probability = share[h].size ? expected / share[h].size : 0;
	}
}
