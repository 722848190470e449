/* wiki_cut.c -- a talk page's text as comments: from signature to signature, within a section.
 * Knows headings, indentation and where a comment without signature ends; does not know pages or times. */
#include "wiki.h"

enum { DEPTH_MOST = 60 };

static size_t line_end(struct str s, size_t at)
{
	const char *const end = memchr(s.p + at, '\n', s.n - at);
	return end ? (size_t)(end - s.p) : s.n;
}

static unsigned depth_of(struct str line)
{
	unsigned depth = 0;
	while (depth < line.n && depth < DEPTH_MOST && strchr(":*#;", line.p[depth])) depth++;
	return depth;
}

/* == Title ==, and how many of the signs; a comment may follow. */
static unsigned heading_of(struct str line, struct str *title)
{
	line = str_trim(line);
	const char *const comment = line.n > 7 ? memmem(line.p, line.n, "<!--", 4) : NULL;
	if (comment && str_ends(line, str_of("-->"))) line = str_trim((struct str){ line.p, (size_t)(comment - line.p) });
	unsigned level = 0;
	while (level < 6 && 2 * level + 2 < line.n && line.p[level] == '=' && line.p[line.n - 1 - level] == '=') level++;
	*title = str_trim(str_cut(line, level, line.n - level));
	return level;
}

static bool outdented(struct str line)
{
	return str_starts(line, str_of("{{od")) || str_starts(line, str_of("{{Od")) || str_starts(line, str_of("{{outdent")) ||
		str_starts(line, str_of("{{Outdent"));
}

static bool unsigned_out(struct wiki_cut *c, size_t to, struct wiki_comment *out)
{
	*out = (struct wiki_comment){ .text = str_trim(str_cut(c->text, c->from, to)), .depth = c->depth, .outdent = c->outdent,
		.heading = c->heading, .section = c->section };
	c->open = c->tail = false;
	return out->text.n > 0;
}

static void comment_open(struct wiki_cut *c, size_t at, struct str line)
{
	c->open = true;
	c->from = at;
	c->depth = c->line_depth;
	c->outdent = outdented(str_cut(line, c->depth < line.n ? c->depth : line.n, line.n));
	c->tail = c->behind;
}

static bool signed_out(struct wiki_cut *c, size_t begin, const struct wiki_sign *sign, struct wiki_comment *out)
{
	const size_t to = begin + sign->from;
	unsigned_out(c, to > c->from ? to : c->from, out);
	out->is_signed = true;
	out->sign = *sign;
	return true;
}

/* True: the line breaks the comment that is open before it, which has to be handed out first. */
static bool line_breaks(const struct wiki_cut *c, struct str line)
{
	struct str title;
	if (!c->open) return false;
	return heading_of(line, &title) || str_starts(line, str_of("----")) || (str_trim(line).n && depth_of(line) < c->depth);
}

/* A line by its beginning: false, it holds nothing for comments. */
static bool line_begin(struct wiki_cut *c, struct str line)
{
	struct str title;
	const unsigned level = heading_of(line, &title);
	if (level && level <= 2) {
		c->heading = title;
		c->section++;
	}
	if (level || str_starts(line, str_of("----")) || !str_trim(line).n) return false;
	c->line_depth = depth_of(line);
	return true;
}

bool wiki_cut_next(struct wiki_cut *c, struct wiki_comment *out)
{
	while (c->at < c->text.n) {
		const size_t begin = c->at, end = c->end = c->behind ? c->end : line_end(c->text, begin);
		const struct str line = str_cut(c->text, begin, end);
		struct wiki_sign sign;
		if (!c->behind && line_breaks(c, line) && unsigned_out(c, begin, out)) return true;
		if (c->behind ? !str_trim(line).n : !line_begin(c, line)) {
			c->at = end + 1;
			c->behind = false;
			continue;
		}
		if (!c->open) comment_open(c, begin, line);
		if (wiki_sign_find(c->names, line, 0, &sign)) {
			c->at = begin + sign.to;
			c->behind = sign.to < line.n;
			if (!c->behind) c->at = end + 1;
			return signed_out(c, begin, &sign, out);
		}
		c->at = end + 1;
		c->behind = false;
		if (c->tail && unsigned_out(c, end, out)) return true;
	}
	return c->open && unsigned_out(c, c->text.n, out);
}

/* #REDIRECT [[Talk:Y]], in any language. */
bool wiki_redirects(struct str text)
{
	text = str_trim(text);
	if (!text.n || text.p[0] != '#') return false;
	size_t n = 1;
	while (n < text.n && n < 60 && ((text.p[n] | 32) >= 'a' || (text.p[n] & 0x80))) {
		if (text.p[n] == '[') break;
		n++;
	}
	if (n < 5) return false;
	while (n < text.n && (text.p[n] == ' ' || text.p[n] == ':')) n++;
	return str_starts(str_cut(text, n, text.n), str_of("[[")) && !memchr(text.p, '\n', text.n < 400 ? text.n : 400);
}
