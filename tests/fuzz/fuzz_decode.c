/* fuzz_decode.c -- any bytes through sniffing and the decoders of what they look like, and as UTF-16.
 * Knows that decoding ends within the limits and does not depend on how the bytes arrive; does not care what comes out. */
#include "memory_stream.h"
#include "transcode.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { CAP = 4096 };

struct decoded { uint64_t sum; enum finding finding; bool limited; };

static uint64_t sum_bytes(uint64_t sum, const char *p, long n)
{
	for (long i = 0; i < n; i++) sum = (sum ^ (unsigned char)p[i]) * 1099511628211u;
	return sum;
}

static struct decoded decode(const uint8_t *bytes, size_t n, size_t step, size_t cap)
{
	struct memory_stream m = memory_stream(bytes, n, step);
	struct meter meter = { .limits = { .nesting = 4, .bytes = 8 << 20, .ratio = 2000, .ratio_floor = 4 << 20 }, .size = n };
	struct decoded decoded = { .sum = 0 };
	struct diag diag;
	const struct peeled peeled = stream_peel(&m.stream, &meter, 0, &diag);
	if (!peeled.stream) return decoded;
	char block[CAP];
	long got;
	while ((got = peeled.stream->read(peeled.stream, block, cap, &diag)) > 0) decoded.sum = sum_bytes(decoded.sum, block, got);
	if (meter.out > meter.limits.bytes) abort();
	decoded.finding = peeled.stream->finding;
	decoded.limited = meter.hit != FINDING_NONE;
	peeled.stream->close(peeled.stream);
	return decoded;
}

static long pull(void *from, char *into, size_t cap, struct diag *diag) { return memory_stream_read(from, into, cap, diag); }

static uint64_t transcode(const uint8_t *bytes, size_t n, size_t step, size_t cap)
{
	struct memory_stream m = memory_stream(bytes, n, step);
	struct transcoder t = { .pull = pull, .from = &m };
	struct diag diag;
	char block[CAP];
	uint64_t sum = 0;
	long got;
	while ((got = transcode_read(&t, block, cap, &diag)) > 0) {
		if (t.encoding != ENCODING_BYTES && !utf8_valid((struct str){ block, (size_t)got }, NULL)) abort();
		sum = sum_bytes(sum, block, got);
	}
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct decoded whole = decode(bytes, n, n, CAP), pieces = decode(bytes, n, 7, 509);
	/* Where a limit ends it, what was counted depends on how far each level has read ahead. */
	if (!whole.limited && !pieces.limited && (whole.sum != pieces.sum || whole.finding != pieces.finding)) abort();
	/* What is decoded by itself for its wide window is zstd at all. */
	if (decode_zstd_wide((struct str){ (const char *)bytes, n }) && sniff_codec((struct str){ (const char *)bytes, n }) != CODEC_ZSTD) abort();
	if (transcode(bytes, n, n, CAP) != transcode(bytes, n, 3, 37)) abort();
	return 0;
}
