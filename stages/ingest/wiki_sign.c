/* wiki_sign.c -- signatures on talk pages: links to the signer's pages with a time behind them, or a template that stands for both.
 * Knows what they look like and where their decoration begins; does not know comments. */
#include "wiki.h"

enum { SIGN_LONGEST = 500, LINK_GAP = 100, STAMP_GAP = 160, TEMPLATE_LONGEST = 600 };

static bool ends(struct str s, size_t to, const char *tail)
{
	return str_ends(str_cut(s, 0, to), str_of(tail));
}

/* --- decoration ----------------------------------------------------------------------------------------------------------- */

/* The opening tag that ends at `to`; `to` where there is none. */
static size_t tag_before(struct str s, size_t least, size_t to)
{
	if (to <= least || s.p[to - 1] != '>') return to;
	for (size_t i = to - 1; i > least && to - i < 200; i--)
		if (s.p[i - 1] == '<') return s.p[i] == '/' ? to : i - 1;
	return to;
}

/* Dashes, quotes, opening tags and spaces in front of a signature. *dash: one of them was a dash. */
static size_t decoration_before(struct str s, size_t least, size_t to, bool *dash)
{
	static const char *const plain[] = { " ", "'", "\t", "&nbsp;", "\xc2\xa0", "(", "\xe2\x80\xa2", "\xc2\xb7", "|", "~" };
	static const char *const dashes[] = { "-", "\xe2\x80\x93", "\xe2\x80\x94", "&mdash;", "&ndash;", "&#8212;", "&#8211;", "\xe2\x88\x92" };
	for (size_t before = to + 1; before != to;) {
		before = to;
		for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
			while (to >= least + strlen(plain[i]) && ends(s, to, plain[i])) to -= strlen(plain[i]);
		for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
			while (to >= least + strlen(dashes[i]) && ends(s, to, dashes[i])) {
				to -= strlen(dashes[i]);
				*dash = true;
			}
		to = tag_before(s, least, to);
	}
	return to;
}

/* What a bot writes in front of the name: "-- Preceding unsigned comment added by". */
static size_t phrase_before(struct str s, size_t least, size_t to)
{
	const size_t from = to - least > 140 ? to - 140 : least;
	const struct str near = str_cut(s, from, to);
	if (!(str_ends(near, str_of(" by")) || str_ends(near, str_of(" by ")))) return to;
	const char *const said = memmem(near.p, near.n, "receding", 8);
	return said && said > near.p ? (size_t)(said - s.p) - 1 : to;
}

/* Closing tags, comments, brackets and spaces behind a signature. */
static size_t decoration_behind(struct str s, size_t at)
{
	while (at < s.n) {
		const struct str rest = str_cut(s, at, s.n);
		const bool comment = str_starts(rest, str_of("<!--"));
		if (comment || str_starts(rest, str_of("</"))) {
			const char *const end = comment ? memmem(rest.p, rest.n, "-->", 3) : memchr(rest.p, '>', rest.n < 40 ? rest.n : 40);
			if (!end) break;
			at = (size_t)(end - s.p) + (comment ? 3 : 1);
		} else if (str_starts(rest, str_of("&nbsp;"))) {
			at += 6;
		} else if (strchr(" \t\r')}]", rest.p[0])) {
			at++;
		} else {
			break;
		}
	}
	return at;
}

/* --- links ---------------------------------------------------------------------------------------------------------------- */

struct signer { struct str name; size_t from, to; unsigned links; };

static struct str link_target(struct str s, size_t at)
{
	size_t end = at + 2;
	while (end < s.n && end - at < 300 && !strchr("|]}\n[{", s.p[end])) end++;
	return str_cut(s, at + 2, end);
}

/* Behind the brackets of the link that begins at `at`. */
static size_t link_end(struct str s, size_t at)
{
	size_t close = at;
	while (close < s.n && close - at < SIGN_LONGEST && !strchr("]}\n", s.p[close])) close++;
	return close + 2 < s.n ? close + 2 : s.n;
}

static bool same_name(struct str a, struct str b)
{
	if (a.n != b.n) return false;
	for (size_t i = 0; i < a.n; i++) if ((a.p[i] == '_' ? ' ' : a.p[i]) != (b.p[i] == '_' ? ' ' : b.p[i])) return false;
	return true;
}

/* Whose links the stretch [least, to) ends with. */
static bool signer_before(const struct wiki_names *names, struct str s, size_t least, size_t to, struct signer *signer)
{
	*signer = (struct signer){ .links = 0 };
	if (to - least > SIGN_LONGEST) least = to - SIGN_LONGEST;
	for (size_t at = least; at + 4 < to; at++) {
		if (!((s.p[at] == '[' && s.p[at + 1] == '[') || (s.p[at] == '{' && s.p[at + 1] == '{'))) continue;
		const struct str name = wiki_user(names, link_target(str_cut(s, 0, to), at));
		if (!name.p) continue;
		const size_t end = link_end(str_cut(s, 0, to), at);
		if (signer->links && same_name(signer->name, name) && at - signer->to <= LINK_GAP) {
			signer->to = end;
			signer->links++;
		} else {
			*signer = (struct signer){ name, at, end, 1 };
		}
		at = end - 1;
	}
	return signer->links > 0;
}

/* --- the kinds of signatures ---------------------------------------------------------------------------------------------- */

