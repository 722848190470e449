/* conclusion.c -- all that is counted of one text: its features, and what the rules of extraction conclude.
 * Knows where both stand in a message and in a row; does not know how they were found or what they weigh. */
#include "indicator.h"

#include "row.h"

const char *conclusion_name(unsigned fact)
{
	static const char *const own[] = { "level", "certainty", "claim", "type_asserted", "type_reported", "type_observed", "type_inferred",
		"type_predicted", "type_motive" };
	return fact < EVIDENCE_KINDS ? evidence_kind_name(fact) : own[fact - EVIDENCE_KINDS];
}

/* Labels as raters write them, and the kinds of evidence that extraction tells apart among them. */
static const struct { const char *label; unsigned conclusion; } answers[] = {
	{ "certain", CONCLUSION_CERTAINTY }, { "hedged", CONCLUSION_CERTAINTY }, { "doubtful", CONCLUSION_CERTAINTY },
	{ "link", EVIDENCE_LINK }, { "picture", EVIDENCE_PICTURE }, { "named_source", EVIDENCE_NAMED_SOURCE },
	{ "named_source", EVIDENCE_ATTRIBUTION }, { "document", EVIDENCE_DOCUMENT }, { "document", EVIDENCE_IDENTIFIER },
	{ "first_hand", EVIDENCE_FIRST_HAND }, { "hearsay", EVIDENCE_HEARSAY }, { "reasoning", EVIDENCE_REASONING },
	{ "none", EVIDENCE_LINK }, { "none", EVIDENCE_PICTURE }, { "none", EVIDENCE_NAMED_SOURCE }, { "none", EVIDENCE_ATTRIBUTION },
	{ "none", EVIDENCE_DOCUMENT }, { "none", EVIDENCE_IDENTIFIER }, { "none", EVIDENCE_FIRST_HAND }, { "none", EVIDENCE_HEARSAY },
	{ "none", EVIDENCE_REASONING }
};

bool conclusion_answers(unsigned conclusion, struct str label)
{
	for (unsigned i = 0; i < sizeof answers / sizeof *answers; i++)
		if (answers[i].conclusion == conclusion && str_is(label, answers[i].label)) return true;
	return false;
}

static void conclusions_of(const struct evidence *evidence, uint32_t evidences, const struct claim *claim, uint32_t claims, unsigned level,
                           int32_t fact[CONCLUSIONS])
{
	memset(fact, 0, CONCLUSIONS * sizeof *fact);
	for (uint32_t i = 0; i < evidences; i++)
		if (evidence[i].kind < EVIDENCE_KINDS) fact[evidence[i].kind]++;
	fact[CONCLUSION_LEVEL] = (int32_t)level;
	fact[CONCLUSION_CLAIM] = claims > 0;
	for (uint32_t i = 0; i < claims; i++) {
		if (!claim[i].main || claim[i].type >= CLAIM_TYPES) continue;
		fact[CONCLUSION_CERTAINTY] = claim[i].certainty;
		fact[CONCLUSION_TYPE + claim[i].type] = 1;
	}
}

void counts_of_found(const struct found *f, int32_t count[COUNTED])
{
	memcpy(count, f->feature, sizeof f->feature);
	conclusions_of(f->evidence, f->evidences, f->claim, f->claims, f->level, count + FEATURE_COUNT);
}

void counts_of_row(const struct row *r, int32_t count[COUNTED])
{
	memset(count, 0, FEATURE_COUNT * sizeof *count);
	for (unsigned i = 0; i < r->head->features; i++)
		if (r->feature[i].feature < FEATURE_COUNT) count[r->feature[i].feature] = r->feature[i].value;
	conclusions_of(r->evidence, r->head->evidences, r->claim, r->head->claims, r->head->level, count + FEATURE_COUNT);
}
