/* put.h -- constant pieces of JSON, put down without a call: half of a line is the same in all lines.
 * Knows buf; does not know what a line is. */
#ifndef CREDENCE_PUT_H
#define CREDENCE_PUT_H

#include "buf.h"

/* `z` should be a literal: the compiler then knows its length and the copy is a few moves. */
static inline void put_z(struct buf *b, const char *z)
{
	const size_t n = __builtin_strlen(z);
	if (__builtin_expect(b->cap - b->n < n, 0)) buf_room(b, n);
	memcpy(b->p + b->n, z, n);
	b->n += n;
}

static inline void put_hex(struct buf *b, uint64_t v)
{
	char *p = buf_room(b, 16);
	for (unsigned i = 0; i < 16; i++) p[i] = "0123456789abcdef"[v >> (60 - 4 * i) & 15];
	b->n += 16;
}

#endif
