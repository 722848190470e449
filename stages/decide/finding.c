/* finding.c -- what the rules of extraction conclude of a message, as numbers that a decision can weigh.
 * Knows what there is; does not know how it was found or what it weighs. */
#include "indicator.h"

const char *finding_fact_name(unsigned fact)
{
	static const char *const own[] = { "level", "certainty", "claim", "type_asserted", "type_reported", "type_observed", "type_inferred",
		"type_predicted", "type_motive" };
	return fact < EVIDENCE_KINDS ? evidence_kind_name(fact) : own[fact - EVIDENCE_KINDS];
}

void finding_facts(const struct found *f, int32_t fact[FINDINGS])
{
	memset(fact, 0, FINDINGS * sizeof *fact);
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind < EVIDENCE_KINDS) fact[f->evidence[i].kind]++;
	fact[FINDING_LEVEL] = f->level;
	fact[FINDING_CLAIM] = f->claims > 0;
	for (uint32_t i = 0; i < f->claims; i++) {
		if (!f->claim[i].main) continue;
		fact[FINDING_CERTAINTY] = f->claim[i].certainty;
		fact[FINDING_TYPE + f->claim[i].type] = 1;
	}
}
