/* line.h -- rows and scores as people and programs read them: JSON lines, and an explanation in words.
 * Knows the output schema (configs/schemas/line.schema.json); does not know how a score came about. */
#ifndef CREDENCE_LINE_H
#define CREDENCE_LINE_H

#include "decision.h"
#include "score.h"

struct stats;

struct line_options {
	const struct model *model;
	const struct decisions *decisions;   /* NULL: none is taken */
	bool        text, features;
	unsigned    reasons;           /* 0: all */
	struct str  key;               /* pseudonymise with this key; n 0: no */
	bool        corpus;            /* false always, until there are corpus passes: the line says "corpus":"none" */
};

/* One output line with its line end. The row must be an ENTRY_MESSAGE. */
void line_print(const struct line_options *, const struct row *, const struct score *, struct buf *);

/* One line of quarantine.jsonl: an ENTRY_QUARANTINED or ENTRY_FINDING row. */
void line_print_quarantine(const struct line_options *, const struct row *, struct buf *);

/* The explanation a person reads: text with claims marked, evidence, each contribution and the sum. `colour`: ANSI. */
void line_explain(const struct line_options *, const struct row *, const struct score *, bool colour, struct buf *);

/* The score pass's work on one block of rows: scores each, prints messages to `out`, quarantined records and findings to
 * `quarantine`, and adds all of them to `stats`. False: the bytes from some point on are no rows (torn or foreign); what came
 * before is printed and counted. */
MUST_CHECK bool score_batch(const struct line_options *, struct str rows, struct buf *out, struct buf *quarantine, struct stats *);

/* A keyed hash of a name, id or mention: 16 hex digits, stable for the key. */
void pseudonym(struct str key, struct str name, struct buf *);

#endif
