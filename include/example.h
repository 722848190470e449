/* example.h -- labelled messages: what training and judging know of each.
 * Knows labels, groups and what a decision sees; does not know where they were read or what is learned from them. */
#ifndef CREDENCE_EXAMPLE_H
#define CREDENCE_EXAMPLE_H

#include "decision.h"
#include "row.h"

enum { EXAMPLE_LABELS = 8, MARGINS_MOST = 12 };

struct example {
	struct str           id, group, split, author, thread, parent;   /* p NULL: none */
	struct str           label[EXAMPLE_LABELS];
	unsigned             labels;           /* 0: the message has none, and only helps to know threads */
	struct str           row;              /* as packed by the pack stage */
	enum status          status;
	struct indicators    of[BLOCKS];
	struct place         place;
	double               margin[MARGINS_MOST];   /* of auxiliary models (learn.h) */
	bool                 replies;          /* to something that stands beside it in its record: */
	struct place         beside;
	struct thread_facts  facts;
};

/* A file or archive that was read: part of what makes a figure reproducible. */
struct example_source { struct str name; uint64_t hash; uint64_t messages; };

struct examples {
	struct example        *item;
	uint32_t               n, cap;
	unsigned               margins;                /* how many of each example's margins are set */
	struct example_source *source;
	uint32_t               sources;
	uint64_t               unlabelled, not_read;   /* messages without a label; records that could not be read */
	struct arena           arena;                  /* owns all of it but item and source */
};

#endif
