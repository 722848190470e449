/* decode_xz.c -- xz, the older lzma and lzip by liblzma, stream after stream.
 * Knows their framing; does not know what is inside or around it. */
#include "input.h"

#include "arena.h"

#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>

/* Dictionaries up to 2 GiB, as for zstd's windows: a declared size beyond that is refused before it is allocated. */
#define XZ_MEMORY ((UINT64_C(2) << 30) + (UINT64_C(64) << 20))

struct xz {
	struct stream stream;
	struct input  in;
	lzma_stream   z;
	enum codec    codec;
	bool          ended;
};

static bool xz_begins(const unsigned char *p, size_t n)
{
	return n >= 6 && memcmp(p, "\xfd" "7zXZ", 6) == 0;
}

static bool lzma_begins(const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	return false;
}

static bool lzip_begins(const unsigned char *p, size_t n)
{
	return n >= 4 && memcmp(p, "LZIP", 4) == 0;
}

static const char *xz_name(const struct xz *x)
{
	return x->codec == CODEC_LZMA ? "lzma" : x->codec == CODEC_LZIP ? "lzip" : "xz";
}

static void xz_settle(struct xz *x, enum finding finding, const char *what)
{
	char phrase[100];
	snprintf(phrase, sizeof phrase, "%s: %s", xz_name(x), what);
	input_settle(&x->in, &x->stream, finding, phrase);
	x->ended = true;
}

/* liblzma reuses the memory of a decoder that is opened again over the same lzma_stream. */
static bool xz_open(struct xz *x, struct diag *diag)
{
	const lzma_ret said = x->codec == CODEC_LZMA ? lzma_alone_decoder(&x->z, XZ_MEMORY)
	                    : x->codec == CODEC_LZIP ? lzma_lzip_decoder(&x->z, XZ_MEMORY, 0)
	                    : lzma_stream_decoder(&x->z, XZ_MEMORY, 0);
	return said == LZMA_OK || diag_failed(diag, "xz: out of memory");
}

static int xz_next(struct xz *x, struct diag *diag)
{
	bool (*const begins)(const unsigned char *, size_t) =
		x->codec == CODEC_LZMA ? lzma_begins : x->codec == CODEC_LZIP ? lzip_begins : xz_begins;
	char phrase[100];
	snprintf(phrase, sizeof phrase, "%s: other bytes follow", xz_name(x));
	return input_next_frame(&x->in, &x->stream, 6, begins, phrase, diag);
}

/* What liblzma said. False: the environment failed. */
static bool xz_step(struct xz *x, lzma_ret said, struct diag *diag)
{
	switch (said) {
	case LZMA_STREAM_END: {
		const int more = xz_next(x, diag);
		if (more < 0) return false;
		if (more == 0) {
			x->ended = true;
			return true;
		}
		return xz_open(x, diag);
	}
	case LZMA_MEM_ERROR:
		return diag_failed(diag, "xz: out of memory");
	case LZMA_OPTIONS_ERROR:
		xz_settle(x, FINDING_UNSUPPORTED, "an unsupported filter or option");
		return true;
	case LZMA_MEMLIMIT_ERROR:
		xz_settle(x, FINDING_UNSUPPORTED, "a dictionary above 2 GiB");
		return true;
	case LZMA_DATA_ERROR:
	case LZMA_FORMAT_ERROR:
		xz_settle(x, FINDING_CORRUPT, "invalid data or checksum");
		return true;
	default:
		return true;
	}
}

static long xz_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct xz *x = (struct xz *)stream;
	while (!x->ended) {
		const int more = input_fill(&x->in, diag);
		if (more < 0) return -1;
		x->z.next_in = x->in.p + x->in.at;
		x->z.avail_in = x->in.end - x->in.at;
		x->z.next_out = (unsigned char *)into;
		x->z.avail_out = cap;
		const lzma_ret said = lzma_code(&x->z, LZMA_RUN);
		x->in.at = x->in.end - x->z.avail_in;
		const size_t n = cap - x->z.avail_out;
		if (!xz_step(x, said, diag)) return -1;
		if (n) return (long)n;
		if (more == 0 && !x->ended) xz_settle(x, FINDING_TRUNCATED, "ends early");
	}
	return 0;
}

static void xz_close(struct stream *stream)
{
	struct xz *x = (struct xz *)stream;
	lzma_end(&x->z);
	input_close(&x->in);
	free(x);
}

struct stream *decode_xz(struct stream *below, enum codec codec, struct diag *diag)
{
	struct xz *x = mem_zalloc(1, sizeof *x);
	x->z = (lzma_stream)LZMA_STREAM_INIT;
	x->codec = codec;
	if (!xz_open(x, diag)) {
		below->close(below);
		free(x);
		return NULL;
	}
	x->stream = (struct stream){ .read = xz_read, .close = xz_close };
	input_open(&x->in, below);
	return &x->stream;
}
