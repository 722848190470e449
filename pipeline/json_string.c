/* json_string.c -- strings of every kind, byte by byte and, where SSE2 is there, in blocks.
 * Knows escapes and UTF-8's shortest forms; does not undo escapes. */
#include "json_string.h"

/* --- escapes ------------------------------------------------------------------------------------------------------------ */

/* 0..15, or a number with a bit above 15 set for anything but a hexadecimal digit. */
static unsigned hex(char c)
{
	const unsigned digit = (unsigned)(unsigned char)c - '0', letter = ((unsigned)(unsigned char)c | 32) - 'a';
	return digit < 10 ? digit : letter < 6 ? letter + 10 : 0x10000;
}

/* The four digits behind "\u" as a number, above 0xffff when they are not four digits. They must be readable. */
static unsigned hex4(const char *p)
{
	const unsigned a = hex(p[0]), b = hex(p[1]), c = hex(p[2]), d = hex(p[3]);
	return (a | b | c | d) > 15 ? 0x10000 : a << 12 | b << 8 | c << 4 | d;
}

#ifdef __SSE2__
enum { RUN = 48, ESCAPE = 6 };   /* eight \uXXXX are three vectors */

/* A bit for each of sixteen bytes that fits into a run of \uXXXX: at `framing` a backslash or a u as in `frame`, else a digit.
 * *narrow: for each that, as far as it is `kept`, is as `frame` has it, which is how \u0000 to \u007f begin. */
static inline uint64_t escape_bits(const char *p, __m128i frame, __m128i kept, unsigned framing, uint64_t *narrow)
{
	const __m128i v = json_load(p);
	const __m128i digit = _mm_sub_epi8(v, _mm_set1_epi8('0'));
	const __m128i letter = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
	const __m128i either = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit),
		_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter));
	*narrow = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(v, kept), frame));
	return (*narrow & framing) | ((unsigned)_mm_movemask_epi8(either) & ~framing & 0xffff);
}

/* Of the 48 bytes at p, where eight \uXXXX fit: a bit for each byte that fits. *narrow: for each that stands as in \u0000 to
 * \u007f. */
static inline uint64_t escape_run_bits(const char *p, uint64_t *narrow)
{
	const __m128i frame = _mm_setr_epi8('\\', 'u', '0', '0', '0', 0, '\\', 'u', '0', '0', '0', 0, '\\', 'u', '0', '0');
	const __m128i kept = _mm_setr_epi8(-1, -1, -1, -1, -8, 0, -1, -1, -1, -1, -8, 0, -1, -1, -1, -1);
	const __m128i frame2 = _mm_setr_epi8('0', 0, '\\', 'u', '0', '0', '0', 0, '\\', 'u', '0', '0', '0', 0, '\\', 'u');
	const __m128i kept2 = _mm_setr_epi8(-8, 0, -1, -1, -1, -1, -8, 0, -1, -1, -1, -1, -8, 0, -1, -1);
	const __m128i frame3 = _mm_setr_epi8('0', '0', '0', 0, '\\', 'u', '0', '0', '0', 0, '\\', 'u', '0', '0', '0', 0);
	const __m128i kept3 = _mm_setr_epi8(-1, -1, -8, 0, -1, -1, -1, -1, -8, 0, -1, -1, -1, -1, -8, 0);
	uint64_t a, b, c;
	const uint64_t fits = escape_bits(p, frame, kept, 0x30c3, &a) |
		escape_bits(p + 16, frame2, kept2, 0xc30c, &b) << 16 | escape_bits(p + 32, frame3, kept3, 0x0c30, &c) << 32;
	*narrow = a | b << 16 | c << 32;
	return fits;
}
#endif

/* Is the \u escape at p above \u007f? */
static bool escape_wide(const char *p) { return p[2] != '0' || p[3] != '0' || p[4] > '7'; }

static const char *escape_run(struct json_scan *s, const char *p)
{
#ifdef __SSE2__
	/* A full run goes on by a constant: the next one does not wait for it. */
	const uint64_t full = ((uint64_t)1 << RUN) - 1;
	while (s->end - p >= RUN) {
		uint64_t narrow;
		const uint64_t fits = escape_run_bits(p, &narrow);
		const unsigned n = fits == full ? RUN : (unsigned)__builtin_ctzll(~fits) / ESCAPE * ESCAPE;
		s->non_ascii |= (~narrow & (((uint64_t)1 << n) - 1)) != 0;
		if (fits != full) {
			p += n;
			break;
		}
		p += RUN;
	}
#endif
	while (s->end - p >= 2 && p[0] == '\\' && p[1] == 'u') {
		if (s->end - p < 6 || hex4(p + 2) > 0xffff)
			return json_fail(s, p, FAULT_JSON, "four hexadecimal digits must follow \\u");
		s->non_ascii |= escape_wide(p);
		p += 6;
	}
	return p;
}

/* Behind the escape or the run of \u escapes at p. */
static inline const char *escape_pass(struct json_scan *s, const char *p)
{
	s->escaped = true;
	if (s->end - p < 2) return json_fail(s, s->end, FAULT_JSON, "the document ends inside a string");
	switch (p[1]) {
	case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't':
		return p + 2;
	case 'u':
		return escape_run(s, p);
	default:
		return json_fail(s, p, FAULT_JSON, "an escape that JSON does not have");
	}
}

