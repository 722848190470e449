/* summary.c -- the sums as summary.json, for people and for the next program.
 * Knows the schema configs/schemas/summary.schema.json; does not know timings or where the file goes. */
#include "stats_fields.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void add_u64(cJSON *object, const char *key, uint64_t v)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%" PRIu64, v);
	cJSON_AddRawToObject(object, key, digits);
}

/* a / b with four places, rounded down; 0.0000 where b is 0. */
static void add_ratio(cJSON *object, const char *key, uint64_t a, uint64_t b)
{
	char digits[40];
	const uint64_t rest = b ? a % b * 10000 / b : 0;
	snprintf(digits, sizeof digits, "%" PRIu64 ".%04" PRIu64, b ? a / b : 0, rest);
	cJSON_AddRawToObject(object, key, digits);
}

static void add_bins(cJSON *object, const char *key, const uint64_t *bin)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	for (unsigned i = 0; i < STATS_BINS; i++) {
		char digits[24];
		snprintf(digits, sizeof digits, "%" PRIu64, bin[i]);
		cJSON_AddItemToArray(array, cJSON_CreateRaw(digits));
	}
}

static void add_tally(cJSON *object, const char *key, const struct tally *t)
{
	cJSON *names = cJSON_AddObjectToObject(object, key);
	struct tally sorted = { .count = t->count };
	sorted.item = mem_alloc((t->count + 1) * sizeof *sorted.item);
	if (t->count) memcpy(sorted.item, t->item, t->count * sizeof *t->item);
	tally_sort(&sorted);
	for (uint32_t i = 0; i < sorted.count; i++) add_u64(names, sorted.item[i].name[0] ? sorted.item[i].name : "unknown", sorted.item[i].count);
	free(sorted.item);
}

static void add_counts(cJSON *json, const struct stats *s)
{
	cJSON *counts = cJSON_AddObjectToObject(json, "counts");
	add_u64(counts, "read", stats_records(s));
	add_u64(counts, "scored", stats_scored(s));
	cJSON *unscored = cJSON_AddObjectToObject(counts, "unscored");
	for (unsigned i = STATUS_OK + 1; i < STATUS_COUNT; i++) add_u64(unscored, status_name((enum status)i), s->status[i]);
	add_u64(counts, "quarantined", s->total[TOTAL_QUARANTINED]);
	add_u64(counts, "skipped", s->total[TOTAL_SKIPPED]);
	cJSON *faults = cJSON_AddObjectToObject(json, "quarantined");
	for (unsigned i = 0; i < FAULT_COUNT; i++)
		if (s->fault[i]) add_u64(faults, fault_name((enum fault)i), s->fault[i]);
	add_tally(json, "skipped", &s->tally[TALLY_SKIPS]);
	cJSON *findings = cJSON_AddObjectToObject(json, "findings");
	for (unsigned i = 0; i < FINDING_COUNT; i++)
		if (s->finding[i]) add_u64(findings, finding_name((enum finding)i), s->finding[i]);
	cJSON *input = cJSON_AddObjectToObject(json, "input");
	add_u64(input, "messages_repaired", s->total[TOTAL_REPAIRED]);
	add_u64(input, "repairs", s->total[TOTAL_REPAIRS]);
	add_u64(input, "messages_with_duplicate_keys", s->total[TOTAL_DUPLICATED]);
	add_u64(input, "duplicate_keys", s->total[TOTAL_DUPLICATE_KEYS]);
	add_u64(input, "ragged_rows", s->total[TOTAL_RAGGED]);
	add_u64(input, "ids_made", s->total[TOTAL_IDS_MADE]);
	add_u64(input, "times_unreadable", s->total[TOTAL_BAD_TIMES]);
	add_u64(input, "times_of_unknown_zone", s->total[TOTAL_LOCAL_TIMES]);
	add_u64(input, "times_absent", s->total[TOTAL_NO_TIME]);
	add_u64(input, "texts_broken_off", s->total[TOTAL_TRUNCATED]);
}

