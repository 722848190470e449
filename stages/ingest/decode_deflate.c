/* decode_deflate.c -- deflate without gzip's framing, with zlib's or with none, as web servers send it.
 * Knows which of the two it is by the first bytes; does not know HTTP. */
#include "input.h"

#include "arena.h"

#include <stdlib.h>
#include <zlib.h>

struct deflate {
	struct stream stream;
	struct input  in;
	z_stream      z;
	bool          begun, ended;
};

/* RFC 1950: method 8, and the two bytes are a multiple of 31. */
static bool zlib_begins(const unsigned char *p, long n)
{
	return n >= 2 && (p[0] & 15) == 8 && (p[0] * 256 + p[1]) % 31 == 0;
}

static bool deflate_begin(struct deflate *d, struct diag *diag)
{
	const long n = input_peek(&d->in, 2, diag);
	if (n < 0) return false;
	d->begun = inflateInit2(&d->z, zlib_begins(d->in.p + d->in.at, n) ? MAX_WBITS : -MAX_WBITS) == Z_OK;
	return d->begun || diag_failed(diag, "deflate: out of memory");
}

static void deflate_settle(struct deflate *d, enum finding finding, const char *what)
{
	input_settle(&d->in, &d->stream, finding, what);
	d->ended = true;
}

static long deflate_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct deflate *const d = (struct deflate *)stream;
	const size_t most = cap < 1u << 30 ? cap : 1u << 30;
	if (!d->begun && !deflate_begin(d, diag)) return -1;
	while (!d->ended) {
		const int more = input_fill(&d->in, diag);
		if (more < 0) return -1;
		d->z.next_in = d->in.p + d->in.at;
		d->z.avail_in = (unsigned)(d->in.end - d->in.at);
		d->z.next_out = (unsigned char *)into;
		d->z.avail_out = (unsigned)most;
		const int said = inflate(&d->z, Z_NO_FLUSH);
		d->in.at = d->in.end - d->z.avail_in;
		const size_t n = most - d->z.avail_out;
		if (said == Z_MEM_ERROR) return diag_failed(diag, "deflate: out of memory"), -1;
		if (said == Z_STREAM_END) deflate_settle(d, FINDING_NONE, "");
		else if (said != Z_OK && said != Z_BUF_ERROR) deflate_settle(d, FINDING_CORRUPT, "deflate: invalid data");
		else if (more == 0 && !n) deflate_settle(d, FINDING_TRUNCATED, "deflate: ends early");
		if (n) return (long)n;
	}
	return 0;
}

static void deflate_close(struct stream *stream)
{
	struct deflate *const d = (struct deflate *)stream;
	if (d->begun) inflateEnd(&d->z);
	input_close(&d->in);
	free(d);
}

struct stream *decode_deflate(struct stream *below)
{
	struct deflate *const d = mem_zalloc(1, sizeof *d);
	d->stream = (struct stream){ .read = deflate_read, .close = deflate_close };
	input_open(&d->in, below);
	return &d->stream;
}
