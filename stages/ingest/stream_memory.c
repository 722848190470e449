/* stream_memory.c -- bytes in memory as a stream.
 * Knows how far they were read; does not own them. */
#include "stream.h"

#include "arena.h"

#include <stdlib.h>

struct memory {
	struct stream stream;
	struct str    left;
};

static long memory_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct memory *const m = (struct memory *)stream;
	(void)diag;
	const size_t n = cap < m->left.n ? cap : m->left.n;
	if (n) memcpy(into, m->left.p, n);
	m->left = str_cut(m->left, n, m->left.n);
	return (long)n;
}

static void memory_close(struct stream *stream) { free(stream); }

struct stream *stream_memory(struct str bytes)
{
	struct memory *const m = mem_zalloc(1, sizeof *m);
	m->stream = (struct stream){ .read = memory_read, .close = memory_close };
	m->left = bytes;
	return &m->stream;
}
