/* map_compile.c -- one map file compiled: its keys checked, its detection, record pointers, lookups and rules.
 * Knows the map language's frame; map_compile_field.c knows what is inside a record. */
#include "map_compile.h"
#include "utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* --- detection ----------------------------------------------------------------------------------------------------------- */

struct str pointer_column(struct arena *arena, struct str pointer)
{
	char *const out = arena_alloc(arena, pointer.n + 1);
	size_t n = 0;
	for (size_t i = 1; i < pointer.n; i++) {
		if (pointer.p[i] == '~' && i + 1 < pointer.n && (pointer.p[i + 1] == '0' || pointer.p[i + 1] == '1'))
			out[n++] = pointer.p[++i] == '0' ? '~' : '/';
		else
			out[n++] = pointer.p[i];
	}
	return (struct str){ out, n };
}

uint16_t detect_slot(struct format_set *set, struct str pointer, struct diag *diag, bool *ok)
{
	for (unsigned i = 0; i < set->detect_slots; i++) if (str_equal(set->detect_slot[i], pointer)) return (uint16_t)i;
	if (set->detect_slots == DETECT_SLOTS) {
		*ok = diag_usage(diag, "more than %d pointers to detect by", DETECT_SLOTS);
		return 0;
	}
	if (!json_plan_add(set->detect_plan, pointer, (uint16_t)set->detect_slots, diag)) {
		*ok = false;
		return 0;
	}
	set->detect_slot = arena_grow(&set->arena, set->detect_slot, set->detect_slots * sizeof pointer,
		(set->detect_slots + 1) * sizeof pointer);
	set->detect_slot[set->detect_slots] = pointer;
	return (uint16_t)set->detect_slots++;
}

static bool detect_pointers(const struct compiler *c, const struct place *at, const cJSON *item, bool more_text,
                            uint16_t **slot, unsigned *n, struct str **name)
{
	struct arena *const arena = &c->set->arena;
	struct str *pointer;
	if (!strings_read(c, at, item, &pointer, n)) return false;
	struct str *const all = arena_alloc(arena, (*n + c->set->overrides + 1) * sizeof *all);
	memcpy(all, pointer, *n * sizeof *all);
	for (unsigned i = 0; more_text && i < c->set->overrides; i++)
		if (str_is(c->set->override[i].field, "text")) all[(*n)++] = c->set->override[i].pointer;
	*slot = arena_alloc(arena, (*n + 1) * sizeof **slot);
	*name = arena_alloc(arena, (*n + 1) * sizeof **name);
	for (unsigned i = 0; i < *n; i++) {
		struct diag inner = { .code = EXIT_FINE };
		bool ok = true;
		(*slot)[i] = detect_slot(c->set, all[i], &inner, &ok);
		if (!ok) return place_wrong(c, at, "%s", inner.text);
		(*name)[i] = pointer_column(arena, all[i]);
	}
	return true;
}

/* `generic`: the map takes any record that has a text, so that a text named on the command line is enough too. */
static bool detect_compile(const struct compiler *c, const struct place *at, const cJSON *item, bool generic)
{
	static const char *const allowed[] = { "names", "all", "any", "also", "columns", "path", NULL };
	struct detect *const d = &c->format->detect;
	struct str *unused;
	if (!item) return true;
	if (!keys_known(c, at, item, allowed)) return false;
	for (const cJSON *key = item->child; key; key = key->next) {
		const struct place here = { at, key->string, 0 };
		bool fine = true;
		if (!strcmp(key->string, "names")) fine = strings_read(c, &here, key, &d->names, &d->name_count);
		if (!strcmp(key->string, "all")) fine = detect_pointers(c, &here, key, false, &d->all, &d->alls, &d->all_name);
		if (!strcmp(key->string, "any"))
			fine = detect_pointers(c, &here, key, generic, &d->any, &d->anys, &d->any_name);
		if (!strcmp(key->string, "also")) fine = detect_pointers(c, &here, key, false, &d->also, &d->alsos, &unused);
		if (!strcmp(key->string, "path")) d->path = cJSON_IsTrue(key);
		if (!strcmp(key->string, "columns")) {
			if (!cJSON_IsNumber(key) || key->valueint < 1 || key->valueint > 10000)
				return place_wrong(c, &here, "a number of columns is wanted");
			d->columns = (unsigned)key->valueint;
		}
		if (!fine) return false;
	}
	return true;
}

