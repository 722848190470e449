/* wiki_plain.c -- wikitext as a reader sees it: no templates, tables, footnotes or quotes' marks, links as their labels.
 * Knows the notation; does not know what a comment is. Entities stay. */
#include "wiki.h"

enum { TAG_LONGEST = 500, LINK_LONGEST = 2048, URLS_MOST = 1000, QUOTES_MOST = 8 };

struct plain {
	const struct wiki_names *names;
	struct str    in;
	char         *out;
	size_t        at, n;
	struct arena *arena;
	struct str   *url;
	uint32_t      urls, room;
	unsigned      quotes;          /* templates open whose text is a quotation */
	bool          label;           /* inside [http://x label] */
	bool          links_open, templates_open, tables_open, comments_open, nowiki_open;   /* no end is left for another */
	unsigned      elements_open;   /* the same of each of `unread`: bits */
};

static char peek(const struct plain *p, size_t more) { return p->at + more < p->in.n ? p->in.p[p->at + more] : '\0'; }
static struct str rest_of(const struct plain *p) { return str_cut(p->in, p->at, p->in.n); }
static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool starts_alike(struct str s, const char *lower)
{
	size_t i = 0;
	while (lower[i] && i < s.n && (letter(s.p[i]) ? s.p[i] | 32 : s.p[i]) == lower[i]) i++;
	return !lower[i];
}

static void put(struct plain *p, struct str s)
{
	if (s.n) memcpy(p->out + p->n, s.p, s.n);
	p->n += s.n;
}

/* --- addresses ------------------------------------------------------------------------------------------------------------ */

static void url_add(struct plain *p, struct str url)
{
	if (p->urls == URLS_MOST) return;
	if (p->urls == p->room) {
		p->room = p->room ? p->room * 2 : 4;
		struct str *const more = arena_alloc(p->arena, p->room * sizeof *more);
		if (p->urls) memcpy(more, p->url, p->urls * sizeof *more);
		p->url = more;
	}
	p->url[p->urls++] = url;
}

static size_t url_length(struct str s)
{
	size_t n = starts_alike(s, "https://") ? 8 : starts_alike(s, "http://") ? 7 : starts_alike(s, "//") ? 2 : 0;
	const size_t head = n;
	while (n && n < s.n && n < LINK_LONGEST && !strchr(" \t\r\n[]<>\"|{}", s.p[n])) n++;
	return n > head ? n : 0;
}

static void urls_within(struct plain *p, struct str s)
{
	for (size_t at = 0; at + 8 < s.n;) {
		const char *const found = memmem(s.p + at, s.n - at, "http", 4);
		if (!found) return;
		at = (size_t)(found - s.p);
		const size_t n = url_length(str_cut(s, at, s.n));
		if (n) url_add(p, str_cut(s, at, at + n));
		at += n ? n : 4;
	}
}

/* --- what is passed over whole -------------------------------------------------------------------------------------------- */

/* Behind the end of what begins with `open` at p->at, others of its kind inside; 0: it has none. */
static size_t nested_end(const struct plain *p, const char *open, const char *close)
{
	unsigned depth = 0;
	for (size_t i = p->at; i + 1 < p->in.n;) {
		const char *const here = p->in.p + i;
		if (here[0] == open[0] && here[1] == open[1]) {
			depth++;
			i += 2;
		} else if (here[0] == close[0] && here[1] == close[1]) {
			i += 2;
			if (--depth == 0) return i;
		} else {
			i++;
		}
	}
	return 0;
}

static bool comment_step(struct plain *p)
{
	if (p->comments_open || !str_starts(rest_of(p), str_of("<!--"))) return false;
	const char *const end = memmem(p->in.p + p->at, p->in.n - p->at, "-->", 3);
	p->comments_open = !end;
	if (end) p->at = (size_t)(end - p->in.p) + 3;
	return end != NULL;
}

/* Elements of which nothing is read; a footnote's addresses are kept. */
static bool element_pass(struct plain *p, struct str tag)
{
	static const char *const unread[] = { "ref", "math", "gallery", "timeline", "score", "graph", "references", "templatestyles" };
	for (size_t i = 0; i < sizeof unread / sizeof *unread; i++) {
		const size_t n = strlen(unread[i]);
		if (!starts_alike(str_cut(tag, 1, tag.n), unread[i]) || letter(tag.n > n + 1 ? tag.p[n + 1] : ' ')) continue;
		if (tag.p[tag.n - 2] == '/' || (p->elements_open >> i & 1)) return true;
		for (size_t at = p->at; at < p->in.n; at++) {
			const char *const open = memchr(p->in.p + at, '<', p->in.n - at);
			if (!open) break;
			at = (size_t)(open - p->in.p);
			const struct str here = str_cut(p->in, at, p->in.n);
			if (here.n < n + 3 || here.p[1] != '/' || !starts_alike(str_cut(here, 2, here.n), unread[i])) continue;
			const char *const end = memchr(here.p, '>', here.n);
			if (i == 0) urls_within(p, str_cut(p->in, p->at, at));
			p->at = end ? (size_t)(end - p->in.p) + 1 : p->in.n;
			return true;
		}
		p->elements_open |= 1u << i;
		return true;
	}
	return false;
}

