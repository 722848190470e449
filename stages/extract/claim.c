/* claim.c -- claims: assertive clauses that could be checked, with their type, voice, certainty and id.
 * Knows the shape of clauses (finite verb, subject, question, order, opinion); does not know whether a claim is true.
 *
 * A finite verb is a word of class AUX, VERB or a speech class, or a word in -ed or -s after something that can be a
 * subject: a name, a number, or a word of no class; after a name also a word in -ing, and "to" (headlines: "ILO to send").
 * Without one a clause passes when it has a name and a figure, or a name and a link beside it. */
#include "extract.h"

#include <xxhash.h>

enum { LEAST_WORDS = 3, BARE_CLAUSE = 3, LEAST_WORTH = 4, ID_SEED = 20261123 };

static const uint64_t finite = UINT64_C(1) << CUE_AUX | UINT64_C(1) << CUE_VERB | UINT64_C(1) << CUE_PREDICT
	| UINT64_C(1) << CUE_V_REPORT | UINT64_C(1) << CUE_V_CLAIM | UINT64_C(1) << CUE_V_FACT | UINT64_C(1) << CUE_V_DENY
	| UINT64_C(1) << CUE_EV_INFER | UINT64_C(1) << CUE_PAST | UINT64_C(1) << CUE_EXPERIENCE;
/* Classes that leave open whether a word is a verb. */
static const uint64_t open_classes = UINT64_C(1) << CUE_STANCE | UINT64_C(1) << CUE_UNNAMED;

/* What a clause holds, counted once. */
struct clause_sum {
	uint64_t cues;
	uint32_t words, content, names, specifics, judgements, preps, persons;
	bool     verb, quoted, asked, witnessed;
};

static bool verb_shaped(const struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const struct token *k = &v->token[i];
	if (k->kind != TOKEN_WORD || !i)
		return false;
	const char *p = v->text.p + k->at + k->n;
	if (k->n == 2 && r->tag[i - 1].name && !(k->flags & TOKEN_UPPER) && p[-1] == 'o' && (p[-2] | 32) == 't')
		return i + 1 < v->tokens && !r->tag[i + 1].name && !tag_is(&r->tag[i + 1], cue_bit(CUE_STOP));
	if (tag_is(&r->tag[i], cue_bit(CUE_STANCE)) && tag_is(&r->tag[i - 1], cue_bit(CUE_SPEAKER) | cue_bit(CUE_UNNAMED)))
		return true;
	if (k->n < 4 || (r->tag[i].cues & ~open_classes))
		return false;
	const char *tail = p - 3;
	if (r->tag[i - 1].name && k->n > 5 && (tail[0] | 32) == 'i' && (tail[1] | 32) == 'n' && (tail[2] | 32) == 'g')
		return true;
	const bool past = p[-1] == 'd' && p[-2] == 'e', third = p[-1] == 's' && p[-2] != 's' && p[-2] != 'u' && p[-2] != 'i';
	const struct tag *before = &r->tag[i - 1];
	const bool subject = before->name || tag_is(before, cue_bit(CUE_SPEAKER) | cue_bit(CUE_SUBJECT) | cue_bit(CUE_UNNAMED))
		|| (!before->cues && v->token[i - 1].kind != TOKEN_PUNCT);
	const struct tag *after = i + 1 < v->tokens ? before + 2 : NULL;
	return subject && (past || (third && after && (after->name || tag_is(after, cue_bit(CUE_STOP) | cue_bit(CUE_PREP)))));
}

static struct clause_sum clause_sum(const struct reading *r, uint32_t from, uint32_t to)
{
	struct clause_sum s = { 0 };
	for (uint32_t i = from; i < to; i++) {
		const struct token *k = &r->view->token[i];
		const struct tag *t = &r->tag[i];
		s.names += t->name && !(i > from && t[-1].name);
		s.specifics += t->specific;
		if (k->kind == TOKEN_PUNCT)
			s.quoted |= k->mark == '"';
		if (t->cues) {
			s.cues |= t->cues;
			s.asked |= i > from && tag_is(t, cue_bit(CUE_WH)) && tag_is(t - 1, cue_bit(CUE_AUX)) && !tag_is(t - 1, cue_bit(CUE_SUBJECT));
			s.judgements += tag_is(t, cue_bit(CUE_JUDGEMENT));
			s.witnessed |= tag_is(t, cue_bit(CUE_EV_DIRECT)) && !t->made;
			s.preps += tag_is(t, cue_bit(CUE_PREP));
			s.persons += tag_is(t, cue_bit(CUE_FIRST) | cue_bit(CUE_SECOND));
		}
		if (k->kind != TOKEN_WORD && k->kind != TOKEN_HASHTAG && k->kind != TOKEN_FOREIGN)
			continue;
		s.words++;
		s.content += !tag_is(t, cue_bit(CUE_STOP) | cue_bit(CUE_AUX) | cue_bit(CUE_JUDGEMENT) | cue_bit(CUE_SLANG) | cue_bit(CUE_INTENS));
		s.verb = s.verb || tag_is(t, finite) || verb_shaped(r, i);
	}
	return s;
}

