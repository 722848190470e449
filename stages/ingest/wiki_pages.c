/* wiki_pages.c -- a MediaWiki export as pages and revisions, handed out in order.
 * Knows the export schema's elements (0.3 to 0.11); does not know what is written in a revision. */
#include "wiki.h"

#include <stdlib.h>

enum { NESTED_MOST = 16, VERSION_WITH_PARENTS = 7, TAG_MOST = 1 << 20 };

struct held_piece { struct wiki_piece piece; size_t from, to[WIKI_STRINGS]; };

/* From this byte of what the parser was given, so much is added for the place in the member. */
struct shift { uint64_t fed, add; };

struct wiki_pages {
	struct xml        *xml;
	struct wiki_names  names;
	uint64_t           limit;            /* of a text */
	uint64_t           fed;              /* bytes given to the parser */
	struct shift      *shift;            /* of the bytes that it may still hold back */
	size_t             shifts, shift_room;
	unsigned           depth;
	bool               done, page, revision, contributor;
	struct buf        *want;             /* where the text at hand goes; NULL: nowhere */
	size_t             want_most;
	struct buf         scrap;            /* numbers and names that are no strings of a piece */
	enum { NUMBER_NONE, NUMBER_NAMESPACE, NUMBER_PARENT, NAME_SPACE } number;
	int                space;            /* of the page; the key of the namespace that is named */
	bool               space_told, parent, first;
	unsigned           version;          /* of the schema, behind "0." */
	uint64_t           page_at, revision_at;
	bool               hidden, over;
	struct buf         string[WIKI_STRINGS];
	struct held_piece *held;
	size_t             helds, room, next;
	struct buf         bytes;
};

static bool is(struct str name, const char *z) { return str_is(name, z); }

static struct str attribute(const struct xml_attribute *a, uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++) if (str_is(a[i].name, name)) return a[i].value;
	return (struct str){ NULL, 0 };
}

/* A byte that was replaced by three moves all that follow; the parser may speak of a tag only long after it was given. */
static void shift_put(struct wiki_pages *p, uint64_t add)
{
	if (p->shifts && p->shift[p->shifts - 1].add == add) return;
	size_t old = 0;
	while (old + 1 < p->shifts && p->shift[old + 1].fed <= xml_at(p->xml)) old++;
	if (old) memmove(p->shift, p->shift + old, (p->shifts - old) * sizeof *p->shift);
	p->shifts -= old;
	if (p->shifts == p->shift_room) {
		p->shift_room = p->shift_room ? p->shift_room * 2 : 16;
		p->shift = mem_grow(p->shift, p->shift_room * sizeof *p->shift);
	}
	p->shift[p->shifts++] = (struct shift){ p->fed, add };
}

static uint64_t place_of(const struct wiki_pages *p, uint64_t fed)
{
	size_t i = p->shifts;
	while (i > 1 && p->shift[i - 1].fed > fed) i--;
	return i ? fed + p->shift[i - 1].add : fed;
}

static int number_of(struct str s)
{
	int value = 0;
	const bool negative = s.n && s.p[0] == '-';
	for (size_t i = negative; i < s.n && i < 8 && s.p[i] >= '0' && s.p[i] <= '9'; i++) value = value * 10 + (s.p[i] - '0');
	return negative ? -value : value;
}

/* --- pieces --------------------------------------------------------------------------------------------------------------- */

static void piece_put(struct wiki_pages *p, enum wiki_kind kind, uint64_t offset)
{
	if (p->helds == p->room) {
		p->room = p->room ? p->room * 2 : 64;
		p->held = mem_grow(p->held, p->room * sizeof *p->held);
	}
	struct held_piece *const h = &p->held[p->helds++];
	/* The first revision in the dump is its contributor's only where nothing came before it; old schemas do not tell. */
	const bool wrote = p->first ? p->version >= VERSION_WITH_PARENTS && !p->parent : true;
	*h = (struct held_piece){ .piece = { .kind = kind, .offset = offset, .wrote = wrote, .hidden = p->hidden, .over = p->over },
		.from = p->bytes.n };
	for (unsigned i = 0; i < WIKI_STRINGS; i++) {
		if (kind == WIKI_REVISION || i < WIKI_ID) buf_put(&p->bytes, buf_str(&p->string[i]));
		h->to[i] = p->bytes.n;
	}
}

