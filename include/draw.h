/* draw.h -- a stratified sample of messages to label, with the probability that each had to be in it.
 * Knows strata, sizes and hashes of ids; does not know what a stratum stands for or what is done with the sample.
 *
 * What a message's place in the sample depends on is its id, the seed and how many messages each stratum has: the same set
 * of messages in any order, cut into any archives, gives the same sample. A larger sample of the same messages holds
 * the smaller one, so that labels already given stay in it. */
#ifndef CREDENCE_DRAW_H
#define CREDENCE_DRAW_H

#include "diag.h"
#include <stdint.h>

/* What there is to draw from. Arrays are borrowed. */
struct draw_frame {
	uint32_t        n;
	const uint64_t *id;           /* hash of each message's id; messages that share one are drawn in the order they stand in */
	const uint32_t *stratum;      /* of each, below `strata` */
	uint32_t        strata;
};

/* What falls to one stratum. */
struct draw_share {
	uint32_t size;                /* messages */
	uint32_t drawn;               /* messages in the sample */
	double   probability;         /* of each of its messages to be in the sample, before the seed is known; 0 where it is empty */
};

struct drawn {
	uint32_t index;               /* into the frame */
	uint32_t stratum;
	double   probability;
};

/* Draws min(wanted, n) messages without replacement into `out` (room for so many), in an order that is itself drawn, and fills
 * share[0..strata-1].
 *
 * Allocation: one for every stratum that has a message; what is left goes by the square root of the size (power allocation:
 * Bankier 1988), seat by seat after Sainte-Laguë, no stratum beyond its size. Where `wanted` is less than there are
 * strata, that many strata are drawn, each as likely, and one message of each. Within a stratum every message is as likely.
 * Probabilities sum to min(wanted, n); the total of a quantity is the sum over the sample of it / probability (Horvitz & Thompson
 * 1952). A stratum with one drawn message has no variance of its own.
 * False with EXIT_USAGE where a stratum is out of range. */
MUST_CHECK bool draw_stratified(const struct draw_frame *, uint32_t wanted, uint64_t seed, struct drawn *out, uint32_t *count,
	struct draw_share *share, struct diag *);

#endif
