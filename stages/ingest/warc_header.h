/* warc_header.h -- headers of WARC and ARC records, and of the HTTP answers in them.
 * Knows lines, names and lengths; does not know what a record is good for. */
#ifndef CREDENCE_WARC_HEADER_H
#define CREDENCE_WARC_HEADER_H

#include "str.h"

#include <stdint.h>

enum warc_dialect { DIALECT_WARC, DIALECT_ARC };

enum { WARC_HEADER_MOST = 32 << 10 };      /* bytes of a record's header: a longer one is none */

enum warc_start { START_NO, START_YES, START_MORE };

/* Does a record begin with these bytes, which stand at the beginning of a line? START_MORE: too few of them to tell. */
enum warc_start warc_starts(struct str bytes, bool ended, unsigned dialect);

struct warc_head {
	size_t      header;       /* length of the header, with the blank line that ends it */
	uint64_t    block;        /* length of what follows, as the header says */
	const char *broken;       /* why it is no header; NULL: it is one */
	bool        cut;          /* broken because the bytes end in it */
};

/* The header of a record that begins so; false: more bytes are needed. */
bool warc_head_read(struct str bytes, bool ended, unsigned dialect, struct warc_head *);

/* An ARC record's one line: "URL IP-address date content-type [...] length". */
struct arc_line { struct str url, date, type, length; };
bool arc_line_read(struct str line, struct arc_line *);

/* The value of the first line "name: value", upper and lower case alike, without blanks around it; p NULL: there is none. Of a
 * folded line the folds are in it. The first line of all, which is no such pair, is passed over. */
struct str header_value(struct str header, const char *name);

/* The value up to its first `;`, and the parameter "name=value" behind it without quotes; p NULL: there is none. */
struct str header_bare(struct str value);
struct str header_parameter(struct str value, const char *name);

bool text_alike(struct str a, const char *lower);       /* ASCII letters of `a` in either case */
bool length_read(struct str digits, uint64_t *length);

#endif
