/* frame_csv.c -- rows of delimited text, line ends inside quotes included.
 * Knows RFC 4180 and how to go on behind a quote that is never closed; does not know what columns mean. */
#include "frame_line.h"

#include "arena.h"
#include "buf.h"
#include "map.h"

#include <stdlib.h>

struct csv {
	struct frame_line line;         /* of a row that is passed over */
	uint64_t          limit, number;
	size_t            skip, pass;
	char              delimiter, end;   /* end: 0 until the head was looked at */
	uint32_t          holes;        /* since the last row */
	bool              header;       /* the next row names the columns */
	bool              escapes;      /* inside quotes \" is no end */
	struct context    context;
	struct buf        names;
};

static void *csv_open(const struct detection *detection, const struct limits *limits)
{
	struct csv *s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	s->delimiter = detection->delimiter ? detection->delimiter : ',';
	s->header = detection->header;
	s->escapes = detection->dialect == TABLE_BACKSLASH;
	return s;
}

static void csv_close(void *state)
{
	struct csv *s = state;
	free(s->context.value);
	buf_free(&s->names);
	free(s);
}

/* --- a row's extent ----------------------------------------------------------------------------------------------------- */

enum row_state { ROW_FIELD_START, ROW_PLAIN, ROW_QUOTED };

struct row_scan {
	size_t         at;
	enum row_state state;
	size_t         quote;           /* where the quote that is open begins */
};

/* Goes on to the row's line end, which is at row->at when true is returned. False: more bytes are needed, or there are none.
 * A quote at the very end may be the first of two, so that it is looked at only with a byte behind it or at the end. */
static bool row_scan(struct row_scan *row, struct str b, const struct csv *s, bool all)
{
	const char delimiter = s->delimiter, end = s->end;
	while (row->at < b.n) {
		if (row->state == ROW_QUOTED) {
			const char *const quote = memchr(b.p + row->at, '"', b.n - row->at);
			const size_t to = quote ? (size_t)(quote - b.p) : b.n;
			const char *const escape = s->escapes ? memchr(b.p + row->at, '\\', to - row->at) : NULL;
			row->at = escape ? (size_t)(escape - b.p) : to;
			if ((!quote && !escape) || (row->at + 1 == b.n && !all)) return false;
			if (escape) {
				row->at += row->at + 1 < b.n ? 2 : 1;
				continue;
			}
			if (row->at + 1 < b.n && b.p[row->at + 1] == '"') {
				row->at += 2;
				continue;
			}
			row->state = ROW_PLAIN;
		} else if (b.p[row->at] == end) {
			return true;
		} else if (b.p[row->at] == '"' && row->state == ROW_FIELD_START) {
			row->state = ROW_QUOTED;
			row->quote = row->at;
		} else {
			row->state = b.p[row->at] == delimiter ? ROW_FIELD_START : ROW_PLAIN;
		}
		row->at++;
	}
	return false;
}

static uint64_t lines_in(struct str s, char end)
{
	uint64_t lines = 0;
	for (const char *p; s.n && (p = memchr(s.p, end, s.n)); lines++) s = str_cut(s, (size_t)(p - s.p) + 1, s.n);
	return lines;
}

/* The row is taken to end with the line in which the open quote begins. */
static void row_unclosed(struct csv *s, struct window *w, const struct row_scan *row, struct frame_out *out)
{
	const struct str held = window_bytes(w);
	const char *end = memchr(held.p + row->quote, s->end, held.n - row->quote);
	const size_t n = end ? (size_t)(end - held.p) : held.n;
	out->fault = FAULT_QUOTE;
	out->bytes = str_cut(held, 0, n);
	s->pass = end ? n + 1 : n;
	s->number += lines_in(str_cut(held, 0, s->pass), s->end);
}

