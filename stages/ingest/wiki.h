/* wiki.h -- MediaWiki dumps as the files wiki_*.c share them: pages and revisions, comments in a revision, signatures, wikitext.
 * Knows the parts of a dump and of a talk page; does not know messages. */
#ifndef CREDENCE_WIKI_H
#define CREDENCE_WIKI_H

#include "arena.h"
#include "buf.h"
#include "xml.h"

enum { WIKI_NAME = 256 };          /* bytes of a title, heading or user name: MediaWiki itself allows 255 */

/* --- wiki_names.c: namespaces, as English and the dump itself call them -------------------------------------------------------- */

enum { WIKI_SPECIAL = -1, WIKI_USER = 2, WIKI_USER_TALK = 3, WIKI_NAMESPACES = 128 };

struct wiki_names {
	struct { struct str name; int key; } space[WIKI_NAMESPACES];
	uint32_t     spaces;
	struct arena arena;
};

void wiki_names_add(struct wiki_names *, struct str name, int key);
void wiki_names_free(struct wiki_names *);
/* The namespace of a title or of a link's target, and what is behind its colon; 0 and the whole of it for an article. */
int  wiki_namespace(const struct wiki_names *, struct str target, struct str *rest);
/* Whose page or whose contributions a link's target is; p NULL: nobody's. */
struct str wiki_user(const struct wiki_names *, struct str target);

/* --- wiki_stamp.c: the time in a signature ------------------------------------------------------------------------------------ */

struct wiki_stamp {
	size_t from, to;               /* in the text */
	char   iso[32];                /* with its zone where that is known */
};

/* A time that ends in a zone in brackets, the `(` of which is at text.p[open]; nothing before `least` belongs to it. */
bool wiki_stamp_read(struct str text, size_t least, size_t open, struct wiki_stamp *);
/* The same without a zone, ending at `to`. */
bool wiki_stamp_bare(struct str text, size_t to, struct wiki_stamp *);

/* --- wiki_sign.c: signatures -------------------------------------------------------------------------------------------------- */

struct wiki_sign {
	size_t     from, to;           /* with dashes and tags around it */
	struct str author;             /* in the text; p NULL: not told */
	char       iso[32];            /* "": not told */
};

/* The first signature of a line from `at` on. */
bool wiki_sign_find(const struct wiki_names *, struct str line, size_t at, struct wiki_sign *);

/* --- wiki_cut.c: a page's text as comments ------------------------------------------------------------------------------------ */

struct wiki_cut {
	const struct wiki_names *names;
	struct str text;
	size_t     at, end, from;      /* looked at so far; the end of its line; where the open comment begins */
	bool       open, behind;       /* behind: on a line in which a signature has ended */
	bool       tail;               /* the open comment begins behind a signature */
	unsigned   depth, line_depth;
	bool       outdent;
	struct str heading;            /* of level 1 or 2, the comment's section; p NULL: before the first */
	uint32_t   section;            /* another number after each heading */
};

struct wiki_comment {
	struct str       text;
	unsigned         depth;
	bool             outdent, is_signed;
	struct wiki_sign sign;
	struct str       heading;
	uint32_t         section;
};

bool wiki_cut_next(struct wiki_cut *, struct wiki_comment *);
bool wiki_redirects(struct str text);

/* --- wiki_plain.c: wikitext as a reader sees it ------------------------------------------------------------------------------- */

struct wiki_plain {
	struct str  text;              /* entities still in it */
	struct str *url;               /* addresses behind labels and in footnotes */
	uint32_t    urls;
};

struct wiki_plain wiki_plain(const struct wiki_names *, struct str wikitext, struct arena *);

/* --- wiki_seen.c: comments that were handed out already ------------------------------------------------------------------------ */

enum { WIKI_SEEN_MOST = 1 << 20 };

struct wiki_seen {
	uint64_t *slot;
	uint32_t  count, room;
};

bool wiki_seen_has(const struct wiki_seen *, uint64_t key);
/* False: it is full. */
bool wiki_seen_add(struct wiki_seen *, uint64_t key);
void wiki_seen_clear(struct wiki_seen *);
void wiki_seen_free(struct wiki_seen *);

/* --- wiki_pages.c: XML as pages and revisions ---------------------------------------------------------------------------------- */

enum wiki_kind { WIKI_REVISION, WIKI_PAGE_END, WIKI_PAGE_OTHER };   /* other: of no talk namespace */

enum wiki_string { WIKI_TITLE, WIKI_PAGE, WIKI_ID, WIKI_TIME, WIKI_AUTHOR, WIKI_TEXT, WIKI_STRINGS };

struct wiki_piece {
	enum wiki_kind kind;
	uint64_t       offset;         /* of the page or the revision, in the dump */
	bool           wrote;          /* of a revision: its contributor wrote what is new in it */
	bool           hidden, over;   /* its text was removed from public view; it is longer than is accepted */
	struct str     string[WIKI_STRINGS];
};

struct wiki_pages;

struct wiki_pages *wiki_pages_open(uint64_t limit, bool rooted);   /* rooted: the dump has its outermost element */
/* False: broken there; begin anew with wiki_pages_resume() at a <page>. `offset`: of the first byte in the dump. */
bool wiki_pages_feed(struct wiki_pages *, struct str bytes, uint64_t offset, struct xml_error *);
/* The bytes end here: what the parser held back until it knew that. An unclosed element is no error. False: as above. */
bool wiki_pages_finish(struct wiki_pages *, uint64_t offset, struct xml_error *);
/* What was fed, piece by piece; the strings are good until the next wiki_pages_feed(). */
bool wiki_pages_take(struct wiki_pages *, struct wiki_piece *);
/* What there is of the revision at hand, and whether there is a page at all: where the bytes end in the middle. */
bool wiki_pages_rest(struct wiki_pages *, struct wiki_piece *);
bool wiki_pages_inside(const struct wiki_pages *);                 /* in a page */
bool wiki_pages_done(const struct wiki_pages *);                   /* the outermost element was closed */
void wiki_pages_resume(struct wiki_pages *);
const struct wiki_names *wiki_pages_names(const struct wiki_pages *);
void wiki_pages_close(struct wiki_pages *);

#endif
