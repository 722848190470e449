/* columns.c -- rows of a table and lines of a chat taken apart into cells.
 * Knows quotes, delimiters and "name: message"; does not know what any column means. */
#include "map.h"
#include "utf8.h"

/* Cells are slices of the row unless a quote is doubled inside them. */
static struct str cell_unquote(struct str raw, struct arena *arena)
{
	const char *doubled = NULL;
	for (size_t i = 0; i + 1 < raw.n && !doubled; i++)
		if (raw.p[i] == '"' && raw.p[i + 1] == '"') doubled = raw.p + i;
	if (!doubled) return raw;
	char *to = arena_alloc(arena, raw.n);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		to[n++] = raw.p[i];
		if (raw.p[i] == '"' && i + 1 < raw.n && raw.p[i + 1] == '"') i++;
	}
	return (struct str){ to, n };
}

/* From the byte after an opening quote to the offset of the one that closes it; row.n: none does. */
static size_t quote_end(struct str row, size_t at)
{
	while (at < row.n) {
		const char *quote = memchr(row.p + at, '"', row.n - at);
		if (!quote) return row.n;
		at = (size_t)(quote - row.p);
		if (at + 1 >= row.n || row.p[at + 1] != '"') return at;
		at += 2;
	}
	return row.n;
}

enum fault columns_row(struct str row, char delimiter, struct arena *arena, struct str **cell, uint32_t *cells)
{
	while (row.n && (row.p[row.n - 1] == '\n' || row.p[row.n - 1] == '\r')) row.n--;
	uint32_t n = 0, cap = 16;
	struct str *list = arena_alloc(arena, cap * sizeof *list);
	for (size_t at = 0;; at++) {
		if (n == cap) {
			list = arena_grow(arena, list, cap * sizeof *list, 2 * cap * sizeof *list);
			cap *= 2;
		}
		if (at < row.n && row.p[at] == '"') {
			const size_t end = quote_end(row, at + 1);
			if (end == row.n || (end + 1 < row.n && row.p[end + 1] != delimiter)) return FAULT_QUOTE;
			list[n++] = cell_unquote(str_cut(row, at + 1, end), arena);
			at = end + 1;
		} else {
			const char *next = at < row.n ? memchr(row.p + at, delimiter, row.n - at) : NULL;
			const size_t end = next ? (size_t)(next - row.p) : row.n;
			list[n++] = str_cut(row, at, end);
			at = end;
		}
		if (at >= row.n) break;
	}
	*cell = list;
	*cells = n;
	return FAULT_NONE;
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
