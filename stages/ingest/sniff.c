/* sniff.c -- what bytes begin with: a compression, a container, or neither.
 * Knows magic bytes and what must follow them to be believed; does not look at names and decodes nothing. */
#include "stream.h"

static const unsigned char *bytes_of(struct str head)
{
	return (const unsigned char *)head.p;
}

static bool begins(struct str head, const char *magic, size_t n)
{
	return head.n >= n && memcmp(head.p, magic, n) == 0;
}

static bool is_gzip(struct str head)
{
	return begins(head, "\x1f\x8b\x08", 3) && (head.n < 4 || (bytes_of(head)[3] & 0xe0) == 0);
}

static bool is_zstd(struct str head)
{
	return begins(head, "\x28\xb5\x2f\xfd", 4)
	    || (head.n >= 8 && (bytes_of(head)[0] & 0xf0) == 0x50 && memcmp(head.p + 1, "\x2a\x4d\x18", 3) == 0);
}

/* "BZh9" alone could begin a text: a block or the end of the stream must follow. */
static bool is_bzip2(struct str head)
{
	return begins(head, "BZh", 3) && head.n >= 10 && head.p[3] >= '1' && head.p[3] <= '9'
	    && (memcmp(head.p + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0
	        || memcmp(head.p + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

/* There is no magic: literal coder settings, a dictionary of 2^n or 2^n + 2^(n-1), a believable size and the range coder's
 * first byte, which is always zero. */
static bool is_lone_lzma(struct str head)
{
	const unsigned char *p = bytes_of(head);
	if (head.n < 18 || p[0] >= 9 * 5 * 5 || p[13] != 0) return false;
	if (p[0] % 9 + p[0] / 9 % 5 > 4) return false;
	const uint32_t dictionary = p[1] | (uint32_t)p[2] << 8 | (uint32_t)p[3] << 16 | (uint32_t)p[4] << 24;
	if (dictionary < 4096) return false;
	const uint32_t low = dictionary & -dictionary;
	const bool round = dictionary == low || dictionary == UINT32_MAX || dictionary == (low | low << 1);
	uint64_t size = 0;
	for (unsigned i = 0; i < 8; i++) size |= (uint64_t)p[5 + i] << 8 * i;
	return round && (size == UINT64_MAX || size < UINT64_C(1) << 38);
}

enum codec sniff_codec(struct str head)
{
	if (is_gzip(head)) return CODEC_GZIP;
	if (is_zstd(head)) return CODEC_ZSTD;
	if (begins(head, "\xfd" "7zXZ", 6)) return CODEC_XZ;
	if (is_bzip2(head)) return CODEC_BZIP2;
	if (is_lone_lzma(head)) return CODEC_LZMA;
	return CODEC_NONE;
}

/* A local header with a version that was ever needed, an empty archive's end, or the mark of a split or single segment. */
static bool is_zip(struct str head)
{
	if (begins(head, "PK\3\4", 4)) return head.n >= 30 && bytes_of(head)[4] < 100;
	if (begins(head, "PK\5\6", 4)) return head.n >= 22;
	return begins(head, "PK00PK\3\4", 8) || begins(head, "PK\7\10PK\3\4", 8);
}

static bool all_digits(struct str field, bool hexadecimal)
{
	for (size_t i = 0; i < field.n; i++) {
		const char c = field.p[i];
		const bool octal = c >= '0' && c <= '7';
		const bool more = (c >= '8' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
		if (!octal && !(hexadecimal && more)) return false;
	}
	return true;
}

static bool is_cpio(struct str head)
{
	const unsigned char *p = bytes_of(head);
	if (begins(head, "070707", 6)) return head.n >= 76 && all_digits(str_cut(head, 6, 76), false);
	if (begins(head, "070701", 6) || begins(head, "070702", 6)) {
		return head.n >= 110 && all_digits(str_cut(head, 6, 110), true);
	}
	if (head.n < 28) return false;
	const bool small_end = begins(head, "\xc7\x71", 2), big_end = begins(head, "\x71\xc7", 2);
	const unsigned name_bytes = small_end ? p[20] | (unsigned)p[21] << 8 : (unsigned)p[20] << 8 | p[21];
	return (small_end || big_end) && name_bytes > 1 && name_bytes < 4096
	    && (26 + name_bytes > head.n || p[26 + name_bytes - 1] == 0);
}

/* The checksum of a header: octal digits, the sum of all bytes with the field itself as spaces. Old writers summed signed. */
static bool is_tar(struct str head)
{
	enum { HEADER = 512, SUM_AT = 148, SUM_END = 156 };
	if (head.n < HEADER || head.p[0] == 0) return false;
	if (memcmp(head.p + 257, "ustar\0", 6) == 0 || memcmp(head.p + 257, "ustar  ", 8) == 0) return true;
	int64_t plain = 0, with_sign = 0, declared = 0;
	for (unsigned i = 0; i < HEADER; i++) {
		const bool field = i >= SUM_AT && i < SUM_END;
		plain += field ? ' ' : (unsigned char)head.p[i];
		with_sign += field ? ' ' : (signed char)head.p[i];
	}
	unsigned at = SUM_AT, digits = 0;
	while (at < SUM_END && head.p[at] == ' ') at++;
	for (; at < SUM_END && head.p[at] >= '0' && head.p[at] <= '7'; at++, digits++) {
		declared = declared * 8 + head.p[at] - '0';
	}
	const bool ended = at == SUM_END || head.p[at] == 0 || head.p[at] == ' ';
	return digits > 0 && ended && (declared == plain || declared == with_sign);
}

enum container sniff_container(struct str head)
{
	if (is_zip(head)) return CONTAINER_ZIP;
	if (begins(head, "7z\xbc\xaf\x27\x1c", 6)) return CONTAINER_7Z;
	if (is_cpio(head)) return CONTAINER_CPIO;
	if (is_tar(head)) return CONTAINER_TAR;
	return CONTAINER_NONE;
}
