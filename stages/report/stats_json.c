/* stats_json.c -- a share of the sums as JSON and back, without loss.
 * Knows the blocks of stats_fields.h; does not know what they count. Numbers are strings of digits, since a JSON reader may
 * take a number for a double. */
#include "put.h"
#include "stats_fields.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static void put_digits(struct buf *out, uint64_t v)
{
	put_z(out, "\"");
	buf_put_u64(out, v);
	put_z(out, "\"");
}

void stats_write(const struct stats *s, struct buf *out)
{
	put_z(out, "{");
	for (const struct stats_block *b = stats_block; b->name; b++) {
		put_z(out, b == stats_block ? "\"" : ",\"");
		buf_put_z(out, b->name);
		put_z(out, "\":[");
		for (uint32_t i = 0; i < b->count; i++) {
			if (i) put_z(out, ",");
			put_digits(out, stats_array_of(s, b)[i]);
		}
		put_z(out, "]");
	}
	for (unsigned t = 0; t < STATS_TALLIES; t++) {
		struct tally sorted = { .count = s->tally[t].count };
		sorted.item = mem_alloc((sorted.count + 1) * sizeof *sorted.item);
		if (sorted.count) memcpy(sorted.item, s->tally[t].item, sorted.count * sizeof *sorted.item);
		tally_sort(&sorted);
		put_z(out, ",\"");
		buf_put_z(out, tally_name[t]);
		put_z(out, "\":{");
		for (uint32_t i = 0; i < sorted.count; i++) {
			if (i) put_z(out, ",");
			buf_put_json(out, str_of(sorted.item[i].name));
			put_z(out, ":");
			put_digits(out, sorted.item[i].count);
		}
		put_z(out, "}");
		free(sorted.item);
	}
	put_z(out, "}\n");
}

static bool read_digits(const cJSON *item, uint64_t *v)
{
	if (!cJSON_IsString(item) || !item->valuestring[0]) return false;
	*v = 0;
	for (const char *p = item->valuestring; *p; p++) {
		const uint64_t digit = (uint64_t)(*p - '0');
		if (digit > 9 || *v > (UINT64_MAX - digit) / 10) return false;
		*v = *v * 10 + digit;
	}
	return true;
}

static bool read_block(struct stats *s, const cJSON *json, const struct stats_block *b)
{
	const cJSON *array = cJSON_GetObjectItemCaseSensitive(json, b->name);
	const cJSON *item = cJSON_IsArray(array) ? array->child : NULL;
	for (uint32_t i = 0; i < b->count; i++) {
		if (!item || !read_digits(item, &stats_array(s, b)[i])) return false;
		item = item->next;
	}
	return item == NULL;
}

static bool read_tally(struct tally *t, const cJSON *object)
{
	if (!cJSON_IsObject(object)) return false;
	for (const cJSON *item = object->child; item; item = item->next) {
		uint64_t count = 0;
		if (!read_digits(item, &count)) return false;
		tally_add(t, str_of(item->string), count);
	}
	return true;
}

bool stats_read(struct stats *s, struct str json, struct diag *diag)
{
	cJSON *tree = cJSON_ParseWithLength(json.p, json.n);
	if (!tree) return diag_failed(diag, "statistics: not JSON");
	struct stats *share = stats_new();
	const char *wrong = NULL;
	for (const struct stats_block *b = stats_block; b->name && !wrong; b++)
		if (!read_block(share, tree, b)) wrong = b->name;
	for (unsigned t = 0; t < STATS_TALLIES && !wrong; t++)
		if (!read_tally(&share->tally[t], cJSON_GetObjectItemCaseSensitive(tree, tally_name[t]))) wrong = tally_name[t];
	if (!wrong) stats_merge(s, share);
	else diag_failed(diag, "statistics: /%s: not the counters of this version", wrong);
	stats_free(share);
	cJSON_Delete(tree);
	return !wrong;
}
