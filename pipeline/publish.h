/* publish.h -- how an artifact comes to exist: whole, or not at all.
 * Knows temporary names, fsync, link(2) and comparing; does not know what is in the file. */
#ifndef CREDENCE_PUBLISH_H
#define CREDENCE_PUBLISH_H

#include "diag.h"
#include "str.h"
#include <stdint.h>

struct publication {
	int      fd;               /* -1: not open */
	uint64_t size, behind;     /* written so far; of that, on its way to the disk */
	char     path[1024], temporary[1120];
};

MUST_CHECK bool publish_open(struct publication *, const char *path, struct diag *);
MUST_CHECK bool publish_write(struct publication *, struct str bytes, struct diag *);
/* Gives it its name. If that has appeared meanwhile: equal bytes, ours is dropped; different, a loud failure. */
MUST_CHECK bool publish_finish(struct publication *, struct diag *);
/* The same for a file that is a view of others and may change: replaces what was there. */
MUST_CHECK bool publish_replace(struct publication *, struct diag *);
void            publish_drop(struct publication *);

/* Is `name` a temporary file that nobody will finish: older than a day, or its writer on this host is dead? */
bool            publish_is_stale(int folder_fd, const char *name);

/* --- small file affairs that every pass needs -------------------------------------------------------------------- */

MUST_CHECK bool folder_make(const char *path, struct diag *);            /* fine when it is there */
MUST_CHECK bool folder_sync(const char *path, struct diag *);            /* the folder that holds `path`, to disk */
/* malloc'ed, with a zero byte behind */
MUST_CHECK bool file_read(const char *path, struct str *bytes, struct diag *);
/* XXH64; "-" is standard input. `again`: it can be read once more (a pipe cannot). */
MUST_CHECK bool file_hash(const char *path, uint64_t *hash, bool *again, struct diag *);
bool            file_size(const char *path, uint64_t *size);             /* false: there is none */
MUST_CHECK bool file_remove(const char *path, struct diag *);            /* fine when it is not there */

#endif
