/* test_token.c -- tokens, hashes, sentences and clauses of texts as people write them.
 * A text's tokens are written as its parts with one letter of their kind: Word Number Punct Url Host Mention Tag Emoji Foreign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "buf.h"
#include "normalise.h"

static struct arena arena;

static struct view view_of(const char *text)
{
	struct view v;
	text_tokenise(str_of(text), &v, &arena);
	clauses_cut(&v, &arena);
	return v;
}

/* "don't/W ./P" */
static void expect_tokens(const char *text, const char *expected)
{
	const struct view v = view_of(text);
	struct buf b = { 0 };
	for (uint32_t i = 0; i < v.tokens; i++) {
		if (i) buf_put_z(&b, " ");
		buf_put(&b, str_cut(v.text, v.token[i].at, v.token[i].at + v.token[i].n));
		buf_put_char(&b, '/');
		buf_put_char(&b, "WNPUHMTEF"[v.token[i].kind]);
	}
	buf_put(&b, (struct str){ "", 1 });
	assert_string_equal(b.p, expected);
	free(b.p);
}

/* Clauses joined by '|', with their ends as . ? ! , (inner) or $ (text end) */
static void expect_clauses(const char *text, const char *expected)
{
	const struct view v = view_of(text);
	struct buf b = { 0 };
	for (uint32_t i = 0; i < v.clauses; i++) {
		const struct clause *c = &v.clause[i];
		const struct token *first = &v.token[c->from], *last = &v.token[c->to - 1];
		buf_put(&b, str_cut(v.text, first->at, last->at + last->n));
		buf_put_char(&b, "$.?!,"[c->end]);
		buf_put_char(&b, '|');
	}
	buf_put(&b, (struct str){ "", 1 });
	assert_string_equal(b.p, expected);
	free(b.p);
}

static void words(void **state)
{
	(void)state;
	expect_tokens("don't use third-party, clear-cut", "don't/W use/W third-party/W ,/P clear-cut/W");
	expect_tokens("Alibaba's it's CHINA'S let's", "Alibaba/W 's/W it's/W CHINA/W 'S/W let's/W");
	expect_tokens("Anthropic\xE2\x80\x99s caf\xC3\xA9 it\xE2\x80\x99s", "Anthropic/W \xE2\x80\x99s/W caf\xC3\xA9/W it\xE2\x80\x99s/W");
	expect_tokens("of\xE8\x92\xB8\xE9\xA6\x8F their", "of/W \xE8\x92\xB8\xE9\xA6\x8F/F their/W");
	expect_tokens("\xD0\xBC\xD0\xB8\xD1\x80 ok", "\xD0\xBC\xD0\xB8\xD1\x80/F ok/W");
	expect_tokens("mp-s U.S. e.g. b.s. foo_bar gpt-3.5 covid19", "mp-s/W U.S./W e.g./W b.s./W foo_bar/W gpt-3.5/W covid19/W");
	expect_tokens("tl;dr h/t /s w/ j/k", "tl/W ;/P dr/W h/W //P t/W //P s/W w/W //P j/W //P k/W");
	expect_tokens("", "");
}

static void numbers(void **state)
{
	(void)state;
	expect_tokens("3 3.5 1,200 10k 50% $3.5bn 12:34", "3/N 3.5/N 1,200/N 10k/N 50/N %/P $/P 3.5bn/N 12:34/N");
	expect_tokens("2026-11-23 1/2/2013 v1.2.3 3rd 10-k", "2026-11-23/N 1/2/2013/N v1.2.3/N 3rd/N 10-k/N");
	expect_tokens("Qwen 3.5's 20-year-old. 5.", "Qwen/W 3.5/N 's/W 20-year-old/W ./P 5/N ./P");
}

static void links(void **state)
{
	(void)state;
	expect_tokens("(https://en.wikipedia.org/wiki/X_(y)).", "(/P https://en.wikipedia.org/wiki/X_(y)/U )/P ./P");
	expect_tokens("[news.google.com] youtu.be/xyz bbc.co.uk.", "[/P news.google.com/H ]/P youtu.be/xyz/H bbc.co.uk/H ./P");
	expect_tokens("file.txt end.Next ok.me", "file/W ./P txt/W end/W ./P Next/W ok/W ./P me/W");
	expect_tokens("joe.b@mail.co.uk www.foo.com,", "joe.b@mail.co.uk/W www.foo.com/U ,/P");
	expect_tokens("@jack: #tag #1 #\xC3\xA9t\xC3\xA9 @u@m.social", "@jack/M :/P #tag/T #/P 1/N #\xC3\xA9t\xC3\xA9/T @u@m.social/M");
}

static void signs(void **state)
{
	(void)state;
	expect_tokens("a... b\xE2\x80\xA6 ?!", "a/W .../P b/W \xE2\x80\xA6/P ?/P !/P");
	expect_tokens("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD",
		"\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9/E \xF0\x9F\x87\xA9\xF0\x9F\x87\xAA/E \xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD/E");
	const struct view v = view_of("\xE2\x80\x9CGo\xE2\x80\x9D \xE2\x80\x94 \xE2\x80\xA6");
	assert_int_equal(v.token[0].mark, '"');
	assert_int_equal(v.token[2].mark, '"');
	assert_int_equal(v.token[3].mark, '-');
	assert_int_equal(v.token[4].mark, '.');
}

