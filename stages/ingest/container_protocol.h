/* container_protocol.h -- what the reading child says to its parent: frames of a kind, a size and bytes.
 * Knows their layout (both ends are the same program on the same machine); does not know who reads or writes them. */
#ifndef CREDENCE_CONTAINER_PROTOCOL_H
#define CREDENCE_CONTAINER_PROTOCOL_H

#include "diag.h"
#include "str.h"
#include <stdint.h>

enum said {
	SAID_MEMBER = 1,   /* u32 ordinal, path */
	SAID_DATA,         /* bytes of the member */
	SAID_MEMBER_END,   /* u32 finding, detail */
	SAID_FINDING,      /* u32 finding, u32 bytes of the path, path, detail */
	SAID_PROGRESS,     /* u64 bytes of the archive consumed */
	SAID_DONE,         /* u64 XXH64 of the archive */
	SAID_FAILED        /* text: the environment failed */
};

enum { SAID_MOST = 1 << 20 };       /* bytes of a frame: what is longer is cut (a name) or sent in pieces (data) */

struct said_head { uint32_t kind, size; };

MUST_CHECK bool said_write(int descriptor, enum said, const void *first, size_t first_n, struct str rest, struct diag *);

#endif
