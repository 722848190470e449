/* test_decode.c -- decoders, sniffing and limits on bytes made here.
 * Knows what must come out of whole, cut, joined and damaged data; needs no files. */
#include "arena.h"
#include "buf.h"
#include "stream.h"

#include <bzlib.h>
#include <lz4.h>
#include <lz4frame.h>
#include <lzma.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include <cmocka.h>

enum { TEXT_BYTES = 300000, PACKED_BYTES = 400000 };

struct memory { struct stream stream; const char *p; size_t n, piece; };

static long memory_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct memory *m = (struct memory *)stream;
	(void)diag;
	size_t n = cap < m->n ? cap : m->n;
	if (n > m->piece) n = m->piece;
	if (n) memcpy(into, m->p, n);
	m->p += n;
	m->n -= n;
	return (long)n;
}

static void memory_close(struct stream *stream) { (void)stream; }

/* Text that compresses about as real text does, the same on every run. */
static struct str text_make(void)
{
	char *p = mem_alloc(TEXT_BYTES);
	uint32_t state = 1;
	for (size_t i = 0; i < TEXT_BYTES; i++) {
		state = state * 1664525 + 1013904223;
		p[i] = state >> 28 == 0 ? '\n' : (char)('a' + (state >> 24) % 20);
	}
	return (struct str){ p, TEXT_BYTES };
}

static struct str pack(enum codec codec, struct str text)
{
	char *out = mem_alloc(PACKED_BYTES);
	size_t n = 0;
	unsigned bz_bytes = PACKED_BYTES;
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)text.p, .avail_in = (unsigned)text.n,
	               .next_out = (unsigned char *)out, .avail_out = PACKED_BYTES };
	lzma_options_lzma options;
	switch (codec) {
	case CODEC_GZIP:
		assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
		assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
		n = z.total_out;
		deflateEnd(&z);
		break;
	case CODEC_ZSTD: {
		ZSTD_CCtx *c = ZSTD_createCCtx();
		ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
		n = ZSTD_compress2(c, out, PACKED_BYTES, text.p, text.n);
		assert_false(ZSTD_isError(n));
		ZSTD_freeCCtx(c);
		break;
	}
	case CODEC_XZ:
		assert_int_equal(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, NULL, (const uint8_t *)text.p, text.n,
		                                         (uint8_t *)out, &n, PACKED_BYTES), LZMA_OK);
		break;
	case CODEC_LZMA: {
		lzma_stream s = LZMA_STREAM_INIT;
		assert_false(lzma_lzma_preset(&options, 1));
		assert_int_equal(lzma_alone_encoder(&s, &options), LZMA_OK);
		s.next_in = (const uint8_t *)text.p;
		s.avail_in = text.n;
		s.next_out = (uint8_t *)out;
		s.avail_out = PACKED_BYTES;
		assert_int_equal(lzma_code(&s, LZMA_FINISH), LZMA_STREAM_END);
		n = s.total_out;
		lzma_end(&s);
		break;
	}
	case CODEC_BZIP2:
		assert_int_equal(BZ2_bzBuffToBuffCompress(out, &bz_bytes, (char *)(uintptr_t)text.p, (unsigned)text.n, 1, 0, 0), BZ_OK);
		n = bz_bytes;
		break;
	case CODEC_LZ4: {
		const LZ4F_preferences_t wanted = { .frameInfo = { .blockSizeID = LZ4F_max256KB, .contentChecksumFlag = LZ4F_contentChecksumEnabled } };
		n = LZ4F_compressFrame(out, PACKED_BYTES, text.p, text.n, &wanted);
		assert_false(LZ4F_isError(n));
		break;
	}
	default:
		break;
	}
	return (struct str){ out, n };
}

static struct limits wide_limits(void)
{
	return (struct limits){ .nesting = 16, .members = 100, .bytes = UINT64_C(1) << 40, .ratio = 2000, .ratio_floor = 64 << 20 };
}

static enum finding unpack(struct str packed, size_t piece, const struct limits *limits, struct buf *out)
{
	struct memory m = { { .read = memory_read, .close = memory_close }, packed.p, packed.n, piece };
	struct meter meter = { .limits = *limits, .size = packed.n };
	struct diag diag;
	const struct peeled peeled = stream_peel(&m.stream, &meter, 0, &diag);
	assert_non_null(peeled.stream);
	char block[1000];
	long n;
	out->n = 0;
	while ((n = peeled.stream->read(peeled.stream, block, sizeof block, &diag)) > 0) {
		buf_put(out, (struct str){ block, (size_t)n });
	}
	assert_int_equal(n, 0);
	const enum finding finding = peeled.stream->finding;
	assert_true(finding == FINDING_NONE || peeled.stream->detail[0]);
	peeled.stream->close(peeled.stream);
	return finding;
}

