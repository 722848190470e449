/* mail_date.c -- dates of mails in the spelling that times are read from: names of zones as offsets, comments away.
 * Knows what mail programs wrote for thirty years; does not know calendars. */
#include "mail.h"

#include <stdio.h>

/* Names that mean one offset. Others (IST, BST and its likes with two meanings) leave the zone unknown. */
static const struct { const char *name, *offset; } zone[] = {
	{ "gmt", "+0000" }, { "utc", "+0000" }, { "ut", "+0000" }, { "z", "+0000" }, { "wet", "+0000" }, { "west", "+0100" },
	{ "bst", "+0100" }, { "cet", "+0100" }, { "met", "+0100" }, { "mez", "+0100" }, { "cest", "+0200" }, { "mest", "+0200" },
	{ "mesz", "+0200" }, { "dst", "+0200" }, { "eet", "+0200" }, { "eest", "+0300" }, { "msk", "+0300" }, { "msd", "+0400" },
	{ "est", "-0500" }, { "edt", "-0400" }, { "cst", "-0600" }, { "cdt", "-0500" }, { "mst", "-0700" }, { "mdt", "-0600" },
	{ "pst", "-0800" }, { "pdt", "-0700" }, { "akst", "-0900" }, { "akdt", "-0800" }, { "hst", "-1000" }, { "ast", "-0400" },
	{ "adt", "-0300" }, { "jst", "+0900" }, { "kst", "+0900" }, { "hkt", "+0800" }, { "sgt", "+0800" }, { "awst", "+0800" },
	{ "aest", "+1000" }, { "aedt", "+1100" }, { "nzst", "+1200" }, { "nzdt", "+1300" },
};

static bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
static bool digit(char c) { return c >= '0' && c <= '9'; }

static struct str last_word(struct str s)
{
	size_t n = s.n;
	while (n && s.p[n - 1] != ' ' && s.p[n - 1] != '\t') n--;
	return str_cut(s, n, s.n);
}

/* A zone's name that is not in ASCII is in no table either. */
static struct str comments_dropped(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != '(' && (unsigned char)s.p[n] < 0x80) n++;
	return str_trim(str_cut(s, 0, n));
}

struct str mail_date(struct str value, struct arena *arena)
{
	enum { DATE_LONGEST = 200 };
	struct str s = comments_dropped(value);
	if (!s.n || s.n > DATE_LONGEST) return s;
	struct str word = last_word(s);
	for (size_t i = 0; i < word.n; i++) if (!letter(word.p[i])) return s;
	if (!word.n || mail_alike(word, "am") || mail_alike(word, "pm")) return s;
	struct str rest = str_trim(str_cut(s, 0, s.n - word.n));
	const struct str before = last_word(rest);
	const bool has_offset = before.n == 5 && (before.p[0] == '+' || before.p[0] == '-') && digit(before.p[1]);
	/* "MET DST" */
	if (mail_alike(word, "dst") && before.n == 3 && letter(before.p[0])) rest = str_trim(str_cut(rest, 0, rest.n - before.n));
	const char *offset = "";
	for (size_t i = 0; i < sizeof zone / sizeof *zone && !has_offset; i++) if (mail_alike(word, zone[i].name)) offset = zone[i].offset;
	char *const to = arena_alloc(arena, rest.n + 8);
	const int n = snprintf(to, rest.n + 8, "%.*s%s%s", (int)rest.n, rest.p, *offset ? " " : "", offset);
	return (struct str){ to, (size_t)n };
}

/* "From SENDER Mon Jan  1 00:00:00 1996": the parts in front of and from the name of a day on. */
void mail_envelope(struct str line, struct str *sender, struct str *date)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	line = str_trim(str_cut(line, 5, line.n));
	*sender = line;
	*date = (struct str){ NULL, 0 };
	for (size_t i = 0; i + 8 < line.n; i++) {
		if (i && line.p[i - 1] != ' ') continue;
		for (unsigned d = 0; d < 7; d++) {
			if (memcmp(line.p + i, days + 3 * d, 3) != 0 || (line.p[i + 3] != ' ' && line.p[i + 3] != ',')) continue;
			*sender = str_trim(str_cut(line, 0, i));
			*date = str_cut(line, i, line.n);
			return;
		}
	}
}
