/* judged.c -- whether predictions and labels can be judged at all.
 * Knows the ranges of labels, groups, probabilities and sets; does not know any metric. */
#include "metric.h"

#include <stddef.h>

static bool labels_check(const char *what, const uint32_t *label, uint32_t n, uint32_t labels, struct diag *d)
{
	for (uint32_t i = 0; label && i < n; i++)
		if (label[i] >= labels) return diag_usage(d, "row %u: %s %u, allowed are 0 to %u", i, what, label[i], labels - 1);
	return true;
}

static bool set_check(const char *what, const uint8_t *set, const struct judged *j, struct diag *d)
{
	for (size_t i = 0; set && i < (size_t)j->n * j->labels; i++)
		if (set[i] > 1) return diag_usage(d, "row %zu: %s %u, allowed are 0 and 1", i / j->labels, what, set[i]);
	return true;
}

bool judged_check(const struct judged *j, struct diag *d)
{
	if (!j->labels) return diag_usage(d, "there are no labels to judge");
	if (!j->gold && !j->gold_set) return diag_usage(d, "there is no truth to judge by");
	for (size_t i = 0; j->p && i < (size_t)j->n * j->labels; i++)
		if (!(j->p[i] >= 0 && j->p[i] <= 1))
			return diag_usage(d, "row %zu, label %zu: probability %g, allowed are 0 to 1", i / j->labels, i % j->labels, j->p[i]);
	return labels_check("label", j->gold, j->n, j->labels, d) && labels_check("predicted label", j->said, j->n, j->labels, d) &&
		labels_check("group", j->group, j->n, j->groups, d) && set_check("set member", j->gold_set, j, d) &&
		set_check("predicted set member", j->said_set, j, d);
}

uint64_t judged_rows(const struct judged *j, const uint32_t *times)
{
	if (!times) return j->n;
	uint64_t rows = 0;
	for (uint32_t i = 0; i < j->n; i++) rows += times[i];
	return rows;
}
