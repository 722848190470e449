/* frame_paths.h -- pointers from a document's root followed while the document streams by.
 * Knows which pointers still fit below a value; does not know where values begin and end. */
#ifndef CREDENCE_FRAME_PATHS_H
#define CREDENCE_FRAME_PATHS_H

#include "arena.h"
#include "format.h"

enum { PATHS_MAX = 64, PATHS_DEPTH = 32 };

struct path_segment { struct str key; bool any; };

struct path {
	struct path_segment *segment;
	unsigned             segments;
	unsigned             scope;      /* segments up to and with the last `*`: the value a capture hangs in; 0: the document */
};

/* A set of paths is a mask: bit i is path i. The record paths come first, then the captures. */
struct paths {
	struct path  path[PATHS_MAX];
	unsigned     count, records;
	uint64_t     late;               /* captures that can follow the records */
	bool         listed;             /* documents_listed() of the record paths */
	struct arena arena;
};

void     paths_open(struct paths *, const struct format *);
/* Those from a record to the records inside it. */
void     paths_recursing(struct paths *, const struct format *);
void     paths_close(struct paths *);
/* Of the paths in `mask`, which fit `level` segments, those that fit one more: the key, or the index where key.p is NULL. */
uint64_t paths_below(const struct paths *, uint64_t mask, unsigned level, struct str key, uint64_t index);
/* Of the paths in `mask` those that are `level` segments long. */
uint64_t paths_ending(const struct paths *, uint64_t mask, unsigned level);
/* Of the captures in `mask` those that hang in a value at `level`. */
uint64_t paths_scoped(const struct paths *, uint64_t mask, unsigned level);

static inline uint64_t paths_records(const struct paths *p)
{
	return p->records == PATHS_MAX ? UINT64_MAX : ((uint64_t)1 << p->records) - 1;
}

/* Whether the pointer takes elements of the document itself, which then is a list. */
static inline bool pointer_takes_elements(struct str pointer)
{
	const char c = pointer.n > 1 ? pointer.p[1] : '\0';
	return (c == '*' && (pointer.n == 2 || pointer.p[2] == '/')) || (c >= '0' && c <= '9');
}

/* A list whose elements no record pointer takes is a list of documents. */
static inline bool documents_listed(const struct str *record, unsigned n)
{
	for (unsigned i = 0; i < n; i++) if (record[i].n == 0 || pointer_takes_elements(record[i])) return false;
	return n > 0;
}

#endif
