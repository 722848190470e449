/* check.h -- what `credence check` counts of an archive, one sum for each format in it.
 * Knows what is counted and how it is said; does not know how archives are read. */
#ifndef CREDENCE_CHECK_H
#define CREDENCE_CHECK_H

#include "batch.h"
#include "format.h"

enum { CHECK_MEMBERS = 8, CHECK_TROUBLES = 8 };   /* so many are named, the rest counted */

struct check_reason { struct str name; uint64_t count; };

struct check_trouble {             /* a quarantined record or a finding, and where */
	struct str  member;
	uint64_t    number, offset;
	bool        finding;
	const char *name;
	struct str  what, sample;      /* a sentence; a record's first bytes */
};

/* One format in one archive; format NULL: what no map recognises, and findings about the archive itself. */
struct check_group {
	const struct format  *format;
	uint64_t              members, messages, skipped, quarantined, findings, bad;
	uint64_t              string[MESSAGE_STRINGS];
	uint64_t              utc, local, bad_time, edited, deleted, empty, links, repaired, duplicate_keys, ragged, ids_made;
	int64_t               first, last;         /* of the times; only where utc or local is not 0 */
	uint64_t              fault[FAULT_COUNT], finding[FINDING_COUNT];
	struct check_reason  *skip;
	uint32_t              skips;
	struct str            member[CHECK_MEMBERS];
	struct check_trouble  trouble[CHECK_TROUBLES];
	uint32_t              troubles, shown;
	bool                  marked;              /* in a shown text markup is not taken off */
	struct buf            shows;               /* the first messages as parsed: lines for people, or JSON objects */
};

struct check {
	struct str          archive;
	struct check_group *group;
	uint32_t            groups, cap;
	uint32_t            ordinal;               /* of the member at hand */
	bool                any;                   /* there was one */
	uint32_t            messages;              /* to be shown of a group */
	bool                json;
	struct arena        arena;
};

/* Over all archives. */
struct check_sum { const struct format *format; uint64_t archives, messages, skipped, bad; };
struct check_total { struct check_sum *sum; uint32_t sums; uint64_t archives; };

void check_add(struct check *, const struct batch *, uint32_t record);          /* check_count.c */
uint64_t check_bad(const struct check *);                                       /* records and findings that exit 3 is for */
void check_reset(struct check *, struct str archive);
void check_free(struct check *);

void check_show_text(struct buf *, const struct message *, const struct record *);     /* check_text.c */
void check_print_text(const struct check *, struct buf *);
void check_show_json(struct buf *, const struct message *, const struct record *);     /* check_json.c */
void check_print_json(const struct check *, struct buf *);

void check_total_add(struct check_total *, const struct check *);                       /* check_total.c */
void check_total_print(const struct check_total *, struct buf *);

#endif
