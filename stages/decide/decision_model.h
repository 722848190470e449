/* decision_model.h -- a model of one decision as it lies in memory: sums by step for counts, a hash table for words.
 * Knows integers in thousandths; does not know JSON nor messages. */
#ifndef CREDENCE_DECISION_MODEL_H
#define CREDENCE_DECISION_MODEL_H

#include "decision.h"

/* Weights of the steps that a count reaches are summed when the model is read: a count then costs one look-up. */
struct ladder { int32_t sum[INDICATOR_STEPS + 1][LABELS_MOST]; };

struct gram { uint64_t key; uint32_t at; };        /* at: of its weights, in multiples of `columns`; key 0: a free slot */

struct decision {
	enum task       task;
	char           *name;
	unsigned        labels, columns;               /* columns: 1 where two labels exclude each other, else labels */
	char           *label[LABELS_MOST];
	int32_t         intercept[LABELS_MOST], offset[LABELS_MOST];
	struct ladder  *count[COUNTED];                /* NULL: no weight */
	struct ladder  *fact[THREAD_FACTS];
	uint16_t        counts[COUNTED];               /* numbers of those that have one */
	unsigned        used;
	unsigned        longest;                       /* symbols of its longest n-gram; 0: none */
	struct gram    *gram;
	uint32_t        grams, mask;
	int32_t        *weight;
	uint64_t        seen[1024];                    /* which keys are in the table: one bit a key */
};

enum { FINE = 10 };                                /* thousandths to units */

/* NULL: it has no weight. */
const struct gram *gram_find(const struct decision *, uint64_t key);

/* What the words of a text add: their weights' sum and what one of them counts there (word_share). Bounded, so that margins stay
 * inside 32 bits whatever a model says. */
static inline int32_t words_units(int64_t sum, uint32_t share)
{
	const int64_t most = 1000000000, units = sum * share * FINE / 4096;
	return (int32_t)(units > most ? most : units < -most ? -most : units);
}

static inline bool gram_seen(const struct decision *d, uint64_t key) { return d->seen[key >> 54] >> (key >> 48 & 63) & 1; }

#endif
