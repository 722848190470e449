/* draw.c -- a stratified sample: in each stratum the messages whose hashed ids come first.
 * Knows keys made of seed and id; does not know how many each stratum is given. */
#include "draw_share.h"

#include "arena.h"
#include "random.h"

#include <stdlib.h>

struct place { uint64_t key; uint32_t stratum, index; };

static int by_stratum(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->stratum != y->stratum) return x->stratum < y->stratum ? -1 : 1;
	if (x->key != y->key) return x->key < y->key ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static int by_key(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	if (x->key != y->key) return x->key < y->key ? -1 : 1;
	return by_stratum(a, b);
}

/* Keeps the first `drawn` of each stratum's run, in place: how many. */
static uint32_t keep(struct place *place, uint32_t n, const struct draw_share *share)
{
	uint32_t kept = 0, in = 0, stratum = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct place p = place[i];
		if (p.stratum != stratum) in = 0;
		stratum = p.stratum;
		if (in++ < share[stratum].drawn) place[kept++] = p;
	}
	return kept;
}

bool draw_stratified(const struct draw_frame *f, uint32_t wanted, uint64_t seed, struct drawn *out, uint32_t *count,
	struct draw_share *share, struct diag *d)
{
	for (uint32_t h = 0; h < f->strata; h++) share[h] = (struct draw_share){ 0 };
	for (uint32_t i = 0; i < f->n; i++) {
		if (f->stratum[i] >= f->strata) return diag_usage(d, "message %u is in stratum %u of %u", i, f->stratum[i], f->strata);
		share[f->stratum[i]].size++;
	}
	draw_allocate(share, f->strata, wanted < f->n ? wanted : f->n, seed);
	const uint64_t stream = random_mix(seed);
	struct place *place = mem_alloc((f->n + (size_t)1) * sizeof *place);
	for (uint32_t i = 0; i < f->n; i++) place[i] = (struct place){ random_mix(f->id[i] ^ stream), f->stratum[i], i };
	qsort(place, f->n, sizeof *place, by_stratum);
	*count = keep(place, f->n, share);
	qsort(place, *count, sizeof *place, by_key);
	for (uint32_t i = 0; i < *count; i++) out[i] = (struct drawn){ place[i].index, place[i].stratum, share[place[i].stratum].probability };
	free(place);
	return true;
}
