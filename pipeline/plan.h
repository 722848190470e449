/* plan.h -- the run folder's list of units and their archives, append-only.
 * Knows which file became which unit; does not know what has been made of them. */
#ifndef CREDENCE_PLAN_H
#define CREDENCE_PLAN_H

#include "arena.h"
#include "diag.h"
#include <stdint.h>

struct plan_archive {
	const char *name;          /* in every line and artifact */
	const char *path;          /* where it was last seen; "-" is standard input */
	uint64_t    size;
	const char *mtime;         /* "seconds.nanoseconds" */
	bool        spent;         /* standard input that has been read to its end to compare it: it cannot be read again */
};

struct plan_unit {
	struct plan_archive *archive;
	uint32_t             archives;
	uint64_t             bytes;
};

struct plan {
	struct arena      arena;
	const char       *folder;
	struct plan_unit *unit;
	uint32_t          units, cap;
	uint64_t          bytes;       /* of plan.jsonl up to its last whole line */
};

/* Is there a run folder at `folder`? Usage error when not. */
MUST_CHECK bool plan_read(struct plan *, const char *folder, struct diag *);

/* Makes the run folder where there is none, and appends units for archives that are not in it yet. An archive that has changed
 * is a usage error. `added`: new archives. */
MUST_CHECK bool plan_extend(struct plan *, const char *folder, const char *const *inputs, unsigned count, uint64_t unit_bytes,
                            unsigned *added, struct diag *);
void            plan_free(struct plan *);

/* RUN/kind/u00007 and what follows, for instance plan_path(p, "scores", 7, ".jsonl", ...). */
void            plan_path(const struct plan *, const char *kind, uint32_t unit, const char *rest, char into[1024]);

/* Removes temporary files that nobody will finish; returns how many. */
unsigned        plan_sweep(const struct plan *);

/* --- walk.c: inputs on the command line as a list of archives ---------------------------------------------------- */

struct walk { struct plan_archive *archive; uint32_t count, cap; };

/* Files, folders (hidden entries, links inside them and `but`, the run folder, are left out), "-". Sorted by path. */
MUST_CHECK bool walk_inputs(struct walk *, const char *const *inputs, unsigned count, const char *but, struct arena *, struct diag *);
/* Puts one more parent folder in front of the name; false when there is none left. */
bool            walk_lengthen(struct plan_archive *, struct arena *);
/* Lengthens names until no two of the list are the same. Sorts by name. */
MUST_CHECK bool walk_name(struct walk *, struct arena *, struct diag *);

/* --- inputs.c: the paths of all archives in byte order, for source_options; free() the list, the strings stay their owner's --- */

const char    **plan_inputs(const struct plan *, size_t *count);
const char    **walk_paths(const struct walk *);

#endif