static bool tag_step(struct plain *p)
{
	const char first = peek(p, 1);
	if (!letter(first) && !(first == '/' && letter(peek(p, 2)))) return false;
	const size_t left = p->in.n - p->at;
	const char *const end = memchr(p->in.p + p->at, '>', left < TAG_LONGEST ? left : TAG_LONGEST);
	if (!end) return false;
	const struct str tag = { p->in.p + p->at, (size_t)(end - p->in.p) - p->at + 1 };
	p->at += tag.n;
	if (element_pass(p, tag)) return true;
	if (starts_alike(tag, "<br") || starts_alike(tag, "</p") || starts_alike(tag, "<p>") || starts_alike(tag, "</div") ||
	    starts_alike(tag, "</li") || starts_alike(tag, "<blockquote")) put(p, str_of("\n"));
	if (starts_alike(tag, "<nowiki>") && !p->nowiki_open) {
		const char *const close = memmem(p->in.p + p->at, p->in.n - p->at, "</nowiki>", 9);
		const size_t to = close ? (size_t)(close - p->in.p) : p->at;
		p->nowiki_open = !close;
		put(p, str_cut(p->in, p->at, to));
		p->at = to;
	}
	return true;
}

static bool table_step(struct plain *p)
{
	if (p->tables_open || peek(p, 1) != '|') return false;
	const size_t end = nested_end(p, "{|", "|}");
	p->tables_open = !end;
	if (end) p->at = end;
	return end != 0;
}

/* --- templates and links -------------------------------------------------------------------------------------------------- */

enum template_kind { TEMPLATE_DROPPED, TEMPLATE_NAMES, TEMPLATE_QUOTE };

