/* test_ring.c -- the ring: order within a lane, every batch once, and a lane that fails spoils only itself. */
#include "ring.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

enum { LANES = 5, BATCHES = 300, BAD_LANE = 2, BAD_BATCH = 40, BAD_FILL = 3 };

struct lane { unsigned number, filled, sunk, asked, ended; bool fine, ordered; };
struct job { struct lane lane[LANES]; bool spoil; };
struct seen { struct job *job; struct lane *lane; };

static void *begin(void *context, unsigned number, struct diag *d)
{
	struct seen *s = mem_zalloc(1, sizeof *s);
	(void)d;
	*s = (struct seen){ context, &((struct job *)context)->lane[number] };
	*s->lane = (struct lane){ .number = number, .ordered = true };
	return s;
}

static enum ring_step fill(void *context, struct batch *b, struct diag *d)
{
	struct seen *s = context;
	if (s->job->spoil && s->lane->number == BAD_FILL && s->lane->filled == BAD_BATCH) {
		diag_failed(d, "no more");
		return RING_FAILED;
	}
	b->serial = s->lane->filled;
	return s->lane->filled++ < BATCHES ? RING_BATCH : RING_END;
}

static void work(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	(void)state, (void)thread;
	memset(arena_alloc(scratch, 1000), 1, 1000);
	b->tally[0] = b->serial * 3;
}

static bool sink(void *context, struct batch *b, struct diag *d)
{
	struct seen *s = context;
	s->lane->asked++;
	s->lane->ordered &= b->serial == s->lane->sunk && b->tally[0] == b->serial * 3;
	if (s->job->spoil && s->lane->number == BAD_LANE && s->lane->sunk == BAD_BATCH) return diag_failed(d, "disk full");
	s->lane->sunk++;
	return true;
}

static bool end(void *context, bool fine, struct diag *d)
{
	struct seen *s = context;
	(void)d;
	s->lane->fine = fine;
	s->lane->ended++;
	free(s);
	return fine;
}

static const struct stage stage_work = { "work", NULL, NULL, work, NULL, NULL };
static const struct ring_pass pass = { begin, fill, sink, end, NULL };

static bool ring(struct job *job, unsigned threads, unsigned window, struct diag *d)
{
	struct ring_job r = { .pass = &pass, .context = job, .stage = { { &stage_work, NULL } }, .stages = 1, .threads = threads,
		.window = window, .lanes = LANES, .alone = 2 };
	const bool fine = ring_run(&r);
	*d = r.diag;
	return fine;
}

static void order_is_kept(void **state)
{
	(void)state;
	for (unsigned threads = 1; threads <= 4; threads++) {
		for (unsigned window = 1; window <= 32; window *= 2) {
			struct job job = { .spoil = false };
			struct diag d;
			assert_true(ring(&job, threads, window, &d));
			for (unsigned i = 0; i < LANES; i++) {
				assert_int_equal(job.lane[i].sunk, BATCHES);
				assert_true(job.lane[i].ordered && job.lane[i].fine && job.lane[i].ended == 1);
			}
		}
	}
}

static void failure_stays_in_its_lane(void **state)
{
	(void)state;
	struct job job = { .spoil = true };
	struct diag d;
	assert_false(ring(&job, 3, 8, &d));
	assert_string_equal(d.text, "disk full");
	assert_int_equal(d.code, EXIT_FAILED);
	for (unsigned i = 0; i < LANES; i++) {
		const bool bad = i == BAD_LANE || i == BAD_FILL;
		assert_int_equal(job.lane[i].sunk, bad ? BAD_BATCH : BATCHES);
		assert_int_equal(job.lane[i].fine, !bad);
		assert_int_equal(job.lane[i].asked, job.lane[i].sunk + (i == BAD_LANE));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(order_is_kept), cmocka_unit_test(failure_stays_in_its_lane) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
