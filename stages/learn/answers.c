/* answers.c -- margins as probabilities and labels, in doubles, as decision.c does it in integers.
 * Knows the rule; does not know where margins come from. */
#include "learning.h"

#include <math.h>

static double logistic(double x) { return 1 / (1 + exp(-x)); }

static unsigned best_of(unsigned n, const double *margin, const double *offset)
{
	unsigned best = 0;
	for (unsigned c = 1; c < n; c++) if (margin[c] + offset[c] > margin[best] + offset[best]) best = c;
	return best;
}

void answer_of(enum task task, unsigned labels, const double *margin, const double *offset, double *p, uint32_t *said)
{
	if (!task_info(task)->several && labels == 2) {
		p[1] = logistic(margin[0]);
		p[0] = 1 - p[1];
		*said = margin[0] + offset[0] > 0 ? 2 : 1;
		return;
	}
	double sum = 0;
	*said = 0;
	for (unsigned c = 0; c < labels; c++) {
		sum += p[c] = logistic(margin[c]);
		if (margin[c] + offset[c] > 0) *said |= 1U << c;
	}
	if (task_info(task)->several) return;
	for (unsigned c = 0; c < labels; c++) p[c] = sum > 0 ? p[c] / sum : 1.0 / labels;
	*said = 1U << best_of(labels, margin, offset);
}
