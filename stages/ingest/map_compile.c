/* map_compile.c -- one map file compiled: its keys checked, its record pointers, lookups and rules.
 * Knows the order of the parts; what files it is for and what is inside a record are compiled beside it (map_compile_*.c). */
#include "map_compile.h"
#include "utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* --- where records are --------------------------------------------------------------------------------------------------- */

static bool places_add(const struct compiler *c, const struct place *at, const cJSON *item, struct str **list, unsigned *count)
{
	struct str *pointer;
	unsigned n;
	if (!item) return true;
	if (!strings_read(c, at, item, &pointer, &n)) return false;
	for (unsigned i = 0; i < n; i++) {
		bool known = false;
		if (pointer[i].n && pointer[i].p[0] != '/') return place_wrong(c, at, "a record pointer begins with /");
		if (memmem(pointer[i].p, pointer[i].n, "/[", 2)) return place_wrong(c, at, "a record pointer has keys, numbers and *; "
			"which of the records are taken is said by \"where\" and \"skip\"");
		for (unsigned k = 0; k < *count; k++) known = known || str_equal((*list)[k], pointer[i]);
		if (known) continue;
		*list = arena_grow(&c->set->arena, *list, *count * sizeof **list, (*count + 1) * sizeof **list);
		(*list)[(*count)++] = pointer[i];
	}
	return true;
}

/* Where records stand, and where records stand in records. */
static bool records_add(const struct compiler *c, const struct place *at, const cJSON *item)
{
	struct format *const f = c->format;
	const struct place records = { at, "records", 0 }, recurse = { at, "recurse", 0 };
	return places_add(c, &records, cJSON_GetObjectItemCaseSensitive(item, "records"), &f->record, &f->records) &&
	       places_add(c, &recurse, cJSON_GetObjectItemCaseSensitive(item, "recurse"), &f->recurse, &f->recurses);
}

static bool records_compile(const struct compiler *c, const cJSON *root)
{
	const struct place rules = { NULL, "rules", 0 };
	const cJSON *const list = cJSON_GetObjectItemCaseSensitive(root, "rules");
	struct format *const f = c->format;
	if (!records_add(c, NULL, root)) return false;
	int i = 0;
	for (const cJSON *rule = list ? list->child : NULL; rule; rule = rule->next, i++) {
		const struct place here = { &rules, NULL, i };
		if (!records_add(c, &here, rule)) return false;
	}
	if (f->records == 1 && f->record[0].n == 0) f->records = 0;
	return true;
}

/* --- lookups ------------------------------------------------------------------------------------------------------------- */

static struct str pointer_join(struct arena *arena, const char *head, struct str tail)
{
	const size_t n = strlen(head);
	char *const p = arena_alloc(arena, n + tail.n + 1);
	memcpy(p, head, n);
	memcpy(p + n, tail.p, tail.n);
	return (struct str){ p, n + tail.n };
}

static bool lookup_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct lookup *out)
{
	static const char *const allowed[] = { "file", "tree", "records", "key", "value", NULL };
	const struct place file = { at, "file", 0 }, records = { at, "records", 0 }, key_at = { at, "key", 0 }, value_at = { at, "value", 0 };
	struct arena *const arena = &c->set->arena;
	struct str where, key, *value;
	struct diag inner;
	if (!keys_known(c, at, item, allowed)) return false;
	const cJSON *const beside = cJSON_GetObjectItemCaseSensitive(item, "file");
	out->capture = NO_CAPTURE;
	out->tree = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "tree"));
	if (beside && !string_read(c, &file, beside, &out->file)) return false;
	if (out->tree) return out->file.p || place_wrong(c, at, "\"tree\" needs a \"file\"");
	if (!string_read(c, &records, cJSON_GetObjectItemCaseSensitive(item, "records"), &where)) return false;
	if (!string_read(c, &key_at, cJSON_GetObjectItemCaseSensitive(item, "key"), &key)) return false;
	if (!strings_read(c, &value_at, cJSON_GetObjectItemCaseSensitive(item, "value"), &value, &out->values)) return false;
	struct json_plan *const plan = json_plan_new(arena);
	bool fine = json_plan_add(plan, pointer_join(arena, "/*", key), 0, &inner);
	for (unsigned i = 0; fine && i < out->values; i++)
		fine = json_plan_add(plan, pointer_join(arena, "/*", value[i]), (uint16_t)(i + 1), &inner);
	if (!fine) return place_wrong(c, at, "%s", inner.text);
	out->plan = plan;
	if (!str_ends(where, str_of("/*")) || memchr(where.p, '*', where.n - 1))
		return place_wrong(c, &records, "a pointer with one * at its end is wanted, such as /includes/users/*");
	if (out->file.p) {
		struct json_plan *const within = json_plan_new(arena);
		out->within = within;
		return json_plan_add(within, str_cut(where, 0, where.n - 2), 0, &inner) || place_wrong(c, &records, "%s", inner.text);
	}
	out->capture = capture_slot(c, str_cut(where, 0, where.n - 2), true);
	return true;
}