static void add_profile(cJSON *json, const struct stats *s)
{
	cJSON *evidence = cJSON_AddObjectToObject(json, "evidence");
	add_u64(evidence, "messages", s->total[TOTAL_EXTRACTED]);
	add_u64(evidence, "none", s->total[TOTAL_NO_EVIDENCE]);
	cJSON *kinds = cJSON_AddObjectToObject(evidence, "kinds");
	for (unsigned i = 0; i < EVIDENCE_KINDS; i++) add_u64(kinds, evidence_kind_name(i), s->kind[i]);
	cJSON *levels = cJSON_AddObjectToObject(evidence, "levels");
	for (unsigned i = 1; i < STATS_LEVELS; i++) add_u64(levels, (char[]){ (char)('0' + i), 0 }, s->level[i]);
	cJSON *claims = cJSON_AddObjectToObject(json, "claims");
	add_u64(claims, "all", s->total[TOTAL_CLAIMS]);
	cJSON *types = cJSON_AddObjectToObject(claims, "types");
	for (unsigned i = 0; i < CLAIM_TYPES; i++) add_u64(types, claim_type_name(i), s->claim[i]);
	cJSON *certainty = cJSON_AddObjectToObject(claims, "messages_by_certainty");
	for (unsigned i = 0; i < CERTAINTIES; i++) add_u64(certainty, certainty_name(i), s->certainty[i]);
	cJSON *bins = cJSON_AddObjectToObject(json, "histogram");
	add_bins(bins, "credibility", s->credibility);
	add_bins(bins, "groundedness", s->groundedness);
}

static void add_features(cJSON *json, const struct stats *s)
{
	const uint64_t n = s->total[TOTAL_EXTRACTED];
	cJSON *features = cJSON_AddObjectToObject(json, "features");
	for (unsigned i = 0; i < FEATURE_COUNT; i++) {
		cJSON *f = cJSON_AddObjectToObject(features, feature_info(i)->name);
		const uint64_t least = s->nonzero[i] < n ? 0 : s->least[i];
		add_u64(f, "min", least);
		add_ratio(f, "mean", s->sum[i], n);
		add_u64(f, "max", s->most[i]);
		add_ratio(f, "zero", n - s->nonzero[i], n);
		cJSON_AddBoolToObject(f, "constant", least == s->most[i]);
	}
}

/* The caller's members come first; a trailing comma is theirs to leave. */
static cJSON *open_with(struct str head)
{
	head = str_trim(head);
	if (head.n && head.p[head.n - 1] == ',') head.n--;
	struct buf all = { 0 };
	buf_put_char(&all, '{');
	buf_put(&all, head);
	buf_put_char(&all, '}');
	cJSON *json = cJSON_ParseWithLength(all.p, all.n);
	buf_free(&all);
	return json ? json : cJSON_CreateObject();
}

/* What the caller has said already is not said again. */
static void put_once(cJSON *json, const char *key, const char *value)
{
	if (!cJSON_GetObjectItemCaseSensitive(json, key)) cJSON_AddStringToObject(json, key, value);
}

/* Where the second of two labels says yes, its mean probability too. */
static void add_decisions(cJSON *json, const struct stats *s, const struct decisions *all)
{
	cJSON *decisions = cJSON_AddObjectToObject(json, "decisions");
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const struct decision *d = decisions_get(all, (enum slot)slot);
		const uint64_t *said = s->answer + (size_t)slot * LABELS_MOST;
		uint64_t n = 0;
		if (!d) continue;
		cJSON *one = cJSON_AddObjectToObject(decisions, slot_info(slot)->name);
		cJSON_AddStringToObject(one, "model", decision_name(d));
		for (unsigned l = 0; l < decision_labels(d); l++) n += said[l];
		add_u64(one, "messages", n);
		cJSON *labels = cJSON_AddObjectToObject(one, "labels");
		for (unsigned l = 0; l < decision_labels(d); l++) add_u64(labels, decision_label(d, l), said[l]);
		if (slot_info(slot)->yes) add_ratio(one, "mean", s->probability[slot], 10000 * n);
	}
}

void stats_summary(const struct stats *s, const struct model *m, const struct decisions *decisions, struct str head, struct buf *out)
{
	cJSON *json = open_with(head);
	put_once(json, "model", model_label(m));
	put_once(json, "calibration", model_calibration(m));
	add_counts(json, s);
	add_profile(json, s);
	add_decisions(json, s, decisions);
	add_tally(json, "languages", &s->tally[TALLY_LANGUAGES]);
	add_tally(json, "formats", &s->tally[TALLY_FORMATS]);
	add_features(json, s);
	char *text = cJSON_Print(json);
	buf_put_z(out, text ? text : "{}");
	buf_put_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(json);
}
