/* format_set.c -- all maps there are, compiled once and then shared by every thread.
 * Knows where maps come from and how one is named; does not know the map language. */
#include "map.h"

#include <stdio.h>
#include <stdlib.h>

static bool set_add(struct format_set *set, struct str file, struct str bytes, struct diag *diag)
{
	struct format *const f = map_compile(set, file, bytes, diag);
	if (!f) return false;
	unsigned at = 0;
	while (at < set->formats && str_compare(set->format[at]->name, f->name) < 0) at++;
	if (at < set->formats && str_equal(set->format[at]->name, f->name)) {
		map_close(set->format[at]);
		set->format[at] = f;
		return true;
	}
	if (set->formats == FORMATS_MOST) {
		map_close(f);
		return diag_usage(diag, "%.*s: more than %d maps", (int)file.n, file.p, FORMATS_MOST);
	}
	memmove(set->format + at + 1, set->format + at, (set->formats - at) * sizeof *set->format);
	set->format[at] = f;
	set->formats++;
	return true;
}

static bool record_slots(struct format_set *set, struct diag *diag)
{
	bool ok = true;
	for (unsigned i = 0; i < set->formats; i++) {
		struct format *const f = set->format[i];
		f->record_slot = arena_alloc(&set->arena, (f->records + 1) * sizeof *f->record_slot);
		for (unsigned k = 0; k < f->records; k++) f->record_slot[k] = detect_slot(set, f->record[k], diag, &ok);
	}
	return ok;
}

static bool set_force(struct format_set *set, struct str name, struct diag *diag)
{
	char list[900] = "";
	size_t n = 0;
	for (unsigned i = 0; i < set->formats; i++) {
		const struct str known = set->format[i]->name;
		if (str_equal(known, name)) {
			set->forced = set->format[i];
			return true;
		}
		if (set->format[i]->companion.p || n + known.n + 3 > sizeof list) continue;
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%.*s", n ? ", " : "", (int)known.n, known.p);
	}
	return diag_usage(diag, "--format %.*s: no such format; there are %s", (int)name.n, name.p, list);
}

static bool set_fill(struct format_set *set, const struct assets *assets, const struct settings *settings,
                     struct diag *diag)
{
	const char *name;
	for (unsigned i = 0; assets && (name = assets_name(assets, "formats/", i)); i++) {
		if (!str_ends(str_of(name), str_of(".map.json"))) continue;
		if (!set_add(set, str_of(name), assets_find(assets, name), diag)) return false;
	}
	for (unsigned i = 0; i < settings->map_count; i++) {
		if (!set_add(set, settings->map_name[i], settings->maps[i], diag)) return false;
	}
	return record_slots(set, diag) && (!settings->format.n || set_force(set, settings->format, diag));
}

struct format_set *format_set_open(const struct assets *assets, const struct settings *settings, struct diag *diag)
{
	struct format_set *const set = mem_zalloc(1, sizeof *set);
	set->format = arena_zalloc(&set->arena, (FORMATS_MOST + 1) * sizeof *set->format);
	set->detect_plan = json_plan_new(&set->arena);
	set->override = settings->override;
	set->overrides = settings->overrides;
	set->bad_utf8 = settings->bad_utf8;
	set->include_private = settings->include_private;
	set->json_depth = settings->limits.json_depth ? settings->limits.json_depth : 512;
	if (set_fill(set, assets, settings, diag)) return set;
	format_set_close(set);
	return NULL;
}

static bool map_usable(const struct format *f, const struct settings *settings, struct diag *diag)
{
	const struct detect *const d = &f->detect;
	const int n = (int)f->file.n;
	const bool shown = d->alls || d->anys || (f->family == FAMILY_CSV ? d->columns > 0 : d->alsos || d->name_count || f->path);
	const char *const wanted = f->family == FAMILY_CSV ? "all, any or columns" : f->family == FAMILY_LINES ? "names" :
		"all, any, also or names";
	bool text = f->companion.p != NULL;
	for (unsigned i = 0; i < f->rules; i++) text = text || f->rule[i].fields.field[FIELD_TEXT];
	if (!text)
		return diag_usage(diag, "%.*s: /fields/text: where the text stands is wanted, or \"companion\" for files without messages",
			n, f->file.p);
	if (shown || f->family == FAMILY_LAYOUT || str_equal(settings->format, f->name)) return true;
	return diag_usage(diag, "%.*s: /detect: %s is wanted, or the map is taken only with --format %.*s", n, f->file.p, wanted,
		(int)f->name.n, f->name.p);
}

bool format_set_usable(const struct format_set *set, const struct settings *settings, struct diag *diag)
{
	for (unsigned i = 0; i < settings->map_count; i++)
		for (unsigned k = 0; k < set->formats; k++)
			if (str_equal(set->format[k]->file, settings->map_name[i]) && !map_usable(set->format[k], settings, diag)) return false;
	return true;
}

void format_set_close(struct format_set *set)
{
	if (!set) return;
	for (unsigned i = 0; i < set->formats; i++) map_close(set->format[i]);
	arena_free(&set->arena);
	free(set);
}

/* --- what the framers and the source ask --------------------------------------------------------------------------------- */

const char *format_name(const struct format *f) { return f->name.p; }

const char *format_title(const struct format *f) { return f->title.p ? f->title.p : ""; }

struct str format_companion(const struct format *f) { return f->companion; }

unsigned format_record_paths(const struct format *f, const struct str **paths)
{
	*paths = f->record;
	return f->records;
}

unsigned format_recurse_paths(const struct format *f, const struct str **paths)
{
	*paths = f->recurse;
	return f->recurses;
}

unsigned format_captures(const struct format *f, const struct capture **captures)
{
	*captures = f->capture;
	return f->captures;
}
