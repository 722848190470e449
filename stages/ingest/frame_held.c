/* frame_held.c -- a queue of copied records.
 * Knows how they are kept together; does not know why they wait. */
#include "frame_held.h"

#include "arena.h"

#include <stdlib.h>

void held_put(struct held *h, const struct frame_out *out)
{
	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 256;
		h->record = mem_grow(h->record, h->cap * sizeof *h->record);
	}
	h->record[h->n++] = (struct held_record){ *out, h->bytes.n };
	buf_put(&h->bytes, out->bytes);
}

bool held_take(struct held *h, struct frame_out *out)
{
	if (!held_any(h)) {
		h->n = h->next = h->bytes.n = 0;
		return false;
	}
	const struct held_record *record = &h->record[h->next++];
	*out = record->out;
	if (out->bytes.n) out->bytes.p = h->bytes.p + record->at;
	return true;
}

void held_free(struct held *h)
{
	buf_free(&h->bytes);
	free(h->record);
}
