/* test_line.c -- the output line byte by byte, what --reasons, --features and --pseudonymise change, and the explanation.
 * Knows the printed form; does not know how scores come about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "line.h"
#include "redact.h"
#include "row_fixture.h"

static struct model *model;
static struct decisions *decisions;
static struct buf rows, out;

/* The golden message: names Reuters without a link, infers, and says that it does. With real numbers its credibility is
 * 0.6667, its groundedness 0.6106 and its interval 0.3529 to 0.8801; integers may be one unit short of that. */
static void golden_message(struct fixture *f)
{
	fixture_init(f);
	f->message.string[MESSAGE_AUTHOR] = str_of("vera");
	f->message.zone = TIME_UTC;
	f->message.time = INT64_C(1795428000000);
	f->found.level = 3;
	f->found.certainty = CERTAINTY_HEDGED;
	f->found.claims = 1;
	f->claim[0] = (struct claim){ .id = UINT64_C(0x0123456789abcdef), .from = 0, .to = 43, .type = CLAIM_REPORTED, .voice = VOICE_ATTRIBUTED,
		.certainty = CERTAINTY_HEDGED, .main = 1 };
	f->found.feature[FEATURE_NAMED_SOURCE] = 1;
	f->found.feature[FEATURE_CLAIMS_INFERRED] = 1;
	f->found.feature[FEATURE_HEDGED_INFERENCE] = 1;
	f->found.span[FEATURE_NAMED_SOURCE].from = 4;
	f->found.span[FEATURE_NAMED_SOURCE].to = 11;
	fixture_evidence(f, EVIDENCE_NAMED_SOURCE, HOST_OUTLET, "reuters.com");
}

static const char *printed(struct fixture *f, struct line_options o)
{
	struct row row;
	struct score s;
	o.model = model;
	assert_true(fixture_row(f, &rows, &row));
	score_row(model, &row, &s);
	out.n = 0;
	line_print(&o, &row, &s, &out);
	buf_put_char(&out, 0);
	return out.p;
}

static void golden_line(void **state)
{
	(void)state;
	static const char expected[] =
		"{\"id\":\"m1\",\"archive\":\"day.tar\",\"member\":\"a/b.jsonl\",\"record\":17,\"author\":\"vera\",\"time\":\"2026-11-23T10:00:00Z\","
		"\"lang\":\"en\",\"status\":\"ok\",\"credibility\":0.6667,\"groundedness\":0.6106,\"interval\":[0.3529,0.8800],\"evidence_level\":3,"
		"\"certainty\":{\"label\":\"hedged\"},\"claims\":[{\"span\":[0,43],\"id\":\"0123456789abcdef\",\"type\":\"reported\","
		"\"voice\":\"attributed\",\"polarity\":\"+\",\"certainty\":\"hedged\",\"main\":true}],\"evidence\":[{\"kind\":\"named_source\","
		"\"origin\":\"reuters.com\",\"class\":\"outlet\",\"span\":[4,11],\"link\":false}],"
		"\"components\":{\"prior\":0.0000,\"text\":0.4500,\"calibration\":0.0000,\"source\":0.2433},\"log_odds\":0.6933,\"reasons\":["
		"{\"code\":\"NAMED_SOURCE_NO_LINK\",\"weight\":0.5000,\"span\":[4,11]},{\"code\":\"SOURCE_OUTLET\",\"weight\":0.2433,\"span\":[4,11]},"
		"{\"code\":\"OWN_INFERENCE\",\"weight\":-0.2000},{\"code\":\"HEDGED_INFERENCE\",\"weight\":0.1500}],"
		"\"corpus\":\"none\",\"model\":\"%s\",\"calibration\":\"none\"}\n";
	char line[2000];
	struct fixture f;
	golden_message(&f);
	snprintf(line, sizeof line, expected, model_label(model));
	assert_string_equal(printed(&f, (struct line_options){ 0 }), line);
}

