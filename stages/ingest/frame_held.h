/* frame_held.h -- records that wait for values which follow them in their document.
 * Knows their order and size; does not know what they wait for. */
#ifndef CREDENCE_FRAME_HELD_H
#define CREDENCE_FRAME_HELD_H

#include "buf.h"
#include "framer.h"

struct held_record { struct frame_out out; size_t at; };

struct held {
	struct buf          bytes;
	struct held_record *record;
	size_t              n, cap, next;   /* next: the first that was not handed out */
};

void held_put(struct held *, const struct frame_out *);
/* The next one, its bytes valid until the next held_put(). False when none is left; then the memory is used anew. */
bool held_take(struct held *, struct frame_out *);
void held_free(struct held *);

/* Of the copies and of the list of them: empty records take room too. */
static inline size_t held_size(const struct held *h) { return h->bytes.n + h->n * sizeof *h->record; }

static inline bool held_any(const struct held *h) { return h->next < h->n; }

#endif
