/* bootstrap.h -- how sure a metric is: intervals by resampling whole groups, and the metric inside each group.
 * Knows groups, rounds and percentiles; does not know what the metrics mean.
 *
 * Messages of one conversation or event resemble each other, so groups are drawn with replacement, not rows (the cluster
 * bootstrap: Davison & Hinkley 1997, section 3.8). The same seed gives the same draws on every machine; sums of
 * doubles, logarithms and roots are as the machine computes them. */
#ifndef CREDENCE_BOOTSTRAP_H
#define CREDENCE_BOOTSTRAP_H

#include "metric.h"

struct resampling {
	uint32_t rounds;         /* 0: 2000 */
	uint64_t seed;
};

/* 95 % percentile interval (Efron 1979): the 2.5 and 97.5 % points of the rounds, interpolated between neighbours. */
struct interval95 {
	double   value;          /* on the rows as they are */
	double   low, high;      /* NAN where no round was defined */
	uint32_t rounds;         /* that were drawn */
	uint32_t undefined;      /* of these, where the metric was not defined (one class missing); left out */
	uint32_t groups;         /* that have a row: below about 20 the interval is too narrow */
};

/* EXIT_USAGE where the rows are out of range or the metric does not apply. */
MUST_CHECK bool bootstrap_interval(const struct metric *, const struct judged *, const struct resampling *, struct interval95 *,
	struct diag *);
/* The same of the difference a - b between two predictions of the same rows: gold and groups must be equal. Both are
 * resampled together, so what is hard for both does not widen it. */
MUST_CHECK bool bootstrap_difference(const struct metric *, const struct judged *a, const struct judged *b, const struct resampling *,
	struct interval95 *, struct diag *);

enum group_standing {
	GROUP_JUDGED,
	GROUP_SMALL,             /* fewer rows than asked for */
	GROUP_ONE_CLASS,         /* all its rows have one gold class (of two, where the metric is about one label) */
	GROUP_UNDEFINED,         /* the metric is not defined on it */
	GROUP_STANDINGS
};
const char *group_standing_name(enum group_standing);      /* "judged", "small", "one_class", "undefined" */

struct group_value {
	double   value;          /* NAN unless judged */
	uint32_t rows;
	enum group_standing standing;
};

struct group_summary {
	uint32_t count[GROUP_STANDINGS];      /* of groups that have a row */
	uint32_t worst;          /* the judged group with the lowest value, of a loss the highest; ties: the first */
	double   mean;           /* of the values of judged groups, each counting once; NAN where none is judged */
};

/* Fills out[0..groups-1], or out[0..n-1] where each row is its own group. Sets have no one class. False (EXIT_USAGE) as above. */
MUST_CHECK bool group_values(const struct metric *, const struct judged *, uint32_t least_rows, struct group_value *out,
	struct group_summary *, struct diag *);

#endif
