/* frame_mail.c -- mails out of mailboxes: a From_ line behind a blank line begins one.
 * Knows what such a line looks like, so that a sentence beginning with "From" stays text; trusts no Content-Length. */
#include "frame_mail.h"

#include "arena.h"
#include "frame_line.h"

#include <stdlib.h>

enum { LINE_LOOKED_AT = 1024 };     /* bytes of a From_ line, and of the line behind it, that are looked at */

struct mail {
	uint64_t limit, number;
	size_t   skip, pass;
	bool     single, begun;
	size_t   kepts;
	char     kept[FRAME_KEPT];
};

static void *mail_open(const struct detection *detection, const struct limits *limits)
{
	struct mail *const s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	s->single = detection->dialect == MAIL_SINGLE;
	return s;
}

/* --- the line ------------------------------------------------------------------------------------------------------------- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

size_t mail_header_name(struct str line)
{
	enum { NAME_LONGEST = 128 };
	size_t n = 0;
	while (n < line.n && n < NAME_LONGEST && line.p[n] > ' ' && line.p[n] < 127 && line.p[n] != ':') n++;
	size_t colon = n;
	while (colon < line.n && colon < NAME_LONGEST && (line.p[colon] == ' ' || line.p[colon] == '\t')) colon++;
	return n && colon < line.n && line.p[colon] == ':' ? n : 0;
}

/* 12:34 and somewhere a year: few sentences have both. */
static bool dated(struct str s)
{
	bool clock = false, year = false;
	for (size_t i = 0; i < s.n; i++) {
		const bool start = i == 0 || !digit(s.p[i - 1]);
		if (i + 4 < s.n && s.p[i + (digit(s.p[i + 1]) ? 2 : 1)] == ':' && start && digit(s.p[i])) clock = true;
		if (i + 4 <= s.n && start && digit(s.p[i]) && digit(s.p[i + 1]) && digit(s.p[i + 2]) && digit(s.p[i + 3]) &&
			(i + 4 == s.n || !digit(s.p[i + 4]))) year = true;
	}
	return clock && year;
}

bool mail_from_line(struct str line, struct str next)
{
	if (!str_starts(line, str_of("From "))) return false;
	line = str_trim(str_cut(line, 5, line.n > LINE_LOOKED_AT ? LINE_LOOKED_AT : line.n));
	size_t n = line.n && line.p[0] == '-';
	while (n < line.n && digit(line.p[n])) n++;
	if (line.n > 1 && n == line.n) return true;
	if (dated(line)) return true;
	/* One word and no date: what follows must be a header. */
	return line.n && !memchr(line.p, ' ', line.n) && mail_header_name(next);
}

/* --- looking for it -------------------------------------------------------------------------------------------------------- */

/* The line from `at` on, without its end, as far as it is looked at. */
static struct str line_at(struct window *w, size_t at)
{
	for (;;) {
		const struct str held = window_bytes(w);
		const size_t from = at < held.n ? at : held.n, left = held.n - from;
		const size_t look = left < LINE_LOOKED_AT ? left : LINE_LOOKED_AT;
		const char *const end = look ? memchr(held.p + from, '\n', look) : NULL;
		if (end) return str_cut(held, from, (size_t)(end - held.p));
		if (look == LINE_LOOKED_AT || !window_more(w)) {
			const struct str now = window_bytes(w);
			const size_t rest = at < now.n ? now.n - at : 0;
			return str_cut(now, at < now.n ? at : now.n, (at < now.n ? at : now.n) + (rest < LINE_LOOKED_AT ? rest : LINE_LOOKED_AT));
		}
	}
}

static bool begins(struct window *w, size_t at)
{
	struct str line = line_at(w, at);
	const size_t length = line.n;
	const struct str next = line_at(w, at + length + 1);
	line = line_at(w, at);
	return mail_from_line(line, next);
}

