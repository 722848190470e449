/* found.h -- what the extract stage finds in one message, before it is packed into a row.
 * Knows the list of features (feature.def) and the arrays of claims and evidence; does not know their weights. */
#ifndef CREDENCE_FOUND_H
#define CREDENCE_FOUND_H

#include "answer.h"
#include "claim.h"
#include "status.h"
#include "str.h"

/* Every feature, in the order of feature.def: FEATURE_URL_COUNT ... */
enum feature {
#define FEATURE(name, printed, unit, definition, source) FEATURE_##name,
#include "feature.def"
#undef FEATURE
	FEATURE_COUNT
};

struct feature_info {
	const char *name;          /* "url_count": lower case, as printed and as models name it */
	const char *unit;          /* "count", "flag", "permille", "bytes", ... */
	const char *definition;
	const char *source;        /* where the formula comes from: paper and year, or "this project" */
};

const struct feature_info *feature_info(unsigned feature);
/* FEATURE_COUNT where there is none of that name. */
unsigned                   feature_find(struct str name);

enum { FOUND_CLAIMS = 64, FOUND_EVIDENCE = 64 };   /* kept for one message; the counting features go on beyond */

struct found {
	enum status      status;
	int32_t          feature[FEATURE_COUNT];
	uint32_t         claims, evidences;
	struct claim    *claim;                    /* in order of their spans */
	struct evidence *evidence;                 /* in order of their spans; those beside the text last */
	struct str      *origin;                   /* origin[i] of evidence[i]; origin_at and origin_n are set by pack */
	uint8_t          certainty;                /* of the message: that of its main claim */
	uint8_t          level;                    /* evidence level 1..4 by rule (METHOD: 5 needs a corpus); 0: nothing to assess */
	struct settled   answer[SLOTS];            /* decide: what the learned decisions say */
	/* Where the first cue of each feature stands, for reasons that point at it; 0,0: nowhere in particular. */
	struct { uint32_t from, to; } span[FEATURE_COUNT];
};

#endif
