/* offsets.c -- where the line between saying a label and not saying it is drawn, for the metric that a task is judged by.
 * Knows margins of messages that the model has not seen; does not know how it was fitted. */
#include "learning.h"

#include <math.h>

enum { STEPS = 20, SWEEPS = 3 };

static const double STEP = 0.15;

static double value_with(enum task task, const struct metric *m, struct predictions *p, const double *margin, unsigned columns,
    const double *offset)
{
	struct judged j;
	for (uint32_t i = 0; i < p->n; i++)
		answer_of(task, p->labels.n, margin + (size_t)i * columns, offset, p->p + (size_t)i * p->labels.n, &p->said[i]);
	judged_make(&j, p, task_info(task)->several, NULL, 0);
	const double value = metric_value(m, &j, NULL, NULL);
	judged_free(&j);
	return value != value ? -1 : value;
}

/* Offsets nearest to 0 win ties: a line that is drawn elsewhere must be worth something. */
static double offset_choose(enum task task, const struct metric *m, struct predictions *p, const double *margin,
    unsigned columns, double *offset,
                            unsigned which, double best)
{
	const double before = offset[which];
	double chosen = before;
	for (int k = 1; k <= 2 * STEPS; k++) {
		const double tried = before + STEP * (k & 1 ? (k + 1) / 2 : -k / 2);
		if (tried > STEPS * STEP || tried < -STEPS * STEP) continue;
		offset[which] = tried;
		const double value = value_with(task, m, p, margin, columns, offset);
		if (value > best + 1e-9) {
			best = value;
			chosen = tried;
		}
	}
	offset[which] = chosen;
	return best;
}

/* Without a choice: the likeliest label; of several, each from p = 0.35 on, since F1 is highest near half its own value (Lipton,
 * Elkan & Naryanaswamy 2014). */
double offsets_plain(enum task task, const struct metric *m, struct predictions *p, const double *margin, unsigned columns, double *offset)
{
	for (unsigned c = 0; c < LABELS_MOST; c++) offset[c] = task_info(task)->several ? log(0.65 / 0.35) : 0;
	return value_with(task, m, p, margin, columns, offset);
}

double offsets_choose(enum task task, const struct metric *m, struct predictions *p, const double *margin, unsigned columns, double *offset)
{
	for (unsigned c = 0; c < LABELS_MOST; c++) offset[c] = 0;
	double best = value_with(task, m, p, margin, columns, offset);
	if (metric_ranks(m)) return best;
	for (unsigned sweep = 0; sweep < SWEEPS; sweep++) {
		const double before = best;
		for (unsigned c = 0; c < columns; c++) best = offset_choose(task, m, p, margin, columns, offset, c, best);
		if (best <= before) break;
	}
	value_with(task, m, p, margin, columns, offset);
	return best;
}
