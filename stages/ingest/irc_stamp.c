/* irc_stamp.c -- the clock and the date that a line of an IRC log begins with, and the lines that say a date in words.
 * Knows how log writers print moments; does not know which day it is on a line that has only a clock. */
#include "irc.h"

static bool digit(char c) { return c >= '0' && c <= '9'; }

static const char month_names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* The month that a word names by its first three letters or in full; 0: none. */
static int month_of(struct str word)
{
	char low[3];
	for (unsigned i = 0; i < 3; i++) {
		if (i >= word.n) return 0;
		low[i] = (char)(word.p[i] | 32);
	}
	for (int m = 0; m < 12; m++) if (!memcmp(low, month_names + 3 * m, 3)) return m + 1;
	return 0;
}

static int two(const char *p) { return (p[0] - '0') * 10 + p[1] - '0'; }

static bool digits(struct str s, size_t at, size_t n)
{
	if (at + n > s.n) return false;
	for (size_t i = 0; i < n; i++) if (!digit(s.p[at + i])) return false;
	return true;
}

static char char_at(struct str s, size_t at) { return at < s.n ? s.p[at] : '\0'; }

/* 2012-10-17 and a T or a blank, or "Oct 17 " with the day in two places; where nothing is found the clock comes first. */
static size_t date_take(struct str line, size_t at, struct irc_stamp *s)
{
	if (digits(line, at, 4) && char_at(line, at + 4) == '-' && digits(line, at + 5, 2) && char_at(line, at + 7) == '-' &&
	    digits(line, at + 8, 2) && (char_at(line, at + 10) == 'T' || char_at(line, at + 10) == ' ')) {
		s->date = str_cut(line, at, at + 10);
		return at + 11;
	}
	if (at + 7 > line.n || line.p[at] < 'A' || line.p[at] > 'Z' || line.p[at + 3] != ' ' || line.p[at + 6] != ' ') return at;
	const int month = month_of(str_cut(line, at, at + 3));
	if (!month || !digit(line.p[at + 5]) || (line.p[at + 4] != ' ' && !digit(line.p[at + 4]))) return at;
	s->month = month;
	s->day = (line.p[at + 4] == ' ' ? 0 : line.p[at + 4] - '0') * 10 + line.p[at + 5] - '0';
	return at + 7;
}

static size_t zone_take(struct str line, size_t at, struct irc_stamp *s)
{
	const char sign = char_at(line, at);
	if (sign == 'Z') s->zone = str_cut(line, at, at + 1);
	else if ((sign == '+' || sign == '-') && digits(line, at + 1, 4)) s->zone = str_cut(line, at, at + 5);
	else if ((sign == '+' || sign == '-') && digits(line, at + 1, 2) && char_at(line, at + 3) == ':' && digits(line, at + 4, 2))
		s->zone = str_cut(line, at, at + 6);
	return at + s->zone.n;
}

bool irc_stamp_read(struct str line, struct irc_stamp *s)
{
	*s = (struct irc_stamp){ .second = -1 };
	s->bracket = char_at(line, 0) == '[';
	size_t at = date_take(line, s->bracket, s);
	if (!digits(line, at, 2) || char_at(line, at + 2) != ':' || !digits(line, at + 3, 2)) return false;
	s->hour = two(line.p + at);
	s->minute = two(line.p + at + 3);
	at += 5;
	if (char_at(line, at) == ':' && digits(line, at + 1, 2)) {
		s->second = two(line.p + at + 1);
		at += 3;
	}
	if (s->date.p) at = zone_take(line, at, s);
	if (s->bracket && char_at(line, at++) != ']') return false;
	if (at < line.n && line.p[at] != ' ' && line.p[at] != '\t') return false;
	s->tab = s->date.p && !s->bracket && char_at(line, at) == '\t';
	if (s->tab) at++;
	else while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t')) at++;
	s->end = at;
	return true;
}

/* --- dates in words ------------------------------------------------------------------------------------------------------ */

bool irc_date_valid(struct irc_date d)
{
	static const int length[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return d.year >= 1988 && d.year < 2100 && d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= length[d.month - 1];
}

struct irc_date irc_next_day(struct irc_date d)
{
	static const int length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const bool leap = d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0);
	if (++d.day <= length[d.month - 1] + (d.month == 2 && leap)) return d;
	d.day = 1;
	if (++d.month <= 12) return d;
	return (struct irc_date){ d.year + 1, 1, 1 };
}

/* "Mon Jan 01 00:00:00 2007", "Mon Jan 1 2007": words in any order. */
static struct irc_date words_date(struct str words)
{
	struct irc_date d = { 0, 0, 0 };
	for (size_t at = 0; at < words.n && at < 64;) {
		size_t end = at;
		while (end < words.n && words.p[end] != ' ' && words.p[end] != ',') end++;
		const struct str word = str_cut(words, at, end);
		if (word.n && word.n <= 2 && digits(word, 0, word.n)) d.day = word.n == 2 ? two(word.p) : word.p[0] - '0';
		else if (word.n == 4 && digits(word, 0, 4)) d.year = two(word.p) * 100 + two(word.p + 2);
		else if (month_of(word)) d.month = month_of(word);
		at = end + 1;
	}
	return irc_date_valid(d) ? d : (struct irc_date){ 0, 0, 0 };
}

bool irc_date_line(struct str rest, struct irc_date *date)
{
	static const char *const start[] = { "--- Log opened ", "--- Log closed ", "--- Day changed ", "**** BEGIN LOGGING AT ",
		"**** ENDING LOGGING AT ", "Session Start: ", "Session Close: ", "Session Time: " };
	static const char *const day[] = { "--- Mon ", "--- Tue ", "--- Wed ", "--- Thu ", "--- Fri ", "--- Sat ", "--- Sun " };
	size_t n = 0;
	for (unsigned i = 0; i < sizeof start / sizeof *start && !n; i++) if (str_starts(rest, str_of(start[i]))) n = strlen(start[i]);
	for (unsigned i = 0; i < sizeof day / sizeof *day && !n; i++) if (str_starts(rest, str_of(day[i]))) n = strlen(day[i]);
	if (!n) return false;
	*date = words_date(str_cut(rest, n, rest.n));
	return true;
}
