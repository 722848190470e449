/* wiki_stamp.c -- the time at the end of a signature, read backwards from its zone: "12:34, 5 May 2010 (UTC)".
 * Knows the order of its parts in the large wikis and their months; does not know who signed. */
#include "wiki.h"

#include <stdio.h>

enum { STAMP_LONGEST = 90, STAMP_TOKENS = 14 };

/* --- words ---------------------------------------------------------------------------------------------------------------- */

/* What names of months begin with in English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Polish and Russian.
 * The longer stands before the shorter. */
static const struct { const char *head; unsigned month; } months[] = {
	{ "juin", 6 }, { "juil", 7 }, { "jan", 1 }, { "ene", 1 }, { "gen", 1 }, { "sty", 1 }, { "\xd1\x8f\xd0\xbd\xd0\xb2", 1 },
	{ "feb", 2 }, { "fev", 2 }, { "f\xc3\xa9v", 2 }, { "lut", 2 }, { "\xd1\x84\xd0\xb5\xd0\xb2", 2 },
	{ "mar", 3 }, { "m\xc3\xa4r", 3 }, { "mrt", 3 }, { "maa", 3 }, { "\xd0\xbc\xd0\xb0\xd1\x80", 3 },
	{ "apr", 4 }, { "abr", 4 }, { "avr", 4 }, { "kwi", 4 }, { "\xd0\xb0\xd0\xbf\xd1\x80", 4 },
	{ "may", 5 }, { "mai", 5 }, { "mag", 5 }, { "maj", 5 }, { "mei", 5 }, { "\xd0\xbc\xd0\xb0\xd1\x8f", 5 }, { "\xd0\xbc\xd0\xb0\xd0\xb9", 5 },
	{ "jun", 6 }, { "giu", 6 }, { "cze", 6 }, { "\xd0\xb8\xd1\x8e\xd0\xbd", 6 },
	{ "jul", 7 }, { "lug", 7 }, { "lip", 7 }, { "\xd0\xb8\xd1\x8e\xd0\xbb", 7 },
	{ "aug", 8 }, { "ago", 8 }, { "ao\xc3\xbb", 8 }, { "sie", 8 }, { "\xd0\xb0\xd0\xb2\xd0\xb3", 8 },
	{ "sep", 9 }, { "set", 9 }, { "wrz", 9 }, { "\xd1\x81\xd0\xb5\xd0\xbd", 9 },
	{ "oct", 10 }, { "okt", 10 }, { "ott", 10 }, { "out", 10 }, { "pa\xc5\xba", 10 }, { "\xd0\xbe\xd0\xba\xd1\x82", 10 },
	{ "nov", 11 }, { "lis", 11 }, { "\xd0\xbd\xd0\xbe\xd1\x8f", 11 },
	{ "dec", 12 }, { "dez", 12 }, { "dic", 12 }, { "d\xc3\xa9" "c", 12 }, { "gru", 12 }, { "\xd0\xb4\xd0\xb5\xd0\xba", 12 }
};

static const char *const fillers[] = { "de", "at", "kl", "min", "om", "um", "uhr", "a", "\xc3\xa0", "den", "alle", "del", "le" };

/* Year, month and day behind their numbers, Chinese, Japanese and Korean. */
static const char *const marks[3][3] = {
	{ "\xe5\xb9\xb4", "\xe6\x9c\x88", "\xe6\x97\xa5" },
	{ "\xe5\xb9\xb4", "\xe6\x9c\x88", "\xe5\x8f\xb7" },
	{ "\xeb\x85\x84", "\xec\x9b\x94", "\xec\x9d\xbc" }
};

static const struct { const char *zone, *offset; } zones[] = { { "UTC", "Z" }, { "GMT", "Z" }, { "WET", "Z" }, { "CET", "+01:00" },
	{ "MEZ", "+01:00" }, { "BST", "+01:00" }, { "WEST", "+01:00" }, { "CEST", "+02:00" }, { "MESZ", "+02:00" }, { "EET", "+02:00" },
	{ "EEST", "+03:00" }, { "MSK", "+03:00" }, { "JST", "+09:00" }, { "KST", "+09:00" } };

/* --- backwards ------------------------------------------------------------------------------------------------------------ */

enum part { PART_NONE, PART_YEAR, PART_MONTH, PART_DAY };

struct back {
	struct str s;
	size_t     least, at;           /* what is left to read is [least, at) */
	int        year, month, day, hour, minute;
	enum part  expected;            /* what the next number is, as a mark behind it says */
};

static bool digit(char c) { return c >= '0' && c <= '9'; }
static bool wordy(char c) { return (c | 32) >= 'a' ? (c | 32) <= 'z' || (c & 0x80) : (c & 0x80) != 0; }

