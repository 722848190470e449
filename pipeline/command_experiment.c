/* command_experiment.c -- credence experiment: runs experiments' files and says whether their figures still hold.
 * Knows the order of checking data, training, answering and judging; each is known to its own file. */
#include "bootstrap.h"
#include "experiment.h"
#include "learning.h"
#include "publish.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct trial {
	struct run        *run;
	struct experiment  e;
	struct examples    train, test;
	struct predictions answers, trivial;
	const char        *rule;
	struct buf        *out;
	struct diag       *d;
	unsigned           drifted;
};

/* --- data ------------------------------------------------------------------------------------------------------------------ */

static bool files_check(struct trial *t, const struct experiment_file *file, unsigned n, const char **path)
{
	const char *folder = options_value(&t->run->options, "data");
	for (unsigned i = 0; i < n; i++) {
		char whole[1024];
		uint64_t hash;
		bool again;
		snprintf(whole, sizeof whole, "%s/%s", folder ? folder : ".", file[i].path);
		path[i] = arena_copy_z(&t->run->arena, str_of(whole));
		if (!file_hash(path[i], &hash, &again, t->d)) return diag_usage(t->d, "%s: is not there; --data names the folder of the data", path[i]);
		if (hash != file[i].hash)
			return diag_failed(t->d, "%s: is not the file that the figure was made from (xxh64 %016llx, expected %016llx)", path[i],
				(unsigned long long)hash, (unsigned long long)file[i].hash);
	}
	return true;
}

static bool data_read(struct trial *t, const struct experiment_file *file, unsigned n, const char *group, struct examples *all)
{
	const char *path[EXPERIMENT_FILES];
	const struct labelled_fields fields = { t->e.label ? t->e.label : task_info(t->e.task)->fields, group, "split", NULL, t->e.labels };
	if (!files_check(t, file, n, path) || !labelled_read(t->run, path, n, &fields, all, t->d)) return false;
	examples_thread(all);
	return true;
}

/* No message may be learned from and judged. */
static bool apart(const struct trial *t)
{
	uint32_t shared = 0;
	const struct example *first = NULL;
	struct buf marks = { 0 };
	struct label_list labels;
	bool fine = labels_of(&t->train, t->e.task, &labels, t->d);
	if (fine) marks_of(&t->train, &labels, NULL, 0, &marks);
	if (fine) shared = marks_met(&t->test, buf_str(&marks), &first);
	buf_free(&marks);
	return fine && (!shared || diag_usage(t->d, "%s: %u messages stand in both train and test, for instance %.*s", t->e.name, shared,
		(int)first->id.n, first->id.p));
}

/* --- answering ------------------------------------------------------------------------------------------------------------- */

static bool answer_by(struct trial *t, struct str json, const char *name)
{
	if (t->e.task == TASK_GROUNDEDNESS) {
		struct model *model = model_open(json, name, t->d);
		const bool fine = model && ground_answer(&t->test, model, &t->answers, t->d);
		model_close(model);
		return fine;
	}
	struct decision *model = decision_open(json, name, t->d);
	const bool fine = model && learn_answer(&t->test, model, &t->answers, t->d);
	decision_close(model);
	return fine;
}

static bool answer_trained(struct trial *t, const struct learn_options *o)
{
	struct buf json = { 0 };
	bool fine = data_read(t, t->e.train, t->e.trains, "event thread", &t->train) && apart(t);
	if (fine) auxiliaries_answer(o, &t->train);
	fine = fine && learn_train(&t->train, t->e.task, o, &json, t->d) && answer_by(t, buf_str(&json), t->e.name);
	buf_free(&json);
	return fine;
}

/* The weights of a scoring model as they stand, its calibration made without each group. */
static bool recalibrated(struct trial *t, struct learn_options *o)
{
	struct str json = assets_find(t->run->assets, t->e.model);
	struct buf ignored = { 0 };
	if (!json.p) return diag_usage(t->d, "%s: model %s is not among configs/models/", t->e.name, t->e.model);
	struct model *model = model_open(json, t->e.model, t->d);
	o->base = json;
	o->scoring = model;
	const bool fine = model && ground_recalibrate(&t->test, o, &ignored, &t->answers, t->d);
	model_close(model);
	buf_free(&ignored);
	return fine;
}

static bool answer_with(struct trial *t, struct learn_options *o)
{
	for (unsigned i = 0; i < t->e.auxiliaries; i++) if (!auxiliary_add(t->run, t->e.auxiliary[i], o, t->d)) return false;
	auxiliaries_answer(o, &t->test);
	if (t->e.leave_out && t->e.model) return recalibrated(t, o);
	if (t->e.leave_out) return learn_cross(&t->test, t->e.task, o, &t->answers, t->d);
	return answer_trained(t, o);
}

static bool answer(struct trial *t)
{
	struct learn_options o = { .settings = { .c = t->e.c, .words = t->e.words, .balance = t->e.balance,
		.parts = task_info(t->e.task)->parts, .grams = 2, .least = 3 },
		.folds = t->e.folds,
		.seed = t->e.seed, .name = t->e.name, .base = t->run->model_bytes, .scoring = t->run->model };
	o.settings.parts &= ~t->e.without;
	if (t->e.leave_out || t->e.trains) {
		const bool fine = answer_with(t, &o);
		learn_options_drop(&o);
		return fine;
	}
	const struct str shipped = assets_find(t->run->assets, t->e.model);
	if (!shipped.p) return diag_usage(t->d, "%s: model %s is not among configs/models/", t->e.name, t->e.model);
	return answer_by(t, shipped, t->e.model);
}

/* --- the table ------------------------------------------------------------------------------------------------------------- */

