/* columns.c -- rows of a table and lines of a chat taken apart into cells.
 * Knows quotes, delimiters and "name: message"; does not know what any column means. */
#include "map.h"
#include "utf8.h"

/* From the byte after an opening quote to the offset of the one that closes it; row.n: none does. */
static size_t quote_end(struct str row, size_t at, enum table_dialect dialect)
{
	while (at < row.n) {
		const char *const quote = memchr(row.p + at, '"', row.n - at);
		const char *const escape = dialect == TABLE_BACKSLASH ? memchr(row.p + at, '\\', (quote ? (size_t)(quote - row.p) : row.n) - at) : NULL;
		if (escape) {
			at = (size_t)(escape - row.p) + 2;
			continue;
		}
		if (!quote) return row.n;
		at = (size_t)(quote - row.p);
		if (at + 1 >= row.n || row.p[at + 1] != '"') return at;
		at += 2;
	}
	return row.n;
}

/* Without the second of two quotes and, where that is how it is written, the backslash before a quote or a backslash. */
static struct str cell_unquote(struct str raw, enum table_dialect dialect, struct arena *arena)
{
	bool doubled = false;
	for (size_t i = 0; i + 1 < raw.n && !doubled; i++)
		doubled = (raw.p[i] == '"' && raw.p[i + 1] == '"') || (raw.p[i] == '\\' && dialect == TABLE_BACKSLASH);
	if (!doubled) return raw;
	char *const to = arena_alloc(arena, raw.n);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		const char next = i + 1 < raw.n ? raw.p[i + 1] : '\0';
		if (raw.p[i] == '\\' && dialect == TABLE_BACKSLASH && (next == '"' || next == '\\')) i++;
		else if (raw.p[i] == '"' && next == '"') i++;
		to[n++] = raw.p[i];
	}
	return (struct str){ to, n };
}

static size_t cell_end(struct str row, size_t at, char delimiter)
{
	const char *const next = at < row.n ? memchr(row.p + at, delimiter, row.n - at) : NULL;
	return next ? (size_t)(next - row.p) : row.n;
}

/* A cell that begins with a quote at `at`; what stands behind its closing quote belongs to it. */
static size_t quoted_cell(struct str row, size_t at, char delimiter, enum table_dialect dialect, struct arena *arena, struct row_cells *out)
{
	const size_t close = quote_end(row, at + 1, dialect);
	if (close == row.n) return SIZE_MAX;
	const size_t end = cell_end(row, close + 1, delimiter);
	/* Columns between tabs are seldom quoted: what does not end with its quote is none that is. */
	if (delimiter == '\t' && end > close + 1 && str_trim(str_cut(row, close + 1, end)).n) {
		const size_t whole = cell_end(row, at, delimiter);
		out->cell[out->cells++] = str_cut(row, at, whole);
		return whole;
	}
	struct str inner = cell_unquote(str_cut(row, at + 1, close), dialect, arena);
	if (end > close + 1 && str_trim(str_cut(row, close + 1, end)).n) {
		char *const whole = arena_alloc(arena, inner.n + end - close);
		if (inner.n) memcpy(whole, inner.p, inner.n);
		memcpy(whole + inner.n, row.p + close + 1, end - close - 1);
		inner = (struct str){ whole, inner.n + end - close - 1 };
		out->repairs++;
	}
	out->cell[out->cells++] = inner;
	return end;
}

static bool anything_in(struct str row, char delimiter)
{
	for (size_t i = 0; i < row.n; i++) if (row.p[i] != delimiter && !strchr(" \t\r\n\"", row.p[i])) return true;
	return false;
}

enum fault columns_row(struct str row, char delimiter, enum table_dialect dialect, uint32_t most, struct arena *arena,
                       struct row_cells *out)
{
	while (row.n && (row.p[row.n - 1] == '\n' || row.p[row.n - 1] == '\r')) row.n--;
	uint32_t cap = 16;
	*out = (struct row_cells){ .cell = arena_alloc(arena, cap * sizeof *out->cell) };
	for (size_t at = 0;; at++) {
		if (out->cells == most) {
			out->more = anything_in(str_cut(row, at < row.n ? at : row.n, row.n), delimiter);
			return FAULT_NONE;
		}
		if (out->cells == cap) {
			struct str *const larger = arena_alloc(arena, 2 * cap * sizeof *larger);
			out->cell = memcpy(larger, out->cell, cap * sizeof *larger);
			cap *= 2;
		}
		if (at < row.n && row.p[at] == '"') {
			at = quoted_cell(row, at, delimiter, dialect, arena, out);
			if (at == SIZE_MAX) return FAULT_QUOTE;
		} else {
			const size_t end = cell_end(row, at, delimiter);
			const struct str cell = str_cut(row, at < row.n ? at : row.n, end);
			out->repairs += delimiter != '\t' && cell.n && memchr(cell.p, '"', cell.n);
			out->cell[out->cells++] = cell;
			at = end;
		}
		if (at >= row.n) return FAULT_NONE;
	}
}

enum { NAME_WORDS = 3, NAME_CHARS = 40 };

static bool name_like(struct str name)
{
	if (!name.n || name.p[0] == ' ' || str_starts(name, str_of("http"))) return false;
	unsigned words = 1, chars = 0;
	bool letter = false;
	for (size_t i = 0; i < name.n; i++) {
		const unsigned char c = (unsigned char)name.p[i];
		words += c == ' ';
		chars += (c & 0xc0) != 0x80;
		letter = letter || c >= 0x80 || (unsigned char)((c | 32) - 'a') < 26;
		if (c < ' ' || c == '"' || c == '(' || c == '[' || c == '/') return false;
	}
	return letter && words <= NAME_WORDS && chars <= NAME_CHARS;
}

bool columns_name(struct str line, struct str *name, struct str *text)
{
	for (size_t i = 0; i + 1 < line.n && i <= NAME_CHARS * 4; i++) {
		if (line.p[i] != ':') continue;
		if (line.p[i + 1] != ' ' && line.p[i + 1] != '\t') return false;
		*name = str_cut(line, 0, i);
		*text = str_trim(str_cut(line, i + 1, line.n));
		return name_like(*name);
	}
	return false;
}

/* Windows-1252, 0x80 to 0x9f; 0: not assigned there. */
static const uint16_t cp1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

struct str columns_repair_line(struct str line, struct arena *arena, uint32_t *repairs)
{
	if (utf8_valid(line, NULL)) return line;
	uint32_t high = 0;
	unsigned part;
	for (size_t i = 0; i < line.n; i++) {
		const unsigned char c = (unsigned char)line.p[i];
		if (c >= 0x80 && c < 0xa0 && !cp1252[c - 0x80]) return utf8_repair(line, arena, repairs);
		high += c >= 0x80;
		/* A well-formed sequence among the bytes says UTF-8 with an accident, not Windows-1252. */
		if (c >= 0xc2 && utf8_length(line.p + i, line.n - i, &part) > 1) return utf8_repair(line, arena, repairs);
	}
	char *to = arena_alloc(arena, line.n + 2 * (size_t)high);
	size_t n = 0;
	for (size_t i = 0; i < line.n; i++) {
		const unsigned char c = (unsigned char)line.p[i];
		n += utf8_encode(c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c, to + n);
	}
	*repairs += high;
	return (struct str){ to, n };
}
