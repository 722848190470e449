/* test_extract.c -- what the extract stage promises beyond single cues: spans, ids, statuses, links, hostile sizes.
 * Knows the stage's outer behaviour; the cases of tests/cases know the words. */
#include "extract_harness.h"

static struct harness h;

static const struct found *read_text(const char *text) { return harness_read(&h, &(struct message){ .text = str_of(text) }); }

static void spans_lie_in_the_text(const struct found *f)
{
	for (unsigned i = 0; i < FEATURE_COUNT; i++) {
		assert_true(f->feature[i] >= 0);
		assert_true(f->span[i].from <= f->span[i].to && f->span[i].to <= h.view.text.n);
	}
	unsigned mains = 0;
	for (uint32_t i = 0; i < f->claims; i++) {
		assert_true(f->claim[i].from < f->claim[i].to && f->claim[i].to <= h.view.text.n);
		assert_true(!i || f->claim[i - 1].from <= f->claim[i].from);
		mains += f->claim[i].main;
	}
	assert_int_equal(mains, f->claims > 0);
	for (uint32_t i = 0; i < f->evidences; i++)
		assert_true(f->evidence[i].to <= h.view.text.n);
}

static void features_are_found_by_name(void **state)
{
	(void)state;
	assert_int_equal(feature_find(str_of("named_source")), FEATURE_NAMED_SOURCE);
	assert_int_equal(feature_find(str_of("no_such")), FEATURE_COUNT);
	for (unsigned i = 0; i < FEATURE_COUNT; i++)
		assert_int_equal(feature_find(str_of(feature_info(i)->name)), i);
	assert_null(feature_info(FEATURE_COUNT));
}

static void deleted_and_empty_have_no_findings(void **state)
{
	(void)state;
	const struct found *f = harness_read(&h, &(struct message){ .text = str_of("Police said 3 died in Leeds."), .deleted = true });
	assert_int_equal(f->status, STATUS_DELETED);
	assert_int_equal(f->claims + f->evidences + f->level, 0);
	f = harness_read(&h, &(struct message){ .text = { NULL, 0 } });
	assert_int_equal(f->status, STATUS_EMPTY);
	for (unsigned i = 0; i < FEATURE_COUNT; i++)
		assert_int_equal(f->feature[i], 0);
}

static void platform_links_replace_short_ones(void **state)
{
	(void)state;
	struct str url = str_of("https://www.reuters.com/world/x");
	const struct found *f = harness_read(&h, &(struct message){ .text = str_of("Two dead in Leeds fire, 3 hurt https://t.co/abc"),
		.url = &url, .urls = 1 });
	assert_int_equal(f->feature[FEATURE_URLS], 1);
	assert_int_equal(f->feature[FEATURE_LINK_OUTLET], 1);
	assert_int_equal(f->feature[FEATURE_LINK_PASS], 0);
	assert_true(str_is(f->origin[0], "reuters.com"));
	assert_true(f->evidence[0].to > f->evidence[0].from);
	f = harness_read(&h, &(struct message){ .text = str_of("Two dead in Leeds fire, 3 hurt"), .url = &url, .urls = 1 });
	assert_int_equal(f->evidence[0].flags & EVIDENCE_BESIDE_TEXT, EVIDENCE_BESIDE_TEXT);
	assert_int_equal(f->level, 4);
}

static void unknown_hosts_are_cut_by_the_suffix_list(void **state)
{
	(void)state;
	const struct found *f = read_text("The mayor of Leeds resigned http://user@a.b.Example.co.uk:80/x?y");
	assert_true(str_is(f->origin[0], "example.co.uk"));
	assert_int_equal(f->evidence[0].host, HOST_UNKNOWN);
}

static void ids_come_from_content_words(void **state)
{
	(void)state;
	const uint64_t a = read_text("Alibaba sued Meta in Leeds.")->claim[0].id;
	const uint64_t b = read_text("yo, Alibaba definitely sued Meta in Leeds!")->claim[0].id;
	const uint64_t c = read_text("Alibaba sued Google in Leeds.")->claim[0].id;
	assert_true(a == b);
	assert_true(a != c);
}

static void an_echoed_source_is_marked(void **state)
{
	(void)state;
	const struct found *f = read_text("Qwen 3.5 weights dropped last week. source: the Reuters article Vera shared.");
	unsigned marked = 0;
	for (uint32_t i = 0; i < f->evidences; i++)
		if (f->evidence[i].kind == EVIDENCE_NAMED_SOURCE) {
			assert_int_equal(f->evidence[i].flags, EVIDENCE_IS_ECHO | EVIDENCE_SCOPE_UNSURE);
			assert_true(str_is(f->origin[i], "reuters.com"));
			marked++;
		}
	assert_int_equal(marked, 1);
}

static void giant_and_odd_texts_are_survived(void **state)
{
	(void)state;
	enum { BYTES = 900000 };
	static const char *const part[] = { "Police said 3 men in Leeds died. ", "@a: \"RT ", "http://x.y ", "if, ", "not $A to - : ", "\xF0\x9F\x98\x80", "\xE8\x92\xB8 a" };
	char *giant = malloc(BYTES + 64);
	for (unsigned p = 0; p < sizeof part / sizeof *part; p++) {
		size_t n = 0;
		for (; n < BYTES; n += strlen(part[p]))
			memcpy(giant + n, part[p], strlen(part[p]));
		spans_lie_in_the_text(harness_read(&h, &(struct message){ .text = { giant, n } }));
		for (size_t cut = 0; cut <= strlen(part[p]); cut++)
			if (cut == strlen(part[p]) || (part[p][cut] & 0xC0) != 0x80)
				spans_lie_in_the_text(harness_read(&h, &(struct message){ .text = { part[p], cut } }));
	}
	memset(giant, 'a', BYTES);
	assert_int_equal(harness_read(&h, &(struct message){ .text = { giant, (1 << 20) + 1 > BYTES ? BYTES : 0 } })->status, STATUS_NO_CLAIM);
	free(giant);
}

static void bad_lexicons_are_named(void **state)
{
	(void)state;
	struct diag d = { 0 };
	struct lexicon l = { 0 };
	assert_false(hosts_open(&l, str_of("a.com\toutlet\nb.com\tnonsense\n"), "hosts.tsv", &d));
	assert_non_null(strstr(d.text, "hosts.tsv:2"));
	hosts_close(&l);
	arena_free(&l.arena);
}

static int open_all(void **state) { (void)state; harness_open(&h); return 0; }
static int close_all(void **state) { (void)state; harness_close(&h); return 0; }

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(features_are_found_by_name),
		cmocka_unit_test(deleted_and_empty_have_no_findings),
		cmocka_unit_test(platform_links_replace_short_ones),
		cmocka_unit_test(unknown_hosts_are_cut_by_the_suffix_list),
		cmocka_unit_test(ids_come_from_content_words),
		cmocka_unit_test(an_echoed_source_is_marked),
		cmocka_unit_test(giant_and_odd_texts_are_survived),
		cmocka_unit_test(bad_lexicons_are_named),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
