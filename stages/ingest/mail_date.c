/* mail_date.c -- dates of mails in the spelling that times are read from: comments and unknown names of zones away.
 * Knows what mail programs wrote for thirty years; does not know calendars. */
#include "mail.h"
#include "time_parse.h"

#include <stdio.h>

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
	int minutes;
	if (!has_offset && time_zone_named(word, &minutes)) return s;
	/* "MET DST" */
	if (has_offset || !mail_alike(word, "dst")) return rest;
	if (before.n == 3 && letter(before.p[0])) rest = str_trim(str_cut(rest, 0, rest.n - before.n));
	char *const to = arena_alloc(arena, rest.n + 8);
	return (struct str){ to, (size_t)snprintf(to, rest.n + 8, "%.*s +0200", (int)rest.n, rest.p) };
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
