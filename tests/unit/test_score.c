/* test_score.c -- sums, bounds, origins and intervals of scores, and what a model file is refused for.
 * Knows rows and models; does not know how features are found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "row_fixture.h"

static struct model *model;
static struct buf rows;

static struct score scored(struct fixture *f)
{
	struct row row;
	struct score s;
	assert_true(fixture_row(f, &rows, &row));
	score_row(model, &row, &s);
	return s;
}

static int32_t size_of(int32_t v) { return v < 0 ? -v : v; }

static void check_sums(const struct score *s)
{
	int64_t sum = 0, component[COMPONENTS] = { 0 };
	for (uint32_t i = 0; i < s->reasons; i++) {
		const struct reason *r = &s->reason[i];
		assert_int_not_equal(r->units, 0);
		sum += r->units;
		component[r->component] += r->units;
		if (i == 0) continue;
		const int32_t before = size_of(r[-1].units), now = size_of(r->units);
		assert_true(before > now || (before == now && strcmp(r[-1].code, r->code) < 0));
	}
	assert_int_equal(sum, s->log_odds);
	for (unsigned i = 0; i < COMPONENTS; i++) assert_int_equal(component[i], s->component[i]);
	assert_true(size_of(s->component[COMPONENT_TEXT]) <= 25000);
	assert_true(size_of(s->component[COMPONENT_SOURCE]) <= 10200);
	assert_int_equal(s->credibility, fixed_logistic(s->log_odds));
	assert_int_equal(s->groundedness, fixed_logistic(s->component[COMPONENT_PRIOR] + s->component[COMPONENT_TEXT]));
	assert_true(0 <= s->low && s->low <= s->credibility && s->credibility <= s->high && s->high <= 10000);
}

static void reasons_add_up(void **state)
{
	(void)state;
	uint64_t seed = 1;
	unsigned assessed = 0, clamped = 0;
	struct fixture f;
	for (unsigned i = 0; i < 5000; i++) {
		fixture_shuffle(&f, &seed);
		const struct score s = scored(&f);
		assert_int_equal(s.assessed, f.found.status == STATUS_OK);
		if (!s.assessed) continue;
		assessed++;
		check_sums(&s);
		for (uint32_t k = 0; k < s.reasons; k++) clamped += strcmp(s.reason[k].code, "CLAMP") == 0;
	}
	assert_in_range(assessed, 3000, 4999);
	assert_in_range(clamped, 10, 5000);
}

static void weightless_features_change_nothing(void **state)
{
	(void)state;
	struct model_term term;
	struct fixture f;
	fixture_init(&f);
	const struct score plain = scored(&f);
	unsigned without = 0;
	for (unsigned i = 0; i < FEATURE_COUNT; i++) {
		const bool weighs = model_term(model, i, &term) && term.weight != 0;
		fixture_init(&f);
		f.found.feature[i] = 3;
		const struct score s = scored(&f);
		assert_int_equal(s.log_odds != plain.log_odds, weighs);
		without += !weighs;
	}
	assert_in_range(without, 40, FEATURE_COUNT);
}

/* A link, and the feature that counts it. */
static void add_link(struct fixture *f, unsigned host)
{
	const unsigned feature = host_passes_through(host) ? FEATURE_LINK_PASS : host == HOST_OUTLET ? FEATURE_LINK_OUTLET :
		host == HOST_COURT ? FEATURE_LINK_RECORD : FEATURE_LINK_OTHER;
	fixture_evidence(f, EVIDENCE_LINK, host, "example.org")->flags = EVIDENCE_HAS_LINK;
	f->found.feature[feature]++;
}

static void a_link_never_lowers(void **state)
{
	(void)state;
	static const unsigned hosts[] = { HOST_OUTLET, HOST_COURT, HOST_UNKNOWN, HOST_BLOG, HOST_AGGREGATOR };
	struct fixture f;
	int32_t sum[5];
	for (unsigned i = 0; i < 5; i++) {
		fixture_init(&f);
		f.found.feature[FEATURE_NAMED_SOURCE] = 1;
		fixture_evidence(&f, EVIDENCE_NAMED_SOURCE, HOST_OUTLET, "reuters.com");
		const struct score before = scored(&f);
		add_link(&f, hosts[i]);
		const struct score after = scored(&f);
		assert_true(after.log_odds > before.log_odds);
		add_link(&f, hosts[i]);
		assert_true(scored(&f).log_odds >= after.log_odds);
		sum[i] = after.log_odds;
	}
	assert_true(sum[0] > sum[2] && sum[1] > sum[2]);
}

static void origin_of_the_closest_evidence(void **state)
{
	(void)state;
	struct fixture f;
	fixture_init(&f);
	assert_int_equal(scored(&f).main_evidence, -1);
	fixture_evidence(&f, EVIDENCE_HEARSAY, HOST_NONE, "");
	assert_int_equal(scored(&f).component[COMPONENT_SOURCE], -2433);
	fixture_evidence(&f, EVIDENCE_LINK, HOST_AGGREGATOR, "news.google.com")->flags = EVIDENCE_HAS_LINK | EVIDENCE_PASS_THROUGH;
	struct score s = scored(&f);
	assert_int_equal(s.component[COMPONENT_SOURCE], 0);
	assert_int_equal(s.credibility, s.groundedness);
	fixture_evidence(&f, EVIDENCE_NAMED_SOURCE, HOST_OUTLET, "reuters.com");
	s = scored(&f);
	assert_int_equal(s.component[COMPONENT_SOURCE], 2433);
	assert_int_equal(s.main_evidence, 2);
	assert_string_equal(s.reason[0].code, "SOURCE_OUTLET");
	fixture_evidence(&f, EVIDENCE_LINK, HOST_SATIRE, "theonion.com");
	assert_int_equal(scored(&f).component[COMPONENT_SOURCE], -8318);
	fixture_evidence(&f, EVIDENCE_LINK, HOST_COURT, "uscourts.gov");
	assert_int_equal(scored(&f).component[COMPONENT_SOURCE], 8318);
}

