/* decode_lz4.c -- LZ4 frames, frame after frame, and the frames of lz4's first years ("legacy").
 * Knows how frames are cut into blocks; liblz4 knows headers and blocks. Does not know what is inside or around them.
 *
 * Blocks are decoded here one by one, and not by the library's frame decoder: of a block that is cut it gives nothing, and
 * a block may be 4 MiB. */
#include "input.h"

#include "arena.h"

#include <lz4.h>
#include <lz4frame.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum { HISTORY = 64 << 10, LEGACY_BLOCK = 8 << 20 };

static const uint32_t MAGIC = 0x184d2204, MAGIC_LEGACY = 0x184c2102, MAGIC_SKIPPED = 0x184d2a50, STORED = 0x80000000;

struct lz4 {
	struct stream  stream;
	struct input   in;
	LZ4F_dctx     *header;
	XXH32_state_t *check;
	bool           ended;          /* nothing more is decoded */
	bool           inside;         /* a frame */
	bool           legacy;
	LZ4F_frameInfo_t info;
	size_t         most;           /* bytes of a block, decoded */
	uint64_t       made;           /* bytes of the frame so far */
	char          *packed;         /* the block as it came */
	size_t         packed_cap, packed_most;     /* most: of a block of this frame */
	char          *plain;          /* HISTORY bytes for what came before, then the block */
	size_t         plain_cap;
	size_t         history;        /* of it, bytes that are there */
	size_t         at, n;          /* [at, n) of the block is not yet handed out */
};