/* "If X, Y": what follows the comma; "Putting together what A and B shared, Y" likewise. Without a comma nothing follows. */
static uint32_t comma_end(const struct reading *r, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (r->view->token[i].kind == TOKEN_PUNCT && r->view->token[i].mark == ',')
			return i + 1;
	return to;
}

/* Past mentions, marks and frame cues such as "yo this is actually" or "BREAKING:". */
static uint32_t frame_end(const struct reading *r, uint32_t from, uint32_t to)
{
	for (uint32_t steps = 0; from < to && steps < 16; steps++) {
		const struct token *k = &r->view->token[from];
		const struct tag *t = &r->tag[from];
		if (k->kind == TOKEN_PUNCT || k->kind == TOKEN_MENTION || k->kind == TOKEN_EMOJI)
			from++;
		else if (t->n > 1 && tag_is(t, cue_bit(CUE_ECHO)) && tag_is(t, cue_bit(CUE_FRAME)))
			from = comma_end(r, from, to);
		else if (tag_is(t, cue_bit(CUE_FRAME)) && (!t->name || tag_is(t, cue_bit(CUE_ECHO))))
			from += t->n;
		else
			break;
	}
	return from < to ? from : to;
}

static uint32_t tail_cut(const struct view *v, uint32_t from, uint32_t to)
{
	for (; to > from; to--) {
		const struct token *k = &v->token[to - 1];
		const bool mark = k->kind == TOKEN_PUNCT && k->mark != '%';
		if (!mark && k->kind != TOKEN_URL && k->kind != TOKEN_HOST && k->kind != TOKEN_EMOJI)
			break;
	}
	return to;
}

static bool is_assertion(const struct reading *r, uint32_t from, uint32_t to, const struct clause_sum *s)
{
	const struct tag *first = &r->tag[from];
	const bool checkable = s->names || s->specifics;
	const bool evidenced = (s->cues & (cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_EV_ATTR) | cue_bit(CUE_EV_ATTR_TO)))
		|| s->witnessed || ((s->cues & cue_bit(CUE_EV_DIRECT)) && checkable);     /* what one did today is no claim about the world */
	if (s->words < LEAST_WORDS || s->content < 2 || (s->asked && !evidenced))
		return false;
	if (tag_is(first, cue_bit(CUE_EV_HEARSAY)) && from + first->n < to && s->words <= first->n + 1u)
		return false;
	if ((first->cues & (cue_bit(CUE_EV_ATTR_TO) | cue_bit(CUE_EV_HEARSAY))) == cue_bit(CUE_EV_ATTR_TO)
		&& !(s->cues & (cue_bit(CUE_AUX) | cue_bit(CUE_VERB))))
		return false;
	if (tag_is(first, cue_bit(CUE_WH)) || (tag_is(first, cue_bit(CUE_AUX)) && !tag_is(first, cue_bit(CUE_SUBJECT)) && !first->name
		&& r->view->token[from].kind == TOKEN_WORD && from + 1 < to && tag_is(first + 1, cue_bit(CUE_SUBJECT))))
		return false;
	if (tag_is(first, cue_bit(CUE_ORDER)) && !(from + 1 < to && (tag_is(first + 1, cue_bit(CUE_AUX)) || first->name)))
		return false;
	if (tag_is(first, cue_bit(CUE_OPINION)) && !evidenced)
		return false;
	if (tag_is(first, cue_bit(CUE_FIRST)) && !evidenced && s->names + s->specifics < 2)
		return false;
	if (!s->verb)
		return s->names && (s->specifics || (r->found->feature[FEATURE_URLS] && s->content >= 4 && !(s->cues & cue_bit(CUE_FIRST))));
	if ((s->cues & cue_bit(CUE_OPINION)) && !evidenced && !s->specifics)
		return false;
	if (s->judgements && !checkable && s->content < 6 && !evidenced)
		return false;
	if ((s->cues & (cue_bit(CUE_FIRST) | cue_bit(CUE_SECOND))) && !checkable && !evidenced)
		return false;
	return checkable || evidenced || s->content >= 4;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* "Getting on a bus": an -ing form without a subject is what people write of themselves. */