static const enum codec every[] = { CODEC_GZIP, CODEC_ZSTD, CODEC_XZ, CODEC_LZMA, CODEC_BZIP2, CODEC_LZ4 };
enum { EVERY = sizeof every / sizeof every[0] };

static struct str joined(struct str a, struct str b)
{
	char *p = mem_alloc(a.n + b.n);
	memcpy(p, a.p, a.n);
	memcpy(p + a.n, b.p, b.n);
	return (struct str){ p, a.n + b.n };
}

static void release(struct str s) { free((char *)(uintptr_t)s.p); }

static void test_whole(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make();
	struct buf out = { NULL, 0, 0 };
	for (unsigned i = 0; i < EVERY; i++) {
		const struct str packed = pack(every[i], text);
		assert_int_equal(sniff_codec(packed), every[i]);
		for (size_t piece = 1; piece < 1u << 20; piece *= 1000) {
			assert_int_equal(unpack(packed, piece, &limits, &out), FINDING_NONE);
			assert_true(str_equal(buf_str(&out), text));
		}
		release(packed);
	}
	buf_free(&out);
	release(text);
}

static void test_joined_padded_and_trailing(void **state)
{
	(void)state;
	static const char zeros[512];
	const struct limits limits = wide_limits();
	const struct str text = text_make();
	struct buf out = { NULL, 0, 0 };
	for (unsigned i = 0; i < EVERY; i++) {
		const struct str packed = pack(every[i], text);
		const struct str padded = joined(packed, (struct str){ zeros, sizeof zeros });
		assert_int_equal(unpack(padded, 4000, &limits, &out), FINDING_NONE);
		assert_int_equal(out.n, text.n);
		const struct str garbage = joined(packed, str_of("this is no compressed data at all"));
		assert_int_equal(unpack(garbage, 4000, &limits, &out), FINDING_TRAILING);
		assert_int_equal(out.n, text.n);
		const struct str twice = joined(packed, packed);
		const bool lone = every[i] == CODEC_LZMA;      /* the old format has no second stream */
		assert_int_equal(unpack(twice, 4000, &limits, &out), lone ? FINDING_TRAILING : FINDING_NONE);
		assert_int_equal(out.n, lone ? text.n : 2 * text.n);
		release(packed);
		release(padded);
		release(garbage);
		release(twice);
	}
	buf_free(&out);
	release(text);
}

static void test_cut_and_damaged(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make();
	struct buf out = { NULL, 0, 0 };
	for (unsigned i = 0; i < EVERY; i++) {
		struct str packed = pack(every[i], text);
		assert_int_equal(unpack(str_cut(packed, 0, packed.n / 2 + packed.n / 4), 4000, &limits, &out), FINDING_TRUNCATED);
		assert_true(out.n >= text.n / 4 && out.n < text.n);
		assert_true(str_starts(text, buf_str(&out)));
		((char *)(uintptr_t)packed.p)[packed.n / 2] ^= 0x10;
		const enum finding finding = unpack(packed, 4000, &limits, &out);
		/* The old lzma has no checksum: damage shows as nonsense, or only as a wrong end. */
		if (finding != FINDING_CORRUPT && every[i] != CODEC_LZMA) fail_msg("codec %d: finding %d", (int)every[i], (int)finding);
		release(packed);
	}
	buf_free(&out);
	release(text);
}

static void test_limits(void **state)
{
	(void)state;
	struct limits limits = wide_limits();
	struct buf out = { NULL, 0, 0 };
	const struct str zeros = { mem_zalloc(1, TEXT_BYTES), TEXT_BYTES };
	const struct str packed = pack(CODEC_GZIP, zeros);
	limits.ratio = 10;
	limits.ratio_floor = 10000;
	assert_int_equal(unpack(packed, 4000, &limits, &out), FINDING_LIMIT_RATIO);
	assert_int_equal(out.n, 10000);
	limits = wide_limits();
	limits.bytes = 4321;
	assert_int_equal(unpack(packed, 4000, &limits, &out), FINDING_LIMIT_BYTES);
	assert_int_equal(out.n, 4321);
	const struct str twofold = pack(CODEC_ZSTD, packed), threefold = pack(CODEC_XZ, twofold);
	limits = wide_limits();
	limits.nesting = 3;
	assert_int_equal(unpack(threefold, 4000, &limits, &out), FINDING_NONE);
	assert_int_equal(out.n, TEXT_BYTES);
	limits.nesting = 2;
	assert_int_equal(unpack(threefold, 4000, &limits, &out), FINDING_LIMIT_NESTING);
	assert_int_equal(out.n, 0);
	release(zeros);
	release(packed);
	release(twofold);
	release(threefold);
	buf_free(&out);
}

