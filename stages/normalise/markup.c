/* markup.c -- takes HTML tags, Markdown and Slack's <...> links off a text and leaves what a reader would see.
 * Knows the three notations; does not know entities. A link's address is kept behind its label: label (address). */
#include "normalise.h"

enum { LINK_LONGEST = 4096 };     /* of what stands in <...> outside HTML, so that a row of '<' stays linear */

struct strip {
	struct str in;
	char      *out;
	size_t     at, n;
	unsigned   markup;
	struct str href;              /* of the <a> that is open; p NULL: none */
	size_t     label;             /* where its label begins in out */
	bool       tags_done;         /* no '>' is left: every '<' is just that */
	bool       flow;              /* HTML with elements for its lines: line ends in the source are mere spaces */
	bool       comments_done;     /* no --> is left */
	bool       fences_done;       /* no ``` is left */
	unsigned   pre;               /* but not within so many <pre> */
	unsigned   quotes;            /* <blockquote>s around: each of their lines is marked */
	unsigned   asides;            /* of these, previews of what a link leads to */
	unsigned   unclosed;          /* of the elements without text, those of which no end is left: bits */
};

static bool letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }
static bool digit(char c) { return c >= '0' && c <= '9'; }
static char peek(const struct strip *s, size_t at) { return at < s->in.n ? s->in.p[at] : ' '; }
static bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static void put(struct strip *s, struct str bytes)
{
	memcpy(s->out + s->n, bytes.p, bytes.n);
	s->n += bytes.n;
}

static void put_line(struct strip *s)
{
	const size_t floor = s->href.p ? s->label : 0;
	if (s->quotes && s->n >= 2 && s->out[s->n - 2] == '>') return;
	while (s->flow && s->n > floor && s->out[s->n - 1] == ' ') s->n--;
	if (s->n && s->out[s->n - 1] != '\n') s->out[s->n++] = '\n';
	if (s->quotes) put(s, str_of("> "));
}

static struct str without_scheme(struct str url)
{
	const char *const head[] = { "https://", "http://", "www." };
	for (unsigned i = 0; i < 3; i++) {
		if (str_starts(url, str_of(head[i]))) url = str_cut(url, strlen(head[i]), url.n);
	}
	return url;
}

/* The label stands in out from `from`. A label that is the address, or a shortened one, gives way to it. */
static void link_close(struct strip *s, size_t from, struct str url)
{
	struct str label = str_trim((struct str){ s->out + from, s->n - from });
	if (!str_starts(url, str_of("http")) || (label.n && (label.p[0] == '@' || label.p[0] == '#'))) return;
	struct str bare = without_scheme(label);
	if (str_ends(bare, str_of("..."))) bare.n -= 3;
	if (str_ends(bare, str_of("\xE2\x80\xA6"))) bare.n -= 3;
	if (!label.n || str_starts(label, str_of("http")) || (bare.n > 3 && str_starts(without_scheme(url), bare))) {
		s->n = from;
		put(s, url);
		return;
	}
	if (s->flow) s->n = (size_t)(label.p + label.n - s->out);
	put(s, str_of(" ("));
	put(s, url);
	put(s, str_of(")"));
}

static bool tag_is(struct str name, const char *list)
{
	char key[16] = " ";
	if (!name.n || name.n + 3 > sizeof key) return false;
	for (size_t i = 0; i < name.n; i++) key[1 + i] = letter(name.p[i]) ? (char)(name.p[i] | 32) : name.p[i];
	key[1 + name.n] = ' ';
	return strstr(list, key) != NULL;
}

/* ASCII letters of s in either case. */
static bool starts_alike(struct str s, struct str lower)
{
	size_t i = 0;
	while (i < s.n && i < lower.n && (letter(s.p[i]) ? s.p[i] | 32 : s.p[i]) == lower.p[i]) i++;
	return i == lower.n;
}