static enum template_kind template_kind(struct str name)
{
	static const char *const names[] = { "ping", "re", "reply to", "reply", "u", "user", "yo", "mention", "@" };
	static const char *const quotes[] = { "tq", "tqq", "talk quote", "talkquote", "quote", "talk quote inline", "xt", "gi" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (name.n == strlen(names[i]) && starts_alike(name, names[i])) return TEMPLATE_NAMES;
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (name.n == strlen(quotes[i]) && starts_alike(name, quotes[i])) return TEMPLATE_QUOTE;
	return TEMPLATE_DROPPED;
}

/* {{ping|A|B}}: @A, @B. */
static void names_put(struct plain *p, struct str arguments)
{
	for (size_t from = 0, to; from <= arguments.n; from = to + 1) {
		for (to = from; to < arguments.n && arguments.p[to] != '|';) to++;
		const struct str one = str_trim(str_cut(arguments, from, to));
		if (!one.n || memchr(one.p, '=', one.n)) continue;
		put(p, from ? str_of(" @") : str_of("@"));
		put(p, one);
	}
}

static bool template_step(struct plain *p)
{
	if (peek(p, 1) != '{') return false;
	if (!p->templates_open) {
		size_t bar = p->at + 2;
		while (bar < p->in.n && bar - p->at < 40 && !strchr("|{}\n", p->in.p[bar])) bar++;
		const enum template_kind kind = bar < p->in.n && p->in.p[bar] == '|' ? template_kind(str_trim(str_cut(p->in, p->at + 2, bar)))
			: TEMPLATE_DROPPED;
		const size_t end = nested_end(p, "{{", "}}");
		p->templates_open = !end;
		if (end && kind == TEMPLATE_QUOTE && p->quotes < QUOTES_MOST) {
			p->quotes++;
			put(p, str_of("\""));
			p->at = bar + 1;
			if (peek(p, 0) == '1' && peek(p, 1) == '=') p->at += 2;
			return true;
		}
		if (end && kind == TEMPLATE_NAMES) names_put(p, str_cut(p->in, bar + 1, end - 2));
		if (end) p->at = end;
		if (end) return true;
	}
	p->at += 2;
	return true;
}

static bool link_step(struct plain *p)
{
	struct str behind;
	if (peek(p, 1) != '[') return false;
	size_t end = p->at + 2;
	while (end < p->in.n && end - p->at < LINK_LONGEST && !strchr("|]\n[{", p->in.p[end])) end++;
	const struct str target = str_trim(str_cut(p->in, p->at + 2, end));
	const int space = target.n && target.p[0] == ':' ? 0 : wiki_namespace(p->names, target, &behind);
	if ((space == 6 || space == 14) && !p->links_open) {
		const size_t close = nested_end(p, "[[", "]]");
		p->links_open = !close;
		if (close) p->at = close;
		if (close) return true;
	}
	p->at += 2;
	if (end < p->in.n && p->in.p[end] == '|' && !(end + 1 < p->in.n && p->in.p[end + 1] == ']')) {
		p->at = end + 1;
	} else if (peek(p, 0) == ':') {
		p->at++;
	}
	if (end + 1 < p->in.n && p->in.p[end] == '|' && p->in.p[end + 1] == ']') {
		put(p, str_cut(p->in, p->at, end));     /* [[a|]] */
		p->at = end + 1;
	}
	return true;
}

/* [http://x label]: the label, and the address beside the text; without a label the address. */
static bool address_step(struct plain *p)
{
	const size_t n = url_length(str_cut(p->in, p->at + 1, p->in.n));
	if (!n) return false;
	const struct str url = str_cut(p->in, p->at + 1, p->at + 1 + n);
	p->at += 1 + n;
	if (peek(p, 0) == ']') {
		put(p, url);
		p->at++;
		return true;
	}
	while (peek(p, 0) == ' ') p->at++;
	url_add(p, url);
	p->label = true;
	return true;
}

/* --- the text ------------------------------------------------------------------------------------------------------------- */

static void line_start(struct plain *p)
{
	const struct str line = rest_of(p);
	size_t n = 0;
	while (n < line.n && strchr(":*#;", line.p[n])) n++;
	while (n < line.n && (line.p[n] == '=' || line.p[n] == ' ')) n++;
	if (str_starts(line, str_of("----"))) while (n < line.n && line.p[n] == '-') n++;
	p->at += n;
	p->label = false;
}

/* __TOC__ and its like. */
static bool word_step(struct plain *p)
{
	size_t n = 2;
	if (peek(p, 1) != '_') return false;
	while (peek(p, n) >= 'A' && peek(p, n) <= 'Z') n++;
	if (n < 5 || peek(p, n) != '_' || peek(p, n + 1) != '_') return false;
	p->at += n + 2;
	return true;
}

static bool run_step(struct plain *p, char c)
{
	size_t n = 1;
	while (peek(p, n) == c) n++;
	if (n < (c == '\'' ? 2u : 3u)) return false;
	p->at += n;
	return true;
}

static bool close_step(struct plain *p, char c)
{
	if (peek(p, 1) != c && !(c == ']' && p->label)) return false;
	if (peek(p, 1) != c) p->label = false;
	else if (c == '}' && p->quotes) {
		p->quotes--;
		put(p, str_of("\""));
	}
	p->at += peek(p, 1) == c ? 2 : 1;
	return true;
}

static bool mark_step(struct plain *p)
{
	switch (p->in.p[p->at]) {
	case '<': return comment_step(p) || tag_step(p);
	case '{': return table_step(p) || template_step(p);
	case '[': return link_step(p) || address_step(p);
	case ']': return close_step(p, ']');
	case '}': return close_step(p, '}');
	case '\'': return run_step(p, '\'');
	case '~': return run_step(p, '~');
	case '_': return word_step(p);
	case 'h': {
		const size_t n = url_length(rest_of(p));
		put(p, str_cut(p->in, p->at, p->at + n));
		p->at += n;
		return n > 0;
	}
	default: return false;
	}
}

struct wiki_plain wiki_plain(const struct wiki_names *names, struct str wikitext, struct arena *arena)
{
	struct plain p = { .names = names, .in = wikitext, .arena = arena };
	/* A name in a list grows by one byte for each bar, and by no more than it is long. */
	p.out = arena_alloc(arena, wikitext.n * 2 + 8);
	for (bool start = true; p.at < p.in.n;) {
		if (start) line_start(&p);
		start = false;
		if (p.at >= p.in.n || mark_step(&p)) continue;
		const char c = p.in.p[p.at++];
		start = c == '\n';
		p.out[p.n++] = c;
	}
	return (struct wiki_plain){ str_trim((struct str){ p.out, p.n }), p.url, p.urls };
}
