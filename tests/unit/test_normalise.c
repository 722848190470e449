/* test_normalise.c -- markup, entities, composition and control characters: from a message's text to the mapped one.
 * Knows what a reader of each platform would see; tokens are tested in test_token.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "normalise.h"
#include "stage.h"

static struct arena arena;

static void expect_text(unsigned markup, const char *in, const char *expected)
{
	const struct str out = text_unmark(str_of(in), markup, &arena);
	assert_string_equal(arena_copy_z(&arena, out), expected);
}

static void entities(void **state)
{
	(void)state;
	expect_text(MARKUP_ENTITIES, "a &amp; b &lt;c&gt; &#39;&#x27; &eacute;&nbsp;&mdash;", "a & b <c> '' \xC3\xA9\xC2\xA0\xE2\x80\x94");
	expect_text(MARKUP_ENTITIES, "&amp;amp; &unknown; & &#; &#xD800; &#151; &lt", "&amp; &unknown; & &#; \xEF\xBF\xBD \xE2\x80\x94 &lt");
	const struct str plain = str_of("nothing here");
	assert_ptr_equal(entities_decode(plain, &arena).p, plain.p);
}

static void quotation(void **state)
{
	(void)state;
	expect_text(MARKUP_MAIL, "On Monday ann wrote:\n> hers\n\nmine\n-- \nbob", "> On Monday ann wrote:\n> hers\n\nmine\n> -- \n> bob");
	expect_text(MARKUP_MAIL, "|> hers\nmine\n| a table |", "> |> hers\nmine\n| a table |");
	expect_text(MARKUP_MAIL, "In article <1@x>, ann writes:\n\n: hers\n: too\n\nmine\n: hers", "> In article <1@x>, ann writes:\n\n> : hers\n> : too\n\nmine\n> : hers");
	expect_text(MARKUP_MAIL, "Ann wrote:\n> hers\n# mine\n: mine", "> Ann wrote:\n> hers\n# mine\n: mine");
	expect_text(MARKUP_MAIL, "Ann wrote:\nnobody is quoted\n# mine", "Ann wrote:\nnobody is quoted\n# mine");
}

/* A quotation is nobody's claim, wherever it is marked as one. */
static void quoted_clauses(void **state)
{
	(void)state;
	static const struct { unsigned markup; const char *in, *quoted; } row[] = {
		{ MARKUP_MARKDOWN | MARKUP_ENTITIES, "&gt; theirs\n\nmine", "10" }, { MARKUP_HTML, "<blockquote><p>a.</p><p>b.</p></blockquote>c.", "110" },
		{ MARKUP_SLACK, "&gt; theirs\nmine", "10" }, { MARKUP_MARKDOWN, ">!a spoiler!<\nmine", "00" }, { 0, "> mine\nmine", "00" },
	};
	struct diag diag;
	struct language_table *const table = language_open(str_of("the\ten\t3\n"), &diag);
	assert_non_null(table);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct view v;
		char seen[8] = "";
		text_normalise(str_of(row[i].in), row[i].markup, 1000, table, &v, &arena);
		for (uint32_t k = 0; k < v.clauses && k < 7; k++) seen[k] = v.clause[k].quoted ? '1' : '0';
		assert_string_equal(seen, row[i].quoted);
	}
	language_close(table);
}

static void html(void **state)
{
	(void)state;
	expect_text(MARKUP_HTML, "<p>Hello <b>you</b></p><p>a &lt; b<br>c</p>", "Hello you\na < b\nc");
	expect_text(MARKUP_HTML, "<a href=\"https://x.org/a\">here</a> 1 < 2 > 0", "here (https://x.org/a) 1 < 2 > 0");
	expect_text(MARKUP_HTML, "<a href=\"https:&#x2F;&#x2F;x.org&#x2F;abc\">https:&#x2F;&#x2F;x.org...</a>", "https://x.org/abc");
	expect_text(MARKUP_HTML, "<a href=\"https://m.io/@u\">@<span>u</span></a> <script>x</script>ok<!-- c -->", "@u ok");
	expect_text(MARKUP_HTML, "<blockquote>said</blockquote>mine", "> said\nmine");
	expect_text(MARKUP_HTML, "<blockquote><p>said</p><p>and more</p></blockquote><p>mine</p>", "> said\n> and more\nmine");
	expect_text(MARKUP_HTML, "<p>see</p><aside class=\"onebox\"><a href=\"https://x.org\">x.org</a><p>A preview</p></aside><p>mine</p>",
		"see\n> https://x.org\n> A preview\nmine");
	expect_text(MARKUP_HTML, "<aside><p>beside</p></aside><p>mine</p>", "beside\nmine");
}

