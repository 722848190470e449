/* command_explain.c -- why a message has its score: one of a run, found by its id, or a text on the command line.
 * Knows how to get at a row; does not know what an explanation looks like. */
#include "command.h"
#include "segment.h"
#include "utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct explaining { struct run *run; unsigned found; bool colour; };

static void explain_row(void *context, const struct row *row)
{
	struct explaining *e = context;
	struct score score = { 0 };
	struct buf out = { 0 };
	score_row(e->run->model, row, &score);
	if (e->found++) buf_put_char(&out, '\n');
	line_explain(&e->run->line, row, &score, e->colour, &out);
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
}

static bool explain_id(struct explaining *e, const char *id, struct diag *d)
{
	struct run *run = e->run;
	struct buf bytes = { 0 };
	bool fine = plan_read(&run->plan, run->options.operand[0], d);
	for (uint32_t u = 0; fine && u < run->plan.units; u++) {
		for (unsigned chunk = 0; fine; chunk++) {
			char path[1024], rest[32];
			struct segment_reader reader;
			snprintf(rest, sizeof rest, "/%03u.seg", chunk);
			plan_path(&run->plan, "extract", u, rest, path);
			const enum segment_state state = segment_open(&reader, path, 0, d);
			if (state == SEGMENT_ABSENT) break;
			fine = state == SEGMENT_GOOD;
			if (!fine) break;
			fine = segment_find(&reader, str_of(id), &bytes, explain_row, e, d);
			segment_close(&reader);
		}
	}
	buf_free(&bytes);
	return fine && (e->found || diag_usage(d, "no message with the id \"%s\" in %s", id, run->plan.folder));
}

/* The text as a batch of one message through the stages behind parse. */
static bool explain_text(struct explaining *e, struct str text, struct diag *d)
{
	struct extract_stages stages;
	struct arena scratch = { 0 };
	struct member member = { .archive = str_of("-"), .path = str_of("") };
	struct record record = { .bytes = text, .member = &member, .number = 1 };
	struct message message = { .string[MESSAGE_ID] = str_of("text"), .text = text, .id_made = true };
	uint8_t entry = ENTRY_MESSAGE;
	struct batch b = { .n = 1, .record = &record, .message = &message, .entry = &entry };
	struct row row;
	if (!extract_stages_open(&stages, e->run, d)) return false;
	for (unsigned k = 1; k < EXTRACT_STAGES; k++) {
		const struct stage *s = stages.stage[k].stage;
		void *thread = s->thread_open ? s->thread_open(stages.state[k]) : NULL;
		s->run(stages.state[k], thread, &b, &scratch);
		if (s->thread_close) s->thread_close(thread);
		arena_reset(&scratch, RING_KEEP);
	}
	const bool fine = row_read(buf_str(&b.rows), 0, &row) || diag_failed(d, "the text's row does not read back");
	if (fine) explain_row(e, &row);
	buf_free(&b.rows);
	arena_free(&b.arena);
	arena_free(&scratch);
	extract_stages_close(&stages);
	return fine;
}

static bool text_read(struct run *run, struct str *text, struct diag *d)
{
	struct str bytes;
	uint32_t repairs = 0;
	if (str_is(*text, "-")) {
		if (!file_read("/dev/stdin", &bytes, d)) return false;
		*text = (struct str){ arena_copy_z(&run->arena, bytes), bytes.n };
		free((void *)bytes.p);
	}
	*text = utf8_repair(*text, &run->arena, &repairs);
	return true;
}

int command_explain(struct run *run, struct diag *d)
{
	const char *given = options_value(&run->options, "text");
	struct explaining e = { run, 0, isatty(STDOUT_FILENO) && !getenv("NO_COLOR") };
	struct str text = str_of(given);
	if (given ? run->options.operands != 0 : run->options.operands != 2) {
		diag_usage(d, "give a run folder and an id, or --text TEXT");
		return EXIT_USAGE;
	}
	const bool fine = model_load(run, d) && (given ? text_read(run, &text, d) && explain_text(&e, text, d)
	                                               : explain_id(&e, run->options.operand[1], d));
	return fine && fflush(stdout) == 0 ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