/* What decisions add, and where in the line; what was not answered, or has no model, is left out. */
static void decisions_in_their_places(void **state)
{
	(void)state;
	struct fixture f;
	golden_message(&f);
	f.message.string[MESSAGE_PARENT] = str_of("m0");
	f.found.answer[SLOT_CHECK_WORTHINESS] = (struct settled){ .labels = 2, .said = 1, .p = { 1900, 8100 } };
	f.found.answer[SLOT_CLAIM] = (struct settled){ .labels = 2, .said = 0, .p = { 10000, 0 } };
	f.found.answer[SLOT_CERTAINTY] = (struct settled){ .labels = 3, .said = 2, .p = { 1200, 7001, 1800 } };
	f.found.answer[SLOT_STANCE] = (struct settled){ .labels = 4, .said = 1, .p = { 2, 9000, 800, 198 } };
	const struct line_options with = { .decisions = decisions };
	const char *line = printed(&f, with);
	assert_non_null(strstr(line, "\"evidence_level\":3,\"checkworthiness\":0.8100,\"claim_probability\":0.0000,\"certainty\":{\"label\":\"doubtful\","
		"\"p\":{\"certain\":0.1200,\"hedged\":0.7001,\"doubtful\":0.1800}},\"claims\":[{\"span\":[0,43],"));
	assert_non_null(strstr(line, "\"certainty\":\"hedged\",\"main\":true}],\"stance\":[{\"to\":\"m0\",\"label\":\"deny\",\"p\":{\"comment\":0.0002,"
		"\"deny\":0.9000,\"query\":0.0800,\"support\":0.0198},\"via\":\"text\"}],\"evidence\":["));
	line = printed(&f, (struct line_options){ .decisions = decisions, .key = str_of("key") });
	assert_null(strstr(line, "m0"));
	assert_non_null(strstr(line, "\"stance\":[{\"to\":\""));
	f.found.status = STATUS_NO_CLAIM;
	line = printed(&f, with);
	assert_non_null(strstr(line, "\"evidence_level\":null,\"checkworthiness\":0.8100,\"claim_probability\":0.0000,\"claims\":["));
	assert_non_null(strstr(line, "\"stance\":[{\"to\":\"m0\""));
	f.found.status = STATUS_OK;
	f.found.answer[SLOT_STANCE].labels = f.found.answer[SLOT_CERTAINTY].labels = f.found.answer[SLOT_CLAIM].labels = 0;
	line = printed(&f, with);
	assert_non_null(strstr(line, "\"checkworthiness\":0.8100,\"certainty\":{\"label\":\"hedged\"},\"claims\""));
	assert_null(strstr(line, "stance"));
	line = printed(&f, (struct line_options){ 0 });
	assert_null(strstr(line, "checkworthiness"));
}

static void nothing_to_assess(void **state)
{
	(void)state;
	for (unsigned status = STATUS_OK + 1; status < STATUS_COUNT; status++) {
		struct fixture f;
		golden_message(&f);
		f.found.status = (enum status)status;
		const char *line = printed(&f, (struct line_options){ 0 });
		assert_non_null(strstr(line, "\"credibility\":null,\"groundedness\":null,\"interval\":null,\"evidence_level\":null"));
		assert_null(strstr(line, "reasons"));
		assert_null(strstr(line, "log_odds"));
		assert_non_null(strstr(line, status_name((enum status)status)));
	}
}

/* 0.6933 as 6933, from its digits. */
static int32_t units_of(const char *digits)
{
	const bool minus = *digits == '-';
	const long whole = strtol(digits + minus, NULL, 10), part = strtol(strchr(digits, '.') + 1, NULL, 10);
	return (int32_t)((minus ? -1 : 1) * (whole * 10000 + part));
}

static void printed_reasons_add_up(void **state)
{
	(void)state;
	uint64_t seed = 3;
	unsigned others = 0;
	for (unsigned i = 0; i < 3000; i++) {
		struct fixture f;
		fixture_shuffle(&f, &seed);
		f.found.status = STATUS_OK;
		const unsigned most = i % 4;
		const char *line = printed(&f, (struct line_options){ .reasons = most });
		const char *sum_at = strstr(line, "\"log_odds\":") + strlen("\"log_odds\":");
		int32_t sum = 0;
		unsigned reasons = 0;
		for (const char *p = sum_at; (p = strstr(p, "\"weight\":")); reasons++) sum += units_of(p += strlen("\"weight\":"));
		assert_int_equal(sum, units_of(sum_at));
		if (most) assert_in_range(reasons, 0, most + 1);
		others += strstr(line, "\"OTHER\"") != NULL;
	}
	assert_in_range(others, 1000, 3000);
}

