/* frame_cut.h -- the pieces of a JSON stream: white space, keys, one whole value, a broken line.
 * Knows where a value ends and how a stream is taken up again behind a broken one; does not know pointers. */
#ifndef CREDENCE_FRAME_CUT_H
#define CREDENCE_FRAME_CUT_H

#include "buf.h"
#include "frame_line.h"

struct cutter {
	struct window    *window;
	uint64_t          limit;     /* of a value that is kept */
	size_t            pass;      /* of the window, by the next cut_settle() */
	bool              suspect;   /* a string has swallowed what follows it: from now on a line end in a string ends its value */
	bool              hole;      /* zero bytes were passed over between documents; set back by who told of it */
	bool              keeping;   /* what is passed over is copied into `whole` */
	struct buf        whole;
	struct frame_line line;
};

enum cut { CUT_FINE, CUT_OVER, CUT_BROKEN, CUT_ENDED };

void     cut_settle(struct cutter *);
void     cut_pass(struct cutter *, size_t bytes);
/* The next byte that is not white space (nor, with `between`, what may stand between documents), not consumed; -1 at the end. */
int      cut_peek(struct cutter *, bool between);
/* One value from here. CUT_FINE: `out` is it, consumed by the next cut_settle(). CUT_OVER: its first bytes, and it was passed over.
 * CUT_BROKEN: a string's line ends before it does, out is up to there; CUT_ENDED: so does the member. */
enum cut cut_value(struct cutter *, struct str *out);
/* The same without keeping anything, in constant memory. */
enum cut cut_skip(struct cutter *, struct str *out);
/* The string here, with its quotes; not consumed. False when it does not end within the limit. */
bool     cut_key(struct cutter *, struct str *out);
/* Everything up to the next line end. */
void     cut_garbage(struct cutter *, struct str *out, bool *over);

#endif