/* --- byte by byte ------------------------------------------------------------------------------------------------------- */

/* Behind one character of more than one byte; NULL when it is not the shortest form of a Unicode scalar value. */
static const char *utf8_pass(const char *text, const char *end)
{
	const unsigned char *p = (const unsigned char *)text;
	const size_t n = (size_t)(end - text);
	if (p[0] < 0xc2) return NULL;
	if (p[0] < 0xe0) return n >= 2 && (p[1] & 0xc0) == 0x80 ? text + 2 : NULL;
	if (n < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return NULL;
	if (p[0] < 0xf0) return (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ? NULL : text + 3;
	if (n < 4 || (p[3] & 0xc0) != 0x80 || p[0] > 0xf4) return NULL;
	return (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f) ? NULL : text + 4;
}

/* What every other way must agree with; where it says no, it alone says why. */
static const char *string_plainly(struct json_scan *s, const char *p)
{
	s->escaped = s->non_ascii = false;
	while (p < s->end) {
		const unsigned char c = (unsigned char)*p;
		if (c == '"') return p + 1;
		if (c == '\\') {
			p = escape_pass(s, p);
			if (!p) return NULL;
		} else if (c >= 0x80) {
			const char *next = utf8_pass(p, s->end);
			if (!next) return json_fail(s, p, FAULT_UTF8, "a byte sequence that is not UTF-8");
			s->non_ascii = true;
			p = next;
		} else if (c < 0x20) {
			return json_fail(s, p, FAULT_JSON, "a control character inside a string");
		} else {
			p++;
		}
	}
	return json_fail(s, p, FAULT_JSON, "the document ends inside a string");
}

/* --- in blocks ---------------------------------------------------------------------------------------------------------- */

#ifdef __SSE2__
enum { BLOCK = 16 };

/* Leading bytes that no character begins with, or that the byte behind them (known to continue) makes a longer form, a
 * surrogate or a number above U+10FFFF: a bit for each. */
static inline unsigned utf8_wrong(__m128i v, __m128i next)
{
	const __m128i below_90 = _mm_cmplt_epi8(next, _mm_set1_epi8((char)0x90));
	const __m128i below_a0 = _mm_cmplt_epi8(next, _mm_set1_epi8((char)0xa0));
	const __m128i three = _mm_or_si128(_mm_and_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xe0)), below_a0),
		_mm_andnot_si128(below_a0, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xed))));
	const __m128i four = _mm_or_si128(_mm_and_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xf0)), below_90),
		_mm_andnot_si128(below_90, _mm_cmpeq_epi8(v, _mm_set1_epi8((char)0xf4))));
	const __m128i none = _mm_or_si128(_mm_cmpeq_epi8(_mm_and_si128(v, _mm_set1_epi8((char)0xfe)), _mm_set1_epi8((char)0xc0)),
		_mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xf5)), v));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(three, four), none));
}

/* Are the bytes of the block at p that `among` names UTF-8? *due: a bit for each byte of this block, later for each of the
 * next, that must continue a character begun before. */
static inline bool utf8_block(const char *p, __m128i v, unsigned among, unsigned *due)
{
	const unsigned high = (unsigned)_mm_movemask_epi8(v);
	const unsigned more = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8((char)0xc0)));
	const unsigned lead3 = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xe0)), v));
	const unsigned lead4 = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)0xf0)), v));
	*due |= (high & ~more) << 1 | lead3 << 2 | lead4 << 3;
	const unsigned wrong = (*due ^ more) | utf8_wrong(v, json_load(p + 1));
	*due >>= BLOCK;
	return (wrong & among) == 0;
}

/* The quote, backslash or control at or behind p, or a place behind the document; NULL when something before it is not UTF-8. */
static inline const char *blocks_pass(struct json_scan *s, const char *p)
{
	for (unsigned due = 0; p < s->end; p += BLOCK) {
		const __m128i v = json_load(p);
		const unsigned high = (unsigned)_mm_movemask_epi8(v), stop = json_special(v) & ~high;
		const unsigned among = (stop ^ (stop - 1)) & 0xffff;   /* up to the stop and with it */
		if ((high & among) | due) {
			if (!utf8_block(p, v, among, &due)) return NULL;
			s->non_ascii = true;
		}
		if (stop) return p + __builtin_ctz(stop);
	}
	return p;
}

/* The closing quote of the string at p; NULL when something is wrong with it. */
static const char *string_blocks(struct json_scan *s, const char *p)
{
	s->escaped = s->non_ascii = false;
	while (p && p < s->end) {
		if (*p == '"') return p;
		if ((unsigned char)*p < ' ') return NULL;
		p = *p == '\\' ? escape_pass(s, p) : blocks_pass(s, p);
	}
	return NULL;
}
#endif

const char *json_string_any(struct json_scan *s, const char *p)
{
#ifdef __SSE2__
	const char *quote = string_blocks(s, p);
	if (quote) return quote + 1;
#endif
	return string_plainly(s, p);
}
