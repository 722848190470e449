/* memory_stream.h -- bytes in memory as a stream, as the targets that decode read their input.
 * Knows how to hand bytes out; does not own them. */
#ifndef CREDENCE_MEMORY_STREAM_H
#define CREDENCE_MEMORY_STREAM_H

#include "stream.h"

struct memory_stream { struct stream stream; const char *p; size_t n, step; };

static inline long memory_stream_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct memory_stream *m = (struct memory_stream *)stream;
	(void)diag;
	size_t n = cap < m->n ? cap : m->n;
	if (n > m->step) n = m->step;
	if (n) memcpy(into, m->p, n);
	m->p += n;
	m->n -= n;
	return (long)n;
}

static inline void memory_stream_close(struct stream *stream) { (void)stream; }

/* `step`: bytes handed out at once. */
static inline struct memory_stream memory_stream(const uint8_t *bytes, size_t n, size_t step)
{
	return (struct memory_stream){ { .read = memory_stream_read, .close = memory_stream_close }, (const char *)bytes, n, step };
}

#endif
