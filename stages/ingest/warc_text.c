/* warc_text.c -- bytes from the web as text: which types are text, and in which character set they are.
 * Knows Content-Type, byte order marks and <meta>; does not know records. */
#include "warc_text.h"

#include "charset.h"
#include "utf8.h"
#include "warc_header.h"

enum { META_WITHIN = 4096, SNIFFED = 512 };

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static bool begins_alike(struct str s, size_t at, const char *word)
{
	const size_t n = strlen(word);
	return s.n - at >= n && text_alike(str_cut(s, at, at + n), word);
}

static bool html_begins(struct str body)
{
	static const char *const sign[] = { "<!doctype html", "<html", "<head", "<body", "<title", "<meta" };
	const struct str s = str_trim(str_cut(body, 0, body.n < SNIFFED ? body.n : SNIFFED));
	const size_t at = str_starts(s, str_of("\xef\xbb\xbf")) ? 3 : 0;
	for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) if (begins_alike(s, at, sign[i])) return true;
	return false;
}

enum text_kind text_kind_of(struct str content_type, struct str body)
{
	const struct str type = header_bare(content_type);
	if (!type.n || text_alike(type, "no-type") || text_alike(type, "unk")) return html_begins(body) ? TEXT_HTML : TEXT_NONE;
	if (text_alike(type, "text/html") || text_alike(type, "application/xhtml+xml")) return TEXT_HTML;
	if (text_alike(type, "text/plain") || text_alike(type, "text/markdown")) return html_begins(body) ? TEXT_HTML : TEXT_PLAIN;
	const bool json = text_alike(type, "application/json") || text_alike(type, "text/json") ||
		(type.n > 5 && text_alike(str_cut(type, type.n - 5, type.n), "+json"));
	return json ? TEXT_JSON : TEXT_NONE;
}

/* The charset of <meta charset=x> or <meta ... content="text/html; charset=x">. */
static struct str meta_charset(struct str page)
{
	if (page.n > META_WITHIN) page.n = META_WITHIN;
	for (size_t at = 0; at + 5 < page.n; at++) {
		if (page.p[at] != '<' || !begins_alike(page, at + 1, "meta")) continue;
		const char *const end = memchr(page.p + at, '>', page.n - at);
		const struct str tag = end ? str_cut(page, at, (size_t)(end - page.p)) : str_cut(page, at, page.n);
		for (size_t i = 5; i + 8 < tag.n; i++) {
			if (lower(tag.p[i]) != 'c' || !begins_alike(tag, i, "charset=")) continue;
			size_t from = i + 8;
			while (from < tag.n && (tag.p[from] == '"' || tag.p[from] == '\'' || tag.p[from] == ' ')) from++;
			size_t to = from;
			while (to < tag.n && !strchr("\"' ;/\t\r\n", tag.p[to])) to++;
			return str_cut(tag, from, to);
		}
	}
	return (struct str){ NULL, 0 };
}

/* What a byte order mark says is never wrong. */
static struct str mark_charset(struct str *text)
{
	static const struct { const char *mark, *name; } known[] = { { "\xef\xbb\xbf", "utf-8" }, { "\xff\xfe", "utf-16le" },
		{ "\xfe\xff", "utf-16be" } };
	for (unsigned i = 0; i < 3; i++) {
		if (!str_starts(*text, str_of(known[i].mark))) continue;
		*text = str_cut(*text, strlen(known[i].mark), text->n);
		return str_of(known[i].name);
	}
	return (struct str){ NULL, 0 };
}

bool text_decode(struct reading *r, struct str content_type, enum text_kind kind, struct str *text)
{
	const struct str mark = mark_charset(text);
	struct str charset = mark.p ? mark : header_parameter(content_type, "charset");
	if (!charset.p && kind == TEXT_HTML) charset = meta_charset(*text);
	/* Pages in UTF-8 are often served as Latin-1; no text in another set of bytes happens to be UTF-8. */
	const bool wide = charset.n > 5 && text_alike(str_cut(charset, 0, 6), "utf-16");
	const bool fine = charset_is_utf8(charset) || (!wide && utf8_valid(*text, NULL) && !memchr(text->p, '\x1b', text->n));
	if (!fine && charset.p && charset_convert(charset, text, r->arena, &r->message->repairs)) return true;
	return reading_utf8(r, text);
}
