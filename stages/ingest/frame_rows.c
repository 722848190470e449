/* frame_rows.c -- <row .../> elements as records, wherever line breaks fall.
 * Knows where tags, comments and declarations of XML end, and how to go on behind a broken row; does not know attributes. */
#include "frame_line.h"

#include "arena.h"

#include <stdlib.h>

enum piece { PIECE_TEXT, PIECE_ROW, PIECE_TAG, PIECE_CLOSE, PIECE_ORDER, PIECE_COMMENT, PIECE_DOCTYPE };

/* One piece of the document while its end is looked for; what was looked at is not looked at again. */
struct cut {
	enum piece kind;
	size_t     at;          /* looked at so far; in the end the piece's length */
	char       quote;       /* `at` is inside of these; 0: of none */
	bool       declares;    /* a DOCTYPE with declarations of its own */
};

struct rows {
	uint64_t limit, number;
	size_t   skip, pass;
	bool     begun, rooted, short_end, refused;
	uint64_t over;          /* offset of the piece that `kept` shows */
	size_t   kepts;
	char     kept[FRAME_KEPT];
};

enum { HEAD = 10 };         /* bytes that a piece's kind, or that a row begins, is told by */

static void *rows_open(const struct detection *detection, const struct limits *limits)
{
	struct rows *const s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	return s;
}

/* --- where a piece ends --------------------------------------------------------------------------------------------------- */

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

static bool row_begins(struct str s) { return s.n > 4 && memcmp(s.p, "<row", 4) == 0 && blank(s.p[4]); }

static enum piece piece_of(struct str head)
{
	if (head.p[0] != '<') return PIECE_TEXT;
	if (str_starts(head, str_of("<!--"))) return PIECE_COMMENT;
	if (str_starts(head, str_of("<!"))) return PIECE_DOCTYPE;
	if (str_starts(head, str_of("<?"))) return PIECE_ORDER;
	if (str_starts(head, str_of("</"))) return PIECE_CLOSE;
	if (row_begins(head) || str_starts(head, str_of("<row/")) || str_starts(head, str_of("<row>"))) return PIECE_ROW;
	return PIECE_TAG;
}

enum looked { LOOK_ENDS, LOOK_BROKEN, LOOK_MORE };

/* From inside a quote to behind it. No value holds a bare "<row ": there the quote was never closed. */
static enum looked quote_look(struct cut *c, struct str held, bool ended)
{
	const char *const close = memchr(held.p + c->at, c->quote, held.n - c->at);
	const size_t end = close ? (size_t)(close - held.p) : held.n;
	for (const char *p; (p = memchr(held.p + c->at, '<', end - c->at)) != NULL;) {
		c->at = (size_t)(p - held.p);
		if (held.n - c->at <= 4 && !ended) return LOOK_MORE;
		if (row_begins(str_cut(held, c->at, held.n))) return LOOK_BROKEN;
		c->at++;
	}
	c->at = end;
	if (!close) return LOOK_MORE;
	c->at++;
	c->quote = 0;
	return LOOK_ENDS;
}

static enum looked tag_look(struct cut *c, struct str held, bool ended)
{
	if (c->at == 0) c->at = 1;
	while (c->at < held.n) {
		if (c->quote) {
			const enum looked looked = quote_look(c, held, ended);
			if (looked != LOOK_ENDS) return looked;
			continue;
		}
		const char byte = held.p[c->at];
		if (byte == '<') return LOOK_BROKEN;
		if (byte == '"' || byte == '\'') c->quote = byte;
		else if (byte == '[' && c->kind == PIECE_DOCTYPE) c->declares = true;
		c->at++;
		/* Where a DOCTYPE declares anything reading ends: its own end is of no interest. */
		if (byte == '>' || c->declares) return LOOK_ENDS;
	}
	return LOOK_MORE;
}

/* Up to and with `mark`, which cannot begin before `from`. */
static enum looked mark_look(struct cut *c, struct str held, size_t from, struct str mark)
{
	if (c->at < from) c->at = from;
	const char *const found = held.n > c->at ? memmem(held.p + c->at, held.n - c->at, mark.p, mark.n) : NULL;
	if (found) c->at = (size_t)(found - held.p) + mark.n;
	else if (held.n >= c->at + mark.n) c->at = held.n - mark.n + 1;
	return found ? LOOK_ENDS : LOOK_MORE;
}

static enum looked piece_look(struct cut *c, struct str held, bool ended)
{
	if (c->kind == PIECE_COMMENT) return mark_look(c, held, 4, str_of("-->"));
	if (c->kind == PIECE_ORDER) return mark_look(c, held, 2, str_of("?>"));
	if (c->kind != PIECE_TEXT) return tag_look(c, held, ended);
	const char *const next = held.n > c->at ? memchr(held.p + c->at, '<', held.n - c->at) : NULL;
	c->at = next ? (size_t)(next - held.p) : held.n;
	return next ? LOOK_ENDS : LOOK_MORE;
}