static struct str href_of(struct str tag)
{
	for (size_t i = 0; i + 6 < tag.n; i++) {
		if ((tag.p[i] | 32) != 'h' || !starts_alike(str_cut(tag, i, tag.n), str_of("href="))) continue;
		const char quote = tag.p[i + 5];
		if (quote != '"' && quote != '\'') {
			size_t to = i + 5;
			while (to < tag.n && !blank(tag.p[to])) to++;
			return str_cut(tag, i + 5, to);
		}
		const char *end = memchr(tag.p + i + 6, quote, tag.n - i - 6);
		return end ? (struct str){ tag.p + i + 6, (size_t)(end - tag.p) - i - 6 } : (struct str){ NULL, 0 };
	}
	return (struct str){ NULL, 0 };
}

/* Elements whose content nobody reads. Of the first three the end is the page's where it is missing. */
static const char *const unread[] = { "script", "style", "template", "noscript", "svg", "select", "textarea", "iframe", "object" };
enum { UNREAD = sizeof unread / sizeof *unread, UNREAD_TO_END = 3 };

/* Passes over <script>...</script> and its like; false: it is no such element, or its end is missing. */
static bool content_skip(struct strip *s, struct str name)
{
	unsigned k = 0;
	while (k < UNREAD && !(name.n == strlen(unread[k]) && starts_alike(name, str_of(unread[k])))) k++;
	if (k == UNREAD || (s->unclosed >> k & 1)) return false;
	const struct str wanted = str_of(unread[k]);
	for (size_t at = s->at; at < s->in.n; at++) {
		const char *const open = memchr(s->in.p + at, '<', s->in.n - at);
		if (!open) break;
		at = (size_t)(open - s->in.p);
		if (peek(s, at + 1) != '/' || !starts_alike(str_cut(s->in, at + 2, s->in.n), wanted)) continue;
		if (letter(peek(s, at + 2 + wanted.n))) continue;
		const char *end = memchr(open, '>', s->in.n - at);
		s->at = end ? (size_t)(end - s->in.p) + 1 : s->in.n;
		return true;
	}
	s->unclosed |= 1u << k;
	if (k < UNREAD_TO_END) s->at = s->in.n;
	return k < UNREAD_TO_END;
}

/* Elements that stand on lines of their own: what they hold is no part of the sentence before. */
static bool block_name(struct str name)
{
	return tag_is(name, " br p div li ul ol tr h1 h2 h3 h4 h5 h6 pre hr table title body section article header footer main aside nav "
		"figure figcaption caption dl dt dd td th address form fieldset legend option button center details summary ");
}

/* Has it elements that say where lines end? */
static bool flow_of(struct str in)
{
	for (size_t at = 0; at + 2 < in.n; at++) {
		const char *const open = memchr(in.p + at, '<', in.n - at);
		if (!open) return false;
		size_t to = at = (size_t)(open - in.p) + 1;
		while (to < in.n && to - at < 8 && (letter(in.p[to]) || digit(in.p[to]))) to++;
		if (tag_is(str_cut(in, at, to), " p br div li td body html ")) return true;
	}
	return false;
}

/* <aside class="onebox">: a forum's preview of what a link leads to, and not the writer's words. No aside stands in another. */
static bool preview(struct strip *s, struct str name, struct str tag)
{
	if (!tag_is(name, " aside ")) return false;
	const bool closing = tag.p[0] == '/', opens = !closing && memmem(tag.p, tag.n, "onebox", 6), closes = closing && s->asides;
	s->asides = opens ? 1 : closing ? 0 : s->asides;
	return opens || closes;
}

