/* layout_wiki.c -- MediaWiki dumps: recognised, and a comment as frame_wiki.c hands it out taken apart.
 * Knows the lines in front of a comment; does not know XML, pages or signatures. */
#include "frame_wiki.h"
#include "layout.h"
#include "wiki.h"

static struct str behind(struct str s, const char *mark)
{
	const char *const found = memmem(s.p, s.n, mark, strlen(mark));
	return found ? str_trim(str_cut(s, (size_t)(found - s.p) + strlen(mark), s.n)) : (struct str){ s.p, 0 };
}

static bool wiki_recognise(const struct look *look, unsigned *dialect)
{
	struct str head = str_trim(look->head);
	for (;;) {
		if (str_starts(head, str_of("<?"))) head = behind(head, "?>");
		else if (str_starts(head, str_of("<!--"))) head = behind(head, "-->");
		else if (str_starts(head, str_of("<!DOCTYPE mediawiki"))) return true;
		else break;
	}
	if (str_starts(head, str_of("<mediawiki"))) return true;
	/* One of the streams that a dump is compressed in by itself begins at a page. */
	if (!str_starts(head, str_of("<page>")) || !str_starts(behind(head, "<page>"), str_of("<title>"))) return false;
	*dialect = WIKI_PAGES_ONLY;
	return true;
}

static struct str joined(struct arena *arena, struct str a, const char *between, struct str b)
{
	const size_t m = strlen(between);
	char *const p = arena_alloc(arena, a.n + m + b.n + 1);
	if (a.n) memcpy(p, a.p, a.n);
	memcpy(p + a.n, between, m);
	if (b.n) memcpy(p + a.n + m, b.p, b.n);
	p[a.n + m + b.n] = '\0';
	return (struct str){ p, a.n + m + b.n };
}

struct lines { struct str title, section, broken; };

static uint32_t number_of(struct str s)
{
	uint32_t value = 0;
	for (size_t i = 0; i < s.n && i < 9 && s.p[i] >= '0' && s.p[i] <= '9'; i++) value = value * 10 + (uint32_t)(s.p[i] - '0');
	return value;
}

/* One line "name: value". */
static void line_take(struct reading *r, struct str line, struct lines *lines)
{
	const char *const colon = memchr(line.p, ':', line.n);
	if (!colon) return;
	const struct str name = { line.p, (size_t)(colon - line.p) }, value = str_trim(str_cut(line, name.n + 1, line.n));
	if (str_is(name, "title")) lines->title = value;
	if (str_is(name, "section")) lines->section = wiki_plain(NULL, value, r->arena).text;
	else if (str_is(name, "broken")) lines->broken = value;
	else if (str_is(name, "repairs")) r->message->repairs += number_of(value);
	else value_put_named(r, name, value);
}

static bool wiki_read(struct reading *r, struct str bytes)
{
	struct lines lines = { .title = { NULL, 0 } };
	if (!reading_utf8(r, &bytes)) return false;
	for (size_t at = 0;;) {
		const char *const end = memchr(bytes.p + at, '\n', bytes.n - at);
		if (!end) return reading_fault(r, FAULT_FORM, 0, NULL);
		const struct str line = str_cut(bytes, at, (size_t)(end - bytes.p));
		at += line.n + 1;
		if (!line.n) {
			bytes = str_cut(bytes, at, bytes.n);
			break;
		}
		line_take(r, line, &lines);
	}
	if (lines.broken.n) return reading_fault(r, FAULT_FORM, 0, arena_copy_z(r->arena, lines.broken));
	const struct wiki_plain plain = wiki_plain(NULL, bytes, r->arena);
	value_put(r, "text", plain.text);
	value_put(r, "section", lines.section);
	value_put(r, "thread", lines.section.n ? joined(r->arena, lines.title, "#", lines.section) : lines.title);
	for (uint32_t i = 0; i < plain.urls; i++) value_put(r, "url", plain.url[i]);
	return true;
}

static const char *const wiki_values[] = { "id", "page", "title", "section", "thread", "revision", "author", "time", "parent", "unsigned",
	"skip", "text", "url", NULL };

const struct layout layout_wiki = { "wiki", &framer_wiki, wiki_recognise, NULL, wiki_read, wiki_values };
