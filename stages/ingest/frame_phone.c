/* frame_phone.c -- records of a phone's text export: a dated line and all lines behind it that have no date.
 * Knows where records begin and decides the order of dates for the whole member; does not know what is said in them. */
#include "phone.h"

#include "arena.h"
#include "frame_line.h"

#include <stdlib.h>

enum { CHAT_ROOM = 512 };

struct phone_frames {
	struct frame_line line;           /* of a record that is too long: its beginning */
	uint64_t          limit, number;  /* lines that were passed */
	size_t            skip, pass;
	char              end;            /* 0 until the head was looked at */
	char              chat[CHAT_ROOM];
	struct str        value[PHONE_CONTEXT];
	struct context    context;
};

/* --- the chat's name ----------------------------------------------------------------------------------------------------- */

static struct str without_ending(struct str s)
{
	static const char *const ending[] = { ".gz", ".zst", ".xz", ".bz2", ".txt", ".zip", ".tar", ".7z", ".md" };
	for (size_t before = s.n + 1; before > s.n;) {
		before = s.n;
		for (unsigned i = 0; i < sizeof ending / sizeof *ending; i++)
			if (str_ends(s, str_of(ending[i]))) s.n -= strlen(ending[i]);
	}
	return s;
}

/* Takes the last part of the path off; in an archive the next one is the archive's name. */
static struct str part_take(struct str *path)
{
	while (path->n && (path->p[path->n - 1] == '/' || path->p[path->n - 1] == '!')) path->n--;
	size_t from = path->n;
	while (from && path->p[from - 1] != '/' && path->p[from - 1] != '!') from--;
	const struct str part = str_cut(*path, from, path->n);
	path->n = from;
	return part;
}

/* "WhatsApp Chat with X.txt", "_chat.txt" in "WhatsApp Chat - X.zip"; else none, for a file's name says nothing by itself. */
static struct str chat_name(struct str path)
{
	static const char *const before[] = { "WhatsApp Chat with ", "WhatsApp Chat - ", "WhatsApp-Chat mit ", "WhatsApp Chat mit ",
		"Chat de WhatsApp con ", "Conversa do WhatsApp com ", "Discussion WhatsApp avec ", "Chat WhatsApp con ", "WhatsApp-chat met ",
		"Chat WhatsApp dengan ", "Чат WhatsApp с ", "WhatsApp Sohbeti - " };
	struct str part = without_ending(part_take(&path));
	if (str_is(part, "_chat") || str_is(part, "chat")) part = without_ending(part_take(&path));
	for (unsigned i = 0; i < sizeof before / sizeof *before; i++)
		if (str_starts(part, str_of(before[i]))) return str_cut(part, strlen(before[i]), part.n);
	return (struct str){ NULL, 0 };
}

static void *phone_open(const struct detection *detection, const struct limits *limits)
{
	struct phone_frames *s = mem_zalloc(1, sizeof *s);
	const struct str chat = chat_name(detection->path);
	s->limit = limits->record;
	s->skip = detection->skip;
	s->context = (struct context){ .value = s->value, .count = PHONE_CONTEXT };
	if (chat.n && chat.n <= sizeof s->chat) {
		memcpy(s->chat, chat.p, chat.n);
		s->value[PHONE_CHANNEL] = (struct str){ s->chat, chat.n };
	}
	return s;
}

static void phone_close(void *state) { free(state); }

/* --- the order of dates -------------------------------------------------------------------------------------------------- */

/* All dates that the window can hold. True: they do not say which number is the day. */
static bool order_decide(struct phone_frames *s, struct window *w)
{
	static const char *const name[PHONE_ORDERS] = { [PHONE_DAY_FIRST] = "dmy", [PHONE_MONTH_FIRST] = "mdy", [PHONE_YEAR_FIRST] = "ymd" };
	struct phone_dates dates = { .seen = 0 };
	bool ambiguous;
	while (window_more(w)) {}
	for (struct str rest = window_bytes(w); rest.n;) {
		const char *const end = memchr(rest.p, s->end, rest.n);
		const size_t n = end ? (size_t)(end - rest.p) : rest.n;
		struct phone_stamp stamp;
		if (phone_stamp_read(str_cut(rest, 0, n), &stamp)) phone_dates_add(&dates, &stamp);
		rest = str_cut(rest, end ? n + 1 : n, rest.n);
	}
	s->value[PHONE_ORDER] = str_of(name[phone_dates_order(&dates, &ambiguous)]);
	return ambiguous;
}

