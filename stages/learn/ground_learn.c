/* ground_learn.c -- groundedness: training, cross-validation and calibration of the scoring model.
 * Knows the order of fitting and calibrating; each is known to its own file. */
#include "ground.h"

#include <stdlib.h>

/* What all three need of the labelled examples. */
struct grounding {
	const struct examples      *all;
	const struct learn_options *options;
	struct label_list           labels;
	struct ground               base;
	struct labelled             l;
	double                     *columns;
	uint8_t                    *y;
};

static bool grounding_open(struct grounding *g, const struct examples *all, const struct learn_options *o, struct diag *d)
{
	*g = (struct grounding){ .all = all, .options = o };
	if (!labels_of(all, TASK_GROUNDEDNESS, &g->labels, d)) return false;
	if (g->labels.n != 2) return diag_usage(d, "groundedness has two labels, grounded or not; these messages have %u", g->labels.n);
	ground_terms(o->scoring, &g->base);
	labelled_take(&g->l, all, &g->labels);
	g->columns = ground_columns(&g->base, all, g->l.row, g->l.n);
	g->y = mem_alloc(g->l.n + 1);
	for (uint32_t i = 0; i < g->l.n; i++) g->y[i] = g->l.bits[i] >> 1 & 1;
	return true;
}

static void grounding_close(struct grounding *g)
{
	if (g->l.row) labelled_free(&g->l);
	free(g->columns);
	free(g->y);
}

/* Weights on all the rows, and a calibration on scores that the rows' own folds had no part in. */
static bool rows_fit(const struct grounding *g, const double *columns, const uint8_t *y, const uint32_t *group, uint32_t n,
    struct ground *fit,
                     struct calibration *c, double *hold, struct diag *d)
{
	int32_t *score = mem_alloc((n + 1) * sizeof *score);
	*fit = g->base;
	*hold = ground_choose(fit, columns, y, group, n, g->options->folds, g->options->seed, score);
	ground_fit(fit, columns, y, n, *hold);
	const bool fine = ground_calibrate(score, y, group, n, g->options->seed, c, d);
	free(score);
	return fine;
}

bool ground_train(const struct examples *all, const struct learn_options *o, struct buf *json, struct diag *d)
{
	struct grounding g;
	struct ground fit;
	struct calibration c;
	double hold;
	const bool fine = grounding_open(&g, all, o, d) && rows_fit(&g, g.columns, g.y, g.l.group, g.l.n, &fit, &c, &hold, d) &&
		ground_write(&fit, &c, o->base, all, &g.labels, o, g.l.n, g.l.groups, hold, json, d);
	grounding_close(&g);
	return fine;
}

static void answer_put(struct predictions *p, uint32_t at, const struct calibration *c, int32_t score)
{
	int32_t yes, low, high;
	calibration_ordered(c, score, &yes, &low, &high);
	p->p[(size_t)at * 2 + 1] = yes / 10000.0;
	p->p[(size_t)at * 2] = 1 - p->p[(size_t)at * 2 + 1];
	p->said[at] = yes >= 5000 ? 2 : 1;
}

/* Leaves a group out: `weights` says whether the weights are fitted anew too, or the calibration alone. */
static bool group_answer(const struct grounding *g, const uint32_t *part, uint32_t number, bool weights, struct predictions *p,
    struct diag *d)
{
	const unsigned terms = g->base.terms;
	double *in = mem_alloc(((size_t)g->l.n * terms + 1) * sizeof *in), hold;
	uint8_t *y = mem_alloc(g->l.n + 1);
	uint32_t *groups = mem_alloc((g->l.n + 1) * sizeof *groups), n = 0;
	int32_t *score = mem_alloc((g->l.n + 1) * sizeof *score);
	struct ground fit = g->base;
	struct calibration c;
	for (uint32_t i = 0; i < g->l.n; i++) {
		if (part[g->l.group[i]] == number) continue;
		memcpy(in + (size_t)n * terms, g->columns + (size_t)i * terms, terms * sizeof *in);
		y[n] = g->y[i];
		score[n] = ground_score(&g->base, g->columns, i);
		groups[n++] = g->l.group[i];
	}
	bool fine = n > 0 || diag_usage(d, "all messages are of one group: nothing is left to learn from");
	if (fine) fine = weights ? rows_fit(g, in, y, groups, n, &fit, &c, &hold, d) : ground_calibrate(score, y, groups, n,
		g->options->seed, &c, d);
	for (uint32_t i = 0; fine && i < g->l.n; i++)
		if (part[g->l.group[i]] == number) answer_put(p, i, &c, ground_score(&fit, g->columns, i));
	free(in);
	free(y);
	free(groups);
	free(score);
	return fine;
}

