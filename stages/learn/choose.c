/* choose.c -- settings and offsets of a model, chosen on folds of whole groups inside the training messages.
 * Knows which values are tried and in what order; does not know the messages that will judge the model. */
#include "bootstrap.h"
#include "learning.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Rows inside and outside of one fold, as matrices over the words that those inside have. */
struct fold { struct vocabulary vocabulary; struct matrix in, out; uint32_t *bits, *at; };

struct chooser {
	enum task                task;
	const struct label_list *labels;
	struct fold             *fold;
	const uint32_t          *group;
	uint32_t                 groups;
	unsigned                 folds, columns;
	struct metric            metric, rank;      /* what lines are drawn for, and what settings are compared by */
	struct predictions       p;
	double                  *margin, *part;
	struct diag             *d;
};

static void fold_make(struct fold *f, unsigned number, const struct examples *all, const struct fit_settings *s,
    const uint32_t *fold_of_group,
                      const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group)
{
	uint32_t *in = mem_alloc((n + 1) * sizeof *in), *out = mem_alloc((n + 1) * sizeof *out), *groups = mem_alloc((n + 1) * sizeof *groups);
	uint32_t ins = 0, outs = 0;
	f->bits = mem_alloc((n + 1) * sizeof *f->bits);
	f->at = mem_alloc((n + 1) * sizeof *f->at);
	for (uint32_t r = 0; r < n; r++) {
		if (fold_of_group[group[r]] == number) {
			f->at[outs] = r;
			out[outs++] = row[r];
		} else {
			f->bits[ins] = bits[r];
			groups[ins] = group[r];
			in[ins++] = row[r];
		}
	}
	vocabulary_build(&f->vocabulary, all, s, in, ins, groups);
	matrix_build(&f->in, &f->vocabulary, all, in, ins);
	matrix_build(&f->out, &f->vocabulary, all, out, outs);
	free(in);
	free(out);
	free(groups);
}

static void fold_free(struct fold *f)
{
	vocabulary_free(&f->vocabulary);
	matrix_free(&f->in);
	matrix_free(&f->out);
	free(f->bits);
	free(f->at);
}

/* Margins of every row by models that were fitted without its fold. */
static bool margins_out_of_fold(struct chooser *c, const struct fit_settings *s)
{
	bool fine = true;
	for (unsigned f = 0; fine && f < c->folds; f++) {
		const struct fold *fold = &c->fold[f];
		struct fit fit;
		if (!fold->in.rows || !fold->out.rows) continue;
		fine = fit_make(&fit, &fold->vocabulary, &fold->in, c->task, c->labels, s, fold->bits, c->d);
		if (fine) fit_margins(&fit, &fold->out, c->part);
		for (uint32_t r = 0; fine && r < fold->out.rows; r++)
			memcpy(c->margin + (size_t)fold->at[r] * c->columns, c->part + (size_t)r * c->columns, c->columns * sizeof *c->part);
		fit_free(&fit);
	}
	return fine;
}

/* Of the answers as they stand. */
static double value_of(const struct chooser *c)
{
	struct judged j;
	judged_make(&j, &c->p, task_info(c->task)->several, NULL, 0);
	const double value = metric_value(&c->rank, &j, NULL, NULL);
	judged_free(&j);
	return isnan(value) ? -1 : value;
}

/* The better of two is told apart by more than the last digits. */
static bool setting_try(struct chooser *c, struct choice *best, struct fit_settings s)
{
	double offset[LABELS_MOST];
	if (!margins_out_of_fold(c, &s)) return false;
	/* Lines drawn on a handful of messages do not carry over: several labels keep the plain one where rules answer already. */
	const bool plain = s.parts == 1U << BLOCK_CONCLUSION && task_info(c->task)->several;
	(void)(plain ? offsets_plain : offsets_choose)(c->task, &c->metric, &c->p, c->margin, c->columns, offset);
	const double value = value_of(c);
	best->tried++;
	if (value <= best->value + 1e-6) return true;
	best->settings = s;
	best->value = value;
	memcpy(best->offset, offset, sizeof offset);
	return true;
}

/* What the rules of extraction conclude was known before any label is seen. `own`: only what answers the very question. */
static bool conclusions_alone(struct chooser *c, struct choice *best, struct fit_settings s, bool own)
{
	static const double cs[] = { 0.3, 3, 30 };
	s.parts = 1U << BLOCK_CONCLUSION;
	s.words = 0;
	s.own = own;
	for (unsigned i = 0; i < sizeof cs / sizeof *cs; i++) {
		s.c = cs[i];
		s.balance = 0;
		if (!setting_try(c, best, s)) return false;
	}
	return true;
}

static bool has_own(const struct chooser *c)
{
	for (unsigned l = 0; l < c->labels->n; l++) {
		bool answered = false;
		for (unsigned k = 0; k < CONCLUSIONS; k++) answered |= conclusion_answers(k, c->labels->name[l]);
		if (!answered) return false;
	}
	return true;
}

