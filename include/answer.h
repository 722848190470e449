/* answer.h -- which learned decisions are taken of every message, and an answer as a row keeps it.
 * Knows slots, labels by number and probabilities as integers; does not know models or labels' names (decision.h). */
#ifndef CREDENCE_ANSWER_H
#define CREDENCE_ANSWER_H

#include <stdint.h>

enum { LABELS_MOST = 12 };

/* In the order in which they are kept and printed. */
enum slot { SLOT_CHECK_WORTHINESS, SLOT_CLAIM, SLOT_CERTAINTY, SLOT_STANCE, SLOTS };

struct settled {
	uint8_t  labels;                /* 0: not answered */
	uint8_t  said;                  /* the label that is said */
	uint16_t p[LABELS_MOST];        /* of each label, 0..10000 */
};

#endif
