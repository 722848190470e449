/* quotation.c -- which lines of a mail are not its writer's: quoted ones, "On Monday ann wrote:", signatures, attachments in the text.
 * Knows how mail programs set them; gives each a "> " at its beginning where it has none, and takes nothing away. */
#include "normalise.h"

enum { LINE_LOOKED_AT = 300, QUOTED_WITHIN = 2, INITIALS_MOST = 5, UNDERSCORES_LEAST = 20 };

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }

static struct str line_at(struct str s, size_t at)
{
	const char *const end = at < s.n ? memchr(s.p + at, '\n', s.n - at) : NULL;
	return at < s.n ? str_cut(s, at, end ? (size_t)(end - s.p) : s.n) : (struct str){ NULL, 0 };
}

static bool quoted(struct str line)
{
	size_t n = 0;
	while (n < line.n && n < 3 && line.p[n] == ' ') n++;
	return n < line.n && line.p[n] == '>';
}

/* "AB> words": the initials of who is quoted. */
static bool initialled(struct str line)
{
	size_t n = 0;
	while (n < line.n && n < INITIALS_MOST && letter(line.p[n])) n++;
	return n && n < line.n && line.p[n] == '>' && (n + 1 == line.n || line.p[n + 1] == ' ' || line.p[n + 1] == '>');
}

/* "|> words" always, other marks only below a line that says who is quoted. Of old newsreaders. */
static char other_mark(struct str line, bool below)
{
	if (line.n < 2 || !memchr("|:}%#", line.p[0], 5)) return 0;
	if (line.p[0] == '|' && line.p[1] == '>') return '|';
	return below && (line.p[1] == ' ' || line.p[1] == '>' || line.p[1] == line.p[0]) ? line.p[0] : 0;
}

/* Ends "... wrote:" or one of its likes in another language. */
static bool says(struct str line)
{
	static const char *const word[] = { "wrote", "writes", "said", "schrieb", "schreibt", ("\xc3\xa9" "crit"), "escribi\xc3\xb3",
		"ha scritto", "skrev", "schreef", "napisa\xc5\x82", "escreveu" };
	line = str_trim(line);
	if (!line.n || line.p[line.n - 1] != ':') return false;
	if (line.n > 1 && line.p[line.n - 2] == '>') return true;              /* "2015-11-21 13:05 Ann <ann@x>:" */
	const size_t from = line.n > LINE_LOOKED_AT ? line.n - LINE_LOOKED_AT : 0;
	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (memmem(line.p + from, line.n - from, word[i], strlen(word[i]))) return true;
	return false;
}

/* Does the line at `at` say who is quoted in the lines behind it? */
static bool attributes(struct str s, size_t at)
{
	struct str line = line_at(s, at);
	if (!says(line)) return false;
	for (unsigned i = 0; i < QUOTED_WITHIN; i++) {
		at += line.n + 1;
		line = line_at(s, at);
		if (quoted(line) || initialled(line) || other_mark(line, true)) return true;
		if (!line.p || str_trim(line).n) return false;
	}
	return false;
}

static bool attribution(struct str s, size_t at, struct str line)
{
	static const char *const opening[] = { "On ", "In article ", "In message ", "At ", "Am ", "Le ", "Il ", "El ", "Op ", "Den ", "Em ",
		"Quoting ", "Quoth " };
	if (attributes(s, at)) return true;
	for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
		if (str_starts(line, str_of(opening[i]))) return attributes(s, at + line.n + 1);
	return false;
}

/* From here on nothing is the writer's: the signature, a list's footer, what was forwarded below. */
static bool closes(struct str line)
{
	static const char *const mark[] = { "-----BEGIN PGP SIGNATURE-----", "-------------- next part --------------",
		"-----Original Message-----", "----- Original Message -----", "---------- Forwarded message ----------",
		"-------- Original Message --------", "-----Urspr\xc3\xbcngliche Nachricht-----" };
	if (str_is(line, "-- ") || str_is(line, "--")) return true;
	for (size_t i = 0; i < sizeof mark / sizeof *mark; i++) if (str_starts(line, str_of(mark[i]))) return true;
	size_t n = 0;
	while (n < line.n && line.p[n] == '_') n++;
	return n == line.n && n >= UNDERSCORES_LEAST;
}

/* "begin 644 name": a file in letters. */
static bool encoded_begins(struct str line)
{
	return line.n > 10 && str_starts(line, str_of("begin ")) && digit(line.p[6]) && digit(line.p[7]) && digit(line.p[8]) &&
		line.p[9] == ' ';
}

struct str quotation_mark(struct str s, struct arena *arena)
{
	bool closed = false, encoded = false;
	char mark = 0;                  /* of quoted lines, where it is none of the usual ones */
	bool below = false;             /* the next line that is not blank shows it */
	size_t lines = 1, n = 0;
	for (size_t i = 0; i < s.n; i++) lines += s.p[i] == '\n';
	char *const to = arena_alloc(arena, s.n + 2 * lines);
	for (size_t at = 0; at < s.n;) {
		const struct str line = line_at(s, at);
		const size_t next = at + line.n < s.n ? at + line.n + 1 : s.n;
		closed = closed || closes(line);
		encoded = encoded || encoded_begins(line);
		const bool says_who = attribution(s, at, line);
		if (below && other_mark(line, true)) mark = line.p[0];
		below = says_who || (below && !str_trim(line).n);
		const bool other = other_mark(line, mark && line.n && line.p[0] == mark);
		const bool marked = closed || encoded || initialled(line) || other || says_who;
		if (encoded && str_is(str_trim(line), "end")) encoded = false;
		if (marked && !quoted(line) && str_trim(line).n) {
			memcpy(to + n, "> ", 2);
			n += 2;
		}
		memcpy(to + n, s.p + at, next - at);
		n += next - at;
		at = next;
	}
	return (struct str){ to, n };
}
