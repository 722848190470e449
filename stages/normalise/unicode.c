/* unicode.c -- what Unicode says about one code point, and the composed form of a text.
 * Knows utf8proc and the ranges of scripts; does not know tokens or languages. */
#include "normalise.h"

#include <utf8proc.h>

#include "stage.h"
#include "utf8.h"

enum { MARKS_IN_A_ROW = 30 };   /* the stream-safe text format of UAX #15; canonical ordering is quadratic in a run */

struct range { uint32_t from, to; };

static bool in_ranges(const struct range *range, size_t count, uint32_t code)
{
	size_t low = 0, high = count;
	while (low < high) {
		const size_t middle = (low + high) / 2;
		if (code > range[middle].to) low = middle + 1;
		else high = middle;
	}
	return low < count && code >= range[low].from;
}

bool unicode_mark(uint32_t code)
{
	if (code < 0x300) return false;
	const int category = utf8proc_category((utf8proc_int32_t)code);
	return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool unicode_upper(uint32_t code)
{
	if (code < 0x80) return code >= 'A' && code <= 'Z';
	const int category = utf8proc_category((utf8proc_int32_t)code);
	return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

enum letter unicode_letter(uint32_t code)
{
	static const struct range latin[] = {
		{ 'A', 'Z' }, { 'a', 'z' }, { 0xAA, 0xAA }, { 0xBA, 0xBA }, { 0xC0, 0x2B8 }, { 0x1D00, 0x1DBF }, { 0x1E00, 0x1EFF },
		{ 0x2071, 0x209C }, { 0x212A, 0x212B }, { 0x2C60, 0x2C7F }, { 0xA722, 0xA7FF }, { 0xAB30, 0xAB64 },
		{ 0xFB00, 0xFB06 }, { 0xFF21, 0xFF5A }, { 0x1D400, 0x1D6A5 },
	};
	static const struct range unspaced[] = {
		{ 0xE00, 0xFFF }, { 0x1000, 0x109F }, { 0x1780, 0x17FF }, { 0x2E80, 0x2FDF }, { 0x3005, 0x3007 }, { 0x3021, 0x3029 },
		{ 0x3040, 0x312F }, { 0x31A0, 0x31BF }, { 0x31F0, 0x31FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
		{ 0xF900, 0xFAFF }, { 0xFF66, 0xFF9F }, { 0x20000, 0x3FFFF },
	};
	const int category = utf8proc_category((utf8proc_int32_t)code);
	if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_LO) return LETTER_NONE;
	if (in_ranges(latin, sizeof latin / sizeof *latin, code)) return LETTER_LATIN;
	return in_ranges(unspaced, sizeof unspaced / sizeof *unspaced, code) ? LETTER_UNSPACED : LETTER_OTHER;
}

bool unicode_emoji(uint32_t code)
{
	if (code < 0x2190) return false;      /* (c), (r), !! and (tm) are pictographic by the letter, and punctuation in use */
	if (code >= 0x1F1E6 && code <= 0x1F1FF) return true;
	return utf8proc_get_property((utf8proc_int32_t)code)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

bool unicode_digit(uint32_t code)
{
	return utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ND;
}

bool unicode_space(uint32_t code)
{
	const int category = utf8proc_category((utf8proc_int32_t)code);
	return category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP;
}

bool unicode_invisible(uint32_t code)
{
	return code == 0xAD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
		(code >= 0x2060 && code <= 0x206F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF ||
		(code >= 0xE0000 && code <= 0xE0FFF);
}

static uint32_t fold_mark(uint32_t code)
{
	if (code >= 0xFF01 && code <= 0xFF0F) return code - 0xFEE0;
	switch (code) {
	case 0xAB: case 0xBB: case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0x300C: case 0x300D: return '"';
	case 0x2BC: case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x2039: case 0x203A: return '\'';
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
	case 0x2026: case 0x3002: return '.';
	case 0x3001: return ',';
	case 0xFF1A: return ':';
	case 0xFF1B: return ';';
	case 0xFF1F: return '?';
	default: return code;
	}
}

uint32_t unicode_fold(uint32_t code)
{
	if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
	const uint32_t mark = fold_mark(code);
	if (mark != code) return mark;
	if (code == 0x3C2) return 0x3C3;      /* a final sigma is a sigma */
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

/* May this code point stand in a composed text unexamined? Errs on the side of no. */
static bool composed_already(uint32_t code)
{
	if (code < 0x300) return true;
	if (code >= 0x1100 && code <= 0x11FF) return false;
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)code);
	if (p->combining_class || p->comp_exclusion || p->category == UTF8PROC_CATEGORY_MC) return false;
	if (p->decomp_seqindex == UINT16_MAX || p->decomp_type) return true;
	utf8proc_int32_t parts[8];
	int boundary = 0;
	const utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
	return utf8proc_normalize_utf32(parts, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE) == 1 && parts[0] == (utf8proc_int32_t)code;
}

static bool needs_composing(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		if ((unsigned char)s.p[at] < 0xCC) {       /* below U+0300 */
			at += (unsigned char)s.p[at] < 0x80 ? 1 : 2;
			continue;
		}
		unsigned n;
		if (!composed_already(utf8_decode(s.p + at, s.n - at, &n))) return true;
		at += n;
	}
	return false;
}

static struct str cap_marks(struct str s, struct arena *arena)
{
	char *out = arena_alloc(arena, s.n);
	size_t length = 0;
	unsigned row = 0;
	for (size_t at = 0; at < s.n;) {
		unsigned n;
		const uint32_t code = utf8_decode(s.p + at, s.n - at, &n);
		row = unicode_mark(code) ? row + 1 : 0;
		if (row <= MARKS_IN_A_ROW) {
			memcpy(out + length, s.p + at, n);
			length += n;
		}
		at += n;
	}
	return (struct str){ out, length };
}

struct str unicode_compose(struct str s, struct arena *arena)
{
	if (!needs_composing(s)) return s;
	s = cap_marks(s, arena);
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.p;
	size_t room = s.n + 64;
	utf8proc_int32_t *code = arena_alloc(arena, (room + 1) * sizeof *code);
	utf8proc_ssize_t n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, code, (utf8proc_ssize_t)room, options);
	if (n > (utf8proc_ssize_t)room) {
		room = (size_t)n;
		code = arena_alloc(arena, (room + 1) * sizeof *code);
		n = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.n, code, (utf8proc_ssize_t)room, options);
	}
	if (n < 0) return s;
	n = utf8proc_reencode(code, n, options);
	return n < 0 ? s : (struct str){ (const char *)code, (size_t)n };
}

const char *unicode_version(void) { return utf8proc_version(); }
