/* frame_wiki.c -- a MediaWiki dump as comments: each once, at the first revision of its page that has it.
 * Knows how to go on behind broken XML, and who answers whom; does not know how wikitext or signatures are read.
 *
 * A record is a few lines "name: value", an empty line, and the comment's wikitext. An id is a hash of the page's id, the
 * signature's name and time, and the beginning of the text: the same in every dump that has the comment. */
#include "frame_wiki.h"

#include "frame_line.h"
#include "utf8.h"
#include "wiki.h"

#include <stdlib.h>
#include <xxhash.h>

enum { FEED = 32 << 10, LEVELS = 64, START_SIGNED = 32, START_UNSIGNED = 96 };

struct answered { unsigned depth; uint64_t id; };

struct wiki {
	uint64_t           limit, number;
	size_t             skip;
	bool               begun, finished, ended, rooted, broken;
	struct xml_error   error;            /* where it is broken */
	struct wiki_pages *pages;
	struct wiki_piece  piece;
	struct wiki_cut    cut;
	bool               cutting, cut_short;
	uint32_t           repairs;          /* bad bytes since the last record */
	struct wiki_seen   seen;
	uint32_t           comments;         /* of the page */
	bool               redirect, full;
	uint32_t           section;
	unsigned           levels;
	uint64_t           last;             /* the comment before; 0: none in this section */
	struct answered    level[LEVELS];
	struct buf         record;
	struct arena       plain;
};

static void *wiki_open(const struct detection *detection, const struct limits *limits)
{
	struct wiki *const s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	s->rooted = detection->dialect != WIKI_PAGES_ONLY;
	s->pages = wiki_pages_open(limits->record, s->rooted);
	return s;
}

static void wiki_close(void *state)
{
	struct wiki *const s = state;
	wiki_pages_close(s->pages);
	wiki_seen_free(&s->seen);
	buf_free(&s->record);
	arena_free(&s->plain);
	free(s);
}

/* --- records -------------------------------------------------------------------------------------------------------------- */

static void line_put(struct buf *b, const char *name, struct str value)
{
	if (!value.n) return;
	buf_put_z(b, name);
	buf_put_z(b, ": ");
	const size_t from = b->n;
	buf_put(b, value);
	for (size_t i = from; i < b->n; i++) if (b->p[i] == '\n' || b->p[i] == '\r') b->p[i] = ' ';
	buf_put_char(b, '\n');
}

static void page_put(struct wiki *s)
{
	s->record.n = 0;
	line_put(&s->record, "page", s->piece.string[WIKI_PAGE]);
	line_put(&s->record, "title", s->piece.string[WIKI_TITLE]);
	line_put(&s->record, "revision", s->piece.string[WIKI_ID]);
}

static enum frame_step record_out(struct wiki *s, struct frame_out *out, enum fault fault)
{
	*out = (struct frame_out){ .bytes = buf_str(&s->record), .offset = s->piece.offset, .number = ++s->number, .fault = fault };
	s->repairs = 0;
	return FRAME_RECORD;
}

static enum frame_step page_out(struct wiki *s, struct frame_out *out, const char *skip)
{
	page_put(s);
	line_put(&s->record, "skip", str_of(skip));
	buf_put_char(&s->record, '\n');
	return record_out(s, out, FAULT_NONE);
}

/* --- which comment it is -------------------------------------------------------------------------------------------------- */

