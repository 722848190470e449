/* json_lex.c -- the longer words of JSON, and how a whole value is checked and passed over without recursion.
 * Knows the grammar; does not know which values are wanted. */
#include "json_lex.h"

#ifdef __SSE2__
/* Are there two \uXXXX at p? *wide: is one of them above \u007f? Sixteen bytes must be readable. */
static inline bool escape_pair(const char *p, bool *wide)
{
	const __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	const __m128i frame = _mm_setr_epi8('\\', 'u', '0', '0', 0, 0, '\\', 'u', '0', '0', 0, 0, 0, 0, 0, 0);
	const __m128i digit = _mm_sub_epi8(v, _mm_set1_epi8('0'));
	const __m128i letter = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
	const __m128i hex = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit),
		_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter));
	const unsigned hexes = (unsigned)_mm_movemask_epi8(hex), framed = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, frame));
	const unsigned low = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(7)), digit));
	*wide = (framed & 0x30c) != 0x30c || (low & 0x410) != 0x410;
	return (hexes & 0xf3c) == 0xf3c && (framed & 0xc3) == 0xc3;
}
#endif

/* Is the \u escape at p above \u007f? */
static bool escape_wide(const char *p) { return p[2] != '0' || p[3] != '0' || p[4] > '7'; }

static const char *escape_run(struct json_scan *s, const char *p)
{
#ifdef __SSE2__
	bool wide = s->non_ascii, pair_wide;
	for (; s->end - p >= 12 && escape_pair(p, &pair_wide); p += 12) wide |= pair_wide;
	s->non_ascii = wide;
#endif
	while (s->end - p >= 2 && p[0] == '\\' && p[1] == 'u') {
		if (s->end - p < 6 || json_hex4(p + 2) > 0xffff)
			return json_fail(s, p, FAULT_JSON, "four hexadecimal digits must follow \\u");
		s->non_ascii = s->non_ascii || escape_wide(p);
		p += 6;
	}
	return p;
}

const char *json_escape(struct json_scan *s, const char *p)
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

static const char *digits(const char *p, const char *end)
{
	while (p < end && (unsigned)(*p - '0') < 10) p++;
	return p;
}

static const char *number(struct json_scan *s, const char *p)
{
	const char *end = s->end, *from = p;
	if (*p == '-') p++;
	const char *whole = p;
	p = digits(p, end);
	if (p == whole)
		return json_fail(s, p, FAULT_JSON, p == from ? "a value must stand here" : "a digit must follow the minus");
	if (*whole == '0' && p - whole > 1) return json_fail(s, whole, FAULT_JSON, "a number with a leading zero");
	if (p < end && *p == '.') {
		const char *fraction = ++p;
		p = digits(p, end);
		if (p == fraction) return json_fail(s, p, FAULT_JSON, "a digit must follow the decimal point");
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-')) p++;
		const char *exponent = p;
		p = digits(p, end);
		if (p == exponent) return json_fail(s, p, FAULT_JSON, "a digit must follow the exponent's e");
	}
	return p;
}

static const char *literal(struct json_scan *s, const char *p, struct str word)
{
	if ((size_t)(s->end - p) < word.n || memcmp(p, word.p, word.n) != 0)
		return json_fail(s, p, FAULT_JSON, "a value must stand here");
	return p + word.n;
}

const char *json_atom(struct json_scan *s, const char *p, enum json_type *type)
{
	switch (*p) {
	case 't': *type = JSON_TRUE;  return literal(s, p, (struct str){ "true", 4 });
	case 'f': *type = JSON_FALSE; return literal(s, p, (struct str){ "false", 5 });
	case 'n': *type = JSON_NULL;  return literal(s, p, (struct str){ "null", 4 });
	default:  *type = JSON_NUMBER; return number(s, p);
	}
}

/* Goes on behind a finished value: to the next value of the same bracket, or out of brackets down to `floor`, where it sets
 * *done and stops behind the last one. */
static inline const char *pass_on(struct json_scan *s, const char *p, unsigned floor, bool *done)
{
	while (s->depth > floor) {
		const bool object = json_in_object(s);
		p = json_white(p, s->end);
		if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends inside an array or object");
		if (*p == ',') {
			struct str key;
			p = json_white(p + 1, s->end);
			return object ? json_key(s, p, &key) : p;
		}
		if (*p != (object ? '}' : ']'))
			return json_fail(s, p, FAULT_JSON, "a comma or the closing bracket must follow a value");
		p++;
		s->depth--;
	}
	*done = true;
	return p;
}

/* Behind an opening bracket at p, at its first value; or, when it is empty, behind its closing bracket with *empty set. */
static inline const char *pass_open(struct json_scan *s, const char *p, bool object, bool *empty)
{
	struct str key;
	if (!json_enter(s, p, object)) return NULL;
	p = json_white(p + 1, s->end);
	if (p < s->end && *p == (object ? '}' : ']')) {
		s->depth--;
		*empty = true;
		return p + 1;
	}
	return object ? json_key(s, p, &key) : p;
}

const char *json_pass(struct json_scan *s, const char *p, enum json_type *type)
{
	const unsigned floor = s->depth;
	enum json_type inner;
	for (enum json_type *kind = type;; kind = &inner) {
		p = json_white(p, s->end);
		if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends where a value must stand");
		bool done = false;
		if (*p == '"') {
			*kind = JSON_STRING;
			p = json_string(s, p + 1);
		} else if (*p == '{' || *p == '[') {
			const bool object = *p == '{';
			bool empty = false;
			*kind = object ? JSON_OBJECT : JSON_ARRAY;
			p = pass_open(s, p, object, &empty);
			if (!p) return NULL;
			if (!empty) continue;
		} else {
			p = json_atom(s, p, kind);
		}
		if (!p) return NULL;
		p = pass_on(s, p, floor, &done);
		if (!p || done) return p;
	}
}