static void sign_name(struct wiki_sign *sign, struct str s, size_t least, const struct signer *signer)
{
	bool dash = false;
	sign->author = signer->name;
	sign->from = decoration_before(s, least, signer->from, &dash);
	const size_t phrase = phrase_before(s, least, sign->from);
	if (phrase != sign->from) sign->from = decoration_before(s, least, phrase, &dash);
}

static bool stamped_sign(const struct wiki_names *names, struct str line, size_t least, size_t open, struct wiki_sign *sign)
{
	struct wiki_stamp stamp;
	struct signer signer;
	bool dash = false;
	if (!wiki_stamp_read(line, least, open, &stamp)) return false;
	*sign = (struct wiki_sign){ .to = decoration_behind(line, stamp.to) };
	memcpy(sign->iso, stamp.iso, sizeof sign->iso);
	if (signer_before(names, line, least, stamp.from, &signer) && stamp.from - signer.to <= STAMP_GAP) {
		sign_name(sign, line, least, &signer);
		return true;
	}
	/* A time in the middle of a sentence is no signature. */
	sign->from = decoration_before(line, least, stamp.from, &dash);
	return sign->to == line.n;
}

static bool template_names(struct str inside)
{
	static const char *const names[] = { "unsigned", "xsign", "undated", "nicht signiert", "non sign" };
	char low[24];
	if (str_starts(inside, str_of("subst:"))) inside = str_cut(inside, 6, inside.n);
	const size_t n = inside.n < sizeof low ? inside.n : sizeof low;
	for (size_t i = 0; i < n; i++) low[i] = inside.p[i] >= 'A' && inside.p[i] <= 'Z' ? (char)(inside.p[i] + 32) : inside.p[i];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) if (str_starts((struct str){ low, n }, str_of(names[i]))) return true;
	return false;
}

/* One argument of {{unsigned|name|time}}, whichever it is. */
static void argument_take(const struct wiki_names *names, struct str argument, struct wiki_sign *sign)
{
	struct wiki_stamp stamp;
	struct signer signer;
	argument = str_trim(argument);
	const char *const equals = memchr(argument.p, '=', argument.n < 12 ? argument.n : 12);
	if (equals) argument = str_trim(str_cut(argument, (size_t)(equals - argument.p) + 1, argument.n));
	const bool zoned = argument.n > 5 && argument.p[argument.n - 1] == ')';
	size_t open = argument.n;
	while (zoned && open > argument.n - 7 && open > 0 && argument.p[open - 1] != '(') open--;
	if (open > 0 && zoned ? wiki_stamp_read(argument, 0, open - 1, &stamp) : wiki_stamp_bare(argument, argument.n, &stamp))
		memcpy(sign->iso, stamp.iso, sizeof sign->iso);
	else if (signer_before(names, argument, 0, argument.n, &signer)) sign->author = signer.name;
	else if (argument.n && argument.n < WIKI_NAME && !sign->author.p) sign->author = argument;
}

static bool template_sign(const struct wiki_names *names, struct str line, size_t least, size_t at, struct wiki_sign *sign)
{
	const struct str inside = str_cut(line, at + 2, line.n - at > TEMPLATE_LONGEST ? at + TEMPLATE_LONGEST : line.n);
	bool dash = false;
	unsigned links = 0;
	if (!template_names(inside)) return false;
	const char *const close = memmem(inside.p, inside.n, "}}", 2);
	if (!close) return false;
	const struct str all = { inside.p, (size_t)(close - inside.p) };
	*sign = (struct wiki_sign){ .from = decoration_before(line, least, at, &dash) };
	sign->to = decoration_behind(line, (size_t)(close - line.p) + 2);
	size_t from = SIZE_MAX;
	for (size_t i = 0; i <= all.n; i++) {
		if (i < all.n && all.p[i] == '[') links++;
		if (i < all.n && all.p[i] == ']' && links) links--;
		if (i < all.n && (all.p[i] != '|' || links)) continue;
		if (from != SIZE_MAX) argument_take(names, str_cut(all, from, i), sign);
		from = i + 1;
	}
	return true;
}

/* Links to both of somebody's pages, or one behind a dash, at the end of a line: signed without a time. */
static bool undated_sign(const struct wiki_names *names, struct str line, size_t least, struct wiki_sign *sign)
{
	struct signer signer;
	size_t to = line.n;
	bool dash = false;
	while (to > least && strchr(" \t\r)'", line.p[to - 1])) to--;
	if (to < least + 8 || !ends(line, to, "]]")) return false;
	if (!signer_before(names, line, least, to, &signer) || signer.to + 2 < to) return false;
	*sign = (struct wiki_sign){ .to = line.n };
	sign_name(sign, line, least, &signer);
	decoration_before(line, least, signer.from, &dash);
	return dash || signer.links > 1;
}

bool wiki_sign_find(const struct wiki_names *names, struct str line, size_t at, struct wiki_sign *sign)
{
	const size_t least = at;
	for (; at + 4 < line.n; at++) {
		const char c = line.p[at];
		if (c == '{' && line.p[at + 1] == '{' && template_sign(names, line, least, at, sign)) return true;
		if (c == '(' && line.p[at + 1] >= 'A' && line.p[at + 1] <= 'Z' && stamped_sign(names, line, least, at, sign)) return true;
	}
	return undated_sign(names, line, least, sign);
}