static void flags(void **state)
{
	(void)state;
	const struct view v = view_of("Alibaba NATO iPhone LiveCodeBench O'Brien\nsooo I");
	assert_int_equal(v.token[0].flags, TOKEN_TITLE | TOKEN_FIRST);
	assert_int_equal(v.token[1].flags, TOKEN_UPPER | TOKEN_SPACE);
	assert_int_equal(v.token[2].flags, TOKEN_MIXED | TOKEN_SPACE);
	assert_int_equal(v.token[3].flags, TOKEN_MIXED | TOKEN_TITLE | TOKEN_SPACE);
	assert_int_equal(v.token[4].flags, TOKEN_TITLE | TOKEN_SPACE);
	assert_int_equal(v.token[5].flags, TOKEN_LONG | TOKEN_SPACE | TOKEN_LINE | TOKEN_FIRST);
	assert_int_equal(v.token[6].flags, TOKEN_TITLE | TOKEN_SPACE);
}

static void hashes_meet(void **state)
{
	(void)state;
	assert_int_equal(token_hash(str_of("don't")), token_hash(str_of("DON\xE2\x80\x99T")));
	assert_int_equal(token_hash(str_of("\xC3\x89t\xC3\xA9")), token_hash(str_of("\xC3\xA9t\xC3\xA9")));
	assert_int_equal(token_hash(str_of("...")), token_hash(str_of("\xE2\x80\xA6")));
	assert_int_not_equal(token_hash(str_of("form")), token_hash(str_of("from")));
	const struct view v = view_of("Don\xE2\x80\x99t ... @X #Y Http://A.b U.S. 10K caf\xC3\x89-x 3.5's");
	for (uint32_t i = 0; i < v.tokens; i++) {
		assert_int_equal(v.token[i].hash, token_hash(str_cut(v.text, v.token[i].at, v.token[i].at + v.token[i].n)));
	}
}

static void clauses(void **state)
{
	(void)state;
	expect_clauses("It works. Does it? Yes! ok", "It works..|Does it??|Yes!!|ok$|");
	expect_clauses("true, but late \xE2\x80\x94 very late; odd - so", "true,,|but late \xE2\x80\x94,|very late;,|odd -,|so$|");
	expect_clauses("Mr. Smith met J. Doe in the U.S. today vs. No. 5", "Mr. Smith met J. Doe in the U.S. today vs. No. 5$|");
	expect_clauses("He said \"no.\" Then left. 3.5 is x.org ok", "He said \"no.\".|Then left..|3.5 is x.org ok$|");
	expect_clauses("one\ntwo", "one$|two$|");
	expect_clauses("well... maybe... Yes", "well...,|maybe....|Yes$|");
	const struct view v = view_of("Is it so, because I doubt it? No.");
	assert_int_equal(v.clauses, 3);
	assert_true(v.clause[0].question && v.clause[1].question && !v.clause[2].question);
	assert_int_equal(v.clause[1].sentence, 0);
	assert_int_equal(v.clause[2].sentence, 1);
}

static void breaking_off(void **state)
{
	(void)state;
	static const struct { const char *text; bool truncated; } row[] = {
		{ "They matched it on several benchmarks in April,", true }, { "and then he said\xE2\x80\xA6", true }, { "this is the", true },
		{ "All fine here.", false }, { "no mark in chat", false }, { "Look at this https://x.org/a", false }, { "", false },
		{ "The EU said so. Alibaba just open-sourced the weights of its model last week under a per", true },
		{ "lol i dont think they will ever fix that thing it was broken in the last release too", false },
		{ "Done (really.)", false },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		const struct view v = view_of(row[i].text);
		if (text_truncated(&v) != row[i].truncated) fail_msg("%s", row[i].text);
	}
}

/* A step back at every token would take minutes here: the test's time limit is what fails then. */
static void long_texts(void **state)
{
	(void)state;
	static const char *const part[] = { "a", "a.", "a.b@", "www.", "\xF0\x9F\x91\xA8\xE2\x80\x8D", "\xCC\x81", "[", "h\n", "-", "a-", "1,", "(x" };
	enum { SIZE = 1 << 20 };
	char *text = mem_alloc(SIZE + 16);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		size_t n = 0;
		for (const size_t k = strlen(part[i]); n + k <= SIZE; n += k) memcpy(text + n, part[i], k);
		memcpy(text + n, "zz", 2);                   /* an end that undoes what the row seemed to be */
		n += 2;
		struct view v;
		text_tokenise((struct str){ text, n }, &v, &arena);
		clauses_cut(&v, &arena);
		for (uint32_t t = 1; t < v.tokens; t++) assert_true(v.token[t].at >= v.token[t - 1].at + v.token[t - 1].n);
		arena_reset(&arena, 0);
	}
	free(text);
}

static int arena_done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words), cmocka_unit_test(numbers), cmocka_unit_test(links), cmocka_unit_test(signs), cmocka_unit_test(flags),
		cmocka_unit_test(hashes_meet), cmocka_unit_test(clauses), cmocka_unit_test(breaking_off), cmocka_unit_test(long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, arena_done);
}
