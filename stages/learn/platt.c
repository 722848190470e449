/* platt.c -- Platt's targets and Newton's method with backtracking for them.
 * Knows Platt 1999 and the numerically sound form of Lin, Lin & Weng 2007 ("A note on Platt's probabilistic outputs for support vector
 * machines"); does not know what the line is for. */
#include "platt.h"

#include <math.h>

enum { STEPS = 100, HALVINGS = 40, UNITS = 10000 };

struct problem {
	const struct calibration_set *set;
	const uint32_t               *times;
	double                        target[2];      /* of label 0 and 1 */
};

/* Gradient and Hessian of the loss at a line. */
struct slope_of { double slope, shift, slope2, both, shift2; };

/* Minus the log-likelihood, without ever taking the exponential of a large number. */
static double loss_at(const struct problem *q, struct line l)
{
	double sum = 0;
	for (uint32_t i = 0; i < q->set->n; i++) {
		const uint32_t times = q->times ? q->times[i] : 1;
		if (!times) continue;
		const double z = l.slope * q->set->score[i] / UNITS + l.shift, t = q->target[q->set->label[i]];
		sum += times * ((z >= 0 ? (1 - t) * z : -t * z) + log1p(exp(-fabs(z))));
	}
	return sum;
}

static struct slope_of slope_at(const struct problem *q, struct line l)
{
	static const double ridge = 1e-12;      /* keeps the Hessian invertible where all scores are one */
	struct slope_of s = { .slope2 = ridge, .shift2 = ridge };
	for (uint32_t i = 0; i < q->set->n; i++) {
		const uint32_t times = q->times ? q->times[i] : 1;
		if (!times) continue;
		const double x = q->set->score[i] / (double)UNITS, z = l.slope * x + l.shift;
		const double small = exp(-fabs(z)), p = z >= 0 ? 1 / (1 + small) : small / (1 + small);
		const double off = times * (p - q->target[q->set->label[i]]), weight = times * small / ((1 + small) * (1 + small));
		s.slope += off * x;
		s.shift += off;
		s.slope2 += weight * x * x;
		s.both += weight * x;
		s.shift2 += weight;
	}
	return s;
}

/* One Newton step, halved until the loss falls enough; false where it no longer does. */
static bool step_down(const struct problem *q, const struct slope_of *s, struct line *l, double *loss)
{
	const double det = s->slope2 * s->shift2 - s->both * s->both;
	if (!(det > 0)) return false;
	const struct line by = { -(s->shift2 * s->slope - s->both * s->shift) / det, -(s->slope2 * s->shift - s->both * s->slope) / det };
	const double falls = s->slope * by.slope + s->shift * by.shift;
	double size = 1;
	for (unsigned i = 0; i < HALVINGS; i++, size /= 2) {
		const struct line next = { l->slope + size * by.slope, l->shift + size * by.shift };
		const double there = loss_at(q, next);
		if (!(there < *loss + 1e-4 * size * falls)) continue;
		*l = next;
		*loss = there;
		return true;
	}
	return false;
}

bool platt_line(const struct calibration_set *set, const uint32_t *times, struct line *l)
{
	double count[2] = { 0 };
	for (uint32_t i = 0; i < set->n; i++) count[set->label[i]] += times ? times[i] : 1;
	if (!(count[0] > 0) || !(count[1] > 0)) return false;
	const struct problem q = { set, times, { 1 / (count[0] + 2), (count[1] + 1) / (count[1] + 2) } };
	double loss = loss_at(&q, *l);
	for (unsigned i = 0; i < STEPS; i++) {
		const struct slope_of s = slope_at(&q, *l);
		if (fabs(s.slope) < 1e-8 && fabs(s.shift) < 1e-8) break;
		if (!step_down(&q, &s, l, &loss)) break;
	}
	return true;
}
