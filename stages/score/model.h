/* model.h -- a model as it lies in memory: terms by feature, source classes, the interval's parameters.
 * Knows integers in units of 0.0001; does not know JSON nor rows. */
#ifndef CREDENCE_MODEL_H
#define CREDENCE_MODEL_H

#include "calibration.h"
#include "score.h"

enum { MODEL_TERMS = SCORE_REASONS - 4 };   /* room for INTERCEPT, CLAMP and the source among the reasons */

/* Where an assertion comes from: a host kind, or one of these where there is no host. */
enum source_class {
	SOURCE_FIRST_HAND = HOST_KINDS, SOURCE_ATTRIBUTED, SOURCE_IDENTIFIER, SOURCE_UNNAMED, SOURCE_CLASSES
};

const char *source_class_name(unsigned);

struct source_prior {
	uint32_t a, b;             /* Beta prior of the class's reliability; 0,0: the class has no weight */
	int32_t  units;            /* what it adds to the log-odds */
	int32_t  variance;         /* what its uncertainty adds to the variance */
	char     code[40];         /* "SOURCE_OUTLET" */
	char    *text;
};

struct model_interval {
	int32_t  z;                /* 1.6449: 90 % */
	int32_t  base, truncated, foreign, brief, scope_unsure;
	uint32_t brief_tokens;     /* fewer tokens than these are brief */
};

struct model {
	char                 *name, *calibration, *label;
	int32_t               intercept, clamp;
	struct calibration    calibrated;
	struct model_term     term[MODEL_TERMS];
	unsigned              terms;
	int16_t               term_of[FEATURE_COUNT];       /* index into term; -1: none */
	int32_t               source_weight, source_clamp;
	struct source_prior   source[SOURCE_CLASSES];
	struct model_interval interval;
};

/* The evidence that gives the message its origin, and the origin's class. false: no evidence has one. */
bool source_choose(const struct model *, const struct row *, int *evidence, unsigned *class);

#endif
