/* irc_line.c -- one line of an IRC log: who speaks, acts or gives notice, or what the system says.
 * Knows the marks of all writers; does not know the day, nor the lines around. */
#include "irc.h"

#include "arena.h"

static bool begins(struct str s, const char *z) { return str_starts(s, str_of(z)); }

static struct str rest_of(struct str s, size_t at) { return str_trim(str_cut(s, at < s.n ? at : s.n, s.n)); }

static bool contains(struct str s, const char *z) { return s.n && memmem(s.p, s.n, z, strlen(z)) != NULL; }

/* --- names --------------------------------------------------------------------------------------------------------------- */

bool irc_nick_like(struct str nick)
{
	if (!nick.n || nick.n > 64) return false;
	for (size_t i = 0; i < nick.n; i++) if ((unsigned char)nick.p[i] <= ' ' || strchr("<>\"=/,;", nick.p[i])) return false;
	return true;
}

/* Without rank (@, + and so on) before and address (!user@host) behind. */
static struct str nick_of(struct str s, bool *ranked)
{
	size_t at = 0;
	while (at < s.n && strchr("@+%&~! ", s.p[at])) {
		*ranked = *ranked || s.p[at] != ' ';
		at++;
	}
	s = str_trim(str_cut(s, at, s.n));
	const char *const mark = s.n ? memchr(s.p, '!', s.n) : NULL;
	if (mark && memchr(mark, '@', s.n - (size_t)(mark - s.p))) s.n = (size_t)(mark - s.p);
	return s;
}

static void says(struct irc_line *line, enum irc_kind kind, struct str author, struct str text)
{
	line->kind = kind;
	line->author = nick_of(author, &line->ranked);
	line->text = str_trim(text);
}

static void system_says(struct irc_line *line, struct str text, bool marked)
{
	line->kind = IRC_SYSTEM;
	line->marked = marked;
	line->author = (struct str){ NULL, 0 };
	line->text = str_trim(text);
}

/* --- what the system says ------------------------------------------------------------------------------------------------ */

bool irc_came_or_went(struct str text)
{
	static const char *const words[] = { "has joined #", "has left #", "has quit ", "is now known as ", "changed the topic of #",
		"has changed the topic to", "sets mode", "was kicked", "Now talking ", "joined #", "mode/#" };
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++) if (contains(text, words[i])) return true;
	return false;
}

struct str irc_joined(struct str text)
{
	static const char *const words[] = { "joined #", "Now talking in #", "Now talking on #", "Session Ident: #" };
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
		const char *const at = text.n ? memmem(text.p, text.n, words[i], strlen(words[i])) : NULL;
		if (!at) continue;
		const size_t from = (size_t)(at - text.p) + strlen(words[i]) - 1;
		size_t end = from;
		while (end < text.n && (unsigned char)text.p[end] > ' ' && text.p[end] != ',') end++;
		if (end > from + 1 && text.p[end - 1] == '.') end--;
		if (end > from + 1) return str_cut(text, from, end);
	}
	return (struct str){ NULL, 0 };
}

/* "* nick has joined #c", "* Now talking in #c": where actions and system lines are marked alike. The words must come at once,
 * or behind an address in brackets. */
static bool star_is_system(struct str text)
{
	static const char *const after[] = { "has joined #", "has left #", "has quit ", "is now known as ", "sets mode", "has changed the topic",
		"changes topic to", "was kicked by", "gives channel operator", "removes channel operator", "gives voice", "removes voice" };
	static const char *const start[] = { "Now talking ", "Topic is ", "Topic for #", "Set by ", "Disconnected", "Attempting to rejoin",
		"You have been kicked", "You are now known as", "Rejoined channel" };
	size_t at = 0;
	for (unsigned i = 0; i < sizeof start / sizeof *start; i++) if (begins(text, start[i])) return true;
	while (at < text.n && text.p[at] != ' ') at++;
	struct str rest = rest_of(text, at);
	if (begins(rest, "(") || begins(rest, "[")) {
		at = 0;
		while (at < rest.n && rest.p[at] != ' ') at++;
		rest = rest_of(rest, at);
	}
	for (unsigned i = 0; i < sizeof after / sizeof *after; i++) if (begins(rest, after[i])) return true;
	return false;
}

