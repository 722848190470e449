/* map_compile_field.c -- fields of a map, from cJSON to what the readers run.
 * Knows the language inside a record; does not know conditions, detection or sets, nor what a pointer may be. */
#include "map_compile.h"

#include <stdio.h>

/* --- expressions --------------------------------------------------------------------------------------------------------- */

static const struct expression *expression_compile(const struct compiler *, const struct place *, const cJSON *, unsigned depth);

static bool operands_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e, unsigned depth)
{
	const bool list = cJSON_IsArray(item);
	const int count = list ? cJSON_GetArraySize(item) : 1;
	const cJSON *each = list ? item->child : item;
	struct operand *const from = arena_zalloc(&c->set->arena, (size_t)(count * (int)(c->format->records + 1)) * sizeof *from + 1);
	struct pointer *const found = arena_alloc(&c->set->arena, (c->format->records + 1) * sizeof *found);
	e->from = from;
	for (int i = 0; i < count; i++, each = each->next) {
		const struct place here = { at, NULL, i };
		const struct place *const where = list ? &here : at;
		struct str text;
		unsigned n;
		if (cJSON_IsObject(each)) {
			if (!(from[e->froms++].nested = expression_compile(c, where, each, depth + 1))) return false;
			e->leads = UINT64_MAX;
			continue;
		}
		if (!string_read(c, where, each, &text) || !pointer_compile(c, where, text, found, &n)) return false;
		for (unsigned k = 0; k < n; k++) {
			from[e->froms++].pointer = found[k];
			e->leads |= found[k].from == FROM_RECORD ? slot_mark(found[k].slot) : UINT64_MAX;
		}
	}
	return true;
}

static bool join_compile(const struct compiler *c, const struct place *at, const cJSON *item, const struct json_plan **out)
{
	struct arena *const arena = &c->set->arena;
	struct json_plan *const plan = json_plan_new(arena);
	struct str inner;
	struct diag diag;
	if (!string_read(c, at, item, &inner)) return false;
	char *const element = arena_alloc(arena, inner.n + 2);
	memcpy(element, "/*", 2);
	memcpy(element + 2, inner.p, inner.n);
	if (!json_plan_add(plan, str_of(""), JOIN_SELF, &diag) || !json_plan_add(plan, inner, JOIN_SELF_ITEM, &diag) ||
	    !json_plan_add(plan, str_of("/*"), JOIN_ELEMENT, &diag) ||
	    !json_plan_add(plan, (struct str){ element, inner.n + 2 }, JOIN_ELEMENT_ITEM, &diag)) return place_wrong(c, at, "%s", diag.text);
	*out = plan;
	return true;
}

static bool cut_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e)
{
	static const char *const allowed[] = { "after", "until", NULL };
	if (!keys_known(c, at, item, allowed)) return false;
	const struct place after = { at, "after", 0 }, until = { at, "until", 0 };
	return string_read(c, &after, cJSON_GetObjectItemCaseSensitive(item, "after"), &e->cut_after) &&
		string_read(c, &until, cJSON_GetObjectItemCaseSensitive(item, "until"), &e->cut_until);
}

static bool map_pairs_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e)
{
	if (!cJSON_IsObject(item)) return place_wrong(c, at, "an object of strings is wanted");
	struct str *const pair = arena_alloc(&c->set->arena, (size_t)(2 * cJSON_GetArraySize(item) + 1) * sizeof *pair);
	for (const cJSON *each = item->child; each; each = each->next) {
		const struct place here = { at, each->string, 0 };
		pair[2 * e->maps] = arena_copy(&c->set->arena, str_of(each->string));
		if (!string_read(c, &here, each, &pair[2 * e->maps + 1])) return false;
		e->maps++;
	}
	e->map = pair;
	return true;
}

static bool lookup_name_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e)
{
	struct str name;
	if (!string_read(c, at, item, &name)) return false;
	for (unsigned i = 0; i < c->format->lookups; i++) {
		if (str_equal(c->format->lookup_name[i], name)) {
			e->lookup = (int)i;
			return true;
		}
	}
	return place_wrong(c, at, "no lookup is called \"%.*s\"", (int)name.n, name.p);
}

