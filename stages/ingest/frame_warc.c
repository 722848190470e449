/* frame_warc.c -- WARC and ARC records, by the length that each header gives, checked by what follows.
 * Knows how to go on where a length is wrong: at the next line that begins a record. Does not know kinds of records. */
#include "frame_warc.h"

#include "arena.h"
#include "frame_line.h"
#include "warc_header.h"

#include <stdlib.h>

enum { BLANKS_MOST = 64 };      /* behind a block, before what follows is no longer asked */

struct warc {
	uint64_t limit, number;
	size_t   skip, pass;
	unsigned dialect;
	bool     begun;
	size_t   kepts;
	char     kept[FRAME_KEPT];
};

static void *warc_open(const struct detection *detection, const struct limits *limits)
{
	struct warc *const s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	s->dialect = detection->dialect;
	return s;
}

static bool blank(char c) { return c == '\r' || c == '\n' || c == '\0'; }

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

/* Does a record begin `at` bytes into the window? */
static bool begins(const struct warc *s, struct window *w, size_t at)
{
	for (;;) {
		const struct str held = window_bytes(w);
		const enum warc_start start = warc_starts(str_cut(held, at < held.n ? at : held.n, held.n), w->ended, s->dialect);
		if (start != START_MORE) return start == START_YES;
		if (!window_more(w) && !w->ended) return false;
	}
}

enum found { FOUND_NEXT, FOUND_NONE, FOUND_OVER };

/* Passes over everything up to the next record; the beginning is shown. */
static void next_pass(struct warc *s, struct window *w)
{
	struct str held = window_bytes(w);
	s->kepts = held.n < frame_kept(s->limit) ? held.n : frame_kept(s->limit);
	if (s->kepts) memcpy(s->kept, held.p, s->kepts);
	for (;;) {
		held = window_bytes(w);
		const char *const end = held.n ? memchr(held.p, '\n', held.n) : NULL;
		window_pass(w, end ? (size_t)(end - held.p) + 1 : held.n);
		if (end && begins(s, w, 0)) return;
		if (!end && !window_more(w)) return;
	}
}

/* Where behind `from` another record begins: *length. FOUND_NONE: the member ends before one does, *length is all of it.
 * FOUND_OVER: not within the limit, and everything up to it was passed over. */
static enum found next_find(struct warc *s, struct window *w, size_t from, size_t *length)
{
	for (size_t at = from;;) {
		const struct str held = window_bytes(w);
		const char *const end = held.n > at ? memchr(held.p + at, '\n', held.n - at) : NULL;
		at = end ? (size_t)(end - held.p) + 1 : held.n;
		if (at > s->limit) break;
		*length = at;
		if (end && begins(s, w, at)) return FOUND_NEXT;
		if (end || window_more(w)) continue;
		if (w->ended || w->failed) return FOUND_NONE;
		break;
	}
	next_pass(s, w);
	return FOUND_OVER;
}

/* Is what follows the block what may follow one: the end, a record, a long hole, or the mark that ends a WARC record? */
static bool block_ends(const struct warc *s, struct window *w, size_t at)
{
	static const struct str mark = { "\r\n\r\n", 4 };
	for (size_t i = at; i < at + BLANKS_MOST; i++) {
		while (window_bytes(w).n <= i && window_more(w)) {}
		const struct str held = window_bytes(w);
		if (held.n <= i) return true;
		if (blank(held.p[i])) continue;
		return (s->dialect == DIALECT_WARC && str_starts(str_cut(held, at, held.n), mark)) || begins(s, w, i);
	}
	return true;
}

static enum frame_step record_out(struct warc *s, struct frame_out *out, struct str bytes, uint64_t offset, enum fault fault)
{
	*out = (struct frame_out){ .bytes = bytes, .offset = offset, .number = ++s->number, .fault = fault };
	return FRAME_RECORD;
}

static enum frame_step over_out(struct warc *s, struct frame_out *out, uint64_t offset)
{
	return record_out(s, out, (struct str){ s->kept, s->kepts }, offset, FAULT_RECORD_SIZE);
}

static enum frame_step window_out(struct warc *s, struct window *w, struct frame_out *out, size_t length, enum fault fault)
{
	s->pass = length;
	return record_out(s, out, str_cut(window_bytes(w), 0, length), w->base, fault);
}

/* Up to where the next record begins: reading it tells what is wrong with it. */
static enum frame_step broken_out(struct warc *s, struct window *w, struct frame_out *out, size_t from)
{
	const uint64_t offset = w->base;
	size_t length;
	if (next_find(s, w, from, &length) == FOUND_OVER) return over_out(s, out, offset);
	return window_out(s, w, out, length, FAULT_NONE);
}

/* The header was read; now its block. */
static enum frame_step block_out(struct warc *s, struct window *w, struct frame_out *out, const struct warc_head *head)
{
	const uint64_t offset = w->base;
	const bool over = head->block > s->limit || head->header + head->block > s->limit;
	const size_t whole = over ? 0 : head->header + (size_t)head->block;
	size_t length;
	while (!over && window_bytes(w).n < whole && window_more(w)) {}
	if (w->failed) return FRAME_FAILED;
	const bool there = !over && window_bytes(w).n >= whole;
	if (there && block_ends(s, w, whole)) return window_out(s, w, out, whole, FAULT_NONE);
	switch (next_find(s, w, head->header - 1, &length)) {
	case FOUND_NEXT: return window_out(s, w, out, length, FAULT_NONE);
	case FOUND_OVER: return over_out(s, out, offset);
	default:
		/* Nothing speaks against a length that something else than a record follows to the end. */
		return there ? window_out(s, w, out, whole, FAULT_NONE) : window_out(s, w, out, length, FAULT_TRUNCATED);
	}
}

static enum frame_step warc_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct warc *const s = state;
	struct warc_head head = { 0 };
	*note = FINDING_NONE;
	if (!s->begun) frame_skip(w, s->skip, '\n');
	s->begun = true;
	window_pass(w, s->pass);
	s->pass = 0;
	blanks_pass(w);
	if (!w->failed && window_bytes(w).n == 0 && !window_more(w)) return w->failed ? FRAME_FAILED : FRAME_END;
	while (!w->failed && !warc_head_read(window_bytes(w), w->ended, s->dialect, &head)) {
		if (!window_more(w) && !w->ended) head.broken = "a record's header does not end";
		if (head.broken) break;
	}
	if (w->failed) return FRAME_FAILED;
	if (head.cut && head.broken) return window_out(s, w, out, window_bytes(w).n, FAULT_TRUNCATED);
	const enum frame_step step = head.broken ? broken_out(s, w, out, 0) : block_out(s, w, out, &head);
	return w->failed ? FRAME_FAILED : step;
}

static void warc_close(void *state) { free(state); }

const struct framer framer_warc = { FRAME_WARC, warc_open, warc_next, warc_close };
