/* choose.c -- settings and offsets of a model, chosen on folds of whole groups inside the training messages.
 * Knows which values are tried and in what order; does not know the messages that will judge the model. */
#include "learning.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct chooser {
	const struct examples      *all;
	enum task                   task;
	const struct label_list    *labels;
	const struct learn_options *options;
	const uint32_t             *row, *bits, *group, *fold;      /* fold: of each group */
	uint32_t                    n;
	struct metric               metric;
	struct predictions          p;
	double                     *margin;
	unsigned                    columns;
	struct diag                *d;
};

/* Margins of every row by models that were fitted without its fold. */
static bool margins_out_of_fold(struct chooser *c, const struct fit_settings *s)
{
	uint32_t *in = mem_alloc((c->n + 1) * sizeof *in), *out = mem_alloc((c->n + 1) * sizeof *out), *at = mem_alloc((c->n + 1) * sizeof *at);
	uint32_t *bits = mem_alloc((c->n + 1) * sizeof *bits), *group = mem_alloc((c->n + 1) * sizeof *group);
	double *margin = mem_alloc(((size_t)c->n * LABELS_MOST + 1) * sizeof *margin);
	bool fine = true;
	for (unsigned f = 0; fine && f < c->options->folds; f++) {
		struct fit fit;
		uint32_t ins = 0, outs = 0;
		for (uint32_t r = 0; r < c->n; r++) {
			if (c->fold[c->group[r]] == f) {
				at[outs] = r;
				out[outs++] = c->row[r];
				continue;
			}
			bits[ins] = c->bits[r];
			group[ins] = c->group[r];
			in[ins++] = c->row[r];
		}
		if (!outs || !ins) continue;
		fine = fit_make(&fit, c->all, c->task, c->labels, s, in, ins, bits, group, c->d);
		if (fine) fit_margins(&fit, c->all, s, out, outs, margin);
		for (uint32_t r = 0; fine && r < outs; r++)
			for (unsigned k = 0; k < fit.columns; k++) c->margin[(size_t)at[r] * fit.columns + k] = margin[(size_t)r * fit.columns + k];
		fit_free(&fit);
	}
	free(in);
	free(out);
	free(at);
	free(bits);
	free(group);
	free(margin);
	return fine;
}

/* The better of two is told apart by more than the last digits. */
static bool setting_try(struct chooser *c, struct choice *best, struct fit_settings s)
{
	double offset[LABELS_MOST];
	if (!margins_out_of_fold(c, &s)) return false;
	const double value = offsets_choose(c->task, &c->metric, &c->p, c->margin, c->columns, offset);
	best->tried++;
	if (value <= best->value + 1e-6) return true;
	best->settings = s;
	best->value = value;
	memcpy(best->offset, offset, sizeof offset);
	return true;
}

/* One setting after another, each at the best of those before. */
static bool settings_search(struct chooser *c, struct choice *best, struct fit_settings s)
{
	static const double cs[] = { 0.01, 0.03, 0.1, 0.3, 1, 3 }, words[] = { 0, 1, 2, 4, 8 }, balances[] = { 0, 0.5, 1 };
	const bool with_words = s.parts >> BLOCK_WORD & 1;
	s.c = 0.1;
	if (!with_words) s.words = 0;
	if (!setting_try(c, best, s)) return false;
	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < sizeof cs / sizeof *cs; i++) {
			s = best->settings;
			s.c = cs[i];
			if (s.c != best->settings.c && !setting_try(c, best, s)) return false;
		}
		for (unsigned i = 0; with_words && i < sizeof words / sizeof *words; i++) {
			s = best->settings;
			s.words = words[i];
			if (s.words != best->settings.words && !setting_try(c, best, s)) return false;
		}
		for (unsigned i = 0; i < sizeof balances / sizeof *balances; i++) {
			s = best->settings;
			s.balance = balances[i];
			if (s.balance != best->settings.balance && !setting_try(c, best, s)) return false;
		}
	}
	return true;
}

bool choose(struct choice *best, const struct examples *all, enum task task, const struct label_list *labels, const struct learn_options *o,
            const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group, struct diag *d)
{
	uint32_t groups = 0;
	for (uint32_t r = 0; r < n; r++) if (group[r] >= groups) groups = group[r] + 1;
	uint32_t *fold = mem_zalloc(groups + 1, sizeof *fold);
	struct chooser c = { .all = all, .task = task, .labels = labels, .options = o, .row = row, .bits = bits, .group = group,
		.fold = fold, .n = n, .d = d };
	*best = (struct choice){ .settings = o->settings, .value = -2 };
	snprintf(best->metric, sizeof best->metric, "%s", task_info(task)->metric);
	bool fine = metric_find(best->metric, labels->n, NULL, &c.metric, d);
	folds_of(group, n, groups, o->folds, o->seed, fold);
	predictions_make(&c.p, labels, n);
	c.p.n = n;
	for (uint32_t r = 0; r < n; r++) c.p.gold[r] = bits[r];
	c.columns = labels->n == 2 && !task_info(task)->several ? 1 : labels->n;
	c.margin = mem_zalloc((size_t)n * c.columns + 1, sizeof *c.margin);
	if (fine) fine = o->settings.c > 0 ? setting_try(&c, best, o->settings) : settings_search(&c, best, o->settings);
	predictions_free(&c.p);
	free(c.margin);
	free(fold);
	return fine;
}
