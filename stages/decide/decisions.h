/* decisions.h -- the models of a run side by side: one ladder for each feature and one table of n-grams serve all of them.
 * Knows how they lie in memory; does not know how a single model is read.
 *
 * The margins of all models are one row of numbers: model after model, column after column. What a feature or an n-gram weighs
 * is such a row too, mostly zeros for n-grams, so that one look-up and one addition of rows serve every model. Rows are as wide
 * as the columns, rounded up to LANES. */
#ifndef CREDENCE_DECISIONS_H
#define CREDENCE_DECISIONS_H

#include "decision_model.h"
#include "words.h"

enum { COLUMNS_MOST = SLOTS * LABELS_MOST, LANES = 4 };

struct decisions {
	struct decision    *of[SLOTS];              /* NULL: not taken */
	unsigned            first[SLOTS];           /* of its columns */
	unsigned            columns, width;
	int32_t             base[COLUMNS_MOST];     /* intercepts */
	uint16_t            count[COUNTED];         /* those that some model weighs */
	unsigned            counts;
	int32_t            *ladder;                 /* INDICATOR_STEPS + 1 rows for each of these */
	uint64_t           *gram;                   /* open-addressed: a key (0: free) and behind it a row of weights, 16 bits each */
	uint32_t            stride, mask;           /* numbers that one takes; places, less one */
	uint64_t           *seen;                   /* which keys are in the table: a bit for each value of their upper bits */
	unsigned            seen_shift;
	unsigned            longest;
	struct symbol_kinds kinds;
};

static inline uint32_t gram_place(const struct decisions *all, uint64_t key) { return (uint32_t)(key >> 24) & all->mask; }

/* Answers the slots whose bit is set in `slots`. `met` has mask + 1 numbers, none of them `mark` before; afterwards those of the
 * n-grams that the text has are. */
void decisions_answer(const struct decisions *, unsigned slots, const struct view *, const int32_t *count, uint8_t *met, uint8_t mark,
                      struct settled answer[SLOTS]);

#endif
