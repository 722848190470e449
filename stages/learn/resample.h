/* resample.h -- groups drawn with replacement, as a count for each row.
 * Knows which rows belong together; does not know what is computed from a draw. */
#ifndef CREDENCE_RESAMPLE_H
#define CREDENCE_RESAMPLE_H

#include "random.h"

#include <stdint.h>

enum { RESAMPLE_ROUNDS = 2000 };

struct resample {
	uint32_t  n, groups;      /* rows; groups that have one */
	uint32_t *group;          /* of each row, counted without the empty ones */
	uint32_t *drawn;          /* how often each group, in the last draw */
	uint32_t *times;          /* how often each row */
};

/* group: n numbers below `groups`; NULL: each row is its own. */
struct resample resample_new(uint32_t n, const uint32_t *group, uint32_t groups);
void            resample_draw(struct resample *, struct random *);
void            resample_free(struct resample *);

/* Sorts n numbers, none of them NAN. */
void   sort_doubles(double *, uint32_t n);
/* The point below which `share` of n sorted numbers lie, interpolated between neighbours; NAN of none. */
double quantile(const double *sorted, uint32_t n, double share);

#endif
