/* test_stats.c -- counts that add up, shares that merge in any order, and sums that survive being written and read.
 * Knows rows and the summary; does not know how rows are scored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "line.h"
#include "row_fixture.h"
#include "stats.h"

static struct model *model;
static struct decisions *decisions;

/* `count` rows of every kind after one another, as in an artifact. */
static void fill(struct buf *rows, uint64_t seed, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct fixture f;
		fixture_shuffle(&f, &seed);
		fixture_answers(&f, fixture_random(&seed));
		const uint64_t r = fixture_random(&seed);
		f.entry = r % 8 == 0 ? ENTRY_SKIPPED : r % 8 == 1 ? ENTRY_QUARANTINED : r % 8 == 2 ? ENTRY_FINDING : ENTRY_MESSAGE;
		f.message.skip = str_of(r >> 8 & 1 ? "delete-notice" : "join");
		f.message.fault = f.entry == ENTRY_QUARANTINED ? FAULT_JSON : FAULT_NONE;
		f.record.finding = f.entry == ENTRY_FINDING ? (r >> 9 & 1 ? FINDING_CORRUPT : FINDING_TRAILING) : FINDING_NONE;
		f.record.kind = f.entry == ENTRY_FINDING ? RECORD_FINDING : RECORD_DATA;
		f.message.repairs = (uint32_t)(r >> 16) % 3;
		f.message.duplicate_keys = f.message.repairs ? 2 : 0;
		memcpy(f.view.code, r >> 24 & 1 ? "en" : "es", 3);
		row_pack(rows, &f.batch, 0);
	}
}

static struct stats *counted(uint64_t seed, unsigned count, struct buf *out, struct buf *quarantine)
{
	const struct line_options o = { .model = model };
	struct buf rows = { 0 };
	struct stats *s = stats_new();
	fill(&rows, seed, count);
	assert_true(score_batch(&o, buf_str(&rows), out, quarantine, s));
	buf_free(&rows);
	return s;
}

static unsigned lines_of(const struct buf *b)
{
	unsigned n = 0;
	for (size_t i = 0; i < b->n; i++) n += b->p[i] == '\n';
	return n;
}

static cJSON *summary_of(const struct stats *s)
{
	struct buf out = { 0 };
	stats_summary(s, model, decisions, str_of("\"version\":\"1\","), &out);
	cJSON *json = cJSON_ParseWithLength(out.p, out.n);
	buf_free(&out);
	assert_non_null(json);
	return json;
}

static long at(const cJSON *json, const char *outer, const char *inner)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(json, outer), inner);
	assert_true(cJSON_IsNumber(item));
	return (long)item->valuedouble;
}

static void everything_is_accounted_for(void **state)
{
	(void)state;
	struct buf out = { 0 }, quarantine = { 0 };
	struct stats *s = counted(5, 2000, &out, &quarantine);
	cJSON *json = summary_of(s);
	long unscored = 0, bins = 0;
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(cJSON_GetObjectItem(json, "counts"), "unscored")) unscored += (long)item->valuedouble;
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(cJSON_GetObjectItem(json, "histogram"), "credibility")) bins += (long)item->valuedouble;
	const long read = at(json, "counts", "read"), scored = at(json, "counts", "scored"), skipped = at(json, "counts", "skipped");
	const long quarantined = at(json, "counts", "quarantined");
	const long findings = at(json, "findings", finding_name(FINDING_CORRUPT)) + at(json, "findings", finding_name(FINDING_TRAILING));
	assert_int_equal(read, scored + unscored + quarantined + skipped);
	assert_int_equal(read, stats_records(s));
	assert_int_equal(read + findings, 2000);
	assert_int_equal(bins, scored);
	assert_int_equal(scored, stats_scored(s));
	assert_int_equal(lines_of(&out), scored + unscored);
	assert_int_equal(lines_of(&quarantine), quarantined + findings);
	assert_int_equal(stats_bad(s), quarantined + at(json, "findings", finding_name(FINDING_CORRUPT)));
	assert_int_equal(at(json, "skipped", "join") + at(json, "skipped", "delete-notice"), skipped);
	assert_true(at(json, "input", "duplicate_keys") > 100);
	assert_int_equal(at(json, "input", "duplicate_keys"), 2 * at(json, "input", "messages_repaired"));
	assert_int_equal(at(json, "input", "messages_with_duplicate_keys"), at(json, "input", "messages_repaired"));
	assert_int_equal(at(json, "languages", "en") + at(json, "languages", "es"), scored + unscored);
	assert_string_equal(json->child->string, "version");
	cJSON_Delete(json);
	buf_free(&out);
	buf_free(&quarantine);
	stats_free(s);
}

