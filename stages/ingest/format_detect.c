/* format_detect.c -- which map fits a member best, by its path and its first bytes.
 * Knows how maps are weighed against one another; does not know how values or rows are looked at. */
#include "frame_paths.h"
#include "layout.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { MATCH_LIMIT = 100000 };     /* steps that a path expression may take: a path is short, an expression may be bad */

static struct str base_name(struct str path)
{
	static const char *const ending[] = { ".gz", ".zst", ".xz", ".bz2", ".lzma", ".lz4" };
	while (path.n && (path.p[path.n - 1] == '!' || path.p[path.n - 1] == '/')) path.n--;
	for (size_t i = path.n; i-- > 0;) {
		if (path.p[i] != '/' && path.p[i] != '!') continue;
		path = str_cut(path, i + 1, path.n);
		break;
	}
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (str_ends(path, str_of(ending[i]))) path.n -= strlen(ending[i]);
	return path;
}

static bool path_fits(const struct format *f, const struct look *look, struct str *capture)
{
	if (!f->path) return false;
	pcre2_match_context *const context = pcre2_match_context_create(NULL);
	pcre2_match_data *const data = pcre2_match_data_create_from_pattern(f->path, NULL);
	struct str path = look->path;
	if (context) pcre2_set_match_limit(context, MATCH_LIMIT);
	/* A map's expression speaks of file names: how the file is compressed is not its affair. */
	path.n = (size_t)(look->base.p + look->base.n - path.p);
	const int groups = data ? pcre2_match(f->path, (PCRE2_SPTR)path.p, path.n, 0, 0, data, context) : 0;
	for (unsigned i = 0; groups > 0 && i < f->path_names; i++) {
		const int group = pcre2_substring_number_from_name(f->path, (PCRE2_SPTR)f->path_name[i].p);
		const PCRE2_SIZE *const offset = pcre2_get_ovector_pointer(data);
		capture[i] = (struct str){ NULL, 0 };
		if (group > 0 && group < groups && offset[2 * group] != PCRE2_UNSET && offset[2 * group + 1] > offset[2 * group])
			capture[i] = arena_copy(look->arena, str_cut(path, offset[2 * group], offset[2 * group + 1]));
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return groups > 0;
}

/* What name and path say: -1 they rule it out. */
static int place_score(const struct format *f, const struct look *look, struct str *capture)
{
	int score = 0;
	if (path_fits(f, look, capture)) score += 3;
	else if (f->detect.path) return -1;
	for (unsigned i = 0; i < f->detect.name_count; i++) {
		if (!name_fits(look->base, f->detect.names[i])) continue;
		score++;
		break;
	}
	return score;
}

static int sample_score(const struct format *f, const struct sample *s)
{
	const struct detect *const d = &f->detect;
	int score = 0;
	bool all = d->alls + d->anys > 0, any = d->anys == 0;
	if (s->element && f->records && !documents_listed(f->record, f->records)) return 0;
	for (unsigned i = 0; i < d->alls; i++) all = all && sample_has(s, d->all[i]);
	for (unsigned i = 0; i < d->anys; i++) any = any || sample_has(s, d->any[i]);
	if (all && any) score = (d->alls ? 2 : 0) + (d->anys ? 1 : 0);
	for (unsigned i = 0; i < d->alsos && !score; i++) score = sample_has(s, d->also[i]);
	return score;
}

/* 0: it does not fit. */
static int json_score(const struct format *f, const struct samples *samples, int place)
{
	int best = 0;
	if (place < 0) return 0;
	if (!f->detect.alls && !f->detect.anys && !f->detect.alsos) return place;
	for (unsigned i = 0; i < samples->samples; i++) {
		const int score = sample_score(f, &samples->sample[i]);
		best = score > best ? score : best;
	}
	return best ? best + place : 0;
}

static bool better(const struct format *f, int score, const struct format *best, int best_score)
{
	if (score <= 0) return false;
	if (!best || f->priority != best->priority) return !best || f->priority < best->priority;
	return score > best_score;
}

/* Lines that are values by themselves are framed as such, unless records lie deeper in them. */
static enum frame json_frame(const struct format *f, const struct samples *samples)
{
	if (!samples->lines || samples->array) return FRAME_JSON;
	for (unsigned i = 0; i < samples->samples; i++)
		for (unsigned k = 0; k < f->records; k++)
			if (sample_has(&samples->sample[i], f->record_slot[k])) return FRAME_JSON;
	return FRAME_JSONL;
}

/* --- tables and lines ---------------------------------------------------------------------------------------------------- */

static bool cell_is(struct str cell, struct str name)
{
	cell = str_trim(cell);
	if (cell.n != name.n) return false;
	for (size_t i = 0; i < name.n; i++) {
		const char a = cell.p[i], b = name.p[i];
		if ((a >= 'A' && a <= 'Z' ? a + 32 : a) != (b >= 'A' && b <= 'Z' ? b + 32 : b)) return false;
	}
	return true;
}

static bool table_has(const struct table_look *table, struct str name)
{
	for (uint32_t i = 0; i < table->cells; i++) if (cell_is(table->cell[i], name)) return true;
	return false;
}

/* A column asked for by its number needs no name. */
static bool table_reaches(const struct table_look *table, struct str name)
{
	uint32_t index = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9' || i > 4) return false;
		index = index * 10 + (uint32_t)(name.p[i] - '0');
	}
	return name.n && index < table->cells;
}

