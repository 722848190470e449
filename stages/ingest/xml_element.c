/* xml_element.c -- one start tag in memory, and text with its references undone, read with forgiveness.
 * Knows the characters that XML allows; does not know documents, and expands nothing but characters. */
#include "xml.h"

#include "utf8.h"

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* --- text ----------------------------------------------------------------------------------------------------------------- */

static bool character_allowed(uint32_t code)
{
	if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
	return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code != 0xfffe && code != 0xffff;
}

static int digit_value(char c, bool hex)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (hex && (c | 32) >= 'a' && (c | 32) <= 'f') return (c | 32) - 'a' + 10;
	return -1;
}

/* The length of the number behind "&#" with its semicolon, 0 where there is none. A number beyond all characters stays so. */
static size_t number_read(struct str s, uint32_t *code)
{
	const bool hex = s.n > 2 && (s.p[2] | 32) == 'x';
	const size_t first = hex ? 3 : 2;
	size_t i = first;
	*code = 0;
	for (int v; i < s.n && (v = digit_value(s.p[i], hex)) >= 0; i++)
		*code = *code > 0x10ffff ? *code : *code * (hex ? 16 : 10) + (uint32_t)v;
	return i > first && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}

/* The reference that s begins with: its length, 0 where it begins with none that XML has by itself. */
static size_t reference_read(struct str s, uint32_t *code)
{
	static const struct { struct str name; char c; } known[] = { { { "&lt;", 4 }, '<' }, { { "&gt;", 4 }, '>' },
		{ { "&amp;", 5 }, '&' }, { { "&quot;", 6 }, '"' }, { { "&apos;", 6 }, '\'' } };
	if (s.n > 1 && s.p[1] == '#') return number_read(s, code);
	for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
		if (!str_starts(s, known[i].name)) continue;
		*code = (uint32_t)known[i].c;
		return known[i].name.n;
	}
	return 0;
}

/* U+FFFE and U+FFFF, the only characters beyond ASCII that XML forbids and UTF-8 does not. */
static bool forbidden_here(const char *p, size_t left)
{
	if ((unsigned char)*p < 0x20) return !blank(*p);
	return (unsigned char)*p == 0xef && left >= 3 && (unsigned char)p[1] == 0xbf && (unsigned char)p[2] >= 0xbe;
}

static bool anything_to_do(struct str s)
{
	for (size_t i = 0; i < s.n; i++) if (s.p[i] == '&' || forbidden_here(s.p + i, s.n - i)) return true;
	return false;
}

struct str xml_unescape(struct str s, struct arena *arena, uint32_t *repairs)
{
	if (!anything_to_do(s)) return s;
	/* A control character grows to three bytes; no reference is shorter than what it stands for. */
	char *const out = arena_alloc(arena, s.n * 3);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t code = 0;
		const size_t length = s.p[at] == '&' ? reference_read(str_cut(s, at, s.n), &code) : 0;
		const bool forbidden = length ? !character_allowed(code) : forbidden_here(s.p + at, s.n - at);
		if (forbidden) {
			++*repairs;
			n += utf8_encode(0xfffd, out + n);
			at += length ? length : s.p[at] == '\xef' ? 3 : 1;
		} else if (length) {
			n += utf8_encode(code, out + n);
			at += length;
		} else {
			out[n++] = s.p[at++];
		}
	}
	arena_trim(arena, out, s.n * 3, n);
	return (struct str){ out, n };
}

/* --- a tag ---------------------------------------------------------------------------------------------------------------- */

static bool broken(struct xml_error *error, size_t at, const char *reason)
{
	*error = (struct xml_error){ at, reason };
	return false;
}

static size_t blanks_pass(struct str tag, size_t at)
{
	while (at < tag.n && blank(tag.p[at])) at++;
	return at;
}

static size_t name_pass(struct str tag, size_t at)
{
	while (at < tag.n && !blank(tag.p[at]) && !strchr("=/>\"'<", tag.p[at])) at++;
	return at;
}

/* name = "value" at *at. */
static bool attribute_read(struct str tag, size_t *at, struct arena *arena, struct xml_attribute *a, uint32_t *repairs,
                           struct xml_error *error)
{
	const size_t from = *at, to = name_pass(tag, from), equals = blanks_pass(tag, to);
	if (to == from) return broken(error, from, "the name of an attribute is wanted here");
	if (equals >= tag.n || tag.p[equals] != '=') return broken(error, equals, "an attribute without a value");
	const size_t open = blanks_pass(tag, equals + 1);
	if (open >= tag.n || (tag.p[open] != '"' && tag.p[open] != '\'')) return broken(error, open, "an attribute's value without quotes");
	const char *const close = memchr(tag.p + open + 1, tag.p[open], tag.n - open - 1);
	if (!close) return broken(error, open, "an attribute's quote is never closed");
	*at = (size_t)(close - tag.p) + 1;
	a->name = str_cut(tag, from, to);
	a->value = xml_unescape(str_cut(tag, open + 1, *at - 1), arena, repairs);
	return true;
}

bool xml_element_read(struct str tag, struct arena *arena, struct xml_element *e, uint32_t *repairs, struct xml_error *error)
{
	uint32_t room = 24;
	size_t at = tag.n && tag.p[0] == '<' ? name_pass(tag, 1) : 0;
	*e = (struct xml_element){ .name = str_cut(tag, at > 0, at) };
	if (at < 2) return broken(error, 0, "a tag is wanted here");
	e->attribute = arena_alloc(arena, room * sizeof *e->attribute);
	for (;;) {
		const size_t begin = at;
		at = blanks_pass(tag, at);
		if (at >= tag.n) return broken(error, at, "the tag is never closed");
		if (tag.p[at] == '>') break;
		if (tag.p[at] == '/' && at + 1 < tag.n && tag.p[at + 1] == '>') {
			e->empty = true;
			at++;
			break;
		}
		if (at == begin) return broken(error, at, "text behind a tag's name or an attribute's quote");
		if (e->attributes == XML_ATTRIBUTES_MOST) return broken(error, at, "too many attributes");
		if (e->attributes == room) {
			struct xml_attribute *const more = arena_alloc(arena, 2 * room * sizeof *more);
			e->attribute = memcpy(more, e->attribute, room * sizeof *more);
			room *= 2;
		}
		if (!attribute_read(tag, &at, arena, &e->attribute[e->attributes], repairs, error)) return false;
		e->attributes++;
	}
	e->length = at + 1;
	return true;
}
