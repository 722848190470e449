/* specifics.c -- what in a text can be looked up: names, numbers, dates, versions.
 * Knows the shapes of tokens and their neighbours; does not know any particular name. */
#include "extract.h"

enum { SHOUTING = 600 };     /* permille of capitals from which capitals say nothing */

static bool shaped_like_name(const struct token *k)
{
	return (k->kind == TOKEN_WORD) && (k->flags & (TOKEN_TITLE | TOKEN_UPPER | TOKEN_MIXED)) && k->n > 1;
}

static bool is_name(const struct reading *r, uint32_t i)
{
	const struct token *k = &r->view->token[i];
	const struct tag *t = &r->tag[i];
	if (!shaped_like_name(k) || tag_is(t, cue_bit(CUE_STOP) | cue_bit(CUE_MONTH) | cue_bit(CUE_WEEKDAY) | cue_bit(CUE_SUBJECT)))
		return false;
	if (!(k->flags & TOKEN_FIRST))
		return true;
	const struct token *next = i + 1 < r->view->tokens ? k + 1 : NULL;
	if (k->flags & (TOKEN_MIXED | TOKEN_UPPER))
		return !t->cues || tag_is(t, cue_bit(CUE_OUTLET) | cue_bit(CUE_SPEAKER));
	if (next && next->kind == TOKEN_NUMBER && !t->cues)
		return true;
	return next && shaped_like_name(next) && !(t->cues & ~(cue_bit(CUE_SPEAKER) | cue_bit(CUE_OUTLET)))
		&& !tag_is(t + 1, cue_bit(CUE_STOP));
}

static void names_count(struct reading *r)
{
	const struct view *v = r->view;
	const bool shouting = r->found->feature[FEATURE_CAPS_SHARE] > SHOUTING;
	bool inside = false;
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct token *k = &v->token[i];
		const bool name = !shouting && is_name(r, i);
		r->tag[i].name = name;
		if (name && !(inside && !(k->flags & TOKEN_FIRST)))
			found_count(r->found, FEATURE_NAMES, k->at, k->at + k->n);
		inside = name;
	}
}

static bool holds(struct str s, char c) { return s.n && memchr(s.p, c, s.n) != NULL; }

static bool is_date(struct str number)
{
	if (holds(number, ':'))
		return true;
	const char *dash = memchr(number.p, '-', number.n);
	if (dash && memchr(dash + 1, '-', number.n - (size_t)(dash + 1 - number.p)))
		return true;
	return number.n == 4 && (!memcmp(number.p, "19", 2) || !memcmp(number.p, "20", 2));
}

/* "Qwen 3.5", "Claude 4", "v1.2.3": a number after a name that is not followed by a noun it could count. */
static bool is_version(const struct reading *r, uint32_t i, struct str number)
{
	const struct view *v = r->view;
	if (number.p[0] == 'v' || number.p[0] == 'V')
		return true;
	if (!i || number.n > 6 || holds(number, ',') || !r->tag[i - 1].name || !(v->token[i].flags & TOKEN_SPACE))
		return false;
	if (holds(number, '.'))
		return true;
	return i + 1 == v->tokens || v->token[i + 1].kind != TOKEN_WORD || tag_is(&r->tag[i + 1], cue_bit(CUE_STOP) | cue_bit(CUE_AUX));
}

static bool is_measure(const struct reading *r, uint32_t i)
{
	const struct view *v = r->view;
	if (i && v->token[i - 1].kind == TOKEN_PUNCT && !(v->token[i].flags & TOKEN_SPACE)) {
		const struct token *k = &v->token[i - 1];
		if (k->mark == '$' || (k->n == 3 && !memcmp(v->text.p + k->at, "\xE2\x82\xAC", 3)) ||
		    (k->n == 2 && !memcmp(v->text.p + k->at, "\xC2\xA3", 2)))
			return true;
	}
	return i + 1 < v->tokens && (tag_is(&r->tag[i + 1], cue_bit(CUE_UNIT)) || v->token[i + 1].mark == '%');
}

void specifics_read(struct reading *r)
{
	const struct view *v = r->view;
	names_count(r);
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct token *k = &v->token[i];
		const uint32_t to = k->at + k->n;
		if (k->kind == TOKEN_NUMBER) {
			const struct str number = str_cut(v->text, k->at, to);
			r->tag[i].specific = 1;
			found_count(r->found, FEATURE_NUMBERS, k->at, to);
			if (is_date(number))
				found_count(r->found, FEATURE_DATES, k->at, to);
			else if (is_version(r, i, number))
				found_count(r->found, FEATURE_VERSIONS, v->token[i ? i - 1 : 0].at, to);
			else if (is_measure(r, i))
				found_count(r->found, FEATURE_PERCENTS, k->at, to);
		} else if (tag_is(&r->tag[i], cue_bit(CUE_MONTH) | cue_bit(CUE_WEEKDAY))) {
			r->tag[i].specific = 1;
		} else if (k->kind == TOKEN_WORD && (k->flags & TOKEN_DIGIT) && (k->flags & (TOKEN_TITLE | TOKEN_UPPER | TOKEN_MIXED))) {
			r->tag[i].specific = 1;
			found_count(r->found, FEATURE_VERSIONS, k->at, to);
		}
	}
}
