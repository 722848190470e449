/* transcode.h -- UTF-16 and UTF-32, read as UTF-8.
 * Knows encodings of whole members; does not know records. Offsets behind it are those of the UTF-8. */
#ifndef CREDENCE_TRANSCODE_H
#define CREDENCE_TRANSCODE_H

#include "diag.h"
#include "str.h"
#include <stdint.h>

enum encoding { ENCODING_UNDECIDED, ENCODING_BYTES, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_UTF32LE, ENCODING_UTF32BE };

struct transcoder {                 /* zero to begin, then pull and from */
	long        (*pull)(void *from, char *into, size_t cap, struct diag *);
	void         *from;
	enum encoding encoding;
	unsigned char kept[8];          /* bytes looked at or left over */
	unsigned      keeps;
	uint32_t      high;             /* a first half of a surrogate pair waiting for its second; 0: none */
	bool          ended;
};

/* Like pull, with the bytes as UTF-8; what is ill-formed becomes U+FFFD. Bytes of any other encoding go through unchanged. */
long transcode_read(struct transcoder *, char *into, size_t cap, struct diag *);

#endif
