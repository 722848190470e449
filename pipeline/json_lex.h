/* json_lex.h -- the words of JSON: white space, strings, numbers, literals, each checked byte by byte as fast as SSE2 allows.
 * Knows RFC 8259's tokens and UTF-8's shortest forms; does not know pointers or what is wanted of a document. */
#ifndef CREDENCE_JSON_LEX_H
#define CREDENCE_JSON_LEX_H

#include "json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct json_scan {
	const char *begin, *end;
	unsigned    depth, max_depth;
	uint64_t   *kinds;              /* a bit a level: is the open bracket an object's? */
	enum fault  fault;
	const char *at, *reason;
	bool        escaped, non_ascii; /* of the last string */
};

/* Always NULL, so that a scanning function can return it. */
static inline const char *json_fail(struct json_scan *s, const char *at, enum fault fault, const char *reason)
{
	s->fault = fault;
	s->at = at < s->end ? at : s->end;
	s->reason = reason;
	return NULL;
}

static inline bool json_is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

static inline const char *json_white(const char *p, const char *end)
{
	while (p < end && (unsigned char)*p <= ' ' && json_is_white(*p)) {
		p++;
#ifdef __SSE2__
		const __m128i space = _mm_set1_epi8(' ');
		while (p < end && p[0] == ' ' && p[1] == ' ') {   /* indentation */
			const unsigned other = 0xffffu ^ (unsigned)_mm_movemask_epi8(
				_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), space));
			p += other ? __builtin_ctz(other) : 16;
		}
#endif
	}
	return p < end ? p : end;
}

/* The first byte of a string's inside that is not plain ASCII: a quote, a backslash, a control or a byte above 0x7f; or end. */
static inline const char *json_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(' ');
	for (; p < end; p += 16) {
		const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* As signed bytes both the controls and everything above 0x7f are less than a space. */
		const __m128i stop = _mm_or_si128(_mm_cmplt_epi8(v, space),
			_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)));
		const unsigned mask = (unsigned)_mm_movemask_epi8(stop);
		if (mask) {
			p += __builtin_ctz(mask);
			break;
		}
	}
	return p < end ? p : end;
#else
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)(*p - 0x20) < 0x60) p++;
	return p;
#endif
}

/* Behind one character of more than one byte; NULL when it is not the shortest form of a Unicode scalar value. */
static inline const char *json_utf8(const char *text, const char *end)
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

/* 0..15, or a number with a bit above 15 set for anything but a hexadecimal digit. */
static inline unsigned json_hex(char c)
{
	const unsigned digit = (unsigned)(unsigned char)c - '0', letter = ((unsigned)(unsigned char)c | 32) - 'a';
	return digit < 10 ? digit : letter < 6 ? letter + 10 : 0x10000;
}

/* The four digits behind "\u" as a number, above 0xffff when they are not four digits. They must be readable. */
static inline unsigned json_hex4(const char *p)
{
	const unsigned a = json_hex(p[0]), b = json_hex(p[1]), c = json_hex(p[2]), d = json_hex(p[3]);
	return (a | b | c | d) > 15 ? 0x10000 : a << 12 | b << 8 | c << 4 | d;
}

/* Behind the escape or the run of \u escapes at p. */
const char *json_escape(struct json_scan *, const char *p);

/* `p` stands behind the opening quote; returns the byte behind the closing one and sets escaped and non_ascii. */
static inline const char *json_string(struct json_scan *s, const char *p)
{
	s->escaped = s->non_ascii = false;
	for (;;) {
		p = json_plain(p, s->end);
		if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends inside a string");
		if (*p == '"') return p + 1;
		if (*p == '\\') {
			p = json_escape(s, p);
			if (!p) return NULL;
			continue;
		}
		if ((unsigned char)*p < 0x20) return json_fail(s, p, FAULT_JSON, "a control character inside a string");
		s->non_ascii = true;
		do {
			const char *next = json_utf8(p, s->end);
			if (!next) return json_fail(s, p, FAULT_UTF8, "a byte sequence that is not UTF-8");
			p = next;
		} while (p < s->end && (unsigned char)*p >= 0x80);
	}
}

/* Behind a number, true, false or null. */
const char *json_atom(struct json_scan *, const char *p, enum json_type *);

/* `p` stands where a key must; returns the byte behind the colon. */
static inline const char *json_key(struct json_scan *s, const char *p, struct str *key)
{
	if (p == s->end || *p != '"') return json_fail(s, p, FAULT_JSON, "an object's key must be a string");
	const char *from = p + 1;
	p = json_string(s, from);
	if (!p) return NULL;
	*key = (struct str){ from, (size_t)(p - from) - 1 };
	if (p == s->end || *p != ':') p = json_white(p, s->end);
	if (p == s->end || *p != ':') return json_fail(s, p, FAULT_JSON, "a colon must follow an object's key");
	return p + 1;
}

/* Opens a bracket at p; false when that is one level too many. */
static inline bool json_enter(struct json_scan *s, const char *p, bool object)
{
	if (s->depth >= s->max_depth) {
		json_fail(s, p, FAULT_JSON_DEPTH, "nested too deeply");
		return false;
	}
	uint64_t *word = &s->kinds[s->depth / 64];
	const uint64_t bit = (uint64_t)1 << s->depth % 64;
	*word = object ? *word | bit : *word & ~bit;
	s->depth++;
	return true;
}

static inline bool json_in_object(const struct json_scan *s)
{
	return s->kinds[(s->depth - 1) / 64] >> (s->depth - 1) % 64 & 1;
}

/* Behind the value at p (white space before it is passed over), all of it checked and nothing kept. Does not recurse. */
const char *json_pass(struct json_scan *, const char *p, enum json_type *);

/* Is a key of the document, still escaped, this name? */
bool json_escaped_equal(struct str escaped, struct str name);

#endif
