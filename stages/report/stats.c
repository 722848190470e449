/* stats.c -- adds rows and scores up; shares can be merged in any order to the same sums.
 * Knows what is counted; does not know how it is written down. */
#include "stats_fields.h"

#include <stdlib.h>

#define BLOCK(name, join) { #name, offsetof(struct stats, name), sizeof ((struct stats *)0)->name / sizeof(uint64_t), join }

const struct stats_block stats_block[] = {
	BLOCK(total, JOIN_ADD), BLOCK(status, JOIN_ADD), BLOCK(fault, JOIN_ADD), BLOCK(finding, JOIN_ADD), BLOCK(kind, JOIN_ADD),
	BLOCK(level, JOIN_ADD), BLOCK(claim, JOIN_ADD), BLOCK(certainty, JOIN_ADD), BLOCK(answer, JOIN_ADD),
	BLOCK(probability, JOIN_ADD), BLOCK(credibility, JOIN_ADD),
	BLOCK(groundedness, JOIN_ADD), BLOCK(sum, JOIN_ADD), BLOCK(nonzero, JOIN_ADD), BLOCK(least, JOIN_LEAST), BLOCK(most, JOIN_MOST),
	{ NULL, 0, 0, JOIN_ADD }
};

const char *const tally_name[STATS_TALLIES] = { "skips", "languages", "formats" };

struct stats *stats_new(void) { return mem_zalloc(1, sizeof(struct stats)); }

void stats_free(struct stats *s)
{
	if (!s) return;
	for (unsigned t = 0; t < STATS_TALLIES; t++) {
		for (uint32_t i = 0; i < s->tally[t].count; i++) free(s->tally[t].item[i].name);
		free(s->tally[t].item);
	}
	free(s);
}

/* Few names, and mostly the one before: from the back. */
void tally_add(struct tally *t, struct str name, uint64_t count)
{
	for (uint32_t i = t->count; i-- > 0;) {
		if (!str_is(name, t->item[i].name)) continue;
		t->item[i].count += count;
		return;
	}
	if (t->count == t->room) {
		t->room = t->room ? 2 * t->room : 8;
		t->item = mem_grow(t->item, t->room * sizeof *t->item);
	}
	char *copy = mem_alloc(name.n + 1);
	if (name.n) memcpy(copy, name.p, name.n);
	copy[name.n] = 0;
	t->item[t->count++] = (struct named_count){ copy, count };
}

static int by_name(const void *a, const void *b)
{
	const struct named_count *left = a, *right = b;
	return strcmp(left->name, right->name);
}

void tally_sort(struct tally *t)
{
	if (t->count) qsort(t->item, t->count, sizeof *t->item, by_name);
}

static uint64_t join(enum join how, uint64_t a, uint64_t b)
{
	switch (how) {
	case JOIN_LEAST: return a == 0 ? b : b == 0 || a < b ? a : b;
	case JOIN_MOST: return a > b ? a : b;
	default: return a + b;
	}
}

void stats_merge(struct stats *into, const struct stats *from)
{
	for (const struct stats_block *b = stats_block; b->name; b++) {
		uint64_t *a = stats_array(into, b);
		const uint64_t *other = stats_array_of(from, b);
		for (uint32_t i = 0; i < b->count; i++) a[i] = join(b->join, a[i], other[i]);
	}
	for (unsigned t = 0; t < STATS_TALLIES; t++)
		for (uint32_t i = 0; i < from->tally[t].count; i++)
			tally_add(&into->tally[t], str_of(from->tally[t].item[i].name), from->tally[t].item[i].count);
}

/* Over messages whose text was looked at: scored ones and those without a claim. */
static void add_features(struct stats *s, const struct row *r)
{
	s->total[TOTAL_EXTRACTED]++;
	for (unsigned i = 0; i < r->head->features; i++) {
		const struct row_feature *f = &r->feature[i];
		if (f->feature >= FEATURE_COUNT || f->value <= 0) continue;
		const uint64_t value = (uint64_t)f->value;
		s->sum[f->feature] += value;
		s->nonzero[f->feature]++;
		s->least[f->feature] = join(JOIN_LEAST, s->least[f->feature], value);
		s->most[f->feature] = join(JOIN_MOST, s->most[f->feature], value);
	}
}

