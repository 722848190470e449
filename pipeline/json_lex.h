/* json_lex.h -- the words of JSON: white space, strings, numbers, literals, each checked byte by byte as fast as SSE2 allows.
 * Knows RFC 8259's tokens; does not know pointers or what is wanted of a document. Where the next word begins is mostly
 * foreseen by a branch rather than computed, because a computed place makes all that follows wait for it. */
#ifndef CREDENCE_JSON_LEX_H
#define CREDENCE_JSON_LEX_H

#include "json_string.h"

/* Behind any white space at p. */
const char *json_white_any(struct json_scan *, const char *p);

static inline const char *json_white(struct json_scan *s, const char *p)
{
	if (p == s->end || (unsigned char)*p > ' ') return p;
	if (*p == ' ' && s->end - p > 1 && (unsigned char)p[1] > ' ') return p + 1;
#ifdef __SSE2__
	/* Lines begin as the last one did, more often than not. */
	const uint64_t spaces = json_spaces(p + 1) | (uint64_t)json_spaces(p + 17) << 16;
	const uint64_t here = ((uint64_t)2 << s->indent) - 1, wanted = here >> 1;
	const char *behind = p + 1 + s->indent;
	if (*p == '\n' && (spaces & here) == wanted && behind < s->end && (unsigned char)*behind > ' ') return behind;
#endif
	return json_white_any(s, p);
}

/* Behind a number of any form; what is none is refused here. */
const char *json_number_any(struct json_scan *, const char *p);

static inline const char *json_number(struct json_scan *s, const char *p)
{
#ifdef __SSE2__
	/* Most numbers are whole and not negative: an id, a count, an index. */
	const unsigned n = (unsigned)__builtin_ctz(~(json_digits(json_load(p)) | json_digits(json_load(p + 16)) << 16) | 1u << 31);
	const char after = p[n];
	if (n - 1 < 30 && (*p != '0' || n == 1) && after != '.' && (after | 0x20) != 'e' && n <= (size_t)(s->end - p)) return p + n;
#endif
	return json_number_any(s, p);
}

static inline uint32_t json_word(const char *p)
{
	uint32_t word;
	memcpy(&word, p, sizeof word);
	return word;
}

/* Behind a number, true, false or null. */
static inline const char *json_atom(struct json_scan *s, const char *p, enum json_type *type)
{
	*type = JSON_NUMBER;
	if ((unsigned char)(*p - 'a') >= 26) return json_number(s, p);
	const size_t left = (size_t)(s->end - p);
	const uint32_t word = json_word(p);
	if (left >= 4 && word == json_word("null")) {
		*type = JSON_NULL;
		return p + 4;
	}
	if (left >= 4 && word == json_word("true")) {
		*type = JSON_TRUE;
		return p + 4;
	}
	if (left >= 5 && word == json_word("fals") && p[4] == 'e') {
		*type = JSON_FALSE;
		return p + 5;
	}
	return json_fail(s, p, FAULT_JSON, "a value must stand here");
}

/* Behind a value that is no array and no object. */
static inline const char *json_scalar(struct json_scan *s, const char *p, enum json_type *type)
{
	if (*p != '"') return json_atom(s, p, type);
	*type = JSON_STRING;
	return json_string(s, p + 1);
}

/* `p` stands where a key must; returns where its value must stand. */
static inline const char *json_key(struct json_scan *s, const char *p, struct str *key)
{
	if (p == s->end || *p != '"') return json_fail(s, p, FAULT_JSON, "an object's key must be a string");
	const char *from = p + 1;
	p = json_string(s, from);
	if (!p) return NULL;
	*key = (struct str){ from, (size_t)(p - from) - 1 };
	if (p == s->end || *p != ':') p = json_white(s, p);
	if (p == s->end || *p != ':') return json_fail(s, p, FAULT_JSON, "a colon must follow an object's key");
	return json_white(s, p + 1);
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

/* Behind the array or object at p, all of it checked and nothing kept. Does not recurse. */
const char *json_nested(struct json_scan *, const char *p, enum json_type *);

/* Behind the value at p, where no white space stands. */
static inline const char *json_pass(struct json_scan *s, const char *p, enum json_type *type)
{
	if (p == s->end) return json_fail(s, p, FAULT_JSON, "the document ends where a value must stand");
	return *p == '{' || *p == '[' ? json_nested(s, p, type) : json_scalar(s, p, type);
}

#endif
