/* The shipped maps on real exports: the numbers that a reference interpreter of the map language gives, and what hostile
 * files must come to. Needs the folder of test data; without it the tests are skipped. */
#include "source_harness.h"

#include <glob.h>
#include <unistd.h>

static void shared_path(char *into, size_t cap, const char *name)
{
	const char *const folder = getenv("CREDENCE_SHARED");
	if (folder) snprintf(into, cap, "%s/%s", folder, name);
	else snprintf(into, cap, "%s/../shared/%s", CREDENCE_SOURCE_DIR, name);
}

static void need_shared(void)
{
	char path[4096];
	shared_path(path, sizeof path, "data/samples");
	if (access(path, R_OK) == 0) return;
	print_message("skipped: no test data in %s (CREDENCE_SHARED names its folder)\n", path);
	skip();
}

/* All files that a pattern below the test data means, as archives of one unit. */
static struct counts samples_count(const char *pattern)
{
	char path[4096];
	glob_t found;
	shared_path(path, sizeof path, pattern);
	assert_int_equal(glob(path, GLOB_BRACE, NULL, &found), 0);
	struct archive *const archive = calloc(found.gl_pathc, sizeof *archive);
	assert_non_null(archive);
	for (size_t i = 0; i < found.gl_pathc; i++) archive[i] = (struct archive){ str_of(found.gl_pathv[i]), found.gl_pathv[i], 0 };
	const struct counts c = archives_count(settings_plain(), archive, (uint32_t)found.gl_pathc, 0);
	globfree(&found);
	free(archive);
	return c;
}

static void reddit(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/samples/nested/reddit_2005_2006.tar.zst");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 4741);
	assert_int_equal(c.entry[ENTRY_QUARANTINED] + c.entry[ENTRY_SKIPPED] + c.entry[ENTRY_FINDING], 0);
	assert_int_equal(c.string[MESSAGE_PARENT], 4741);
	assert_int_equal(c.string[MESSAGE_THREAD], 4741);
	assert_int_equal(c.string[MESSAGE_AUTHOR], 4741 - 1078);
	assert_int_equal(c.deleted, 648);
	assert_int_equal(c.text, 4740);
	assert_int_equal(c.timed, 4741);
	assert_string_equal(c.format, "reddit");
	counts_free(&c);
}

static void twitter_v1(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/samples/twitter_v1_search/*.json");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 165);
	assert_int_equal(c.string[MESSAGE_REPOST_OF], 126);
	assert_int_equal(c.string[MESSAGE_QUOTE_OF], 10);
	assert_int_equal(c.string[MESSAGE_PARENT], 7);
	assert_int_equal(c.urls, 27);
	assert_int_equal(c.timed, 165);
	assert_int_equal(c.finding[FINDING_NO_MESSAGES], 1);
	counts_free(&c);
}

static void twitter_v2(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/samples/twitter_v2/*/{data,users}_*.json");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 9130);
	assert_int_equal(c.string[MESSAGE_THREAD], 9130);
	assert_int_equal(c.string[MESSAGE_PARENT], 4097);
	assert_int_equal(c.string[MESSAGE_REPOST_OF], 2526);
	assert_int_equal(c.string[MESSAGE_QUOTE_OF], 269);
	assert_int_equal(c.urls, 4756);
	assert_int_equal(c.entry[ENTRY_SKIPPED], 20);
	assert_string_equal(c.skip, "companion-file");
	assert_int_equal(c.entry[ENTRY_FINDING] + c.entry[ENTRY_QUARANTINED], 0);
	counts_free(&c);
}

