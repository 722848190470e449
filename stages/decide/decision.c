/* decision.c -- a model's answer for one message: margins, probabilities, the label.
 * Knows the arithmetic, all of it in integers; does not know how weights were found or what they mean. */
#include "decision_model.h"

#include "score.h"

#include <stdlib.h>

enum { UNITS = 10000 };

enum task decision_task(const struct decision *d) { return d->task; }
unsigned decision_labels(const struct decision *d) { return d->labels; }
unsigned decision_columns(const struct decision *d) { return d->columns; }
const char *decision_label(const struct decision *d, unsigned label) { return d->label[label]; }
const char *decision_name(const struct decision *d) { return d->name; }

static void ladder_add(const struct decision *d, const struct ladder *l, int32_t value, int32_t *margin)
{
	const int32_t *sum = l->sum[indicator_reach(value)];
	for (unsigned c = 0; c < d->columns; c++) margin[c] += FINE * sum[c];
}

const struct gram *gram_find(const struct decision *d, uint64_t key)
{
	if (!gram_seen(d, key)) return NULL;
	for (uint32_t i = (uint32_t)(key >> 24) & d->mask; d->gram[i].key; i = (i + 1) & d->mask)
		if (d->gram[i].key == key) return &d->gram[i];
	return NULL;
}

static void words_add(const struct decision *d, const struct indicators *words, int32_t *margin)
{
	int64_t sum[LABELS_MOST] = { 0 };
	uint8_t *met = mem_zalloc(d->grams + 1, 1);
	for (uint32_t i = 0; i < words->n; i++) {
		const struct gram *g = gram_find(d, words->item[i].key);
		if (!g || met[g->at]) continue;             /* a phrase counts once, however often it stands */
		met[g->at] = 1;
		for (unsigned c = 0; c < d->columns; c++) sum[c] += d->weight[(size_t)g->at * d->columns + c];
	}
	const uint32_t share = word_share(words->symbols);
	for (unsigned c = 0; c < d->columns; c++) margin[c] += words_units(sum[c], share);
	free(met);
}

void decision_of_text(const struct decision *d, const int32_t *count, const struct indicators *words, int32_t *margin)
{
	for (unsigned c = 0; c < d->columns; c++) margin[c] = FINE * d->intercept[c];
	for (unsigned i = 0; i < d->used; i++)
		if (count[d->counts[i]]) ladder_add(d, d->count[d->counts[i]], count[d->counts[i]], margin);
	if (d->longest) words_add(d, words, margin);
}

void decision_of_thread(const struct decision *d, const struct thread_facts *t, int32_t *margin)
{
	for (unsigned f = 0; f < THREAD_FACTS; f++)
		if (t->fact[f] && d->fact[f]) ladder_add(d, d->fact[f], t->fact[f], margin);
}

static void settle_two(const struct decision *d, int32_t margin, struct answer *a)
{
	a->p[1] = fixed_logistic(margin);
	a->p[0] = UNITS - a->p[1];
	a->first = margin + FINE * d->offset[0] > 0;
	a->said = 1U << a->first;
}

static void settle_several(const struct decision *d, const int32_t *margin, struct answer *a)
{
	for (unsigned c = 0; c < d->labels; c++) {
		a->p[c] = fixed_logistic(margin[c]);
		if (margin[c] + FINE * d->offset[c] > 0) a->said |= 1U << c;
		if (a->p[c] > a->p[a->first]) a->first = c;
	}
}

static void settle_one(const struct decision *d, const int32_t *margin, struct answer *a)
{
	int64_t all = 0;
	int32_t best = INT32_MIN;
	for (unsigned c = 0; c < d->labels; c++) {
		a->p[c] = fixed_logistic(margin[c]);
		all += a->p[c];
		if (margin[c] + FINE * d->offset[c] > best) {
			best = margin[c] + FINE * d->offset[c];
			a->first = c;
		}
	}
	if (!all) all = a->p[a->first] = 1;
	for (unsigned c = 0; c < d->labels; c++) a->p[c] = (int32_t)((a->p[c] * (int64_t)UNITS + all / 2) / all);
	a->said = 1U << a->first;
}

void decision_settle(const struct decision *d, const int32_t *margin, struct answer *a)
{
	*a = (struct answer){ 0 };
	if (task_info(d->task)->several) settle_several(d, margin, a);
	else if (d->columns == 1) settle_two(d, margin[0], a);
	else settle_one(d, margin, a);
}