static int table_score(const struct format *f, const struct table_look *table, bool *header)
{
	const struct detect *const d = &f->detect;
	bool all = d->alls + d->anys > 0, any = d->anys == 0, named = false, reached = false;
	for (unsigned i = 0; i < d->alls; i++) all = all && table_has(table, d->all_name[i]);
	for (unsigned i = 0; i < d->anys; i++) {
		named = named || table_has(table, d->any_name[i]);
		reached = reached || table_reaches(table, d->any_name[i]);
	}
	any = any || named || reached;
	*header = all && (named || d->anys == 0);
	if (d->columns) return d->columns == table->cells && !d->alls && !d->anys ? 1 : 0;
	return all && any ? (d->alls ? 2 : 0) + (d->anys ? 1 : 0) : 0;
}

/* Names are there and no cell is a mere number. */
static bool header_like(const struct table_look *table)
{
	for (uint32_t i = 0; i < table->cells; i++) {
		const struct str cell = str_trim(table->cell[i]);
		size_t digits = 0;
		while (digits < cell.n && cell.p[digits] >= '0' && cell.p[digits] <= '9') digits++;
		if (cell.n && digits == cell.n) return false;
	}
	return table->cells > 0;
}

static bool table_sound(const struct look *look, const struct table_look *table)
{
	const bool named = str_ends(look->base, str_of(".csv")) || str_ends(look->base, str_of(".tsv"));
	return table->cells && (named || (table->cells > 1 && table->fitting * 2 >= table->rows));
}

static bool table_detect(const struct look *look, struct detection *found)
{
	static const char delimiters[] = ",;\t|";
	const struct format *best = NULL;
	int best_score = 0;
	uint32_t best_cells = 0;
	size_t skip = 0;
	char fixed = 0;
	if (look->head.n > 6 && !memcmp(look->head.p, "sep=", 4) && (look->head.p[5] == '\n' || look->head.p[5] == '\r')) {
		fixed = look->head.p[4];
		skip = look->head.p[5] == '\r' && look->head.p[6] == '\n' ? 7 : 6;
	}
	for (const char *d = fixed ? &fixed : delimiters; *d; d = fixed ? "" : d + 1) {
		const struct table_look table = head_table(str_cut(look->head, skip, look->head.n), look->whole, *d, look->arena);
		if (!look->set->forced && !table_sound(look, &table)) continue;
		for (unsigned i = 0; i < look->set->formats; i++) {
			const struct format *const f = look->set->format[i];
			struct str capture[PATH_CAPTURES] = { { NULL, 0 } };
			bool header = false;
			if (f->family != FAMILY_CSV || (look->set->forced && f != look->set->forced)) continue;
			if (f->delimiter && f->delimiter != *d) continue;
			const int place = place_score(f, look, capture);
			int score = table_score(f, &table, &header);
			if (look->set->forced) score++;
			if (place < 0 || score <= 0) continue;
			score += place;
			const bool wider = best == f && score == best_score && table.cells > best_cells;
			if (!wider && !better(f, score, best, best_score)) continue;
			best = f;
			best_score = score;
			best_cells = table.cells;
			found->delimiter = *d;
			found->dialect = table.dialect;
			found->header = f->header || (!f->no_header && (header || header_like(&table)));
			memcpy(found->capture, capture, sizeof capture);
		}
	}
	if (!best) return false;
	found->format = best;
	found->frame = FRAME_CSV;
	found->skip += skip;
	return true;
}

static void lines_detect(const struct look *look, struct detection *found)
{
	const struct format *best = NULL;
	int best_score = 0;
	const bool names = head_has_names(look->head, look->whole);
	for (unsigned i = 0; i < look->set->formats; i++) {
		const struct format *const f = look->set->format[i];
		struct str capture[PATH_CAPTURES] = { { NULL, 0 } };
		const bool forced = f == look->set->forced;
		if (f->family != FAMILY_LINES || (look->set->forced && !forced)) continue;
		const int place = place_score(f, look, capture);
		if (!forced && f->names_lines != names) continue;
		if (!better(f, forced ? 1 : place, best, best_score)) continue;
		best = f;
		best_score = place;
		memcpy(found->capture, capture, sizeof capture);
	}
	found->format = best;
	found->frame = FRAME_LINES;
	found->names = best && best->names_lines && (names || look->set->forced == best);
}

