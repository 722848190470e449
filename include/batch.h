/* batch.h -- the data of the pipeline: a table of records that become messages, one column per fact.
 * Knows which stage fills which column; does not know how.
 *
 * Read this struct from top to bottom and you have read the extract pass. */
#ifndef CREDENCE_BATCH_H
#define CREDENCE_BATCH_H

#include "arena.h"
#include "buf.h"
#include "message.h"
#include "record.h"
#include "token.h"

/* a batch is full at either; one giant record may exceed it */
enum { BATCH_RECORDS = 1024, BATCH_BYTES = 256 << 10 };

enum entry_kind { ENTRY_MESSAGE, ENTRY_SKIPPED, ENTRY_QUARANTINED, ENTRY_FINDING };

struct found;                          /* one message's features, claims and evidence: found.h */

struct batch {
	uint64_t        serial;        /* ingest:    number of its first record in the unit, from 0 */
	uint32_t        n;             /* ingest:    records */
	struct record  *record;        /* ingest:    where each stood and its bytes */
	uint8_t        *entry;         /* parse:     enum entry_kind of each */
	struct message *message;       /* parse:     what the format could tell */
	struct view    *view;          /* normalise: mapped text, tokens, clauses, language */
	struct found   *found;         /* extract:   features, claims, evidence, status; decide: its answers */
	struct buf      rows;          /* pack:      the same, laid out as in the artifact (row.h) */
	struct buf      out;           /* score:     output lines */
	uint64_t        tally[8];      /* any:       numbers that the sink adds up, by the pass's own meaning */
	struct arena    arena;         /* owns every column but rows and out; reset when the slot is used again */
	void           *extra;         /* the pass's own, made and freed by it */
};

#endif
