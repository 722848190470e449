/* fuzz_text.c -- any bytes, repaired, unmarked, cut into tokens and clauses: what must hold of every text.
 * Knows the invariants of token.h; does not know which tokens a text should have. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "normalise.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool held, const char *what)
{
	if (held) return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static bool on_boundary(struct str text, size_t at) { return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80; }

static void tokens_check(const struct view *v)
{
	size_t end = 0;
	for (uint32_t i = 0; i < v->tokens; i++) {
		const struct token *t = &v->token[i];
		must(t->n > 0 && t->at >= end, "tokens are in order, not empty and apart");
		end = (size_t)t->at + t->n;
		must(end <= v->text.n, "tokens lie inside the text");
		must(on_boundary(v->text, t->at) && on_boundary(v->text, end), "tokens begin and end between characters");
		must(t->kind <= TOKEN_FOREIGN, "a token has a kind");
		const bool dots = t->kind == TOKEN_PUNCT && t->mark == '.' && v->text.p[t->at] == '.' && t->n > 1;
		const struct str word = dots ? str_of("...") : str_cut(v->text, t->at, end);
		must(t->hash == token_hash(word), "one hash for text and lexicon");
	}
}

static void clauses_check(const struct view *v)
{
	uint32_t at = 0, sentence = 0;
	for (uint32_t i = 0; i < v->clauses; i++) {
		const struct clause *c = &v->clause[i];
		must(c->from == at && c->to > at, "clauses follow one another without a gap");
		must(c->sentence >= sentence, "sentences are counted upwards");
		at = c->to;
		sentence = c->sentence;
	}
	must(at == v->tokens, "every token is in a clause");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char lexicon[] = "the\ten\t2\nund\tde\t3\n*\xC3\x9F\tde\t2\n";
	struct arena arena = { 0 };
	struct diag diag;
	struct language_table *languages = language_open(str_of(lexicon), &diag);
	must(languages != NULL, "the table opens");
	uint32_t repairs = 0;
	const struct str text = utf8_repair((struct str){ (const char *)data, size }, &arena, &repairs);
	for (unsigned markup = 0; markup < 16; markup++) {
		struct view v;
		text_normalise(text, markup, 1 << 20, languages, &v, &arena);
		must(utf8_valid(v.text, NULL), "the mapped text is UTF-8");
		must(!v.text.n || !memchr(v.text.p, 0, v.text.n), "the mapped text holds no zero byte");
		must(v.foreign <= v.letters, "foreign letters are letters");
		tokens_check(&v);
		clauses_check(&v);
	}
	language_close(languages);
	arena_free(&arena);
	return 0;
}