static bool path_compile(const struct compiler *c, const struct place *at, const cJSON *item)
{
	struct format *const f = c->format;
	struct str text;
	int code;
	PCRE2_SIZE offset;
	uint32_t names = 0, width = 0;
	PCRE2_SPTR table = NULL;
	if (!item) return !f->detect.path || place_wrong(c, at, "\"detect\" asks for \"path\", and there is none");
	if (!string_read(c, at, item, &text)) return false;
	pcre2_code *const compiled = pcre2_compile((PCRE2_SPTR)text.p, text.n, 0, &code, &offset, NULL);
	if (!compiled) {
		PCRE2_UCHAR reason[160] = { 0 };
		pcre2_get_error_message(code, reason, sizeof reason);
		return place_wrong(c, at, "at character %zu: %s", (size_t)offset, (const char *)reason);
	}
	f->path = compiled;
	pcre2_pattern_info(compiled, PCRE2_INFO_NAMECOUNT, &names);
	pcre2_pattern_info(compiled, PCRE2_INFO_NAMEENTRYSIZE, &width);
	pcre2_pattern_info(compiled, PCRE2_INFO_NAMETABLE, &table);
	if (names > PATH_CAPTURES) return place_wrong(c, at, "more than %d named groups", PATH_CAPTURES);
	for (uint32_t i = 0; i < names; i++)
		f->path_name[i] = str_of(arena_copy_z(&c->set->arena, str_of((const char *)table + i * width + 2)));
	f->path_names = names;
	return true;
}

/* --- where records are --------------------------------------------------------------------------------------------------- */

static bool records_add(const struct compiler *c, const struct place *at, const cJSON *item)
{
	struct format *const f = c->format;
	struct str *pointer;
	unsigned n;
	if (!item) return true;
	if (!strings_read(c, at, item, &pointer, &n)) return false;
	for (unsigned i = 0; i < n; i++) {
		bool known = false;
		if (pointer[i].n && pointer[i].p[0] != '/') return place_wrong(c, at, "a record pointer begins with /");
		for (unsigned k = 0; k < f->records; k++) known = known || str_equal(f->record[k], pointer[i]);
		if (known) continue;
		f->record = arena_grow(&c->set->arena, f->record, f->records * sizeof *f->record, (f->records + 1) * sizeof *f->record);
		f->record[f->records++] = pointer[i];
	}
	return true;
}