/* The page, a signature, and the first letters and digits of the text: marks, spaces and indentation may change. */
static uint64_t key_of(const struct wiki *s, const char *kind, const struct wiki_comment *c, size_t most)
{
	char text[WIKI_NAME * 4];
	size_t n = 0;
	const struct str page = s->piece.string[WIKI_PAGE].n ? s->piece.string[WIKI_PAGE] : s->piece.string[WIKI_TITLE];
	const struct str part[] = { str_of(kind), page, c->is_signed ? c->sign.author : (struct str){ NULL, 0 }, str_of(c->sign.iso) };
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		const size_t length = part[i].n < WIKI_NAME ? part[i].n : WIKI_NAME;
		for (size_t k = 0; k < length; k++) text[n++] = part[i].p[k] == '_' ? ' ' : part[i].p[k];
		text[n++] = '\0';
		if (i == 1 && kind[0] == 't') break;
	}
	for (size_t i = 0; i < c->text.n && most; i++) {
		const char b = c->text.p[i];
		if (!((b | 32) >= 'a' && (b | 32) <= 'z') && !(b >= '0' && b <= '9') && !(b & 0x80)) continue;
		text[n++] = b;
		most--;
	}
	const uint64_t key = XXH64(text, n, 0);
	return key ? key : 1;
}

