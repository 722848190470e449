/* sink.c -- packs batches of output and unpacks stored files.
 * Knows zlib and zstd; a frame's bytes depend on the batch alone, so every thread count gives the same file. */
#include "sink.h"
#include "arena.h"
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum { LEVEL = 1, GZIP_WINDOW = 31, PIECE = 1 << 18 };

const char *sink_suffix(enum output_as as)
{
	return as == OUTPUT_ZSTD ? ".jsonl.zst" : as == OUTPUT_GZIP ? ".jsonl.gz" : ".jsonl";
}

static void pack_gzip(struct str plain, struct buf *packed)
{
	z_stream z = { 0 };
	if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
	const size_t room = deflateBound(&z, plain.n);
	z.next_in = (Bytef *)plain.p;
	z.avail_in = (uInt)plain.n;
	z.next_out = (Bytef *)buf_room(packed, room);
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
	packed->n += z.total_out;
	deflateEnd(&z);
}

void sink_pack(enum output_as as, struct str plain, struct buf *packed)
{
	if (!plain.n) return;
	if (as == OUTPUT_GZIP) {
		pack_gzip(plain, packed);
	} else if (as == OUTPUT_ZSTD) {
		const size_t room = ZSTD_compressBound(plain.n);
		const size_t n = ZSTD_compress(buf_room(packed, room), room, plain.p, plain.n, LEVEL);
		if (ZSTD_isError(n)) abort();       /* the bound is enough: only memory can be missing */
		packed->n += n;
	} else {
		buf_put(packed, plain);
	}
}

static bool unpack_zstd(FILE *from, const char *path, FILE *to, struct diag *d)
{
	ZSTD_DStream *z = ZSTD_createDStream();
	char *bytes = mem_alloc(2 * PIECE);
	size_t n, state = 0;
	bool fine = z != NULL;
	while (fine && (n = fread(bytes, 1, PIECE, from)) > 0) {
		ZSTD_inBuffer in = { bytes, n, 0 };
		while (fine && in.pos < in.size) {
			ZSTD_outBuffer out = { bytes + PIECE, PIECE, 0 };
			state = ZSTD_decompressStream(z, &out, &in);
			fine = !ZSTD_isError(state) && fwrite(out.dst, 1, out.pos, to) == out.pos;
		}
		for (bool more = fine && state; more;) {      /* what the decoder still holds of this input */
			ZSTD_outBuffer out = { bytes + PIECE, PIECE, 0 };
			state = ZSTD_decompressStream(z, &out, &in);
			fine = !ZSTD_isError(state) && fwrite(out.dst, 1, out.pos, to) == out.pos;
			more = fine && state && out.pos == out.size;
		}
	}
	ZSTD_freeDStream(z);
	free(bytes);
	return (fine && !state) || diag_failed(d, "%s: cannot be decoded or written", path);
}

static bool unpack_plain(FILE *from, const char *path, FILE *to, struct diag *d)
{
	char *bytes = mem_alloc(PIECE);
	size_t n;
	bool fine = true;
	while (fine && (n = fread(bytes, 1, PIECE, from)) > 0) fine = fwrite(bytes, 1, n, to) == n;
	free(bytes);
	return (fine && !ferror(from)) || diag_failed(d, "%s: cannot be read or written: %s", path, strerror(errno));
}

static bool unpack_gzip(const char *path, FILE *to, struct diag *d)
{
	gzFile from = gzopen(path, "rbe");
	char *bytes = mem_alloc(PIECE);
	int n = -1;
	while (from && (n = gzread(from, bytes, PIECE)) > 0 && fwrite(bytes, 1, (size_t)n, to) == (size_t)n) {}
	free(bytes);
	const bool closed = from && gzclose(from) == Z_OK;
	return (n == 0 && closed) || diag_failed(d, "%s: cannot be decoded or written", path);
}

bool sink_unpack(enum output_as as, const char *path, FILE *to, struct diag *d)
{
	if (as == OUTPUT_GZIP) return unpack_gzip(path, to, d);
	FILE *from = fopen(path, "rbe");
	if (!from) return diag_failed(d, "%s: cannot open: %s", path, strerror(errno));
	const bool fine = as == OUTPUT_ZSTD ? unpack_zstd(from, path, to, d) : unpack_plain(from, path, to, d);
	fclose(from);
	return fine;
}