static bool cat_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e, unsigned depth)
{
	if (!cJSON_IsArray(item)) return place_wrong(c, at, "a list is wanted");
	struct expression *const part = arena_zalloc(&c->set->arena, (size_t)(cJSON_GetArraySize(item) + 1) * sizeof *part);
	for (const cJSON *each = item->child; each; each = each->next) {
		const struct place here = { at, NULL, (int)e->cats };
		const struct expression *const one = expression_compile(c, &here, each, depth + 1);
		if (!one) return false;
		part[e->cats++] = *one;
	}
	e->cat = part;
	return true;
}

static bool modifier_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct expression *e, unsigned depth)
{
	const char *const key = item->string;
	struct condition *condition;
	struct literal *literal;
	struct str *strip, word;
	if (!strcmp(key, "from")) return operands_compile(c, at, item, e, depth);
	if (!strcmp(key, "cat")) return cat_compile(c, at, item, e, depth);
	if (!strcmp(key, "sep")) return string_read(c, at, item, &e->sep);
	if (!strcmp(key, "join")) return join_compile(c, at, item, &e->join);
	if (!strcmp(key, "cut")) return cut_compile(c, at, item, e);
	if (!strcmp(key, "map")) return map_pairs_compile(c, at, item, e);
	if (!strcmp(key, "lookup")) return lookup_name_compile(c, at, item, e);
	if (!strcmp(key, "prefix")) return string_read(c, at, item, &e->prefix);
	if (!strcmp(key, "default")) return string_read(c, at, item, &e->fallback);
	if (!strcmp(key, "each")) e->each = cJSON_IsTrue(item);
	if (!strcmp(key, "first_source")) e->first_source = cJSON_IsTrue(item);
	if (!strcmp(key, "key")) e->key = cJSON_IsTrue(item);
	if (!strcmp(key, "keep")) e->keep = cJSON_IsTrue(item);
	if (!strcmp(key, "if")) {
		if (!conditions_compile(c, at, item, &condition, &e->conditions)) return false;
		e->condition = condition;
	}
	if (!strcmp(key, "null_if")) {
		if (!literals_read(c, at, item, &literal, &e->null_ifs)) return false;
		e->null_if = literal;
	}
	if (!strcmp(key, "strip")) {
		if (!strings_read(c, at, item, &strip, &e->strips)) return false;
		e->strip = strip;
	}
	if (!strcmp(key, "fix")) {
		if (!string_read(c, at, item, &word)) return false;
		if (!str_is(word, "latin1-utf8")) return place_wrong(c, at, "\"latin1-utf8\" is the only one");
		e->fix_latin1 = true;
	}
	return true;
}

static const struct expression *expression_compile(const struct compiler *c, const struct place *at, const cJSON *item, unsigned depth)
{
	static const char *const allowed[] = { "from", "cat", "sep", "join", "each", "first_source", "cut", "strip", "null_if", "map",
		"prefix", "fix", "default", "keep", "lookup", "if", "key", NULL };
	struct expression *const e = arena_zalloc(&c->set->arena, sizeof *e);
	e->lookup = -1;
	e->keep = true;
	e->sep = str_of("\n\n");
	if (depth > 8) {
		(void)place_wrong(c, at, "nested too deeply");
		return NULL;
	}
	if (!cJSON_IsObject(item)) return operands_compile(c, at, item, e, depth) ? e : NULL;
	if (!keys_known(c, at, item, allowed)) return NULL;
	for (const cJSON *key = item->child; key; key = key->next) {
		const struct place here = { at, key->string, 0 };
		if (!modifier_compile(c, &here, key, e, depth)) return NULL;
	}
	if (!e->froms && !e->cats && !e->fallback.p) {
		(void)place_wrong(c, at, "a field needs \"from\", \"cat\" or \"default\"");
		return NULL;
	}
	return e;
}

/* --- fields -------------------------------------------------------------------------------------------------------------- */

static const char *const field_name[FIELD_COUNT] = { "id", "author", "author_id", "thread", "parent", "channel", "lang", "label",
	"repost_of", "quote_of", "link", "text", "urls" };
static const char field_names[] = "id, author, author_id, thread, parent, channel, lang, label, repost_of, quote_of, link, text, "
	"urls, time, edited, deleted";

