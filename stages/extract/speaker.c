/* speaker.c -- who says it: people, offices and accounts around verbs of speech, colons, dashes and brackets.
 * Knows the orders in which a speaker and what is said may stand; does not know whether the speaker says so.
 *
 * A speaker who can be found again (a name, an office, an account) is an attribution; one who cannot (witnesses, sources,
 * a friend) is hearsay, and is marked as such for the claim that stands on it. */
#include "extract.h"

enum { SUBJECT_REACH = 6, HEAD_REACH = 4, APPOSITION = 8, TITLE_WORDS = 5, OUTLET_WORDS = 3 };
enum speaker { SPEAKER_NONE, SPEAKER_FOUND, SPEAKER_UNNAMED };

static const uint64_t no_speaker = UINT64_C(1) << CUE_FIRST | UINT64_C(1) << CUE_SECOND | UINT64_C(1) << CUE_SUBJECT
	| UINT64_C(1) << CUE_OUTLET | UINT64_C(1) << CUE_EV_HEARSAY | UINT64_C(1) << CUE_HEDGE | UINT64_C(1) << CUE_COND
	| UINT64_C(1) << CUE_NEGATION | UINT64_C(1) << CUE_MODAL;

static bool is_mention(const struct view *v, uint32_t i) { return i < v->tokens && v->token[i].kind == TOKEN_MENTION; }

/* A sentence's first word, where a capital says little, and no lexicon knows it. */
static bool is_capital(const struct reading *r, uint32_t i)
{
	return (r->view->token[i].flags & TOKEN_TITLE) && !r->tag[i].cues;
}

/* "state media" is an office though "media" is nobody. */
static bool is_office(const struct reading *r, uint32_t i)
{
	const struct tag *before = i ? &r->tag[i - 1] : NULL;
	return tag_is(&r->tag[i], cue_bit(CUE_SPEAKER))
		|| (before && before->n == 2 && tag_is(before, cue_bit(CUE_SPEAKER)) && !tag_is(before, cue_bit(CUE_EV_HEARSAY)));
}

/* Token i lies in the name of an outlet that begins before it. */
static bool in_outlet(const struct reading *r, uint32_t i)
{
	for (uint32_t back = 1; back <= OUTLET_WORDS && back <= i; back++)
		if (tag_is(&r->tag[i - back], cue_bit(CUE_OUTLET)) && r->tag[i - back].n > back)
			return true;
	return false;
}

static bool overlaps(const struct found *f, enum evidence_kind kind, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind == kind && f->evidence[i].to > from && f->evidence[i].from < to)
			return true;
	return false;
}

static void attribution_add(struct reading *r, uint32_t from, uint32_t to)
{
	const uint32_t at = r->view->token[from].at, end = token_end(r->view, to);
	if (overlaps(r->found, EVIDENCE_ATTRIBUTION, at, end))
		return;
	found_count(r->found, FEATURE_ATTRIBUTION, at, end);
	evidence_simple(r, from, to - from, EVIDENCE_ATTRIBUTION, 0);
}

static void hearsay_add(struct reading *r, uint32_t from, uint32_t to)
{
	const uint32_t at = r->view->token[from].at, end = token_end(r->view, to);
	if (overlaps(r->found, EVIDENCE_HEARSAY, at, end) || any_tag(r, from, to, cue_bit(CUE_EV_HEARSAY)))
		return;
	found_count(r->found, FEATURE_HEARSAY, at, end);
	evidence_simple(r, from, to - from, EVIDENCE_HEARSAY, 0);
	struct tag *t = &r->tag[from];
	t->cues |= cue_bit(CUE_EV_HEARSAY);
	t->made = true;
	t->n = t->n ? t->n : 1;
}

static void speaker_add(struct reading *r, enum speaker s, uint32_t from, uint32_t to)
{
	if (s == SPEAKER_FOUND)
		attribution_add(r, from, to);
	else if (s == SPEAKER_UNNAMED)
		hearsay_add(r, from, to);
}

