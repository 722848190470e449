/* fuzz_message.c -- any bytes as a message's text, through every stage from its tokens to its line.
 * Knows what must hold of each stage's result; does not know what should be found in a text. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "json.h"
#include "line.h"
#include "stage.h"
#include "stats.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bench {
	struct assets *assets;
	struct model  *model;
	void          *normalise, *extract, *thread;
};

static void must(bool held, const char *what)
{
	if (held) return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static const struct bench *bench_get(void)
{
	static struct bench bench;
	if (bench.assets) return &bench;
	const struct settings settings = { .limits = { .text = 1 << 20 } };
	struct diag diag = { 0 };
	bench.assets = assets_open(NULL, &diag);
	must(bench.assets, "the assets open");
	const struct str json = assets_find(bench.assets, "models/default.json");
	bench.model = model_open(json, "models/default.json", &diag);
	bench.normalise = stage_normalise.open(bench.assets, &settings, &diag);
	bench.extract = stage_extract.open(bench.assets, &settings, &diag);
	must(bench.model && bench.normalise && bench.extract, "the stages open");
	bench.thread = stage_normalise.thread_open ? stage_normalise.thread_open(bench.normalise) : NULL;
	return &bench;
}

static void found_check(const struct found *f, struct str text)
{
	unsigned mains = 0;
	for (unsigned i = 0; i < FEATURE_COUNT; i++) {
		must(f->feature[i] >= 0, "nothing is counted below zero");
		must(f->span[i].from <= f->span[i].to && f->span[i].to <= text.n, "spans of features lie in the text");
	}
	for (uint32_t i = 0; i < f->claims; i++) {
		must(f->claim[i].from < f->claim[i].to && f->claim[i].to <= text.n, "claims lie in the text");
		must(utf8_valid(str_cut(text, f->claim[i].from, f->claim[i].to), NULL), "claims begin and end between characters");
		must(!i || f->claim[i - 1].from <= f->claim[i].from, "claims are in order");
		mains += f->claim[i].main;
	}
	must(mains == (f->claims > 0), "one claim is the main one");
	for (uint32_t i = 0; i < f->evidences; i++) {
		must(f->evidence[i].from <= f->evidence[i].to && f->evidence[i].to <= text.n, "evidence lies in the text");
		must(utf8_valid(str_cut(text, f->evidence[i].from, f->evidence[i].to), NULL), "evidence begins and ends between characters");
	}
}

/* The row reads back, its terms add up, and its line is JSON however much is printed. */
static void line_check(const struct bench *bench, struct str rows, struct arena *arena)
{
	const struct line_options options[] = {
		{ .model = bench->model },
		{ .model = bench->model, .text = true, .features = true, .reasons = 3, .key = str_of("key") },
	};
	struct row row;
	struct score score;
	must(row_read(rows, 0, &row) == rows.n, "the row reads back");
	score_row(bench->model, &row, &score);
	int64_t sum = 0;
	for (uint32_t i = 0; score.assessed && i < score.reasons; i++) sum += score.reason[i].units;
	must(!score.assessed || sum == score.log_odds, "the reasons add up");
	must(!score.assessed || (score.low <= score.credibility && score.credibility <= score.high), "the interval holds the score");
	for (unsigned i = 0; i < sizeof options / sizeof *options; i++) {
		struct buf out = { 0 }, words = { 0 };
		struct json_result result = { 0 };
		line_print(&options[i], &row, &score, &out);
		line_explain(&options[i], &row, &score, i == 0, &words);
		must(out.n && out.p[out.n - 1] == '\n' && utf8_valid(buf_str(&out), NULL), "a line is UTF-8 and ends");
		must(utf8_valid(buf_str(&words), NULL), "an explanation is UTF-8");
		char *const padded = arena_zalloc(arena, out.n + JSON_PADDING);
		memcpy(padded, out.p, out.n);
		must(json_project(NULL, (struct str){ padded, out.n - 1 }, 64, arena, &result), "a line is JSON");
		buf_free(&out);
		buf_free(&words);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct bench *const bench = bench_get();
	struct batch b = { .n = 1 };
	struct arena scratch = { 0 };
	const struct member member = { .archive = { "a", 1 }, .path = { "p", 1 } };
	struct record record = { .member = &member, .number = 1 };
	struct message message = { .markup = size % 16 };
	uint8_t entry = ENTRY_MESSAGE;
	message.text = utf8_repair((struct str){ (const char *)data, size }, &b.arena, &message.repairs);
	message.string[MESSAGE_ID] = str_of("1");
	b.record = &record;
	b.message = &message;
	b.entry = &entry;
	stage_normalise.run(bench->normalise, bench->thread, &b, &scratch);
	arena_reset(&scratch, 1 << 20);
	stage_extract.run(bench->extract, NULL, &b, &scratch);
	found_check(&b.found[0], b.view[0].text);
	row_pack(&b.rows, &b, 0);
	line_check(bench, buf_str(&b.rows), &scratch);
	buf_free(&b.rows);
	arena_free(&b.arena);
	arena_free(&scratch);
	return 0;
}