/* Nothing is emphasised in code. */
static void code(void **state)
{
	(void)state;
	expect_text(MARKUP_MARKDOWN, "write `if __name__ == 1`, *then*\n```python\nx_y = __a__ * 2\n```\nand __go__", "write if __name__ == 1, then\npython\nx_y = __a__ * 2\n\nand go");
	expect_text(MARKUP_SLACK, "```<a_b> *c*``` *d*", "<a_b> *c* d");
	expect_text(MARKUP_MARKDOWN, "``` never *closed*", "never closed");
	expect_text(MARKUP_MARKDOWN, "one ` tick *and*\nanother `", "one  tick and\nanother");
}

/* A page as browsers get it: what nobody reads is gone, and lines end where its elements say. */
static void page(void **state)
{
	(void)state;
	expect_text(MARKUP_HTML, "<!doctype html><html><head>\n <title>The title</title>\n<STYLE>p > a {}</style><script>if (a<b) x('</p>');</SCRIPT>"
		"</head>\n<body>\n<!-- a > b --><h1>Head</h1>\n<p>One line\n   and its   end.</p><p>Two</p></body></html>",
		"The title\nHead\nOne line and its end.\nTwo");
	expect_text(MARKUP_HTML, "<div>a</div><svg><title>icon</title></svg><noscript>no</noscript><select><option>x</select>b<template>t</template>",
		"a\nb");
	expect_text(MARKUP_HTML, "<p title=\"x > y\">a</p><A HREF=http://x.org/1>there</A>", "a\nthere (http://x.org/1)");
	expect_text(MARKUP_HTML, "<p>a</p><pre>one\n  two</pre>three\nfour", "a\none\n  two\nthree four");
	expect_text(MARKUP_HTML, "<td>a</td><td>b</td><!-- never closed > c <svg> d", "a\nb\nc d");
	expect_text(MARKUP_HTML, "a\nb <b>c</b>", "a\nb c");
	expect_text(MARKUP_HTML, "A title\n\nits text <p>more", "A title\nits text\nmore");
	expect_text(MARKUP_HTML, "<p><a href=\"https://x.org/\"> <div>in it</div> </a> z", "in it (https://x.org/) z");
}

static long cpu_seconds(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return used.ru_utime.tv_sec;
}

/* Time in proportion to the length, however the tags are set. */
static void bombs(void **state)
{
	(void)state;
	static const char *const piece[] = { "<p>", "<!-- >", "<svg>", "<a href=\"", "<a href='>", "<p a=\"'>", "<", "</", "<pre>", "<script/>", "&lt" };
	enum { TIMES = 400000 };
	for (unsigned i = 0; i < sizeof piece / sizeof *piece; i++) {
		const size_t n = strlen(piece[i]);
		char *const text = arena_alloc(&arena, n * TIMES);
		for (size_t k = 0; k < TIMES; k++) memcpy(text + k * n, piece[i], n);
		const long from = cpu_seconds();
		const struct str out = text_unmark((struct str){ text, n * TIMES }, MARKUP_HTML | MARKUP_ENTITIES, &arena);
		assert_true(out.n <= n * TIMES + 16);
		if (cpu_seconds() - from > 20) fail_msg("%s takes too long", piece[i]);
	}
}

static void markdown(void **state)
{
	(void)state;
	expect_text(MARKUP_MARKDOWN, "**bold** _em_ snake_case 2*3 \\* `code` ~~no~~", "bold em snake_case 2*3 * code no");
	expect_text(MARKUP_MARKDOWN, "[paper](https://x.org/a_b) ![](https://y.org/p.png)", "paper (https://x.org/a_b) https://y.org/p.png");
	expect_text(MARKUP_MARKDOWN | MARKUP_ENTITIES, "&gt; quoted\n\n# Head\n@a_b_ #1", "> quoted\n\nHead\n@a_b_ #1");
	expect_text(MARKUP_MARKDOWN, "[a [b](", "[a [b](");
}