/* L = 0, variance 0.25: 1 / (1 + e^(1.6449 * 0.5)) = 0.30524. */
static void interval_widens(void **state)
{
	(void)state;
	struct fixture f;
	fixture_init(&f);
	const struct score plain = scored(&f);
	assert_int_equal(plain.credibility, 5000);
	assert_int_equal(plain.low, 3052);
	assert_int_equal(plain.high, 6948);
	f.view.truncated = 1;
	const struct score cut = scored(&f);
	assert_true(cut.low < plain.low && cut.high > plain.high);
	f.view.tokens = 4;
	const struct score brief = scored(&f);
	assert_true(brief.low < cut.low);
	f.view.foreign = f.view.letters;
	assert_true(scored(&f).low < brief.low);
}

static const char head[] = "{\"name\":\"t\",\"version\":\"1\",\"about\":\"a\",\"calibration\":\"none\",\"intercept\":0,\"clamp\":2.5,\"terms\":[";
static const char tail[] = "],\"source\":{\"weight\":0.6,\"clamp\":1.7,\"classes\":{}},\"interval\":{\"z\":1.6449,\"base\":0.25,\"truncated\":0.25,"
	"\"foreign\":0.3,\"brief\":0.2,\"brief_tokens\":5,\"scope_unsure\":0.15}}";

static void refuse(const char *terms, const char *where)
{
	char json[2000];
	struct diag diag = { 0 };
	snprintf(json, sizeof json, "%s%s%s", head, terms, tail);
	struct model *m = model_open(str_of(json), "m.json", &diag);
	if (!where) {
		assert_non_null(m);
		model_close(m);
		return;
	}
	assert_null(m);
	assert_int_equal(diag.code, EXIT_USAGE);
	if (!strstr(diag.text, where)) fail_msg("\"%s\" does not name %s", diag.text, where);
}

#define TERM(feature, code, weight, cap, sign) "{\"feature\":\"" feature "\",\"code\":\"" code "\",\"weight\":" weight ",\"cap\":" cap \
	",\"sign\":\"" sign "\",\"text\":\"t\",\"reason\":\"r\"}"

static void bad_models(void **state)
{
	(void)state;
	refuse(TERM("hearsay", "H", "-0.6", "0.6", "-"), NULL);
	refuse(TERM("hearsy", "H", "-0.6", "0.6", "-"), "m.json: /terms/0/feature");
	refuse(TERM("hearsay", "H", "0.6", "0.6", "-"), "/terms/0/weight");
	refuse(TERM("hearsay", "H", "-1.5001", "0.6", "-"), "/terms/0/weight");
	refuse(TERM("hearsay", "H", "-0.60001", "0.6", "-"), "four decimal places");
	refuse(TERM("hearsay", "H", "\"x\"", "0.6", "-"), "/terms/0/weight");
	refuse(TERM("hearsay", "H", "-0.6", "-0.6", "-"), "/terms/0/cap");
	refuse(TERM("hearsay", "H", "-0.6", "0.6", "?"), "/terms/0/sign");
	refuse(TERM("hearsay", "H", "-0.6", "0.6", "-") "," TERM("urls", "H", "0.1", "0.6", "+"), "/terms/1/code");
	refuse(TERM("hearsay", "H", "-0.6", "0.6", "-") "," TERM("hearsay", "I", "-0.1", "0.6", "-"), "/terms/1/feature");
	refuse(TERM("slang", "S", "-0.1", "0.6", "-"), "/terms/0/sign");
	refuse(TERM("hearsay", "CLAMP", "-0.1", "0.6", "-"), "/terms/0/code");
	refuse("{\"feature\":\"hearsay\",\"odd\":1}", "/terms/0/odd");
	refuse("{\"feature\":\"hearsay\",\"feature\":\"urls\"}", "/terms/0/feature: stands twice");
	refuse("1", "/terms/0");
	refuse("}", "not JSON");
}

static void labels(void **state)
{
	(void)state;
	assert_non_null(strstr(model_label(model), "uncalibrated@"));
	assert_int_equal(strlen(model_label(model)), strlen("uncalibrated@0123456789abcdef"));
	assert_string_equal(model_calibration(model), "none");
}

static int set_up(void **state)
{
	(void)state;
	model = fixture_model();
	return model ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	model_close(model);
	buf_free(&rows);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reasons_add_up), cmocka_unit_test(weightless_features_change_nothing), cmocka_unit_test(a_link_never_lowers),
		cmocka_unit_test(origin_of_the_closest_evidence), cmocka_unit_test(interval_widens), cmocka_unit_test(bad_models),
		cmocka_unit_test(labels)
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