static void options_add(void **state)
{
	(void)state;
	struct fixture f;
	golden_message(&f);
	const char *line = printed(&f, (struct line_options){ .text = true, .features = true });
	assert_non_null(strstr(line, ",\"text\":\"The Reuters article mentions vague evidence, which makes me wonder.\",\"features\":{\"named_source\":1,"));
	f.message.zone = TIME_LOCAL;
	assert_non_null(strstr(printed(&f, (struct line_options){ 0 }), "\"time\":\"2026-11-23T10:00:00\",\"zone\":\"unknown\""));
	f.member.path = str_of("");
	assert_null(strstr(printed(&f, (struct line_options){ 0 }), "member"));
}

static void pseudonyms(void **state)
{
	(void)state;
	/* made with Python: hashlib.blake2b(name, key=key, digest_size=8) */
	static const char long_key[] = "0123456789012345678901234567890123456789012345678901234567890123456789";
	static const struct { const char *key, *name, *digest; } t[] = {
		{ "key", "vera", "f7b5e9c43f04c18d" }, { "key", "", "2599322f47ba9291" }, { "yek", "vera", "33744933c6cce69d" }, { long_key, "vera", "1d79a7ee8c00f978" }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		out.n = 0;
		pseudonym(str_of(t[i].key), str_of(t[i].name), &out);
		assert_true(str_is(buf_str(&out), t[i].digest));
	}
	char name[300];
	memset(name, 'a', sizeof name);
	static const struct { size_t n; const char *digest; } u[] = { { 127, "8b27a34f08c26d7a" }, { 128, "da15f0c9083e21b1" }, { 129, "4bd19cf9fde538a2" }, { 300, "88d22feeb7e0b9c7" } };
	for (size_t i = 0; i < sizeof u / sizeof *u; i++) {
		out.n = 0;
		pseudonym(str_of("key"), (struct str){ name, u[i].n }, &out);
		assert_true(str_is(buf_str(&out), u[i].digest));
	}
}

static void nobody_is_named(void **state)
{
	(void)state;
	struct fixture f;
	golden_message(&f);
	static const unsigned personal[] = { MESSAGE_ID, MESSAGE_AUTHOR, MESSAGE_AUTHOR_ID, MESSAGE_THREAD, MESSAGE_PARENT, MESSAGE_REPOST_OF,
		MESSAGE_QUOTE_OF, MESSAGE_LINK };
	for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) f.message.string[personal[i]] = str_of("secret");
	f.message.string[MESSAGE_CHANNEL] = str_of("general");
	fixture_evidence(&f, EVIDENCE_ATTRIBUTION, HOST_NONE, "secret");
	fixture_text(&f, "@secret says so");
	f.claim[0].from = 8;
	f.claim[0].to = 15;
	const char *line = printed(&f, (struct line_options){ .text = true, .key = str_of("key") });
	assert_null(strstr(line, "secret"));
	assert_non_null(strstr(line, "{\"id\":\"12b732e1cb5ff698\""));
	assert_non_null(strstr(line, "\"text\":\"@12b732e1cb5ff698 says so\""));
	assert_non_null(strstr(line, "\"claims\":[{\"span\":[18,25]"));
	assert_non_null(strstr(line, "\"channel\":\"general\""));
}

