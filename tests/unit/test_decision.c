/* test_decision.c -- models of learned decisions: what is refused and where, answers computed by hand, and that all ways to an
 * answer agree: the stage, training's own, the explanation's. Names of indicators lead back to their keys. */
#include "extract_harness.h"

#include "decision.h"
#include "learn.h"
#include "row_fixture.h"

static const char two[] = "{\"model\":\"m\",\"task\":\"claim\",\"labels\":[\"no\",\"yes\"],\"intercept\":[-500],\"offset\":[%s],"
	"\"features\":{\"numbers>=1\":[800,4],\"numbers>=2\":[200,2]},\"words\":{\"valve\":[600,3],\"the valve\":[0,1]}}";

static struct decision *opened(const char *json)
{
	struct diag d = { 0 };
	struct decision *model = decision_open(str_of(json), "m.json", &d);
	if (!model) print_error("%s\n", d.text);
	assert_non_null(model);
	return model;
}

/* The answer for a text that counts as these features. */
static void answered(const struct decision *d, const char *text, const int32_t *feature, struct answer *a)
{
	struct arena arena = { 0 };
	struct view view = { 0 };
	struct indicators words = { 0 };
	int32_t margin[LABELS_MOST];
	text_tokenise(str_of(text), &view, &arena);
	indicators_of_words(&view, &words, &arena);
	decision_of_text(d, feature, &words, margin);
	decision_settle(d, margin, a);
	arena_free(&arena);
}

