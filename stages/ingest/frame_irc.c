/* frame_irc.c -- lines of an IRC log with the day that is in force on each, and the channel they were said in.
 * Knows when the day changes; does not know what is said on a line. */
#include "irc.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHANNEL_ROOM = 256, HALF_DAY = 12 * 3600 };

struct irc_frames {
	void           *lines;           /* the framer that cuts them */
	unsigned        dialect;
	bool            begun;
	struct irc_date date;
	int             clock;           /* of the line before, in seconds; -1: none on this day */
	char            day[16], channel[CHANNEL_ROOM];
	struct str      value[IRC_CONTEXT];
	struct context  context;
	uint64_t        generation;
};

static void date_set(struct irc_frames *s, struct irc_date date)
{
	s->date = date;
	s->generation++;
	s->value[IRC_IN_FORCE] = (struct str){ NULL, 0 };
	if (!date.year) return;
	const int n = snprintf(s->day, sizeof s->day, "%04d-%02d-%02d", date.year % 10000, date.month % 100, date.day % 100);
	s->value[IRC_IN_FORCE] = (struct str){ s->day, (size_t)n };
}

static void *irc_open(const struct detection *detection, const struct limits *limits)
{
	struct irc_frames *s = mem_zalloc(1, sizeof *s);
	s->lines = framer_lines.open(detection, limits);
	s->dialect = detection->dialect;
	s->clock = -1;
	s->context = (struct context){ .value = s->value, .count = IRC_CONTEXT };
	date_set(s, irc_path_date(detection->path));
	s->value[IRC_CHANNEL] = irc_path_channel(detection->path, s->channel, sizeof s->channel);
	return s;
}

static void irc_close(void *state)
{
	struct irc_frames *s = state;
	framer_lines.close(s->lines);
	free(s);
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Upper and lower case are the same on IRC. */
static bool same_channel(struct str a, struct str b)
{
	size_t same = 0;
	while (same < a.n && same < b.n && lower(a.p[same]) == lower(b.p[same])) same++;
	return a.n == b.n && same == a.n;
}

/* The one channel that somebody joins in the member's beginning: none where there are several. */
static void channel_look(struct irc_frames *s, const struct window *w)
{
	struct str head = window_bytes(w), only = { NULL, 0 };
	if (s->value[IRC_CHANNEL].n || w->base >= DETECT_BYTES) return;
	if (head.n > DETECT_BYTES - w->base) head.n = (size_t)(DETECT_BYTES - w->base);
	while (head.n) {
		const char *const end = memchr(head.p, '\n', head.n);
		const size_t n = end ? (size_t)(end - head.p) : head.n;
		struct irc_line line;
		irc_line_read(str_cut(head, 0, n), s->dialect, &line);
		const struct str joined = line.kind == IRC_SYSTEM ? irc_joined(line.text) : (struct str){ NULL, 0 };
		if (joined.n && only.n && !same_channel(joined, only)) return;
		if (joined.n) only = joined;
		head = str_cut(head, end ? n + 1 : n, head.n);
	}
	if (!only.n || only.n >= sizeof s->channel) return;
	for (size_t i = 0; i < only.n; i++) s->channel[i] = lower(only.p[i]);
	s->value[IRC_CHANNEL] = (struct str){ s->channel, only.n };
	s->generation++;
}

/* A day and a month without a year: the year is known from before, and a month that falls back is of the next one. */
static void month_day_seen(struct irc_frames *s, const struct irc_stamp *stamp)
{
	if (!s->date.year || (stamp->month == s->date.month && stamp->day == s->date.day)) return;
	const struct irc_date date = { s->date.year + (stamp->month < s->date.month), stamp->month, stamp->day };
	if (irc_date_valid(date)) date_set(s, date);
}

static void line_seen(struct irc_frames *s, struct str line)
{
	struct irc_stamp stamp;
	struct irc_date date;
	const bool stamped = irc_stamp_read(line, &stamp);
	const struct str rest = stamped ? str_cut(line, stamp.end, line.n) : line;
	if (irc_date_line(rest, &date)) {
		date_set(s, date);
		s->clock = -1;
	} else if (stamped && stamp.month) {
		month_day_seen(s, &stamp);
	} else if (stamped && !stamp.date.p) {
		const int clock = stamp.hour * 3600 + stamp.minute * 60 + (stamp.second > 0 ? stamp.second : 0);
		if (s->date.year && s->clock - clock > HALF_DAY) date_set(s, irc_next_day(s->date));
		s->clock = clock;
	}
}

static enum frame_step irc_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct irc_frames *s = state;
	const enum frame_step step = framer_lines.next(s->lines, w, out, note);
	if (step != FRAME_RECORD) return step;
	if (!s->begun) channel_look(s, w);
	s->begun = true;
	line_seen(s, out->bytes);
	out->context = &s->context;
	out->generation = s->generation;
	return step;
}

const struct framer framer_irc = { FRAME_IRC, irc_open, irc_next, irc_close };
