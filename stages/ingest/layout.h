/* layout.h -- layouts that need code: how a member is recognised, cut into records, and how a record is taken apart.
 * Knows the interface and lists them all; what a message is made of is still said by a map (`"frame": "mail"`).
 *
 * JSON, tables and plain lines are read by map alone. Whatever has a state, an encoding or a structure of its own is a
 * layout: three functions and a list of the names of the values that it finds, by which a map then asks for them. A layout is
 * added with its file and one line in layouts.c. */
#ifndef CREDENCE_LAYOUT_H
#define CREDENCE_LAYOUT_H

#include "framer.h"
#include "map.h"

/* A member as detection sees it. */
struct look {
	const struct format_set *set;
	struct str               path;     /* "archive!member/path" */
	struct str               head;     /* its first bytes, behind a byte order mark */
	struct str               base;     /* the last part of the path, without endings of compression */
	bool                     whole;    /* the head is all of the member */
	struct arena            *arena;
};

struct layout {
	const char *name;                  /* as a map's "frame" says it */
	const struct framer *framer;
	/* Is the head laid out so? *dialect, 0 to begin with, goes to the framer (detection->dialect) and to read (member->dialect). */
	bool (*recognise)(const struct look *, unsigned *dialect);
	/* Does the head show a value of this name? Asked where a map's "detect" has `all` or `any`; NULL: each value is shown. */
	bool (*shows)(const struct look *, unsigned dialect, struct str name);
	/* One record's values, each given to value_put(); false: quarantined by reading_fault(). Called by any thread. What is not
	 * UTF-8 is repaired here (reading_utf8, utf8_repair) and counted in message->repairs; how the text is marked up, where the
	 * map cannot know it, is or-ed into message->markup. */
	bool (*read)(struct reading *, struct str bytes);
	const char *const *value;          /* the names, NULL at the end; a map that asks for another is refused */
};

/* Each of FRAME_LAYOUTS and above; NULL below. */
const struct layout *layout_of(enum frame);

extern const struct layout layout_rows;      /* <row a="b"/> elements           layout_rows.c   */
extern const struct layout layout_mail;      /* mbox, single mails, Usenet      layout_mail.c   */
extern const struct layout layout_irc;       /* logs of IRC clients and bots    layout_irc.c    */
extern const struct layout layout_phone;     /* WhatsApp, Signal text exports   layout_phone.c  */
extern const struct layout layout_warc;      /* WARC, WET, ARC                  layout_warc.c   */
extern const struct layout layout_wiki;      /* MediaWiki dumps: talk pages     layout_wiki.c   */

/* --- values.c: what a record's values are given to ----------------------------------------------------------------------- */

/* A value under a name, for each pointer "/name" of the map; several under one name are a list ("/name" is the first, an
 * `each` field takes all). The text must be UTF-8 and live as long as the record or reading->arena. */
void value_put(struct reading *, const char *name, struct str text);
/* The same where the name is data, as with attributes. */
void value_put_named(struct reading *, struct str name, struct str text);

/* The record is no message. Returns false. `reason` NULL: the fault's own meaning. */
bool reading_fault(struct reading *, enum fault, uint64_t at, const char *reason);

/* The text as UTF-8: as it is, or repaired and counted (Windows-1252 where all of it fits, else U+FFFD; zero
 * bytes always). False: quarantined, as
 * --invalid-utf8 wants it. */
bool reading_utf8(struct reading *, struct str *text);

void values_begin(struct reading *);
void values_end(struct reading *);

#endif
