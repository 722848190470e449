/* label.h -- names of members as labels: printable, valid, never a path.
 * Knows what may be shown; does not know where a name came from. */
#ifndef CREDENCE_LABEL_H
#define CREDENCE_LABEL_H

#include "buf.h"

/* Appends `name` with control characters and bytes that are no UTF-8 replaced by U+FFFD. */
void label_put(struct buf *, struct str name);

#endif
