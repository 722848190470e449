/* judgement.c -- figures for people: metrics with intervals, by label, by group, and the gain over a trivial rule.
 * Knows which figures a task shows and how they are laid out; does not know how one is computed. */
#include "learning.h"
#include "bootstrap.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct table {
	const struct examples *all;
	enum task              task;
	struct predictions     p, trivial;         /* those that have a gold label */
	const char            *rule;
	struct judged          judged, against;
	uint32_t              *group, groups;
	struct resampling      resampling;
	struct buf            *out;
	struct diag           *d;
};

/* Metrics that a task shows; "%s" stands for each label in turn. */
static const char *const of_one[] = { "macro_f1", "accuracy", NULL };
static const char *const of_two[] = { "f1:1", "auc:1", "ap:1", "accuracy", "macro_f1", "brier:1", "ece:1", NULL };
static const char *const of_several[] = { "sets_macro_f1", NULL };

static const char *const *metrics_of(enum task task, unsigned labels)
{
	return task_info(task)->several ? of_several : labels == 2 ? of_two : of_one;
}

static void number_put(double v, struct buf *out)
{
	if (isnan(v)) buf_put_z(out, "     -");
	else buf_put_format(out, "%6.3f", v);
}

static bool metric_put(struct table *t, const char *name)
{
	struct metric metric;
	struct interval95 own, gain;
	if (!metric_find(name, t->p.labels.n, NULL, &metric, t->d)) return false;
	if (!bootstrap_interval(&metric, &t->judged, &t->resampling, &own, t->d)) return false;
	buf_put_format(t->out, "%-16s", name);
	number_put(own.value, t->out);
	buf_put_z(t->out, "  [");
	number_put(own.low, t->out);
	number_put(own.high, t->out);
	buf_put_z(t->out, " ]");
	if (!bootstrap_difference(&metric, &t->judged, &t->against, &t->resampling, &gain, t->d)) return false;
	buf_put_z(t->out, "   gain ");
	number_put(gain.value, t->out);
	buf_put_z(t->out, "  [");
	number_put(gain.low, t->out);
	number_put(gain.high, t->out);
	buf_put_z(t->out, " ]\n");
	return true;
}

static uint32_t with_label(const uint32_t *bits, uint32_t n, unsigned label)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < n; i++) count += bits[i] >> label & 1;
	return count;
}

