/* score.h -- what a row is worth and why: bounded integer log-odds whose terms add up exactly.
 * Knows models and the arithmetic; does not know how features were found or how a line looks.
 *
 * All numbers are integers in units of 0.0001; ln and the logistic function are integer code; no float and no libm. */
#ifndef CREDENCE_SCORE_H
#define CREDENCE_SCORE_H

#include "asset.h"
#include "row.h"

struct model;

/* Reads a model (configs/models/README.md): terms with feature, code, weight, cap, sign and reason; source classes; bounds.
 * Errors name the file and the JSON Pointer: an unknown feature, a weight against its sign, a number that is none. */
MUST_CHECK struct model *model_open(struct str json, const char *name, struct diag *);
void                     model_close(struct model *);
/* "default@0123456789abcdef": its name and content hash */
const char              *model_label(const struct model *);
const char              *model_calibration(const struct model *);  /* "none" until calibrated */

struct reason {
	const char *code;          /* "NAMED_SOURCE_NO_LINK", "CLAMP", "OTHER"; constant for the model's life */
	const char *text;          /* for a person: "names a source but gives no link" */
	int32_t     units;         /* what it adds to the log-odds */
	uint32_t    from, to;      /* span in the text; 0,0: none */
	uint8_t     component;     /* enum component */
};

enum component { COMPONENT_PRIOR, COMPONENT_TEXT, COMPONENT_CALIBRATION, COMPONENT_SOURCE, COMPONENTS };

enum { SCORE_REASONS = 64 };

struct score {
	bool          assessed;                /* false: the fields below are not set, the line prints null */
	int32_t       log_odds;                /* the sum of the reasons */
	int32_t       groundedness, credibility;   /* 0..10000; equal where no source is known */
	int32_t       low, high;               /* the interval around credibility */
	int32_t       component[COMPONENTS];   /* add up to log_odds */
	uint32_t      reasons;
	struct reason reason[SCORE_REASONS];   /* by falling magnitude, then code; they add up to log_odds */
	int           main_evidence;           /* index of the evidence whose origin made the source part; -1: none */
};

void score_row(const struct model *, const struct row *, struct score *);

int32_t model_intercept(const struct model *);

/* What a feature weighs in this model: its term's index or -1; for `credence features`. */
struct model_term { const char *code, *text; int32_t weight, cap; int sign; };
bool model_term(const struct model *, unsigned feature, struct model_term *);

/* --- integer arithmetic (stages/score/fixed.c), also used by tests ----------------------------------------------- */

/* -> 0..10000, rounded to nearest; monotone; symmetric around 5000 */
int32_t  fixed_logistic(int32_t log_odds_units);
int32_t  fixed_ln_ratio(uint32_t a, uint32_t b);     /* ln(a/b) in units */
int32_t  fixed_trigamma(uint32_t n);                 /* psi1(n) in units, n >= 1 */
uint32_t fixed_sqrt(uint64_t);                       /* floor of the square root */

#endif
