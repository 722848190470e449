/* irc_place.c -- which day and which channel the path of an IRC log speaks of.
 * Knows how log writers name their files and folders; does not look into them. */
#include "irc.h"

enum { PARTS = 4 };

/* The path inside its archive; the archive's own name only where there is none: an archive's date is not its logs'. */
static struct str inner_path(struct str path)
{
	while (path.n && (path.p[path.n - 1] == '!' || path.p[path.n - 1] == '/')) path.n--;
	for (size_t i = path.n; i-- > 0;) if (path.p[i] == '!') return str_cut(path, i + 1, path.n);
	return path;
}

/* The last parts of the path, the last one first. */
static unsigned parts_of(struct str path, struct str part[PARTS])
{
	unsigned n = 0;
	while (path.n && n < PARTS) {
		size_t from = path.n;
		while (from && path.p[from - 1] != '/' && path.p[from - 1] != '\\') from--;
		part[n++] = str_cut(path, from, path.n);
		path.n = from ? from - 1 : 0;
	}
	return n;
}

static bool digit(struct str s, size_t at) { return at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; }

static int number(struct str s, size_t at, size_t n)
{
	int value = 0;
	for (size_t i = 0; i < n; i++) {
		if (!digit(s, at + i)) return -1;
		value = value * 10 + (s.p[at + i] - '0');
	}
	return value;
}

/* 2012-10-17, 2012_10_17, 2012.10.17 or 20121017 at this place, with no digit around; *length: how long it is. */
static bool date_at(struct str s, size_t at, struct irc_date *date, size_t *length)
{
	if (!digit(s, at) || (at && digit(s, at - 1)) || at + 8 > s.n) return false;
	const char mark = at + 10 <= s.n && strchr("-_.", s.p[at + 4]) ? s.p[at + 4] : '\0';
	const size_t step = mark ? 3 : 2;
	if (mark && s.p[at + 7] != mark) return false;
	*date = (struct irc_date){ number(s, at, 4), number(s, at + 4 + (mark != 0), 2), number(s, at + 4 + (mark != 0) + step, 2) };
	*length = mark ? 10 : 8;
	return !digit(s, at + *length) && irc_date_valid(*date);
}

static bool numbers_date(struct str year, struct str month, struct str day, struct irc_date *date)
{
	if (year.n != 4 || month.n != 2 || day.n < 2 || digit(day, 2)) return false;
	*date = (struct irc_date){ number(year, 0, 4), number(month, 0, 2), number(day, 0, 2) };
	return irc_date_valid(*date);
}

struct irc_date irc_path_date(struct str path)
{
	struct str part[PARTS];
	struct irc_date date;
	size_t length;
	const unsigned n = parts_of(inner_path(path), part);
	for (size_t i = n ? part[0].n : 0; i-- > 0;) if (date_at(part[0], i, &date, &length)) return date;
	if (n > 1 && date_at(part[1], 0, &date, &length) && length == part[1].n) return date;
	if (n > 3 && part[1].n == 2 && numbers_date(part[3], part[2], part[1], &date)) return date;
	if (n > 2 && numbers_date(part[2], part[1], part[0], &date)) return date;
	return (struct irc_date){ 0, 0, 0 };
}

bool irc_path_daily(struct str path)
{
	struct str part[PARTS];
	struct irc_date date;
	return parts_of(inner_path(path), part) > 3 && (part[0].p[0] == '#' || str_starts(part[0], str_of("%23"))) &&
		part[1].n == 2 && numbers_date(part[3], part[2], part[1], &date);
}

/* --- channels ------------------------------------------------------------------------------------------------------------ */

static bool word_char(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

static struct str ending_cut(struct str s)
{
	static const char *const ending[] = { ".gz", ".bz2", ".xz", ".zst", ".lz4", ".log", ".txt", ".weechatlog", ".raw", ".irc" };
	struct irc_date date;
	size_t length, before;
	do {
		before = s.n;
		for (unsigned i = 0; i < sizeof ending / sizeof *ending; i++) if (str_ends(s, str_of(ending[i]))) s.n -= strlen(ending[i]);
		for (size_t i = 1; i < s.n; i++) {
			if (!date_at(s, i, &date, &length) || i + length != s.n) continue;
			s.n = strchr("._-", s.p[i - 1]) ? i - 1 : i;
			break;
		}
	} while (s.n < before);
	return s;
}

/* From the part's # on, which begins the part or stands behind a mark (irc.network.#channel). */
static struct str channel_in(struct str part, size_t *escaped)
{
	for (size_t i = 0; i + 1 < part.n; i++) {
		const bool spelled = str_starts(str_cut(part, i, part.n), str_of("%23"));
		if ((part.p[i] != '#' && !spelled) || (i && word_char(part.p[i - 1]))) continue;
		*escaped = spelled ? 3 : 1;
		return ending_cut(str_cut(part, i, part.n));
	}
	return (struct str){ NULL, 0 };
}

struct str irc_path_channel(struct str path, char *into, size_t room)
{
	struct str part[PARTS];
	size_t escaped = 0;
	const unsigned n = parts_of(inner_path(path), part);
	for (unsigned i = 0; i < n; i++) {
		const struct str found = channel_in(part[i], &escaped);
		if (found.n <= escaped || found.n >= room) continue;
		into[0] = '#';
		memcpy(into + 1, found.p + escaped, found.n - escaped);
		return (struct str){ into, found.n - escaped + 1 };
	}
	return (struct str){ NULL, 0 };
}