static void test_cause_is_the_inner_cut(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	struct buf out = { NULL, 0, 0 };
	const struct str text = text_make(), inner = pack(CODEC_GZIP, text), outer = pack(CODEC_ZSTD, inner);
	assert_int_equal(unpack(str_cut(outer, 0, outer.n - 5), 4000, &limits, &out), FINDING_TRUNCATED);
	assert_true(str_starts(text, buf_str(&out)));
	release(text);
	release(inner);
	release(outer);
	buf_free(&out);
}

static void test_sniff(void **state)
{
	(void)state;
	assert_int_equal(sniff_codec(str_of("BZh9 is how bzip2 begins, and so does this")), CODEC_NONE);
	assert_int_equal(sniff_codec((struct str){ "\x1f\x8b\x08\xff\0\0\0\0", 8 }), CODEC_NONE);
	assert_int_equal(sniff_codec((struct str){ "", 0 }), CODEC_NONE);
	assert_int_equal(sniff_container(str_of("PK\3\4 short")), CONTAINER_NONE);
	assert_int_equal(sniff_container((struct str){ "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22 }), CONTAINER_ZIP);
	assert_int_equal(sniff_container(str_of("070701 begins a line of figures, and nothing else does")), CONTAINER_NONE);
	char header[512] = "a.txt";
	memset(header + 148, ' ', 8);
	unsigned sum = 0;
	for (unsigned i = 0; i < 512; i++) sum += (unsigned char)header[i];
	snprintf(header + 148, 8, "%06o", sum);
	assert_int_equal(sniff_container((struct str){ header, 512 }), CONTAINER_TAR);
	header[3] ^= 1;
	assert_int_equal(sniff_container((struct str){ header, 512 }), CONTAINER_NONE);
}

static void test_zstd_window(void **state)
{
	(void)state;
	static const char wide[] = "\x28\xb5\x2f\xfd\x00\xa8", beyond[] = "\x28\xb5\x2f\xfd\x00\xf8";
	static const char usual[] = "\x28\xb5\x2f\xfd\x00\x58", skipped[] = "\x50\x2a\x4d\x18\x01\0\0\0x\x28\xb5\x2f\xfd\x00\xa8";
	assert_true(decode_zstd_wide((struct str){ wide, 6 }));
	assert_true(decode_zstd_wide((struct str){ skipped, 15 }));
	assert_false(decode_zstd_wide((struct str){ usual, 6 }));
	assert_false(decode_zstd_wide((struct str){ "\x28\xb5\x2f\xfd\x00\x88", 6 }));      /* 128 MiB and no more */
	assert_true(decode_zstd_wide((struct str){ "\x28\xb5\x2f\xfd\x00\x89", 6 }));
	assert_false(decode_zstd_wide(str_of("text")));
	struct buf out = { NULL, 0, 0 };
	const struct limits limits = wide_limits();
	const struct str refused = joined((struct str){ beyond, 6 }, str_of("12345678"));
	assert_int_equal(unpack(refused, 4000, &limits, &out), FINDING_UNSUPPORTED);
	release(refused);
	buf_free(&out);
}

/* --- lz4's other frames, lzip, compress --- */

/* Blocks of 20000 equal bytes, and one of a type that there is none of: all before it comes out, however much is asked for. */
static void test_zstd_broken_block(void **state)
{
	(void)state;
	static const char broken[] = "\x28\xb5\x2f\xfd\x00\x58" "\x02\x71\x02" "a" "\x02\x71\x02" "b" "\x02\x71\x02" "c" "\x06\0\0";
	static const size_t caps[] = { 1, 509, 20000, 50000, 70000 };
	struct diag diag;
	char *const block = mem_alloc(70000);
	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++) {
		struct memory m = { { .read = memory_read, .close = memory_close }, broken, sizeof broken - 1, 4096 };
		struct stream *const stream = decode_zstd(&m.stream, &diag);
		size_t n = 0;
		long got;
		assert_non_null(stream);
		for (; (got = stream->read(stream, block, caps[i], &diag)) > 0; n += (size_t)got)
			for (long k = 0; k < got; k++) assert_int_equal(block[k], "abc"[(n + (size_t)k) / 20000]);
		assert_int_equal(n, 60000);
		assert_int_equal(stream->finding, FINDING_CORRUPT);
		stream->close(stream);
	}
	free(block);
}

static struct str lz4_legacy(struct str text)
{
	char *const out = mem_alloc(PACKED_BYTES);
	memcpy(out, "\x02\x21\x4c\x18", 4);
	const int n = LZ4_compress_default(text.p, out + 8, (int)text.n, PACKED_BYTES - 8);
	assert_true(n > 0);
	for (unsigned i = 0; i < 4; i++) out[4 + i] = (char)(n >> 8 * i);
	return (struct str){ out, (size_t)n + 8 };
}

static void test_lz4_frames(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make(), legacy = lz4_legacy(text), frame = pack(CODEC_LZ4, text);
	const struct str skipped = { "\x51\x2a\x4d\x18\x03\0\0\0abc", 11 };
	struct buf out = { NULL, 0, 0 };
	assert_int_equal(sniff_codec(legacy), CODEC_LZ4);
	assert_int_equal(unpack(legacy, 3000, &limits, &out), FINDING_NONE);
	assert_true(str_equal(buf_str(&out), text));
	const struct str then = joined(skipped, legacy), all = joined(then, frame);
	assert_int_equal(sniff_codec(all), CODEC_LZ4);
	assert_int_equal(unpack(all, 3000, &limits, &out), FINDING_NONE);
	assert_int_equal(out.n, 2 * text.n);
	assert_int_equal(unpack(str_cut(legacy, 0, legacy.n - 100), 3000, &limits, &out), FINDING_TRUNCATED);
	assert_true(out.n > text.n / 2 && out.n < text.n && str_starts(text, buf_str(&out)));
	release(text);
	release(legacy);
	release(frame);
	release(then);
	release(all);
	buf_free(&out);
}

/* Of a block that is cut anywhere its beginning is kept. */
static void test_lz4_cut_block(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make(), frame = pack(CODEC_LZ4, str_cut(text, 0, 20000));
	struct buf out = { NULL, 0, 0 };
	size_t before = 0;
	for (size_t n = 20; n < frame.n; n++) {
		assert_int_equal(unpack(str_cut(frame, 0, n), 4000, &limits, &out), FINDING_TRUNCATED);
		assert_true(str_starts(text, buf_str(&out)));
		if (out.n + 20 <= before) fail_msg("%zu of %zu bytes: %zu after %zu", n, frame.n, out.n, before);
		before = out.n;
	}
	assert_int_equal(before, 20000);
	release(text);
	release(frame);
	buf_free(&out);
}

/* Blocks that point back over their border, with a checksum each. */
static void test_lz4_linked(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make();
	const LZ4F_preferences_t wanted = { .frameInfo = { .blockSizeID = LZ4F_max64KB, .blockMode = LZ4F_blockLinked,
		.blockChecksumFlag = LZ4F_blockChecksumEnabled, .contentSize = 2 * TEXT_BYTES } };
	const struct str twice = joined(text, text);
	char *const packed = mem_alloc(2 * PACKED_BYTES);
	const size_t n = LZ4F_compressFrame(packed, 2 * PACKED_BYTES, twice.p, twice.n, &wanted);
	assert_false(LZ4F_isError(n));
	struct buf out = { NULL, 0, 0 };
	assert_int_equal(unpack((struct str){ packed, n }, 777, &limits, &out), FINDING_NONE);
	assert_true(str_equal(buf_str(&out), twice));
	packed[n / 2] ^= 1;
	assert_int_equal(unpack((struct str){ packed, n }, 777, &limits, &out), FINDING_CORRUPT);
	assert_true(out.n > TEXT_BYTES / 2 && str_starts(twice, buf_str(&out)));
	free(packed);
	release(text);
	release(twice);
	buf_free(&out);
}

static struct str lzip(struct str text)
{
	char *const out = mem_zalloc(1, PACKED_BYTES);
	memcpy(out, "LZIP\1\x14", 6);                  /* a dictionary of 1 MiB */
	lzma_options_lzma options;
	assert_false(lzma_lzma_preset(&options, 1));
	options.dict_size = 1 << 20;
	const lzma_filter filters[] = { { LZMA_FILTER_LZMA1, &options }, { LZMA_VLI_UNKNOWN, NULL } };
	size_t n = 6;
	assert_int_equal(lzma_raw_buffer_encode(filters, NULL, (const uint8_t *)text.p, text.n, (uint8_t *)out, &n, PACKED_BYTES), LZMA_OK);
	const uint64_t trailer[3] = { lzma_crc32((const uint8_t *)text.p, text.n, 0) | (uint64_t)text.n << 32, 0, 0 };
	memcpy(out + n, trailer, 12);
	const uint64_t whole = n + 20;
	memcpy(out + n + 12, &whole, 8);
	return (struct str){ out, whole };
}

static void test_lzip(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	const struct str text = text_make();
	struct str packed = lzip(text);
	const struct str twice = joined(packed, packed);
	struct buf out = { NULL, 0, 0 };
	assert_int_equal(sniff_codec(packed), CODEC_LZIP);
	assert_int_equal(sniff_codec(str_of("LZIP is how a text may begin")), CODEC_NONE);
	assert_int_equal(unpack(twice, 1000, &limits, &out), FINDING_NONE);
	assert_int_equal(out.n, 2 * text.n);
	assert_int_equal(unpack(str_cut(packed, 0, packed.n / 2), 1000, &limits, &out), FINDING_TRUNCATED);
	assert_true(out.n > text.n / 4 && str_starts(text, buf_str(&out)));
	((char *)(uintptr_t)packed.p)[packed.n - 18] ^= 1;      /* in the checksum */
	assert_int_equal(unpack(packed, 1000, &limits, &out), FINDING_CORRUPT);
	assert_int_equal(out.n, text.n);
	release(text);
	release(packed);
	release(twice);
	buf_free(&out);
}

/* Codes as compress(1) writes them: 9 bits, low bits first. */
static struct str codes(const uint16_t *code, unsigned n, unsigned char flags)
{
	char *const out = mem_zalloc(1, 4 + 9 * n / 8 + 1);
	out[0] = 0x1f;
	out[1] = (char)0x9d;
	out[2] = (char)flags;
	for (unsigned i = 0, bit = 24; i < n; i++)
		for (unsigned k = 0; k < 9; k++, bit++) out[bit / 8] |= (char)((code[i] >> k & 1) << bit % 8);
	return (struct str){ out, 3 + (9 * n + 7) / 8 };
}

static void test_compress(void **state)
{
	(void)state;
	const struct limits limits = wide_limits();
	static const uint16_t well[] = { 'a', 'b', 257, 259, 'c' };         /* a b ab aba c: the fourth is defined by itself */
	static const uint16_t bad[] = { 'a', 'b', 300 };
	struct buf out = { NULL, 0, 0 };
	const struct str packed = codes(well, 5, 0x90), broken = codes(bad, 3, 0x90), wide = codes(well, 5, 0x91);
	for (size_t piece = 1; piece < 100; piece += 6) {
		assert_int_equal(sniff_codec(packed), CODEC_COMPRESS);
		assert_int_equal(unpack(packed, piece, &limits, &out), FINDING_NONE);
		assert_true(str_is(buf_str(&out), "abababac"));
	}
	assert_int_equal(unpack(broken, 4000, &limits, &out), FINDING_CORRUPT);
	assert_true(str_is(buf_str(&out), "ab"));
	assert_int_equal(unpack(str_cut(packed, 0, packed.n - 1), 4000, &limits, &out), FINDING_NONE);      /* between two codes */
	assert_true(str_is(buf_str(&out), "abababa"));
	uint16_t many[257];                                      /* after 256 codes they are of 10 bits, of which 8 are there */
	for (unsigned i = 0; i < 257; i++) many[i] = 'a';
	const struct str longer = codes(many, 257, 0x90);
	assert_int_equal(unpack(str_cut(longer, 0, 3 + 288 + 1), 4000, &limits, &out), FINDING_TRUNCATED);
	assert_int_equal(out.n, 256);
	release(longer);
	assert_int_equal(sniff_codec(wide), CODEC_NONE);
	release(packed);
	release(broken);
	release(wide);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_joined_padded_and_trailing),
		cmocka_unit_test(test_cut_and_damaged),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_cause_is_the_inner_cut),
		cmocka_unit_test(test_sniff),
		cmocka_unit_test(test_zstd_window),
		cmocka_unit_test(test_zstd_broken_block),
		cmocka_unit_test(test_lz4_frames),
		cmocka_unit_test(test_lz4_cut_block),
		cmocka_unit_test(test_lz4_linked),
		cmocka_unit_test(test_lzip),
		cmocka_unit_test(test_compress),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
