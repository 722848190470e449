/* explain_parts.h -- what the parts of an explanation share.
 * Knows how text from an archive is shown; does not know what is explained. */
#ifndef CREDENCE_EXPLAIN_PARTS_H
#define CREDENCE_EXPLAIN_PARTS_H

#include "decision.h"
#include "row.h"

/* Text from an archive must not drive the terminal. */
void put_visible(struct buf *out, struct str);

/* A paragraph for each decision that was taken of the message. `hide`: no words of its text. */
void explain_decisions(const struct decisions *, const struct row *, bool hide, struct buf *out);

#endif