static void html_tag(struct strip *s, struct str tag)
{
	const bool closing = tag.p[0] == '/';
	size_t n = closing;
	while (n < tag.n && (letter(tag.p[n]) || digit(tag.p[n]))) n++;
	const struct str name = str_cut(tag, closing, n);
	if (!closing && tag.p[tag.n - 1] != '/' && content_skip(s, name)) return;
	if (tag_is(name, " pre ")) s->pre = closing ? s->pre - (s->pre > 0) : s->pre + 1;
	if (tag_is(name, " a ")) {
		if (s->href.p) link_close(s, s->label, s->href);
		s->href = closing ? (struct str){ NULL, 0 } : href_of(tag);
		s->label = s->n;
	} else if (tag_is(name, " blockquote ") || preview(s, name, tag)) {
		if (closing && s->quotes && s->n >= 2 && s->out[s->n - 2] == '>' && (s->n == 2 || s->out[s->n - 3] == '\n')) s->n -= 2;
		s->quotes = closing ? s->quotes - (s->quotes > 0) : s->quotes + 1;
		put_line(s);
	} else if (block_name(name) && !(s->n >= 2 && s->out[s->n - 2] == '>')) {
		put_line(s);
	}
}

/* <@U1|name> <#C1|name> <!here> <url|label> <:emoji:1>: Slack and, in the same brackets, Discord. */
static bool angle_link(struct strip *s, struct str inside)
{
	const char *bar = memchr(inside.p, '|', inside.n);
	const struct str label = bar ? str_cut(inside, (size_t)(bar - inside.p) + 1, inside.n) : (struct str){ NULL, 0 };
	const struct str target = bar ? (struct str){ inside.p, (size_t)(bar - inside.p) } : inside;
	const char kind = inside.p[0];
	if (kind == '@' || kind == '#' || kind == '!') {
		const char sign[2] = { kind == '#' ? '#' : '@', 0 };
		struct str name = label.n ? label : str_cut(target, 1, target.n);
		if (name.n && (name.p[0] == '!' || name.p[0] == '&' || name.p[0] == sign[0])) name = str_cut(name, 1, name.n);
		put(s, str_of(sign));
		put(s, name);
		return true;
	}
	if (kind == ':' || str_starts(inside, str_of("a:"))) {
		const char *from = memchr(inside.p, ':', inside.n);
		const char *end = memchr(from + 1, ':', inside.n - (size_t)(from + 1 - inside.p));
		if (!end) return false;
		put(s, (struct str){ from, (size_t)(end + 1 - from) });
		return true;
	}
	if (!str_starts(target, str_of("http")) && !str_starts(target, str_of("mailto:"))) return false;
	const size_t from = s->n;
	put(s, label.p ? label : target);
	if (label.p) link_close(s, from, target);
	return true;
}

/* The end of the tag or comment that begins at s->at, NULL: there is none. A `>` in an attribute's quotes is not it, but where the
 * quote is not closed soon, it is. */
static const char *tag_end(struct strip *s)
{
	const struct str rest = str_cut(s->in, s->at, s->in.n);
	const char *const first = memchr(rest.p, '>', rest.n);
	if (!first) return NULL;
	if (str_starts(rest, str_of("<!--"))) {
		const char *const end = s->comments_done ? NULL : memmem(rest.p + 2, rest.n - 2, "-->", 3);
		s->comments_done = !end;
		return end ? end + 2 : first;
	}
	const size_t most = rest.n < LINK_LONGEST ? rest.n : LINK_LONGEST;
	char quote = 0;
	for (size_t i = 1; i < most; i++) {
		const char c = rest.p[i];
		if (quote) quote = c == quote ? 0 : quote;
		else if ((c == '"' || c == '\'') && rest.p[i - 1] == '=') quote = c;
		else if (c == '>') return rest.p + i;
	}
	return first;
}

