/* decode_bzip2.c -- bzip2 by libbz2, stream after stream.
 * Knows the bzip2 framing; does not know what is inside or around it. */
#include "input.h"

#include "arena.h"

#include <bzlib.h>
#include <stdlib.h>

/* Decoded so much at a time whatever is asked for: of a broken block libbz2 keeps back what did not fill the room that it had. */
enum { BZIP2_OUT = 4096 };

struct bzip2 {
	struct stream stream;
	struct input  in;
	bz_stream     b;
	bool          ended;
	size_t        at, n;           /* of `out`, what was not read yet */
	char          out[BZIP2_OUT];
};

static bool bzip2_begins(const unsigned char *p, size_t n)
{
	return n >= 10 && sniff_codec((struct str){ (const char *)p, n }) == CODEC_BZIP2;
}

static void bzip2_settle(struct bzip2 *z, enum finding finding, const char *what)
{
	input_settle(&z->in, &z->stream, finding, what);
	z->ended = true;
}

static bool bzip2_open(struct bzip2 *z, struct diag *diag)
{
	z->b = (bz_stream){ .next_in = NULL };
	return BZ2_bzDecompressInit(&z->b, 0, 0) == BZ_OK || diag_failed(diag, "bzip2: out of memory");
}

/* What libbz2 said. False: the environment failed. */
static bool bzip2_step(struct bzip2 *z, int said, struct diag *diag)
{
	if (said == BZ_STREAM_END) {
		const int more = input_next_frame(&z->in, &z->stream, 10, bzip2_begins, "bzip2: other bytes follow", diag);
		if (more < 0) return false;
		if (more == 0) {
			z->ended = true;
			return true;
		}
		BZ2_bzDecompressEnd(&z->b);
		return bzip2_open(z, diag);
	}
	if (said == BZ_MEM_ERROR) return diag_failed(diag, "bzip2: out of memory");
	if (said != BZ_OK) bzip2_settle(z, FINDING_CORRUPT, "bzip2: invalid data or checksum");
	return true;
}

/* Fills `out`, unless it ends. False: the environment failed. */
static bool bzip2_fill(struct bzip2 *z, struct diag *diag)
{
	z->at = z->n = 0;
	while (!z->ended && !z->n) {
		const int more = input_fill(&z->in, diag);
		if (more < 0) return false;
		z->b.next_in = (char *)z->in.p + z->in.at;
		z->b.avail_in = (unsigned)(z->in.end - z->in.at);
		z->b.next_out = z->out;
		z->b.avail_out = BZIP2_OUT;
		const int said = BZ2_bzDecompress(&z->b);
		z->in.at = z->in.end - z->b.avail_in;
		z->n = BZIP2_OUT - z->b.avail_out;
		if (!bzip2_step(z, said, diag)) return false;
		if (more == 0 && !z->n && !z->ended) bzip2_settle(z, FINDING_TRUNCATED, "bzip2: ends early");
	}
	return true;
}

static long bzip2_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct bzip2 *z = (struct bzip2 *)stream;
	if (z->at == z->n && !bzip2_fill(z, diag)) return -1;
	const size_t n = cap < z->n - z->at ? cap : z->n - z->at;
	if (n) memcpy(into, z->out + z->at, n);
	z->at += n;
	return (long)n;
}

static void bzip2_close(struct stream *stream)
{
	struct bzip2 *z = (struct bzip2 *)stream;
	BZ2_bzDecompressEnd(&z->b);
	input_close(&z->in);
	free(z);
}

struct stream *decode_bzip2(struct stream *below, struct diag *diag)
{
	struct bzip2 *z = mem_zalloc(1, sizeof *z);
	if (!bzip2_open(z, diag)) {
		below->close(below);
		free(z);
		return NULL;
	}
	z->stream = (struct stream){ .read = bzip2_read, .close = bzip2_close };
	input_open(&z->in, below);
	return &z->stream;
}