/* "a source on Parliament Hill tells": the head of the subject may stand before the name that was met first. */
static uint32_t unnamed_head(const struct reading *r, uint32_t name)
{
	for (uint32_t back = 2; back <= HEAD_REACH && back <= name; back++) {
		const uint32_t i = name - back;
		if (r->view->token[i].kind == TOKEN_PUNCT)
			break;
		if (tag_is(&r->tag[i], cue_bit(CUE_UNNAMED)) && !is_office(r, i) && tag_is(&r->tag[i + 1], cue_bit(CUE_PREP)))
			return i;
	}
	return name;
}

static bool is_that(const struct view *v, uint32_t i)
{
	const char *p = i < v->tokens ? v->text.p + v->token[i].at : NULL;
	return p && v->token[i].n == 4 && (p[0] | 32) == 't' && (p[1] | 32) == 'h' && (p[2] | 32) == 'a';
}

/* "the report", "amid claims", "to share". */
static bool is_noun_or_infinitive(const struct reading *r, uint32_t i)
{
	const struct token *k = &r->view->token[i - 1];
	const char *p = r->view->text.p + k->at;
	return tag_is(&r->tag[i - 1], cue_bit(CUE_DET) | cue_bit(CUE_PREP)) || (k->n == 2 && (p[0] | 32) == 't' && (p[1] | 32) == 'o');
}

/* "Emergency issued on Monday": a participle with nothing behind it that could be what was said. */
static bool is_passive(const struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const struct token *k = &v->token[i];
	const char *end = v->text.p + k->at + k->n;
	if (k->n < 5 || (end[-1] | 32) != 'd' || (end[-2] | 32) != 'e' || (i && mark_at(v, i - 1, ',')))
		return false;
	if (any_tag(r, i > HEAD_REACH ? i - HEAD_REACH : 0, i, cue_bit(CUE_PUBLICATION) | cue_bit(CUE_WH) | cue_bit(CUE_ECHO)))
		return false;     /* "the article Ana shared": its object stands before it */
	const struct tag *next = i + 1 < v->tokens ? &r->tag[i + 1] : NULL;
	const uint64_t object = cue_bit(CUE_DET) | cue_bit(CUE_SUBJECT) | cue_bit(CUE_FIRST);
	return !next || !(next->name || tag_is(next, object) || is_mention(v, i + 1));
}

/* The subject of the verb at i: "Obama said", "police confirm", "a spokesman for the ministry told", "Ana Kovac, the mayor, said". */
static enum speaker subject_of(const struct reading *r, uint32_t i, bool stance, uint32_t *from)
{
	const struct view *v = r->view;
	uint32_t k = i;
	if (i && is_noun_or_infinitive(r, i))
		return SPEAKER_NONE;
	const bool by_name = (!stance || is_that(v, i + 1)) && !is_passive(r, i);
	for (uint32_t step = 0; k && step < SUBJECT_REACH; step++) {
		k--;
		const struct tag *t = &r->tag[k];
		const struct token *w = &v->token[k];
		if (w->kind == TOKEN_PUNCT && w->mark == ',' && !step) {
			const uint32_t least = k > APPOSITION ? k - APPOSITION : 0;
			uint32_t comma = k;
			while (comma > least && !mark_at(v, comma - 1, ','))
				comma--;
			if (comma == least)
				return SPEAKER_NONE;
			k = comma - 1;
			continue;
		}
		if (w->kind == TOKEN_PUNCT)
			return SPEAKER_NONE;
		if (tag_is(t, cue_bit(CUE_UNNAMED)) && !is_office(r, k)) {
			*from = k;
			return tag_is(t, cue_bit(CUE_EV_HEARSAY)) ? SPEAKER_NONE : SPEAKER_UNNAMED;
		}
		if (tag_is(t, no_speaker) || (stance && tag_is(t, cue_bit(CUE_AUX)) && step == 0) || (t->name && in_outlet(r, k)))
			return SPEAKER_NONE;
		const bool office = is_office(r, k);
		const bool named = by_name && (t->name || (!step && (w->kind == TOKEN_MENTION || is_capital(r, k))));
		if (!office && !named) {
			if (stance && step)
				return SPEAKER_NONE;
			continue;
		}
		*from = unnamed_head(r, k);
		return *from == k ? SPEAKER_FOUND : SPEAKER_UNNAMED;
	}
	return SPEAKER_NONE;
}