static bool angle(struct strip *s)
{
	const bool html = s->markup & MARKUP_HTML;
	const char first = peek(s, s->at + 1);
	if (s->tags_done || (html && !letter(first) && first != '!' && !(first == '/' && letter(peek(s, s->at + 2))))) return false;
	const size_t left = s->in.n - s->at, look = html || left < LINK_LONGEST ? left : LINK_LONGEST;
	const char *end = html ? tag_end(s) : memchr(s->in.p + s->at, '>', look);
	if (!end) {
		s->tags_done = look == left;
		return false;
	}
	const struct str inside = { s->in.p + s->at + 1, (size_t)(end - s->in.p) - s->at - 1 };
	if (!inside.n) return false;
	if (html) {
		s->at += inside.n + 2;
		if (inside.p[0] != '!') html_tag(s, inside);
		return true;
	}
	if (memchr(inside.p, '\n', inside.n) || !angle_link(s, inside)) return false;
	s->at += inside.n + 2;
	return true;
}

/* [label](address) and ![label](address), with short parts only: a missing bracket costs a bounded look. */
static bool bracket_link(struct strip *s)
{
	const size_t first = s->at + (s->in.p[s->at] == '!') + 1;
	size_t close = first;
	while (close < s->in.n && close - first < 300 && s->in.p[close] != ']' && s->in.p[close] != '\n' && s->in.p[close] != '[') close++;
	if (peek(s, close) != ']' || peek(s, close + 1) != '(') return false;
	size_t end = close + 2;
	int depth = 1;
	while (end < s->in.n && end - close < 2048 && !blank(s->in.p[end])) {
		depth += (s->in.p[end] == '(') - (s->in.p[end] == ')');
		if (!depth) break;
		end++;
	}
	size_t behind = end;
	if (peek(s, end) == ' ') {                          /* [label](address "title") */
		while (behind < s->in.n && behind - end < 300 && s->in.p[behind] != ')' && s->in.p[behind] != '\n') behind++;
	}
	if (peek(s, behind) != ')' || end == close + 2) return false;
	const size_t from = s->n;
	put(s, str_cut(s->in, first, close));
	link_close(s, from, str_cut(s->in, close + 2, end));
	s->at = behind + 1;
	return true;
}

static bool word_byte(char c) { return letter(c) || digit(c) || (c & 0x80); }

/* A row of * _ ~ ` | that marks emphasis is dropped; one that stands alone or inside a name stays. */
static void emphasis(struct strip *s)
{
	const char c = s->in.p[s->at];
	size_t end = s->at;
	while (end < s->in.n && s->in.p[end] == c) end++;
	const char before = s->at ? s->in.p[s->at - 1] : ' ', after = peek(s, end);
	bool drop = !(blank(before) && blank(after));
	if (c == '_') drop = drop && !(word_byte(before) && word_byte(after));
	if (c == '*') drop = drop && !(digit(before) && digit(after));
	if (c == '|' || (c == '~' && !(s->markup & MARKUP_SLACK))) drop = drop && end - s->at == 2;
	if (c == '~' && digit(after)) drop = false;         /* ~50 */
	if (c == '`') drop = true;
	if (!drop) put(s, str_cut(s->in, s->at, end));
	s->at = end;
}

/* `code` on a line and ```code``` over several pass whole, without their marks: in __name__ nothing is emphasised. */
static bool code(struct strip *s)
{
	enum { INLINE_LONGEST = 300 };
	const struct str rest = str_cut(s->in, s->at, s->in.n);
	const bool fence = rest.n > 3 && rest.p[1] == '`' && rest.p[2] == '`';
	const size_t n = fence ? 3 : 1, most = fence || rest.n < INLINE_LONGEST ? rest.n : INLINE_LONGEST;
	if (rest.n <= n || (fence && s->fences_done) || (!fence && rest.p[1] == '`')) return false;
	const char *const end = memmem(rest.p + n, most - n, "```", n);
	s->fences_done = s->fences_done || (fence && !end);
	if (!end || (!fence && memchr(rest.p, '\n', (size_t)(end - rest.p)))) return false;
	put(s, (struct str){ rest.p + n, (size_t)(end - rest.p) - n });
	s->at += (size_t)(end - rest.p) + n;
	return true;
}

