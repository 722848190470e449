/* fuzz_decode.c -- any bytes through sniffing and the decoders of what they look like.
 * Knows that decoding must end within the limits; does not care what comes out. */
#include "memory_stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct memory_stream m = memory_stream(bytes, n);
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