static void errors_name_their_place(void **state)
{
	(void)state;
#define M(task, labels, numbers, rest) "{\"model\":\"m\",\"task\":\"" task "\",\"labels\":" labels ",\"intercept\":" numbers ",\"offset\":" numbers rest "}"
#define TWO(rest) M("claim", "[\"a\",\"b\"]", "[0]", rest)
	static const struct { const char *json, *error; } t[] = {
		{ "", "m.json: not JSON at byte 0" }, { "{\"model\":1", "m.json: not JSON at byte" }, { TWO("") " x", "m.json: not JSON at byte" },
		{ "[]", "m.json: must be an object" }, { TWO(",\"model\":\"m\""), "m.json: /model: stands twice" },
		{ TWO(",\"wrds\":{}"), "m.json: /wrds: unknown key" },
		{ M("claims", "[]", "[0]", ""), "m.json: /task: must be one of stance, check-worthiness" },
		{ "{\"task\":\"claim\"}", "m.json: /model: must be a string" },
		{ M("claim", "{}", "[0]", ""), "m.json: /labels: must be an array of strings" },
		{ M("claim", "[\"a\",1]", "[0]", ""), "m.json: /labels: must be an array of strings" },
		{ M("claim", "[\"a\"]", "[0]", ""), "m.json: /labels: must have two labels or more" },
		{ M("claim", "[\"a\",\"a\"]", "[0]", ""), "m.json: /labels: has a label twice" },
		{ M("claim", "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\"]", "[0]", ""), "m.json: /labels: has more labels" },
		{ M("claim", "[\"a\",\"b\"]", "[0,0]", ""), "m.json: /intercept: must be an array of 1 whole numbers" },
		{ M("claim", "[\"a\",\"b\",\"c\"]", "[0,0]", ""), "m.json: /intercept: must be an array of 3 whole numbers" },
		{ M("evidentiality", "[\"a\",\"b\"]", "[0]", ""), "m.json: /intercept: must be an array of 2 whole numbers" },
		{ M("claim", "[\"a\",\"b\"]", "[0.5]", ""), "m.json: /intercept: must be an array" },
		{ M("claim", "[\"a\",\"b\"]", "[30001]", ""), "between -30000 and 30000" },
		{ M("claim", "[\"a\",\"b\"]", "[1e400]", ""), "m.json: /intercept: must be an array" },
		{ M("claim", "[\"a\",\"b\"]", "[\"0\"]", ""), "m.json: /intercept: must be an array" },
		{ "{\"model\":\"m\",\"task\":\"claim\",\"labels\":[\"a\",\"b\"],\"intercept\":[0]}", "m.json: /offset: must be an array" },
		{ TWO(",\"features\":[]"), "m.json: /features: must be an object" },
		{ TWO(",\"features\":{\"hedge>=1\":[1,1]}"), "m.json: /features/hedge>=1: no such feature or step" },
		{ TWO(",\"features\":{\"hedges>=4\":[1,1]}"), "m.json: /features/hedges>=4: no such feature or step" },
		{ TWO(",\"features\":{\"hedges\":[1,1]}"), "m.json: /features/hedges: no such feature or step" },
		{ TWO(",\"features\":{\"hedges>=1\":[1]}"), "m.json: /features/hedges>=1: must be an array of 2 whole numbers" },
		{ TWO(",\"features\":{\"hedges>=1\":[1.5,1]}"), "m.json: /features/hedges>=1: must be an array of 2 whole numbers" },
		{ TWO(",\"features\":{\"hedges>=1\":[1,1],\"hedges>=1\":[1,1]}"), "m.json: /features/hedges>=1: stands twice" },
		{ TWO(",\"thread\":{\"reply>=1\":[1,1]}"), "m.json: /thread: this task has no use of it" },
		{ M("stance", "[\"a\",\"b\"]", "[0]", ",\"thread\":{\"hedges>=1\":[1,1]}"), "m.json: /thread/hedges>=1: no such fact or step" },
		{ TWO(",\"words\":[]"), "m.json: /words: must be an object" },
		{ TWO(",\"words\":{\"a  b\":[1,1]}"), "m.json: /words/a  b: must be words with one space between them" },
		{ TWO(",\"words\":{\"\":[1,1]}"), "must be words with one space between them" },
		{ TWO(",\"words\":{\"a \":[1,1]}"), "m.json: /words/a : must be words with one space between them" },
		{ TWO(",\"words\":{\"a b c d\":[1,1]}"), "m.json: /words/a b c d: has more words than an indicator can" },
		{ TWO(",\"words\":{\"said\":[1,1],\"Said\":[1,1]}"), "m.json: /words/Said: stands twice" },
		{ TWO(",\"words\":{\"said\":[1,1,1]}"), "m.json: /words/said: must be an array of 2 whole numbers" }
	};
#undef TWO
#undef M
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct diag d = { 0 };
		struct decision *model = decision_open(str_of(t[i].json), "m.json", &d);
		if (model) fail_msg("is taken: %s", t[i].json);
		if (!strstr(d.text, t[i].error)) fail_msg("\"%s\" is not said of %s, but \"%s\"", t[i].error, t[i].json, d.text);
		assert_int_equal(d.code, EXIT_USAGE);
	}
}

static void settings_take_fitting_models(void **state)
{
	(void)state;
	static const char three[] = "{\"model\":\"m\",\"task\":\"claim\",\"labels\":[\"a\",\"b\",\"c\"],\"intercept\":[0,0,0],\"offset\":[0,0,0]}";
	static const char other[] = "{\"model\":\"m\",\"task\":\"stance\",\"labels\":[\"a\",\"b\"],\"intercept\":[0],\"offset\":[0]}";
	const struct { enum slot slot; const char *json, *error; } t[] = {
		{ SLOT_CLAIM, three, "m.json: /labels: decide.claim needs two" },
		{ SLOT_CLAIM, other, "m.json: /task: is stance where decide.claim needs claim" },
		{ SLOT_CERTAINTY, other, "m.json: /task: is stance where decide.certainty needs certainty" },
		{ SLOT_STANCE, "{}", "m.json: /task: must be one of" }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct diag d = { 0 };
		struct settings s = { 0 };
		s.decide[t[i].slot] = (struct decide_model){ str_of("m.json"), str_of(t[i].json), 1 };
		assert_null(decisions_open(&s, &d));
		if (!strstr(d.text, t[i].error)) fail_msg("\"%s\" instead of \"%s\"", d.text, t[i].error);
	}
}

