/* settings.c -- one table of configuration keys; files and options both set through it, `config` prints from it.
 * Knows keys, kinds and bounds; does not know who reads a setting. */
#include "configure.h"
#include "decision.h"
#include "publish.h"
#include <cjson/cJSON.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum kind { KIND_U32, KIND_U64, KIND_FLAG, KIND_SHARE, KIND_UTF8, KIND_OUTPUT, KIND_TEXT };

struct setting {
	const char *key;
	size_t      offset;
	enum kind   kind;
	uint64_t    least, most;
};

#define AT(field) offsetof(struct settings, field)
static const struct setting table[] = {
	{ "run.threads",          AT(threads),             KIND_U32, 0, 1024 },
	{ "run.window",           AT(window),              KIND_U32, 0, 32 },
	{ "run.quiet",            AT(quiet),               KIND_FLAG, 0, 0 },
	{ "run.verbose",          AT(verbose),             KIND_FLAG, 0, 0 },
	{ "run.max_bad",          AT(max_bad),             KIND_SHARE, 0, 0 },
	{ "read.format",          AT(format),              KIND_TEXT, 0, 0 },
	{ "read.invalid_utf8",    AT(bad_utf8),            KIND_UTF8, 0, 0 },
	{ "read.any_language",    AT(any_language),        KIND_FLAG, 0, 0 },
	{ "read.include_private", AT(include_private),     KIND_FLAG, 0, 0 },
	{ "read.chunk",           AT(chunk),               KIND_U64, 1, 1u << 30 },
	{ "read.unit",            AT(unit),                KIND_U64, 1, UINT64_C(1) << 50 },
	{ "limits.nesting",       AT(limits.nesting),      KIND_U32, 1, 1000 },
	{ "limits.members",       AT(limits.members),      KIND_U64, 1, UINT64_C(1) << 40 },
	{ "limits.bytes",         AT(limits.bytes),        KIND_U64, 1, UINT64_C(1) << 52 },
	{ "limits.ratio",         AT(limits.ratio),        KIND_U64, 1, UINT64_C(1) << 40 },
	{ "limits.ratio_floor",   AT(limits.ratio_floor),  KIND_U64, 1, UINT64_C(1) << 52 },
	{ "limits.record",        AT(limits.record),       KIND_U64, 64, 1u << 30 },
	{ "limits.held",          AT(limits.held),         KIND_U64, 0, 1u << 30 },
	{ "limits.json_depth",    AT(limits.json_depth),   KIND_U32, 1, 100000 },
	{ "limits.text",          AT(limits.text),         KIND_U32, 1, 1u << 30 },
	{ "limits.idle_seconds",  AT(limits.idle_seconds), KIND_U32, 1, 1u << 30 },
	{ "decide.check_worthiness", AT(decide[SLOT_CHECK_WORTHINESS].name), KIND_TEXT, 0, 0 },
	{ "decide.claim",         AT(decide[SLOT_CLAIM].name), KIND_TEXT, 0, 0 },
	{ "decide.certainty",     AT(decide[SLOT_CERTAINTY].name), KIND_TEXT, 0, 0 },
	{ "decide.stance_alone",  AT(decide[SLOT_STANCE].name), KIND_TEXT, 0, 0 },
	{ "score.model",          AT(model),               KIND_TEXT, 0, 0 },
	{ "score.output_format",  AT(output),              KIND_OUTPUT, 0, 0 },
	{ "score.text",           AT(with_text),           KIND_FLAG, 0, 0 },
	{ "score.features",       AT(with_features),       KIND_FLAG, 0, 0 },
	{ "score.reasons",        AT(reasons),             KIND_U32, 0, 1000000 },
};
#undef AT

enum { SETTINGS = sizeof table / sizeof *table };

static const char *const utf8_names[] = { "replace", "quarantine", NULL };
static const char *const output_names[] = { "plain", "zstd", "gzip", NULL };

