/* test_language.c -- English or not: sentences of many languages, and what is too little to tell.
 * Uses the compiled-in table; a row that is wrong there must be refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "asset.h"
#include "normalise.h"

static struct arena arena;

static void languages(void **state)
{
	(void)state;
	static const struct { const char *code, *text; } row[] = {
		{ "en", "They said it would never happen, and here we are." }, { "en", "lol idk what ur talking about dude" },
		{ "en", "Police confirm two dead in attack on the magazine's office in Paris" },
		{ "es", "El gobierno dice que no hay dinero para los hospitales" }, { "pt", "Voc\xC3\xAA n\xC3\xA3o sabe o que est\xC3\xA1 falando" },
		{ "fr", "Je ne sais pas pourquoi ils ont dit \xC3\xA7" "a" }, { "it", "Non so perch\xC3\xA9 gli hanno detto questo" },
		{ "de", "Ich wei\xC3\x9F nicht, warum sie das gesagt haben" }, { "nl", "Ik weet niet waarom ze dat hebben gezegd" },
		{ "sv", "Jag vet inte varf\xC3\xB6r de sa det" }, { "fi", "En tied\xC3\xA4 miksi se on niin" }, { "pl", "Nie wiem dlaczego to jest tak" },
		{ "tr", "Bu \xC3\xA7ok g\xC3\xBCzel ama neden b\xC3\xB6yle" }, { "id", "Saya tidak tahu kenapa mereka sudah pergi karena hujan" },
		{ "vi", "T\xC3\xB4i kh\xC3\xB4ng bi\xE1\xBA\xBFt nh\xE1\xBB\xAFng ng\xC6\xB0\xE1\xBB\x9Di n\xC3\xA0y" },
		{ "ru", "\xD0\xAF \xD0\xBD\xD0\xB5 \xD0\xB7\xD0\xBD\xD0\xB0\xD1\x8E" }, { "ja", "\xE3\x81\x93\xE3\x82\x8C\xE3\x81\xAF\xE6\x9C\xAC" },
		{ "zh", "\xE8\xA7\x80\xE5\xA1\x98\xE7\xA4\xBE" }, { "und", "" }, { "und", "@user #jesuischarlie http://x.org/de/la/que" },
		{ "und", "CET 12:30 Paris" }, { "und", "hat" },
	};
	struct diag diag = { 0 };
	struct assets *assets = assets_open(NULL, &diag);
	assert_non_null(assets);
	struct language_table *t = language_open(assets_find(assets, "lexicons/language.tsv"), &diag);
	assert_non_null(t);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct view v;
		text_normalise(str_of(row[i].text), 0, 1 << 20, t, &v, &arena);
		if (strcmp(v.code, row[i].code) != 0) fail_msg("%s: %s, expected %s", row[i].text, v.code, row[i].code);
		const enum language expected = strcmp(v.code, "en") == 0 ? LANGUAGE_ENGLISH : strcmp(v.code, "und") == 0 ? LANGUAGE_UNKNOWN : LANGUAGE_OTHER;
		assert_int_equal(v.language, expected);
	}
	language_close(t);
	assets_close(assets);
	arena_free(&arena);
}

static void bad_rows(void **state)
{
	(void)state;
	static const char *const bad[] = { "the\ten\t2\nword\n", "the\ten\t2\nx\ten\t0\n", "the\ten\t2\nx\ten\tten\n", "# c\nx\tnonsense\t1\n" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct diag diag = { 0 };
		assert_null(language_open(str_of(bad[i]), &diag));
		assert_non_null(strstr(diag.text, "line 2"));
		assert_int_equal(diag.code, EXIT_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(languages), cmocka_unit_test(bad_rows) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