static bool time_formats_read(const struct compiler *c, const struct place *at, const cJSON *item, struct time_field *out)
{
	struct str *name, usual[] = { str_of("epoch"), str_of("iso") };
	unsigned n = 2;
	if (!item) name = usual;
	else if (!strings_read(c, at, item, &name, &n)) return false;
	struct time_format *const format = arena_alloc(&c->set->arena, (n + 1) * sizeof *format);
	for (unsigned i = 0; i < n; i++) {
		if (!time_format_read(name[i], &format[i])) return place_wrong(c, at, "\"%.*s\": epoch, epoch_s, epoch_ms, epoch_us, "
			"epoch_ns, iso, rfc2822 or a pattern of %%Y %%m %%d %%H %%M %%S %%f %%z and the like is wanted", (int)name[i].n, name[i].p);
	}
	out->format = format;
	out->formats = n;
	return true;
}

static bool time_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct time_field *out)
{
	static const char *const allowed[] = { "from", "format", "zone", NULL };
	struct str zone = str_of("UTC");
	const bool object = cJSON_IsObject(item);
	struct expression *const e = arena_zalloc(&c->set->arena, sizeof *e);
	const struct place from = { at, "from", 0 }, format = { at, "format", 0 }, zoned = { at, "zone", 0 };
	const cJSON *const zone_item = object ? cJSON_GetObjectItemCaseSensitive(item, "zone") : NULL;
	e->lookup = -1;
	if (object && !keys_known(c, at, item, allowed)) return false;
	if (!operands_compile(c, &from, object ? cJSON_GetObjectItemCaseSensitive(item, "from") : item, e, 0)) return false;
	out->value = e;
	if (zone_item && !string_read(c, &zoned, zone_item, &zone)) return false;
	if (!time_default_read(zone, &out->zone))
		return place_wrong(c, &zoned, "\"UTC\", \"unknown\" or an offset such as \"+02:00\" is wanted");
	return time_formats_read(c, &format, object ? cJSON_GetObjectItemCaseSensitive(item, "format") : NULL, out);
}

bool fields_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct fields *out)
{
	if (!cJSON_IsObject(item)) return place_wrong(c, at, "an object of fields is wanted");
	for (const cJSON *key = item->child; key; key = key->next) {
		const struct place here = { at, key->string, 0 };
		struct condition *deleted;
		unsigned f = 0;
		if (!strcmp(key->string, "time") || !strcmp(key->string, "edited")) {
			if (!time_compile(c, &here, key, key->string[0] == 't' ? &out->time : &out->edited)) return false;
			continue;
		}
		if (!strcmp(key->string, "deleted")) {
			if (!conditions_compile(c, &here, key, &deleted, &out->deleteds)) return false;
			out->deleted = deleted;
			continue;
		}
		while (f < FIELD_COUNT && strcmp(field_name[f], key->string)) f++;
		if (f == FIELD_COUNT) return place_wrong(c, &here, "no such field; there are %s", field_names);
		if (!(out->field[f] = expression_compile(c, &here, key, 0))) return false;
	}
	return true;
}

bool field_override_compile(const struct compiler *c, const struct field_override *o, struct fields *out)
{
	static const char *const styles[] = { "epoch", "iso", "rfc2822", "%a %b %d %H:%M:%S %z %Y" };
	bool known = str_is(o->field, "time") || str_is(o->field, "edited");
	for (unsigned f = 0; f < FIELD_COUNT; f++) known = known || str_is(o->field, field_name[f]);
	if (!known) return diag_usage(c->diag, "--field %.*s: no such field; there are %s", (int)o->field.n, o->field.p, field_names);
	if (!o->pointer.n || (o->pointer.p[0] != '/' && o->pointer.p[0] != '='))
		return diag_usage(c->diag, "--field %.*s=%.*s: a JSON Pointer such as /body is wanted", (int)o->field.n, o->field.p,
			(int)o->pointer.n, o->pointer.p);
	cJSON *const object = cJSON_CreateObject(), *value = cJSON_CreateObject();
	char *const name = arena_copy_z(&c->set->arena, o->field), *const pointer = arena_copy_z(&c->set->arena, o->pointer);
	cJSON_AddItemToObject(object, name, value);
	cJSON_AddStringToObject(value, "from", pointer);
	if (!strcmp(name, "time") || !strcmp(name, "edited")) {
		cJSON_AddItemToObject(value, "format", cJSON_CreateStringArray(styles, 4));
		cJSON_AddStringToObject(value, "zone", "unknown");
	}
	if (!strcmp(name, "urls")) cJSON_AddTrueToObject(value, "each");
	const struct place place = { NULL, "--field", 0 };
	const bool fine = fields_compile(c, &place, object, out);
	cJSON_Delete(object);
	return fine;
}
