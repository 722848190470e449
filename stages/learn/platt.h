/* platt.h -- the likelihood fit inside Platt's method, of weighted rows.
 * Knows a line and its Newton steps; does not know resampling or bands. */
#ifndef CREDENCE_PLATT_H
#define CREDENCE_PLATT_H

#include "calibration.h"

/* p = logistic(slope * x + shift), x in log-odds (not units). */
struct line { double slope, shift; };

/* Each row `times` times (NULL: once). False where a class is missing. `line` holds where to begin, and then the result. */
MUST_CHECK bool platt_line(const struct calibration_set *, const uint32_t *times, struct line *);

#endif
