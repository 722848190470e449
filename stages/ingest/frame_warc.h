/* frame_warc.h -- the way of cutting web archives.
 * Knows its name; does not know what a record holds. */
#ifndef CREDENCE_FRAME_WARC_H
#define CREDENCE_FRAME_WARC_H

#include "framer.h"

extern const struct framer framer_warc;      /* a WARC or ARC record with its header, without the blank lines behind it */

#endif