/* One row into out->bytes, without its line end. False at the end or on failure. */
static bool row_next(struct csv *s, struct window *w, struct frame_out *out)
{
	struct row_scan row = { 0 };
	*out = (struct frame_out){ .number = s->number + 1, .offset = w->base };
	for (;;) {
		struct str held = window_bytes(w);
		const bool over = held.n > s->limit;
		if (over) held.n = (size_t)s->limit + 1;
		if (row_scan(&row, held, s, over || w->ended)) {
			out->bytes = str_cut(held, 0, row.at);
			s->pass = row.at + 1;
			s->number += 1 + lines_in(out->bytes, s->end);
			return true;
		}
		if (!over && window_more(w)) continue;
		if (!over) held = window_bytes(w);
		if (w->failed || (w->ended && held.n == 0)) return false;
		if (!over && w->ended && row.at < held.n) continue;   /* a quote at the very end, to be judged now */
		if (row.state == ROW_QUOTED && memchr(held.p + row.quote, s->end, held.n - row.quote)) {
			row_unclosed(s, w, &row, out);
			return true;
		}
		if (!over && w->ended) {
			out->bytes = held;
			out->fault = row.state == ROW_QUOTED ? FAULT_QUOTE : w->was_cut(w->from) ? FAULT_TRUNCATED : FAULT_NONE;
			s->pass = held.n;
			s->number++;
			return true;
		}
		frame_line_over(w, s->end, s->limit, &s->line);
		out->bytes = s->line.bytes;
		out->fault = FAULT_RECORD_SIZE;
		s->number++;
		return true;
	}
}

/* --- the header --------------------------------------------------------------------------------------------------------- */

/* One field from `at`, unquoted into names; returns where the next one begins, or past the row's end behind the last. */
static size_t field_take(struct buf *names, struct str row, size_t at, char delimiter)
{
	bool quoted = at < row.n && row.p[at] == '"';
	for (at += quoted; at < row.n; at++) {
		if (quoted && row.p[at] == '"') {
			if (at + 1 < row.n && row.p[at + 1] == '"') at++;
			else {
				quoted = false;
				continue;
			}
		} else if (!quoted && row.p[at] == delimiter) {
			break;
		}
		buf_put_char(names, row.p[at]);
	}
	return at + 1;
}

enum { HEADER_MOST = 16384 };       /* columns that have a name */

static void header_take(struct csv *s, struct str row)
{
	size_t *end = NULL;
	uint32_t count = 0, cap = 0;
	for (size_t at = 0; at <= row.n && count < HEADER_MOST; count++) {
		at = field_take(&s->names, row, at, s->delimiter);
		if (count == cap) {
			cap = cap ? cap * 2 : 64;
			end = mem_grow(end, cap * sizeof *end);
		}
		end[count] = s->names.n;
	}
	s->context.value = mem_zalloc(count, sizeof *s->context.value);
	s->context.count = count;
	for (uint32_t i = 0; i < count; i++) {
		const size_t from = i ? end[i - 1] : 0;
		s->context.value[i] = s->names.p ? str_cut(buf_str(&s->names), from, end[i]) : (struct str){ "", 0 };
	}
	free(end);
}

static enum frame_step csv_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct csv *s = state;
	*note = FINDING_NONE;
	if (!s->end) {
		s->end = frame_line_end(w);
		s->number = frame_skip(w, s->skip, s->end);
	}
	for (;;) {
		window_pass(w, s->pass);
		s->pass = 0;
		if (!row_next(s, w, out) || w->failed) return w->failed ? FRAME_FAILED : FRAME_END;
		bool hole = false;
		struct str row = frame_trim_marks(out->bytes, &hole);
		s->holes += hole;
		if (row.n && row.p[row.n - 1] == '\r' && s->end == '\n') row.n--;
		out->offset += (uint64_t)(row.p - out->bytes.p);
		out->bytes = row;
		out->repairs = s->holes;
		if (row.n == 0 && !out->fault) continue;
		s->holes = 0;
		if (s->header && !out->fault) {
			header_take(s, row);
			s->header = false;
			continue;
		}
		out->context = s->context.count ? &s->context : NULL;
		out->generation = s->context.count ? 1 : 0;
		return FRAME_RECORD;
	}
}

const struct framer framer_csv = { FRAME_CSV, csv_open, csv_next, csv_close };