/* The run of digits that ends at b->at: -1 for more than four, else its value; b->at is then before it. */
static int number_take(struct back *b, unsigned *digits)
{
	size_t from = b->at;
	int value = 0;
	while (from > b->least && digit(b->s.p[from - 1])) from--;
	*digits = (unsigned)(b->at - from);
	for (size_t i = from; i < b->at && *digits <= 4; i++) value = value * 10 + (b->s.p[i] - '0');
	b->at = from;
	return *digits <= 4 ? value : -1;
}

/* 12:34, 12.34, 12h34, also with seconds. */
static bool clock_take(struct back *b, int last, unsigned digits)
{
	unsigned more;
	if (digits != 2 || b->hour >= 0 || b->at < b->least + 2) return false;
	const char c = b->s.p[b->at - 1];
	if ((c != ':' && c != '.' && c != 'h') || !digit(b->s.p[b->at - 2])) return false;
	b->at--;
	int before = number_take(b, &more);
	if (b->at >= b->least + 2 && more == 2 && b->s.p[b->at - 1] == ':' && digit(b->s.p[b->at - 2])) {
		b->at--;
		last = before;
		before = number_take(b, &more);
	}
	if (before < 0 || before > 23 || last > 59 || more > 2) return false;
	b->hour = before;
	b->minute = last;
	return true;
}

static bool place(int *part, int value)
{
	if (*part >= 0 || value < 0) return false;
	*part = value;
	return true;
}

static bool number_place(struct back *b)
{
	unsigned digits;
	const int value = number_take(b, &digits);
	const enum part expected = b->expected;
	b->expected = PART_NONE;
	if (expected == PART_NONE && clock_take(b, value, digits)) return true;
	if (expected == PART_YEAR || (expected == PART_NONE && digits == 4)) return place(&b->year, value);
	if (expected == PART_MONTH) return place(&b->month, value);
	return digits <= 2 && place(&b->day, value);
}

static bool word_place(struct back *b)
{
	char low[24];
	size_t from = b->at;
	while (from > b->least && wordy(b->s.p[from - 1])) from--;
	const struct str word = str_cut(b->s, from, b->at);
	b->at = from;
	for (unsigned k = 0; k < 3; k++)
		for (unsigned i = 0; i < 3; i++)
			if (str_is(word, marks[k][i])) {
				b->expected = (enum part)(PART_YEAR + i);
				return true;
			}
	if (word.n > sizeof low) return false;
	for (size_t i = 0; i < word.n; i++) low[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] + 32) : word.p[i];
	const struct str lower = { low, word.n };
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) if (str_is(lower, fillers[i])) return true;
	for (size_t i = 0; i < sizeof months / sizeof *months; i++)
		if (str_starts(lower, str_of(months[i].head))) return place(&b->month, (int)months[i].month);
	return false;
}

/* A weekday in brackets. */
static bool weekday_pass(struct back *b)
{
	for (size_t i = b->at - 1; i > b->least && b->at - i < 20; i--) {
		if (b->s.p[i - 1] != '(') continue;
		b->at = i - 1;
		return true;
	}
	return false;
}

static bool back_read(struct back *b)
{
	for (unsigned tokens = 0; tokens < STAMP_TOKENS; tokens++) {
		if (b->hour >= 0 && b->year >= 0 && b->month >= 0 && b->day >= 0) return true;
		while (b->at > b->least && strchr(" \t,.", b->s.p[b->at - 1])) b->at--;
		if (b->at == b->least) return false;
		const char c = b->s.p[b->at - 1];
		if (!(digit(c) ? number_place(b) : wordy(c) ? word_place(b) : c == ')' && weekday_pass(b))) return false;
	}
	return false;
}

static bool stamp_read(struct str text, size_t least, size_t to, const char *offset, struct wiki_stamp *stamp)
{
	struct back b = { .s = text, .least = least, .at = to, .year = -1, .month = -1, .day = -1, .hour = -1 };
	if (to > STAMP_LONGEST && b.least < to - STAMP_LONGEST) b.least = to - STAMP_LONGEST;
	if (!back_read(&b) || b.month < 1 || b.month > 12 || b.day < 1 || b.day > 31 || b.year < 1000) return false;
	stamp->from = b.at;
	snprintf(stamp->iso, sizeof stamp->iso, "%04d-%02d-%02dT%02d:%02d:00%s", b.year, b.month, b.day, b.hour, b.minute, offset);
	return true;
}

bool wiki_stamp_bare(struct str text, size_t to, struct wiki_stamp *stamp)
{
	stamp->to = to;
	return stamp_read(text, 0, to, "", stamp);
}

bool wiki_stamp_read(struct str text, size_t least, size_t open, struct wiki_stamp *stamp)
{
	size_t to = open + 1;
	while (to < text.n && text.p[to] >= 'A' && text.p[to] <= 'Z') to++;
	const struct str zone = str_cut(text, open + 1, to);
	const char *offset = "";
	if (zone.n < 2 || zone.n > 5 || to >= text.n || text.p[to] != ')') return false;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) if (str_is(zone, zones[i].zone)) offset = zones[i].offset;
	stamp->to = to + 1;
	return stamp_read(text, least, open, offset, stamp);
}
