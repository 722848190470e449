/* stats_fields.h -- the sums themselves: arrays of counters, and counters by name.
 * Knows the layout that stats.c, stats_json.c, summary.c and profile.c share; does not know how it is printed. */
#ifndef CREDENCE_STATS_FIELDS_H
#define CREDENCE_STATS_FIELDS_H

#include "stats.h"

enum { STATS_BINS = 20, STATS_LEVELS = 6 };

enum stats_total {
	TOTAL_SKIPPED, TOTAL_QUARANTINED, TOTAL_REPAIRED, TOTAL_REPAIRS, TOTAL_IDS_MADE, TOTAL_BAD_TIMES, TOTAL_LOCAL_TIMES, TOTAL_NO_TIME,
	TOTAL_TRUNCATED, TOTAL_EXTRACTED, TOTAL_NO_EVIDENCE, TOTAL_CLAIMS, TOTAL_DUPLICATED, TOTAL_DUPLICATE_KEYS, TOTAL_RAGGED,
	STATS_TOTALS
};

struct named_count { char *name; uint64_t count; };

struct tally {
	struct named_count *item;      /* in the order of their first appearance; printed in byte order */
	uint32_t            count, room;
};

enum { TALLY_SKIPS, TALLY_LANGUAGES, TALLY_FORMATS, STATS_TALLIES };

struct stats {
	uint64_t     total[STATS_TOTALS];
	uint64_t     status[STATUS_COUNT], fault[FAULT_COUNT], finding[FINDING_COUNT];
	uint64_t     kind[EVIDENCE_KINDS];          /* messages that show it */
	uint64_t     level[STATS_LEVELS];           /* scored messages */
	uint64_t     claim[CLAIM_TYPES], certainty[CERTAINTIES];
	uint64_t     answer[SLOTS * LABELS_MOST];   /* messages of which a decision said a label, by slot and label */
	uint64_t     probability[SLOTS];            /* sums of the second label's probability */
	uint64_t     credibility[STATS_BINS], groundedness[STATS_BINS];
	uint64_t     sum[FEATURE_COUNT], nonzero[FEATURE_COUNT];
	uint64_t     least[FEATURE_COUNT];          /* of the values that are not zero; 0: none is */
	uint64_t     most[FEATURE_COUNT];
	struct tally tally[STATS_TALLIES];
};

/* How two shares of an array become one. */
enum join { JOIN_ADD, JOIN_LEAST, JOIN_MOST };

struct stats_block { const char *name; size_t at; uint32_t count; enum join join; };

extern const struct stats_block stats_block[];     /* ends with a NULL name */
extern const char *const        tally_name[STATS_TALLIES];

static inline uint64_t *stats_array(struct stats *s, const struct stats_block *b) { return (uint64_t *)(void *)((char *)s + b->at); }

static inline const uint64_t *stats_array_of(const struct stats *s, const struct stats_block *b)
{
	return (const uint64_t *)(const void *)((const char *)s + b->at);
}

void tally_add(struct tally *, struct str name, uint64_t count);
void tally_sort(struct tally *);                   /* by name */

#endif
