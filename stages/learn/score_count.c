/* score_count.c -- sorts a calibration set into its distinct scores and counts labels at each.
 * Knows that equal scores are one point; does not know what is fitted to it. */
#include "score_count.h"

#include "arena.h"

#include <stdlib.h>

bool calibration_set_check(const struct calibration_set *s, struct diag *d)
{
	if (!s->n || s->n > UINT32_C(1) << 30) return diag_usage(d, "a calibration set of %u messages, allowed are 1 to 2^30", s->n);
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->label[i] > 1) return diag_usage(d, "message %u of the calibration set: label %u, allowed are 0 and 1", i, s->label[i]);
		if (s->group && s->group[i] >= s->groups)
			return diag_usage(d, "message %u of the calibration set: group %u of %u", i, s->group[i], s->groups);
	}
	return true;
}

static int by_score(const void *a, const void *b)
{
	const struct score_count *x = a, *y = b;
	return (x->score > y->score) - (x->score < y->score);
}

struct score_count *score_counts(const struct calibration_set *s, uint32_t *k)
{
	struct score_count *c = mem_alloc((size_t)s->n * sizeof *c);
	for (uint32_t i = 0; i < s->n; i++) c[i] = (struct score_count){ s->score[i], 1, s->label[i] };
	qsort(c, s->n, sizeof *c, by_score);
	*k = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		if (*k && c[*k - 1].score == c[i].score) {
			c[*k - 1].n++;
			c[*k - 1].ones += c[i].ones;
		} else {
			c[(*k)++] = c[i];
		}
	}
	return c;
}
