/* thread.h -- a message's place in its conversation, as numbers that a decision can weigh.
 * Knows facts about one message, what it answers and how the thread began; does not know how these were found.
 *
 * Similarity is the Jaccard index of word sets (Jaccard 1912), the strongest single sign of stance in a reply tree
 * (Kochkina, Liakata & Augenstein 2017). */
#ifndef CREDENCE_THREAD_H
#define CREDENCE_THREAD_H

#include "arena.h"
#include "found.h"
#include "token.h"
#include <stdint.h>

enum thread_fact {
#define FACT(name, printed, definition) THREAD_##name,
#include "thread.def"
#undef FACT
	THREAD_FACTS
};

struct thread_facts { uint16_t fact[THREAD_FACTS]; };

const char *thread_fact_name(unsigned fact);
/* THREAD_FACTS where there is none of that name. */
unsigned    thread_fact_find(struct str name);

enum { PLACE_WORDS = 48 };

/* What is kept of a message for those that answer it. */
struct place {
	uint64_t author;                 /* hash; 0: unknown */
	uint32_t word[PLACE_WORDS];      /* hashes of its words, rising, each once: the first that the text has */
	uint16_t words;
	uint16_t depth;                  /* of the thread's first message 0 */
	uint8_t  asks, link, denies;
};

/* Words, question, link and denial; author and depth are the caller's to set. */
void place_of(const struct view *, const struct found *, struct place *);

/* `parent` and `root` NULL: not seen; `reply`: the message names something that it answers. */
void thread_facts_of(const struct place *self, bool reply, const struct place *parent, const struct place *root, struct thread_facts *);

#endif
