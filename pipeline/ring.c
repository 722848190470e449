/* ring.c -- everything that is parallel; no other file has a pragma omp.
 * Knows how to keep every thread busy with whatever batches there are; does not know what is done to them.
 *
 * Each lane is driven by one thread of the team; the others execute its tasks when they have no lane of their own.
 * fill waits until its slot has been sunk (back-pressure); the slot orders fill, stages and sink of a batch; the lane orders
 * the sinks. Compiled without OpenMP the same lines are the serial program. */
#include "ring.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#if defined __SANITIZE_THREAD__ && defined _OPENMP      /* the OpenMP runtime is not instrumented: say what depend() says */
void __tsan_acquire(void *);
void __tsan_release(void *);
static inline void take(const void *p) { __tsan_acquire((void *)p); }
static inline void give(const void *p) { __tsan_release((void *)p); }
/* Threads that wait for a second region read what the compiler puts down for them after the last give(): new ones are begun. */
static inline void threads_end(void) { (void)omp_pause_resource_all(omp_pause_hard); }
#else
static inline void take(const void *p) { (void)p; }
static inline void give(const void *p) { (void)p; }
static inline void threads_end(void) { }
#endif

enum { WINDOW_MOST = 32 };   /* two tasks a slot: 32 slots stay below libgomp's throttle */

struct ring_thread {
	struct arena arena;
	void        *own[RING_STAGES];
	double       seconds[RING_STAGES];
	char         apart[64];        /* threads do not share a cache line */
};

struct ring_lane {
	void       *state;
	atomic_bool stopped;           /* by the sink: the driver tests it before it reads on */
	struct diag diag, sink_diag;
	bool        failed;
};

struct ring_slot {
	struct batch batch;
	atomic_bool  busy;             /* from its fill to its sink */
};

struct ring {
	struct ring_job    *job;
	struct ring_thread *thread;
	struct ring_lane   *lane;
	unsigned            threads, window;
};

static unsigned thread_number(void)
{
#ifdef _OPENMP
	return (unsigned)omp_get_thread_num();
#else
	return 0;
#endif
}

unsigned ring_threads(unsigned asked)
{
#ifdef _OPENMP
	return asked ? asked : (unsigned)omp_get_max_threads();
#else
	(void)asked;
	return 1;
#endif
}

static double thread_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void batch_process(const struct ring *ring, struct batch *b)
{
	struct ring_thread *mine = &ring->thread[thread_number()];
	double before = thread_seconds();
	for (unsigned k = 0; k < ring->job->stages; k++) {
		const struct ring_stage *s = &ring->job->stage[k];
		s->stage->run(s->state, mine->own[k], b, &mine->arena);
		arena_reset(&mine->arena, RING_KEEP);
		const double after = thread_seconds();
		mine->seconds[k] += after - before;
		before = after;
	}
}

static void buf_keep(struct buf *b)
{
	if (b->cap > 2 * RING_KEEP) buf_free(b);
	b->n = 0;
}

static void batch_sink(const struct ring *ring, struct ring_lane *lane, struct batch *b)
{
	if (!atomic_load_explicit(&lane->stopped, memory_order_relaxed) &&
	    !ring->job->pass->sink(lane->state, b, &lane->sink_diag))
		atomic_store_explicit(&lane->stopped, true, memory_order_relaxed);
	arena_reset(&b->arena, 2 * RING_KEEP);
	buf_keep(&b->rows);
	buf_keep(&b->out);
}

/* Returns when the slot has been sunk; while it is waited for, this thread works on whatever tasks there are. With gcc an empty
 * undeferred task waits for the slot's others. libomp before version 19 may free what an undeferred task depends on while another
 * thread still holds it (llvm issue 85963), and its taskyield works on tasks, which libgomp's does not. */
static void slot_wait(struct ring_slot *slot)
{
#ifdef __clang__
	while (atomic_load_explicit(&slot->busy, memory_order_acquire)) {
		#pragma omp taskyield
	}
#else
	#pragma omp task if(0) depend(inout: *slot)
	take(slot);
#endif
}

static void slots_free(const struct ring *ring, struct ring_slot *slot)
{
	for (unsigned i = 0; i < ring->window; i++) {
		struct batch *b = &slot[i].batch;
		take(&slot[i]);
		if (ring->job->pass->batch_free) ring->job->pass->batch_free(b);
		arena_free(&b->arena);
		buf_free(&b->rows);
		buf_free(&b->out);
	}
	free(slot);
}