/* Addresses and names pass whole, so that their underscores survive. */
static size_t verbatim(const struct strip *s)
{
	const struct str rest = str_cut(s->in, s->at, s->in.n);
	const bool name = rest.p[0] == '@' || rest.p[0] == '#';
	if (!name && !str_starts(rest, str_of("http://")) && !str_starts(rest, str_of("https://"))) return 0;
	size_t n = 1;
	while (n < rest.n && (name ? word_byte(rest.p[n]) || rest.p[n] == '_' : !blank(rest.p[n]) && !strchr(")]>*|\"", rest.p[n]))) n++;
	return n > 1 ? n : 0;
}

static void heading(struct strip *s)
{
	size_t at = s->at;
	while (at < s->in.n && s->in.p[at] == '#' && at - s->at < 6) at++;
	if (at > s->at && peek(s, at) == ' ') s->at = at + 1;
}

static void marks_step(struct strip *s)
{
	const char c = s->in.p[s->at];
	if ((s->markup & MARKUP_MARKDOWN) && (s->at == 0 || s->in.p[s->at - 1] == '\n') && c == '#') {
		const size_t from = s->at;
		heading(s);
		if (s->at != from) return;
	}
	if ((s->markup & MARKUP_MARKDOWN) && ((c == '>' && peek(s, s->at + 1) == '!') || (c == '!' && peek(s, s->at + 1) == '<'))) {
		s->at += 2;                                     /* >!spoiler!< */
		return;
	}
	const size_t n = c == 'h' || c == '@' || c == '#' ? verbatim(s) : 0;
	if (n) {
		put(s, str_cut(s->in, s->at, s->at + n));
		s->at += n;
	} else if (c == '\\' && (s->markup & MARKUP_MARKDOWN) && strchr("\\`*_{}[]()#+-.!~>|", peek(s, s->at + 1)) && s->at + 1 < s->in.n) {
		s->out[s->n++] = s->in.p[s->at + 1];
		s->at += 2;
	} else if (c == '`' && code(s)) {
		return;
	} else if (c == '*' || c == '_' || c == '~' || c == '`' || c == '|') {
		emphasis(s);
	} else if (!(s->markup & MARKUP_MARKDOWN) || !(c == '[' || (c == '!' && peek(s, s->at + 1) == '[')) || !bracket_link(s)) {
		s->out[s->n++] = c;
		s->at++;
	}
}

/* A run of white space is a space; a blank line stays a line end, as it parts a title from the text that was put behind it. */
static void flow_blanks(struct strip *s)
{
	unsigned lines = 0;
	for (; s->at < s->in.n && blank(s->in.p[s->at]); s->at++) lines += s->in.p[s->at] == '\n';
	if (lines > 1) put_line(s);
	else if (s->n && !blank(s->out[s->n - 1])) s->out[s->n++] = ' ';
}

struct str markup_strip(struct str in, unsigned markup, struct arena *arena)
{
	bool any = false;
	for (size_t i = 0; i < in.n && !any; i++) any = in.p[i] && strchr("<*_~`|[\\#", in.p[i]);
	if (!any) return in;
	struct strip s = { .in = in, .markup = markup, .flow = (markup & MARKUP_HTML) && flow_of(in) };
	/* A link adds at most " ()"; a tag that asks for it is longer. Two more for a quote that is opened by nothing else. */
	s.out = arena_alloc(arena, in.n + (markup & MARKUP_HTML ? in.n / 2 : 0) + 16);
	while (s.at < in.n) {
		if (in.p[s.at] == '<' && angle(&s)) continue;
		if (markup & (MARKUP_MARKDOWN | MARKUP_SLACK)) {
			marks_step(&s);
		} else if (s.flow && !s.pre && blank(in.p[s.at])) {
			flow_blanks(&s);
		} else {
			s.out[s.n++] = in.p[s.at++];
		}
	}
	if (s.href.p) link_close(&s, s.label, s.href);
	return str_trim((struct str){ s.out, s.n });
}
