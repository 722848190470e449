/* reader_child.h -- the parent's end of a reading child: its frames, its silence and its death.
 * Knows processes and frames; does not know what is in an archive. */
#ifndef CREDENCE_READER_CHILD_H
#define CREDENCE_READER_CHILD_H

#include "container_protocol.h"
#include "limit.h"
#include <sys/types.h>

struct reader_child {
	pid_t       pid;            /* 0: none */
	int         pipe;
	uint32_t    left;           /* unread bytes of the current frame */
	uint32_t    idle_seconds;
	const char *archive;        /* its name, for diags */
};

/* `kept`: a descriptor of what has no path, -1: none. */
MUST_CHECK bool reader_child_start(struct reader_child *, const char *program, const char *path, int kept,
                                   const struct limits *, const char *spool, struct diag *);

enum child_said { CHILD_FRAME, CHILD_DIED, CHILD_FAILED };

/* The next frame's kind; its bytes (`left` of them) follow. Died: killed by what it read, `signal` says how. */
MUST_CHECK enum child_said reader_child_frame(struct reader_child *, enum said *kind, int *signal, struct diag *);
/* Exactly n bytes of the current frame, n at most `left`. */
MUST_CHECK enum child_said reader_child_bytes(struct reader_child *, void *into, size_t n, int *signal, struct diag *);
void                       reader_child_stop(struct reader_child *);

#endif