static const char *setting_key(unsigned i, const void *context)
{
	(void)context;
	return i < SETTINGS ? table[i].key : NULL;
}

static const struct setting *setting_find(const char *key)
{
	for (unsigned i = 0; i < SETTINGS; i++) if (strcmp(table[i].key, key) == 0) return &table[i];
	return NULL;
}

/* 12, 16K, 256M, 4G, 4T (powers of 1024). */
static bool parse_size(const char *text, uint64_t *value)
{
	char *end;
	errno = 0;
	if (*text < '0' || *text > '9') return false;
	const uint64_t number = strtoull(text, &end, 10);
	const char *const units = "KMGT", *unit = *end ? strchr(units, *end & ~0x20) : NULL;
	const unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	if (errno || (*end && (!unit || end[1])) || number > UINT64_MAX >> shift) return false;
	*value = number << shift;
	return true;
}

static bool parse_share(const char *text, double *share)
{
	char *end;
	if (strcmp(text, "any") == 0) {
		*share = -1;
		return true;
	}
	*share = strtod(text, &end);
	if (end == text) return false;
	if (*end == '%' && !end[1]) *share /= 100;
	else if (*end) return false;
	return *share >= 0 && *share <= 1;
}

static int parse_name(const char *text, const char *const *names)
{
	for (int i = 0; names[i]; i++) if (strcmp(text, names[i]) == 0) return i;
	return -1;
}

static bool setting_number(const struct setting *s, void *field, const char *text, struct diag *d)
{
	uint64_t value;
	if (!parse_size(text, &value) || value < s->least || value > s->most)
		return diag_usage(d, "\"%s\" is no number from %llu to %llu (K, M, G and T may follow)", text,
			(unsigned long long)s->least, (unsigned long long)s->most);
	if (s->kind == KIND_U32) *(uint32_t *)field = (uint32_t)value;
	else *(uint64_t *)field = value;
	return true;
}

