/* row.h -- one entry of an extract artifact as its bytes lie in memory and on disk, little-endian, 8-byte aligned.
 * Knows the layout and how to read and write it; does not know files, scores or lines.
 *
 * A row is a function of the input and the extract settings alone: no thread number, no share, no time. */
#ifndef CREDENCE_ROW_H
#define CREDENCE_ROW_H

#include "batch.h"
#include "diag.h"
#include "found.h"
#include "record.h"

/* Strings of a row: the message's own, then these. */
enum row_string {
	ROW_ARCHIVE = MESSAGE_STRINGS, ROW_MEMBER, ROW_FORMAT,
	ROW_TEXT,        /* the mapped text; of a quarantined record its first ROW_SAMPLE bytes; of a finding its sentence */
	ROW_REASON,      /* of a skip the map's reason; of a quarantine the sentence that says what is wrong */
	ROW_POOL,        /* origins of evidence, one after another */
	ROW_STRINGS
};

enum { ROW_SAMPLE = 4096 };

enum row_flag {
	ROW_ID_MADE = 1 << 0, ROW_DELETED = 1 << 1, ROW_BAD_TIME = 1 << 2, ROW_TRUNCATED = 1 << 3, ROW_LOCAL_TIME = 1 << 4, ROW_HAS_TIME = 1 << 5,
	ROW_RAGGED = 1 << 6
};

struct row_head {
	uint32_t size;                 /* of the whole row, a multiple of 8 */
	uint8_t  kind;                 /* enum entry_kind */
	uint8_t  status;               /* enum status, fault or finding, by kind */
	uint8_t  language;             /* enum language */
	uint8_t  flags;                /* enum row_flag */
	uint64_t number, offset;       /* of the record in its member */
	int64_t  time, edited;
	uint32_t ordinal;              /* of the message in its unit: given in the ordered sink, 0 before */
	uint32_t repairs;
	uint32_t chars, letters, foreign, tokens;
	uint16_t features, claims, evidences;
	uint8_t  certainty, level;
	char     code[4];              /* language code */
	uint32_t length[ROW_STRINGS];  /* UINT32_MAX: absent */
	uint32_t duplicate_keys;       /* of the message's JSON: the last of each won */
	uint16_t answers, unused;      /* numbers behind the evidence that hold the answers */
};

/* only those that are not zero, in order */
struct row_feature { int32_t value; uint32_t from, to; uint32_t feature; };

/* What a learned decision said. In the row an answer is one number, slot + 16 * said + 256 * labels, and the probabilities behind it. */
struct row_answer { unsigned labels, said; const uint16_t *p; };

/* A row taken apart; everything points into the row's bytes. */
struct row {
	const struct row_head    *head;
	const struct row_feature *feature;
	const struct claim       *claim;
	const struct evidence    *evidence;
	const uint16_t           *answer;
	struct str                string[ROW_STRINGS];
};

/* Appends the row of entry i of the batch. */
void row_pack(struct buf *, const struct batch *, uint32_t i);

/* Takes the row at `at` apart and returns where the next one begins; 0 when the bytes are no row (torn or foreign). */
MUST_CHECK size_t row_read(struct str bytes, size_t at, struct row *);

/* False where that decision was not taken of this message. */
static inline bool row_answer(const struct row *r, enum slot slot, struct row_answer *a)
{
	for (unsigned at = 0; at < r->head->answers; at += 1 + (r->answer[at] >> 8)) {
		if ((r->answer[at] & 15U) != slot) continue;
		*a = (struct row_answer){ r->answer[at] >> 8, r->answer[at] >> 4 & 15U, r->answer + at + 1 };
		return true;
	}
	return false;
}

static inline int32_t row_value(const struct row *r, unsigned feature)
{
	for (unsigned i = 0; i < r->head->features; i++)
		if (r->feature[i].feature == feature) return r->feature[i].value;
	return 0;
}

#endif