/* One setting after another, each at the best of those before. */
static bool settings_search(struct chooser *c, struct choice *best, struct fit_settings s)
{
	static const double cs[] = { 0.03, 0.1, 0.3, 1 }, words[] = { 1, 2, 4, 8 }, balances[] = { 0, 0.5, 1 };
	const bool with_words = s.parts >> BLOCK_WORD & 1;
	s.c = 0.1;
	if (!with_words) s.words = 0;
	if (!setting_try(c, best, s)) return false;
	for (unsigned round = 0; round < 2; round++) {
		const double before = best->value;
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
		if (round && best->value <= before) break;
	}
	return true;
}

/* The standard error of the metric at these settings: by resampling whole groups. */
static bool error_of(struct chooser *c, const struct choice *at, double *error)
{
	const struct resampling resampling = { 200, 1 };
	struct interval95 interval;
	struct judged j;
	double offset[LABELS_MOST];
	if (!margins_out_of_fold(c, &at->settings)) return false;
	offsets_choose(c->task, &c->metric, &c->p, c->margin, c->columns, offset);
	judged_make(&j, &c->p, task_info(c->task)->several, c->group, c->groups);
	const bool fine = bootstrap_interval(&c->rank, &j, &resampling, &interval, c->d);
	judged_free(&j);
	*error = fine && interval.high > interval.low ? (interval.high - interval.low) / (2 * 1.96) : 0;
	return fine;
}

/* The simplest model within one standard error of the best (Breiman et al. 1984): the rules' own answers, all their conclusions,
 * everything. */
static bool search(struct chooser *c, struct choice *best, const struct fit_settings *s)
{
	struct choice alone = *best, own = *best;
	double error;
	if (s->c > 0) return setting_try(c, best, *s);
	if (!settings_search(c, best, *s)) return false;
	if (!(s->parts >> BLOCK_CONCLUSION & 1)) return true;
	if (!conclusions_alone(c, &alone, *s, false) || (has_own(c) && !conclusions_alone(c, &own, *s, true))) return false;
	const unsigned tried = best->tried + alone.tried + own.tried;
	if (alone.value > best->value) *best = alone;
	if (own.value > best->value) *best = own;
	if (!error_of(c, best, &error)) return false;
	const double least = best->value - error;
	if (alone.value >= least) *best = alone;
	if (own.value >= least) *best = own;
	best->tried = tried;
	return true;
}

bool choose(struct choice *best, const struct examples *all, enum task task, const struct label_list *labels, const struct learn_options *o,
            const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group, struct diag *d)
{
	const uint32_t groups = groups_count(group, n);
	uint32_t *fold = mem_zalloc(groups + 1, sizeof *fold);
	struct chooser c = { .task = task, .group = group, .groups = groups, .labels = labels, .folds = o->folds,
		.fold = mem_zalloc(o->folds, sizeof *c.fold), .d = d,
		.columns = task_margins(task, labels->n) };
	*best = (struct choice){ .settings = o->settings, .value = -2 };
	/* F1 hangs on where the line is; average precision tells two models apart without it. */
	const char *metric = task_metric(task, labels->n), *rank = strcmp(metric, "f1:1") == 0 ? "ap:1" : metric;
	snprintf(best->metric, sizeof best->metric, "%s", rank);
	bool fine = metric_find(metric, labels->n, NULL, &c.metric, d) && metric_find(rank, labels->n, NULL, &c.rank, d);
	folds_of(group, n, groups, o->folds, o->seed, fold);
	for (unsigned f = 0; f < c.folds; f++) fold_make(&c.fold[f], f, all, &o->settings, fold, row, n, bits, group);
	predictions_make(&c.p, labels, n);
	c.p.n = n;
	memcpy(c.p.gold, bits, n * sizeof *bits);
	c.margin = mem_zalloc((size_t)n * c.columns + 1, sizeof *c.margin);
	c.part = mem_zalloc((size_t)n * c.columns + 1, sizeof *c.part);
	fine = fine && search(&c, best, &o->settings);
	predictions_free(&c.p);
	for (unsigned f = 0; f < c.folds; f++) fold_free(&c.fold[f]);
	free(c.fold);
	free(c.margin);
	free(c.part);
	free(fold);
	return fine;
}

bool trained_make(struct trained *t, const struct examples *all, enum task task, const struct label_list *labels,
    const struct fit_settings *s,
                  const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group, struct diag *d)
{
	struct matrix m;
	vocabulary_build(&t->vocabulary, all, s, row, n, group);
	matrix_build(&m, &t->vocabulary, all, row, n);
	const bool fine = fit_make(&t->fit, &t->vocabulary, &m, task, labels, s, bits, d);
	matrix_free(&m);
	return fine;
}

void trained_margins(const struct trained *t, const struct examples *all, const uint32_t *row, uint32_t n, double *margin)
{
	struct matrix m;
	matrix_build(&m, &t->vocabulary, all, row, n);
	fit_margins(&t->fit, &m, margin);
	matrix_free(&m);
}

void trained_free(struct trained *t)
{
	fit_free(&t->fit);
	vocabulary_free(&t->vocabulary);
}
