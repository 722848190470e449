/* decode_gzip.c -- gzip by zlib, with its checksums, member after member.
 * Knows the gzip framing; does not know what is inside or around it. */
#include "input.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_WINDOW_BITS = 15 + 16 };    /* 16: a gzip header and trailer, checked */

struct gzip {
	struct stream stream;
	struct input  in;
	z_stream      z;
	bool          ended;
};

static bool gzip_begins(const unsigned char *p, size_t n)
{
	return n >= 4 && p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && (p[3] & 0xe0) == 0;
}

static void gzip_settle(struct gzip *g, enum finding finding, const char *what)
{
	char phrase[100];
	snprintf(phrase, sizeof phrase, "gzip: %s", what);
	input_settle(&g->in, &g->stream, finding, phrase);
	g->ended = true;
}

/* What inflate() said. False: the environment failed. */
static bool gzip_step(struct gzip *g, int said, struct diag *diag)
{
	if (said == Z_STREAM_END) {
		const int more = input_next_frame(&g->in, &g->stream, 4, gzip_begins, "gzip: other bytes follow", diag);
		if (more < 0) return false;
		if (more == 0) g->ended = true;
		else if (inflateReset(&g->z) != Z_OK) return diag_failed(diag, "gzip: the decoder cannot be reset");
	} else if (said == Z_MEM_ERROR) {
		return diag_failed(diag, "gzip: out of memory");
	} else if (said == Z_NEED_DICT) {
		gzip_settle(g, FINDING_UNSUPPORTED, "needs a dictionary");
	} else if (said != Z_OK && said != Z_BUF_ERROR) {
		gzip_settle(g, FINDING_CORRUPT, g->z.msg ? g->z.msg : "invalid data");
	}
	return true;
}

static long gzip_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct gzip *g = (struct gzip *)stream;
	const size_t most = cap < 1u << 30 ? cap : 1u << 30;
	while (!g->ended) {
		const int more = input_fill(&g->in, diag);
		if (more < 0) return -1;
		g->z.next_in = g->in.p + g->in.at;
		g->z.avail_in = (unsigned)(g->in.end - g->in.at);
		g->z.next_out = (unsigned char *)into;
		g->z.avail_out = (unsigned)most;
		const int said = inflate(&g->z, Z_NO_FLUSH);
		g->in.at = g->in.end - g->z.avail_in;
		const size_t n = most - g->z.avail_out;
		if (!gzip_step(g, said, diag)) return -1;
		if (n) return (long)n;
		if (more == 0 && !g->ended) gzip_settle(g, FINDING_TRUNCATED, "ends early");
	}
	return 0;
}

static void gzip_close(struct stream *stream)
{
	struct gzip *g = (struct gzip *)stream;
	inflateEnd(&g->z);
	input_close(&g->in);
	free(g);
}

struct stream *decode_gzip(struct stream *below, struct diag *diag)
{
	struct gzip *g = mem_zalloc(1, sizeof *g);
	if (inflateInit2(&g->z, GZIP_WINDOW_BITS) != Z_OK) {
		diag_failed(diag, "gzip: out of memory");
		below->close(below);
		free(g);
		return NULL;
	}
	g->stream = (struct stream){ .read = gzip_read, .close = gzip_close };
	input_open(&g->in, below);
	return &g->stream;
}
