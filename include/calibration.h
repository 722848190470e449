/* calibration.h -- from log-odds to a probability that was fitted to labels, with an interval; fitting is apart from use.
 * Knows tables and lines over integer scores; does not know what the labels mean or how the scores came about.
 *
 * All numbers that are kept are integers in units of 0.0001. Using a calibration (stages/score/calibration.c) is integer
 * code; fitting one (stages/learn/) is not, except that the tables of isotonic regression and Venn-Abers are exact ratios
 * of counts, rounded once: they are the same on every machine. */
#ifndef CREDENCE_CALIBRATION_H
#define CREDENCE_CALIBRATION_H

#include "bootstrap.h"

enum calibration_kind {
	CALIBRATION_NONE,          /* the logistic function of the log-odds */
	CALIBRATION_PLATT,         /* the logistic function of a line over them */
	CALIBRATION_ISOTONIC,      /* a rising step function of them */
	CALIBRATION_VENN_ABERS,    /* two of them: what p would be if this message's label were 0, and if it were 1 */
	CALIBRATION_KINDS
};
const char *calibration_kind_name(enum calibration_kind);    /* "none", "platt", "isotonic", "venn_abers" */

enum {
	CALIBRATION_STEPS = 256,
	CALIBRATION_KNOTS = 33, CALIBRATION_KNOT_FIRST = -80000, CALIBRATION_KNOT_EVERY = 5000
};

/* p holds for log-odds >= from, up to the next step. The first step begins at INT32_MIN; from rises, p does not fall. */
struct calibration_step { int32_t from, p; };

struct calibration_table {
	uint32_t                steps;      /* 1..CALIBRATION_STEPS */
	struct calibration_step step[CALIBRATION_STEPS];
};

struct calibration {
	enum calibration_kind kind;
	/* Platt: logistic(slope * log_odds + shift); slope >= 0 */
	int32_t slope, shift;
	/* 90 % band around that line: calibrated log-odds at CALIBRATION_KNOT_FIRST + i * CALIBRATION_KNOT_EVERY, linear
	 * between and beyond; neither falls */
	int32_t band_low[CALIBRATION_KNOTS], band_high[CALIBRATION_KNOTS];
	/* isotonic: twice the same; Venn-Abers: p0 and p1, lower <= upper everywhere */
	struct calibration_table lower, upper;
};

/* Is it of the form above? For what was read from a file; what is fitted here always is. EXIT_USAGE. */
MUST_CHECK bool calibration_check(const struct calibration *, struct diag *);
/* p and its interval, 0..10000, low <= p <= high; none of them falls where the log-odds rise. Venn-Abers: low = p0,
 * high = p1, p = p1 / (1 - p0 + p1), the log-loss minimax between them (Vovk & Petej 2014). A kind without an interval:
 * low = p = high. */
void calibration_apply(const struct calibration *, int32_t log_odds, int32_t *p, int32_t *low, int32_t *high);

/* The same, and what lies on one step of a table is told apart: p moves by up to 0.001 with the log-odds. What scores print. */
void calibration_ordered(const struct calibration *, int32_t log_odds, int32_t *p, int32_t *low, int32_t *high);

/* --- fitting (stages/learn/) -------------------------------------------------------------------------------------- */

/* Messages that no part of the score was fitted to. All arrays are borrowed. */
struct calibration_set {
	uint32_t        n;         /* at most 2^30 */
	const int32_t  *score;     /* log-odds of each */
	const uint8_t  *label;     /* 0 or 1 of each */
	const uint32_t *group;     /* of each, below `groups`; NULL: each its own. Only Platt's band resamples them */
	uint32_t        groups;
};

/* All of them: false with EXIT_USAGE where there is no message, a label is not 0 or 1, or a group out of range. A table of more than
 * CALIBRATION_STEPS values is thinned; *thinned is the most that a value was changed by (0: exact). */

/* Pool adjacent violators (Ayer et al. 1955): the rising function of the score closest to the labels in squared error. A score
 * between two of the set takes the value of the one below it. Thinning takes middles. */
MUST_CHECK bool isotonic_fit(const struct calibration_set *, struct calibration *, int32_t *thinned, struct diag *);

/* Inductive Venn-Abers (Vovk & Petej 2014) for every score at once: p0(s) and p1(s) are the isotonic fits of the set and one
 * more message (s, 0) or (s, 1), at s, by the O(n log n) method of Vovk, Petej & Fedorova 2015. p1 is the same over
 * ( s_i-1, s_i ], p0 over [ s_i, s_i+1 ) of the set's distinct scores, 0 below all and 1 above all. Thinning lowers p0 and raises p1. */
MUST_CHECK bool venn_abers_fit(const struct calibration_set *, struct calibration *, int32_t *thinned, struct diag *);

/* Maximum likelihood of logistic(slope * score + shift) for the targets (N1 + 1) / (N1 + 2) and 1 / (N0 + 2) (Platt 1999), by Newton's
 * method with backtracking (Lin, Lin & Weng 2007), and the 5 and 95 % points of the line over resampled groups. Also
 * EXIT_USAGE where a class is missing, or where p would fall with the score. *undefined: rounds where a class was missing. A
 * round whose line falls counts as flat. */
MUST_CHECK bool platt_fit(const struct calibration_set *, const struct resampling *, struct calibration *, uint32_t *undefined,
	struct diag *);

#endif
