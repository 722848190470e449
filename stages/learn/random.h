/* random.h -- a seeded generator that gives the same numbers on every machine.
 * Knows integers of 64 bits; does not know a source of chance: what the seed is, the caller says. */
#ifndef CREDENCE_RANDOM_H
#define CREDENCE_RANDOM_H

#include <stdint.h>

/* xoshiro256** (Blackman & Vigna 2021), its state filled by splitmix64 (Steele, Lea & Flood 2014). Not for secrets. */
struct random { uint64_t state[4]; };

struct random random_from(uint64_t seed);
uint64_t      random_next(struct random *);
uint32_t      random_below(struct random *, uint32_t n);      /* 0..n-1, each as likely (Lemire 2019); n > 0 */
double        random_unit(struct random *);                   /* [0, 1), a multiple of 2^-53 */

/* One step of splitmix64 from `x`: a bijection that looks like chance. */
uint64_t random_mix(uint64_t x);

#endif
