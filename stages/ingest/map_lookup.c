/* map_lookup.c -- what stands around a record: values of its document, tables that a map looks names up in, columns.
 * Knows how each is made once for a context and kept; does not know what asks for them. */
#include "map.h"

#include <xxhash.h>

struct lookup_entry {
	struct str key, value;         /* key.p NULL: free */
};

struct lookup_table {
	struct lookup_entry *entry;
	size_t               mask;
};

static size_t entry_at(const struct lookup_table *table, struct str key)
{
	size_t i = (size_t)XXH3_64bits(key.p, key.n) & table->mask;
	while (table->entry[i].key.p && !str_equal(table->entry[i].key, key)) i = (i + 1) & table->mask;
	return i;
}

struct str lookup_value(const struct lookup_table *table, struct str key)
{
	return table->entry[entry_at(table, key)].value;
}

static void entry_put(struct lookup_table *table, struct str key, struct str value)
{
	if (!key.p || !value.n) return;
	struct lookup_entry *const entry = &table->entry[entry_at(table, key)];
	*entry = (struct lookup_entry){ key, value };
}

/* What the hits of one element say: its key, and its value by the first source that has one. */
static void element_put(struct lookup_table *table, const struct json_hit *hit, uint32_t n, struct reading *r)
{
	const struct json_hit *key = NULL, *value = NULL;
	uint32_t repairs = 0;
	for (uint32_t i = 0; i < n; i++) {
		const bool scalar = (hit[i].value.type == JSON_STRING && hit[i].value.text.n) || hit[i].value.type == JSON_NUMBER;
		if (!scalar) continue;
		if (hit[i].slot == 0) key = key ? key : &hit[i];
		else if (!value || hit[i].slot < value->slot) value = &hit[i];
	}
	if (key && value)
		entry_put(table, json_unescape_id(key->value, r->arena), value->value.type == JSON_STRING ?
			json_unescape(value->value, r->arena, &repairs) : value->value.text);
}

static const struct lookup_table *table_make(const struct lookup *lookup, struct str raw, struct reading *r)
{
	struct arena *const own = &r->scratch->own;
	struct json_result result = { 0 };
	struct lookup_table *const table = arena_alloc(own, sizeof *table);
	/* A table that is not JSON is empty: the keys stay as they are. */
	if (!json_project(lookup->plan, raw, r->set->json_depth, own, &result)) result.count = 0;
	size_t size = 16;
	while (size < (size_t)result.count * 2) size *= 2;
	table->mask = size - 1;
	table->entry = arena_zalloc(own, size * sizeof *table->entry);
	for (uint32_t from = 0, to; from < result.count; from = to) {
		for (to = from + 1; to < result.count && result.hit[to].element == result.hit[from].element;) to++;
		element_put(table, result.hit + from, to - from, r);
	}
	return table;
}

const struct lookup_table *lookup_find(struct reading *r, unsigned which)
{
	const struct lookup *const lookup = &r->format->lookup[which];
	const struct context *const context = r->record->context;
	if (lookup->capture == NO_CAPTURE || !context || lookup->capture >= context->count || !context->value[lookup->capture].p)
		return NULL;
	parse_context(r);
	if (!r->scratch->table[which]) r->scratch->table[which] = table_make(lookup, context->value[lookup->capture], r);
	return r->scratch->table[which];
}

/* --- columns ------------------------------------------------------------------------------------------------------------- */

static bool same_letters(struct str a, struct str b)
{
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++) {
		const char x = a.p[i], y = b.p[i];
		if ((x >= 'A' && x <= 'Z' ? x + 32 : x) != (y >= 'A' && y <= 'Z' ? y + 32 : y)) return false;
	}
	return true;
}

/* 1 + the column that a pointer means: by its exact name, then whatever the case, then by its index; 0: none. */
static uint32_t column_of(struct str name, const struct context *header)
{
	const uint32_t count = header ? header->count : 0;
	for (uint32_t i = 0; i < count; i++) if (str_equal(header->value[i], name)) return i + 1;
	for (uint32_t i = 0; i < count; i++) if (same_letters(str_trim(header->value[i]), name)) return i + 1;
	uint32_t index = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9' || i > 4) return 0;
		index = index * 10 + (uint32_t)(name.p[i] - '0');
	}
	return name.n ? index + 1 : 0;
}

static void columns_find(struct reading *r)
{
	struct parse_scratch *const s = r->scratch;
	s->column = arena_zalloc(&s->own, (r->format->slots + 1) * sizeof *s->column);
	for (unsigned i = 0; i < r->format->slots; i++)
		s->column[i] = column_of(pointer_column(&s->own, r->format->slot[i]), r->record->context);
}

static void captures_read(struct reading *r)
{
	struct parse_scratch *const s = r->scratch;
	const struct context *const context = r->record->context;
	for (unsigned i = 0; i < r->format->captures; i++) {
		struct json_result result = { 0 };
		if (!context || i >= context->count || !context->value[i].p) continue;
		if (r->format->capture[i].late) continue;      /* a table, and read as one */
		if (!json_project(s->whole, context->value[i], r->set->json_depth, &s->own, &result) || !result.count) continue;
		s->captured[i] = result.hit[0].value;
		s->captured_there[i] = true;
	}
}

void parse_context(struct reading *r)
{
	struct parse_scratch *const s = r->scratch;
	if (s->context_format == r->format && s->context == r->record->context) return;
	arena_reset(&s->own, 1 << 16);
	s->context = r->record->context;
	s->context_format = r->format;
	s->table = arena_zalloc(&s->own, (r->format->lookups + 1) * sizeof *s->table);
	s->captured = arena_zalloc(&s->own, (r->format->captures + 1) * sizeof *s->captured);
	s->captured_there = arena_zalloc(&s->own, (r->format->captures + 1) * sizeof *s->captured_there);
	if (r->format->family == FAMILY_CSV) columns_find(r);
	else captures_read(r);
}
