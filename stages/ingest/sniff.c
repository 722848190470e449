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

static bool is_skippable(struct str head)
{
	return head.n >= 8 && (bytes_of(head)[0] & 0xf0) == 0x50 && memcmp(head.p + 1, "\x2a\x4d\x18", 3) == 0;
}

/* zstd and lz4 have skippable frames in common: what follows them decides, zstd where that cannot be seen. */
static enum codec frames_of(struct str head)
{
	const bool skippable = is_skippable(head);
	while (is_skippable(head)) {
		const unsigned char *const p = bytes_of(head) + 4;
		const uint64_t bytes = 8 + (p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24);
		head = str_cut(head, bytes < head.n ? bytes : head.n, head.n);
	}
	if (begins(head, "\x28\xb5\x2f\xfd", 4)) return CODEC_ZSTD;
	if (begins(head, "\x04\x22\x4d\x18", 4) || begins(head, "\x02\x21\x4c\x18", 4)) return CODEC_LZ4;
	return skippable ? CODEC_ZSTD : CODEC_NONE;
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

/* What compress(1) wrote: codes of 9 to 16 bits, and the first one is a plain byte. */
static bool is_compress(struct str head)
{
	const unsigned char *const p = bytes_of(head);
	if (!begins(head, "\x1f\x9d", 2) || head.n < 3) return false;
	const unsigned bits = p[2] & 0x1f;
	return bits >= 9 && bits <= 16 && (p[2] & 0x60) == 0 && (head.n == 3 || (head.n > 4 && (p[4] & 1) == 0));
}

enum codec sniff_codec(struct str head)
{
	const enum codec frames = frames_of(head);
	if (frames != CODEC_NONE) return frames;
	if (is_gzip(head)) return CODEC_GZIP;
	if (begins(head, "LZIP", 4) && head.n >= 6 && bytes_of(head)[4] < 2) return CODEC_LZIP;
	if (is_compress(head)) return CODEC_COMPRESS;
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
	if (begins(head, "070727", 6)) return head.n >= 116 && p[30] == 'm' && p[85] == 'n' && p[98] == 's' && p[115] == ':';
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
bool sniff_tar_header(struct str head)
{
	enum { HEADER = 512, SUM_AT = 148, SUM_END = 156 };
	if (head.n < HEADER || head.p[0] == 0) return false;
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

static bool is_tar(struct str head)
{
	if (head.n < 512 || head.p[0] == 0) return false;
	return memcmp(head.p + 257, "ustar\0", 6) == 0 || memcmp(head.p + 257, "ustar  ", 8) == 0 || sniff_tar_header(head);
}

/* "-lh5-" behind a size and a sum: of a header of level 0 or 1 the sum must be right, of a later one the size believable. */
static bool is_lha(struct str head)
{
	const unsigned char *const p = bytes_of(head);
	if (head.n < 24 || p[2] != '-' || p[3] != 'l' || (p[4] != 'h' && p[4] != 'z') || p[6] != '-') return false;
	if (p[20] >= 2) return p[20] <= 3 && (p[20] == 3 || (p[0] | p[1] << 8) >= 24);
	unsigned sum = 0;
	for (size_t i = 2; i < (size_t)p[0] + 2 && i < head.n; i++) sum += p[i];
	return p[0] >= 20 && (sum & 0xff) == p[1];
}

static bool is_iso(struct str head)
{
	enum { VOLUME_AT = 16 * 2048 };
	return head.n > VOLUME_AT + 6 && memcmp(head.p + VOLUME_AT + 1, "CD001", 5) == 0;
}

/* A program for Windows or Linux: its header has zeros, or bytes that no text has. */
static bool is_program(struct str head)
{
	if (begins(head, "\x7f" "ELF", 4)) return true;
	if (!begins(head, "MZ", 2) || head.n < 64) return false;
	for (size_t i = 2; i < 64; i++) if (bytes_of(head)[i] == 0 || (bytes_of(head)[i] & 0xe0) == 0x80) return true;
	return false;
}

enum container sniff_container(struct str head)
{
	if (is_zip(head)) return CONTAINER_ZIP;
	if (begins(head, "7z\xbc\xaf\x27\x1c", 6)) return CONTAINER_7Z;
	if (begins(head, "Rar!\x1a\x07\x00", 7) || begins(head, "Rar!\x1a\x07\x01\x00", 8)) return CONTAINER_RAR;
	if (begins(head, "MSCF\0\0\0\0", 8)) return CONTAINER_CAB;
	if (begins(head, "xar!\0", 5)) return CONTAINER_XAR;
	if (begins(head, "!<arch>\n", 8)) return CONTAINER_AR;
	if (is_lha(head)) return CONTAINER_LHA;
	if (is_cpio(head)) return CONTAINER_CPIO;
	if (is_tar(head)) return CONTAINER_TAR;
	if (is_iso(head)) return CONTAINER_ISO;
	if (is_program(head)) return CONTAINER_PROGRAM;
	return CONTAINER_NONE;
}