static void handles_in_text(void **state)
{
	(void)state;
	static const struct { const char *text, *expected; } t[] = {
		{ "hi @vera.", "hi @f7b5e9c43f04c18d." }, { "mail vera@example.org now", "mail 4c61d2767fb98642 now" }, { "u/vera and /u/vera", "u/f7b5e9c43f04c18d and /u/f7b5e9c43f04c18d" }, { "byte_me: yo", "c6e566217b8edf3c: yo" },
		{ "Qwen 3.5: yes", NULL }, { "https://a.b/u/x", NULL }, { "see @", NULL }, { "a @ b", NULL }, { "Vera is right", NULL }, { "", NULL },
		{ "@a@b.c@", "@edf355f03f9ec202@" }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct redaction r;
		redact_open(&r, str_of("key"), str_of(t[i].text));
		if (!t[i].expected) {
			assert_int_equal(r.cuts, 0);
			assert_true(str_is(buf_str(&r.text), t[i].text));
		} else {
			assert_true(str_is(buf_str(&r.text), t[i].expected));
		}
		/* what is outside the cuts is where the shift says it is */
		for (uint32_t at = 0; at < strlen(t[i].text); at++) {
			bool inside = false;
			for (uint32_t k = 0; k < r.cuts; k++) inside = inside || (at >= r.cut[k].from && at < r.cut[k].to);
			if (!inside) assert_int_equal(r.text.p[redact_shift(&r, at, false)], t[i].text[at]);
		}
		redact_close(&r);
	}
}

/* A span that begins or ends inside a handle takes in the whole pseudonym. */
static void spans_move(void **state)
{
	(void)state;
	struct redaction r;
	redact_open(&r, str_of("key"), str_of("hi @vera and @bo"));
	assert_int_equal(r.cuts, 2);
	assert_int_equal(redact_shift(&r, 3, false), 3);
	assert_int_equal(redact_shift(&r, 4, false), 4);
	assert_int_equal(redact_shift(&r, 6, false), 4);
	assert_int_equal(redact_shift(&r, 6, true), 20);
	assert_int_equal(redact_shift(&r, 8, true), 20);
	assert_int_equal(redact_shift(&r, 9, false), 21);
	assert_int_equal(redact_shift(&r, 15, true), r.text.n);
	assert_int_equal(redact_shift(&r, 16, true), r.text.n);
	redact_close(&r);
}

static void explanation(void **state)
{
	(void)state;
	struct fixture f;
	struct row row;
	struct score s;
	struct line_options o = { .model = model };
	golden_message(&f);
	fixture_text(&f, "The Reuters article \033[31m mentions vague evidence, which makes");
	assert_true(fixture_row(&f, &rows, &row));
	score_row(model, &row, &s);
	out.n = 0;
	line_explain(&o, &row, &s, false, &out);
	buf_put_char(&out, 0);
	assert_null(strchr(out.p, '\033'));
	assert_non_null(strstr(out.p, "not a truth verdict"));
	assert_non_null(strstr(out.p, "names reuters.com (outlet), no link \"Reuters\""));
	assert_non_null(strstr(out.p, "well grounded: credibility 0.6667 (0.3529 to 0.8800)"));
	assert_non_null(strstr(out.p, "+0.5000  names a source [NAMED_SOURCE_NO_LINK] \"Reuters\""));
	assert_non_null(strstr(out.p, "+0.6933  sum"));
	assert_null(strstr(out.p, "learned decisions"));
	/* With an answer that the models of now do not give, it says so. */
	o.decisions = decisions;
	f.found.answer[SLOT_CLAIM] = (struct settled){ .labels = 2, .said = 1, .p = { 1, 9999 } };
	assert_true(fixture_row(&f, &rows, &row));
	out.n = 0;
	line_explain(&o, &row, &s, false, &out);
	buf_put_char(&out, 0);
	assert_non_null(strstr(out.p, "asserts something that can be checked: was decided by another model than tiny-claim@"));
	assert_true(strstr(out.p, "Claims") < strstr(out.p, "Evidence shown") && strstr(out.p, "Evidence shown") < strstr(out.p, "credibility"));
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
	buf_free(&rows);
	buf_free(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_line), cmocka_unit_test(decisions_in_their_places), cmocka_unit_test(nothing_to_assess), cmocka_unit_test(printed_reasons_add_up), cmocka_unit_test(options_add),
		cmocka_unit_test(pseudonyms), cmocka_unit_test(nobody_is_named), cmocka_unit_test(handles_in_text), cmocka_unit_test(spans_move),
		cmocka_unit_test(explanation)
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
