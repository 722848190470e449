/* ring.h -- how batches go through stages on all threads and come out in order.
 * Knows lanes, batches and stages; does not know what a lane reads or where its results go. */
#ifndef CREDENCE_RING_H
#define CREDENCE_RING_H

#include "batch.h"
#include "diag.h"
#include "stage.h"

enum ring_step { RING_BATCH, RING_END, RING_FAILED };

/* memory a slot keeps for its next batch, each of arena, rows and out */
enum { RING_STAGES = 8, RING_KEEP = 1 << 20 };

struct ring_stage {
	const struct stage *stage;
	const void         *state;
};

/* What a pass does with a lane (a unit's worth of batches). fill is called by one thread in order and sink in the same order
 * by any thread, one at a time; both get what begin made. end is always called where begin succeeded: `fine` says whether every
 * batch went through, and it gives back what begin made. Each returns false (or RING_FAILED) with a diag. */
struct ring_pass {
	void          *(*begin)(void *pass, unsigned lane, struct diag *);
	enum ring_step (*fill)(void *lane, struct batch *, struct diag *);
	bool           (*sink)(void *lane, struct batch *, struct diag *);
	bool           (*end)(void *lane, bool fine, struct diag *);
	void           (*batch_free)(struct batch *);            /* frees batch->extra; may be NULL */
};

struct ring_job {
	const struct ring_pass *pass;
	void                   *context;                         /* begin's first argument */
	struct ring_stage       stage[RING_STAGES];
	unsigned                stages;
	unsigned                threads, window;                 /* 0: by the machine */
	unsigned                lanes, alone;                    /* the last `alone` of the lanes run one after another */
	double                  seconds[RING_STAGES];            /* out: CPU of each stage, all threads */
	unsigned                failed;                          /* out: lanes that did not finish */
	struct diag             diag;                            /* out: of the first of them, in lane order */
	/* each failed one; may be NULL */
	void                  (*report)(void *context, unsigned lane, const struct diag *);
};

unsigned ring_threads(unsigned asked);

/* The only function with a parallel region; passes call it one after another. Returns false when a lane failed. */
MUST_CHECK bool ring_run(struct ring_job *);

#endif
