/* diag.h -- what is said when something is wrong, and to whom.
 * Knows the words of an error and the exit codes; does not decide what a caller does about it.
 *
 * A fallible function returns false (or NULL, or an enum) and fills the diag it was given with one sentence that
 * names the place: file, pointer, line or offset, and the allowed values. Nothing here is global. */
#ifndef CREDENCE_DIAG_H
#define CREDENCE_DIAG_H

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))

enum exit_code {
	EXIT_FINE         = 0,
	EXIT_FAILED       = 1,  /* the environment: memory, disk, I/O, time-out. Run it again */
	EXIT_USAGE        = 2,  /* the command line or the configuration */
	EXIT_BAD_RECORDS  = 3,  /* finished, and some input was bad */
	EXIT_TOO_MANY_BAD = 4   /* finished, and more was bad than --max-bad allows */
};

struct diag {
	enum exit_code code;      /* what the program should exit with if this ends it */
	char           text[1000];
};

/* Always return false, so that a caller can `return diag_failed(d, ...)`. */
bool diag_failed(struct diag *, const char *format, ...) __attribute__((format(printf, 2, 3)));  /* EXIT_FAILED */
bool diag_usage(struct diag *, const char *format, ...) __attribute__((format(printf, 2, 3)));   /* EXIT_USAGE  */

/* Puts "prefix: " before the text. */
bool diag_within(struct diag *, const char *prefix);

#endif
