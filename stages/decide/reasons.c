/* reasons.c -- what speaks for the label that a decision says, by name.
 * Knows what each indicator of a text adds; does not know how it is told to a person. */
#include "decision_model.h"

#include <stdlib.h>

struct list { const struct decision *model; unsigned label; struct weighty *item; unsigned n; struct arena *arena; };

static int32_t for_label(const struct list *l, int32_t units)
{
	return l->model->columns == 1 && l->label == 0 ? -units : units;
}

static unsigned column_of(const struct list *l) { return l->model->columns == 1 ? 0 : l->label; }

/* Kept where it is among the WEIGHTIEST so far; of equal ones the first. */
static void weigh(struct list *l, enum block block, const struct indicator *one, const struct view *v, int32_t units)
{
	if (units <= 0 || (l->n == WEIGHTIEST && l->item[l->n - 1].units >= units)) return;
	struct buf name = { 0 };
	indicator_name(block, one, v, &name);
	unsigned at = l->n < WEIGHTIEST ? l->n++ : l->n - 1;
	for (; at && l->item[at - 1].units < units; at--) l->item[at] = l->item[at - 1];
	l->item[at] = (struct weighty){ arena_copy(l->arena, buf_str(&name)), units, block };
	buf_free(&name);
}

static void weigh_count(struct list *l, enum block block, unsigned what, int32_t value, const struct ladder *ladder)
{
	const unsigned reach = value > 0 && ladder ? indicator_reach(value) : 0;
	if (!reach) return;
	const struct indicator one = { .what = what, .step = reach - 1 };
	weigh(l, block, &one, NULL, for_label(l, FINE * ladder->sum[reach][column_of(l)]));
}

static void weigh_words(struct list *l, const struct view *v, const struct indicators *words)
{
	const struct decision *d = l->model;
	const uint32_t share = word_share(words->symbols);
	uint8_t *met = mem_zalloc(d->grams + 1, 1);
	for (uint32_t i = 0; i < words->n; i++) {
		const struct gram *g = gram_find(d, words->item[i].key);
		if (!g || met[g->at]) continue;
		met[g->at] = 1;
		weigh(l, BLOCK_WORD, &words->item[i], v, for_label(l, words_units(d->weight[(size_t)g->at * d->columns + column_of(l)], share)));
	}
	free(met);
}

unsigned decision_explain(const struct decision *d, const int32_t *count, struct str text, bool reply, struct answer *answer,
                          struct weighty weighty[WEIGHTIEST], struct arena *arena)
{
	int32_t margin[LABELS_MOST];
	struct view view = { 0 };
	struct indicators words = { 0 };
	const struct thread_facts facts = { .fact = { [THREAD_REPLY] = reply } };
	text_tokenise(text, &view, arena);
	indicators_of_words(&view, &words, arena);
	decision_of_text(d, count, &words, margin);
	decision_of_thread(d, &facts, margin);
	decision_settle(d, margin, answer);
	struct list l = { .model = d, .label = answer->first, .item = weighty, .arena = arena };
	for (unsigned f = 0; f < FEATURE_COUNT; f++) weigh_count(&l, BLOCK_FEATURE, f, count[f], d->count[f]);
	for (unsigned f = 0; f < CONCLUSIONS; f++)
		weigh_count(&l, BLOCK_CONCLUSION, f, count[FEATURE_COUNT + f], d->count[FEATURE_COUNT + f]);
	for (unsigned f = 0; f < THREAD_FACTS; f++) weigh_count(&l, BLOCK_THREAD, f, facts.fact[f], d->fact[f]);
	if (d->longest) weigh_words(&l, &view, &words);
	return l.n;
}
