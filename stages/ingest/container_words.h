/* container_words.h -- what the errors of the container library are for us.
 * Knows its phrases; does not know when they are said. */
#ifndef CREDENCE_CONTAINER_WORDS_H
#define CREDENCE_CONTAINER_WORDS_H

#include "status.h"

/* `said` may be NULL: nothing was said. */
enum finding container_finding(const char *said);

#endif
