/* frame_line.h -- the next line of a member, in bounded memory.
 * Knows line ends and lengths; does not know what is on a line. */
#ifndef CREDENCE_FRAME_LINE_H
#define CREDENCE_FRAME_LINE_H

#include "framer.h"

enum { FRAME_KEPT = 4096 };       /* bytes shown of a record that is longer than is accepted */

struct frame_line {
	struct str bytes;             /* without its end; its first bytes where it is over */
	uint64_t   offset;            /* of bytes.p in the member */
	bool       over;              /* longer than the limit */
	bool       hole;              /* zero bytes stood before it or at its beginning */
	bool       last;              /* the member ends without a line end behind it */
	size_t     pass;              /* consumed by the next call */
	char       kept[FRAME_KEPT];
};

/* False at the end, or when the window failed. Zero bytes at the beginning of a line (holes that a crash left) are passed over;
 * at the end of a member they are padding. */
bool frame_line_next(struct window *, char line_end, uint64_t limit, struct frame_line *);

/* How much is shown of a record over the limit: the same however its bytes arrive. */
static inline size_t frame_kept(uint64_t limit) { return limit < FRAME_KEPT ? (size_t)limit : FRAME_KEPT; }

/* Passes over a record that begins in the window and is over the limit, up to and with the line end; shows its beginning. */
void frame_line_over(struct window *, char line_end, uint64_t limit, struct frame_line *);

/* Passes over `skip` bytes at the beginning of a member; returns how many lines end in them. */
uint64_t frame_skip(struct window *, size_t skip, char line_end);

/* '\r' for a member whose beginning has carriage returns and no line feed, else '\n'. */
char frame_line_end(struct window *);

/* Without byte order marks and zero bytes at its ends; *hole is set where there were zero bytes. */
struct str frame_trim_marks(struct str, bool *hole);

#endif
