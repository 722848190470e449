/* stream.c -- messages in, score lines out, no run folder: a batch is laid out as in the artifact, then scored.
 * Knows one lane over all stages; does not know files of a run. */
#include "command.h"
#include "sink.h"
#include "stats.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct stream_pass {
	struct run            *run;
	struct extract_stages  stages;
	struct source_options  options;
	const char           **input;
	struct archive        *archive;
	uint32_t               archives;
	struct source         *source;
	struct stats          *stats;
	FILE                  *out, *quarantine;
};

static void *stream_begin(void *context, unsigned lane, struct diag *d)
{
	struct stream_pass *pass = context;
	(void)lane;
	pass->source = source_open(&pass->options, pass->archive, pass->archives, d);
	return pass->source ? pass : NULL;
}

static enum ring_step stream_fill(void *context, struct batch *b, struct diag *d)
{
	struct stream_pass *pass = context;
	const enum source_step step = source_fill(pass->source, b, d);
	b->tally[1] = 0;              /* rows come from the stages, there is no stated hash */
	return step == SOURCE_BATCH ? RING_BATCH : step == SOURCE_END ? RING_END : RING_FAILED;
}

static bool stream_sink(void *context, struct batch *b, struct diag *d)
{
	struct stream_pass *pass = context;
	const struct score_extra *extra = b->extra;
	if (extra->torn) return diag_failed(d, "a row does not read back; this is an error of the program");
	stats_merge(pass->stats, extra->stats);
	b->out.n = 0;
	sink_pack(pass->run->settings.output, buf_str(&extra->lines), &b->out);
	const bool lines = fwrite(b->out.p, 1, b->out.n, pass->out) == b->out.n && fflush(pass->out) == 0;
	const bool bad = !pass->quarantine || fwrite(extra->quarantine.p, 1, extra->quarantine.n, pass->quarantine) == extra->quarantine.n;
	return (lines && bad) || diag_failed(d, "cannot write the output: %s", strerror(errno));
}

static bool stream_end(void *context, bool fine, struct diag *d)
{
	struct stream_pass *pass = context;
	(void)d;
	source_close(pass->source);
	return fine;
}

static bool stream_ring(struct stream_pass *pass, struct diag *d)
{
	static const struct ring_pass ring = { stream_begin, stream_fill, stream_sink, stream_end, score_extra_free };
	struct run *run = pass->run;
	struct ring_job job = { .pass = &ring, .context = pass, .threads = run->settings.threads, .window = run->settings.window,
		.stages = EXTRACT_STAGES + 1, .lanes = 1 };
	if (!extract_stages_open(&pass->stages, run, d)) return false;
	memcpy(job.stage, pass->stages.stage, sizeof pass->stages.stage);
	job.stage[EXTRACT_STAGES] = (struct ring_stage){ &stage_lines, run };
	pass->options = (struct source_options){ .formats = pass->stages.formats, .limits = run->settings.limits, .program = run->program,
		.input = pass->input, .inputs = pass->archives };
	const bool fine = ring_run(&job);
	if (!fine) *d = job.diag;
	extract_stages_close(&pass->stages);
	return fine;
}

static bool stream_archives(struct stream_pass *pass, struct diag *d)
{
	static const char *const standard[] = { "-" };
	const struct options *o = &pass->run->options;
	struct walk walk = { 0 };
	const bool fine = walk_inputs(&walk, o->operands ? o->operand : standard, o->operands ? o->operands : 1, NULL, &pass->run->arena, d) &&
		walk_name(&walk, &pass->run->arena, d);
	pass->archive = mem_zalloc(walk.count + 1, sizeof *pass->archive);
	for (uint32_t i = 0; fine && i < walk.count; i++)
		pass->archive[pass->archives++] = (struct archive){ str_of(walk.archive[i].name), walk.archive[i].path, walk.archive[i].size };
	pass->input = walk_paths(&walk);
	free(walk.archive);
	return fine;
}

/* Standard output only where scores go elsewhere: a reader of either must not meet the other's lines. */
static bool quarantine_open(struct stream_pass *pass, const char *path, struct diag *d)
{
	const char *scores = options_value(&pass->run->options, "output");
	const bool standard = strcmp(path, "-") == 0;
	if (standard && (!scores || strcmp(scores, "-") == 0))
		return diag_usage(d, "--quarantine -: standard output is taken by the scores; give --output FILE too");
	pass->quarantine = standard ? stdout : fopen(path, "wbe");
	return pass->quarantine || diag_usage(d, "%s: cannot create: %s", path, strerror(errno));
}

int command_stream(struct run *run, struct diag *d)
{
	struct stream_pass pass = { .run = run, .stats = stats_new() };
	const char *bad = options_value(&run->options, "quarantine");
	bool fine = model_load(run, d) && stream_archives(&pass, d);
	fine = fine && (!bad || quarantine_open(&pass, bad, d));
	fine = fine && (pass.out = output_open(run, d)) != NULL && stream_ring(&pass, d);
	if (pass.quarantine && !output_close(pass.quarantine, d)) fine = false;
	if (pass.out && !output_close(pass.out, d)) fine = false;
	const int code = fine ? judge(run, pass.stats) : (int)d->code;
	const unsigned long long left_out = stats_bad(pass.stats);
	if (fine && code && !bad && !run->settings.quiet)
		fprintf(stderr, "credence: %llu bad record%s left out (--quarantine FILE keeps them)\n", left_out, left_out == 1 ? " was" : "s were");
	stats_free(pass.stats);
	free(pass.archive);
	free(pass.input);
	return code;
}
