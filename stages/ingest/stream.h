/* stream.h -- bytes that arrive piece by piece: a file, a decoder over another stream, a member of an archive.
 * Knows how to pull; does not know what the bytes mean. */
#ifndef CREDENCE_STREAM_H
#define CREDENCE_STREAM_H

#include "diag.h"
#include "limit.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

struct stream {
	/* Up to cap bytes; 0: the end (finding says whether a clean one); -1: the environment failed, diag is set.
	 * What was decoded before a corruption or truncation is always handed out first. */
	long (*read)(struct stream *, char *into, size_t cap, struct diag *);
	void (*close)(struct stream *);         /* closes what is below it too */
	enum finding finding;                   /* set at the latest when read returns 0 */
	char         detail[160];               /* a phrase for the finding: "gzip: incorrect data check at byte 9120" */
};

/* --- stream_file.c: an archive's own bytes ------------------------------------------------------------------------------- */

/* NULL with a diag when it cannot be opened; "-" is standard input. The bytes consumed can be asked at any time;
 * stream_file_finish() reads what is left and gives the XXH64 of the whole. */
struct stream *stream_file_open(const char *path, struct diag *);
uint64_t       stream_file_consumed(const struct stream *);
MUST_CHECK bool stream_file_finish(struct stream *, uint64_t *hash, struct diag *);

/* A descriptor for reading at any place, and the size: only of a regular file; -1 otherwise. Stays the stream's. */
int            stream_file_seekable(const struct stream *, uint64_t *size);

/* What cannot be read twice (a pipe): from now on a copy of every byte read is kept in a nameless file in `folder` (NULL: in
 * memory). stream_file_kept() reads the rest into the copy and gives its descriptor, which stays the stream's;
 * stream_file_forget() stops keeping. To be asked for before the first read. */
MUST_CHECK bool stream_file_keep(struct stream *, const char *folder, struct diag *);
MUST_CHECK bool stream_file_kept(struct stream *, int *descriptor, struct diag *);
void           stream_file_forget(struct stream *);

/* A nameless temporary file in `folder`, or in memory where that is NULL; -1 with a diag. And all of `bytes` into it. */
int            spool_open(const char *folder, struct diag *);
MUST_CHECK bool spool_write(int descriptor, const char *bytes, size_t n, struct diag *);
/* The whole of a stream copied to where it can be read at any place; the descriptor, or -1 with a diag. */
int            stream_spool(const char *folder, struct stream *, uint64_t *size, struct diag *);

/* --- sniff.c ------------------------------------------------------------------------------------------------------------- */

enum codec { CODEC_NONE, CODEC_GZIP, CODEC_ZSTD, CODEC_XZ, CODEC_LZMA, CODEC_BZIP2, CODEC_LZIP, CODEC_LZ4, CODEC_COMPRESS };
enum container {
	CONTAINER_NONE, CONTAINER_TAR, CONTAINER_ZIP, CONTAINER_7Z, CONTAINER_CPIO, CONTAINER_RAR, CONTAINER_CAB, CONTAINER_LHA,
	CONTAINER_ISO, CONTAINER_XAR, CONTAINER_AR,
	CONTAINER_PROGRAM       /* perhaps with an archive behind it: a self-extractor */
};

enum { SNIFF_BYTES = 17 * 2048 };       /* an image of a disc shows what it is in its 17th block */
enum codec     sniff_codec(struct str head);          /* by magic bytes that are also plausible, never by name */
enum container sniff_container(struct str head);
bool           sniff_tar_header(struct str block);    /* is its checksum right? */
/* sniff_tail.c: does the directory of a zip stand at the end of a file that begins as something else? */
bool           sniff_zip_behind(int descriptor, uint64_t size);

/* --- decoders: decode_*.c ------------------------------------------------------------------------------------------------ */

/* Each owns what is below it, also when it returns NULL (the environment failed, with a diag). Concatenated members and
 * frames are read to the end; zero padding after them is silent, other trailing bytes a finding. */
struct stream *decode_gzip(struct stream *below, struct diag *);
struct stream *decode_deflate(struct stream *below);                 /* zlib's framing or none, as in HTTP */
struct stream *decode_zstd(struct stream *below, struct diag *);     /* windows up to 2 GiB */
struct stream *decode_xz(struct stream *below, enum codec, struct diag *);    /* xz, lzma and lzip */
struct stream *decode_bzip2(struct stream *below, struct diag *);
struct stream *decode_lz4(struct stream *below, struct diag *);
struct stream *decode_compress(struct stream *below, struct diag *);
struct stream *decode_open(enum codec, struct stream *below, struct diag *);

/* Does the first zstd frame of an archive that begins so need a window above 128 MiB? Such archives are decoded one at a time. */
bool           decode_zstd_wide(struct str head);

/* --- stream_metered.c: how much was decoded out of one archive, all levels together --------------------------------------- */

struct meter {
	struct limits        limits;
	const struct stream *file;      /* the archive, to whose bytes the ratio is taken */
	uint64_t             size;      /* of it where it is read at any place; 0: the bytes consumed so far count */
	uint64_t             out;
	uint64_t             members;
	enum finding         hit;       /* the limit that was reached: nothing more comes out of this archive */
};

/* Counts what comes out of a decoder or a container's member, and ends it where a limit is reached. */
struct stream *stream_metered(struct stream *below, struct meter *);
enum finding   meter_member(struct meter *);          /* one more file: FINDING_NONE or the limit */
void           meter_detail(const struct meter *, enum finding limit, char detail[160]);

/* --- stream_peeled.c ------------------------------------------------------------------------------------------------------ */

/* Bytes that were looked at are pushed back in front of a stream; owns it. */
struct stream *stream_peeked(struct str head, struct stream *);

/* stream_memory.c: bytes that outlive it. */
struct stream *stream_memory(struct str);

/* Reads from a stream that somebody else closes. */
struct stream *stream_borrowed(struct stream *);

struct peeled {
	struct stream *stream;          /* decoded; NULL: the environment failed */
	enum container container;
	enum codec     codec;           /* the outermost one */
	uint32_t       depth;           /* what was given, and one for each codec and for the container */
};

/* Takes off one codec after another. Beyond limits.nesting the stream is empty and says FINDING_LIMIT_NESTING. */
struct peeled  stream_peel(struct stream *, struct meter *, uint32_t depth, struct diag *);

#endif
