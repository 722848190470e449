/* stats.h -- sums over rows and scores: counts by reason, per-feature statistics, histogram, evidence profile.
 * Knows integers that can be added in any order; does not know timings or who is asking.
 *
 * read = scored + unscored by status + quarantined + skipped by named reason, always. */
#ifndef CREDENCE_STATS_H
#define CREDENCE_STATS_H

#include "decision.h"
#include "score.h"

struct stats;

struct stats *stats_new(void);
void          stats_free(struct stats *);
/* score may be NULL unless a message */
void          stats_add_row(struct stats *, const struct row *, const struct score *);
void          stats_merge(struct stats *into, const struct stats *from);

/* The share of one unit as a cJSON text, exact, and back. */
void            stats_write(const struct stats *, struct buf *);
MUST_CHECK bool stats_read(struct stats *, struct str json, struct diag *);   /* adds what it reads */

uint64_t stats_records(const struct stats *);      /* read */
uint64_t stats_scored(const struct stats *);
uint64_t stats_bad(const struct stats *);          /* quarantined records and archive findings that lost data */

/* summary.json: counts, features (min, mean, max, share of zeros, constant), histogram, evidence profile, decisions, languages,
 * formats, findings; `head` is a JSON object's inside put first ("\"version\":...,"). Pretty-printed with cJSON. */
void stats_summary(const struct stats *, const struct model *, const struct decisions *, struct str head, struct buf *);

/* The evidence profile for a terminal: how many messages show which kind of evidence, how many hold no claim. */
void stats_profile(const struct stats *, struct buf *);

#endif