/* Eggdrop marks nothing: its own sentences are known. */
static bool eggdrop_says(struct str text)
{
	static const char *const inside[] = { ") joined #", ") left #", ") left irc", ") got netsplit", ") got lost in the net-split",
		" kicked from #", ": mode change '", " returned to #" };
	if (begins(text, "Nick change: ") || begins(text, "Topic changed on ")) return true;
	for (unsigned i = 0; i < sizeof inside / sizeof *inside; i++) if (contains(text, inside[i])) return true;
	return false;
}

/* --- what people say ----------------------------------------------------------------------------------------------------- */

static void action_read(struct str text, unsigned dialect, struct irc_line *line)
{
	size_t at = 0;
	text = str_trim(text);
	if ((dialect & IRC_STARS) && star_is_system(text)) {
		system_says(line, text, false);
		return;
	}
	while (at < text.n && text.p[at] != ' ' && text.p[at] != '\t') at++;
	says(line, IRC_ACTION, str_cut(text, 0, at), str_cut(text, at, text.n));
}

/* -nick:#channel- text, -nick(user@host)- text, -server.name- text */
static bool notice_read(struct str s, struct irc_line *line)
{
	size_t end = 1;
	while (end < s.n && s.p[end] != ' ' && !(s.p[end] == '-' && end > 1 && (end + 1 == s.n || s.p[end + 1] == ' ' || s.p[end + 1] == '\t')))
		end++;
	if (end >= s.n || s.p[end] != '-') return false;
	const struct str who = str_cut(s, 1, end);
	size_t name = 0;
	while (name < who.n && who.p[name] != ':' && who.p[name] != '(') name++;
	const struct str nick = str_cut(who, 0, name);
	/* No nick holds a dot: a server speaks. */
	if (name == who.n && memchr(nick.p, '.', nick.n)) system_says(line, s, true);
	else says(line, IRC_NOTICE, nick, str_cut(s, end + 1, s.n));
	return true;
}

/* (nick/#channel) text: said elsewhere and shown here. */
static bool elsewhere_read(struct str s, struct irc_line *line)
{
	const char *const close = memchr(s.p, ')', s.n), *const slash = close ? memchr(s.p, '/', (size_t)(close - s.p)) : NULL;
	if (!slash || slash[1] != '#' || !irc_nick_like(str_cut(s, 1, (size_t)(slash - s.p)))) return false;
	says(line, IRC_MESSAGE, str_cut(s, 1, (size_t)(slash - s.p)), rest_of(s, (size_t)(close - s.p) + 1));
	return true;
}

/* WeeChat: what stands before the tab is a nick or a mark. */
static void columns_read(struct str s, unsigned dialect, struct irc_line *line)
{
	static const char *const marks[] = { "-->", "<--", "--", "=!=", "<->" };
	const char *const tab = s.n ? memchr(s.p, '\t', s.n) : NULL;
	const size_t at = tab ? (size_t)(tab - s.p) : 0;
	const struct str who = str_trim(str_cut(s, 0, at)), text = str_trim(str_cut(s, tab ? at + 1 : 0, s.n));
	line->kind = IRC_OTHER;
	if (!tab) return;
	for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!str_is(who, marks[i])) continue;
		system_says(line, text, true);
		const char *const close = i == 2 && begins(text, "Notice(") ? memchr(text.p, ')', text.n) : NULL;
		if (!close) return;
		size_t name = 7;
		while (text.p[name] != ')' && text.p[name] != '/') name++;
		const size_t said = (size_t)(close - text.p) + 1;
		says(line, IRC_NOTICE, str_cut(text, 7, name), str_cut(text, said + (said < text.n && text.p[said] == ':'), text.n));
		return;
	}
	if (!who.n) system_says(line, text, false);
	else if (str_is(who, "*")) action_read(text, dialect & ~(unsigned)IRC_STARS, line);
	else says(line, IRC_MESSAGE, who, text);
}

/* Ubuntu's archive has a blank behind each ] even inside a name; elsewhere no name holds one. */
static bool blank_inside(struct str nick)
{
	for (size_t i = 1; i < nick.n; i++) if (nick.p[i] == ' ' && nick.p[i - 1] != ']') return true;
	return false;
}