static bool setting_put(struct settings *all, const struct setting *s, const char *text, struct arena *arena, struct diag *d)
{
	void *field = (char *)all + s->offset;
	int name;
	switch (s->kind) {
	case KIND_U32:
	case KIND_U64:
		return setting_number(s, field, text, d);
	case KIND_FLAG:
		*(bool *)field = strcmp(text, "true") == 0;
		return *(bool *)field || strcmp(text, "false") == 0 || diag_usage(d, "\"%s\" is neither true nor false", text);
	case KIND_SHARE:
		return parse_share(text, field) || diag_usage(d, "\"%s\" is no share: 0.01, 1%% or any", text);
	case KIND_UTF8:
		if ((name = parse_name(text, utf8_names)) < 0) return diag_usage(d, "\"%s\" is neither replace nor quarantine", text);
		*(enum bad_utf8 *)field = (enum bad_utf8)name;
		return true;
	case KIND_OUTPUT:
		if ((name = parse_name(text, output_names)) < 0) return diag_usage(d, "\"%s\" is none of plain, zstd, gzip", text);
		*(enum output_as *)field = (enum output_as)name;
		return true;
	case KIND_TEXT:
		*(struct str *)field = str_of(arena_copy_z(arena, str_of(text)));
		return true;
	}
	return false;
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static bool setting_from_json(struct settings *all, const char *key, const cJSON *item, struct arena *arena, struct diag *d)
{
	char number[40];
	const struct setting *s = setting_find(key);
	if (!s) {
		const char *near = nearest_name(key, setting_key, NULL);
		return diag_usage(d, near ? "no setting %s; did you mean %s?" : "no setting %s", key, near);
	}
	const char *text = cJSON_IsString(item) ? item->valuestring : cJSON_IsTrue(item) ? "true" : cJSON_IsFalse(item) ? "false" : NULL;
	if (cJSON_IsNumber(item)) {
		snprintf(number, sizeof number, "%.17g", item->valuedouble);
		text = number;
	}
	if (!text) return diag_usage(d, "%s: must be a string, a number, true or false", key);
	return setting_put(all, s, text, arena, d) || diag_within(d, key);
}

static int line_of(struct str text, const char *at)
{
	int line = 1;
	for (const char *p = text.p; p < at; p++) line += *p == '\n';
	return line;
}

static bool settings_file(struct settings *all, struct str json, const char *name, struct arena *arena, struct diag *d)
{
	const char *end = json.p;
	cJSON *root = cJSON_ParseWithLengthOpts(json.p, json.n, &end, false), *group, *item;
	bool fine = cJSON_IsObject(root);
	if (!root) diag_usage(d, "line %d: not JSON", line_of(json, end));
	else if (!fine) diag_usage(d, "not a JSON object");
	else cJSON_ArrayForEach(group, root) {
		if (!fine) break;
		if (!cJSON_IsObject(group)) fine = diag_usage(d, "%s: must be one of run, read, limits, decide, score, and an object", group->string);
		else cJSON_ArrayForEach(item, group) {
			char key[128];
			snprintf(key, sizeof key, "%s.%s", group->string, item->string);
			if (!(fine = setting_from_json(all, key, item, arena, d))) break;
		}
	}
	cJSON_Delete(root);
	return fine || diag_within(d, name);
}

static bool option_file(const char *path, struct str *bytes, struct arena *arena, struct diag *d)
{
	struct str read;
	if (!file_read(path, &read, d)) {
		d->code = EXIT_USAGE;
		return false;
	}
	*bytes = (struct str){ arena_copy_z(arena, read), read.n };
	free((void *)read.p);
	return true;
}

/* The bytes of the decisions' models. A model of the project's own that is not there is not used; one that somebody named must be. */
static bool settings_decide(struct settings *all, const struct str *own, const struct assets *assets, struct arena *arena, struct diag *d)
{
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		struct decide_model *m = &all->decide[slot];
		if (!m->name.n) continue;
		m->bytes = assets_find(assets, m->name.p);
		if (!m->bytes.p && !str_is(m->name, own[slot].p) && !option_file(m->name.p, &m->bytes, arena, d)) {
			char key[64];
			snprintf(key, sizeof key, "decide.%s", slot_info(slot)->name);
			return diag_within(d, key);
		}
		if (m->bytes.p) m->hash = XXH64(m->bytes.p, m->bytes.n, 0);
	}
	return true;
}

/* --- the command line -------------------------------------------------------------------------------------------- */

static void *list_grow(struct arena *arena, void *list, unsigned count, size_t each)
{
	return arena_grow(arena, list, count * each, (count + 1) * each);
}

static bool settings_exclude(struct settings *all, struct str names, struct arena *arena)
{
	while (names.n) {
		const char *end = memchr(names.p, '\n', names.n);
		const size_t n = end ? (size_t)(end - names.p) : names.n;
		const struct str name = str_trim(str_cut(names, 0, n));
		names = str_cut(names, end ? n + 1 : n, names.n);
		if (!name.n) continue;
		all->exclude = list_grow(arena, all->exclude, all->excludes, sizeof *all->exclude);
		all->exclude[all->excludes++] = name;
	}
	return true;
}

