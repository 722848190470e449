/* decode_zstd.c -- Zstandard by libzstd, frame after frame, with windows up to 2 GiB.
 * Knows the frame header as far as the window's size; does not know what is inside or around the frames. */
#include "input.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { ZSTD_WINDOW_LOG = 31, ZSTD_WIDE = 128 << 20 };

struct zstd {
	struct stream stream;
	struct input  in;
	ZSTD_DCtx    *d;
	bool          ended, holds;    /* holds: perhaps decoded bytes that were not handed out yet */
};

static uint64_t little(const char *p, unsigned n)
{
	uint64_t value = 0;
	for (unsigned i = 0; i < n; i++) value |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return value;
}

/* The window of a frame by its header (RFC 8878, 3.1.1.1), 0 where the header is cut. */
static uint64_t frame_window(struct str head)
{
	static const uint8_t size_bytes[4] = { 0, 2, 4, 8 }, dictionary_bytes[4] = { 0, 1, 2, 4 };
	if (head.n < 6) return 0;
	const unsigned descriptor = (unsigned char)head.p[4];
	const bool single = descriptor >> 5 & 1;
	if (!single) {
		const unsigned window = (unsigned char)head.p[5];
		const uint64_t base = UINT64_C(1) << (10 + (window >> 3));
		return base + (base >> 3) * (window & 7);
	}
	const unsigned at = 5u + dictionary_bytes[descriptor & 3];
	const unsigned bytes = descriptor >> 6 ? size_bytes[descriptor >> 6] : 1;
	if (head.n < at + bytes) return 0;
	return little(head.p + at, bytes) + (bytes == 2 ? 256 : 0);
}

bool decode_zstd_wide(struct str head)
{
	while (head.n >= 8 && (little(head.p, 4) & 0xfffffff0) == 0x184d2a50) {
		const uint64_t skip = 8 + little(head.p + 4, 4);
		if (skip >= head.n) return false;
		head = str_cut(head, skip, head.n);
	}
	return head.n >= 4 && little(head.p, 4) == 0xfd2fb528 && frame_window(head) > ZSTD_WIDE;
}

static bool zstd_begins(const unsigned char *p, size_t n)
{
	return sniff_codec((struct str){ (const char *)p, n }) == CODEC_ZSTD;
}

static void zstd_settle(struct zstd *z, enum finding finding, const char *what)
{
	char phrase[100];
	snprintf(phrase, sizeof phrase, "zstd: %s", what);
	input_settle(&z->in, &z->stream, finding, phrase);
	z->ended = true;
}

/* What libzstd said. False: the environment failed. */
static bool zstd_step(struct zstd *z, size_t said, struct diag *diag)
{
	if (ZSTD_isError(said)) {
		switch (ZSTD_getErrorCode(said)) {
		case ZSTD_error_memory_allocation:
			return diag_failed(diag, "zstd: out of memory");
		case ZSTD_error_frameParameter_windowTooLarge:
			zstd_settle(z, FINDING_UNSUPPORTED, "a window above 2 GiB");
			return true;
		case ZSTD_error_dictionary_wrong:
			zstd_settle(z, FINDING_UNSUPPORTED, "needs a dictionary");
			return true;
		case ZSTD_error_version_unsupported:
		case ZSTD_error_frameParameter_unsupported:
			zstd_settle(z, FINDING_UNSUPPORTED, "an unsupported frame");
			return true;
		default:
			zstd_settle(z, FINDING_CORRUPT, ZSTD_getErrorName(said));
			return true;
		}
	}
	if (said == 0) {
		const int more = input_next_frame(&z->in, &z->stream, 8, zstd_begins, "zstd: other bytes follow", diag);
		if (more < 0) return false;
		if (more == 0) z->ended = true;
	}
	return true;
}

/* A call that fails does not say how much it had written before. So a block is decoded by a call that has no room for it, and
 * handed out by calls that have no input. */
static long zstd_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct zstd *z = (struct zstd *)stream;
	for (;;) {
		if (z->holds) {
			ZSTD_inBuffer none = { z->in.p, 0, 0 };
			ZSTD_outBuffer out = { into, cap, 0 };
			const size_t said = ZSTD_decompressStream(z->d, &out, &none);
			z->holds = out.pos == cap;
			if (ZSTD_isError(said) && !zstd_step(z, said, diag)) return -1;
			if (out.pos) return (long)out.pos;
		}
		if (z->ended) return 0;
		const int more = input_fill(&z->in, diag);
		if (more < 0) return -1;
		if (more == 0) {
			zstd_settle(z, FINDING_TRUNCATED, "ends early");
			return 0;
		}
		ZSTD_inBuffer in = { z->in.p + z->in.at, z->in.end - z->in.at, 0 };
		ZSTD_outBuffer nowhere = { into, 0, 0 };
		const size_t said = ZSTD_decompressStream(z->d, &nowhere, &in);
		z->in.at += in.pos;
		z->holds = !ZSTD_isError(said) && said != 0;
		if (!zstd_step(z, said, diag)) return -1;
	}
}

static void zstd_close(struct stream *stream)
{
	struct zstd *z = (struct zstd *)stream;
	ZSTD_freeDCtx(z->d);
	input_close(&z->in);
	free(z);
}

struct stream *decode_zstd(struct stream *below, struct diag *diag)
{
	struct zstd *z = mem_zalloc(1, sizeof *z);
	z->d = ZSTD_createDCtx();
	if (!z->d || ZSTD_isError(ZSTD_DCtx_setParameter(z->d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG))) {
		diag_failed(diag, "zstd: out of memory");
		ZSTD_freeDCtx(z->d);
		below->close(below);
		free(z);
		return NULL;
	}
	z->stream = (struct stream){ .read = zstd_read, .close = zstd_close };
	input_open(&z->in, below);
	return &z->stream;
}
