/* input.h -- a decoder's view of the stream below it: a buffer that is refilled, looked ahead in and counted.
 * Knows offsets and padding; does not know any compressed format. */
#ifndef CREDENCE_INPUT_H
#define CREDENCE_INPUT_H

#include "stream.h"

enum { INPUT_BYTES = 128 << 10 };

struct input {
	struct stream *below;
	unsigned char *p;            /* [at, end) is read and not yet consumed */
	size_t         at, end;
	uint64_t       base;         /* offset in `below` of p[0] */
	bool           ended;        /* `below` has no more */
};

void input_open(struct input *, struct stream *below);
void input_close(struct input *);

/* Makes at least one byte available, or finds that there is none. -1: the environment failed. */
MUST_CHECK int  input_fill(struct input *, struct diag *);

/* How many of the next `want` bytes there are (fewer only at the end), contiguous at p + at. -1: the environment failed. */
MUST_CHECK long input_peek(struct input *, size_t want, struct diag *);

/* Passes over zero bytes. 1: something else follows; 0: the end; -1: the environment failed. */
MUST_CHECK int  input_padding(struct input *, struct diag *);

static inline uint64_t input_offset(const struct input *in) { return in->base + in->at; }

/* Settles how `decoder` ended: "<what> at byte <offset>". Where the stream below ended badly, that is the cause and is
 * said instead of the truncation (or the clean end) that it looks like from here. */
void input_settle(const struct input *, struct stream *decoder, enum finding, const char *what);

/* After a frame of data: does another one (its first `magic_bytes` recognised by `begins`) follow, at once or behind zero
 * padding? 1: yes; 0: no, and the decoder is settled, with a finding if other bytes follow; -1: the environment failed. */
MUST_CHECK int  input_next_frame(struct input *, struct stream *decoder, size_t magic_bytes,
                                 bool (*begins)(const unsigned char *p, size_t n), const char *trailing, struct diag *);

#endif