static void merging_has_no_order(void **state)
{
	(void)state;
	struct buf out = { 0 }, quarantine = { 0 }, first = { 0 }, second = { 0 };
	struct stats *a = counted(1, 300, &out, &quarantine), *b = counted(2, 500, &out, &quarantine);
	struct stats *ab = stats_new(), *ba = stats_new();
	stats_merge(ab, a);
	stats_merge(ab, b);
	stats_merge(ba, b);
	stats_merge(ba, a);
	stats_write(ab, &first);
	stats_write(ba, &second);
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	assert_int_equal(stats_records(ab), stats_records(a) + stats_records(b));
	struct buf *all[] = { &out, &quarantine, &first, &second };
	struct stats *sums[] = { a, b, ab, ba };
	for (unsigned i = 0; i < 4; i++) {
		buf_free(all[i]);
		stats_free(sums[i]);
	}
}

static void written_and_read(void **state)
{
	(void)state;
	struct diag diag = { 0 };
	struct buf out = { 0 }, quarantine = { 0 }, first = { 0 }, second = { 0 };
	struct stats *s = counted(9, 400, &out, &quarantine), *back = stats_new();
	stats_write(s, &first);
	assert_true(stats_read(back, buf_str(&first), &diag));
	stats_write(back, &second);
	assert_true(str_equal(buf_str(&first), buf_str(&second)));
	assert_true(stats_read(back, buf_str(&first), &diag));
	assert_int_equal(stats_records(back), 2 * stats_records(s));
	assert_false(stats_read(back, str_of("{\"total\":[]}"), &diag));
	assert_false(stats_read(back, str_of("{"), &diag));
	first.p[first.n - 20] = '}';
	assert_false(stats_read(back, buf_str(&first), &diag));
	assert_int_equal(stats_records(back), 2 * stats_records(s));
	struct buf *all[] = { &out, &quarantine, &first, &second };
	for (unsigned i = 0; i < 4; i++) buf_free(all[i]);
	stats_free(s);
	stats_free(back);
}

/* Three messages with 0, 2 and 5 hedges: mean 7/3, zero in a third. */
static void features_in_figures(void **state)
{
	(void)state;
	static const int32_t value[] = { 0, 2, 5 };
	struct stats *s = stats_new();
	struct buf rows = { 0 };
	for (unsigned i = 0; i < 3; i++) {
		struct fixture f;
		struct row row;
		struct score score;
		fixture_init(&f);
		f.found.feature[FEATURE_HEDGES] = value[i];
		f.found.feature[FEATURE_CLAIMS] = 4;
		assert_true(fixture_row(&f, &rows, &row));
		score_row(model, &row, &score);
		stats_add_row(s, &row, &score);
	}
	cJSON *json = summary_of(s);
	const cJSON *features = cJSON_GetObjectItem(json, "features");
	char *hedges = cJSON_PrintUnformatted(cJSON_GetObjectItem(features, "hedges"));
	assert_string_equal(hedges, "{\"min\":0,\"mean\":2.3333,\"max\":5,\"zero\":0.3333,\"constant\":false}");
	char *claims = cJSON_PrintUnformatted(cJSON_GetObjectItem(features, "claims"));
	assert_string_equal(claims, "{\"min\":4,\"mean\":4,\"max\":4,\"zero\":0,\"constant\":true}");
	cJSON_free(hedges);
	cJSON_free(claims);
	cJSON_Delete(json);
	buf_free(&rows);
	stats_free(s);
}

