/* learn_options.c -- from a command line to a task, labelled messages, settings and a model.
 * Knows the options' meaning; does not know what is done with what they name. */
#include "learning.h"
#include "publish.h"
#include <stdio.h>
#include <stdlib.h>

void tasks_list(struct buf *out)
{
	for (unsigned t = 0; t < TASKS; t++) buf_put_format(out, "%s%s", t ? ", " : "", task_info(t)->name);
}

bool task_given(const struct run *run, enum task *task, struct diag *d)
{
	struct buf names = { 0 };
	const unsigned found = task_find(str_of(run->options.operand[0]));
	*task = (enum task)found;
	if (found < TASKS) return true;
	tasks_list(&names);
	diag_usage(d, "unknown task \"%s\"; there are %.*s", run->options.operand[0], (int)names.n, names.p);
	buf_free(&names);
	return false;
}

static bool number_given(const struct run *run, const char *option, uint64_t most, uint64_t *number, struct diag *d)
{
	const char *text = options_value(&run->options, option);
	char *end;
	if (!text) return true;
	const unsigned long long value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || value > most) return diag_usage(d, "--%s %s: must be a whole number up to %llu",
		option, text, (unsigned long long)most);
	*number = value;
	return true;
}

bool examples_read(struct run *run, enum task task, unsigned from, struct examples *all, struct diag *d)
{
	const struct options *o = &run->options;
	const char *label = options_value(o, "label"), *group = options_value(o, "group");
	const struct labelled_fields fields = { .label = label ? label : task_info(task)->fields, .group = group ? group : "event thread",
		.split = "split", .only = options_value(o, "split"), .labels = options_value(o, "labels") };
	if (!labelled_read(run, o->operand + from, o->operands - from, &fields, all, d)) return false;
	examples_thread(all);
	if (all->not_read && !run->settings.quiet)
		fprintf(stderr, "credence: %llu bad record%s left out (credence check says which)\n", (unsigned long long)all->not_read,
			all->not_read == 1 ? " was" : "s were");
	return true;
}

/* --without words,thread */
static bool parts_given(const struct run *run, unsigned *parts, struct diag *d)
{
	const char *text = options_value(&run->options, "without");
	for (const char *at = text ? text : ""; *at;) {
		const size_t n = strcspn(at, ",");
		unsigned b = 0;
		while (b < BLOCKS && !str_is((struct str){ at, n }, block_name(b))) b++;
		if (b == BLOCKS) return diag_usage(d, "--without %s: must be of features, conclusions, thread, words, with commas between", text);
		*parts &= ~(1U << b);
		at += n + (at[n] == ',');
	}
	return *parts || diag_usage(d, "--without %s: nothing is left to learn from", text);
}

/* A model among configs/models/, or a file's bytes, which live as long as the run. */
static bool model_bytes(struct run *run, const char *name, struct str *json, struct diag *d)
{
	struct str bytes;
	*json = assets_find(run->assets, name);
	if (json->p) return true;
	if (!file_read(name, &bytes, d)) return diag_usage(d, "%s: no such model among configs/models/ and no such file", name);
	*json = (struct str){ arena_copy_z(&run->arena, bytes), bytes.n };
	free((void *)bytes.p);
	return true;
}

bool auxiliary_add(struct run *run, const char *name, struct learn_options *o, struct diag *d)
{
	unsigned margins = 0;
	struct str json;
	if (!model_bytes(run, name, &json, d)) return false;
	o->auxiliary = mem_grow(o->auxiliary, (o->auxiliaries + 1) * sizeof *o->auxiliary);
	struct auxiliary *a = &o->auxiliary[o->auxiliaries];
	a->json = json;
	a->model = decision_open(json, name, d);
	if (!a->model) return false;
	o->auxiliaries++;
	for (unsigned i = 0; i < o->auxiliaries; i++) margins += decision_columns(o->auxiliary[i].model);
	return margins <= MARGINS_MOST || diag_usage(d, "auxiliary %s: more than %d margins in all", name, MARGINS_MOST);
}

void learn_options_drop(struct learn_options *o)
{
	for (unsigned i = 0; i < o->auxiliaries; i++) decision_close(o->auxiliary[i].model);
	free(o->auxiliary);
	o->auxiliary = NULL;
	o->auxiliaries = 0;
}

bool learn_options_given(struct run *run, enum task task, struct learn_options *o, struct diag *d)
{
	enum { FOLDS_MOST = 20 };
	uint64_t folds = 5;
	const char *name = options_value(&run->options, "name");
	*o = (struct learn_options){ .settings = { .words = 4, .balance = 0.5, .parts = task_info(task)->parts, .grams = 2,
		.least = 3 }, .seed = 1,
		.name = name ? name : task_info(task)->name };
	if (task == TASK_GROUNDEDNESS) {
		o->base = run->model_bytes;
		o->scoring = run->model;
	}
	for (unsigned i = 0; i < run->options.count; i++)
		if (strcmp(run->options.given[i].info->name, "auxiliary") == 0 && !auxiliary_add(run, run->options.given[i].value, o, d)) return false;
	if (!parts_given(run, &o->settings.parts, d)) return false;
	if (!number_given(run, "seed", UINT32_MAX, &o->seed, d) || !number_given(run, "folds", FOLDS_MOST, &folds, d)) return false;
	o->folds = (unsigned)folds;
	return folds > 1 || diag_usage(d, "--folds %llu: must be at least 2", (unsigned long long)folds);
}

bool decision_given(struct run *run, enum task task, struct str *bytes, struct decision **model, struct diag *d)
{
	char shipped[64];
	const char *path = options_value(&run->options, "model");
	*model = NULL;
	if (path) {
		if (!model_bytes(run, path, bytes, d)) return false;
	} else {
		snprintf(shipped, sizeof shipped, "models/%s.json", task_info(task)->name);
		*bytes = assets_find(run->assets, path = shipped);
		if (!bytes->p) return diag_usage(d, "no model of %s is shipped; --model names one", task_info(task)->name);
	}
	*model = decision_open(*bytes, path, d);
	if (!*model || decision_task(*model) == task) return *model;
	decision_close(*model);
	*model = NULL;
	return diag_usage(d, "%s: is a model of another task than %s", path, task_info(task)->name);
}

bool file_write(const char *path, struct str bytes, struct diag *d)
{
	struct publication file;
	if (strcmp(path, "-") == 0) {
		return (fwrite(bytes.p, 1, bytes.n, stdout) == bytes.n && fflush(stdout) == 0) || diag_failed(d, "standard output: cannot write");
	}
	if (!publish_open(&file, path, d)) return false;
	if (publish_write(&file, bytes, d)) return publish_replace(&file, d);
	publish_drop(&file);
	return false;
}
