/* json_lex.c -- the longer words of JSON, and how a whole value is checked and passed over without recursion.
 * Knows the grammar; does not know which values are wanted. */
#include "json_lex.h"

static bool is_white(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

const char *json_white_any(struct json_scan *s, const char *p)
{
	const char *line = p;
	while (p < s->end && is_white(*p)) {
		if (*p++ == '\n') line = p;
#ifdef __SSE2__
		while (p < s->end && p[0] == ' ' && p[1] == ' ') {   /* indentation */
			const unsigned other = 0xffffu ^ json_spaces(p);
			p += other ? __builtin_ctz(other) : 16;
		}
#endif
	}
	if (p > s->end) p = s->end;
	s->indent = p - line < JSON_INDENT ? (unsigned)(p - line) : JSON_INDENT;
	return p;
}

static const char *digits(const char *p, const char *end)
{
	while (p < end && (unsigned)(*p - '0') < 10) p++;
	return p;
}

const char *json_number_any(struct json_scan *s, const char *p)
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

/* Goes on behind a finished value: to the next value of the same bracket, or out of brackets down to `floor`, where it sets
 * *done and stops behind the last one. */
static inline const char *pass_on(struct json_scan *s, const char *p, unsigned floor, bool *done)
{
	while (s->depth > floor) {
		const bool object = json_in_object(s);
		p = json_white(s, p);
		if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends inside an array or object");
		if (*p == ',') {
			struct str key;
			p = json_white(s, p + 1);
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
	p = json_white(s, p + 1);
	if (p < s->end && *p == (object ? '}' : ']')) {
		s->depth--;
		*empty = true;
		return p + 1;
	}
	return object ? json_key(s, p, &key) : p;
}

const char *json_nested(struct json_scan *s, const char *p, enum json_type *type)
{
	const unsigned floor = s->depth;
	enum json_type inner;
	*type = *p == '{' ? JSON_OBJECT : JSON_ARRAY;
	for (;;) {
		bool done = false, empty = false;
		if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends where a value must stand");
		if (*p == '{' || *p == '[') {
			p = pass_open(s, p, *p == '{', &empty);
			if (!p) return NULL;
			if (!empty) continue;
		} else {
			p = json_scalar(s, p, &inner);
			if (!p) return NULL;
		}
		p = pass_on(s, p, floor, &done);
		if (!p || done) return p;
	}
}