static void two_labels_by_hand(void **state)
{
	(void)state;
	char json[600];
	struct answer a;
	int32_t feature[COUNTED] = { 0 };
	snprintf(json, sizeof json, two, "0");
	struct decision *d = opened(json);
	answered(d, "it broke", feature, &a);                       /* -0.5 */
	assert_int_equal(a.p[1], 3775);
	assert_int_equal(a.p[0], 6225);
	assert_int_equal(a.first, 0);
	feature[FEATURE_NUMBERS] = 2;                               /* -0.5 + 0.8 + 0.2 = 0.5 */
	answered(d, "it broke", feature, &a);
	assert_int_equal(a.p[1], 6225);
	assert_int_equal(a.first, 1);
	assert_int_equal(a.said, 2);
	answered(d, "the valve broke", feature, &a);                /* four symbols: 0.5 + 0.6 / 2 = 0.8 */
	assert_int_equal(a.p[1], 6900);
	answered(d, "valve, valve, valve", feature, &a);            /* each word once, whatever its number */
	assert_int_equal(a.p[1], 6900);
	decision_close(d);
	snprintf(json, sizeof json, two, "-800");
	d = opened(json);
	answered(d, "the valve broke", feature, &a);                /* the offset moves the label and not the probability: 0.8 - 0.8 is not above 0 */
	assert_int_equal(a.p[1], 6900);
	assert_int_equal(a.first, 0);
	decision_close(d);
}

static void many_labels_by_hand(void **state)
{
	(void)state;
	struct answer a;
	const int32_t feature[COUNTED] = { 0 };
	/* Logistic of 0, 1, -1 and 2: 0.5000 0.7311 0.2689 0.8808, divided by their sum 2.3808. */
	struct decision *d = opened("{\"model\":\"m\",\"task\":\"stance\",\"labels\":[\"a\",\"b\",\"c\",\"d\"],\"intercept\":[0,1000,-1000,2000],"
		"\"offset\":[0,1100,0,0]}");
	answered(d, "so", feature, &a);
	const int32_t one[] = { 2100, 3071, 1129, 3700 };
	for (unsigned l = 0; l < 4; l++) assert_int_equal(a.p[l], one[l]);
	assert_int_equal(a.first, 1);                               /* 1 + 1.1 is more than 2 */
	assert_int_equal(a.said, 2);
	decision_close(d);
	/* Several at once: each by itself. */
	d = opened("{\"model\":\"m\",\"task\":\"evidentiality\",\"labels\":[\"a\",\"b\",\"c\"],\"intercept\":[1000,-1000,200],\"offset\":[0,1500,-300]}");
	answered(d, "so", feature, &a);
	const int32_t several[] = { 7311, 2689, 5498 };
	for (unsigned l = 0; l < 3; l++) assert_int_equal(a.p[l], several[l]);
	assert_int_equal(a.said, 3);
	assert_int_equal(a.first, 0);
	decision_close(d);
}

/* --- random texts -------------------------------------------------------------------------------------------------------- */

static void text_make(uint64_t *seed, unsigned most, struct buf *out)
{
	static const char *const piece[] = { "the", "The", "valve", "was", "recalled", "according", "to", "Reuters", "not", "true", "I", "think", "don't",
		"don\xe2\x80\x99t", "perhaps", "3", "2026-11-03", "1,200", "https://example.org/a?b=c", "www.example.org", "@vera", "#halden", "?", "!", "?!",
		"\"quoted\"", "\xe2\x80\x9cso\xe2\x80\x9d", "(maybe)", "40%", "$5", ".", ",", "\n", "...", "\xe2\x80\xa6", "sooo", "WHY", "iPhone",
		"caf\xc3\xa9", "\xd0\xb2\xd0\xbe\xd0\xb4\xd0\xb0", "\xe6\xb0\xb4\xe9\x81\x93", "\xf0\x9f\x98\x80", "third-party", "gpt4", "<number>", "a<b", "x>=1", "\\" };
	out->n = 0;
	for (unsigned n = 1 + (unsigned)(fixture_random(seed) % most); n; n--) {
		buf_put_z(out, piece[fixture_random(seed) % (sizeof piece / sizeof *piece)]);
		if (fixture_random(seed) % 8) buf_put_char(out, ' ');
	}
}