/* --- records ------------------------------------------------------------------------------------------------------------- */

/* Does a record begin at `at`? The stamp, or all there is, is read first. */
static bool record_at(const struct phone_frames *s, struct window *w, size_t at)
{
	while (window_bytes(w).n < at + PHONE_STAMP_MOST && window_more(w)) {}
	const struct str held = window_bytes(w);
	const size_t most = held.n < at + PHONE_STAMP_MOST ? held.n : at + PHONE_STAMP_MOST;
	struct str line = str_cut(held, at, most);
	const char *const end = line.n ? memchr(line.p, s->end, line.n) : NULL;
	if (end) line.n = (size_t)(end - line.p);
	struct phone_stamp stamp;
	return phone_stamp_read(line, &stamp);
}

/* Consumes what is left of a record over the limit, line by line; its first bytes are kept. */
static void record_over(struct phone_frames *s, struct window *w)
{
	struct frame_line rest;
	frame_line_over(w, s->end, s->limit, &s->line);
	s->number++;
	while ((window_bytes(w).n || window_more(w)) && !record_at(s, w, 0)) {
		frame_line_over(w, s->end, 1, &rest);
		s->number++;
	}
}

/* One record into out->bytes with all its lines. False at the end. */
static bool record_next(struct phone_frames *s, struct window *w, struct frame_out *out)
{
	size_t at = 0, seen = 0;
	*out = (struct frame_out){ .number = s->number + 1, .offset = w->base };
	for (uint64_t lines = 0;;) {
		const struct str held = window_bytes(w);
		const char *const end = held.n > seen ? memchr(held.p + seen, s->end, held.n - seen) : NULL;
		seen = end ? (size_t)(end - held.p) : held.n;
		if (seen > s->limit) {
			record_over(s, w);
			out->bytes = s->line.bytes;
			out->fault = FAULT_RECORD_SIZE;
			return true;
		}
		if (!end && window_more(w)) continue;
		if (w->failed || !window_bytes(w).n) return false;
		lines += end || seen > at;
		if (!end && seen > at && w->was_cut(w->from)) out->fault = FAULT_TRUNCATED;
		at = seen = end ? seen + 1 : seen;
		if (end && !record_at(s, w, at)) continue;
		s->pass = at;
		s->number += lines;
		out->bytes = str_cut(window_bytes(w), 0, at);
		return true;
	}
}

/* Without blanks at both ends: a record that begins with blank lines begins behind them. */
static void record_trim(const struct phone_frames *s, struct frame_out *out)
{
	const struct str record = str_trim(out->bytes);
	for (const char *p = out->bytes.p; p < record.p; p++) out->number += *p == s->end;
	out->offset += (uint64_t)(record.p - out->bytes.p);
	out->bytes = record;
}

static enum frame_step phone_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct phone_frames *s = state;
	*note = FINDING_NONE;
	if (!s->end) {
		s->end = frame_line_end(w);
		s->number = frame_skip(w, s->skip, s->end);
		if (order_decide(s, w)) {
			*note = FINDING_AMBIGUOUS_DATES;
			return FRAME_NOTE;
		}
	}
	for (;;) {
		window_pass(w, s->pass);
		s->pass = 0;
		if (w->failed) return FRAME_FAILED;
		if (!record_next(s, w, out) || w->failed) return w->failed ? FRAME_FAILED : FRAME_END;
		record_trim(s, out);
		if (!out->bytes.n && !out->fault) continue;
		out->context = &s->context;
		out->generation = 1;
		return FRAME_RECORD;
	}
}

const struct framer framer_phone = { FRAME_PHONE, phone_open, phone_next, phone_close };
