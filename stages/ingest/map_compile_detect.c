/* map_compile_detect.c -- which files a map is for: what their heads show, their names, the expression over their path.
 * Knows how detection is written down; does not know how a file is weighed (format_detect.c). */
#include "map_compile.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

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

bool detect_compile(const struct compiler *c, const struct place *at, const cJSON *item, bool generic)
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

bool path_compile(const struct compiler *c, const struct place *at, const cJSON *item)
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