/* --- pieces, one after another -------------------------------------------------------------------------------------------- */

/* Passes over a piece that is longer than is kept, up to the next row; its first bytes are shown. */
static void piece_over(struct rows *s, struct window *w)
{
	struct str held = window_bytes(w);
	s->kepts = held.n < frame_kept(s->limit) ? held.n : frame_kept(s->limit);
	if (s->kepts) memcpy(s->kept, held.p, s->kepts);
	s->over = w->base;
	window_pass(w, 1);
	for (;;) {
		held = window_bytes(w);
		const char *const next = held.n ? memchr(held.p, '<', held.n) : NULL;
		window_pass(w, next ? (size_t)(next - held.p) : held.n);
		while (window_bytes(w).n <= 4 && window_more(w)) {}
		held = window_bytes(w);
		if (held.n == 0 || row_begins(held)) return;
		if (next) window_pass(w, 1);
	}
}

static void blanks_pass(struct window *w)
{
	for (;;) {
		const struct str held = window_bytes(w);
		size_t n = 0;
		while (n < held.n && blank(held.p[n])) n++;
		window_pass(w, n);
		if (n < held.n || !window_more(w)) return;
	}
}

enum found { FOUND_PIECE, FOUND_OVER, FOUND_CUT, FOUND_END };

/* The next piece but white space: [0, c->at) of the window, not consumed. FOUND_OVER: consumed, and s->kept shows it. */
static enum found piece_next(struct rows *s, struct window *w, struct cut *c)
{
	blanks_pass(w);
	while (window_bytes(w).n < HEAD && window_more(w)) {}
	if (w->failed || window_bytes(w).n == 0) return FOUND_END;
	*c = (struct cut){ .kind = piece_of(window_bytes(w)) };
	for (;;) {
		const enum looked looked = piece_look(c, window_bytes(w), w->ended);
		if (c->at > s->limit) break;
		if (looked != LOOK_MORE) return FOUND_PIECE;
		if (window_more(w)) continue;
		if (w->failed) return FOUND_END;
		if (!w->ended || window_bytes(w).n > s->limit) break;
		c->at = window_bytes(w).n;
		return c->kind == PIECE_TEXT ? FOUND_PIECE : FOUND_CUT;
	}
	piece_over(s, w);
	return FOUND_OVER;
}

/* What is neither a row nor broken is passed over in silence. */
static bool piece_is_record(struct rows *s, const struct cut *c, struct str bytes)
{
	const bool open = bytes.n > 1 && bytes.p[bytes.n - 1] == '>';
	switch (c->kind) {
	case PIECE_ORDER:
	case PIECE_COMMENT: return false;
	case PIECE_DOCTYPE: return !open || c->declares;
	case PIECE_CLOSE:
		if (!str_starts(bytes, str_of("</row"))) s->rooted = false;
		return !open;
	case PIECE_TAG:
		if (s->rooted || !open) return true;
		s->rooted = bytes.p[bytes.n - 2] != '/';
		return false;
	default: return true;
	}
}

static enum frame_step record_out(struct rows *s, struct frame_out *out, struct str bytes, uint64_t offset, enum fault fault)
{
	*out = (struct frame_out){ .bytes = bytes, .offset = offset, .number = ++s->number, .fault = fault };
	return FRAME_RECORD;
}

static enum frame_step rows_end(struct rows *s, const struct window *w, enum finding *note)
{
	if (w->failed) return FRAME_FAILED;
	if (!s->rooted || s->short_end || w->was_cut(w->from)) return FRAME_END;
	s->rooted = false;
	*note = FINDING_TRUNCATED;
	return FRAME_NOTE;
}

static enum frame_step rows_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct rows *const s = state;
	struct cut c;
	*note = FINDING_NONE;
	if (!s->begun) frame_skip(w, s->skip, '\n');
	s->begun = true;
	for (;;) {
		window_pass(w, s->pass);
		s->pass = 0;
		while (s->refused && !w->failed && (window_bytes(w).n || window_more(w))) window_pass(w, window_bytes(w).n);
		const enum found found = piece_next(s, w, &c);
		if (found == FOUND_END) return rows_end(s, w, note);
		if (found == FOUND_OVER) return record_out(s, out, (struct str){ s->kept, s->kepts }, s->over, FAULT_RECORD_SIZE);
		const struct str bytes = str_cut(window_bytes(w), 0, c.at);
		const uint64_t offset = w->base;
		s->pass = c.at;
		s->short_end = s->short_end || found == FOUND_CUT;
		if (found == FOUND_CUT) return record_out(s, out, bytes, offset, FAULT_TRUNCATED);
		s->refused = c.declares;
		if (piece_is_record(s, &c, bytes)) return record_out(s, out, bytes, offset, FAULT_NONE);
	}
}

static void rows_close(void *state) { free(state); }

const struct framer framer_rows = { FRAME_ROWS, rows_open, rows_next, rows_close };