/* Three answers of two labels and one of four; a message that is not assessed counts for nothing. */
static void decisions_in_figures(void **state)
{
	(void)state;
	static const uint16_t yes[] = { 8000, 2501, 1000, 9000 };
	struct stats *s = stats_new();
	struct buf rows = { 0 };
	for (unsigned i = 0; i < 4; i++) {
		struct fixture f;
		struct row row;
		fixture_init(&f);
		f.found.status = i == 3 ? STATUS_LANGUAGE : i == 2 ? STATUS_NO_CLAIM : STATUS_OK;
		f.found.answer[SLOT_CHECK_WORTHINESS] = (struct settled){ .labels = 2, .said = i == 0, .p = { (uint16_t)(10000 - yes[i]), yes[i] } };
		if (i == 1) f.found.answer[SLOT_STANCE] = (struct settled){ .labels = 4, .said = 2, .p = { 1000, 1000, 7000, 1000 } };
		assert_true(fixture_row(&f, &rows, &row));
		stats_add_row(s, &row, NULL);
	}
	cJSON *json = summary_of(s);
	const cJSON *all = cJSON_GetObjectItem(json, "decisions"), *worth = cJSON_GetObjectItem(all, "check_worthiness");
	assert_true(str_starts(str_of(cJSON_GetObjectItem(worth, "model")->valuestring), str_of("tiny-check-worthiness@")));
	assert_int_equal(at(all, "check_worthiness", "messages"), 3);
	assert_int_equal(at(worth, "labels", "no"), 2);
	assert_int_equal(at(worth, "labels", "yes"), 1);
	char *mean = cJSON_PrintUnformatted(cJSON_GetObjectItem(worth, "mean"));
	assert_string_equal(mean, "0.3833");                        /* (0.8 + 0.2501 + 0.1) / 3 */
	assert_int_equal(at(all, "stance_alone", "messages"), 1);
	assert_int_equal(at(cJSON_GetObjectItem(all, "stance_alone"), "labels", "query"), 1);
	assert_null(cJSON_GetObjectItem(cJSON_GetObjectItem(all, "stance_alone"), "mean"));
	assert_int_equal(at(all, "claim", "messages"), 0);
	cJSON_free(mean);
	cJSON_Delete(json);
	buf_free(&rows);
	stats_free(s);
}

static void torn_rows_are_told(void **state)
{
	(void)state;
	const struct line_options o = { .model = model };
	struct buf rows = { 0 }, out = { 0 }, quarantine = { 0 };
	struct stats *s = stats_new();
	fill(&rows, 4, 10);
	assert_false(score_batch(&o, str_cut(buf_str(&rows), 0, rows.n - 8), &out, &quarantine, s));
	assert_int_equal(lines_of(&out) + lines_of(&quarantine) <= 9, 1);
	buf_free(&rows);
	buf_free(&out);
	buf_free(&quarantine);
	stats_free(s);
}

static void profile_in_words(void **state)
{
	(void)state;
	struct buf out = { 0 }, quarantine = { 0 }, text = { 0 };
	struct stats *s = counted(5, 200, &out, &quarantine);
	stats_profile(s, &text);
	buf_put_char(&text, 0);
	assert_non_null(strstr(text.p, "How sourced, not whether true"));
	assert_non_null(strstr(text.p, "link to something"));
	assert_non_null(strstr(text.p, " %"));
	struct buf *all[] = { &out, &quarantine, &text };
	for (unsigned i = 0; i < 3; i++) buf_free(all[i]);
	stats_free(s);
}

static int set_up(void **state)
{
	(void)state;
	model = fixture_model();
	decisions = fixture_decisions();
	return model && decisions ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	model_close(model);
	decisions_close(decisions);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_accounted_for), cmocka_unit_test(merging_has_no_order), cmocka_unit_test(written_and_read),
		cmocka_unit_test(features_in_figures), cmocka_unit_test(decisions_in_figures),
		cmocka_unit_test(torn_rows_are_told), cmocka_unit_test(profile_in_words)
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
