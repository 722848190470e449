/* stream.h -- bytes that arrive piece by piece: a file, a decoder over another stream, a member of an archive.
 * Knows how to pull; does not know what the bytes mean. */
#ifndef CREDENCE_STREAM_H
#define CREDENCE_STREAM_H

#include "diag.h"
#include "limits.h"
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

/* --- one file each: stream_file.c (with the hash of what was read), decode_gzip.c, decode_zstd.c, decode_xz.c, decode_bzip2.c --- */

/* NULL with a diag when it cannot be opened. The hash and the bytes consumed can be asked at any time; reading to the end
 * of the file by stream_file_finish() makes the hash that of the whole. */
struct stream *stream_file_open(const char *path, struct diag *);
uint64_t       stream_file_consumed(const struct stream *);
MUST_CHECK bool stream_file_finish(struct stream *, uint64_t *hash, struct diag *);

/* Pushes bytes that were looked at back in front of a stream; owns it. */
struct stream *stream_peeked(struct str head, struct stream *);

enum codec { CODEC_NONE, CODEC_GZIP, CODEC_ZSTD, CODEC_XZ, CODEC_LZMA, CODEC_BZIP2 };
enum container { CONTAINER_NONE, CONTAINER_TAR, CONTAINER_ZIP, CONTAINER_7Z, CONTAINER_CPIO };

enum { SNIFF_BYTES = 4096 };
enum codec     sniff_codec(struct str head);          /* by magic bytes that are also plausible, never by name */
enum container sniff_container(struct str head);

/* Concatenated members and frames are read to the end; zero padding after them is silent, other trailing bytes a finding. */
struct stream *decode_gzip(struct stream *below);
struct stream *decode_zstd(struct stream *below);     /* windows up to 2 GiB */
struct stream *decode_xz(struct stream *below, bool lone_lzma);
struct stream *decode_bzip2(struct stream *below);
struct stream *decode_open(enum codec, struct stream *below);

#endif
