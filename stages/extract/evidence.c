/* evidence.c -- outlets, identifiers and evidential cues, as spans with a kind.
 * Knows the frames in which an outlet is a source; does not know whether it says so, nor who else may speak (speaker.c). */
#include "extract.h"

enum { FRAME_REACH = 4 };

static const uint64_t speech = UINT64_C(1) << CUE_V_REPORT | UINT64_C(1) << CUE_V_CLAIM | UINT64_C(1) << CUE_V_DENY;
/* Classes that are no evidence by themselves. */
static const uint64_t plain = UINT64_C(1) << CUE_STOP | UINT64_C(1) << CUE_DET | UINT64_C(1) << CUE_PREP | UINT64_C(1) << CUE_MODAL;

void evidence_add(struct reading *r, struct evidence e, struct str origin)
{
	struct found *f = r->found;
	if (f->evidences == FOUND_EVIDENCE)
		return;
	uint32_t at = f->evidences++;
	const bool beside = e.flags & EVIDENCE_BESIDE_TEXT;
	while (at && !beside && ((f->evidence[at - 1].flags & EVIDENCE_BESIDE_TEXT) || f->evidence[at - 1].from > e.from)) {
		f->evidence[at] = f->evidence[at - 1];
		f->origin[at] = f->origin[at - 1];
		at--;
	}
	f->evidence[at] = e;
	f->origin[at] = origin;
}

/* A name beside a link to the same place adds nothing to the link. */
static bool is_linked(const struct found *f, struct str origin)
{
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind == EVIDENCE_LINK && str_equal(f->origin[i], origin))
			return true;
	return false;
}

static void outlet_add(struct reading *r, uint32_t i, uint32_t n, uint16_t outlet)
{
	const struct view *v = r->view;
	const struct str origin = r->lexicon->outlet[outlet];
	unsigned flags = 0;
	const uint32_t reach = i + n + FRAME_REACH;
	for (uint32_t k = i + n; k < reach && k < v->tokens; k++)
		if (tag_is(&r->tag[k], cue_bit(CUE_PUBLICATION)) && k + 2 < v->tokens
			&& (r->tag[k + 1].name || tag_is(&r->tag[k + 1], cue_bit(CUE_SECOND))) && any_tag(r, k + 2, k + 4, speech))
			flags = EVIDENCE_IS_ECHO | EVIDENCE_SCOPE_UNSURE;
	const uint32_t from = v->token[i].at, to = token_end(v, i + n);
	if (is_linked(r->found, origin))
		flags |= EVIDENCE_HAS_LINK;
	else
		found_count(r->found, FEATURE_NAMED_SOURCE, from, to);
	evidence_add(r, (struct evidence){ .from = from, .to = to, .kind = EVIDENCE_NAMED_SOURCE,
		.host = host_of(r->lexicon, origin, r->arena).kind, .flags = (uint8_t)flags }, origin);
}

static bool in_source_frame(const struct reading *r, uint32_t i, uint32_t n)
{
	const struct view *v = r->view;
	const uint32_t back = i > FRAME_REACH ? i - FRAME_REACH : 0;
	const uint64_t frame = speech | cue_bit(CUE_PUBLICATION);
	if (any_tag(r, back, i, cue_bit(CUE_EV_ATTR_TO)) || any_tag(r, i + n, i + n + FRAME_REACH, frame)
		|| any_tag(r, i > 2 ? i - 2 : 0, i, cue_bit(CUE_V_REPORT)))
		return true;
	if (mark_at(v, i + n, ':') || (mark_at(v, i + n, '-') && (v->token[i].flags & TOKEN_FIRST)))
		return true;
	if (i > 1 && mark_at(v, i - 1, ':') && tag_is(&r->tag[i - 2], cue_bit(CUE_PICTURE)))
		return true;
	return i && (mark_at(v, i - 1, '(') || mark_at(v, i - 1, '-') || mark_at(v, i - 1, '['))
		&& (i + n == v->tokens || v->token[i + n].kind != TOKEN_WORD);
}

/* #AFP, and @BBCWorld after RT, via or a quotation mark. */
static bool account_outlet(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const struct token *k = &v->token[i];
	if (k->n < 3 || (k->kind != TOKEN_HASHTAG && k->kind != TOKEN_MENTION))
		return false;
	const struct str name = str_cut(v->text, k->at + 1, k->at + k->n);
	const struct phrase *p = lexicon_probe(r->lexicon, phrase_key(0, token_hash(name)));
	if (!p || !(p->cues & cue_bit(CUE_OUTLET)))
		return false;
	if (k->kind == TOKEN_MENTION && !(i && (tag_is(&r->tag[i - 1], cue_bit(CUE_EV_ATTR_TO) | cue_bit(CUE_ECHO)) || mark_at(v, i - 1, '"')))
		&& !mark_at(v, i + 1, ':') && !any_tag(r, i + 1, i + 3, speech))
		return false;
	outlet_add(r, i, 1, p->outlet);
	return true;
}

