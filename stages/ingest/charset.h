/* charset.h -- bytes in a declared character set, as UTF-8.
 * Knows the names that the web uses; does not guess. */
#ifndef CREDENCE_CHARSET_H
#define CREDENCE_CHARSET_H

#include "arena.h"
#include <stdint.h>

/* Is it UTF-8 (or its part, ASCII) that is meant? */
bool charset_is_utf8(struct str name);

/* False: the name is not known here. What is ill-formed or not assigned becomes U+FFFD and is counted. */
bool charset_convert(struct str name, struct str *text, struct arena *, uint32_t *repairs);

#endif
