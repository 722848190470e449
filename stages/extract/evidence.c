/* evidence.c -- sources, speakers, identifiers and evidential cues, as spans with a kind.
 * Knows source frames; does not know whether the named source says so. */
#include "extract.h"

enum { FRAME_REACH = 4 };

static const uint64_t speech = UINT64_C(1) << CUE_V_REPORT | UINT64_C(1) << CUE_V_CLAIM | UINT64_C(1) << CUE_V_DENY;

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

static bool any_tag(const struct reading *r, uint32_t from, uint32_t to, uint64_t cues)
{
	for (uint32_t i = from; i < to && i < r->view->tokens; i++)
		if (tag_is(&r->tag[i], cues))
			return true;
	return false;
}

static bool mark_at(const struct view *v, uint32_t i, char mark)
{
	return i < v->tokens && v->token[i].kind == TOKEN_PUNCT && v->token[i].mark == (unsigned char)mark;
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
	if (any_tag(r, back, i, cue_bit(CUE_EV_ATTR_TO)) || any_tag(r, i + n, i + n + FRAME_REACH, frame))
		return true;
	if (mark_at(v, i + n, ':') || (mark_at(v, i + n, '-') && (v->token[i].flags & TOKEN_FIRST)))
		return true;
	return i && (mark_at(v, i - 1, '(') || mark_at(v, i - 1, '-')) && (i + n == v->tokens || v->token[i + n].kind != TOKEN_WORD);
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

static void simple_add(struct reading *r, uint32_t i, uint32_t n, enum evidence_kind kind, unsigned flags)
{
	evidence_add(r, (struct evidence){ .from = r->view->token[i].at, .to = token_end(r->view, i + n), .kind = (uint8_t)kind,
		.flags = (uint8_t)flags }, (struct str){ NULL, 0 });
}

/* "Obama said", "police confirm", "a spokesman told": a speech verb whose subject is a name or an organisation noun. */
static bool speaker_before(const struct reading *r, uint32_t i, uint32_t *from)
{
	for (uint32_t back = 1; back <= FRAME_REACH && back <= i; back++) {
		const struct tag *t = &r->tag[i - back];
		const struct token *k = &r->view->token[i - back];
		if (k->kind == TOKEN_PUNCT || tag_is(t, cue_bit(CUE_FIRST) | cue_bit(CUE_SECOND) | cue_bit(CUE_SUBJECT) | cue_bit(CUE_OUTLET)
			| cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_HEDGE) | cue_bit(CUE_COND) | cue_bit(CUE_NEGATION)))
			return false;
		if (t->name || tag_is(t, cue_bit(CUE_SPEAKER)) || (k->kind == TOKEN_MENTION && back == 1)
			|| (back == 1 && (k->flags & TOKEN_TITLE) && !t->cues)) {
			*from = i - back;
			return true;
		}
	}
	return false;
}

static bool speaker_after(const struct reading *r, uint32_t i, uint32_t *to)
{
	for (uint32_t k = i; k < i + FRAME_REACH && k < r->view->tokens; k++) {
		if (tag_is(&r->tag[k], cue_bit(CUE_OUTLET)))
			return false;
		if (r->tag[k].name || tag_is(&r->tag[k], cue_bit(CUE_SPEAKER)) || r->view->token[k].kind == TOKEN_MENTION) {
			*to = k + 1;
			return true;
		}
	}
	return false;
}

static void attribution_add(struct reading *r, uint32_t from, uint32_t to)
{
	const struct found *f = r->found;
	const uint32_t at = r->view->token[from].at;
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind == EVIDENCE_ATTRIBUTION && f->evidence[i].to > at && f->evidence[i].from <= at)
			return;
	found_count(r->found, FEATURE_ATTRIBUTION, at, token_end(r->view, to));
	simple_add(r, from, to - from, EVIDENCE_ATTRIBUTION, 0);
}

/* "what Glitch and Vera noted", "the article Vera shared": the speaker is a participant and the words stand elsewhere. */
static bool points_elsewhere(const struct reading *r, uint32_t from)
{
	const uint32_t back = from > 3 ? from - 3 : 0;
	return any_tag(r, back, from, cue_bit(CUE_ECHO) | cue_bit(CUE_WH)) || (from && tag_is(&r->tag[from - 1], cue_bit(CUE_PUBLICATION)));
}