/* Fills are the driver's own: reading stays in order. */
static void lane_batches(struct ring *ring, struct ring_lane *lane)
{
	const struct ring_pass *pass = ring->job->pass;
	struct ring_slot *slots = mem_zalloc(ring->window, sizeof *slots);
	enum ring_step step = RING_BATCH;
	for (unsigned i = 0;; i = (i + 1) % ring->window) {
		struct ring_slot *slot = &slots[i];
		slot_wait(slot);
		step = atomic_load_explicit(&lane->stopped, memory_order_relaxed) ? RING_END
		     : pass->fill(lane->state, &slot->batch, &lane->diag);
		if (step != RING_BATCH) break;
		atomic_store_explicit(&slot->busy, true, memory_order_relaxed);
		give(slot);
		#pragma omp task firstprivate(ring, slot) depend(inout: *slot)
		{
			take(slot);
			batch_process(ring, &slot->batch);
			give(slot);
		}
		#pragma omp task firstprivate(ring, lane, slot) depend(inout: *slot) depend(inout: *lane)
		{
			take(slot);
			take(lane);
			batch_sink(ring, lane, &slot->batch);
			give(lane);
			give(slot);
			atomic_store_explicit(&slot->busy, false, memory_order_release);
		}
	}
	#pragma omp taskwait
	take(lane);
	lane->failed = step == RING_FAILED || atomic_load(&lane->stopped);
	if (step != RING_FAILED && lane->failed) lane->diag = lane->sink_diag;
	slots_free(ring, slots);
}

static void lane_run(struct ring *ring, unsigned number)
{
	struct ring_lane *lane = &ring->lane[number];
	const struct ring_pass *pass = ring->job->pass;
	lane->state = pass->begin(ring->job->context, number, &lane->diag);
	if (!lane->state) {
		lane->failed = true;
	} else {
		lane_batches(ring, lane);
		struct diag ending = { 0 };
		if (!pass->end(lane->state, !lane->failed, &ending) && !lane->failed) {
			lane->failed = true;
			lane->diag = ending;
		}
	}
	if (lane->failed && ring->job->report) ring->job->report(ring->job->context, number, &lane->diag);
}

static void ring_region(struct ring *ring)
{
	const unsigned together = ring->job->lanes - ring->job->alone;
	give(ring);
	#pragma omp parallel num_threads(ring->threads)
	{
		take(ring);
		#pragma omp for schedule(dynamic, 1)
		for (unsigned i = 0; i < together; i++) lane_run(ring, i);
		#pragma omp single
		for (unsigned i = together; i < ring->job->lanes; i++) lane_run(ring, i);
		give(ring);
	}
	take(ring);
	threads_end();
}

bool ring_run(struct ring_job *job)
{
	const unsigned threads = ring_threads(job->threads);
	/* Alone, a thread has no use for a second batch, and one batch's rows stay in its cache. */
	unsigned window = job->window ? job->window : threads > 1 ? 4 * threads : 1;
	if (window > WINDOW_MOST) window = WINDOW_MOST;
	struct ring ring = { job, mem_zalloc(threads, sizeof *ring.thread), mem_zalloc(job->lanes + 1, sizeof *ring.lane),
	                     threads, window };
	for (unsigned t = 0; t < threads; t++)
		for (unsigned k = 0; k < job->stages; k++)
			if (job->stage[k].stage->thread_open)
				ring.thread[t].own[k] = job->stage[k].stage->thread_open(job->stage[k].state);
	ring_region(&ring);
	job->failed = 0;
	for (unsigned i = 0; i < job->lanes; i++)
		if (ring.lane[i].failed && !job->failed++) job->diag = ring.lane[i].diag;
	for (unsigned t = 0; t < threads; t++) {
		for (unsigned k = 0; k < job->stages; k++) {
			job->seconds[k] += ring.thread[t].seconds[k];
			if (job->stage[k].stage->thread_close) job->stage[k].stage->thread_close(ring.thread[t].own[k]);
		}
		arena_free(&ring.thread[t].arena);
	}
	free(ring.thread);
	free(ring.lane);
	return job->failed == 0;
}
