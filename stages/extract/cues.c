/* cues.c -- the one linear pass that finds every word and phrase of the lexicons and counts their classes.
 * Knows longest match, hiding and negation; does not know what a class is worth. */
#include "extract.h"

enum { PHRASE_TOKENS = 12, NEGATION_REACH = 3 };

/* The classes whose phrases hide what begins inside them. */
#define PHRASE UINT64_C(1)
#define WORD UINT64_C(0)
static const uint64_t phrases = 0
#define CUE(name, feature, kind) | kind << CUE_##name
#include "cue.def"
#undef CUE
;
#undef PHRASE
#undef WORD

static const uint8_t counts[CUE_COUNT] = {
#define CUE(name, feature, kind) [CUE_##name] = FEATURE_##feature,
#include "cue.def"
#undef CUE
};

_Static_assert(FEATURE_COUNT < 256, "a feature's number is one byte");

static const uint64_t cancelled_by_negation = UINT64_C(1) << CUE_BOOST | UINT64_C(1) << CUE_EV_ATTR | UINT64_C(1) << CUE_EV_DIRECT
	| UINT64_C(1) << CUE_EV_DOC | UINT64_C(1) << CUE_S_SUPPORT | UINT64_C(1) << CUE_S_DENY | UINT64_C(1) << CUE_EV_INFER
	| UINT64_C(1) << CUE_PICTURE | UINT64_C(1) << CUE_MOTIVE;

/* "not certain", "not confirmed": what is denied certainty is a hedge. */
static const uint64_t doubt_when_negated = UINT64_C(1) << CUE_BOOST | UINT64_C(1) << CUE_V_FACT;

/* The longest phrase of each class that begins at token i. */
static void tag_match(const struct reading *r, uint32_t i, struct tag *t)
{
	const struct view *v = r->view;
	uint64_t key = 0;
	for (uint32_t n = 0; n < PHRASE_TOKENS && i + n < v->tokens; n++) {
		key = phrase_key(key, v->token[i + n].hash);
		const struct phrase *p = !n || lexicon_goes_on(r->lexicon, key) ? lexicon_probe(r->lexicon, key) : NULL;
		if (!p)
			return;
		if (p->cues) {
			const bool low = p->capital && !(v->token[i].flags & (TOKEN_TITLE | TOKEN_UPPER | TOKEN_MIXED));
			t->cues |= low ? p->cues & ~cue_bit(CUE_OUTLET) : p->cues;
			if (p->cues & cue_bit(CUE_OUTLET))
				t->outlet = p->outlet;
			t->n = (uint8_t)(n + 1);
		}
		if (!p->more)
			return;
	}
}

static void tag_settle(const struct token *k, struct tag *t, bool negated)
{
	t->negated = negated;
	if (negated && !(t->cues & cue_bit(CUE_HEDGE)) && (t->cues & doubt_when_negated))
		t->cues |= cue_bit(CUE_HEDGE);
	if (negated)
		t->cues &= ~cancelled_by_negation;
	if ((t->cues & cue_bit(CUE_V_IMPL_POS)) && t->n > 1)     /* who could hear it did hear it */
		t->cues &= ~cue_bit(CUE_HEDGE);
	if ((t->cues & cue_bit(CUE_EV_DIRECT)) && t->n > 2)     /* "I heard shots" begins as "I heard" does */
		t->cues &= ~cue_bit(CUE_EV_HEARSAY);
	if ((t->cues & cue_bit(CUE_MONTH_CAPITAL)) && (k->flags & (TOKEN_TITLE | TOKEN_UPPER)) && !(k->flags & TOKEN_FIRST))
		t->cues = cue_bit(CUE_MONTH);
	if ((t->cues & cue_bit(CUE_SPEAKER)) && t->n == 1 && k->n <= 3 && !(k->flags & TOKEN_UPPER))
		t->cues &= ~cue_bit(CUE_SPEAKER);
}

static void tag_count(const struct reading *r, uint32_t i, const struct tag *t)
{
	const uint32_t from = r->view->token[i].at, to = token_end(r->view, i + t->n);
	for (uint64_t left = t->cues; left; left &= left - 1) {
		const unsigned c = (unsigned)__builtin_ctzll(left);
		if (counts[c] != FEATURE_COUNT)
			found_count(r->found, counts[c], from, to);
	}
}

void cues_read(struct reading *r)
{
	const struct view *v = r->view;
	const uint64_t negation = cue_bit(CUE_NEGATION);
	uint32_t hidden_to = 0, negated_to = 0;
	for (uint32_t i = 0; i < v->tokens; i++) {
		struct tag *t = &r->tag[i];
		*t = (struct tag){ 0 };
		const struct token *k = &v->token[i];
		if (k->flags & TOKEN_FIRST)
			negated_to = 0;
		if (!lexicon_begins(r->lexicon, k->hash))
			continue;
		tag_match(r, i, t);
		if (!t->cues)
			continue;
		if (i < hidden_to)
			t->cues &= ~phrases;
		tag_settle(k, t, i < negated_to);
		if ((t->cues & phrases) && t->n > 1)
			hidden_to = i + t->n > hidden_to ? i + t->n : hidden_to;
		else if ((t->cues & negation) && i >= hidden_to)
			negated_to = i + 1 + NEGATION_REACH;
		tag_count(r, i, t);
	}
}
