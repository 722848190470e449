/* score_count.h -- a calibration set as its distinct scores, and step functions over them made small enough to keep.
 * Knows counts and thinning; does not know which function is fitted. */
#ifndef CREDENCE_SCORE_COUNT_H
#define CREDENCE_SCORE_COUNT_H

#include "calibration.h"

struct score_count { int32_t score; uint32_t n, ones; };

/* The set's labels, groups and size are in range. */
MUST_CHECK bool calibration_set_check(const struct calibration_set *, struct diag *);
/* Distinct scores, rising: the caller frees them. */
struct score_count *score_counts(const struct calibration_set *, uint32_t *k);

/* A rising step function that grows; equal values are one step. */
struct steps { struct calibration_step *step; uint32_t n; };

struct steps steps_new(uint32_t room);
void         steps_free(struct steps *);
/* `from` not below the last step's, p not below its p. */
void         steps_add(struct steps *, int64_t from, int32_t p);
/* part / whole in units, to the nearest */
int32_t      units_of(int64_t part, int64_t whole);

enum thinning { THIN_DOWN, THIN_MIDDLE, THIN_UP };
/* Joins neighbouring steps until they fit, changing values by as little as that takes; the most a value was changed by. */
int32_t steps_thin(const struct steps *, enum thinning, struct calibration_table *);

#endif