static bool is_diary(const struct reading *r, uint32_t from)
{
	const struct token *k = &r->view->token[from];
	const char *end = r->view->text.p + k->at + k->n;
	return k->kind == TOKEN_WORD && k->n > 5 && (end[-3] | 32) == 'i' && (end[-2] | 32) == 'n' && (end[-1] | 32) == 'g'
		&& (!(k->flags & TOKEN_UPPER));
}

/* How much a clause looks like a report of the world, for ranking: graded where is_assertion() says yes or no. */
static uint32_t clause_worth(const struct reading *r, uint32_t from, const struct clause_sum *s, bool question)
{
	const uint64_t evidence = cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_EV_ATTR) | cue_bit(CUE_EV_ATTR_TO) | cue_bit(CUE_OUTLET);
	const uint32_t good = 3 * s->verb + 2 * least(s->names, 3) + 2 * least(s->specifics, 3) + least(s->content, 8) + least(s->preps, 3)
		+ 2 * ((s->cues & cue_bit(CUE_PAST)) != 0) + 3 * ((s->cues & evidence) != 0) + 2 * ((s->cues & cue_bit(CUE_V_REPORT)) != 0);
	const uint32_t bad = 2 * least(s->persons, 3) + 2 * least(s->judgements, 3) + 6 * ((s->cues & cue_bit(CUE_OPINION)) != 0)
		+ 6 * (question || s->asked) + 4 * (tag_is(&r->tag[from], cue_bit(CUE_ORDER)) && !tag_is(&r->tag[from], cue_bit(CUE_SUBJECT)))
		+ 2 * ((s->cues & cue_bit(CUE_MODAL)) != 0) + 2 * ((s->cues & cue_bit(CUE_COND)) != 0) + 4 * is_diary(r, from);
	return good > bad + BARE_CLAUSE ? good - bad - BARE_CLAUSE : 0;
}

static enum claim_type claim_type(uint64_t cues, bool attributed)
{
	if (cues & cue_bit(CUE_EV_DIRECT))
		return CLAIM_OBSERVED;
	if (attributed || (cues & (cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_EV_ATTR))))
		return CLAIM_REPORTED;
	if (cues & cue_bit(CUE_EV_INFER))
		return CLAIM_INFERRED;
	if (cues & (cue_bit(CUE_MOTIVE) | cue_bit(CUE_INSINUATE)))
		return CLAIM_MOTIVE;
	return cues & cue_bit(CUE_PREDICT) ? CLAIM_PREDICTED : CLAIM_ASSERTED;
}

/* Sums are order-independent: "Alibaba sued Meta" and "Meta, sued, Alibaba" have one id, as repetitions are told by more. */
static uint64_t claim_id(const struct reading *r, uint32_t from, uint32_t to)
{
	uint64_t sum[2] = { 0, 0 };
	for (uint32_t i = from; i < to; i++) {
		const struct token *k = &r->view->token[i];
		if (k->kind == TOKEN_PUNCT || k->kind == TOKEN_EMOJI || k->kind == TOKEN_URL
			|| tag_is(&r->tag[i], cue_bit(CUE_STOP) | cue_bit(CUE_AUX) | cue_bit(CUE_HEDGE) | cue_bit(CUE_BOOST) | cue_bit(CUE_FRAME)))
			continue;
		sum[0] += XXH64(&k->hash, sizeof k->hash, ID_SEED);
		sum[1]++;
	}
	return XXH64(sum, sizeof sum, ID_SEED);
}

static bool evidence_within(const struct found *f, uint32_t from, uint32_t to, enum evidence_kind a, enum evidence_kind b)
{
	for (uint32_t i = 0; i < f->evidences; i++) {
		const struct evidence *e = &f->evidence[i];
		if ((e->kind == a || e->kind == b) && !(e->flags & EVIDENCE_BESIDE_TEXT) && e->from >= from && e->from < to)
			return true;
	}
	return false;
}

