/* table.c -- a row of a table: its cells as values, and what is put right or complained of in it.
 * Knows headers, rows of another length, and what spreadsheets do to numbers; does not know quotes or what a column means. */
#include "layout.h"

/* ="123": how a spreadsheet is told to leave a number alone. */
static struct str formula_opened(struct reading *r, struct str cell)
{
	if (cell.n < 4 || cell.p[0] != '=' || cell.p[1] != '"' || cell.p[cell.n - 1] != '"') return cell;
	if (memchr(cell.p + 2, '"', cell.n - 3)) return cell;
	r->message->repairs++;
	return str_cut(cell, 2, cell.n - 1);
}

/* Tables without quotes write line ends and tabs of a text as words. */
static struct str words_undone(struct reading *r, struct str cell)
{
	static const struct { struct str word; char means; } words[] = { { { "NEWLINE_TOKEN", 13 }, '\n' }, { { "TAB_TOKEN", 9 }, '\t' } };
	if (r->record->member->delimiter != '\t' || cell.n < 9 || !memmem(cell.p, cell.n, "_TOKEN", 6)) return cell;
	char *const to = arena_alloc(r->arena, cell.n);
	size_t n = 0;
	for (size_t at = 0; at < cell.n;) {
		unsigned k = 0;
		while (k < 2 && !str_starts(str_cut(cell, at, cell.n), words[k].word)) k++;
		to[n++] = k < 2 ? words[k].means : cell.p[at];
		at += k < 2 ? words[k].word.n : 1;
	}
	return (struct str){ to, n };
}

/* 1.23457E+17: what a spreadsheet makes of a long number. The digits are gone, and many ids have become one. */
static bool number_rounded(struct str s)
{
	size_t at = 1;
	if (s.n < 5 || s.p[0] < '1' || s.p[0] > '9') return false;
	if (s.p[at] == '.' || s.p[at] == ',') for (at++; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';) at++;
	if (at + 2 >= s.n || (s.p[at] | 32) != 'e' || s.p[at + 1] != '+') return false;
	for (at += 2; at < s.n; at++) if (s.p[at] < '0' || s.p[at] > '9') return false;
	return true;
}

/* Columns that are there but empty, behind those of the header or at its end, are nothing. */
static bool row_fits(const struct reading *r, const struct row_cells *row)
{
	const struct context *const header = r->record->context;
	if (!header) return true;
	if (row->more) return false;
	for (uint32_t i = header->count; i < row->cells; i++) if (str_trim(row->cell[i]).n) return false;
	uint32_t wanted = header->count;
	while (wanted > row->cells && str_trim(header->value[wanted - 1]).n == 0) wanted--;
	return row->cells >= wanted;
}

/* The most cells that anything is asked of: those with a name, and those that are asked for by their number. */
static uint32_t row_most(const struct reading *r)
{
	uint32_t most = r->record->context ? r->record->context->count : COLUMNS_MOST;
	for (unsigned i = 0; i < r->format->slots; i++) if (r->scratch->column[i] > most) most = r->scratch->column[i];
	return most;
}

/* In the file's way of writing quotes, or in the other where that alone makes sense of the row. */
static enum fault cells_read(struct reading *r, struct str bytes, struct row_cells *row)
{
	const struct member *const member = r->record->member;
	const char delimiter = member->delimiter ? member->delimiter : ',';
	const enum table_dialect dialect = (enum table_dialect)member->dialect;
	const uint32_t most = row_most(r);
	struct row_cells other;
	const enum fault fault = columns_row(bytes, delimiter, dialect, most, r->arena, row);
	if ((fault || row->repairs) && memmem(bytes.p, bytes.n, "\\\"", 2) &&
	    columns_row(bytes, delimiter, dialect == TABLE_PLAIN ? TABLE_BACKSLASH : TABLE_PLAIN, most, r->arena, &other) == FAULT_NONE &&
	    !other.repairs) {
		*row = other;
		row->repairs = 1;
		return FAULT_NONE;
	}
	return fault;
}

bool table_read(struct reading *r, struct str bytes)
{
	struct row_cells row;
	uint32_t n = 0;
	if (!reading_utf8(r, &bytes)) return false;
	parse_context(r);
	const enum fault fault = cells_read(r, bytes, &row);
	if (fault) return reading_fault(r, fault, 0, NULL);
	r->message->repairs += row.repairs;
	r->message->ragged = !row_fits(r, &row);
	/* A quote that was never closed took the rows up to the next quote with it: what they said cannot be told apart. */
	if (row.repairs && r->message->ragged && memchr(bytes.p, '\n', str_trim(bytes).n)) return reading_fault(r, FAULT_QUOTE, 0, NULL);
	r->message->duplicate_keys = r->scratch->doubled;
	struct json_hit *const hit = arena_alloc(r->arena, (r->format->slots + 1) * sizeof *hit);
	for (unsigned i = 0; i < r->format->slots; i++) {
		const uint32_t column = r->scratch->column[i];
		if (!column || column > row.cells) continue;
		const struct str text = words_undone(r, formula_opened(r, row.cell[column - 1]));
		hit[n++] = (struct json_hit){ { text, JSON_STRING, false, true }, (uint16_t)i, 0 };
	}
	hits_index(r, hit, n);
	return true;
}

bool table_judge(struct reading *r)
{
	static const enum message_string ids[] = { MESSAGE_ID, MESSAGE_AUTHOR_ID, MESSAGE_THREAD, MESSAGE_PARENT,
		MESSAGE_REPOST_OF, MESSAGE_QUOTE_OF };
	struct message *const m = r->message;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		if (!m->string[ids[i]].p || !number_rounded(m->string[ids[i]])) continue;
		m->string[ids[i]] = (struct str){ NULL, 0 };
		m->repairs++;
	}
	/* Of a row that breaks off before its text nothing is left that could be read. */
	return !m->ragged || m->text.n || reading_fault(r, FAULT_COLUMNS, 0, NULL);
}
