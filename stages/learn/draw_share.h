/* draw_share.h -- how many messages of a sample fall to each stratum.
 * Knows sizes; does not know messages. */
#ifndef CREDENCE_DRAW_SHARE_H
#define CREDENCE_DRAW_SHARE_H

#include "draw.h"

/* Sets drawn and probability from size; `wanted` is at most the sum of the sizes. */
void draw_allocate(struct draw_share *, uint32_t strata, uint32_t wanted, uint64_t seed);

#endif
