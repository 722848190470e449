/* json_unescape.c -- escapes undone: from a string's source to its text.
 * Knows surrogate pairs and what becomes of lone ones; the string must have been scanned. */
#include "json_string.h"
#include "utf8.h"

/* The four digits behind "\u" as a number; they have been checked. */
static unsigned hex4(const char *p)
{
	const uint32_t digits = (uint32_t)(unsigned char)p[0] << 24 | (uint32_t)(unsigned char)p[1] << 16 |
		(uint32_t)(unsigned char)p[2] << 8 | (unsigned char)p[3];
	/* A letter has bit 6 set and its lower bits count from 1. */
	uint32_t nibbles = (digits & 0x0f0f0f0f) + (digits >> 6 & 0x01010101) * 9;
	nibbles = (nibbles | nibbles >> 4) & 0x00ff00ff;
	return (nibbles | nibbles >> 8) & 0xffff;
}

static char escaped_char(char c)
{
	switch (c) {
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	default:  return c;
	}
}

static bool is_high(uint32_t c) { return c >= 0xd800 && c < 0xdc00; }
static bool is_low(uint32_t c)  { return c >= 0xdc00 && c < 0xe000; }

/* One escape at text.p[*at]: its character, *at behind it. A lone surrogate comes back as itself. */
static uint32_t escape_take(struct str text, size_t *at)
{
	const char *p = text.p + *at;
	if (p[1] != 'u') {
		*at += 2;
		return (unsigned char)escaped_char(p[1]);
	}
	const uint32_t c = hex4(p + 2);
	*at += 6;
	if (is_high(c) && text.n - *at >= 6 && p[6] == '\\' && p[7] == 'u') {
		const uint32_t low = hex4(p + 8);
		if (is_low(low)) {
			*at += 6;
			return 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		}
	}
	return c;
}

/* Copies from text.p[at] up to the next backslash; returns where that is. `out` is as long as the text. */
static size_t plain_copy(char *out, size_t *n, struct str text, size_t at)
{
#ifdef __SSE2__
	for (; text.n - at >= 16; at += 16, *n += 16) {
		const __m128i v = json_load(text.p + at);
		const unsigned backslash = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
		_mm_storeu_si128((__m128i *)(void *)(out + *n), v);
		if (backslash) {
			*n += (unsigned)__builtin_ctz(backslash);
			return at + (unsigned)__builtin_ctz(backslash);
		}
	}
#endif
	for (; at < text.n && text.p[at] != '\\'; at++) out[(*n)++] = text.p[at];
	return at;
}

static struct str unescape(struct json_slice slice, struct arena *arena, uint32_t *repairs, bool keep_lone)
{
	const struct str text = slice.text;
	if (!slice.escaped) return text;
	char *out = arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < text.n;) {
		at = plain_copy(out, &n, text, at);
		while (at < text.n && text.p[at] == '\\') {
			const size_t from = at;
			uint32_t c = escape_take(text, &at);
			if ((is_high(c) || is_low(c)) && keep_lone) {
				memcpy(out + n, text.p + from, 6);
				n += 6;
				continue;
			}
			if (is_high(c) || is_low(c)) {
				c = 0xfffd;
				++*repairs;
			}
			n += utf8_encode(c, out + n);
		}
	}
	return (struct str){ out, n };
}

struct str json_unescape(struct json_slice slice, struct arena *arena, uint32_t *repairs)
{
	return unescape(slice, arena, repairs, false);
}

struct str json_unescape_id(struct json_slice slice, struct arena *arena)
{
	uint32_t none = 0;
	return unescape(slice, arena, &none, true);
}

bool json_escaped_equal(struct str escaped, struct str name)
{
	size_t at = 0, n = 0;
	while (at < escaped.n) {
		if (escaped.p[at] != '\\') {
			if (n == name.n || name.p[n++] != escaped.p[at++]) return false;
			continue;
		}
		char c[4];
		const size_t size = utf8_encode(escape_take(escaped, &at), c);
		if (name.n - n < size || memcmp(name.p + n, c, size) != 0) return false;
		n += size;
	}
	return n == name.n;
}