static void cell(struct buf *out, double v)
{
	if (isnan(v)) buf_put_z(out, "      -");
	else buf_put_format(out, " %6.4f", v);
}

static bool figure_put(struct trial *t, const struct expected *x, const struct judged *judged, const struct judged *trivial)
{
	const struct resampling resampling = { 2000, t->e.seed };
	struct metric metric;
	struct interval95 own, gain;
	const char *names[LABELS_MOST];
	for (unsigned l = 0; l < t->answers.labels.n; l++) names[l] = arena_copy_z(&t->run->arena, t->answers.labels.name[l]);
	if (!metric_find(x->metric, t->answers.labels.n, names, &metric, t->d) || !bootstrap_interval(&metric, judged, &resampling, &own, t->d) ||
	    !bootstrap_difference(&metric, judged, trivial, &resampling, &gain, t->d)) return false;
	const bool holds = fabs(own.value - x->value) <= x->within;
	t->drifted += !holds;
	buf_put_format(t->out, "  %-18s", x->metric);
	cell(t->out, own.value);
	buf_put_z(t->out, " [");
	cell(t->out, own.low);
	cell(t->out, own.high);
	buf_put_z(t->out, " ]");
	cell(t->out, metric_value(&metric, trivial, NULL, NULL));
	buf_put_format(t->out, "  %+.4f [ %+.4f %+.4f ]  expected %.4f +- %.4f  %s\n", gain.value, gain.low, gain.high, x->value, x->within,
		holds ? "holds" : "DRIFTED");
	return true;
}

static bool worst_put(struct trial *t, const struct judged *judged, uint32_t groups)
{
	enum { LEAST_ROWS = 20 };
	struct metric metric;
	struct group_summary sum;
	struct group_value *value = mem_zalloc(groups + 1, sizeof *value);
	const bool fine = metric_find(task_metric(t->e.task, t->answers.labels.n), t->answers.labels.n, NULL, &metric, t->d) &&
		group_values(&metric, judged, LEAST_ROWS, value, &sum, t->d);
	if (fine && sum.count[GROUP_JUDGED] > 1) {
		struct str name = { "-", 1 };
		for (uint32_t i = 0; i < judged->n; i++)
			if (judged->group[i] == sum.worst) name = t->test.item[t->answers.example[i]].group;
		buf_put_format(t->out, "  worst group: %.*s, %s %.4f; mean of %u groups %.4f\n", (int)name.n, name.p, task_metric(t->e.task,
			t->answers.labels.n),
			value[sum.worst].value, sum.count[GROUP_JUDGED], sum.mean);
	}
	free(value);
	return fine;
}

static bool table_put(struct trial *t)
{
	struct judged judged, trivial;
	const bool several = task_info(t->e.task)->several;
	predictions_labelled(&t->answers);
	trivial_answer(&t->test, t->e.task, &t->answers, &t->trivial, &t->rule);
	uint32_t *group = mem_alloc((t->answers.n + 1) * sizeof *group);
	const uint32_t groups = predictions_groups(&t->test, &t->answers, group);
	judged_make(&judged, &t->answers, several, group, groups);
	judged_make(&trivial, &t->trivial, several, group, groups);
	buf_put_format(t->out, "%s (%s): %u messages, %u groups\n%s%s%s  %-18s %6s  95 %% by group      \"%s\"  gain\n", t->e.name,
		task_info(t->e.task)->name, t->answers.n, groups, t->e.about ? "  " : "", t->e.about ? t->e.about : "", t->e.about ? "\n" : "",
		"metric", "value", t->rule);
	bool fine = t->answers.n > 0 || diag_usage(t->d, "%s: no message has a label", t->e.name);
	for (unsigned i = 0; fine && i < t->e.expects; i++) fine = figure_put(t, &t->e.expect[i], &judged, &trivial);
	fine = fine && worst_put(t, &judged, groups);
	for (unsigned i = 0; i < t->e.publisheds; i++)
		buf_put_format(t->out, "  published: %s %.4f, %s%s%s\n", t->e.published[i].metric, t->e.published[i].value, t->e.published[i].who,
			t->e.published[i].on ? ", on " : "", t->e.published[i].on ? t->e.published[i].on : "");
	buf_put_char(t->out, '\n');
	judged_free(&judged);
	judged_free(&trivial);
	free(group);
	return fine;
}

static bool trial_run(struct run *run, const char *path, struct buf *out, unsigned *drifted, struct diag *d)
{
	struct trial t = { .run = run, .out = out, .d = d };
	struct str bytes = { NULL, 0 };
	bool fine = file_read(path, &bytes, d) && experiment_read(bytes, path, &t.e, &run->arena, d);
	free((void *)bytes.p);
	const char *group = t.e.leave_out ? t.e.leave_out : t.e.group ? t.e.group : "event thread";
	fine = fine && data_read(&t, t.e.test, t.e.tests, group, &t.test) && answer(&t) && table_put(&t);
	*drifted += t.drifted;
	predictions_free(&t.answers);
	predictions_free(&t.trivial);
	examples_free(&t.train);
	examples_free(&t.test);
	return fine || diag_within(d, path);
}

int command_experiment(struct run *run, struct diag *d)
{
	struct buf out = { 0 };
	unsigned drifted = 0;
	bool fine = model_load(run, d);
	for (unsigned i = 0; fine && i < run->options.operands; i++) {
		out.n = 0;
		fine = trial_run(run, run->options.operand[i], &out, &drifted, d);
		if (fine) fwrite(out.p, 1, out.n, stdout);
		fflush(stdout);
	}
	buf_free(&out);
	if (fine && drifted) fine = diag_failed(d, "%u figure%s drifted", drifted, drifted == 1 ? " has" : "s have");
	return fine ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