static void names_lead_back(void **state)
{
	(void)state;
	uint64_t seed = 11;
	unsigned names = 0;
	struct buf text = { 0 }, name = { 0 };
	struct arena arena = { 0 };
	for (unsigned b = BLOCK_FEATURE; b <= BLOCK_THREAD; b++) {
		for (unsigned what = 0; what < (b == BLOCK_FEATURE ? (unsigned)FEATURE_COUNT : (unsigned)THREAD_FACTS); what++) {
			for (unsigned step = 0; step < INDICATOR_STEPS; step++) {
				const struct indicator one = { indicator_key((enum block)b, what, step), what, step };
				struct indicator back;
				name.n = 0;
				indicator_name((enum block)b, &one, NULL, &name);
				assert_true(indicator_named((enum block)b, buf_str(&name), &back));
				assert_true(back.key == one.key && back.what == what && back.step == step);
			}
		}
	}
	for (unsigned i = 0; i < 2000; i++) {
		struct view view = { 0 };
		struct indicators words = { 0 };
		text_make(&seed, 40, &text);
		text_tokenise(buf_str(&text), &view, &arena);
		indicators_of_words(&view, &words, &arena);
		for (uint32_t k = 0; k < words.n; k++, names++) {
			struct indicator back;
			name.n = 0;
			indicator_name(BLOCK_WORD, &words.item[k], &view, &name);
			if (!indicator_named(BLOCK_WORD, buf_str(&name), &back) || back.key != words.item[k].key)
				fail_msg("\"%.*s\" does not lead back, of %.*s", (int)name.n, name.p, (int)text.n, text.p);
		}
		arena_reset(&arena, 1 << 20);
	}
	assert_in_range(names, 50000, 1000000);
	buf_free(&text);
	buf_free(&name);
	arena_free(&arena);
}

/* A model of every n-gram of a text, with weights at random; the last of equal names is left out. */
static void model_make(uint64_t *seed, enum slot slot, const struct view *v, struct arena *arena, struct buf *json)
{
	static const char *const labels[SLOTS] = { "\"no\",\"yes\"", "\"no\",\"yes\"", "\"a\",\"b\",\"c\"", "\"a\",\"b\",\"c\",\"d\"" };
	const unsigned columns = slot == SLOT_STANCE ? 4 : slot == SLOT_CERTAINTY ? 3 : 1;
	struct indicators words = { 0 };
	unsigned n = 0;
	json->n = 0;
	buf_put_format(json, "{\"model\":\"m\",\"task\":\"%s\",\"labels\":[%s],\"intercept\":[0%s],\"offset\":[5%s],\"features\":{", task_info(slot_info(slot)->task)->name,
		labels[slot], &",0,0,0"[2 * (4 - columns)], &",0,0,0"[2 * (4 - columns)]);
	for (unsigned f = 0; f < FEATURE_COUNT; f++) {
		if (fixture_random(seed) % 3 == 0) continue;
		buf_put_format(json, "%s\"%s>=%u\":[", n++ ? "," : "", feature_info(f)->name, indicator_step[fixture_random(seed) % 4]);
		for (unsigned c = 0; c < columns; c++) buf_put_format(json, "%d,", (int)(fixture_random(seed) % 4001) - 2000);
		buf_put_z(json, "1]");
	}
	buf_put_z(json, slot == SLOT_STANCE ? "},\"thread\":{\"reply>=1\":[700,-300,0,100,1]},\"words\":{" : "},\"words\":{");
	indicators_of_words(v, &words, arena);
	n = 0;
	for (uint32_t i = 0; i < words.n; i++) {
		struct buf name = { 0 };
		bool twice = fixture_random(seed) % 4 == 0;
		for (uint32_t k = 0; k < i && !twice; k++) twice = words.item[k].key == words.item[i].key;
		if (!twice) {
			indicator_name(BLOCK_WORD, &words.item[i], v, &name);
			buf_put_z(json, n++ ? "," : "");
			buf_put_json(json, buf_str(&name));
			buf_put_z(json, ":[");
			for (unsigned c = 0; c < columns; c++) buf_put_format(json, "%d,", (int)(fixture_random(seed) % 60001) - 30000);
			buf_put_z(json, "1]");
		}
		buf_free(&name);
	}
	buf_put_z(json, "}}");
	buf_put_char(json, '\0');
	json->n--;
}

