/* fuzz_decode.c -- any bytes through sniffing and the decoders of what they look like.
 * Knows that decoding must end within the limits; does not care what comes out. */
#include "stream.h"

#include <stdlib.h>

struct memory { struct stream stream; const char *p; size_t n; };

static long memory_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct memory *m = (struct memory *)stream;
	(void)diag;
	const size_t n = cap < m->n ? cap : m->n;
	if (n) memcpy(into, m->p, n);
	m->p += n;
	m->n -= n;
	return (long)n;
}

static void memory_close(struct stream *stream) { (void)stream; }

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct memory m = { { .read = memory_read, .close = memory_close }, (const char *)bytes, n };
	struct meter meter = { .limits = { .nesting = 4, .bytes = 8 << 20, .ratio = 2000, .ratio_floor = 4 << 20 }, .size = n };
	struct diag diag;
	const struct peeled peeled = stream_peel(&m.stream, &meter, 0, &diag);
	if (!peeled.stream) return 0;
	char block[4096];
	while (peeled.stream->read(peeled.stream, block, sizeof block, &diag) > 0) { }
	if (meter.out > meter.limits.bytes) abort();
	peeled.stream->close(peeled.stream);
	return 0;
}
