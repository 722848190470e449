/* source_harness.h -- archives read to messages, and counted.
 * Knows the way through source and parse stage; the tests beside it say what should be counted. */
#ifndef CREDENCE_SOURCE_HARNESS_H
#define CREDENCE_SOURCE_HARNESS_H

#include "source.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { ARCHIVES_MOST = 2000 };

struct counts {
	uint64_t entry[4];                  /* enum entry_kind */
	uint64_t string[MESSAGE_STRINGS], text, timed, bad_time, repaired, deleted, urls, made;
	uint64_t fault[FAULT_COUNT], finding[FINDING_COUNT];
	char     format[40];                /* of the last message */
	char     skip[40];                  /* the last reason */
	struct buf ids, texts;              /* each with a line end */
};

static inline struct settings settings_plain(void)
{
	return (struct settings){ .limits = { .nesting = 16, .members = 10000000, .bytes = (uint64_t)1 << 42, .ratio = 2000,
		.ratio_floor = 64 << 20, .record = 16 << 20, .held = 16 << 20, .json_depth = 512, .text = 1 << 20, .idle_seconds = 60 } };
}

static inline void counts_add(struct counts *c, const struct batch *b, uint32_t i)
{
	const struct message *const m = &b->message[i];
	const struct record *const r = &b->record[i];
	c->entry[b->entry[i]]++;
	if (b->entry[i] == ENTRY_FINDING) c->finding[r->finding]++;
	if (b->entry[i] == ENTRY_QUARANTINED) c->fault[m->fault]++;
	if (b->entry[i] == ENTRY_SKIPPED) snprintf(c->skip, sizeof c->skip, "%.*s", (int)m->skip.n, m->skip.p);
	if (b->entry[i] != ENTRY_MESSAGE) return;
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++) c->string[s] += m->string[s].p != NULL;
	c->text += m->text.p != NULL;
	c->timed += m->zone != TIME_NONE;
	c->bad_time += m->bad_time;
	c->repaired += m->repairs > 0;
	c->deleted += m->deleted;
	c->urls += m->urls > 0;
	c->made += m->id_made;
	snprintf(c->format, sizeof c->format, "%s", format_name(r->member->format));
	if (c->ids.n < 1 << 16) {
		buf_put(&c->ids, m->string[MESSAGE_ID]);
		buf_put_char(&c->ids, '\n');
		buf_put(&c->texts, m->text);
		buf_put_char(&c->texts, '\n');
	}
}

static inline void counts_free(struct counts *c)
{
	buf_free(&c->ids);
	buf_free(&c->texts);
}

/* Everything from record `from` on. */
static inline struct counts archives_count(struct settings settings, const struct archive *archive, uint32_t n, uint64_t from)
{
	struct counts c = { .text = 0 };
	struct diag diag = { .code = EXIT_FINE };
	struct assets *const assets = assets_open(NULL, &diag);
	if (!assets) fail_msg("%s", diag.text);
	void *const parse = stage_parse.open(assets, &settings, &diag);
	if (!parse) fail_msg("%s", diag.text);
	void *const thread = stage_parse.thread_open(parse);
	const struct source_options options = { .formats = parse, .limits = settings.limits, .program = CREDENCE_PROGRAM };
	struct source *const source = source_open(&options, archive, n, &diag);
	if (!source || !source_skip(source, from, &diag)) fail_msg("%s", diag.text);
	struct batch b = { .n = 0 };
	struct arena scratch = { 0 };
	enum source_step step;
	uint64_t serial = from;
	while ((step = source_fill(source, &b, &diag)) == SOURCE_BATCH) {
		assert_int_equal(b.serial, serial);
		serial += b.n;
		stage_parse.run(parse, thread, &b, &scratch);
		for (uint32_t i = 0; i < b.n; i++) counts_add(&c, &b, i);
	}
	if (step != SOURCE_END) fail_msg("%s", diag.text);
	source_close(source);
	stage_parse.thread_close(thread);
	stage_parse.close(parse);
	arena_free(&b.arena);
	arena_free(&scratch);
	assets_close(assets);
	return c;
}

static inline struct counts file_count(struct settings settings, const char *path)
{
	const struct archive archive = { str_of(path), path, 0 };
	return archives_count(settings, &archive, 1, 0);
}

#endif