static void piece_strings(const struct wiki_pages *p, struct wiki_piece *piece, size_t from, const size_t *to)
{
	for (unsigned i = 0; i < WIKI_STRINGS; from = to[i++])
		piece->string[i] = from < to[i] ? (struct str){ p->bytes.p + from, to[i] - from } : (struct str){ NULL, 0 };
}

bool wiki_pages_take(struct wiki_pages *p, struct wiki_piece *piece)
{
	if (p->next == p->helds) {
		p->next = p->helds = p->bytes.n = 0;
		return false;
	}
	const struct held_piece *const h = &p->held[p->next++];
	*piece = h->piece;
	piece_strings(p, piece, h->from, h->to);
	return true;
}

static bool talks(struct wiki_pages *p)
{
	struct str rest;
	if (!p->space_told) p->space = wiki_namespace(&p->names, buf_str(&p->string[WIKI_TITLE]), &rest);
	p->space_told = true;
	return p->space > 0 && p->space % 2 == 1;
}

/* --- elements ------------------------------------------------------------------------------------------------------------- */

static void collect(struct wiki_pages *p, struct buf *into, size_t most)
{
	into->n = 0;
	p->want = into;
	p->want_most = most;
}

static void page_begin(struct wiki_pages *p)
{
	p->page = p->first = true;
	p->space_told = false;
	p->page_at = place_of(p, xml_at(p->xml));
	for (unsigned i = 0; i < WIKI_STRINGS; i++) p->string[i].n = 0;
}

static void revision_begin(struct wiki_pages *p)
{
	p->revision = true;
	p->revision_at = place_of(p, xml_at(p->xml));
	p->hidden = p->over = p->parent = false;
	for (unsigned i = WIKI_ID; i < WIKI_STRINGS; i++) p->string[i].n = 0;
}

static void in_page(struct wiki_pages *p, struct str name)
{
	if (is(name, "title")) collect(p, &p->string[WIKI_TITLE], WIKI_NAME);
	else if (is(name, "id")) collect(p, &p->string[WIKI_PAGE], 20);
	else if (is(name, "revision")) revision_begin(p);
	else if (is(name, "ns")) {
		collect(p, &p->scrap, 20);
		p->number = NUMBER_NAMESPACE;
	}
}

static void in_revision(struct wiki_pages *p, struct str name, const struct xml_attribute *a, uint32_t n)
{
	if (is(name, "id")) collect(p, &p->string[WIKI_ID], 20);
	else if (is(name, "timestamp")) collect(p, &p->string[WIKI_TIME], 40);
	else if (is(name, "contributor")) p->contributor = !attribute(a, n, "deleted").p;
	else if (is(name, "parentid")) p->parent = true;
	else if (is(name, "text")) {
		p->hidden = attribute(a, n, "deleted").p != NULL;
		if (talks(p)) collect(p, &p->string[WIKI_TEXT], (size_t)p->limit);
	}
}

static void on_start(void *with, struct str name, const struct xml_attribute *a, uint32_t n)
{
	struct wiki_pages *const p = with;
	p->depth++;
	p->want = NULL;
	if (p->depth == 1) {
		const struct str version = attribute(a, n, "version");
		if (version.n > 2) p->version = (unsigned)number_of(str_cut(version, 2, version.n));
	} else if (p->depth == 2 && is(name, "page")) {
		page_begin(p);
	} else if (p->page && p->depth == 3) {
		in_page(p, name);
	} else if (p->revision && p->depth == 4) {
		in_revision(p, name, a, n);
	} else if (p->contributor && p->depth == 5 && (is(name, "username") || is(name, "ip"))) {
		collect(p, &p->string[WIKI_AUTHOR], WIKI_NAME);
	} else if (!p->page && p->depth == 4 && is(name, "namespace")) {
		collect(p, &p->scrap, WIKI_NAME);
		p->number = NAME_SPACE;
		p->space = number_of(attribute(a, n, "key"));
	}
}