struct chosen { struct settings settings; struct buf json[SLOTS]; void *stage; struct decision *model[SLOTS]; };

static void models_choose(struct chosen *c, uint64_t *seed)
{
	struct diag d = { 0 };
	struct buf text = { 0 };
	*c = (struct chosen){ 0 };
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		struct arena arena = { 0 };
		struct view view = { 0 };
		text_make(seed, 150, &text);
		text_tokenise(buf_str(&text), &view, &arena);
		model_make(seed, (enum slot)slot, &view, &arena, &c->json[slot]);
		c->model[slot] = opened(c->json[slot].p);
		c->settings.decide[slot] = (struct decide_model){ str_of("m.json"), buf_str(&c->json[slot]), 1 };
		arena_free(&arena);
	}
	c->stage = stage_decide.open(NULL, &c->settings, &d);
	assert_non_null(c->stage);
	buf_free(&text);
}

static void models_close(struct chosen *c)
{
	stage_decide.close(c->stage);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		decision_close(c->model[slot]);
		buf_free(&c->json[slot]);
	}
}

/* The stage's answer against the one that training's judge gives, and the one that the explanation gives; said: in how many ways. */
static void ways_agree(const struct chosen *c, struct harness *h, bool reply, unsigned *said)
{
	struct diag d = { 0 };
	struct batch *b = &h->batch;
	struct found *f = &b->found[0];
	int32_t count[COUNTED];
	counts_of_found(f, count);
	arena_reset(&h->scratch, 1 << 20);
	stage_decide.run(c->stage, NULL, b, &h->scratch);
	b->rows.n = 0;
	row_pack(&b->rows, b, 0);
	struct example e = { .row = buf_str(&b->rows), .facts.fact[THREAD_REPLY] = reply };
	const struct examples all = { .item = &e, .n = 1 };
	indicators_of_words(&b->view[0], &e.of[BLOCK_WORD], &b->arena);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const bool asked = f->status == STATUS_OK || (f->status == STATUS_NO_CLAIM && slot != SLOT_CERTAINTY);
		const struct settled *s = &f->answer[slot];
		struct predictions p = { 0 };
		struct answer anew;
		struct weighty weighty[WEIGHTIEST];
		assert_int_equal(s->labels, asked && (slot != SLOT_STANCE || reply) ? decision_labels(c->model[slot]) : 0);
		if (!s->labels) continue;
		assert_true(learn_answer(&all, c->model[slot], &p, &d));
		assert_int_equal(p.said[0], 1U << s->said);
		const unsigned n = decision_explain(c->model[slot], count, b->view[0].text, reply, &anew, weighty, &b->arena);
		assert_int_equal(anew.first, s->said);
		for (unsigned l = 0; l < s->labels; l++) {
			assert_true(p.p[l] == s->p[l] / 10000.0);
			assert_int_equal(anew.p[l], s->p[l]);
		}
		for (unsigned i = 0; i < n; i++) assert_true(weighty[i].units > 0 && (!i || weighty[i].units <= weighty[i - 1].units));
		said[slot] |= 1U << s->said;
		predictions_free(&p);
	}
}

