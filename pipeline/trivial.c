/* trivial.c -- the answers that one line of code would give, beside which every figure stands.
 * Knows the rule of each task; does not know any model. */
#include "learning.h"

#include <stdlib.h>

static int32_t feature_value(const struct example *e, unsigned feature)
{
	struct row row;
	return row_read(e->row, 0, &row) ? row_value(&row, feature) : 0;
}

static unsigned most_frequent(const struct predictions *p)
{
	uint32_t count[LABELS_MOST] = { 0 };
	unsigned best = 0;
	for (uint32_t i = 0; i < p->n; i++)
		for (unsigned l = 0; l < p->labels.n; l++) count[l] += p->gold[i] >> l & 1;
	for (unsigned l = 1; l < p->labels.n; l++) if (count[l] > count[best]) best = l;
	return best;
}

static void say(struct predictions *t, uint32_t i, unsigned label, double p)
{
	t->said[i] = 1U << label;
	for (unsigned l = 0; l < t->labels.n; l++) t->p[(size_t)i * t->labels.n + l] = l == label ? p : (1 - p) / (t->labels.n - 1);
}

/* Kinds of evidence: a link where there is a link, quoted words are somebody's, else none. */
static uint32_t kinds_of(const struct label_list *labels, const struct example *e)
{
	uint32_t bits = 0;
	for (unsigned l = 0; l < labels->n; l++) {
		if (str_is(labels->name[l], "link") && feature_value(e, FEATURE_URLS)) bits |= 1U << l;
		if (str_is(labels->name[l], "named_source") && feature_value(e, FEATURE_QUOTED)) bits |= 1U << l;
	}
	for (unsigned l = 0; !bits && l < labels->n; l++) if (str_is(labels->name[l], "none")) bits |= 1U << l;
	return bits;
}

void trivial_answer(const struct examples *all, enum task task, const struct predictions *p, struct predictions *t, const char **rule)
{
	const unsigned majority = most_frequent(p);
	predictions_copy(t, p);
	*rule = task == TASK_GROUNDEDNESS ? "has a link" : task == TASK_EVIDENTIALITY ? "link and quotation" : task == TASK_CLAIM ? "length" :
		task == TASK_CHECK_WORTHINESS ? "all yes" : "majority";
	for (uint32_t i = 0; i < p->n; i++) {
		const struct example *e = &all->item[p->example[i]];
		const double chars = feature_value(e, FEATURE_CHARS);
		switch (task) {
		case TASK_GROUNDEDNESS: say(t, i, feature_value(e, FEATURE_URLS) > 0, 0.75); break;
		case TASK_CLAIM: say(t, i, chars > 60, chars > 60 ? chars / (chars + 60) : 1 - chars / (chars + 60)); break;
		case TASK_CHECK_WORTHINESS: say(t, i, t->labels.n - 1, 1); break;
		case TASK_EVIDENTIALITY: t->said[i] = kinds_of(&t->labels, e); break;
		default: say(t, i, majority, 1);
		}
	}
}
