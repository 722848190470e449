/* sidecar.h -- files that stand beside the messages and say who is who: Slack's users.json, a thread's structure.json.
 * Knows where they are looked for and that they may come after the messages; does not know what a table is used for.
 *
 * In a container the archive is read once more for them, before its first message that asks. Beside an archive that is a plain
 * file they are read from its folder, but only what is among the inputs: the output is a function of the inputs alone. */
#ifndef CREDENCE_SIDECAR_H
#define CREDENCE_SIDECAR_H

#include "map.h"
#include "source.h"

/* Bytes of one such file, and of all tables that a source keeps. What is beyond is not joined, and said. */
enum { SIDECAR_BYTES = 64 << 20, SIDECARS_BYTES = 256 << 20 };

struct sidecars;

struct sidecars *sidecars_new(const struct source_options *);
void             sidecars_free(struct sidecars *);

/* The tables of a member's lookups, one for each of the format's (NULL: none), or *tables NULL where it has none at all; they live
 * as long as the sidecars. *missed: there is such a file, and it could not be used. False: the environment failed. */
MUST_CHECK bool sidecars_find(struct sidecars *, const struct archive *, const struct member *, const struct format *,
                              const struct lookup_table *const **tables, bool *missed, struct diag *);

#endif
