/* words.c -- a text as symbols, its n-grams' keys and their names.
 * Knows which tokens are one symbol for all of their kind; does not know weights.
 *
 * Numbers, links, accounts and hosts are learned as such and never by what they are: a model that knows a name by heart knows
 * the news of the year in which it was trained. */
#include "words.h"

static const char begin_mark[] = "<begin>", number_mark[] = "<number>", link_mark[] = "<link>", account_mark[] = "<account>";

/* The symbol's name where it stands for a kind; NULL: it is the token itself, or none. */
static const char *kind_name(const struct token *t)
{
	switch (t->kind) {
	case TOKEN_NUMBER:  return number_mark;
	case TOKEN_URL:
	case TOKEN_HOST:    return link_mark;
	case TOKEN_MENTION: return account_mark;
	default:            return NULL;
	}
}

void symbol_kinds_of(struct symbol_kinds *kinds)
{
	*kinds = (struct symbol_kinds){ .begin = token_hash(str_of(begin_mark)) };
	for (unsigned kind = 0; kind <= TOKEN_FOREIGN; kind++) {
		const char *name = kind_name(&(struct token){ .kind = (uint8_t)kind });
		if (name) kinds->hash[kind] = token_hash(str_of(name));
	}
}

uint32_t symbols_of(const struct view *v, uint64_t **symbol, struct arena *arena)
{
	struct symbol_kinds kinds;
	symbol_kinds_of(&kinds);
	uint64_t *s = *symbol = arena_alloc(arena, (v->tokens + 1) * sizeof *s);
	uint32_t n = 0;
	s[n++] = kinds.begin;
	for (uint32_t i = 0; i < v->tokens; i++)
		if (is_symbol(&v->token[i])) s[n++] = symbol_of(&kinds, &v->token[i]);
	return n;
}

/* Folded as token_hash() folds it; the bytes of other scripts stay as they are. */
static void word_put(struct str word, struct buf *out)
{
	for (size_t i = 0; i < word.n; i++) {
		const char c = word.p[i];
		buf_put_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
}

void words_name(const struct view *v, uint32_t first, uint32_t count, struct buf *out)
{
	uint32_t at = 1;
	if (!first) buf_put_z(out, begin_mark);
	for (uint32_t i = 0; i < v->tokens && at < first + count; i++) {
		const struct token *t = &v->token[i];
		if (!is_symbol(t)) continue;
		if (at++ < first) continue;
		if (at - 1 > first || !first) buf_put_char(out, ' ');
		const char *kind = kind_name(t);
		if (kind) buf_put_z(out, kind);
		else if (t->kind == TOKEN_PUNCT) buf_put_char(out, (char)t->mark);
		else word_put(str_cut(v->text, t->at, t->at + t->n), out);
	}
}

bool words_named(struct str name, uint64_t *key)
{
	*key = 0;
	for (size_t at = 0; at < name.n;) {
		size_t end = at;
		while (end < name.n && name.p[end] != ' ') end++;
		if (end == at) return false;
		*key = gram_key(*key, token_hash(str_cut(name, at, end)));
		at = end + 1;
		if (at == name.n) return false;             /* a space at its end */
	}
	return name.n > 0;
}

/* Newton's square root in integers: 4096 / sqrt(n) = sqrt(2^24 / n). */
uint32_t word_share(uint32_t symbols)
{
	const uint32_t n = symbols ? symbols : 1;
	uint32_t root = 0;
	for (uint32_t bit = 1U << 12; bit; bit >>= 1)
		if ((uint64_t)(root + bit) * (root + bit) * n <= UINT64_C(1) << 24) root += bit;
	return root;
}