static bool lookups_compile(const struct compiler *c, const cJSON *item)
{
	const struct place at = { NULL, "lookups", 0 };
	struct format *const f = c->format;
	if (!item) return true;
	if (!cJSON_IsObject(item)) return place_wrong(c, &at, "an object is wanted");
	f->lookup = arena_zalloc(&c->set->arena, (size_t)(cJSON_GetArraySize(item) + 1) * sizeof *f->lookup);
	f->lookup_name = arena_zalloc(&c->set->arena, (size_t)(cJSON_GetArraySize(item) + 1) * sizeof *f->lookup_name);
	for (const cJSON *each = item->child; each; each = each->next) {
		const struct place here = { &at, each->string, 0 };
		f->lookup_name[f->lookups] = str_of(arena_copy_z(&c->set->arena, str_of(each->string)));
		if (!lookup_compile(c, &here, each, &f->lookup[f->lookups])) return false;
		f->lookups++;
	}
	return true;
}

/* --- rules and the rest -------------------------------------------------------------------------------------------------- */

static bool rule_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct rule *out)
{
	static const char *const allowed[] = { "where", "fields", "skip", "records", "recurse", NULL };
	if (item && !keys_known(c, at, item, allowed)) return false;
	for (const cJSON *key = item ? item->child : NULL; key; key = key->next) {
		const struct place here = { at, key->string, 0 };
		struct condition *condition;
		unsigned n;
		if (key->string[0] == 'f' && !fields_compile(c, &here, key, &out->fields)) return false;
		if (key->string[0] != 'w' && key->string[0] != 's') continue;
		if (!conditions_compile(c, &here, key, &condition, &n)) return false;
		if (key->string[0] == 'w') { out->where = condition; out->wheres = n; }
		else { out->skip = condition; out->skips = n; }
	}
	for (unsigned i = 0; i < c->set->overrides; i++) {
		if (!value_known(c->format, c->set->override[i].pointer)) continue;
		if (!field_override_compile(c, &c->set->override[i], &out->fields)) return false;
	}
	return true;
}

static bool rules_compile(const struct compiler *c, const cJSON *root)
{
	const cJSON *const fields = cJSON_GetObjectItemCaseSensitive(root, "fields");
	const cJSON *const rules = cJSON_GetObjectItemCaseSensitive(root, "rules");
	const cJSON *const skip = cJSON_GetObjectItemCaseSensitive(root, "skip");
	const struct place fields_at = { NULL, "fields", 0 }, rules_at = { NULL, "rules", 0 }, skip_at = { NULL, "skip", 0 };
	struct format *const f = c->format;
	struct fields base = { 0 };
	if (skip && !conditions_compile(c, &skip_at, skip, &f->skip, &f->skips)) return false;
	if (fields && !fields_compile(c, &fields_at, fields, &base)) return false;
	if (rules && !cJSON_IsArray(rules)) return place_wrong(c, &rules_at, "a list of rules is wanted");
	f->rules = rules && rules->child ? (unsigned)cJSON_GetArraySize(rules) : 1;
	f->rule = arena_zalloc(&c->set->arena, f->rules * sizeof *f->rule);
	const cJSON *rule = rules ? rules->child : NULL;
	for (unsigned i = 0; i < f->rules; i++, rule = rule ? rule->next : NULL) {
		const struct place here = { &rules_at, NULL, (int)i };
		f->rule[i].fields = base;
		if (!rule_compile(c, &here, rule, &f->rule[i])) return false;
	}
	return true;
}

static bool small_keys_compile(const struct compiler *c, const cJSON *root)
{
	const struct place name = { NULL, "map", 0 }, scope_at = { NULL, "id_scope", 0 }, companion = { NULL, "companion", 0 },
		priority_at = { NULL, "priority", 0 }, title_at = { NULL, "title", 0 };
	const cJSON *const title = cJSON_GetObjectItemCaseSensitive(root, "title");
	const cJSON *const scope = cJSON_GetObjectItemCaseSensitive(root, "id_scope");
	const cJSON *const priority = cJSON_GetObjectItemCaseSensitive(root, "priority");
	const cJSON *const passed = cJSON_GetObjectItemCaseSensitive(root, "companion");
	struct format *const f = c->format;
	if (!string_read(c, &name, cJSON_GetObjectItemCaseSensitive(root, "map"), &f->name)) return false;
	if (title && !string_read(c, &title_at, title, &f->title)) return false;
	if (passed && !string_read(c, &companion, passed, &f->companion)) return false;
	if (scope && (!cJSON_IsString(scope) || strcmp(scope->valuestring, "channel")))
		return place_wrong(c, &scope_at, "\"channel\" is the only one");
	f->id_by_channel = scope != NULL;
	if (priority && (!cJSON_IsNumber(priority) || priority->valueint < 0 || priority->valueint > 9))
		return place_wrong(c, &priority_at, "0 (looked at first) to 9 (last) is wanted");
	f->priority = priority ? (unsigned)priority->valueint : 0;
	return true;
}

