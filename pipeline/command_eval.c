/* command_eval.c -- credence eval: how good a model is on labelled messages, or a way of training on messages that it left out.
 * Knows the order and that nothing may be judged on what it learned from; does not know metrics. */
#include "learning.h"
#include <cjson/cJSON.h>
#include <stdio.h>

/* How many of the messages the model has learned from. */
static uint32_t overlap(const struct examples *all, struct str model, const struct example **first)
{
	cJSON *tree = cJSON_ParseWithLength(model.p, model.n);
	const cJSON *training = cJSON_GetObjectItemCaseSensitive(tree, "training");
	const cJSON *marks = cJSON_GetObjectItemCaseSensitive(training, "marks");
	const uint32_t n = cJSON_IsString(marks) ? marks_met(all, str_of(marks->valuestring), first) : 0;
	cJSON_Delete(tree);
	return n;
}

static bool overlap_refuse(const struct run *run, const struct examples *all, struct str model, struct diag *d)
{
	const struct example *first = NULL;
	const uint32_t n = overlap(all, model, &first);
	if (!n) return true;
	if (!options_value(&run->options, "allow-overlap"))
		return diag_usage(d, "%u of the messages are among those that the model was trained on, for instance %.*s: it cannot be judged on them "
			"(--refit trains anew without each group; --allow-overlap goes on)", n, (int)first->id.n, first->id.p);
	fprintf(stderr, "credence: %u of the messages are among those that the model was trained on: these figures are no evidence\n", n);
	return true;
}

static bool answered_anew(struct run *run, enum task task, struct examples *all, struct predictions *p, struct diag *d)
{
	struct learn_options options = { 0 };
	bool fine = learn_options_given(run, task, &options, d);
	if (fine) auxiliaries_answer(&options, all);
	fine = fine && learn_cross(all, task, &options, p, d);
	learn_options_drop(&options);
	return fine;
}

static bool answered(struct run *run, enum task task, struct examples *all, struct predictions *p, struct diag *d)
{
	struct str bytes;
	struct decision *model;
	if (task == TASK_GROUNDEDNESS && !model_load(run, d)) return false;
	if (options_value(&run->options, "refit")) return answered_anew(run, task, all, p, d);
	if (task == TASK_GROUNDEDNESS) return overlap_refuse(run, all, run->model_bytes, d) && ground_answer(all, run->model, p, d);
	if (!decision_given(run, task, &bytes, &model, d)) return false;
	const bool fine = overlap_refuse(run, all, bytes, d) && learn_answer(all, model, p, d);
	decision_close(model);
	return fine;
}

int command_eval(struct run *run, struct diag *d)
{
	const char *path = options_value(&run->options, "predictions"), *group = options_value(&run->options, "group");
	enum task task;
	struct examples all = { 0 };
	struct predictions p = { 0 };
	struct buf table = { 0 };
	const struct judging judging = { .group = group ? group : "event or thread", .seed = 1 };
	bool fine = task_given(run, &task, d) && examples_read(run, task, 1, &all, d) && answered(run, task, &all, &p, d);
	if (fine && path) fine = predictions_write(&all, &p, task_info(task)->several, path, d);
	fine = fine && judgement_print(&all, task, &p, &judging, &table, d);
	if (fine) fwrite(table.p, 1, table.n, stdout);
	buf_free(&table);
	predictions_free(&p);
	examples_free(&all);
	return fine && fflush(stdout) == 0 ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
