/* mail.h -- a mail's parts, as the files mail_*.c share them.
 * Knows header lines, bodies and texts; does not know maps or how mails are cut out of mailboxes. */
#ifndef CREDENCE_MAIL_H
#define CREDENCE_MAIL_H

#include "layout.h"

enum mail_field {
	MAIL_FROM, MAIL_SENDER, MAIL_REPLY_TO, MAIL_DATE, MAIL_SUBJECT, MAIL_ID, MAIL_IN_REPLY_TO, MAIL_REFERENCES, MAIL_NEWSGROUPS,
	MAIL_LIST_ID, MAIL_BEEN_THERE, MAIL_CONTENT_TYPE, MAIL_ENCODING, MAIL_DISPOSITION, MAIL_CONTROL, MAIL_SPAM_FLAG, MAIL_SPAM_STATUS,
	MAIL_AUTO_SUBMITTED, MAIL_RETURN_PATH, MAIL_FAILED_RECIPIENTS, MAIL_MOZILLA_STATUS, MAIL_POSTING_DATE, MAIL_INJECTION_DATE,
	MAIL_FIELDS
};

/* The header block that bytes begin with. */
struct mail_head {
	struct str field[MAIL_FIELDS];   /* as written, folds in it; p NULL: absent. The first of several */
	size_t     lines;                /* header fields of any name */
	size_t     body;                 /* where the body begins */
};

/* mail_header.c */
void       mail_head_read(struct str bytes, struct mail_head *);
/* Names by which mails are told from other text with "name: value" lines; and lines that are none of a mail's. */
struct mail_look { unsigned known, letter; bool foreign, any; };
struct mail_look mail_look_at(struct str head, bool whole);
struct str mail_unfolded(struct str value, struct arena *);
bool       mail_alike(struct str a, const char *lower);                 /* ASCII letters in either case */
bool       mail_contains(struct str in, const char *lower);

/* mail_decode.c, the only file that knows GMime. Values are unfolded UTF-8 with a terminator. */
struct mail_type { struct str type, subtype, boundary, charset, format, delsp, report; };
struct mail_type mail_type_parse(struct str value, struct arena *);
struct str mail_words(struct str value, struct arena *);               /* RFC 2047 */
bool       mail_address(struct str value, struct arena *, struct str *name, struct str *address);
struct str mail_transfer(struct str body, struct str encoding, struct arena *, uint32_t *repairs);

/* mail_part.c: the part that a reader would read first. */
enum mail_found { MAIL_FOUND, MAIL_NO_TEXT, MAIL_TOO_DEEP };
struct mail_part { struct mail_type type; struct str encoding, body; bool html; };
enum mail_found mail_part_find(struct str mail, const struct mail_head *, struct arena *, struct mail_part *, uint32_t *repairs);

/* mail_text.c: a part's body as text. */
bool       mail_text(struct reading *, const struct mail_part *, bool boxed, struct str *text);

/* mail_place.c: what stands in header fields, as a map wants it. */
struct mail_thread { struct str id, parent, thread; };
struct mail_thread mail_thread_of(const struct mail_head *, struct arena *);
struct str mail_channel(const struct mail_head *, struct arena *);
const char *mail_kind(const struct mail_head *, const struct mail_type *, struct str subject, struct str from);   /* NULL: none of note */

/* mail_date.c */
struct str mail_date(struct str value, struct arena *);
void       mail_envelope(struct str line, struct str *sender, struct str *date);

#endif
