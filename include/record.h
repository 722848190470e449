/* record.h -- what ingestion cuts out of archives: members, and in them records.
 * Knows where bytes came from; does not know what a message is.
 *
 * A record that is a fact about the archive and not a piece of data (it ends early, a member is encrypted) has
 * RECORD_FINDING and takes its place in the same order, so that a restart counts the same. */
#ifndef CREDENCE_RECORD_H
#define CREDENCE_RECORD_H

#include "status.h"
#include "str.h"
#include <stdint.h>

enum { PATH_CAPTURES = 8 };

struct format;
struct lookup_table;

/* Values of a document that a map wants from outside its records: what `#` and `^` pointers and same-document lookups
 * name (raw JSON, slot by slot as format.h numbers them), or the columns of a CSV header. */
struct context {
	struct str     *value;         /* p NULL: absent */
	uint32_t        count;
	const uint64_t *changed;       /* of a framer's own context: the generation that each value is of; NULL: all of the latest */
};

struct member {
	struct str           archive;  /* its name in the plan */
	struct str           path;     /* inside the archive, "" for an archive that is no container; levels joined by '!' */
	uint32_t             ordinal;  /* of the member in its archive, from 0 */
	const struct format *format;   /* NULL: not recognised */
	struct str           capture[PATH_CAPTURES];  /* of the map's path expression; p NULL: none */
	char                 delimiter;/* between the columns of a row */
	bool                 names;    /* lines are "name: message" */
	unsigned             dialect;  /* of a layout that needs code */
	const struct lookup_table *const *sidecar;    /* tables from files beside it, one for each of the map's lookups; or NULL */
};

enum record_kind { RECORD_DATA, RECORD_FINDING };

struct record {
	struct str            bytes;
	const struct member  *member;
	const struct context *context; /* NULL: none */
	uint64_t              number;  /* in the member, from 1: the line, row or element that a person would count */
	uint64_t              offset;  /* of its first byte in the decoded member */
	enum record_kind      kind;
	uint32_t              repairs; /* holes of zero bytes before it, which a crash left: nobody knows what was in them */
	enum fault            fault;   /* found while framing */
	enum finding          finding;
};

#endif
