/* frame.c -- cues that only the words around them make: what the author saw and did, and reasons given by "so" and "since".
 * Knows subjects and the verbs of experience; does not know what such a cue is worth. */
#include "extract.h"

enum { VERB_REACH = 4, CONDITION_REACH = 24 };

static const uint64_t verbs = UINT64_C(1) << CUE_AUX | UINT64_C(1) << CUE_VERB | UINT64_C(1) << CUE_MODAL | UINT64_C(1) << CUE_PAST
	| UINT64_C(1) << CUE_EXPERIENCE;

static void cue_make(struct reading *r, uint32_t i, uint32_t n, enum cue cue, enum feature feature)
{
	struct tag *t = &r->tag[i];
	if (tag_is(t, cue_bit(cue)))
		return;
	t->cues |= cue_bit(cue);
	t->made = true;
	if (t->n < n)
		t->n = (uint8_t)n;
	found_count(r->found, feature, r->view->token[i].at, token_end(r->view, i + n));
}

static bool ends_in(const struct view *v, uint32_t i, char a, char b)
{
	const struct token *k = &v->token[i];
	const char *end = v->text.p + k->at + k->n;
	return k->n > 4 && (end[-2] | 32) == a && (end[-1] | 32) == b;
}

/* "I just tried it", "we have used it"; but not "I would have tried", "I have not seen", "if I used". */
static void experience_read(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const uint64_t passed = cue_bit(CUE_AUX) | cue_bit(CUE_STOP);
	const uint64_t barred = cue_bit(CUE_NEGATION) | cue_bit(CUE_MODAL) | cue_bit(CUE_COND) | cue_bit(CUE_WH);
	if (tag_is(&r->tag[i], cue_bit(CUE_MODAL)) || !tag_is(&r->tag[i], cue_bit(CUE_SUBJECT) | cue_bit(CUE_AUX)))
		return;
	if (i && tag_is(&r->tag[i - 1], cue_bit(CUE_COND) | cue_bit(CUE_MODAL) | cue_bit(CUE_AUX)))
		return;
	for (uint32_t k = i + 1; k < v->tokens && k <= i + VERB_REACH; k++) {
		const struct tag *t = &r->tag[k];
		if (v->token[k].kind != TOKEN_WORD || tag_is(t, barred))
			return;
		if (tag_is(t, cue_bit(CUE_EV_DIRECT)))     /* "I" and the phrase "just saw" are one */
			return;
		if (tag_is(t, cue_bit(CUE_EXPERIENCE))) {
			cue_make(r, i, k + 1 - i, CUE_EV_DIRECT, FEATURE_FIRST_HAND);
			return;
		}
		if (tag_is(t, cue_bit(CUE_AUX)) && tag_is(t, cue_bit(CUE_PAST)))     /* "I was used to it" */
			return;
		if (!tag_is(t, passed) && !ends_in(v, k, 'l', 'y'))
			return;
	}
}

/* "so it fails", "Since he left, ...", "because it broke": a reason where a clause follows; not "so much", "since Monday". */
static void reason_read(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const bool so = v->token[i].n == 2, because = (v->text.p[v->token[i].at] | 32) == 'b';
	if (i + 2 >= v->tokens || v->token[i + 1].kind == TOKEN_PUNCT || (r->tag[i].n > 1 && tag_is(&r->tag[i], cue_bit(CUE_EV_INFER))))
		return;
	const struct tag *next = &r->tag[i + 1];
	if (because) {     /* "because of the rain" is a cause, and "not because" none */
		if (!tag_is(next, cue_bit(CUE_PREP)) && !r->tag[i].negated && !any_tag(r, i > 2 ? i - 2 : 0, i, cue_bit(CUE_EV_INFER)))
			cue_make(r, i, 1, CUE_EV_INFER, FEATURE_INFERENCE);
		return;
	}
	const struct tag *before = i ? next - 2 : NULL;
	const bool after_pause = before && ((v->token[i].flags & TOKEN_FIRST) || v->token[i - 1].kind == TOKEN_PUNCT
		|| tag_is(before, cue_bit(CUE_CONTRAST)));
	const bool opens = after_pause || (before && tag_is(before, cue_bit(CUE_STOP)) && !tag_is(before, cue_bit(CUE_AUX) | cue_bit(CUE_PREP)));
	const bool subject = (tag_is(next, cue_bit(CUE_SUBJECT)) && !tag_is(next, cue_bit(CUE_WH))) || (next->name && so);
	const bool noun = so && after_pause && (tag_is(next, cue_bit(CUE_DET) | cue_bit(CUE_COND)) || v->token[i + 1].kind == TOKEN_NUMBER);
	bool verb = tag_is(next, cue_bit(CUE_AUX)) || any_tag(r, i + 2, i + 2 + VERB_REACH, verbs);
	for (uint32_t k = i + 2; !verb && k < i + 2 + VERB_REACH && k < v->tokens; k++)
		verb = ends_in(v, k, 'e', 'd');
	if (verb && ((subject && (opens || !so)) || noun))
		cue_make(r, i, 1, CUE_EV_INFER, FEATURE_INFERENCE);
}

/* "If he had signed it, the plant would be closed": what would follow is an argument; a question is none. */
static void condition_read(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	bool follows = false;
	for (uint32_t k = i + 1; k < v->tokens && k < i + CONDITION_REACH && !(v->token[k].flags & TOKEN_FIRST); k++) {
		if (mark_at(v, k, '?'))
			return;
		const char *p = v->text.p + v->token[k].at;
		follows |= v->token[k].n > 4 && (p[0] | 32) == 'w' && (p[1] | 32) == 'o' && tag_is(&r->tag[k], cue_bit(CUE_MODAL));
	}
	if (follows)
		cue_make(r, i, 1, CUE_EV_INFER, FEATURE_INFERENCE);
}

void frames_read(struct reading *r)
{
	for (uint32_t i = 0; i < r->view->tokens; i++) {
		const struct tag *t = &r->tag[i];
		if (tag_is(t, cue_bit(CUE_FIRST)))
			experience_read(r, i);
		else if (tag_is(t, cue_bit(CUE_REASON)))
			reason_read(r, i);
		else if (tag_is(t, cue_bit(CUE_COND)) && r->view->token[i].n == 2)
			condition_read(r, i);
	}
}
