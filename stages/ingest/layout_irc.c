/* layout_irc.c -- logs of IRC clients, bouncers and bots.
 * Knows how such a log is told from other text and which values a line has; does not know how a line is read. */
#include "irc.h"
#include "layout.h"
#include "utf8.h"

#include <stdio.h>

enum { LINES_LOOKED_AT = 2000, NICKS_KEPT = 64 };

/* What the first lines of a member show. */
struct irc_look {
	unsigned   lines, shaped;      /* that are not blank; that are lines of a log */
	unsigned   spoken;             /* with a clock and <nick> */
	unsigned   marked;             /* system lines by their mark and their clock, or by their words */
	unsigned   dated;              /* that say the day */
	unsigned   bare;               /* <nick> without a clock */
	unsigned   columns, arrows;    /* WeeChat's; those that no table has */
	unsigned   minutes, equals;    /* [12:00] without seconds; === or two blanks before a star, as Ubuntu's have them */
	unsigned   own;                /* system lines with a mark that actions do not have */
	bool       recurs, closed;     /* somebody speaks twice; "</", as in pages */
	struct str nick[NICKS_KEPT];
	unsigned   nicks;
};

static void nick_seen(struct irc_look *k, struct str nick)
{
	for (unsigned i = 0; i < k->nicks && !k->recurs; i++) k->recurs = str_equal(k->nick[i], nick);
	if (k->nicks < NICKS_KEPT) k->nick[k->nicks++] = nick;
}

static void line_look(struct irc_look *k, struct str text)
{
	struct irc_line line;
	struct irc_date date;
	irc_line_read(text, IRC_STARS, &line);
	const struct irc_stamp *const stamp = &line.stamp;
	const bool speaks = line.kind == IRC_MESSAGE && irc_nick_like(line.author);
	const bool weak = !stamp->bracket && !stamp->date.p && !stamp->month;
	k->lines++;
	k->closed = k->closed || memmem(text.p, text.n, "</", 2) != NULL;
	if (irc_date_line(line.stamped ? str_cut(text, stamp->end, text.n) : text, &date) && date.year) {
		k->dated++;
		k->shaped++;
	} else if (line.stamped && stamp->tab) {
		const bool arrow = (line.kind == IRC_SYSTEM && line.marked) || line.kind == IRC_ACTION || line.ranked;
		k->columns += speaks || arrow;
		k->arrows += arrow;
		k->own += line.marked;
		k->shaped += speaks || arrow;
	} else if (line.stamped) {
		k->spoken += speaks && str_starts(str_cut(text, stamp->end, text.n), str_of("<"));
		k->marked += line.kind == IRC_SYSTEM && (!weak || irc_came_or_went(line.text));
		k->own += line.kind == IRC_SYSTEM && line.marked;
		k->minutes += stamp->bracket && !stamp->date.p && stamp->second < 0;
		k->equals += line.kind == IRC_ACTION && stamp->bracket && str_starts(str_cut(text, 7, text.n), str_of("  * "));
		k->shaped += line.kind != IRC_OTHER;
	} else if (line.kind == IRC_SYSTEM && irc_came_or_went(line.text)) {
		k->marked++;
		k->own += line.marked;
		k->equals += text.p[0] == '=';
		k->shaped++;
	} else if (speaks && text.p[0] == '<') {
		nick_seen(k, line.author);
		k->bare++;
		k->shaped++;
	}
}

static bool irc_recognise(const struct look *look, unsigned *dialect)
{
	struct irc_look k = { .lines = 0 };
	struct str line;
	for (size_t at = 0; k.lines < LINES_LOOKED_AT && head_line(look->head, look->whole, &at, &line);) {
		while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == ' ')) line.n--;
		if (line.n) line_look(&k, line);
	}
	if (k.shaped * 4 < k.lines * 3 || !k.shaped) return false;
	const bool columns = k.columns && (k.arrows || str_ends(look->base, str_of(".weechatlog")));
	const bool bare = k.bare > 2 && k.recurs && !k.closed;
	if (!k.spoken && !k.marked && !k.dated && !columns && !bare) return false;
	*dialect = k.own ? 0 : IRC_STARS;
	if (k.minutes && (k.equals || irc_path_daily(look->path))) *dialect |= IRC_UTC;
	return true;
}

/* --- values -------------------------------------------------------------------------------------------------------------- */

static const char *kind_name(const struct irc_line *line)
{
	static const char *const name[] = { [IRC_MESSAGE] = "message", [IRC_ACTION] = "action", [IRC_NOTICE] = "notice",
		[IRC_SYSTEM] = "system", [IRC_OTHER] = "other" };
	return line->kind < IRC_SYSTEM && !line->text.n ? "empty" : name[line->kind];
}

/* Without a date there is no time, rather than one that is made up. */
static struct str time_of(const struct reading *r, const struct irc_stamp *stamp)
{
	const struct context *const context = r->record->context;
	const struct str date = stamp->date.p ? stamp->date : context ? context->value[IRC_IN_FORCE] : (struct str){ NULL, 0 };
	const bool utc = (r->record->member->dialect & IRC_UTC) && !stamp->date.p && !stamp->month;
	if (!date.n) return (struct str){ NULL, 0 };
	char *const p = arena_alloc(r->arena, date.n + stamp->zone.n + sizeof "T00:00:00Z");
	memcpy(p, date.p, date.n);
	char *end = time_part(time_part(p + date.n, 'T', stamp->hour), ':', stamp->minute);
	if (stamp->second >= 0) end = time_part(end, ':', stamp->second);
	if (stamp->zone.n) memcpy(end, stamp->zone.p, stamp->zone.n);
	end += stamp->zone.n;
	if (utc) *end++ = 'Z';
	return (struct str){ p, (size_t)(end - p) };
}

static bool irc_read(struct reading *r, struct str bytes)
{
	struct irc_line line;
	if (!reading_utf8(r, &bytes)) return false;
	irc_line_read(irc_plain(bytes, r->arena), r->record->member->dialect, &line);
	if (line.kind == IRC_OTHER)
		return reading_fault(r, FAULT_FORM, 0, "neither somebody's words nor a line of the system's, as logs of IRC have them");
	value_put(r, "kind", str_of(kind_name(&line)));
	if (line.kind == IRC_SYSTEM) return true;
	value_put(r, "author", irc_nick(line.author, r->arena));
	value_put(r, "text", line.text);
	if (line.stamped) value_put(r, "time", time_of(r, &line.stamp));
	/* Of a path or another line: what is wrong with its bytes is not this record's affair. */
	uint32_t elsewhere = 0;
	if (r->record->context && r->record->context->value[IRC_CHANNEL].n)
		value_put(r, "channel", utf8_repair(r->record->context->value[IRC_CHANNEL], r->arena, &elsewhere));
	return true;
}

static const char *const irc_values[] = { "kind", "author", "text", "time", "channel", NULL };

const struct layout layout_irc = { "irc", &framer_irc, irc_recognise, NULL, irc_read, irc_values };