static bool root_compile(const struct compiler *c, const cJSON *root)
{
	static const char *const allowed[] = { "map", "title", "frame", "priority", "detect", "path", "csv", "records", "recurse", "id_scope",
		"companion", "lookups", "skip", "rules", "fields", "markup", NULL };
	const struct place detect = { NULL, "detect", 0 }, path = { NULL, "path", 0 };
	struct format *const f = c->format;
	if (!keys_known(c, NULL, root, allowed) || !small_keys_compile(c, root)) return false;
	const bool generic = f->priority > 0 && !cJSON_GetObjectItemCaseSensitive(root, "records");
	f->plan = json_plan_new(&c->set->arena);
	f->slot = arena_alloc(&c->set->arena, MAP_SLOTS * sizeof *f->slot);
	if (!frame_compile(c, cJSON_GetObjectItemCaseSensitive(root, "frame")) ||
	    !markup_compile(c, cJSON_GetObjectItemCaseSensitive(root, "markup")) ||
	    !csv_compile(c, cJSON_GetObjectItemCaseSensitive(root, "csv")) ||
	    !detect_compile(c, &detect, cJSON_GetObjectItemCaseSensitive(root, "detect"), generic) ||
	    !path_compile(c, &path, cJSON_GetObjectItemCaseSensitive(root, "path")) || !records_compile(c, root) ||
	    !lookups_compile(c, cJSON_GetObjectItemCaseSensitive(root, "lookups")) || !rules_compile(c, root) || !values_known(c)) return false;
	if (f->captures > PATH_CAPTURES)
		return place_wrong(c, NULL, "more than %d values outside of the records are asked for", PATH_CAPTURES);
	for (unsigned i = 0; i < f->slots; i++) f->names_lines = f->names_lines || str_is(f->slot[i], "/name");
	return true;
}

/* Which of the usual slips it is, and where. */
static void json_wrong(const struct compiler *c, struct str text, size_t at)
{
	enum { SHOWN = 20 };
	const struct str file = c->format->file;
	/* Where a key was wanted, the parser stands behind what it found. */
	size_t key = at;
	while (key > 1 && strchr(" \t\r\n", text.p[key - 2])) key--;
	if (at && at <= text.n && key > 1 && strchr(",{", text.p[key - 2]) && !strchr(" \t\r\n\"", text.p[at - 1])) at--;
	size_t line = 1, from = 0, before = at < text.n ? at : text.n;
	while (before && strchr(" \t\r\n", text.p[before - 1])) before--;
	for (size_t i = 0; i < at && i < text.n; i++) if (text.p[i] == '\n') { line++; from = i + 1; }
	const struct str rest = str_trim(str_cut(text, at < text.n ? at : text.n, text.n));
	size_t n = rest.n < SHOWN ? rest.n : SHOWN;
	for (size_t i = 0; i < n; i++) if (rest.p[i] == '\n' || rest.p[i] == '\r') n = i;
	while (n && n < rest.n && ((unsigned char)rest.p[n] & 0xC0) == 0x80) n--;
	const char first = rest.n ? rest.p[0] : 0, last = before ? text.p[before - 1] : 0;
	const char *const why = !str_trim(text).n ? "the file is empty" :
		!rest.n ? "it ends in the middle: a bracket or a quote is not closed" :
		(first == '}' || first == ']') && last == ',' ? "a comma before a closing bracket" :
		first == '/' || first == '#' ? "JSON has no comments" :
		first == '\'' ? "texts stand in double quotes" : first == '"' ? "a comma or a colon is missing before it" :
		"a text in double quotes, a number, true, false, null, { or [ is wanted, or a comma between two of them";
	if (!n) (void)diag_usage(c->diag, "%.*s: line %zu: not JSON: %s", (int)file.n, file.p, line, why);
	else (void)diag_usage(c->diag, "%.*s: line %zu, column %zu, at %.*s: not JSON: %s", (int)file.n, file.p, line, at - from + 1,
		(int)n, rest.p, why);
}

struct format *map_compile(struct format_set *set, struct str file, struct str bytes, struct diag *diag)
{
	struct format *const f = arena_zalloc(&set->arena, sizeof *f);
	const struct compiler c = { set, f, diag };
	const char *end = NULL;
	size_t bad = 0;
	f->file = arena_copy(&set->arena, file);
	if (!utf8_valid(bytes, &bad)) {
		(void)diag_usage(diag, "%.*s: byte %zu: not UTF-8", (int)file.n, file.p, bad);
		return NULL;
	}
	char *const text = arena_copy_z(&set->arena, bytes);
	cJSON *const root = cJSON_ParseWithLengthOpts(text, bytes.n + 1, &end, true);
	if (!root) {
		json_wrong(&c, (struct str){ text, bytes.n }, end ? (size_t)(end - text) : 0);
		return NULL;
	}
	const bool fine = root_compile(&c, root);
	cJSON_Delete(root);
	if (fine) return f;
	map_close(f);
	return NULL;
}

void map_close(struct format *f)
{
	if (f->path) pcre2_code_free(f->path);
	f->path = NULL;
}