/* The options that are no single value. */
static bool settings_special(struct settings *all, const char *name, const char *value, struct arena *arena, struct diag *d)
{
	struct str bytes;
	if (strcmp(name, "field") == 0) {
		const char *sign = strchr(value, '=');
		if (!sign || sign == value) return diag_usage(d, "\"%s\": must be FIELD=POINTER, for instance text=/body", value);
		all->override = list_grow(arena, all->override, all->overrides, sizeof *all->override);
		all->override[all->overrides++] = (struct field_override){ { value, (size_t)(sign - value) }, str_of(sign + 1) };
	} else if (strcmp(name, "map") == 0) {
		if (!option_file(value, &bytes, arena, d)) return false;
		all->maps = list_grow(arena, all->maps, all->map_count, sizeof *all->maps);
		all->map_name = list_grow(arena, all->map_name, all->map_count, sizeof *all->map_name);
		all->map_name[all->map_count] = str_of(value);
		all->maps[all->map_count++] = bytes;
	} else if (strcmp(name, "exclude") == 0) {
		return option_file(value, &bytes, arena, d) && settings_exclude(all, bytes, arena);
	} else if (strcmp(name, "pseudonymise") == 0) {
		if (!option_file(value, &bytes, arena, d)) return false;
		all->key = str_trim(bytes);
		if (all->key.n < 16) return diag_usage(d, "%s: a key of fewer than 16 bytes protects nobody", value);
	}
	return true;
}

bool settings_load(struct settings *all, const struct assets *assets, const struct options *options, struct arena *arena, struct diag *d)
{
	const struct str defaults = assets_find(assets, "default.json");
	const char *file = options_value(options, "config");
	struct str bytes, own[SLOTS];
	*all = (struct settings){ 0 };
	if (!defaults.p) return diag_usage(d, "default.json: not among the configuration files");
	if (!settings_file(all, defaults, "default.json", arena, d)) return false;
	for (unsigned slot = 0; slot < SLOTS; slot++) own[slot] = str_of(all->decide[slot].name.n ? all->decide[slot].name.p : "");
	if (file && (!option_file(file, &bytes, arena, d) || !settings_file(all, bytes, file, arena, d))) return false;
	for (unsigned i = 0; i < options->count; i++) {
		const struct option_given *given = &options->given[i];
		const bool fine = given->info->setting
			? setting_put(all, setting_find(given->info->setting), given->value, arena, d)
			: settings_special(all, given->info->name, given->value, arena, d);
		if (!fine) {
			char name[64];
			snprintf(name, sizeof name, "--%s", given->info->name);
			return diag_within(d, name);
		}
	}
	return settings_decide(all, own, assets, arena, d);
}

/* --- printing ---------------------------------------------------------------------------------------------------- */

static void setting_print(const struct settings *all, const struct setting *s, struct buf *out)
{
	const void *field = (const char *)all + s->offset;
	const double share = s->kind == KIND_SHARE ? *(const double *)field : 0;
	switch (s->kind) {
	case KIND_U32:    buf_put_u64(out, *(const uint32_t *)field); break;
	case KIND_U64:    buf_put_u64(out, *(const uint64_t *)field); break;
	case KIND_FLAG:   buf_put_z(out, *(const bool *)field ? "true" : "false"); break;
	case KIND_SHARE:  if (share < 0) buf_put_z(out, "\"any\""); else buf_put_format(out, "%.6g", share); break;
	case KIND_UTF8:   buf_put_format(out, "\"%s\"", utf8_names[*(const enum bad_utf8 *)field]); break;
	case KIND_OUTPUT: buf_put_format(out, "\"%s\"", output_names[*(const enum output_as *)field]); break;
	case KIND_TEXT:   buf_put_json(out, *(const struct str *)field); break;
	}
}

void settings_print(const struct settings *all, struct buf *out)
{
	size_t group = 0;
	buf_put_z(out, "{");
	for (unsigned i = 0; i < SETTINGS; i++) {
		const char *key = table[i].key;
		const size_t n = strcspn(key, ".");
		const bool same = i && n == group && strncmp(key, table[i - 1].key, n) == 0;
		if (!same) buf_put_format(out, "%s\n  \"%.*s\": {", i ? "\n  }," : "", (int)n, key);
		buf_put_format(out, "%s\n    \"%s\": ", same ? "," : "", key + n + 1);
		setting_print(all, &table[i], out);
		group = n;
	}
	buf_put_z(out, "\n  }\n}\n");
}