/* Where in the window, from `from` on, the next mail begins; `*seen` is how far there is none when false is returned. */
static bool next_in_window(struct window *w, size_t from, size_t *seen, size_t *at)
{
	for (;;) {
		const struct str held = window_bytes(w);
		const char *const found = held.n > from ? memmem(held.p + from, held.n - from, "\nFrom ", 6) : NULL;
		if (!found) {
			*seen = held.n > from + 5 ? held.n - 5 : from;
			return false;
		}
		const size_t end = (size_t)(found - held.p);
		const bool blank = end == 0 || found[-1] == '\n' || (found[-1] == '\r' && (end == 1 || found[-2] == '\n'));
		if (blank && begins(w, end + 1)) {
			*at = end + 1;
			return true;
		}
		from = end + 1;
	}
}

/* Passes over a mail beyond the limit; its beginning is shown. Two bytes before a line end stay: do they make a blank line? */
static void over_pass(struct mail *s, struct window *w)
{
	const struct str held = window_bytes(w);
	size_t from = 0;
	s->kepts = held.n < frame_kept(s->limit) ? held.n : frame_kept(s->limit);
	if (s->kepts) memcpy(s->kept, held.p, s->kepts);
	for (;;) {
		size_t seen, at;
		if (!s->single && next_in_window(w, from, &seen, &at)) {
			window_pass(w, at);
			return;
		}
		if (s->single) seen = window_bytes(w).n;
		const size_t pass = seen > 2 ? seen - 2 : 0;
		window_pass(w, pass);
		from = seen - pass;
		if (!window_more(w)) break;
	}
	window_pass(w, window_bytes(w).n);
}

static enum frame_step record_out(struct mail *s, struct frame_out *out, struct str bytes, uint64_t offset, enum fault fault)
{
	*out = (struct frame_out){ .bytes = bytes, .offset = offset, .number = ++s->number, .fault = fault };
	return FRAME_RECORD;
}

static enum frame_step mail_out(struct mail *s, struct window *w, struct frame_out *out)
{
	const uint64_t offset = w->base;
	size_t from = 0, at = 0;
	for (;;) {
		size_t seen = window_bytes(w).n;
		const bool found = !s->single && next_in_window(w, from, &seen, &at);
		if (w->failed) return FRAME_FAILED;
		if (found && at <= s->limit) {
			s->pass = at;
			return record_out(s, out, str_cut(window_bytes(w), 0, at), offset, FAULT_NONE);
		}
		if (found || seen > s->limit + 5 || window_bytes(w).n > s->limit + LINE_LOOKED_AT) break;
		from = seen;
		if (window_more(w)) continue;
		if (w->failed) return FRAME_FAILED;
		s->pass = window_bytes(w).n;
		if (s->pass > s->limit) break;
		const bool cut = w->ended && w->was_cut(w->from);
		return record_out(s, out, window_bytes(w), offset, cut ? FAULT_TRUNCATED : FAULT_NONE);
	}
	s->pass = 0;
	over_pass(s, w);
	return w->failed ? FRAME_FAILED : record_out(s, out, (struct str){ s->kept, s->kepts }, offset, FAULT_RECORD_SIZE);
}

static enum frame_step mail_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct mail *const s = state;
	*note = FINDING_NONE;
	if (!s->begun) frame_skip(w, s->skip, '\n');
	s->begun = true;
	window_pass(w, s->pass);
	s->pass = 0;
	for (;;) {
		const struct str held = window_bytes(w);
		size_t n = 0;
		while (n < held.n && (held.p[n] == '\n' || held.p[n] == '\r' || held.p[n] == '\0')) n++;
		window_pass(w, n);
		if (n < held.n) break;
		if (!window_more(w)) return w->failed ? FRAME_FAILED : FRAME_END;
	}
	return mail_out(s, w, out);
}

static void mail_close(void *state) { free(state); }

const struct framer framer_mail = { FRAME_MAIL, mail_open, mail_next, mail_close };