static void on_text(void *with, struct str text)
{
	struct wiki_pages *const p = with;
	if (!p->want) return;
	if (p->want->n + text.n > p->want_most) {
		size_t room = p->want_most - p->want->n;
		while (room && (text.p[room] & 0xc0) == 0x80) room--;
		p->over = p->over || p->want == &p->string[WIKI_TEXT];
		text = str_cut(text, 0, room);
		buf_put(p->want, text);
		p->want = NULL;
		return;
	}
	buf_put(p->want, text);
}

static void scrap_take(struct wiki_pages *p)
{
	if (p->number == NAME_SPACE) wiki_names_add(&p->names, buf_str(&p->scrap), p->space);
	if (p->number == NUMBER_NAMESPACE) {
		p->space = number_of(buf_str(&p->scrap));
		p->space_told = true;
	}
	p->number = NUMBER_NONE;
}

static void on_end(void *with, struct str name)
{
	struct wiki_pages *const p = with;
	(void)name;
	p->want = NULL;
	scrap_take(p);
	if (p->depth == 4) p->contributor = false;
	if (p->depth == 3 && p->revision) {
		if (talks(p)) piece_put(p, WIKI_REVISION, p->revision_at);
		p->revision = p->first = false;
	}
	if (p->depth == 2 && p->page) {
		piece_put(p, talks(p) ? WIKI_PAGE_END : WIKI_PAGE_OTHER, p->page_at);
		p->page = false;
	}
	p->done = --p->depth == 0;
}

/* --- the interface -------------------------------------------------------------------------------------------------------- */

static const struct xml_handler handler = { on_start, on_end, on_text };

struct wiki_pages *wiki_pages_open(uint64_t limit, bool rooted)
{
	struct wiki_pages *const p = mem_zalloc(1, sizeof *p);
	p->limit = limit;
	p->version = 10;
	if (rooted) p->xml = xml_open(&handler, p, NESTED_MOST);
	else wiki_pages_resume(p);
	return p;
}

void wiki_pages_resume(struct wiki_pages *p)
{
	static const struct str root = { "<mediawiki>", 11 };
	struct xml_error error;
	xml_close(p->xml);
	p->xml = xml_open(&handler, p, NESTED_MOST);
	p->depth = 0;
	p->page = p->revision = p->contributor = p->done = false;
	p->want = NULL;
	p->number = NUMBER_NONE;
	p->shifts = 0;
	if (!xml_feed(p->xml, root, &error)) abort();
	p->fed = root.n;
}

bool wiki_pages_feed(struct wiki_pages *p, struct str bytes, uint64_t offset, struct xml_error *error)
{
	shift_put(p, offset - p->fed);
	p->fed += bytes.n;
	if (!xml_feed(p->xml, bytes, error)) {
		error->at = place_of(p, error->at);
		return false;
	}
	if (p->fed - xml_at(p->xml) <= TAG_MOST) return true;
	*error = (struct xml_error){ place_of(p, xml_at(p->xml)), "a tag or a comment without an end" };
	return false;
}

bool wiki_pages_finish(struct wiki_pages *p, uint64_t offset, struct xml_error *error)
{
	shift_put(p, offset - p->fed);
	if (xml_finish(p->xml, error)) return true;
	error->at = place_of(p, error->at);
	return false;
}

bool wiki_pages_rest(struct wiki_pages *p, struct wiki_piece *piece)
{
	if (!p->page) return false;
	const bool text = p->revision && talks(p) && p->string[WIKI_TEXT].n;
	piece_put(p, text ? WIKI_REVISION : WIKI_PAGE_END, text ? p->revision_at : p->page_at);
	return wiki_pages_take(p, piece);
}

bool wiki_pages_inside(const struct wiki_pages *p) { return p->page; }
bool wiki_pages_done(const struct wiki_pages *p) { return p->done; }
const struct wiki_names *wiki_pages_names(const struct wiki_pages *p) { return &p->names; }

void wiki_pages_close(struct wiki_pages *p)
{
	xml_close(p->xml);
	for (unsigned i = 0; i < WIKI_STRINGS; i++) buf_free(&p->string[i]);
	buf_free(&p->scrap);
	buf_free(&p->bytes);
	wiki_names_free(&p->names);
	free(p->held);
	free(p->shift);
	free(p);
}