static void rows_begin(const struct grounding *g, struct predictions *p)
{
	predictions_make(p, &g->labels, g->l.n);
	p->n = g->l.n;
	for (uint32_t i = 0; i < g->l.n; i++) {
		p->example[i] = g->l.row[i];
		p->gold[i] = g->l.bits[i];
	}
}

static bool groups_answer(const struct examples *all, const struct learn_options *o, bool weights, struct predictions *p, struct diag *d)
{
	struct grounding g;
	bool fine = grounding_open(&g, all, o, d);
	if (fine) rows_begin(&g, p);
	uint32_t *part = mem_zalloc(g.l.groups + 1, sizeof *part);
	const uint32_t parts = fine ? parts_of(&g.l, o->seed, part) : 0;
	for (uint32_t k = 0; fine && k < parts; k++) fine = group_answer(&g, part, k, weights, p, d);
	free(part);
	grounding_close(&g);
	return fine;
}

bool ground_cross(const struct examples *all, const struct learn_options *o, struct predictions *p, struct diag *d)
{
	return groups_answer(all, o, true, p, d);
}

bool ground_recalibrate(const struct examples *all, const struct learn_options *o, struct buf *json, struct predictions *after,
    struct diag *d)
{
	struct grounding g;
	struct calibration c;
	bool fine = grounding_open(&g, all, o, d);
	if (fine) {
		int32_t *score = mem_alloc((g.l.n + 1) * sizeof *score);
		for (uint32_t i = 0; i < g.l.n; i++) score[i] = ground_score(&g.base, g.columns, i);
		fine = ground_calibrate(score, g.y, g.l.group, g.l.n, o->seed, &c, d) &&
			ground_write(&g.base, &c, o->base, all, &g.labels, o, g.l.n, g.l.groups, 0, json, d);
		free(score);
	}
	grounding_close(&g);
	return fine && groups_answer(all, o, false, after, d);
}

/* The row as if its message were assessed: whether there is a claim is another question. */
static int32_t groundedness_of(const struct model *m, const struct example *e)
{
	struct row row;
	struct score score;
	if (!row_read(e->row, 0, &row)) return 5000;
	struct row_head head = *row.head;
	head.status = STATUS_OK;
	row.head = &head;
	score_row(m, &row, &score);
	return score.groundedness;
}

bool ground_answer(const struct examples *all, const struct model *m, struct predictions *p, struct diag *d)
{
	struct label_list labels;
	if (!labels_of(all, TASK_GROUNDEDNESS, &labels, d)) labels = (struct label_list){ .name = { str_of("0"), str_of("1") }, .n = 2 };
	if (labels.n != 2) return diag_usage(d, "groundedness has two labels, grounded or not; these messages have %u", labels.n);
	predictions_make(p, &labels, all->n);
	for (uint32_t i = 0; i < all->n; i++) {
		const int32_t yes = groundedness_of(m, &all->item[i]);
		p->example[i] = i;
		p->gold[i] = labels_bits(&labels, &all->item[i]);
		p->p[(size_t)i * 2 + 1] = yes / 10000.0;
		p->p[(size_t)i * 2] = 1 - p->p[(size_t)i * 2 + 1];
		p->said[i] = yes >= 5000 ? 2 : 1;
	}
	p->n = all->n;
	return true;
}
