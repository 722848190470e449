/* calibration_read.h -- the calibration of a scoring model, from JSON and back.
 * Knows the keys; does not know how one is fitted. */
#ifndef CREDENCE_CALIBRATION_READ_H
#define CREDENCE_CALIBRATION_READ_H

#include "calibration.h"

struct cJSON;

/* "none", or an object with kind, labels and what the kind needs; *label is what lines say of it, malloc'ed: "venn_abers n=592".
 * Errors name file and JSON Pointer. */
MUST_CHECK bool calibration_read(const struct cJSON *, const char *file, struct calibration *, char **label, struct diag *);

#endif