static bool records_compile(const struct compiler *c, const cJSON *root)
{
	const struct place at = { NULL, "records", 0 }, rules = { NULL, "rules", 0 };
	const cJSON *const list = cJSON_GetObjectItemCaseSensitive(root, "rules");
	struct format *const f = c->format;
	if (!records_add(c, &at, cJSON_GetObjectItemCaseSensitive(root, "records"))) return false;
	int i = 0;
	for (const cJSON *rule = list ? list->child : NULL; rule; rule = rule->next, i++) {
		const struct place here = { &rules, NULL, i }, inner = { &here, "records", 0 };
		if (!records_add(c, &inner, cJSON_GetObjectItemCaseSensitive(rule, "records"))) return false;
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
	static const char *const allowed[] = { "file", "records", "key", "value", NULL };
	const struct place records = { at, "records", 0 }, key_at = { at, "key", 0 }, value_at = { at, "value", 0 };
	struct arena *const arena = &c->set->arena;
	struct str where, key, *value;
	struct diag inner;
	if (!keys_known(c, at, item, allowed)) return false;
	if (!string_read(c, &records, cJSON_GetObjectItemCaseSensitive(item, "records"), &where)) return false;
	if (!string_read(c, &key_at, cJSON_GetObjectItemCaseSensitive(item, "key"), &key)) return false;
	if (!strings_read(c, &value_at, cJSON_GetObjectItemCaseSensitive(item, "value"), &value, &out->values)) return false;
	struct json_plan *const plan = json_plan_new(arena);
	bool fine = json_plan_add(plan, pointer_join(arena, "/*", key), 0, &inner);
	for (unsigned i = 0; fine && i < out->values; i++)
		fine = json_plan_add(plan, pointer_join(arena, "/*", value[i]), (uint16_t)(i + 1), &inner);
	if (!fine) return place_wrong(c, at, "%s", inner.text);
	out->plan = plan;
	out->capture = NO_CAPTURE;
	if (cJSON_GetObjectItemCaseSensitive(item, "file")) return true;
	if (!str_ends(where, str_of("/*")) || memchr(where.p, '*', where.n - 1))
		return place_wrong(c, &records, "a pointer with one * at its end is wanted, such as /includes/users/*");
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
	static const char *const allowed[] = { "where", "fields", "skip", "records", NULL };
	if (item && cJSON_GetObjectItemCaseSensitive(item, "recurse")) {
		const struct place here = { at, "recurse", 0 };
		return place_wrong(c, &here, "recursion into reply trees is not supported");
	}
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
	for (unsigned i = 0; i < c->set->overrides; i++)
		if (!field_override_compile(c, &c->set->override[i], &out->fields)) return false;
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

static bool frame_compile(const struct compiler *c, const cJSON *item)
{
	static const char *const name[] = { "jsonl", "json", "csv", "lines" };
	static const enum family family[] = { FAMILY_JSON, FAMILY_JSON, FAMILY_CSV, FAMILY_LINES };
	const struct place at = { NULL, "frame", 0 };
	struct str *word;
	unsigned n;
	c->format->family = FAMILY_NONE;
	if (!strings_read(c, &at, item, &word, &n)) return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned k = 0;
		while (k < 4 && !str_is(word[i], name[k])) k++;
		if (k == 4) return place_wrong(c, &at, "\"%.*s\": jsonl, json, csv or lines is wanted", (int)word[i].n, word[i].p);
		if (c->format->family != FAMILY_NONE && c->format->family != family[k])
			return place_wrong(c, &at, "csv and lines stand alone");
		c->format->family = family[k];
	}
	return n > 0 || place_wrong(c, &at, "jsonl, json, csv or lines is wanted");
}

static bool markup_compile(const struct compiler *c, const cJSON *item)
{
	static const struct { const char *name; unsigned bits; } known[] = { { "plain", 0 }, { "html-entities", MARKUP_ENTITIES },
		{ "html", MARKUP_HTML | MARKUP_ENTITIES }, { "markdown", MARKUP_MARKDOWN },
		{ "reddit-markdown", MARKUP_MARKDOWN | MARKUP_ENTITIES }, { "slack-mrkdwn", MARKUP_SLACK | MARKUP_ENTITIES } };
	const struct place at = { NULL, "markup", 0 };
	struct str text;
	if (!item) return true;
	if (!string_read(c, &at, item, &text)) return false;
	for (size_t from = 0, to; from <= text.n; from = to + 1) {
		unsigned k = 0;
		for (to = from; to < text.n && text.p[to] != '+';) to++;
		while (k < 6 && !str_is(str_cut(text, from, to), known[k].name)) k++;
		if (k == 6) return place_wrong(c, &at, "plain, html-entities, html, markdown, reddit-markdown, slack-mrkdwn, or several "
			"joined by + are wanted");
		c->format->markup |= known[k].bits;
	}
	return true;
}

static bool csv_compile(const struct compiler *c, const cJSON *item)
{
	static const char *const allowed[] = { "delimiter", "header", NULL };
	const struct place at = { NULL, "csv", 0 }, delimiter_at = { &at, "delimiter", 0 };
	if (!item) return true;
	if (!keys_known(c, &at, item, allowed)) return false;
	const cJSON *const header = cJSON_GetObjectItemCaseSensitive(item, "header");
	const cJSON *const delimiter = cJSON_GetObjectItemCaseSensitive(item, "delimiter");
	c->format->header = cJSON_IsTrue(header);
	c->format->no_header = cJSON_IsFalse(header);
	if (!delimiter) return true;
	if (!cJSON_IsString(delimiter) || strlen(delimiter->valuestring) != 1 || !strchr(",;\t|", delimiter->valuestring[0]))
		return place_wrong(c, &delimiter_at, "a comma, a semicolon, a tab or | is wanted");
	c->format->delimiter = delimiter->valuestring[0];
	return true;
}

static bool small_keys_compile(const struct compiler *c, const cJSON *root)
{
	const struct place name = { NULL, "map", 0 }, scope_at = { NULL, "id_scope", 0 }, companion = { NULL, "companion", 0 },
		priority_at = { NULL, "priority", 0 };
	const cJSON *const scope = cJSON_GetObjectItemCaseSensitive(root, "id_scope");
	const cJSON *const priority = cJSON_GetObjectItemCaseSensitive(root, "priority");
	const cJSON *const passed = cJSON_GetObjectItemCaseSensitive(root, "companion");
	struct format *const f = c->format;
	if (!string_read(c, &name, cJSON_GetObjectItemCaseSensitive(root, "map"), &f->name)) return false;
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
	static const char *const allowed[] = { "map", "title", "frame", "priority", "detect", "path", "csv", "records", "id_scope",
		"companion", "lookups", "skip", "rules", "fields", "markup", NULL };
	const struct place detect = { NULL, "detect", 0 }, path = { NULL, "path", 0 }, recurse = { NULL, "recurse", 0 };
	struct format *const f = c->format;
	if (cJSON_GetObjectItemCaseSensitive(root, "recurse"))
		return place_wrong(c, &recurse, "recursion into reply trees is not supported");
	if (!keys_known(c, NULL, root, allowed) || !small_keys_compile(c, root)) return false;
	const bool generic = f->priority > 0 && !cJSON_GetObjectItemCaseSensitive(root, "records");
	f->plan = json_plan_new(&c->set->arena);
	f->slot = arena_alloc(&c->set->arena, MAP_SLOTS * sizeof *f->slot);
	if (!frame_compile(c, cJSON_GetObjectItemCaseSensitive(root, "frame")) ||
	    !markup_compile(c, cJSON_GetObjectItemCaseSensitive(root, "markup")) ||
	    !csv_compile(c, cJSON_GetObjectItemCaseSensitive(root, "csv")) ||
	    !detect_compile(c, &detect, cJSON_GetObjectItemCaseSensitive(root, "detect"), generic) ||
	    !path_compile(c, &path, cJSON_GetObjectItemCaseSensitive(root, "path")) || !records_compile(c, root) ||
	    !lookups_compile(c, cJSON_GetObjectItemCaseSensitive(root, "lookups")) || !rules_compile(c, root)) return false;
	if (f->captures > PATH_CAPTURES)
		return place_wrong(c, NULL, "more than %d values outside of the records are asked for", PATH_CAPTURES);
	for (unsigned i = 0; i < f->slots; i++) f->names_lines = f->names_lines || str_is(f->slot[i], "/name");
	return true;
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
		size_t line = 1;
		for (const char *p = text; end && p < end && p < text + bytes.n; p++) line += *p == '\n';
		(void)diag_usage(diag, "%.*s: line %zu: not JSON", (int)file.n, file.p, line);
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
