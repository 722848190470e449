/* frame_mail.h -- the way of cutting mailboxes, and the line that mails begin with in them.
 * Knows the separator's shapes; does not know headers or parts. */
#ifndef CREDENCE_FRAME_MAIL_H
#define CREDENCE_FRAME_MAIL_H

#include "framer.h"

enum mail_dialect { MAIL_BOX, MAIL_SINGLE };

extern const struct framer framer_mail;      /* a mail with its From_ line; of a single mail all of the member */

/* "From somebody Mon Jan  1 00:00:00 1996", "From -123456" or "From somebody" before a header line. `next`: the line behind it. */
bool mail_from_line(struct str line, struct str next);

/* "Name:" at the beginning of a line: the name's length, 0 where it is none. */
size_t mail_header_name(struct str line);

#endif
