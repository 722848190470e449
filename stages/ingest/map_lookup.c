/* map_lookup.c -- what stands around a record: values of its document, tables that a map looks names up in, columns.
 * Knows how each is made once for a context and kept; does not know what asks for them. */
#include "map.h"

#include <cjson/cJSON.h>
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

static struct lookup_table *table_new(size_t entries, struct arena *arena)
{
	struct lookup_table *const table = arena_alloc(arena, sizeof *table);
	size_t size = 16;
	while (size < entries * 2) size *= 2;
	table->mask = size - 1;
	table->entry = arena_zalloc(arena, size * sizeof *table->entry);
	return table;
}

/* What the hits of one element say: its key, and its value by the first source that has one. `copied`: into the arena, where the
 * document does not stay. */
static void element_put(struct lookup_table *table, const struct json_hit *hit, uint32_t n, struct arena *arena, bool copied)
{
	const struct json_hit *key = NULL, *value = NULL;
	uint32_t repairs = 0;
	for (uint32_t i = 0; i < n; i++) {
		const bool scalar = (hit[i].value.type == JSON_STRING && hit[i].value.text.n) || hit[i].value.type == JSON_NUMBER;
		if (!scalar) continue;
		if (hit[i].slot == 0) key = key ? key : &hit[i];
		else if (!value || hit[i].slot < value->slot) value = &hit[i];
	}
	if (!key || !value) return;
	struct str name = json_unescape_id(key->value, arena);
	struct str text = value->value.type == JSON_STRING ? json_unescape(value->value, arena, &repairs) : value->value.text;
	if (copied && !key->value.escaped) name = arena_copy(arena, name);
	if (copied && !value->value.escaped) text = arena_copy(arena, text);
	entry_put(table, name, text);
}

/* A table that is not JSON is empty: the keys stay as they are. */
static struct lookup_table *table_make(const struct lookup *lookup, struct str raw, unsigned depth, struct arena *work,
                                       struct arena *keep)
{
	struct json_result result = { 0 };
	if (!json_project(lookup->plan, raw, depth, work, &result)) result.count = 0;
	struct lookup_table *const table = table_new(result.count, keep);
	for (uint32_t from = 0, to; from < result.count; from = to) {
		for (to = from + 1; to < result.count && result.hit[to].element == result.hit[from].element;) to++;
		element_put(table, result.hit + from, to - from, keep, work != keep);
	}
	return table;
}

/* Depth is bounded by cJSON's own limit on nesting. */
static void tree_put(struct lookup_table *table, const cJSON *object, struct str parent, struct arena *keep)
{
	for (const cJSON *item = cJSON_IsObject(object) ? object->child : NULL; item; item = item->next) {
		const struct str key = arena_copy(keep, str_of(item->string));
		entry_put(table, key, parent);
		tree_put(table, item, key, keep);
	}
}

/* Each key of an object that is a key's value belongs to that key: {"1": {"2": [], "3": {"4": []}}} says that 4 answers 3. */
static struct lookup_table *tree_make(struct str document, struct arena *keep)
{
	cJSON *const root = cJSON_ParseWithLength(document.p, document.n);
	size_t quotes = 0;
	if (!root) return NULL;
	for (size_t i = 0; i < document.n; i++) quotes += document.p[i] == '"';
	struct lookup_table *const table = table_new(quotes / 2, keep);
	tree_put(table, root, (struct str){ NULL, 0 }, keep);
	cJSON_Delete(root);
	return table;
}

struct lookup_table *lookup_table_read(const struct lookup *lookup, struct str document, unsigned depth, struct arena *keep)
{
	if (lookup->tree) return tree_make(document, keep);
	struct json_result result = { 0 };
	struct arena work = { 0 };
	struct lookup_table *table = NULL;
	if (json_project(lookup->within, document, depth, &work, &result))
		table = result.count ? table_make(lookup, result.hit[0].value.text, depth, &work, keep) : table_new(0, keep);
	arena_free(&work);
	return table;
}

const struct lookup_table *lookup_find(struct reading *r, unsigned which)
{
	const struct lookup *const lookup = &r->format->lookup[which];
	if (lookup->file.p) return r->record->member->sidecar ? r->record->member->sidecar[which] : NULL;
	const struct context *const context = r->record->context;
	if (lookup->capture == NO_CAPTURE || !context || lookup->capture >= context->count || !context->value[lookup->capture].p)
		return NULL;
	parse_context(r);
	struct kept_table *const kept = &r->scratch->table[which];
	const struct str raw = context->value[lookup->capture];
	if (kept->raw == raw.p) return kept->made;
	const XXH128_hash_t hash = XXH3_128bits(raw.p, raw.n);
	const bool same = kept->lookup == lookup && kept->n == raw.n && XXH128_isEqual(kept->hash, hash);
	kept->raw = raw.p;
	if (same) return kept->made;
	arena_reset(&kept->arena, 1 << 16);
	kept->lookup = lookup;
	kept->n = raw.n;
	kept->hash = hash;
	kept->made = table_make(lookup, raw, r->set->json_depth, &r->scratch->own, &kept->arena);
	return kept->made;
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
	s->doubled = 0;
	for (unsigned i = 0; i < r->format->slots; i++) {
		const struct context *const header = r->record->context;
		const uint32_t column = s->column[i] = column_of(pointer_column(&s->own, r->format->slot[i]), header);
		bool doubled = false;
		/* Columns without a name, and those asked for by number, are nobody's twice. */
		for (uint32_t k = column; column && header && k < header->count && !doubled; k++)
			doubled = header->value[column - 1].n && same_letters(header->value[k], header->value[column - 1]);
		s->doubled += doubled;
	}
}

static void captures_read(struct reading *r)
{
	struct parse_scratch *const s = r->scratch;
	const struct context *const context = r->record->context;
	for (unsigned i = 0; i < r->format->captures; i++) {
		struct json_result result = { 0 };
		const char *const raw = context && i < context->count ? context->value[i].p : NULL;
		if (raw && raw == s->captured_raw[i]) continue;
		s->captured_raw[i] = raw;
		s->captured_there[i] = false;
		if (!raw || r->format->capture[i].late) continue;      /* late: a table, and read as one */
		if (!json_project(s->whole, context->value[i], r->set->json_depth, &s->own, &result) || !result.count) continue;
		s->captured[i] = result.hit[0].value;
		s->captured_there[i] = true;
	}
}

void parse_scratch_begin(struct parse_scratch *s)
{
	s->context_format = NULL;
	s->context = NULL;
	for (unsigned i = 0; i < s->tables; i++) s->table[i].raw = NULL;
	memset(s->captured_raw, 0, sizeof s->captured_raw);
	memset(s->captured_there, 0, sizeof s->captured_there);
}

void parse_context(struct reading *r)
{
	struct parse_scratch *const s = r->scratch;
	if (s->context_format == r->format && s->context == r->record->context) return;
	arena_reset(&s->own, 1 << 16);
	if (s->context_format != r->format) {
		parse_scratch_begin(s);
		if (s->tables < r->format->lookups) {
			s->table = mem_grow(s->table, r->format->lookups * sizeof *s->table);
			memset(s->table + s->tables, 0, (r->format->lookups - s->tables) * sizeof *s->table);
			s->tables = r->format->lookups;
		}
	}
	s->context = r->record->context;
	s->context_format = r->format;
	if (r->format->family == FAMILY_CSV) columns_find(r);
	else captures_read(r);
}
