/* frame_rows.h -- the way of cutting <row .../> elements.
 * Knows its name; does not know what a row holds. */
#ifndef CREDENCE_FRAME_ROWS_H
#define CREDENCE_FRAME_ROWS_H

#include "framer.h"

extern const struct framer framer_rows;      /* an element is a record; broken ones end where the next row begins */

#endif
