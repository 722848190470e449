/* redact.h -- a text without the handles of people, and where its bytes have gone.
 * Knows handles by their shape; does not know who takes part in a conversation. */
#ifndef CREDENCE_REDACT_H
#define CREDENCE_REDACT_H

#include "buf.h"

struct cut { uint32_t from, to, at, end; };   /* bytes [from, to) of the text have become [at, end) */

struct redaction {
	struct buf  text;
	struct cut *cut;
	uint32_t    cuts, room;
};

/* Replaces @name, name@host, u/name and a handle that opens the text ("byte_me: ...") by keyed hashes. */
void     redact_open(struct redaction *, struct str key, struct str text);
void     redact_close(struct redaction *);

/* Where an offset of the text is in the redacted one; inside a cut its beginning, or its end for the end of a span. */
uint32_t redact_shift(const struct redaction *, uint32_t offset, bool end);

#endif
