/* progress.h -- one line on a terminal that says how far a pass is, and a log for everybody else.
 * Knows bytes, messages and the clock; nothing it writes is part of an artifact. */
#ifndef CREDENCE_PROGRESS_H
#define CREDENCE_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE            *log;            /* RUN/log/PASS-i-of-N.log; may be NULL */
	const char      *pass;
	bool             shown, verbose, quiet;
	uint64_t         total;          /* bytes to read; 0: unknown */
	double           begun;
	atomic_uint_fast64_t bytes, messages;
	atomic_uint_fast64_t next;       /* millisecond of the next line */
};

double seconds_now(void);
void   progress_begin(struct progress *, const char *pass, uint64_t total, bool quiet, bool verbose);
void   progress_add(struct progress *, uint64_t bytes, uint64_t messages);     /* by any thread */
void   progress_end(struct progress *);
/* To the log, and to standard error with --verbose or where `loud`. */
void   progress_say(struct progress *, bool loud, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