static bool speech_read(struct str s, struct irc_line *line)
{
	const char *const close = memchr(s.p, '>', s.n);
	if (!close || close == s.p + 1) return false;
	says(line, IRC_MESSAGE, str_cut(s, 1, (size_t)(close - s.p)), str_cut(s, (size_t)(close - s.p) + 1, s.n));
	if (line->author.n && !blank_inside(line->author)) return true;
	line->kind = IRC_OTHER;
	return false;
}

/* Without a mark: irssi's list of names, a server's words, Eggdrop's sentences; and without a clock the lines that say a day. */
static bool unmarked_system(struct str s, bool stamped)
{
	struct irc_date ignored;
	if (!stamped) return irc_date_line(s, &ignored) || begins(s, "Session Ident: ");
	if (s.p[0] == '[') return s.n > 1 && (begins(s, "[Users") || strchr("@+% ", s.p[1]));
	return eggdrop_says(s) || (s.p[0] == '!' && s.n > 1 && s.p[1] != ' ');
}

static void marks_read(struct str s, unsigned dialect, struct irc_line *line)
{
	static const char *const marks[] = { "***", "-!-", "===", "-->", "<--", "---" };
	line->kind = IRC_OTHER;
	if (!s.n) return;
	for (unsigned i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!begins(s, marks[i])) continue;
		system_says(line, rest_of(s, 3), true);
		return;
	}
	if (s.p[0] == '<' && speech_read(s, line)) return;
	if (s.p[0] == '*' && s.n > 1 && (s.p[1] == ' ' || s.p[1] == '\t')) action_read(str_cut(s, 1, s.n), dialect, line);
	else if (s.p[0] == '-' && s.n > 2 && s.p[1] != ' ' && notice_read(s, line)) return;
	else if (s.p[0] == '(' && elsewhere_read(s, line)) return;
	else if (line->stamped && begins(s, "Action: ")) action_read(str_cut(s, 8, s.n), dialect, line);
	else if (unmarked_system(s, line->stamped)) system_says(line, s, false);
}

void irc_line_read(struct str text, unsigned dialect, struct irc_line *line)
{
	*line = (struct irc_line){ .kind = IRC_OTHER };
	line->stamped = irc_stamp_read(text, &line->stamp);
	const struct str rest = line->stamped ? str_cut(text, line->stamp.end, text.n) : text;
	if (line->stamped && line->stamp.tab) columns_read(rest, dialect, line);
	else marks_read(str_trim(rest), dialect, line);
}

struct str irc_nick(struct str s, struct arena *arena)
{
	size_t n = 0;
	if (!s.n || !memchr(s.p, ' ', s.n)) return s;
	char *const out = arena_alloc(arena, s.n);
	for (size_t i = 0; i < s.n; i++) if (s.p[i] != ' ') out[n++] = s.p[i];
	return (struct str){ out, n };
}

/* --- colours ------------------------------------------------------------------------------------------------------------- */

static bool hex(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

static size_t run_of(struct str s, size_t at, size_t most, bool hexadecimal)
{
	size_t n = 0;
	while (n < most && at + n < s.n && (hexadecimal ? hex(s.p[at + n]) : s.p[at + n] >= '0' && s.p[at + n] <= '9')) n++;
	return n;
}

/* Behind the colour that follows the byte 03 (numbers) or 04 (hexadecimal): one, or two with a comma between. */
static size_t colour_pass(struct str s, size_t at, bool hexadecimal)
{
	const size_t most = hexadecimal ? 6 : 2, least = hexadecimal ? 6 : 1;
	const size_t first = run_of(s, at, most, hexadecimal);
	if (first < least) return at;
	at += first;
	const size_t second = at < s.n && s.p[at] == ',' ? run_of(s, at + 1, most, hexadecimal) : 0;
	return second >= least ? at + 1 + second : at;
}

struct str irc_plain(struct str s, struct arena *arena)
{
	static const char codes[] = "\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f";
	size_t at = 0, n = 0;
	while (at < s.n && ((unsigned char)s.p[at] >= ' ' || !s.p[at] || !strchr(codes, s.p[at]))) at++;
	if (at == s.n) return s;
	char *const out = arena_alloc(arena, s.n);
	for (at = 0; at < s.n;) {
		const char c = s.p[at];
		if ((unsigned char)c >= ' ' || !c || !strchr(codes, c)) out[n++] = c;
		at++;
		if (c == 3 || c == 4) at = colour_pass(s, at, c == 4);
	}
	return (struct str){ out, n };
}