void evidence_simple(struct reading *r, uint32_t i, uint32_t n, enum evidence_kind kind, unsigned flags)
{
	evidence_add(r, (struct evidence){ .from = r->view->token[i].at, .to = token_end(r->view, i + n), .kind = (uint8_t)kind,
		.flags = (uint8_t)flags }, (struct str){ NULL, 0 });
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* A register's name and, next to it, a number: arXiv:2301.01234, CVE-2021-44228, doi 10.1000/1. */
static void identifier_read(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const struct token *k = &v->token[i];
	const struct str text = str_cut(v->text, k->at, k->at + k->n);
	uint32_t n = 0;
	if (text.n > 8 && (str_starts(text, str_of("CVE-")) || str_starts(text, str_of("cve-"))) && has_digit(text))
		n = 1;
	else if (tag_is(&r->tag[i], cue_bit(CUE_REGISTER)))
		for (uint32_t after = 1; after <= 3 && i + after < v->tokens && !n; after++)
			if (v->token[i + after].kind == TOKEN_NUMBER && v->token[i + after].n >= 3)
				n = after + 1;
	if (!n && k->kind == TOKEN_PUNCT && k->mark == '$' && i + 1 < v->tokens && (k[1].flags & TOKEN_UPPER) && !(k[1].flags & TOKEN_SPACE))
		n = 2;
	if (!n)
		return;
	found_count(r->found, FEATURE_IDENTIFIERS, k->at, token_end(v, i + n));
	evidence_simple(r, i, n, EVIDENCE_IDENTIFIER, 0);
}

static void picture_read(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const uint32_t after = i + r->tag[i].n;
	const bool shown = mark_at(v, after, ':') || (after < v->tokens && v->token[after].kind == TOKEN_MENTION)
		|| (r->found->feature[FEATURE_URLS] && !r->found->feature[FEATURE_PICTURES]);
	if (!shown)
		return;
	found_count(r->found, FEATURE_PICTURES, v->token[i].at, token_end(v, after));
	evidence_simple(r, i, r->tag[i].n, EVIDENCE_PICTURE, 0);
}

static void cue_evidence(struct reading *r, uint32_t i)
{
	const struct tag *t = &r->tag[i];
	if (tag_is(t, cue_bit(CUE_EV_HEARSAY)) && !t->made)     /* what speaker.c made it has kept already */
		evidence_simple(r, i, t->n, EVIDENCE_HEARSAY, 0);
	if (tag_is(t, cue_bit(CUE_EV_DIRECT)))
		evidence_simple(r, i, t->n, EVIDENCE_FIRST_HAND, 0);
	if (tag_is(t, cue_bit(CUE_EV_INFER)))
		evidence_simple(r, i, t->n, EVIDENCE_REASONING, 0);
	if (tag_is(t, cue_bit(CUE_EV_DOC)))
		evidence_simple(r, i, t->n, EVIDENCE_DOCUMENT, 0);
	if (tag_is(t, cue_bit(CUE_ECHO)))
		evidence_simple(r, i, t->n, EVIDENCE_ECHO, EVIDENCE_IS_ECHO);
	if (tag_is(t, cue_bit(CUE_PUBLICATION)))
		speaker_of_publication(r, i);
	if (tag_is(t, cue_bit(CUE_PICTURE)))
		picture_read(r, i);
	if (tag_is(t, cue_bit(CUE_EV_ATTR)))
		evidence_simple(r, i, t->n, EVIDENCE_ATTRIBUTION, 0);
	else if (tag_is(t, cue_bit(CUE_EV_ATTR_TO)))
		speaker_after_frame(r, i);
	else if (tag_is(t, speech | cue_bit(CUE_STANCE)) && !t->negated)
		speaker_of_verb(r, i);
}

void evidence_read(struct reading *r)
{
	const struct view *v = r->view;
	uint32_t outlet_to = 0;
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct tag *t = &r->tag[i];
		if (account_outlet(r, i))
			continue;
		if (v->token[i].kind == TOKEN_MENTION)
			speaker_of_repost(r, i);
		else if (v->token[i].kind == TOKEN_PUNCT)
			speaker_of_mark(r, i);
		if (t->cues & ~plain)
			cue_evidence(r, i);
		if (tag_is(t, cue_bit(CUE_OUTLET)) && i >= outlet_to && in_source_frame(r, i, t->n)) {
			outlet_add(r, i, t->n, t->outlet);
			outlet_to = i + t->n;
		}
		identifier_read(r, i);
	}
}