/* --- layouts that need code ---------------------------------------------------------------------------------------------- */

static int layout_score(const struct format *f, const struct look *look, unsigned dialect)
{
	const struct detect *const d = &f->detect;
	bool all = true, any = d->anys == 0;
	if (!f->layout->shows) return 1;
	for (unsigned i = 0; i < d->alls; i++) all = all && f->layout->shows(look, dialect, d->all_name[i]);
	for (unsigned i = 0; i < d->anys; i++) any = any || f->layout->shows(look, dialect, d->any_name[i]);
	return all && any ? 1 + (d->alls ? 2 : 0) + (d->anys ? 1 : 0) : 0;
}

static bool layout_detect(const struct look *look, struct detection *found)
{
	bool asked[FRAME_COUNT] = { false }, fits[FRAME_COUNT] = { false };
	unsigned dialect[FRAME_COUNT] = { 0 };
	const struct format *best = NULL;
	int best_score = 0;
	for (unsigned i = 0; i < look->set->formats; i++) {
		const struct format *const f = look->set->format[i];
		struct str capture[PATH_CAPTURES] = { { NULL, 0 } };
		if (f->family != FAMILY_LAYOUT || (look->set->forced && f != look->set->forced)) continue;
		const int place = place_score(f, look, capture);
		if (!asked[f->frame]) fits[f->frame] = f->layout->recognise(look, &dialect[f->frame]);
		asked[f->frame] = true;
		int score = place >= 0 && fits[f->frame] ? layout_score(f, look, dialect[f->frame]) : 0;
		if (score) score += place;
		if (f == look->set->forced) score++;
		if (!better(f, score, best, best_score)) continue;
		best = f;
		best_score = score;
		memcpy(found->capture, capture, sizeof capture);
	}
	if (!best) return false;
	found->format = best;
	found->frame = best->frame;
	found->dialect = dialect[best->frame];
	return true;
}

/* --- the interface ------------------------------------------------------------------------------------------------------- */

static bool json_detect(const struct look *look, const struct samples *samples, struct detection *found)
{
	int best_score = 0;
	for (unsigned i = 0; i < look->set->formats; i++) {
		const struct format *const f = look->set->format[i];
		struct str capture[PATH_CAPTURES] = { { NULL, 0 } };
		if (f->family != FAMILY_JSON || (look->set->forced && f != look->set->forced)) continue;
		const int place = place_score(f, look, capture);
		const int score = f == look->set->forced ? 1 : json_score(f, samples, place);
		if (!better(f, score, found->format, best_score)) continue;
		found->format = f;
		best_score = score;
		memcpy(found->capture, capture, sizeof capture);
	}
	if (found->format) found->frame = json_frame(found->format, samples);
	return found->format != NULL;
}

static bool begins_as_json(struct str head)
{
	const struct str text = str_trim(head);
	return text.n && (text.p[0] == '{' || text.p[0] == '[');
}

/* Without `window.YTD.tweets.part0 = `, where JSON was written as a script. */
static struct str script_opened(struct str head)
{
	enum { NAME_MOST = 255 };
	for (size_t i = 0; i < head.n && i < NAME_MOST; i++) {
		const char c = head.p[i], letter = (char)(c | 32);
		if (c == '=' && i > 0 && begins_as_json(str_cut(head, i + 1, head.n))) return str_cut(head, i + 1, head.n);
		if (!((letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || strchr("._$ ", c)) || !c) break;
	}
	return head;
}

struct detection format_detect(const struct format_set *set, struct str path, struct str head, struct arena *arena)
{
	struct detection found = { .format = NULL };
	if (str_starts(head, str_of("\xef\xbb\xbf"))) found.skip = 3;
	const struct look look = { set, path, str_cut(head, found.skip, head.n), base_name(path), head.n < DETECT_BYTES, arena };
	const struct samples samples = head_samples(set, script_opened(look.head), look.whole, arena);
	found.path = path;
	/* What does not begin as JSON may hold some: a page in a web archive, a paste in a chat. */
	if (!begins_as_json(look.head) && layout_detect(&look, &found)) return found;
	if (json_detect(&look, &samples, &found)) return found;
	if ((!samples.json || set->forced) && layout_detect(&look, &found)) return found;
	if (!samples.json && head_is_text(look.head)) {
		if (!table_detect(&look, &found)) lines_detect(&look, &found);
	} else if (set->forced && set->forced->family != FAMILY_JSON) {
		if (!table_detect(&look, &found)) lines_detect(&look, &found);
	}
	return found;
}
