/* learn.c -- training a model, cross-validating it over groups, answering with one: what the commands call.
 * Knows the order of choosing, fitting and writing; each step is known to its own file. */
#include "learning.h"

#include <stdlib.h>

bool learn_train(const struct examples *all, enum task task, const struct learn_options *o, struct buf *json, struct diag *d)
{
	if (task == TASK_GROUNDEDNESS) return ground_train(all, o, json, d);
	struct label_list labels;
	struct labelled l;
	struct choice choice;
	struct trained trained = { 0 };
	if (!labels_of(all, task, &labels, d)) return false;
	labelled_take(&l, all, &labels);
	const bool fine = choose(&choice, all, task, &labels, o, l.row, l.n, l.bits, l.group, d) &&
		trained_make(&trained, all, task, &labels, &choice.settings, l.row, l.n, l.bits, l.group, d);
	if (fine) model_write(&trained.fit, &choice, all, task, &labels, o, l.n, l.groups, json);
	trained_free(&trained);
	labelled_free(&l);
	return fine;
}

/* The rows inside and outside of one part. */
static uint32_t rows_part(const struct labelled *l, const uint32_t *part_of, uint32_t number, bool inside,
    struct labelled *part, uint32_t *at)
{
	part->n = 0;
	for (uint32_t r = 0; r < l->n; r++) {
		if ((part_of[l->group[r]] == number) != inside) continue;
		at[part->n] = r;
		part->row[part->n] = l->row[r];
		part->bits[part->n] = l->bits[r];
		part->group[part->n++] = l->group[r];
	}
	return part->n;
}

static bool group_answer(const struct examples *all, enum task task, const struct label_list *labels, const struct learn_options *o,
                         const struct labelled *l, const uint32_t *part_of, uint32_t number, struct labelled *part,
    uint32_t *at, struct predictions *p,
    struct diag *d)
{
	struct choice choice;
	struct trained trained = { 0 };
	if (!rows_part(l, part_of, number, false, part, at)) return diag_usage(d, "all messages are of one group: nothing is left to learn from");
	bool fine = choose(&choice, all, task, labels, o, part->row, part->n, part->bits, part->group, d) &&
		trained_make(&trained, all, task, labels, &choice.settings, part->row, part->n, part->bits, part->group, d);
	if (fine) {
		const uint32_t n = rows_part(l, part_of, number, true, part, at);
		const unsigned columns = trained.fit.columns;
		double *margin = mem_alloc(((size_t)n * columns + 1) * sizeof *margin);
		trained_margins(&trained, all, part->row, n, margin);
		for (uint32_t i = 0; i < n; i++)
			answer_of(task, labels->n, margin + (size_t)i * columns, choice.offset, p->p + (size_t)at[i] * labels->n, &p->said[at[i]]);
		free(margin);
	}
	trained_free(&trained);
	return fine;
}

bool learn_cross(const struct examples *all, enum task task, const struct learn_options *o, struct predictions *p, struct diag *d)
{
	if (task == TASK_GROUNDEDNESS) return ground_cross(all, o, p, d);
	struct label_list labels;
	struct labelled l, part;
	bool fine = true;
	if (!labels_of(all, task, &labels, d)) return false;
	labelled_take(&l, all, &labels);
	labelled_take(&part, all, &labels);
	uint32_t *at = mem_alloc((l.n + 1) * sizeof *at);
	predictions_make(p, &labels, l.n);
	p->n = l.n;
	for (uint32_t r = 0; r < l.n; r++) {
		p->example[r] = l.row[r];
		p->gold[r] = l.bits[r];
	}
	uint32_t *part_of = mem_alloc((l.groups + 1) * sizeof *part_of);
	const uint32_t parts = parts_of(&l, o->seed, part_of);
	for (uint32_t k = 0; fine && k < parts; k++) fine = group_answer(all, task, &labels, o, &l, part_of, k, &part, at, p, d);
	free(at);
	free(part_of);
	labelled_free(&l);
	labelled_free(&part);
	if (!fine) predictions_free(p);
	return fine;
}

/* The labels of a model, and of the examples those that it does not know. */
static bool labels_match(const struct examples *all, const struct decision *model, struct label_list *labels, struct diag *d)
{
	*labels = (struct label_list){ .n = decision_labels(model) };
	for (unsigned i = 0; i < labels->n; i++) labels->name[i] = str_of(decision_label(model, i));
	uint64_t known = 0;
	struct str stranger = { NULL, 0 };
	for (uint32_t i = 0; i < all->n; i++) {
		for (unsigned k = 0; k < all->item[i].labels; k++) {
			if (label_find(labels, all->item[i].label[k]) < labels->n) known++;
			else stranger = all->item[i].label[k];
		}
	}
	if (known || !stranger.p) return true;
	if (labels_rename(labels, all)) return true;
	return diag_usage(d, "%s knows none of the labels of these messages, for instance \"%.*s\"", decision_name(model),
		(int)stranger.n, stranger.p);
}

bool learn_answer(const struct examples *all, const struct decision *model, struct predictions *p, struct diag *d)
{
	struct label_list labels;
	if (!labels_match(all, model, &labels, d)) return false;
	predictions_make(p, &labels, all->n);
	for (uint32_t i = 0; i < all->n; i++) {
		const struct example *e = &all->item[i];
		int32_t margin[LABELS_MOST], count[COUNTED] = { 0 };
		struct answer answer;
		struct row row;
		if (row_read(e->row, 0, &row)) counts_of_row(&row, count);
		decision_of_text(model, count, &e->of[BLOCK_WORD], margin);
		decision_of_thread(model, &e->facts, margin);
		decision_settle(model, margin, &answer);
		p->example[p->n] = i;
		p->gold[p->n] = labels_bits(&labels, e);
		p->said[p->n] = answer.said;
		for (unsigned l = 0; l < labels.n; l++) p->p[(size_t)p->n * labels.n + l] = answer.p[l] / 10000.0;
		p->n++;
	}
	return true;
}
