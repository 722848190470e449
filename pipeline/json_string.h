/* json_string.h -- the inside of a string: where it ends, and that every byte of it may stand there.
 * Knows escapes and UTF-8's shortest forms; does not know where in a document strings may stand. */
#ifndef CREDENCE_JSON_STRING_H
#define CREDENCE_JSON_STRING_H

#include "json_scan.h"

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i json_load(const char *p) { return _mm_loadu_si128((const __m128i *)(const void *)p); }

/* Bit i: is byte i a quote, a backslash, a control or above 0x7f? */
static inline unsigned json_special(__m128i v)
{
	/* As signed bytes both the controls and everything above 0x7f are less than a space. */
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')),
		_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')))));
}

/* Bit i: is byte p[i] of sixteen a space? */
static inline unsigned json_spaces(const char *p)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(json_load(p), _mm_set1_epi8(' ')));
}

/* Bit i: is byte i a digit? */
static inline unsigned json_digits(__m128i v)
{
	const __m128i digit = _mm_sub_epi8(v, _mm_set1_epi8('0'));
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit));
}
#endif

/* json_string() of any string. */
const char *json_string_any(struct json_scan *, const char *p);

/* `p` stands behind the opening quote; returns the byte behind the closing one and sets escaped and non_ascii. */
static inline const char *json_string(struct json_scan *s, const char *p)
{
#ifdef __SSE2__
	/* Most strings and nearly all keys are short and plain. */
	unsigned special = json_special(json_load(p));
	if (!special) {
		p += 16;
		special = json_special(json_load(p));
	}
	p += special ? __builtin_ctz(special) : 16;
	if (*p == '"' && p < s->end) {
		s->escaped = s->non_ascii = false;
		return p + 1;
	}
#endif
	return json_string_any(s, p);
}

/* Is a key of the document, still escaped, this name? */
bool json_escaped_equal(struct str escaped, struct str name);

#endif