static void all_ways_agree(void **state)
{
	(void)state;
	uint64_t seed = 5;
	unsigned said[SLOTS] = { 0 };
	struct harness h;
	struct buf text = { 0 };
	harness_open(&h);
	for (unsigned round = 0; round < 8; round++) {
		struct chosen c;
		models_choose(&c, &seed);
		for (unsigned i = 0; i < 200; i++) {
			const bool reply = fixture_random(&seed) & 1;
			text_make(&seed, i % 50 == 0 ? 4000 : 60, &text);
			struct message m = { .text = buf_str(&text), .string[MESSAGE_ID] = str_of("1") };
			if (reply) m.string[MESSAGE_PARENT] = str_of("0");
			assert_non_null(harness_read(&h, &m));
			ways_agree(&c, &h, reply, said);
		}
		models_close(&c);
	}
	for (unsigned slot = 0; slot < SLOTS; slot++) assert_true(said[slot] & (said[slot] - 1));     /* more than one label */
	buf_free(&h.batch.rows);
	buf_free(&text);
	harness_close(&h);
}

/* A batch of many messages: what one said marks nothing for another, not even for the one that gets its mark when marks have gone
 * round. */
static void messages_do_not_mix(void **state)
{
	(void)state;
	enum { N = 1000 };
	struct arena arena = { 0 }, scratch = { 0 };
	struct diag d = { 0 };
	char json[600];
	bool with[N] = { false };
	unsigned said = 0;
	struct settings settings = { 0 };
	snprintf(json, sizeof json, two, "0");
	settings.decide[SLOT_CLAIM] = (struct decide_model){ str_of("m.json"), str_of(json), 1 };
	void *stage = stage_decide.open(NULL, &settings, &d);
	struct message *message = arena_zalloc(&arena, N * sizeof *message);
	struct batch b = { .n = N, .entry = arena_zalloc(&arena, N), .message = message, .view = arena_zalloc(&arena, N * sizeof *b.view),
		.found = arena_zalloc(&arena, N * sizeof *b.found) };
	for (unsigned i = 0; i < N; i++) {
		if (i % 10 == 9) b.entry[i] = ENTRY_SKIPPED;
		else with[i] = said++ % 255 == 0;
		text_tokenise(str_of(with[i] ? "the valve broke" : "it broke"), &b.view[i], &arena);
	}
	stage_decide.run(stage, NULL, &b, &scratch);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(b.found[i].answer[SLOT_CLAIM].labels, i % 10 == 9 ? 0 : 2);
		if (i % 10 != 9) assert_int_equal(b.found[i].answer[SLOT_CLAIM].p[1], with[i] ? 4502 : 3775);      /* -0.2 and -0.5 */
		assert_int_equal(b.found[i].answer[SLOT_STANCE].labels, 0);
	}
	stage_decide.close(stage);
	arena_free(&arena);
	arena_free(&scratch);
}

static void explanations_name_what_weighs(void **state)
{
	(void)state;
	char json[600];
	struct answer a;
	struct weighty w[WEIGHTIEST];
	struct arena arena = { 0 };
	int32_t feature[COUNTED] = { 0 };
	feature[FEATURE_NUMBERS] = 7;
	snprintf(json, sizeof json, two, "0");
	struct decision *d = opened(json);
	assert_int_equal(decision_explain(d, feature, str_of("The valve broke"), false, &a, w, &arena), 2);
	assert_true(str_is(w[0].name, "numbers>=5") && w[0].units == 10000 && w[0].block == BLOCK_FEATURE);
	assert_true(str_is(w[1].name, "valve") && w[1].units == 3000 && w[1].block == BLOCK_WORD);
	feature[FEATURE_NUMBERS] = 0;                               /* "no" is said, and nothing speaks for it but the beginning */
	assert_int_equal(decision_explain(d, feature, str_of("The valve broke"), false, &a, w, &arena), 0);
	decision_close(d);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(errors_name_their_place), cmocka_unit_test(settings_take_fitting_models), cmocka_unit_test(two_labels_by_hand),
		cmocka_unit_test(many_labels_by_hand), cmocka_unit_test(names_lead_back), cmocka_unit_test(all_ways_agree),
		cmocka_unit_test(messages_do_not_mix), cmocka_unit_test(explanations_name_what_weighs)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
