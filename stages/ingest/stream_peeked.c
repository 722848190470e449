/* stream_peeked.c -- a stream of which the beginning was looked at.
 * Knows how to hand that beginning out again; does not know why it was looked at. */
#include "stream.h"

#include "arena.h"

#include <stdlib.h>

struct peeked {
	struct stream  stream;
	struct stream *below;
	bool           borrowed;      /* below is somebody else's to close */
	size_t         at, n;
	char           head[];
};

static long peeked_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct peeked *p = (struct peeked *)stream;
	if (p->at < p->n) {
		const size_t n = cap < p->n - p->at ? cap : p->n - p->at;
		memcpy(into, p->head + p->at, n);
		p->at += n;
		return (long)n;
	}
	const long n = p->below->read(p->below, into, cap, diag);
	if (n == 0) {
		stream->finding = p->below->finding;
		memcpy(stream->detail, p->below->detail, sizeof stream->detail);
	}
	return n;
}

static void peeked_close(struct stream *stream)
{
	struct peeked *p = (struct peeked *)stream;
	if (!p->borrowed) p->below->close(p->below);
	free(p);
}

struct stream *stream_peeked(struct str head, struct stream *below)
{
	struct peeked *p = mem_alloc(sizeof *p + head.n);
	*p = (struct peeked){ .stream = { .read = peeked_read, .close = peeked_close }, .below = below, .n = head.n };
	if (head.n) memcpy(p->head, head.p, head.n);
	return &p->stream;
}

struct stream *stream_borrowed(struct stream *below)
{
	struct stream *stream = stream_peeked((struct str){ NULL, 0 }, below);
	((struct peeked *)stream)->borrowed = true;
	return stream;
}
