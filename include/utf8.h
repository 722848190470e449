/* utf8.h -- is it UTF-8, and what is done where it is not.
 * Knows the encoding (RFC 3629, Unicode table 3-7); does not know any character's properties. */
#ifndef CREDENCE_UTF8_H
#define CREDENCE_UTF8_H

#include "arena.h"
#include <stdint.h>

bool       utf8_valid(struct str, size_t *bad);                     /* *bad: offset of the first bad byte; may be NULL */
bool       utf8_ascii(struct str);
/* Each maximal ill-formed part becomes U+FFFD and is counted. The input itself when it is valid. */
struct str utf8_repair(struct str, struct arena *, uint32_t *repairs);
/* The length of the well-formed sequence at p (1 to 4); 0 when it is ill-formed, and *part is then the length of the
 * maximal ill-formed part (1 to 3). `left` is at least 1. */
unsigned   utf8_length(const char *p, size_t left, unsigned *part);
/* Decodes one code point of valid UTF-8; *n is its length. */
uint32_t   utf8_decode(const char *p, size_t left, unsigned *n);
/* Writes a code point's bytes (up to 4) and returns how many; what is no scalar value is written as U+FFFD. */
static inline unsigned utf8_encode(uint32_t code, char *into)
{
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	if (code < 0x80) {
		into[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		into[0] = (char)(0xc0 | code >> 6);
		into[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		into[0] = (char)(0xe0 | code >> 12);
		into[1] = (char)(0x80 | (code >> 6 & 0x3f));
		into[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	into[0] = (char)(0xf0 | code >> 18);
	into[1] = (char)(0x80 | (code >> 12 & 0x3f));
	into[2] = (char)(0x80 | (code >> 6 & 0x3f));
	into[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* How many bytes from `p` on must not reach a terminal as they are (controls, C1 controls, marks that turn the direction of
 * writing, line separators, what is no UTF-8); 0: it begins with a character that may. `left` is at least 1. */
unsigned utf8_unprintable(const char *p, size_t left);

/* Puts a ? in the place of each of them, in place. */
void     utf8_tame(char *z);

#endif
