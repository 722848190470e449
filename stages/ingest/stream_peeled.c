/* stream_peeled.c -- what is left of a stream when every compression around it is taken off.
 * Knows the order of looking, decoding and counting levels; does not know any format. */
#include "stream.h"

#include "arena.h"

#include <stdlib.h>

static long empty_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	(void)stream; (void)into; (void)cap; (void)diag;
	return 0;
}

static void empty_close(struct stream *stream)
{
	free(stream);
}

/* Nothing but the finding: stands in for what is nested too deep. Closes what it stands for. */
static struct stream *stream_too_deep(struct stream *instead_of, const struct meter *meter)
{
	instead_of->close(instead_of);
	struct stream *stream = mem_alloc(sizeof *stream);
	*stream = (struct stream){ .read = empty_read, .close = empty_close, .finding = FINDING_LIMIT_NESTING };
	meter_detail(meter, FINDING_LIMIT_NESTING, stream->detail);
	return stream;
}

/* As much of the beginning as `cap`, fewer only where the stream ends; -1: the environment failed. */
static long head_read(struct stream *stream, char *head, size_t cap, struct diag *diag)
{
	size_t n = 0;
	while (n < cap) {
		const long got = stream->read(stream, head + n, cap - n, diag);
		if (got < 0) return -1;
		if (got == 0) break;
		n += (size_t)got;
	}
	return (long)n;
}

struct peeled stream_peel(struct stream *stream, struct meter *meter, uint32_t depth, struct diag *diag)
{
	struct peeled peeled = { .depth = depth };
	char bytes[SNIFF_BYTES];
	for (;;) {
		const long n = head_read(stream, bytes, sizeof bytes, diag);
		if (n < 0) {
			stream->close(stream);
			return peeled;
		}
		const struct str head = { bytes, (size_t)n };
		const enum codec codec = sniff_codec(head);
		const enum container container = codec == CODEC_NONE ? sniff_container(head) : CONTAINER_NONE;
		const bool nested = codec != CODEC_NONE || container != CONTAINER_NONE;
		if (nested && ++peeled.depth > meter->limits.nesting) {
			peeled.stream = stream_too_deep(stream, meter);
			return peeled;
		}
		if (peeled.codec == CODEC_NONE) peeled.codec = codec;
		stream = stream_peeked(head, stream);
		if (codec == CODEC_NONE) {
			peeled.stream = stream;
			peeled.container = container;
			return peeled;
		}
		stream = decode_open(codec, stream, diag);
		if (!stream) return peeled;
		stream = stream_metered(stream, meter);
	}
}