static void slack(void **state)
{
	(void)state;
	expect_text(MARKUP_SLACK, "<@U1> <#C1|general> <!here> *b* &lt;x&gt;", "@U1 #general @here b <x>");
	expect_text(MARKUP_SLACK, "<http://x.org/a|label> <http://z.org> a < b", "label (http://x.org/a) http://z.org a < b");
}

static void composition(void **state)
{
	(void)state;
	const struct str composed = str_of("caf\xC3\xA9 \xF0\x9F\x91\x8D\xEF\xB8\x8F \xE8\x92\xB8");
	assert_ptr_equal(unicode_compose(composed, &arena).p, composed.p);
	assert_true(str_is(unicode_compose(str_of("cafe\xCC\x81"), &arena), "caf\xC3\xA9"));
	assert_true(str_is(unicode_compose(str_of("\xE2\x84\xAB"), &arena), "\xC3\x85"));           /* the angstrom sign */
	char marks[1 + 2 * 16000];
	marks[0] = 'x';
	for (size_t i = 1; i < sizeof marks; i += 2) memcpy(marks + i, "\xCC\xA7", 2);
	assert_int_equal(unicode_compose((struct str){ marks, sizeof marks }, &arena).n, 1 + 2 * 30);
}

static void controls(void **state)
{
	(void)state;
	struct diag diag;
	struct language_table *t = language_open(str_of("the\ten\t3\n"), &diag);
	assert_non_null(t);
	struct view v;
	text_normalise((struct str){ "a\0b\x01\tc\nd\xC2\x85" "e\x7F", 12 }, 0, 100, t, &v, &arena);
	assert_true(str_is(v.text, "a b \tc\nd  e "));
	assert_int_equal(v.tokens, 5);
	text_normalise(str_of("too long by far"), 0, 5, t, &v, &arena);
	assert_true(str_is(v.text, "too long by far"));
	assert_int_equal(v.tokens, 0);
	text_normalise((struct str){ NULL, 0 }, 0, 5, t, &v, &arena);
	assert_int_equal(v.text.n, 0);
	assert_string_equal(v.code, "und");
	language_close(t);
}

static void stage_runs(void **state)
{
	(void)state;
	struct diag diag = { 0 };
	struct assets *assets = assets_open(NULL, &diag);
	assert_non_null(assets);
	struct settings settings = { .limits.text = 1 << 20 };
	void *normaliser = stage_normalise.open(assets, &settings, &diag);
	assert_non_null(normaliser);
	struct message message[4] = { { .text = str_of("it&#39;s the &amp; they") }, { .text = str_of("gone"), .deleted = true },
		{ .text = { NULL, 0 } }, { .text = str_of("skipped") } };
	message[0].markup = MARKUP_ENTITIES;
	uint8_t entry[4] = { ENTRY_MESSAGE, ENTRY_MESSAGE, ENTRY_MESSAGE, ENTRY_SKIPPED };
	struct batch batch = { .n = 4, .entry = entry, .message = message };
	stage_normalise.run(normaliser, NULL, &batch, &arena);
	assert_true(str_is(batch.view[0].text, "it's the & they"));
	assert_int_equal(batch.view[0].tokens, 4);
	assert_string_equal(batch.view[0].code, "en");
	for (int i = 1; i < 4; i++) assert_int_equal(batch.view[i].text.n + batch.view[i].tokens, 0);
	stage_normalise.close(normaliser);
	assets_close(assets);
	arena_free(&batch.arena);
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
		cmocka_unit_test(entities), cmocka_unit_test(quotation), cmocka_unit_test(code), cmocka_unit_test(quoted_clauses), cmocka_unit_test(html), cmocka_unit_test(page), cmocka_unit_test(bombs), cmocka_unit_test(markdown), cmocka_unit_test(slack),
		cmocka_unit_test(composition), cmocka_unit_test(controls), cmocka_unit_test(stage_runs),
	};
	return cmocka_run_group_tests(tests, NULL, arena_done);
}
