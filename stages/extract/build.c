/* build.c -- how a text is built: tenses, subjects, orders and shares, which tell reports of the world from talk.
 * Knows classes of words, claims and their places; does not know what any of it is worth. */
#include "extract.h"

enum { LONG_WORD = 8 };

static const uint64_t grammar = UINT64_C(1) << CUE_STOP | UINT64_C(1) << CUE_AUX | UINT64_C(1) << CUE_DET | UINT64_C(1) << CUE_PREP
	| UINT64_C(1) << CUE_SUBJECT | UINT64_C(1) << CUE_MODAL | UINT64_C(1) << CUE_WH | UINT64_C(1) << CUE_NEGATION;
static const uint64_t verbs = UINT64_C(1) << CUE_AUX | UINT64_C(1) << CUE_VERB | UINT64_C(1) << CUE_PAST | UINT64_C(1) << CUE_MODAL
	| UINT64_C(1) << CUE_V_REPORT | UINT64_C(1) << CUE_V_CLAIM | UINT64_C(1) << CUE_EXPERIENCE;

struct shares { uint32_t names, persons; };

static bool past_shaped(const struct reading *r, uint32_t i)
{
	const struct token *k = &r->view->token[i];
	const char *end = r->view->text.p + k->at + k->n;
	return k->n > 4 && end[-1] == 'd' && end[-2] == 'e' && end[-3] != 'e' && !(i && tag_is(&r->tag[i - 1], cue_bit(CUE_DET)));
}

static void subject_count(struct reading *r, uint32_t i)
{
	const struct tag *t = &r->tag[i];
	const struct token *k = &r->view->token[i];
	const bool contracted = tag_is(t, cue_bit(CUE_AUX)) && tag_is(t, cue_bit(CUE_SUBJECT));     /* it's, they've */
	if (!contracted && (i + 1 == r->view->tokens || !tag_is(t + 1, verbs)))
		return;
	enum feature feature;
	if (tag_is(t, cue_bit(CUE_FIRST)))
		feature = FEATURE_FIRST_SUBJECTS;
	else if (tag_is(t, cue_bit(CUE_SECOND)))
		feature = FEATURE_SECOND_SUBJECTS;
	else if (t->name || tag_is(t, cue_bit(CUE_SUBJECT) | cue_bit(CUE_SPEAKER) | cue_bit(CUE_UNNAMED)))
		feature = FEATURE_THIRD_SUBJECTS;
	else
		return;
	found_count(r->found, feature, k->at, k->at + k->n);
}

static void word_read(struct reading *r, uint32_t i, struct shares *s)
{
	const struct tag *t = &r->tag[i];
	const struct token *k = &r->view->token[i];
	struct found *f = r->found;
	s->names += t->name;
	if (k->n >= LONG_WORD)
		f->feature[FEATURE_LONG_WORDS]++;
	if (!t->cues) {     /* most words */
		f->feature[FEATURE_CONTENT_WORDS]++;
		if (past_shaped(r, i))
			found_count(f, FEATURE_PAST_VERBS, k->at, k->at + k->n);
		if (t->name)
			subject_count(r, i);
		return;
	}
	s->persons += tag_is(t, cue_bit(CUE_FIRST) | cue_bit(CUE_SECOND));
	if (!tag_is(t, grammar))
		f->feature[FEATURE_CONTENT_WORDS]++;
	if (tag_is(t, cue_bit(CUE_PAST)) || past_shaped(r, i))
		found_count(f, FEATURE_PAST_VERBS, k->at, k->at + k->n);
	if ((k->flags & TOKEN_FIRST) && tag_is(t, cue_bit(CUE_ORDER)))
		found_count(f, FEATURE_IMPERATIVES, k->at, k->at + k->n);
	if (tag_is(t, cue_bit(CUE_JUDGEMENT)) && any_tag(r, i > 3 ? i - 3 : 0, i, cue_bit(CUE_AUX)))
		found_count(f, FEATURE_EVALUATIONS, k->at, k->at + k->n);
	subject_count(r, i);
}

/* "at the pier @ Harbour House": a place where the author is. */
static void check_in_count(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	if (mark_at(v, i, '@') && i + 1 < v->tokens && (v->token[i + 1].flags & TOKEN_SPACE) && r->tag[i + 1].name)
		found_count(r->found, FEATURE_CHECK_INS, v->token[i].at, v->token[i].at + v->token[i].n);
}

static void claims_count(struct reading *r)
{
	struct found *f = r->found;
	uint64_t bytes = 0;
	for (uint32_t i = 0; i < f->claims; i++) {
		const struct claim *c = &f->claim[i];
		bytes += c->to - c->from;
		if (c->type != CLAIM_ASSERTED && c->type != CLAIM_PREDICTED && c->type != CLAIM_MOTIVE)
			found_count(f, FEATURE_CLAIMS_SOURCED, c->from, c->to);
		if (!c->main)
			continue;
		f->feature[FEATURE_MAIN_CHECK] = c->check;
		for (uint32_t k = 0; k < r->view->tokens; k++)
			f->feature[FEATURE_MAIN_WORDS] += r->view->token[k].at >= c->from && r->view->token[k].at < c->to;
	}
	if (r->view->text.n)
		f->feature[FEATURE_CLAIM_SHARE] = (int32_t)(bytes * 1000 / r->view->text.n);
}

void build_read(struct reading *r)
{
	const struct view *v = r->view;
	struct found *f = r->found;
	struct shares s = { 0 };
	for (uint32_t i = 0; i < v->tokens; i++) {
		if (v->token[i].kind == TOKEN_WORD)
			word_read(r, i, &s);
		else if (v->token[i].kind == TOKEN_PUNCT)
			check_in_count(r, i);
	}
	uint32_t asked = 0;
	for (uint32_t i = 0; i < v->clauses; i++)
		asked += v->clause[i].question;
	if (v->clauses)
		f->feature[FEATURE_QUESTION_SHARE] = (int32_t)((uint64_t)asked * 1000 / v->clauses);
	if (f->feature[FEATURE_WORDS]) {
		f->feature[FEATURE_NAME_SHARE] = (int32_t)((uint64_t)s.names * 1000 / (uint32_t)f->feature[FEATURE_WORDS]);
		f->feature[FEATURE_PERSON_SHARE] = (int32_t)((uint64_t)s.persons * 1000 / (uint32_t)f->feature[FEATURE_WORDS]);
	}
	claims_count(r);
}
