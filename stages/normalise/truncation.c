/* truncation.c -- does a text break off before it is done?
 * Knows dangling marks and words and what a long text without a final mark suggests; a guess, used to widen intervals. */
#include "normalise.h"

enum { LONG_TEXT = 12, LONG_SENTENCE = 3 };

static const char dangling[] = " and or but because the a an if whether than my your nor ";

static bool dangles(const struct view *v, const struct token *t)
{
	char key[12] = " ";
	if (t->kind != TOKEN_WORD || t->n + 3u > sizeof key) return false;
	for (uint32_t i = 0; i < t->n; i++) key[1 + i] = (char)(v->text.p[t->at + i] | 32);
	key[1 + t->n] = ' ';
	return (t->n > 1 || v->text.p[t->at] == 'a') && strstr(dangling, key) != NULL;
}

/* Does this text show elsewhere that it would have had a final mark? Chat in lower case without any shows nothing. */
static bool written_with_care(const struct view *v)
{
	for (uint32_t i = 0; i + 1 < v->clauses; i++) {
		const unsigned end = v->clause[i].end;
		if (end == CLAUSE_STOP || end == CLAUSE_QUESTION || end == CLAUSE_EXCLAIM) return true;
	}
	for (uint32_t i = 0; i < v->tokens; i++) {
		if (v->token[i].flags & TOKEN_FIRST) return v->token[i].flags & TOKEN_TITLE;
	}
	return false;
}

bool text_truncated(const struct view *v)
{
	uint32_t last = v->tokens;
	while (last) {
		const struct token *t = &v->token[last - 1];
		const bool closing = t->kind == TOKEN_PUNCT && t->mark && t->mark < 0x80 && strchr("\"')]}*", t->mark);
		if (t->kind != TOKEN_EMOJI && !closing) break;
		last--;
	}
	if (!last) return false;
	const struct token *t = &v->token[last - 1];
	if (t->kind == TOKEN_PUNCT) return t->mark == ',' || t->mark == '-' || (t->mark == '.' && t->n > 1);
	if (t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER) return false;
	if (t->n > 3 && v->text.p[t->at + t->n - 1] == '.') return false;        /* U.S. and its like hold their full stop */
	if (dangles(v, t)) return true;
	if (last < v->tokens && v->token[v->tokens - 1].kind == TOKEN_EMOJI) return false;     /* an emoji is a final mark in chat */
	const struct clause *end = &v->clause[v->clauses - 1];
	return v->tokens > LONG_TEXT && v->tokens - end->from > LONG_SENTENCE && written_with_care(v);
}
