/* words.h -- which tokens are symbols, and by which hash each counts.
 * Knows kinds of tokens; does not know n-grams or weights. */
#ifndef CREDENCE_DECIDE_WORDS_H
#define CREDENCE_DECIDE_WORDS_H

#include "indicator.h"

/* hash: of the kinds that are one symbol for all of their kind; 0: the token's own. */
struct symbol_kinds { uint64_t begin, hash[TOKEN_FOREIGN + 1]; };

void symbol_kinds_of(struct symbol_kinds *);

/* Of marks those are symbols that change what a sentence does. */
static inline bool is_symbol(const struct token *t)
{
	const unsigned m = t->mark;
	return t->kind != TOKEN_PUNCT || m == '?' || m == '!' || m == '"' || m == '(' || m == '%' || m == '$';
}

static inline uint64_t symbol_of(const struct symbol_kinds *kinds, const struct token *t)
{
	return kinds->hash[t->kind] ? kinds->hash[t->kind] : t->hash;
}

#endif
