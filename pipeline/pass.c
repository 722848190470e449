/* pass.c -- what the passes share: their log, the model, the stages from records to rows.
 * Knows how they begin and end; does not know what a pass makes. */
#include "publish.h"
#include "run.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

bool pass_begin(struct run *run, const char *pass, uint64_t bytes, struct diag *d)
{
	char path[1024];
	progress_begin(&run->progress, pass, bytes, run->settings.quiet, run->settings.verbose);
	snprintf(path, sizeof path, "%s/log", run->plan.folder);
	if (!folder_make(path, d)) return false;
	snprintf(path, sizeof path, "%s/log/%s-%u-of-%u.log", run->plan.folder, pass, run->share, run->shares);
	run->progress.log = fopen(path, "ae");
	return true;
}

void pass_end(struct run *run, const struct ring_job *job)
{
	struct progress *p = &run->progress;
	const double seconds = seconds_now() - p->begun;
	const uint64_t messages = atomic_load(&p->messages);
	struct rusage usage;
	progress_end(p);
	getrusage(RUSAGE_SELF, &usage);
	progress_say(p, false, "%s: %llu messages, %.2f s, %.0f messages/s, %u threads, %ld MB at most", p->pass,
		(unsigned long long)messages, seconds, (double)messages / (seconds > 0 ? seconds : 1), ring_threads(job->threads),
		usage.ru_maxrss / 1024);
	for (unsigned k = 0; job->lanes && k < job->stages && job->stage[k].stage; k++)     /* none where they could not be opened */
		progress_say(p, false, "  %s: %.2f s of CPU", job->stage[k].stage->name, job->seconds[k]);
	if (p->log) fclose(p->log);
	p->log = NULL;
}

bool extract_stages_open(struct extract_stages *s, const struct run *run, struct diag *d)
{
	static const struct stage *const stages[] = { &stage_parse, &stage_normalise, &stage_extract, &stage_decide, &stage_pack };
	*s = (struct extract_stages){ .formats = format_set_open(run->assets, &run->settings, d) };
	bool fine = s->formats != NULL;
	for (unsigned k = 0; fine && k < EXTRACT_STAGES; k++) {
		s->state[k] = stages[k]->open(run->assets, &run->settings, d);
		s->stage[k] = (struct ring_stage){ stages[k], s->state[k] };
		fine = s->state[k] != NULL;
	}
	if (!fine) extract_stages_close(s);
	return fine;
}

void extract_stages_close(struct extract_stages *s)
{
	for (unsigned k = 0; k < EXTRACT_STAGES; k++)
		if (s->state[k] && s->stage[k].stage->close) s->stage[k].stage->close(s->state[k]);
	if (s->formats) format_set_close(s->formats);
	*s = (struct extract_stages){ 0 };
}

bool model_load(struct run *run, struct diag *d)
{
	const char *name = run->settings.model.p;
	run->model_bytes = assets_find(run->assets, name);
	if (!run->model_bytes.p) {
		struct str bytes;
		if (!file_read(name, &bytes, d))
			return diag_usage(d, "--model %s: no such model among configs/models/ and no such file", name);
		run->model_bytes = (struct str){ arena_copy_z(&run->arena, bytes), bytes.n };
		free((void *)bytes.p);
	}
	run->model = model_open(run->model_bytes, name, d);
	run->decisions = run->model ? decisions_open(&run->settings, d) : NULL;
	run->line = (struct line_options){ .model = run->model, .decisions = run->decisions, .text = run->settings.with_text,
		.features = run->settings.with_features, .reasons = run->settings.reasons, .key = run->settings.key };
	return run->decisions != NULL;
}
