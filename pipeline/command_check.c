/* command_check.c -- archives read and parsed, and nothing more: what they hold and how it would be read.
 * Knows inputs, batches and whose turn it is; does not know what is counted (check_*.c). */
#include "check.h"
#include "command.h"
#include "fingerprint.h"

#include <stdio.h>
#include <stdlib.h>

struct checking {
	struct run            *run;
	struct archive        *archive;
	uint32_t               archives, at;     /* the archive whose records are counted */
	const char           **input;            /* paths of all that is given, also of what is excluded */
	size_t                 inputs;
	struct check           check;
	struct check_total     total;
	struct buf             out;
	FILE                  *to;
	uint64_t               bad;
};

/* What was counted of the archive at hand is printed; the next one's turn. */
static void archive_done(struct checking *c)
{
	if (c->check.json) check_print_json(&c->check, &c->out);
	else check_print_text(&c->check, &c->out);
	fwrite(c->out.p, 1, c->out.n, c->to);
	c->out.n = 0;
	c->bad += check_bad(&c->check);
	check_total_add(&c->total, &c->check);
	if (++c->at < c->archives) check_reset(&c->check, c->archive[c->at].name);
}

static void batch_count(struct checking *c, const struct batch *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		while (b->record[i].member->archive.p != c->check.archive.p) archive_done(c);
		check_add(&c->check, b, i);
	}
}

static bool archives_read(struct checking *c, struct source *source, void *parse, struct diag *d)
{
	void *const thread = stage_parse.thread_open(parse);
	struct batch batch = { .n = 0 };
	struct arena scratch = { 0 };
	enum source_step step;
	while ((step = source_fill(source, &batch, d)) == SOURCE_BATCH) {
		stage_parse.run(parse, thread, &batch, &scratch);
		batch_count(c, &batch);
		arena_reset(&scratch, RING_KEEP);
	}
	stage_parse.thread_close(thread);
	arena_free(&batch.arena);
	arena_free(&scratch);
	return step == SOURCE_END;
}

static bool check_run(struct checking *c, struct diag *d)
{
	struct run *const run = c->run;
	void *const parse = stage_parse.open(run->assets, &run->settings, d);
	if (!parse) return false;
	const struct source_options options = { .formats = parse, .limits = run->settings.limits, .program = run->program,
		.input = c->input, .inputs = c->inputs };
	struct source *const source = source_open(&options, c->archive, c->archives, d);
	check_reset(&c->check, c->archive[0].name);
	const bool fine = source && archives_read(c, source, parse, d);
	while (fine && c->at < c->archives) archive_done(c);
	if (fine && !c->check.json) {
		check_total_print(&c->total, &c->out);
		fwrite(c->out.p, 1, c->out.n, c->to);
	}
	if (source) source_close(source);
	stage_parse.close(parse);
	return fine;
}

static bool archives_walk(struct checking *c, struct diag *d)
{
	const struct options *const o = &c->run->options;
	struct walk walk = { 0 };
	const bool fine = walk_inputs(&walk, o->operand, o->operands, NULL, &c->run->arena, d) && walk_name(&walk, &c->run->arena, d);
	c->archive = mem_zalloc(walk.count + 1, sizeof *c->archive);
	for (uint32_t i = 0; fine && i < walk.count; i++) {
		const struct plan_archive *const a = &walk.archive[i];
		if (!archive_is_excluded(&c->run->settings, a->name))
			c->archive[c->archives++] = (struct archive){ str_of(a->name), a->path, a->size };
	}
	c->input = walk_paths(&walk);
	c->inputs = walk.count;
	free(walk.archive);
	return fine && (c->archives || diag_usage(d, "nothing to read in what is given"));
}

static bool messages_read(struct checking *c, struct diag *d)
{
	const char *const text = options_value(&c->run->options, "messages");
	char *end = NULL;
	c->check.messages = 3;
	if (!text) return true;
	const unsigned long n = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || n > 1000000) return diag_usage(d, "--messages %s: a number up to 1000000 is wanted", text);
	c->check.messages = (uint32_t)n;
	return true;
}

int command_check(struct run *run, struct diag *d)
{
	struct checking c = { .run = run };
	c.check.json = options_value(&run->options, "json") != NULL;
	bool fine = messages_read(&c, d) && archives_walk(&c, d) && (c.to = output_open(run, d)) != NULL && check_run(&c, d);
	if (c.to && !output_close(c.to, fine ? d : &(struct diag){ 0 })) fine = false;
	check_free(&c.check);
	buf_free(&c.out);
	free(c.total.sum);
	free(c.archive);
	free(c.input);
	return fine ? c.bad ? EXIT_BAD_RECORDS : EXIT_FINE : (int)d->code;
}
