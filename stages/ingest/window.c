/* window.c -- the sliding view of a member's bytes that framers cut records from.
 * Knows how to keep, move and grow it; does not know what a record is. */
#include "framer.h"

#include "arena.h"

#include <stdlib.h>

enum { WINDOW_FIRST = 256 << 10, WINDOW_READ = 64 << 10 };

/* Makes room for WINDOW_READ bytes behind end: by moving what is held to the front where at least as much was consumed as
 * is moved (each byte then moves once for each time it is passed), otherwise by doubling. */
static void window_room(struct window *w)
{
	const size_t held = w->end - w->begin;
	if (w->cap >= w->end + WINDOW_READ + JSON_PADDING) return;
	if (w->begin && w->begin >= held && w->cap >= held + WINDOW_READ + JSON_PADDING) {
		memmove(w->p, w->p + w->begin, held);
	} else {
		const size_t cap = held * 2 + WINDOW_FIRST + JSON_PADDING;
		char *larger = mem_alloc(cap);
		if (held) memcpy(larger, w->p + w->begin, held);
		free(w->p);
		w->p = larger;
		w->cap = cap;
	}
	w->begin = 0;
	w->end = held;
}

bool window_more(struct window *w)
{
	const size_t held = w->end - w->begin;
	if (w->ended || w->failed || held >= w->most) return false;
	window_room(w);
	size_t room = w->cap - JSON_PADDING - w->end;
	if (room > w->most - held) room = w->most - held;
	const long got = w->pull(w->from, w->p + w->end, room, w->diag);
	if (got < 0) {
		w->failed = true;
		return false;
	}
	if (got == 0) w->ended = true;
	w->end += (size_t)got;
	memset(w->p + w->end, 0, JSON_PADDING);
	return got > 0;
}

void window_pass(struct window *w, size_t bytes)
{
	w->begin += bytes;
	w->base += bytes;
}