/* The claim is tokens [from, to); its clause begins at `begin`, where a frame such as "RT @x:" may say whose words they are. */
static void claim_add(struct reading *r, uint32_t begin, uint32_t from, uint32_t to, const struct clause_sum *s, bool last)
{
	struct found *f = r->found;
	const uint32_t at = r->view->token[from].at, end = token_end(r->view, to);
	const bool attributed = evidence_within(f, r->view->token[begin].at, end, EVIDENCE_NAMED_SOURCE, EVIDENCE_ATTRIBUTION);
	const uint32_t check = s->names + s->specifics;
	struct claim c = { .id = claim_id(r, from, to), .from = at, .to = end,
		.type = (uint8_t)claim_type(s->cues, attributed), .certainty = (uint8_t)certainty_of(r, from, to),
		.voice = s->quoted ? VOICE_QUOTED : attributed || (s->cues & cue_bit(CUE_EV_HEARSAY)) ? VOICE_ATTRIBUTED : VOICE_OWN,
		.denied = (s->cues & (cue_bit(CUE_NEGATION) | cue_bit(CUE_V_DENY) | cue_bit(CUE_S_DENY))) != 0,
		.incomplete = last && r->view->truncated, .check = (uint8_t)(check < 255 ? check : 255) };
	static const enum feature counted[CLAIM_TYPES] = { FEATURE_COUNT, FEATURE_CLAIMS_REPORTED, FEATURE_CLAIMS_OBSERVED,
		FEATURE_CLAIMS_INFERRED, FEATURE_CLAIMS_PREDICTED, FEATURE_CLAIMS_MOTIVE };
	found_count(f, FEATURE_CLAIMS, at, end);
	if (counted[c.type] != FEATURE_COUNT)
		found_count(f, counted[c.type], at, end);
	if (c.certainty != CERTAINTY_CERTAIN)
		found_count(f, FEATURE_CLAIMS_HEDGED, at, end);
	for (uint32_t i = from; i < to; i++)
		if (r->tag[i].specific)
			found_count(f, FEATURE_SPECIFICS, r->view->token[i].at, r->view->token[i].at + r->view->token[i].n);
	if (f->claims < FOUND_CLAIMS)
		f->claim[f->claims++] = c;
}

/* The claim with most to check, evidence in it counting as two; the earliest of equals. */
static void main_choose(struct found *f)
{
	uint32_t best = 0, most = 0;
	for (uint32_t i = 0; i < f->claims; i++) {
		const struct claim *c = &f->claim[i];
		uint32_t worth = 1 + (uint32_t)(c->check < 8 ? c->check : 8);
		if (evidence_within(f, c->from, c->to, EVIDENCE_NAMED_SOURCE, EVIDENCE_ATTRIBUTION)
			|| evidence_within(f, c->from, c->to, EVIDENCE_FIRST_HAND, EVIDENCE_HEARSAY))
			worth += 2;
		if (worth > most) {
			most = worth;
			best = i;
		}
	}
	if (f->claims) {
		f->claim[best].main = 1;
		f->certainty = f->claim[best].certainty;
	}
}

void claims_read(struct reading *r)
{
	const struct view *v = r->view;
	for (uint32_t n = 0; n < v->clauses; n++) {
		const struct clause *c = &v->clause[n];
		if (c->quoted)
			continue;
		uint32_t from = frame_end(r, c->from, c->to);
		const uint32_t to = tail_cut(v, from, c->to);
		if (from < to && tag_is(&r->tag[from], cue_bit(CUE_COND)))
			from = frame_end(r, comma_end(r, from, to), to);
		if (from >= to)
			continue;
		const struct clause_sum s = clause_sum(r, from, to);
		const int32_t worth = (int32_t)clause_worth(r, from, &s, c->question);
		int32_t *const most = &r->found->feature[FEATURE_CLAIM_WORTH];
		*most = worth > *most ? worth : *most;
		r->found->feature[FEATURE_WORTH_SUM] += worth;
		if (!c->question && (s.witnessed || worth >= LEAST_WORTH) && is_assertion(r, from, to, &s))
			claim_add(r, c->from, from, to, &s, n + 1 == v->clauses);
	}
	main_choose(r->found);
}