static bool any_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++) if (((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z') || (s.p[i] & 0x80)) return true;
	return false;
}

/* Not handed out before. What has no signature counts as seen also where its text was seen signed, and the other way round. */
static bool comment_new(struct wiki *s, const struct wiki_comment *c, uint64_t id)
{
	const uint64_t text = key_of(s, "text", c, START_UNSIGNED), bare = text ^ 0x9e3779b97f4a7c15u;
	const uint64_t mine = c->is_signed ? id : bare;
	if (wiki_seen_has(&s->seen, mine) || wiki_seen_has(&s->seen, c->is_signed ? bare : text)) return false;
	if (!c->is_signed && !any_letter(c->text)) return false;
	if (!c->is_signed) {
		arena_reset(&s->plain, (size_t)1 << 20);
		if (!any_letter(wiki_plain(wiki_pages_names(s->pages), c->text, &s->plain).text)) {
			s->full = !wiki_seen_add(&s->seen, bare) || s->full;
			return false;
		}
	}
	s->full = !wiki_seen_add(&s->seen, mine) || !wiki_seen_add(&s->seen, text) || s->full;
	return !s->full;
}

/* Whom it answers, 0: nobody; and it can be answered from now on. */
static uint64_t comment_place(struct wiki *s, const struct wiki_comment *c, uint64_t id)
{
	if (c->section != s->section) s->levels = 0;
	if (c->section != s->section) s->last = 0;
	s->section = c->section;
	while (s->levels && (c->outdent || s->level[s->levels - 1].depth >= c->depth)) s->levels--;
	const uint64_t parent = c->outdent ? s->last : s->levels ? s->level[s->levels - 1].id : 0;
	if (s->levels < LEVELS) s->level[s->levels++] = (struct answered){ c->depth, id };
	s->last = id;
	return parent;
}

static void id_put(struct buf *b, const char *name, uint64_t id)
{
	if (id) buf_put_format(b, "%s: w%016llx\n", name, (unsigned long long)id);
}

static void comment_put(struct wiki *s, const struct wiki_comment *c, uint64_t id, uint64_t parent)
{
	const bool wrote = s->piece.wrote;
	struct str author = c->is_signed ? c->sign.author : (struct str){ NULL, 0 }, time = c->is_signed ? str_of(c->sign.iso) : author;
	page_put(s);
	/* Who signs without a time, or with a time alone, is told the rest by the revision that brought it. */
	if (!author.n && wrote) author = s->piece.string[WIKI_AUTHOR];
	if (!time.n && wrote) time = s->piece.string[WIKI_TIME];
	id_put(&s->record, "id", id);
	id_put(&s->record, "parent", parent);
	const size_t name = s->record.n;
	line_put(&s->record, "author", author);
	for (size_t i = name; i < s->record.n; i++) if (s->record.p[i] == '_') s->record.p[i] = ' ';
	line_put(&s->record, "time", time);
	line_put(&s->record, "section", c->heading);
	if (!c->is_signed) line_put(&s->record, "unsigned", str_of("yes"));
	if (s->repairs) buf_put_format(&s->record, "repairs: %u\n", (unsigned)s->repairs);
	buf_put_char(&s->record, '\n');
	buf_put(&s->record, c->text);
}

/* The next new comment of the revision that is being cut. */
static bool comment_next(struct wiki *s, struct frame_out *out)
{
	struct wiki_comment c;
	while (!s->full && wiki_cut_next(&s->cut, &c)) {
		/* What is cut short at the end of the bytes is no comment. */
		if (s->cut_short && !c.is_signed && s->cut.at >= s->cut.text.n) continue;
		const uint64_t id = key_of(s, "comment", &c, c.is_signed ? START_SIGNED : START_UNSIGNED);
		if (!c.is_signed && !any_letter(c.text)) continue;
		const uint64_t parent = comment_place(s, &c, id);
		if (!comment_new(s, &c, id)) continue;
		s->comments++;
		comment_put(s, &c, id, parent);
		record_out(s, out, FAULT_NONE);
		return true;
	}
	s->cutting = false;
	return false;
}

/* --- pieces --------------------------------------------------------------------------------------------------------------- */

static void page_forget(struct wiki *s)
{
	wiki_seen_clear(&s->seen);
	s->comments = 0;
	s->redirect = s->full = false;
}

/* True: there is a record at once. */
static bool piece_begin(struct wiki *s, struct frame_out *out)
{
	const struct str text = s->piece.string[WIKI_TEXT];
	bool record = true;
	if (s->piece.kind == WIKI_PAGE_OTHER) {
		page_out(s, out, "not-talk");
	} else if (s->piece.kind == WIKI_PAGE_END) {
		record = s->full || s->comments == 0;
		if (s->full) {
			page_put(s);
			line_put(&s->record, "broken", str_of("more comments in its history than are kept apart: the later ones are not read"));
			buf_put_char(&s->record, '\n');
			record_out(s, out, FAULT_NONE);
		} else if (record) {
			page_out(s, out, s->redirect ? "redirect" : "no-comments");
		}
		page_forget(s);
	} else if (s->piece.over) {
		page_put(s);
		buf_put_char(&s->record, '\n');
		buf_put(&s->record, str_cut(text, 0, text.n < frame_kept(s->limit) ? text.n : frame_kept(s->limit)));
		s->comments++;
		record_out(s, out, FAULT_RECORD_SIZE);
	} else if (s->piece.hidden) {
		s->comments++;
		page_out(s, out, "revision-deleted");
	} else {
		record = false;
		s->redirect = wiki_redirects(text);
		s->cutting = !s->redirect && text.n;
		s->cut = (struct wiki_cut){ .names = wiki_pages_names(s->pages), .text = text };
		s->section = 0;
		s->levels = 0;
		s->last = 0;
	}
	return record;
}

/* --- bytes ---------------------------------------------------------------------------------------------------------------- */

/* How many bytes at the front XML takes as they are; 0: *bad of them have to be replaced. */
static size_t bytes_fine(struct str held, size_t *bad)
{
	unsigned part = 1;
	size_t n = 0;
	const size_t most = held.n < FEED ? held.n : FEED;
	while (n < most) {
		const unsigned char c = (unsigned char)held.p[n];
		const bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
		const unsigned length = control ? 0 : c < 0x80 ? 1 : utf8_length(held.p + n, most - n, &part);
		if (!length && n) break;
		if (!length) {
			*bad = control ? 1 : part;
			return 0;
		}
		n += length;
	}
	return n;
}

/* To the next <page>, or to the end. */
static void resume(struct wiki *s, struct window *w, uint64_t from)
{
	static const struct str mark = { "<page>", 6 };
	if (from > w->base) window_pass(w, (size_t)(from - w->base));
	for (;;) {
		const struct str held = window_bytes(w);
		const char *const found = held.n >= mark.n ? memmem(held.p, held.n, mark.p, mark.n) : NULL;
		if (found) {
			window_pass(w, (size_t)(found - held.p));
			break;
		}
		window_pass(w, held.n >= mark.n ? held.n - mark.n + 1 : 0);
		if (!window_more(w)) {
			window_pass(w, window_bytes(w).n);
			break;
		}
	}
	wiki_pages_resume(s->pages);
}

/* False: there are no more. */
static bool feed(struct wiki *s, struct window *w)
{
	static const struct str instead = { "\xef\xbf\xbd", 3 };
	size_t bad = 0;
	/* Always as much at a time: what the parser holds back depends on it, and must not depend on how the bytes arrive. */
	while (window_bytes(w).n < FEED && window_more(w)) {}
	const struct str held = window_bytes(w);
	if (w->failed || (!held.n && s->finished)) return false;
	if (!held.n) {
		s->finished = true;
		s->broken = !wiki_pages_finish(s->pages, w->base, &s->error);
		return true;
	}
	size_t n = bytes_fine(held, &bad);
	s->broken = !wiki_pages_feed(s->pages, n ? str_cut(held, 0, n) : instead, w->base, &s->error);
	s->repairs += n == 0;
	if (!s->broken) window_pass(w, n ? n : bad);
	return true;
}

/* Another dump behind the first, as when parts are put together, and blanks. */
static bool breaks_silently(const struct wiki *s, const struct window *w)
{
	const struct str held = window_bytes(w);
	const size_t at = s->error.at > w->base && s->error.at - w->base < held.n ? (size_t)(s->error.at - w->base) : 0;
	const struct str rest = str_trim(str_cut(held, at, held.n));
	return wiki_pages_done(s->pages) && (!rest.n || str_starts(rest, str_of("<?xml")) || str_starts(rest, str_of("<mediawiki")));
}

/* The page that the bytes end or break in, as the head of a record. */
static void rest_put(struct wiki *s, uint64_t offset)
{
	if (!wiki_pages_rest(s->pages, &s->piece)) s->piece = (struct wiki_piece){ .offset = offset };
	page_put(s);
}

/* The page is lost from here on. True: there is a record of it. */
static bool break_off(struct wiki *s, struct window *w, struct frame_out *out)
{
	const bool silent = breaks_silently(s, w);
	if (!silent) {
		rest_put(s, s->error.at);
		line_put(&s->record, "broken", str_of(s->error.reason));
		buf_put_format(&s->record, "broken-at: %llu\n\n", (unsigned long long)s->error.at);
		record_out(s, out, FAULT_NONE);
	}
	s->broken = s->finished = false;
	page_forget(s);
	resume(s, w, s->error.at);
	return !silent;
}

/* The comments of a revision that the bytes end in, of which those with a signature are whole. */
static bool half_begin(struct wiki *s)
{
	if (s->cut_short || !wiki_pages_rest(s->pages, &s->piece) || s->piece.kind != WIKI_REVISION || s->piece.over) return false;
	s->cut_short = true;
	return true;
}

static enum frame_step at_end(struct wiki *s, struct window *w, struct frame_out *out, enum finding *note)
{
	if (w->failed) return FRAME_FAILED;
	if (s->ended) return FRAME_END;
	s->ended = true;
	if (wiki_pages_inside(s->pages)) {
		rest_put(s, w->base);
		buf_put_char(&s->record, '\n');
		return record_out(s, out, FAULT_TRUNCATED);
	}
	if (!s->rooted || wiki_pages_done(s->pages) || w->was_cut(w->from)) return FRAME_END;
	*note = FINDING_TRUNCATED;
	return FRAME_NOTE;
}

static enum frame_step wiki_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct wiki *const s = state;
	*note = FINDING_NONE;
	if (!s->begun) frame_skip(w, s->skip, '\n');
	s->begun = true;
	for (;;) {
		if (s->cutting && comment_next(s, out)) return FRAME_RECORD;
		if (wiki_pages_take(s->pages, &s->piece)) {
			if (piece_begin(s, out)) return FRAME_RECORD;
		} else if (s->broken) {
			if (break_off(s, w, out)) return FRAME_RECORD;
		} else if (!feed(s, w)) {
			if (w->failed || !half_begin(s)) return at_end(s, w, out, note);
			if (piece_begin(s, out)) return FRAME_RECORD;
		}
	}
}

const struct framer framer_wiki = { FRAME_WIKI, wiki_open, wiki_next, wiki_close };
