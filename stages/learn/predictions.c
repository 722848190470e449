/* predictions.c -- answers to labelled examples, and how they are handed to the metrics.
 * Knows both layouts; does not know what answered. */
#include "learning.h"

#include <stdlib.h>

void predictions_make(struct predictions *p, const struct label_list *labels, uint32_t room)
{
	*p = (struct predictions){ .labels = *labels, .example = mem_alloc(room * sizeof *p->example + 1),
		.p = mem_zalloc((size_t)room * labels->n + 1, sizeof *p->p), .said = mem_zalloc(room + 1, sizeof *p->said),
		.gold = mem_zalloc(room + 1, sizeof *p->gold) };
	for (unsigned l = 0; l < labels->n; l++) p->labels.name[l] = arena_copy(&p->arena, labels->name[l]);
}

void predictions_copy(struct predictions *p, const struct predictions *from)
{
	predictions_make(p, &from->labels, from->n);
	p->n = from->n;
	memcpy(p->example, from->example, from->n * sizeof *p->example);
	memcpy(p->gold, from->gold, from->n * sizeof *p->gold);
}

void predictions_free(struct predictions *p)
{
	free(p->example);
	free(p->p);
	free(p->said);
	free(p->gold);
	arena_free(&p->arena);
	*p = (struct predictions){ 0 };
}

void predictions_labelled(struct predictions *p)
{
	const unsigned labels = p->labels.n;
	uint32_t n = 0;
	for (uint32_t i = 0; i < p->n; i++) {
		if (!p->gold[i]) continue;
		p->example[n] = p->example[i];
		p->gold[n] = p->gold[i];
		p->said[n] = p->said[i];
		memmove(p->p + (size_t)n * labels, p->p + (size_t)i * labels, labels * sizeof *p->p);
		n++;
	}
	p->n = n;
}

static uint32_t lowest(uint32_t bits) { return bits ? (uint32_t)__builtin_ctz(bits) : 0; }

static uint8_t *sets_of(const uint32_t *bits, uint32_t n, unsigned labels)
{
	uint8_t *set = mem_alloc((size_t)n * labels + 1);
	for (uint32_t i = 0; i < n; i++)
		for (unsigned l = 0; l < labels; l++) set[(size_t)i * labels + l] = bits[i] >> l & 1;
	return set;
}

void judged_make(struct judged *j, const struct predictions *p, bool several, const uint32_t *group, uint32_t groups)
{
	uint32_t *gold = mem_alloc(p->n * sizeof *gold + 1), *said = mem_alloc(p->n * sizeof *said + 1);
	for (uint32_t i = 0; i < p->n; i++) {
		gold[i] = lowest(p->gold[i]);
		said[i] = lowest(p->said[i]);
	}
	*j = (struct judged){ .n = p->n, .labels = p->labels.n, .gold = gold, .said = said, .p = p->p, .group = group, .groups = groups };
	if (!several) return;
	j->gold_set = sets_of(p->gold, p->n, p->labels.n);
	j->said_set = sets_of(p->said, p->n, p->labels.n);
}

void judged_free(struct judged *j)
{
	free((void *)j->gold);
	free((void *)j->said);
	free((void *)j->gold_set);
	free((void *)j->said_set);
	*j = (struct judged){ 0 };
}

uint32_t predictions_groups(const struct examples *all, const struct predictions *p, uint32_t *group)
{
	return groups_of(all, p->example, p->n, group);
}