static void speech_add(struct reading *r, uint32_t from, uint32_t to)
{
	const uint32_t at = r->view->token[from].at;
	if (!points_elsewhere(r, from)) {
		attribution_add(r, from, to);
		return;
	}
	found_count(r->found, FEATURE_ECHOES, at, token_end(r->view, to));
	simple_add(r, from, to - from, EVIDENCE_ECHO, EVIDENCE_IS_ECHO);
}

/* "RT @x:" and a quotation that opens with "@x:" hand on what an account said. */
static void repost_add(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	if (v->token[i].kind != TOKEN_MENTION || !i || !mark_at(v, i + 1, ':'))
		return;
	if (!tag_is(&r->tag[i - 1], cue_bit(CUE_ECHO)) && !mark_at(v, i - 1, '"'))
		return;
	found_count(r->found, FEATURE_ATTRIBUTION, v->token[i].at, token_end(v, i + 1));
	simple_add(r, i, 1, EVIDENCE_ATTRIBUTION, EVIDENCE_IS_ECHO);
}

/* "... - Somali government", "...: police": a speaker alone after a dash or colon, up to the end or a link. */
static void trailing_speaker_add(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	if (!i || (!mark_at(v, i, '-') && !mark_at(v, i, ':')))
		return;
	uint32_t to = i + 1;
	bool speaker = false;
	for (; to < v->tokens && to <= i + FRAME_REACH && v->token[to].kind == TOKEN_WORD; to++)
		speaker = tag_is(&r->tag[to], cue_bit(CUE_SPEAKER));
	const bool ends = to == v->tokens || v->token[to].kind == TOKEN_URL || (v->token[to].flags & TOKEN_FIRST);
	if (speaker && ends)
		attribution_add(r, i + 1, to);
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
	simple_add(r, i, n, EVIDENCE_IDENTIFIER, 0);
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
	simple_add(r, i, r->tag[i].n, EVIDENCE_PICTURE, 0);
}

static void cue_evidence(struct reading *r, uint32_t i)
{
	const struct tag *t = &r->tag[i];
	uint32_t from = i, to = i + t->n;
	if (tag_is(t, cue_bit(CUE_EV_HEARSAY)))
		simple_add(r, i, t->n, EVIDENCE_HEARSAY, 0);
	if (tag_is(t, cue_bit(CUE_EV_DIRECT)))
		simple_add(r, i, t->n, EVIDENCE_FIRST_HAND, 0);
	if (tag_is(t, cue_bit(CUE_EV_INFER)))
		simple_add(r, i, t->n, EVIDENCE_REASONING, 0);
	if (tag_is(t, cue_bit(CUE_EV_DOC)))
		simple_add(r, i, t->n, EVIDENCE_DOCUMENT, 0);
	if (tag_is(t, cue_bit(CUE_ECHO)))
		simple_add(r, i, t->n, EVIDENCE_ECHO, EVIDENCE_IS_ECHO);
	if (tag_is(t, cue_bit(CUE_PICTURE)))
		picture_read(r, i);
	if (tag_is(t, cue_bit(CUE_EV_ATTR)))
		simple_add(r, i, t->n, EVIDENCE_ATTRIBUTION, 0);
	else if (tag_is(t, cue_bit(CUE_EV_ATTR_TO)) && speaker_after(r, to, &to))
		attribution_add(r, i, to);
	else if (tag_is(t, speech) && !t->negated && speaker_before(r, i, &from))
		speech_add(r, from, to);
}

void evidence_read(struct reading *r)
{
	const struct view *v = r->view;
	uint32_t outlet_to = 0;
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct tag *t = &r->tag[i];
		if (account_outlet(r, i))
			continue;
		repost_add(r, i);
		trailing_speaker_add(r, i);
		if (t->cues & ~cue_bit(CUE_STOP))
			cue_evidence(r, i);
		if (tag_is(t, cue_bit(CUE_OUTLET)) && i >= outlet_to && in_source_frame(r, i, t->n)) {
			outlet_add(r, i, t->n, t->outlet);
			outlet_to = i + t->n;
		}
		identifier_read(r, i);
	}
}
