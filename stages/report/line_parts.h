/* line_parts.h -- what the line and the explanation both need of a row.
 * Knows where an origin lies in a row and whether it can be a person; does not print. */
#ifndef CREDENCE_LINE_PARTS_H
#define CREDENCE_LINE_PARTS_H

#include "row.h"

/* n 0: unknown. */
static inline struct str evidence_origin(const struct row *r, const struct evidence *e)
{
	const struct str pool = r->string[ROW_POOL];
	if (!e->origin_n || e->origin_at > pool.n || e->origin_n > pool.n - e->origin_at) return (struct str){ NULL, 0 };
	return str_cut(pool, e->origin_at, (size_t)e->origin_at + e->origin_n);
}

/* An origin that may be a person's name rather than a host, an outlet or an identifier. */
static inline bool evidence_names_person(const struct evidence *e)
{
	return e->kind == EVIDENCE_ATTRIBUTION || e->kind == EVIDENCE_ECHO || e->kind == EVIDENCE_FIRST_HAND || e->kind == EVIDENCE_HEARSAY;
}

#endif