/* Who stands behind "according to", "said" or "told by": the first name, office or account; "a police source" is nobody. */
static enum speaker speaker_behind(const struct reading *r, uint32_t i, uint32_t *to)
{
	const struct view *v = r->view;
	for (uint32_t k = i; k < i + HEAD_REACH && k < v->tokens; k++) {
		const struct tag *t = &r->tag[k];
		if (tag_is(t, cue_bit(CUE_OUTLET)) || (v->token[k].kind == TOKEN_PUNCT && k > i) || v->token[k].kind == TOKEN_NUMBER)
			return SPEAKER_NONE;
		const bool office = is_office(r, k), unnamed = tag_is(t, cue_bit(CUE_UNNAMED)) && !office;
		if (!office && !unnamed && !t->name && !is_mention(v, k))
			continue;
		*to = k + 1;
		for (uint32_t n = k + 1; !unnamed && n < k + HEAD_REACH && n < v->tokens && v->token[n].kind == TOKEN_WORD; n++) {
			if (tag_is(&r->tag[n], cue_bit(CUE_UNNAMED)) && !is_office(r, n)) {
				*to = n + 1;
				return SPEAKER_UNNAMED;
			}
			if (tag_is(&r->tag[n], cue_bit(CUE_STOP) | cue_bit(CUE_PREP)))
				break;
		}
		return unnamed ? SPEAKER_UNNAMED : SPEAKER_FOUND;
	}
	return SPEAKER_NONE;
}

/* "what Glitch and Vera noted", "the article Vera shared": the speaker is a participant and the words stand elsewhere. */
static bool points_elsewhere(const struct reading *r, uint32_t from)
{
	const uint32_t back = from > 3 ? from - 3 : 0;
	return any_tag(r, back, from, cue_bit(CUE_ECHO) | cue_bit(CUE_WH)) || (from && tag_is(&r->tag[from - 1], cue_bit(CUE_PUBLICATION)));
}

void speaker_of_verb(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const bool stance = !tag_is(&r->tag[i], cue_bit(CUE_V_REPORT) | cue_bit(CUE_V_CLAIM) | cue_bit(CUE_V_DENY));
	uint32_t from = i, to = i + r->tag[i].n;
	const bool report = tag_is(&r->tag[i], cue_bit(CUE_V_REPORT));
	enum speaker s = SPEAKER_NONE;
	if (report && i && (mark_at(v, i - 1, ',') || mark_at(v, i - 1, '"')))
		s = speaker_behind(r, to, &to);     /* "..., said Ana Kovac" */
	if (s == SPEAKER_NONE)
		s = subject_of(r, i, stance, &from);
	if (s == SPEAKER_UNNAMED && stance)
		return;
	if (s == SPEAKER_FOUND && points_elsewhere(r, from)) {
		found_count(r->found, FEATURE_ECHOES, v->token[from].at, token_end(v, to));
		evidence_simple(r, from, to - from, EVIDENCE_ECHO, EVIDENCE_IS_ECHO);
		return;
	}
	speaker_add(r, s, from, to);
	if (report && is_mention(v, to))
		attribution_add(r, from, to + 1);
}

void speaker_after_frame(struct reading *r, uint32_t i)
{
	uint32_t to = i + r->tag[i].n;
	const enum speaker s = speaker_behind(r, to, &to);
	speaker_add(r, s, i, to);
}

/* "Ana Kovac's thesis": what is somebody's can be found under a name. */
void speaker_of_publication(struct reading *r, uint32_t i)
{
	const struct token *k = &r->view->token[i];
	if (i < 2 || (k[-1].flags & TOKEN_SPACE) || k[-1].kind != TOKEN_WORD || k[-2].kind != TOKEN_WORD)
		return;     /* the 's is a token of its own, without a space before it */
	const bool outlet = in_outlet(r, i - 2) || tag_is(&r->tag[i - 2], cue_bit(CUE_OUTLET));
	if (!outlet && (r->tag[i - 2].name || is_capital(r, i - 2)))
		attribution_add(r, i - 2, i + 1);
}

/* "RT @x:", a quotation that opens with "@x:", and words that are handed on behind "@x:" hand on what an account said. */
void speaker_of_repost(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	if (!i || !mark_at(v, i + 1, ':'))
		return;
	if (is_mention(v, i - 1) && !tag_is(&r->tag[i - 1], cue_bit(CUE_ECHO)))
		return;
	found_count(r->found, FEATURE_ATTRIBUTION, v->token[i].at, token_end(v, i + 1));
	evidence_simple(r, i, 1, EVIDENCE_ATTRIBUTION, EVIDENCE_IS_ECHO);
}