static uint32_t little(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static bool lz4_begins(const unsigned char *p, size_t n)
{
	const uint32_t magic = n >= 4 ? little(p) : 0;
	return magic == MAGIC || magic == MAGIC_LEGACY || (magic & ~15u) == MAGIC_SKIPPED;
}

static bool lz4_settle(struct lz4 *z, enum finding finding, const char *what)
{
	input_settle(&z->in, &z->stream, finding, what);
	z->ended = true;
	return true;
}

static bool lz4_cut(struct lz4 *z) { return lz4_settle(z, FINDING_TRUNCATED, "lz4: ends early"); }

/* A frame is over: another one, or the end. False here and below: the environment failed. */
static bool lz4_next(struct lz4 *z, struct diag *diag)
{
	const int more = input_next_frame(&z->in, &z->stream, 4, lz4_begins, "lz4: other bytes follow", diag);
	z->inside = false;
	z->ended = more <= 0;
	return more >= 0;
}

static bool lz4_skip(struct lz4 *z, struct diag *diag)
{
	uint64_t left = 8 + (uint64_t)little(z->in.p + z->in.at + 4);
	while (left) {
		const int more = input_fill(&z->in, diag);
		if (more < 0) return false;
		if (more == 0) return lz4_cut(z);
		const size_t have = z->in.end - z->in.at, n = have < left ? have : (size_t)left;
		z->in.at += n;
		left -= n;
	}
	return lz4_next(z, diag);
}

static void lz4_room(struct lz4 *z)
{
	const size_t plain = HISTORY + z->most;
	z->packed_most = z->legacy ? (size_t)LZ4_compressBound(LEGACY_BLOCK) : z->most;
	if (z->packed_cap < z->packed_most) z->packed = mem_grow(z->packed, z->packed_cap = z->packed_most);
	if (z->plain_cap < plain) z->plain = mem_grow(z->plain, z->plain_cap = plain);
}

static bool lz4_header(struct lz4 *z, size_t n)
{
	const unsigned char *const p = z->in.p + z->in.at;
	const size_t bytes = n < LZ4F_HEADER_SIZE_MIN ? n + 1 : LZ4F_headerSize(p, n);
	if (!LZ4F_isError(bytes) && bytes > n) return lz4_cut(z);
	size_t used = n;
	z->info = (LZ4F_frameInfo_t){ .dictID = 0 };
	LZ4F_resetDecompressionContext(z->header);
	const size_t said = LZ4F_getFrameInfo(z->header, &z->info, p, &used);
	if (LZ4F_isError(said)) {
		char phrase[100];
		snprintf(phrase, sizeof phrase, "lz4: %s", LZ4F_getErrorName(said));
		const bool newer = p[4] >> 6 != 1;
		return lz4_settle(z, newer ? FINDING_UNSUPPORTED : FINDING_CORRUPT, newer ? "lz4: an unknown version" : phrase);
	}
	if (z->info.dictID) return lz4_settle(z, FINDING_UNSUPPORTED, "lz4: needs a dictionary");
	z->in.at += used;
	z->most = (size_t)1 << (8 + 2 * (unsigned)z->info.blockSizeID);
	z->legacy = false;
	z->inside = true;
	return true;
}

static bool lz4_frame(struct lz4 *z, struct diag *diag)
{
	const long n = input_peek(&z->in, LZ4F_HEADER_SIZE_MAX, diag);
	if (n < 0) return false;
	if (n < 8) return lz4_cut(z);
	const uint32_t magic = little(z->in.p + z->in.at);
	z->made = z->history = 0;
	XXH32_reset(z->check, 0);
	if (magic == MAGIC_LEGACY) {
		z->in.at += 4;
		z->info = (LZ4F_frameInfo_t){ .blockMode = LZ4F_blockIndependent };
		z->most = LEGACY_BLOCK;
		z->legacy = z->inside = true;
	} else if (magic != MAGIC) {
		return lz4_skip(z, diag);
	} else if (!lz4_header(z, (size_t)n)) {
		return false;
	}
	if (z->inside) lz4_room(z);
	return true;
}

/* Behind the last block: the checksum of the whole frame. */
static bool lz4_trailer(struct lz4 *z, struct diag *diag)
{
	if (z->info.contentChecksumFlag) {
		const long n = input_peek(&z->in, 4, diag);
		if (n < 0) return false;
		if (n < 4) return lz4_cut(z);
		if (little(z->in.p + z->in.at) != XXH32_digest(z->check)) return lz4_settle(z, FINDING_CORRUPT, "lz4: wrong checksum");
		z->in.at += 4;
	}
	if (z->info.contentSize && z->info.contentSize != z->made) return lz4_settle(z, FINDING_CORRUPT, "lz4: not the size that it says");
	return lz4_next(z, diag);
}

/* Up to n bytes into z->packed; fewer only at the end. -1: the environment failed. */
static long lz4_gather(struct lz4 *z, size_t n, struct diag *diag)
{
	size_t got = 0;
	while (got < n) {
		const int more = input_fill(&z->in, diag);
		if (more < 0) return -1;
		if (more == 0) break;
		const size_t have = z->in.end - z->in.at, part = have < n - got ? have : n - got;
		memcpy(z->packed + got, z->in.p + z->in.at, part);
		z->in.at += part;
		got += part;
	}
	return (long)got;
}

/* What a block's first `got` bytes decode to. The cut may go through a length, of which the library then refuses all: it is
 * tried with less and less. */
static int lz4_part(struct lz4 *z, size_t got)
{
	char *const to = z->plain + HISTORY;
	int n = -1;
	for (size_t less = 0; n < 0 && less < got; less += 1 + less / 8)
		n = LZ4_decompress_safe_partial_usingDict(z->packed, to, (int)(got - less), (int)z->most, (int)z->most,
		                                          to - z->history, (int)z->history);
	return n < 0 ? 0 : n;
}

/* The block that stands in z->packed, `got` of its bytes, all of them if `whole`. */
static bool lz4_unpack(struct lz4 *z, size_t got, bool stored, bool whole)
{
	char *const to = z->plain + HISTORY;
	int n = (int)got;
	if (stored) memcpy(to, z->packed, got);
	else if (!whole) n = lz4_part(z, got);
	else n = LZ4_decompress_safe_usingDict(z->packed, to, (int)got, (int)z->most, to - z->history, (int)z->history);
	if (n < 0) return lz4_settle(z, FINDING_CORRUPT, "lz4: invalid data");
	if (z->info.contentChecksumFlag) XXH32_update(z->check, to, (size_t)n);
	z->made += (uint64_t)n;
	z->at = 0;
	z->n = (size_t)n;
	return true;
}

/* What was decoded last is what the next block may point back to. */
static void lz4_remember(struct lz4 *z)
{
	const size_t have = z->history + z->n, keep = have < HISTORY ? have : HISTORY;
	const bool linked = z->info.blockMode == LZ4F_blockLinked;
	if (linked && z->n) memmove(z->plain + HISTORY - keep, z->plain + HISTORY + z->n - keep, keep);
	z->history = linked ? keep : 0;
	z->at = z->n = 0;
}

static bool lz4_block(struct lz4 *z, struct diag *diag)
{
	lz4_remember(z);
	const long head = input_peek(&z->in, 4, diag);
	if (head < 0) return false;
	if (head == 0 && z->legacy) return lz4_settle(z, FINDING_NONE, "");
	if (head < 4) return lz4_cut(z);
	const uint32_t size = little(z->in.p + z->in.at);
	const bool stored = !z->legacy && (size & STORED);
	const size_t n = z->legacy ? size : size & ~STORED;
	/* The old frames have no end: they are over where something else stands in the place of a size. */
	if (z->legacy && (n == 0 || n > z->packed_most)) return lz4_next(z, diag);
	z->in.at += 4;
	if (size == 0) return lz4_trailer(z, diag);
	if (n > z->packed_most || n == 0) return lz4_settle(z, FINDING_CORRUPT, "lz4: a block larger than its frame allows");
	const long got = lz4_gather(z, n, diag);
	if (got < 0) return false;
	const bool whole = (size_t)got == n;
	if (whole && z->info.blockChecksumFlag) {
		const long check = input_peek(&z->in, 4, diag);
		if (check < 0) return false;
		if (check == 4 && little(z->in.p + z->in.at) != XXH32(z->packed, n, 0)) return lz4_settle(z, FINDING_CORRUPT, "lz4: wrong checksum");
		z->in.at += (size_t)check;
	}
	if (!lz4_unpack(z, (size_t)got, stored, whole)) return false;
	return whole || z->ended || lz4_cut(z);
}

static long lz4_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct lz4 *z = (struct lz4 *)stream;
	while (z->at == z->n) {
		if (z->ended) return 0;
		if (!(z->inside ? lz4_block(z, diag) : lz4_frame(z, diag))) return -1;
	}
	const size_t n = z->n - z->at < cap ? z->n - z->at : cap;
	memcpy(into, z->plain + HISTORY + z->at, n);
	z->at += n;
	return (long)n;
}

static void lz4_close(struct stream *stream)
{
	struct lz4 *z = (struct lz4 *)stream;
	LZ4F_freeDecompressionContext(z->header);
	XXH32_freeState(z->check);
	input_close(&z->in);
	free(z->packed);
	free(z->plain);
	free(z);
}

struct stream *decode_lz4(struct stream *below, struct diag *diag)
{
	struct lz4 *z = mem_zalloc(1, sizeof *z);
	z->stream = (struct stream){ .read = lz4_read, .close = lz4_close };
	input_open(&z->in, below);
	z->check = XXH32_createState();
	if (z->check && !LZ4F_isError(LZ4F_createDecompressionContext(&z->header, LZ4F_VERSION))) return &z->stream;
	diag_failed(diag, "lz4: out of memory");
	lz4_close(&z->stream);
	return NULL;
}
