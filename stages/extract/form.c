/* form.c -- how a message looks: its size, its marks, its capitals, who it talks to.
 * Knows tokens and clauses; does not know words, but those that open a question. */
#include "extract.h"

struct letters { uint32_t all, capital, in_words; };

/* What a byte adds: a letter (of a sequence its first byte), and in the upper half a capital: one sum counts both. */
#define SMALL UINT64_C(1)
#define CAPITAL (UINT64_C(1) << 32 | SMALL)
static const uint64_t letter_of[256] = {
#define FOUR(a, what) [a] = what, [(a) + 1] = what, [(a) + 2] = what, [(a) + 3] = what
#define LETTERS(a, what) FOUR(a, what), FOUR((a) + 4, what), FOUR((a) + 8, what), FOUR((a) + 12, what), FOUR((a) + 16, what), \
	FOUR((a) + 20, what), [(a) + 24] = what, [(a) + 25] = what
#define SIXTEEN(a) FOUR(a, SMALL), FOUR((a) + 4, SMALL), FOUR((a) + 8, SMALL), FOUR((a) + 12, SMALL)
	LETTERS('A', CAPITAL), LETTERS('a', SMALL), SIXTEEN(0xC0), SIXTEEN(0xD0), SIXTEEN(0xE0), SIXTEEN(0xF0),
#undef SIXTEEN
#undef LETTERS
#undef FOUR
};
#undef CAPITAL
#undef SMALL

static void letters_count(struct str text, const struct token *k, struct letters *l)
{
	const char *const end = text.p + k->at + k->n;
	uint64_t sum = 0;
	for (const char *p = text.p + k->at; p < end; p++)
		sum += letter_of[(unsigned char)*p];
	l->capital += (uint32_t)(sum >> 32);
	l->in_words += (uint32_t)sum;
}

static void mark_count(struct reading *r, const struct token *k)
{
	const uint32_t to = k->at + k->n;
	if (k->mark == '!')
		found_count(r->found, FEATURE_EXCLAIMS, k->at, to);
	else if (k->mark == '?')
		found_count(r->found, FEATURE_QUESTIONS, k->at, to);
	else if (k->mark == ':')
		found_count(r->found, FEATURE_COLONS, k->at, to);
	else if (k->mark == '"')
		found_count(r->found, FEATURE_QUOTED, k->at, to);
}

static void word_count(struct reading *r, uint32_t i, struct letters *l)
{
	const struct token *k = &r->view->token[i];
	struct found *f = r->found;
	f->feature[FEATURE_WORDS]++;
	letters_count(r->view->text, k, l);
	if (k->flags & TOKEN_UPPER)
		found_count(f, FEATURE_CAPS_WORDS, k->at, k->at + k->n);
	if (k->flags & TOKEN_LONG)
		found_count(f, FEATURE_ELONGATED, k->at, k->at + k->n);
	if ((k->flags & TOKEN_FIRST) && tag_is(&r->tag[i], cue_bit(CUE_WH)))
		found_count(f, FEATURE_WH_FIRST, k->at, k->at + k->n);
	else if ((k->flags & TOKEN_FIRST) && tag_is(&r->tag[i], cue_bit(CUE_AUX)) && !tag_is(&r->tag[i], cue_bit(CUE_FIRST)))
		found_count(f, FEATURE_AUX_FIRST, k->at, k->at + k->n);
}

static bool seam(const struct view *v, uint32_t i)
{
	if (!i || (v->token[i].flags & (TOKEN_SPACE | TOKEN_LINE)))
		return false;
	const unsigned a = v->token[i - 1].kind, b = v->token[i].kind;
	return (a == TOKEN_WORD && b == TOKEN_FOREIGN) || (a == TOKEN_FOREIGN && b == TOKEN_WORD);
}

void form_read(struct reading *r)
{
	const struct view *v = r->view;
	struct found *f = r->found;
	struct letters l = { .all = v->letters };
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct token *k = &v->token[i];
		switch (k->kind) {
		case TOKEN_WORD: word_count(r, i, &l); break;
		case TOKEN_PUNCT: mark_count(r, k); break;
		case TOKEN_HASHTAG: found_count(f, FEATURE_HASHTAGS, k->at, k->at + k->n); break;
		case TOKEN_MENTION: found_count(f, FEATURE_MENTIONS, k->at, k->at + k->n); break;
		default: break;
		}
		if (seam(v, i))
			found_count(f, FEATURE_SCRIPT_SEAMS, k->at, k->at + k->n);
	}
	f->feature[FEATURE_EMOJI] = (int32_t)v->emoji;
	f->feature[FEATURE_QUOTED] /= 2;
	f->feature[FEATURE_CLAUSES] = (int32_t)v->clauses;
	f->feature[FEATURE_TRUNCATED] = v->truncated;
	if (v->clauses) {
		f->feature[FEATURE_SENTENCES] = v->clause[v->clauses - 1].sentence - v->clause[0].sentence + 1;
		f->feature[FEATURE_FINAL_QUESTION] = v->clause[v->clauses - 1].question != 0;
	}
	if (f->feature[FEATURE_WORDS])
		f->feature[FEATURE_WORD_LENGTH] = (int32_t)((uint64_t)l.in_words * 100 / (uint32_t)f->feature[FEATURE_WORDS]);
	if (l.all) {
		const uint64_t capital = l.capital < l.all ? l.capital : l.all;
		f->feature[FEATURE_CAPS_SHARE] = (int32_t)(capital * 1000 / l.all);
		f->feature[FEATURE_FOREIGN_SHARE] = (int32_t)((uint64_t)v->foreign * 1000 / l.all);
	}
}
