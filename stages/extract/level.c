/* level.c -- the evidence level of a message by rule, and the features that are read off the others.
 * Knows kinds of evidence and the main claim; does not know the corpus, without which level 5 cannot be given. */
#include "extract.h"

static bool has_kind(const struct found *f, enum evidence_kind kind)
{
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind == kind)
			return true;
	return false;
}

static bool has_link(const struct found *f)
{
	for (uint32_t i = 0; i < f->evidences; i++)
		if ((f->evidence[i].flags & EVIDENCE_HAS_LINK) && f->evidence[i].host != HOST_SATIRE)
			return true;
	return false;
}

static uint8_t level_of(const struct found *f)
{
	if (has_link(f) || has_kind(f, EVIDENCE_IDENTIFIER))
		return 4;
	if (has_kind(f, EVIDENCE_NAMED_SOURCE) || has_kind(f, EVIDENCE_ATTRIBUTION) || has_kind(f, EVIDENCE_FIRST_HAND)
		|| has_kind(f, EVIDENCE_PICTURE))
		return 3;
	return has_kind(f, EVIDENCE_HEARSAY) || has_kind(f, EVIDENCE_REASONING) || has_kind(f, EVIDENCE_DOCUMENT) ? 2 : 1;
}

static void flag(struct found *f, enum feature feature, bool on, uint32_t from, uint32_t to)
{
	if (on)
		found_count(f, feature, from, to);
}

void level_read(struct reading *r)
{
	struct found *f = r->found;
	const struct claim *main_claim = NULL;
	for (uint32_t i = 0; i < f->claims; i++)
		if (f->claim[i].main)
			main_claim = &f->claim[i];
	if (!main_claim)
		return;
	f->level = level_of(f);
	const uint32_t from = main_claim->from, to = main_claim->to;
	const bool hedged = f->feature[FEATURE_HEDGES] > 0;
	flag(f, FEATURE_BARE_ASSERTION, f->level == 1 && main_claim->certainty == CERTAINTY_CERTAIN, from, to);
	if (f->level == 1 && f->feature[FEATURE_BOOSTERS]) {
		f->feature[FEATURE_UNSUPPORTED_BOOSTERS] = f->feature[FEATURE_BOOSTERS];
		f->span[FEATURE_UNSUPPORTED_BOOSTERS] = f->span[FEATURE_BOOSTERS];
	}
	flag(f, FEATURE_MAIN_MOTIVE, main_claim->type == CLAIM_MOTIVE, from, to);
	flag(f, FEATURE_HEDGED_INFERENCE, f->feature[FEATURE_INFERENCE] && (hedged || f->feature[FEATURE_CLAIMS_INFERRED]),
		f->span[FEATURE_INFERENCE].from, f->span[FEATURE_INFERENCE].to);
	flag(f, FEATURE_HEARSAY_MAIN, f->feature[FEATURE_HEARSAY] && f->level < 3, f->span[FEATURE_HEARSAY].from, f->span[FEATURE_HEARSAY].to);
}