static void add_evidence(struct stats *s, const struct row *r)
{
	unsigned kinds = 0;
	for (unsigned i = 0; i < r->head->evidences; i++)
		if (r->evidence[i].kind < EVIDENCE_KINDS) kinds |= 1U << r->evidence[i].kind;
	for (unsigned kind = 0; kind < EVIDENCE_KINDS; kind++) s->kind[kind] += kinds >> kind & 1;
	s->total[TOTAL_NO_EVIDENCE] += kinds == 0;
	s->total[TOTAL_CLAIMS] += r->head->claims;
	for (unsigned i = 0; i < r->head->claims; i++)
		if (r->claim[i].type < CLAIM_TYPES) s->claim[r->claim[i].type]++;
}

static void add_answers(struct stats *s, const struct row *r)
{
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		struct row_answer a;
		if (!row_answer(r, (enum slot)slot, &a)) continue;
		s->answer[slot * LABELS_MOST + a.said]++;
		s->probability[slot] += a.p[1];
	}
}

static unsigned bin_of(int32_t share)
{
	const unsigned bin = (unsigned)share * STATS_BINS / 10000;
	return bin < STATS_BINS ? bin : STATS_BINS - 1;
}

static void add_score(struct stats *s, const struct row_head *h, const struct score *score)
{
	s->credibility[bin_of(score->credibility)]++;
	s->groundedness[bin_of(score->groundedness)]++;
	if (h->level < STATS_LEVELS) s->level[h->level]++;
	if (h->certainty < CERTAINTIES) s->certainty[h->certainty]++;
}

static void add_message(struct stats *s, const struct row *r, const struct score *score)
{
	const struct row_head *h = r->head;
	if (h->status < STATUS_COUNT) s->status[h->status]++;
	s->total[TOTAL_REPAIRED] += h->repairs > 0;
	s->total[TOTAL_REPAIRS] += h->repairs;
	s->total[TOTAL_DUPLICATED] += h->duplicate_keys > 0;
	s->total[TOTAL_DUPLICATE_KEYS] += h->duplicate_keys;
	s->total[TOTAL_RAGGED] += (h->flags & ROW_RAGGED) != 0;
	s->total[TOTAL_IDS_MADE] += (h->flags & ROW_ID_MADE) != 0;
	s->total[TOTAL_BAD_TIMES] += (h->flags & ROW_BAD_TIME) != 0;
	s->total[TOTAL_LOCAL_TIMES] += (h->flags & ROW_LOCAL_TIME) != 0;
	s->total[TOTAL_NO_TIME] += (h->flags & ROW_HAS_TIME) == 0;
	s->total[TOTAL_TRUNCATED] += (h->flags & ROW_TRUNCATED) != 0;
	tally_add(&s->tally[TALLY_LANGUAGES], (struct str){ h->code, strnlen(h->code, sizeof h->code) }, 1);
	tally_add(&s->tally[TALLY_FORMATS], r->string[ROW_FORMAT], 1);
	if (h->status == STATUS_OK || h->status == STATUS_NO_CLAIM) {
		add_features(s, r);
		add_evidence(s, r);
		add_answers(s, r);
	}
	if (score && score->assessed) add_score(s, h, score);
}

void stats_add_row(struct stats *s, const struct row *r, const struct score *score)
{
	switch (r->head->kind) {
	case ENTRY_MESSAGE:
		add_message(s, r, score);
		break;
	case ENTRY_SKIPPED:
		s->total[TOTAL_SKIPPED]++;
		tally_add(&s->tally[TALLY_SKIPS], r->string[ROW_REASON], 1);
		break;
	case ENTRY_QUARANTINED:
		s->total[TOTAL_QUARANTINED]++;
		if (r->head->status < FAULT_COUNT) s->fault[r->head->status]++;
		break;
	default:
		if (r->head->status < FINDING_COUNT) s->finding[r->head->status]++;
	}
}

uint64_t stats_records(const struct stats *s)
{
	uint64_t sum = s->total[TOTAL_SKIPPED] + s->total[TOTAL_QUARANTINED];
	for (unsigned i = 0; i < STATUS_COUNT; i++) sum += s->status[i];
	return sum;
}

uint64_t stats_scored(const struct stats *s) { return s->status[STATUS_OK]; }

uint64_t stats_bad(const struct stats *s)
{
	uint64_t sum = s->total[TOTAL_QUARANTINED];
	for (unsigned i = 0; i < FINDING_COUNT; i++)
		if (finding_loses_data((enum finding)i)) sum += s->finding[i];
	return sum;
}
