/* wiki_seen.c -- a set of numbers of bounded size.
 * Knows which were put in; does not know what they stand for. */
#include "wiki.h"

#include <stdlib.h>

static uint32_t slot_of(const struct wiki_seen *s, uint64_t key)
{
	uint32_t at = (uint32_t)(key >> 20) & (s->room - 1);
	while (s->slot[at] && s->slot[at] != key) at = (at + 1) & (s->room - 1);
	return at;
}

bool wiki_seen_has(const struct wiki_seen *s, uint64_t key)
{
	return s->room && s->slot[slot_of(s, key ? key : 1)];
}

static void seen_grow(struct wiki_seen *s)
{
	const struct wiki_seen old = *s;
	s->room = old.room ? old.room * 2 : 1024;
	s->slot = mem_zalloc(s->room, sizeof *s->slot);
	for (uint32_t i = 0; i < old.room; i++) if (old.slot[i]) s->slot[slot_of(s, old.slot[i])] = old.slot[i];
	free(old.slot);
}

bool wiki_seen_add(struct wiki_seen *s, uint64_t key)
{
	if (wiki_seen_has(s, key)) return true;
	if (s->count == WIKI_SEEN_MOST) return false;
	if (s->count * 2 >= s->room) seen_grow(s);
	key = key ? key : 1;
	s->slot[slot_of(s, key)] = key;
	s->count++;
	return true;
}

void wiki_seen_clear(struct wiki_seen *s)
{
	/* A page of few comments does not pay for the largest one before it. */
	if (s->room > 1024) wiki_seen_free(s);
	else if (s->count) memset(s->slot, 0, s->room * sizeof *s->slot);
	s->count = 0;
}

void wiki_seen_free(struct wiki_seen *s)
{
	free(s->slot);
	*s = (struct wiki_seen){ NULL, 0, 0 };
}