static bool is_end(const struct view *v, uint32_t i)
{
	return i >= v->tokens || v->token[i].kind == TOKEN_URL || v->token[i].kind == TOKEN_HASHTAG
		|| (v->token[i].flags & (TOKEN_FIRST | TOKEN_LINE));
}

/* "... - Somali government", "...: police", "(police source)", "[Daily Times]": a speaker alone, up to the end or a link. */
static void trailing_add(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const bool bracket = mark_at(v, i, '(') || mark_at(v, i, '[');
	bool office = false, unnamed = false, names = true, account = false;
	uint32_t to = i + 1;
	for (; to < v->tokens && to < i + TITLE_WORDS + bracket && (v->token[to].kind == TOKEN_WORD || v->token[to].kind == TOKEN_MENTION); to++) {
		const struct tag *t = &r->tag[to];
		account |= v->token[to].kind == TOKEN_MENTION;
		office |= is_office(r, to);
		unnamed = tag_is(t, cue_bit(CUE_UNNAMED)) && !is_office(r, to);
		names &= t->name || tag_is(t, cue_bit(CUE_PREP));
		if (tag_is(t, cue_bit(CUE_OUTLET) | cue_bit(CUE_AUX) | cue_bit(CUE_SUBJECT)))
			return;
	}
	const uint32_t words = to - i - 1, after = to + bracket;
	if (!words || (bracket && !mark_at(v, to, ')') && !mark_at(v, to, ']')) || !is_end(v, after))
		return;
	if (unnamed)
		hearsay_add(r, i + 1, to);
	else if (office || account || (names && words > 1 && !mark_at(v, i, ':') && r->found->feature[FEATURE_URLS]))
		attribution_add(r, i + 1, to);
}

/* "Officials: ...", "Swiss rumours: ...", and before a quotation any name: "Rick Hughes at the hospital: "..."". */
static void leading_add(struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	const bool quotes = mark_at(v, i + 1, '"') || mark_at(v, i + 1, '\'');
	const uint32_t most = quotes ? 2 * TITLE_WORDS : TITLE_WORDS;
	bool office = false, name = false, tail = true;     /* tail: names alone between here and the colon */
	uint32_t from = i;
	while (from && i - from < most && v->token[from - 1].kind == TOKEN_WORD
		&& !tag_is(&r->tag[from - 1], cue_bit(CUE_AUX) | cue_bit(CUE_OUTLET))) {
		from--;
		office |= tail && is_office(r, from);
		tail &= r->tag[from].name;
		name |= r->tag[from].name;
		office &= !tag_is(&r->tag[from], cue_bit(CUE_PREP));     /* "Attack on parliament: ..." is said by nobody */
		if (v->token[from].flags & TOKEN_FIRST)
			break;
	}
	const bool opens = !from || (v->token[from].flags & (TOKEN_FIRST | TOKEN_LINE)) || v->token[from - 1].kind != TOKEN_WORD;
	if (mark_at(v, i, ':') && tag_is(&r->tag[i - 1], cue_bit(CUE_PICTURE)) && is_mention(v, i + 1))
		attribution_add(r, i + 1, i + 2);
	if (from == i || !opens || i + 1 == v->tokens || (from && from + 1 == i && is_mention(v, from - 1)))
		return;
	const bool given = tag_is(&r->tag[i - 1], cue_bit(CUE_EV_ATTR_TO)) && any_tag(r, i + 1, i + 1 + HEAD_REACH, cue_bit(CUE_OUTLET));
	if (given)     /* "source: Reuters" */
		return;
	if (tag_is(&r->tag[i - 1], cue_bit(CUE_UNNAMED)) && !is_office(r, i - 1))
		hearsay_add(r, from, i);
	else if (office || (quotes && name))
		attribution_add(r, from, i);
}

void speaker_of_mark(struct reading *r, uint32_t i)
{
	const unsigned mark = r->view->token[i].mark;
	if (!i)
		return;
	if (mark == ':')
		leading_add(r, i);
	if (mark == ':' || mark == '-' || mark == '(' || mark == '[')
		trailing_add(r, i);
}
