/* str.h -- borrowed bytes: a pointer and a length, no terminator, owned by somebody else.
 * Knows how to compare and cut them; does not know who owns them or what encoding they hold. */
#ifndef CREDENCE_STR_H
#define CREDENCE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p;
	size_t      n;
};

static inline struct str str_of(const char *z) { return (struct str){ z, z ? strlen(z) : 0 }; }

static inline bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_is(struct str a, const char *z) { return str_equal(a, str_of(z)); }

static inline bool str_starts(struct str a, struct str head)
{
	return a.n >= head.n && (head.n == 0 || memcmp(a.p, head.p, head.n) == 0);
}

static inline bool str_ends(struct str a, struct str tail)
{
	return a.n >= tail.n && (tail.n == 0 || memcmp(a.p + a.n - tail.n, tail.p, tail.n) == 0);
}

/* Bytewise order, the shorter first where one begins the other: the order of every sorted list. */
static inline int str_compare(struct str a, struct str b)
{
	const size_t n = a.n < b.n ? a.n : b.n;
	const int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static inline struct str str_cut(struct str a, size_t from, size_t to)
{
	return (struct str){ a.p ? a.p + from : NULL, to - from };
}

/* Without the spaces, tabs and line ends at both ends. */
static inline struct str str_trim(struct str a)
{
	while (a.n && (a.p[0] == ' ' || a.p[0] == '\t' || a.p[0] == '\r' || a.p[0] == '\n')) { a.p++; a.n--; }
	while (a.n && (a.p[a.n - 1] == ' ' || a.p[a.n - 1] == '\t' || a.p[a.n - 1] == '\r' || a.p[a.n - 1] == '\n')) a.n--;
	return a;
}

#endif