static void rumoureval(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/samples/pheme_rumoureval/data/dev/*/*/{source-tweet/*,replies/*,urls.dat,structure.json}");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 281);
	assert_int_equal(c.string[MESSAGE_THREAD], 281);
	assert_int_equal(c.string[MESSAGE_CHANNEL], 281);
	assert_int_equal(c.string[MESSAGE_PARENT], 256);
	assert_int_equal(c.urls, 62);
	assert_string_equal(c.format, "pheme");
	assert_int_equal(c.entry[ENTRY_QUARANTINED] + c.entry[ENTRY_FINDING], 0);
	counts_free(&c);
	c = samples_count("data/samples/pheme_rumoureval/semeval2017-task8-test-data.tar.bz2");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 1049);
	assert_int_equal(c.string[MESSAGE_THREAD], 1049);
	assert_int_equal(c.string[MESSAGE_PARENT], 1021);
	assert_int_equal(c.entry[ENTRY_QUARANTINED] + c.entry[ENTRY_FINDING], 0);
	counts_free(&c);
}

static void convokit(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/samples/convokit/*/*.json*");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 1519);
	assert_int_equal(c.string[MESSAGE_THREAD], 1519);
	assert_int_equal(c.string[MESSAGE_PARENT], 1469);
	assert_int_equal(c.text, 1512);
	assert_int_equal(c.deleted, 78);
	assert_int_equal(c.entry[ENTRY_SKIPPED], 4);
	assert_int_equal(c.entry[ENTRY_QUARANTINED] + c.entry[ENTRY_FINDING], 0);
	counts_free(&c);
}

/* What a hostile file comes to: messages, quarantined records, findings, and how many messages were repaired. */
struct hostile { const char *name; unsigned messages, quarantined, findings, repaired; };

static void hostile_check(const struct hostile *list, size_t n)
{
	unsigned wrong = 0;
	for (size_t i = 0; i < n; i++) {
		char name[200];
		snprintf(name, sizeof name, "data/hostile/%s", list[i].name);
		struct counts c = samples_count(name);
		if (c.entry[ENTRY_MESSAGE] != list[i].messages || c.entry[ENTRY_QUARANTINED] != list[i].quarantined ||
		    c.entry[ENTRY_FINDING] != list[i].findings || c.repaired != list[i].repaired) {
			print_message("%s: messages %llu, quarantined %llu, findings %llu, repaired %llu\n", list[i].name,
				(unsigned long long)c.entry[ENTRY_MESSAGE], (unsigned long long)c.entry[ENTRY_QUARANTINED],
				(unsigned long long)c.entry[ENTRY_FINDING], (unsigned long long)c.repaired);
			wrong++;
		}
		counts_free(&c);
	}
	assert_int_equal(wrong, 0);
}

static void hostile_json(void **state)
{
	static const struct hostile list[] = {
		{ "json/array_one_per_line.json", 5, 0, 0, 0 },
		{ "json/array_per_line.ndjson", 3, 0, 0, 0 },
		{ "json/blank_and_comment_lines.ndjson", 2, 1, 0, 0 },
		{ "json/bom.json", 5, 0, 0, 0 },
		{ "json/bom_each_line.ndjson", 5, 0, 0, 0 },
		{ "json/crlf.ndjson", 5, 0, 0, 0 },
		{ "json/deep_array_1000.json", 0, 0, 1, 0 },
		{ "json/deep_array_100000.json", 0, 0, 1, 0 },
		{ "json/deep_inside_record.ndjson", 1, 1, 0, 0 },
		{ "json/deep_object_1000.json", 0, 0, 1, 0 },
		{ "json/deep_object_100000.json", 0, 0, 1, 0 },
		{ "json/deep_unclosed_100000.json", 0, 0, 1, 0 },
		{ "json/duplicate_ids.ndjson", 3, 0, 0, 0 },
		{ "json/duplicate_keys.ndjson", 1, 0, 0, 0 },
		{ "json/empty.json", 0, 0, 0, 0 },
		{ "json/empty_array.json", 0, 0, 1, 0 },
		{ "json/empty_object.json", 0, 0, 1, 0 },
		{ "json/error_line_between.ndjson", 2, 1, 0, 0 },
		{ "json/escapes.ndjson", 8, 0, 0, 0 },
		{ "json/hash_flood_keys.json", 0, 0, 1, 0 },
		{ "json/id_as_number_string_mix.ndjson", 3, 0, 0, 0 },
		{ "json/invalid_utf8.ndjson", 12, 0, 0, 12 },
		{ "json/invalid_utf8_in_id.ndjson", 2, 0, 0, 2 },
		{ "json/js_assignment.js", 1, 0, 0, 0 },
		{ "json/json_seq_rs.jsonseq", 5, 0, 0, 0 },
		{ "json/lone_surrogates.ndjson", 7, 0, 0, 6 },
		{ "json/nan_inf.ndjson", 3, 0, 0, 3 },
		{ "json/null.json", 0, 0, 1, 0 },
		{ "json/number_and_time_edges.ndjson", 31, 0, 0, 0 },
		{ "json/pretty_concat.json", 5, 0, 0, 0 },
		{ "json/proto_keys.ndjson", 1, 0, 0, 0 },
		{ "json/raw_control_in_string.ndjson", 2, 0, 0, 1 },
		{ "json/reply_chain_20000.ndjson", 20000, 0, 0, 0 },
		{ "json/reply_cycle.ndjson", 4, 0, 0, 0 },
		{ "json/single_quotes.json", 0, 0, 1, 0 },
		{ "json/stack_trace_tail.ndjson", 1, 3, 0, 0 },
		{ "json/string.json", 0, 0, 1, 0 },
		{ "json/tdesktop_x_escape.json", 2, 0, 0, 1 },
		{ "json/trailing_comma_lines.ndjson", 5, 0, 0, 0 },
		{ "json/trunc_array.json", 4, 1, 0, 0 },
		{ "json/trunc_last_record.ndjson", 999, 1, 0, 0 },
		{ "json/two_per_line.ndjson", 4, 0, 0, 0 },
		{ "json/type_confusion.ndjson", 5, 5, 0, 0 },
		{ "json/utf16le.json", 5, 0, 0, 0 },
		{ "json/whitespace.json", 0, 0, 0, 0 },
	};
	(void)state;
	need_shared();
	hostile_check(list, sizeof list / sizeof *list);
}

static void hostile_csv(void **state)
{
	static const struct hostile list[] = {
		{ "csv/backslash_quote.csv", 1, 0, 0, 0 },
		{ "csv/bare_quote.csv", 2, 0, 0, 2 },
		{ "csv/bom.csv", 1, 0, 0, 0 },
		{ "csv/bom_quoted_header.csv", 1, 0, 0, 0 },
		{ "csv/crlf_embedded_lf.csv", 2, 0, 0, 0 },
		{ "csv/dup_header.csv", 1, 0, 0, 0 },
		{ "csv/excel_id.csv", 2, 0, 0, 2 },
		{ "csv/formula.csv", 1, 0, 0, 0 },
		{ "csv/header_only.csv", 0, 0, 1, 0 },
		{ "csv/many_columns.csv", 0, 0, 1, 0 },
		{ "csv/mojibake_invalid.csv", 1, 0, 0, 1 },
		{ "csv/newline_token.tsv", 1, 0, 0, 0 },
		{ "csv/no_header.csv", 0, 0, 1, 0 },
		{ "csv/nul.csv", 1, 0, 0, 1 },
		{ "csv/ok.csv", 2, 0, 0, 0 },
		{ "csv/pandas_index.csv", 2, 0, 0, 0 },
		{ "csv/ragged.csv", 2, 1, 0, 0 },
		{ "csv/semicolon.csv", 1, 0, 0, 0 },
		{ "csv/sep_line.csv", 1, 0, 0, 0 },
		{ "csv/tabs.tsv", 2, 0, 0, 0 },
		{ "csv/text_after_quote.csv", 1, 0, 0, 1 },
		{ "csv/unterminated_quote.csv", 998, 1, 0, 0 },
		{ "csv/utf16le_excel.csv", 1, 0, 0, 0 },
	};
	(void)state;
	need_shared();
	hostile_check(list, sizeof list / sizeof *list);
}

static void hostile_text(void **state)
{
	static const struct hostile list[] = {
		{ "text/all_nul_4k.txt", 0, 0, 0, 0 },
		{ "text/ambiguous_colon.txt", 4, 0, 0, 0 },
		{ "text/bidi.txt", 1, 0, 0, 0 },
		{ "text/control_chars.txt", 2, 0, 0, 0 },
		{ "text/cp1251.txt", 1, 0, 0, 1 },
		{ "text/cp1252.txt", 2, 0, 0, 1 },
		{ "text/cr_only.txt", 2, 0, 0, 0 },
		{ "text/crlf.txt", 2, 0, 0, 0 },
		{ "text/double_encoded.txt", 1, 0, 0, 0 },
		{ "text/empty.txt", 0, 0, 0, 0 },
		{ "text/latin1.txt", 2, 0, 0, 1 },
		{ "text/mixed_eol.txt", 3, 0, 0, 0 },
		{ "text/mixed_utf8_latin1.txt", 2, 0, 0, 1 },
		{ "text/nel_ls_ps.txt", 2, 0, 0, 0 },
		{ "text/no_final_newline.txt", 2, 0, 0, 0 },
		{ "text/nul_block_in_middle.ndjson", 1000, 0, 0, 1 },
		{ "text/nul_bytes.txt", 2, 0, 0, 1 },
		{ "text/only_bom.txt", 0, 0, 0, 0 },
		{ "text/only_newlines.txt", 0, 0, 0, 0 },
		{ "text/shift_jis.txt", 1, 0, 0, 1 },
		{ "text/utf16be_bom.txt", 2, 0, 0, 0 },
		{ "text/utf16le_bom.txt", 2, 0, 0, 0 },
		{ "text/utf16le_nobom.txt", 2, 0, 0, 0 },
		{ "text/utf32le_bom.txt", 2, 0, 0, 0 },
		{ "text/utf8.txt", 2, 0, 0, 0 },
		{ "text/utf8_bom.txt", 2, 0, 0, 0 },
		{ "text/zalgo.txt", 1, 0, 0, 0 },
	};
	(void)state;
	need_shared();
	hostile_check(list, sizeof list / sizeof *list);
}

static void ids_not_merged(void **state)
{
	(void)state;
	need_shared();
	struct counts c = samples_count("data/hostile/json/invalid_utf8_in_id.ndjson");
	assert_true(str_is(buf_str(&c.ids), "a\\xff\na\\xfe\n"));
	counts_free(&c);
	c = samples_count("data/hostile/json/id_as_number_string_mix.ndjson");
	assert_true(str_starts(buf_str(&c.ids), str_of("9007199254740993\n9007199254740993\n9007199254740992\n")));
	counts_free(&c);
}

static void stackexchange(void **state)
{
	static const struct hostile list[] = {
		{ "xml/billion_laughs.xml", 0, 0, 1, 0 },
		{ "xml/invalid_char.xml", 2, 0, 0, 1 },
		{ "xml/single_quotes_order.xml", 1, 0, 0, 0 },
		{ "xml/trunc.xml", 1, 1, 0, 0 },
		{ "xml/xxe.xml", 0, 1, 0, 0 },
	};
	(void)state;
	need_shared();
	hostile_check(list, sizeof list / sizeof *list);
	struct counts c = samples_count("data/samples/nested/cardano.stackexchange.com.7z");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 4367);
	assert_int_equal(c.entry[ENTRY_SKIPPED], 92 + 5);
	assert_int_equal(c.entry[ENTRY_QUARANTINED] + c.entry[ENTRY_FINDING], 0);
	assert_int_equal(c.string[MESSAGE_PARENT], 1496 + 1829);
	assert_int_equal(c.string[MESSAGE_AUTHOR], 4367);
	assert_int_equal(c.timed, 4367);
	counts_free(&c);
}

