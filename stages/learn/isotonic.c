/* isotonic.c -- isotonic regression of 0/1 labels over scores by pooling adjacent violators.
 * Knows blocks of scores and their share of ones; does not know Venn-Abers. */
#include "arena.h"
#include "score_count.h"

#include <stdlib.h>

struct block { int32_t from; int64_t n, ones; };

/* Is a's share of ones at least b's? */
static bool violates(const struct block *a, const struct block *b) { return a->ones * b->n >= b->ones * a->n; }

bool isotonic_fit(const struct calibration_set *set, struct calibration *out, int32_t *thinned, struct diag *d)
{
	if (!calibration_set_check(set, d)) return false;
	uint32_t k, blocks = 0;
	struct score_count *c = score_counts(set, &k);
	struct block *block = mem_alloc(k * sizeof *block);
	for (uint32_t i = 0; i < k; i++) {
		block[blocks++] = (struct block){ c[i].score, c[i].n, c[i].ones };
		for (; blocks > 1 && violates(&block[blocks - 2], &block[blocks - 1]); blocks--) {
			block[blocks - 2].n += block[blocks - 1].n;
			block[blocks - 2].ones += block[blocks - 1].ones;
		}
	}
	struct steps steps = steps_new(blocks);
	for (uint32_t i = 0; i < blocks; i++) steps_add(&steps, i ? block[i].from : INT32_MIN, units_of(block[i].ones, block[i].n));
	*out = (struct calibration){ .kind = CALIBRATION_ISOTONIC };
	*thinned = steps_thin(&steps, THIN_MIDDLE, &out->lower);
	out->upper = out->lower;
	steps_free(&steps);
	free(block);
	free(c);
	return true;
}
