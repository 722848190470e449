/* framer.h -- where records begin and end in a member's bytes: one implementation a way of cutting.
 * Knows boundaries; does not know fields, formats' names or archives. */
#ifndef CREDENCE_FRAMER_H
#define CREDENCE_FRAMER_H

#include "format.h"
#include "json.h"

/* A sliding view of a member's bytes. [begin, end) is what was read and not yet consumed; JSON_PADDING bytes are readable
 * behind end. It grows up to `most` bytes: a framer that finds no boundary in `most` bytes must pass over the rest of that
 * record by consuming as it goes (window_pass) and report FAULT_RECORD_SIZE. */
struct window {
	long         (*pull)(void *from, char *into, size_t cap, struct diag *);   /* 0: the end, -1: failed */
	bool         (*was_cut)(void *from);                                       /* after a 0: did it end before its bytes were complete? */
	void          *from;
	char          *p;           /* free() it in the end; zero to begin */
	size_t         begin, end, cap, most;
	uint64_t       base;        /* offset in the member of p[begin] */
	bool           ended;       /* no more bytes will come */
	bool           failed;      /* the environment: the framer returns FRAME_FAILED at once */
	struct diag   *diag;
};

/* Reads more behind end, keeping what is there though it may move, also where it returns false: ended, failed, or `most` bytes
 * are held already. */
bool window_more(struct window *);
void window_pass(struct window *, size_t bytes);     /* consumes from the beginning */

static inline struct str window_bytes(const struct window *w)
{
	return (struct str){ w->p ? w->p + w->begin : NULL, w->end - w->begin };
}

struct frame_out {
	struct str            bytes;      /* in the window or the framer's own memory; valid until the next call */
	uint64_t              offset, number;
	uint32_t              repairs;    /* holes of zero bytes passed over before the record */
	enum fault            fault;      /* FAULT_NONE, FAULT_RECORD_SIZE, FAULT_TRUNCATED, FAULT_QUOTE, FAULT_JSON */
	const struct context *context;    /* valid as long as `generation` stays; NULL: none */
	uint64_t              generation; /* changes when the context does */
};

enum frame_step { FRAME_RECORD, FRAME_NOTE, FRAME_END, FRAME_FAILED };   /* a note: only `finding` and `detail` below are set */

struct framer {
	enum frame frame;
	void *(*open)(const struct detection *, const struct limits *);
	enum frame_step (*next)(void *state, struct window *, struct frame_out *, enum finding *note);
	void  (*close)(void *state);
};

extern const struct framer framer_jsonl;     /* a line is a record; blank lines and BOMs are passed over */
extern const struct framer framer_json;      /* JSON values, huge documents in bounded memory, by the map's record paths */
extern const struct framer framer_tree;     /* one of the two above, and the records inside of records each by itself */
extern const struct framer framer_csv;       /* RFC 4180 rows with newlines inside quotes; the context is the header */
extern const struct framer framer_lines;     /* a line of text is a record; blank lines are passed over */

#endif
