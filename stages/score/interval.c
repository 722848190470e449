/* interval.c -- how sure a score is: the 90 % interval around its log-odds.
 * Knows what makes a score less sure (its origin's class, a text that breaks off, a foreign script, brevity); does not know
 * how the log-odds came about. */
#include "interval.h"

enum { UNITS = 10000 };

/* Variance in units of 0.0001. Every part only adds, so none of them ever narrows an interval. */
static uint64_t variance_of(const struct model *m, const struct row *r, const struct source_prior *source, bool unsure)
{
	const struct model_interval *v = &m->interval;
	const struct row_head *h = r->head;
	uint64_t variance = (uint64_t)v->base;
	if (source) variance += (uint64_t)source->variance;
	if (h->flags & ROW_TRUNCATED) variance += (uint64_t)v->truncated;
	if (h->letters) variance += (uint64_t)v->foreign * (h->foreign < h->letters ? h->foreign : h->letters) / h->letters;
	if (h->tokens < v->brief_tokens) variance += (uint64_t)v->brief;
	if (unsure) variance += (uint64_t)v->scope_unsure;
	return variance;
}

void interval_around(const struct model *m, const struct row *r, const struct source_prior *source, bool unsure,
                     const struct band *band, struct score *s)
{
	const uint64_t deviation = fixed_sqrt(variance_of(m, r, source, unsure) * UNITS);
	const int32_t half = (int32_t)(((uint64_t)m->interval.z * deviation + UNITS / 2) / UNITS);
	s->low = fixed_logistic(s->log_odds - band->below - half);
	s->high = fixed_logistic(s->log_odds + band->above + half);
}