static void labels_put(const struct table *t)
{
	const unsigned labels = t->p.labels.n;
	buf_put_format(t->out, "\n%-20s %7s %7s %9s %9s %9s\n", "label", "gold", "said", "precision", "recall", "F1");
	for (unsigned l = 0; l < labels; l++) {
		uint32_t right = 0;
		for (uint32_t i = 0; i < t->p.n; i++) right += (t->p.gold[i] & t->p.said[i]) >> l & 1;
		const uint32_t gold = with_label(t->p.gold, t->p.n, l), said = with_label(t->p.said, t->p.n, l);
		const double precision = said ? (double)right / said : 0, recall = gold ? (double)right / gold : 0;
		buf_put_format(t->out, "%-20.*s %7u %7u %9.3f %9.3f %9.3f\n", (int)t->p.labels.name[l].n, t->p.labels.name[l].p, gold, said,
			precision, recall,
			precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
	}
}

static void reliability_put(const struct table *t)
{
	struct reliability bin[RELIABILITY_BINS];
	judged_reliability(&t->judged, NULL, 1, bin);
	buf_put_format(t->out, "\n%-12s %7s %9s %9s\n", "p says", "n", "mean p", "observed");
	for (unsigned i = 0; i < RELIABILITY_BINS; i++) {
		if (!bin[i].rows) continue;
		buf_put_format(t->out, ".%u to %s%u     %6llu %9.3f %9.3f\n", i, i < 9 ? "." : "1.", i < 9 ? i + 1 : 0, (unsigned long long)bin[i].rows,
			bin[i].mean_p, bin[i].observed);
	}
}

static struct str group_name(const struct table *t, uint32_t group)
{
	for (uint32_t i = 0; i < t->p.n; i++)
		if (t->group[i] == group) return t->all->item[t->p.example[i]].group;
	return (struct str){ NULL, 0 };
}

static bool groups_put(struct table *t)
{
	enum { LEAST_ROWS = 20, SHOWN = 40 };
	struct metric metric;
	struct group_summary sum;
	struct group_value *value = mem_zalloc(t->groups + 1, sizeof *value);
	bool fine = metric_find(task_metric(t->task, t->p.labels.n), t->p.labels.n, NULL, &metric, t->d) &&
		group_values(&metric, &t->judged, LEAST_ROWS, value, &sum, t->d);
	if (fine && sum.count[GROUP_JUDGED]) {
		buf_put_format(t->out, "\n%s by group (%u of %u that have %d messages and more than one label)\n", task_metric(t->task, t->p.labels.n),
			sum.count[GROUP_JUDGED], t->groups, LEAST_ROWS);
		for (uint32_t g = 0, shown = 0; g < t->groups && shown < SHOWN; g++) {
			const struct str name = group_name(t, g);
			if (value[g].standing != GROUP_JUDGED) continue;
			buf_put_format(t->out, "  %-24.*s %7u  ", (int)(name.n ? name.n : 1), name.n ? name.p : "-", value[g].rows);
			number_put(value[g].value, t->out);
			buf_put_z(t->out, g == sum.worst ? "   worst\n" : "\n");
			shown++;
		}
		buf_put_format(t->out, "  %-24s %7s  %6.3f\n", "mean", "", sum.mean);
	}
	free(value);
	return fine;
}

static bool table_put(struct table *t, const struct judging *judging)
{
	const char *const *metric = metrics_of(t->task, t->p.labels.n);
	bool fine = true;
	buf_put_format(t->out, "%s: %u messages, %u groups by %s; gain over the rule \"%s\"; 95 %% intervals over groups, "
		"%u rounds, seed %llu\n\n", task_info(t->task)->name, t->p.n, t->groups, judging->group, t->rule, t->resampling.rounds,
			(unsigned long long)t->resampling.seed);
	for (unsigned i = 0; fine && metric[i]; i++) fine = metric_put(t, metric[i]);
	if (fine) labels_put(t);
	if (fine && t->p.labels.n == 2 && !task_info(t->task)->several) reliability_put(t);
	if (fine && t->task == TASK_GROUNDEDNESS) fine = strata_print(t->all, t->task, &t->p, &t->trivial, judging, t->out, t->d);
	return fine && groups_put(t);
}

bool judgement_print(const struct examples *all, enum task task, const struct predictions *given, const struct judging *judging,
    struct buf *out,
                     struct diag *d)
{
	struct table t = { .all = all, .task = task, .out = out, .d = d,
		.resampling = { judging->rounds ? judging->rounds : 2000, judging->seed } };
	predictions_copy(&t.p, given);
	memcpy(t.p.said, given->said, given->n * sizeof *given->said);
	memcpy(t.p.p, given->p, (size_t)given->n * given->labels.n * sizeof *given->p);
	predictions_labelled(&t.p);
	if (!t.p.n) {
		predictions_free(&t.p);
		buf_put_format(out, "%s: none of the %u messages has a label: nothing is judged\n", task_info(task)->name, given->n);
		return true;
	}
	trivial_answer(all, task, &t.p, &t.trivial, &t.rule);
	t.group = mem_alloc((t.p.n + 1) * sizeof *t.group);
	t.groups = predictions_groups(all, &t.p, t.group);
	judged_make(&t.judged, &t.p, task_info(task)->several, t.group, t.groups);
	judged_make(&t.against, &t.trivial, task_info(task)->several, t.group, t.groups);
	const bool fine = table_put(&t, judging);
	judged_free(&t.judged);
	judged_free(&t.against);
	predictions_free(&t.p);
	predictions_free(&t.trivial);
	free(t.group);
	return fine;
}