static void web_archives(void **state)
{
	static const struct hostile list[] = {
		{ "container/wet_trap.warc.wet.gz", 1, 0, 0, 0 },
		{ "container/html_error_page.zip", 0, 0, 1, 0 },
		{ "container/git_lfs_pointer.zip", 0, 0, 1, 0 },
		{ "../samples/warc/bad.arc", 1, 3, 0, 0 },
		{ "../samples/warc/example-bad-non-chunked.warc.gz", 1, 0, 0, 0 },
		{ "../samples/warc/example-iana.org-chunked.warc", 1, 0, 0, 0 },
		{ "../samples/warc/example-space-in-url.arc", 0, 1, 0, 0 },
		{ "../samples/warc/example-trunc.warc", 1, 0, 0, 1 },
		{ "../samples/warc/example-wget-bad-target-uri.warc.gz", 1, 0, 0, 0 },
		{ "../samples/warc/example-wrong-chunks.warc.gz", 1, 0, 0, 0 },
		{ "../samples/warc/example.arc.gz", 1, 0, 0, 0 },
		{ "../samples/warc/example.warc.gz", 1, 0, 0, 0 },
		{ "../samples/warc/post-test.warc.gz", 0, 0, 0, 0 },
	};
	(void)state;
	need_shared();
	hostile_check(list, sizeof list / sizeof *list);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reddit), cmocka_unit_test(twitter_v1), cmocka_unit_test(twitter_v2),
		cmocka_unit_test(rumoureval), cmocka_unit_test(convokit), cmocka_unit_test(hostile_json), cmocka_unit_test(hostile_csv),
		cmocka_unit_test(hostile_text), cmocka_unit_test(ids_not_merged),
		cmocka_unit_test(stackexchange), cmocka_unit_test(web_archives) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
