/* interval.h -- the interval around a score.
 * Knows what widens it; does not know what made the score. */
#ifndef CREDENCE_INTERVAL_H
#define CREDENCE_INTERVAL_H

#include "model.h"

/* What the calibration is unsure of, in log-odds below and above: beside the model's own variance, for the labels are of other
 * messages than this one. */
struct band { int32_t below, above; };

/* Sets low and high from log_odds. `source` is NULL where there is no origin of a known class; `unsure`: it is not clear
 * which claim the origin is for. */
void interval_around(const struct model *, const struct row *, const struct source_prior *source, bool unsure, const struct band *,
                     struct score *);

#endif
