/* format_text.c -- what the head of a member without JSON shows: is it text, a table, a chat?
 * Knows lines, rows and names in general; does not know maps. */
#include "map.h"
#include "utf8.h"

bool name_fits(struct str name, struct str pattern)
{
	size_t n = 0, p = 0, star = SIZE_MAX, mark = 0;
	while (n < name.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			mark = n;
		} else if (p < pattern.n && (pattern.p[p] == '?' || pattern.p[p] == name.p[n])) {
			p++;
			n++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			n = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*') p++;
	return p == pattern.n;
}

/* Pages, mails and web archives are text too, but no lines of messages. */
static bool other_format(struct str head)
{
	static const char *const start[] = { "<!", "<?", "<html", "<HTML", "<head", "<rss", "<feed", "<mediawiki", "From ", "WARC/",
		"version https://git-lfs", "%PDF", "#!" };
	for (size_t i = 0; i < sizeof start / sizeof *start; i++) if (str_starts(head, str_of(start[i]))) return true;
	return false;
}

bool head_is_text(struct str head)
{
	size_t controls = 0, zeros = 0, broken = 0;
	if (other_format(str_trim(head))) return false;
	for (size_t at = 0; at < head.n;) {
		const unsigned char c = (unsigned char)head.p[at];
		unsigned part;
		const unsigned length = utf8_length(head.p + at, head.n - at, &part);
		zeros += c == 0;
		controls += c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
		broken += !length;
		at += length ? length : part;
	}
	return zeros * 10 <= head.n && controls * 5 <= head.n && (controls * 20 <= head.n || broken * 10 <= head.n);
}

bool head_line(struct str head, bool whole, size_t *at, struct str *line)
{
	const char end = head.n && memchr(head.p, '\n', head.n) ? '\n' : '\r';
	if (*at >= head.n) return false;
	const char *const stop = memchr(head.p + *at, end, head.n - *at);
	if (!stop && !whole) return false;
	const size_t to = stop ? (size_t)(stop - head.p) : head.n;
	*line = str_cut(head, *at, to);
	*at = to + 1;
	return true;
}

/* --- tables -------------------------------------------------------------------------------------------------------------- */

enum { ROWS_LOOKED_AT = 20 };

/* Is there a quote behind a backslash that can be no cell's end? Then backslashes are how quotes are written. */
static enum table_dialect head_dialect(struct str head, char delimiter)
{
	bool quoted = head.n && head.p[0] == '"';
	for (size_t i = 1; i + 2 < head.n; i++) {
		const char c = head.p[i], before = head.p[i - 1], next = head.p[i + 2];
		quoted = quoted || (c == '"' && (before == delimiter || before == '\n'));
		if (!quoted || c != '\\' || head.p[i + 1] != '"' || before == '\\') continue;
		if (next != delimiter && next != '"' && next != '\r' && next != '\n') return TABLE_BACKSLASH;
	}
	return TABLE_PLAIN;
}

/* Where the row from `at` on ends; head.n when it does not end in the head. */
static size_t row_end(struct str head, size_t at, char delimiter, enum table_dialect dialect)
{
	bool quoted = false, start = true;
	for (; at < head.n; at++) {
		const char c = head.p[at];
		if (quoted) {
			if (c == '\\' && dialect == TABLE_BACKSLASH) at++;
			else if (c == '"' && at + 1 < head.n && head.p[at + 1] == '"') at++;
			else if (c == '"') quoted = false;
		} else if (c == '"' && start) {
			quoted = true;
		} else if (c == '\n') {
			break;
		}
		start = !quoted && c == delimiter;
	}
	return at;
}

struct table_look head_table(struct str head, bool whole, char delimiter, struct arena *arena)
{
	const enum table_dialect dialect = head_dialect(head, delimiter);
	struct table_look look = { .dialect = dialect };
	for (size_t at = 0; at < head.n && look.rows <= ROWS_LOOKED_AT;) {
		const size_t end = row_end(head, at, delimiter, dialect);
		const struct str row = str_cut(head, at, end);
		struct row_cells found;
		if (end == head.n && !whole) break;
		at = end + 1;
		if (!str_trim(row).n) continue;
		const bool fine = columns_row(row, delimiter, dialect, COLUMNS_MOST, arena, &found) == FAULT_NONE;
		if (!look.cells) {
			if (!fine) break;
			look.cell = found.cell;
			look.cells = found.cells;
			continue;
		}
		look.rows++;
		look.fitting += fine && found.cells == look.cells;
	}
	return look;
}

/* --- chats --------------------------------------------------------------------------------------------------------------- */

enum { LINES_LOOKED_AT = 200 };

bool head_has_names(struct str head, bool whole)
{
	struct str name[LINES_LOOKED_AT], text, line;
	unsigned names = 0, lines = 0;
	bool recurs = false;
	for (size_t at = 0; lines < LINES_LOOKED_AT && head_line(head, whole, &at, &line);) {
		line = str_trim(line);
		if (!line.n) continue;
		lines++;
		if (!columns_name(line, &name[names], &text)) continue;
		for (unsigned i = 0; i < names && !recurs; i++) recurs = str_equal(name[i], name[names]);
		names++;
	}
	return recurs && names * 2 > lines;
}
