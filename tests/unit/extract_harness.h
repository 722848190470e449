/* extract_harness.h -- one message through normalise and extract, for tests.
 * Knows how the two stages are opened and run; asserts nothing about what they find. */
#ifndef CREDENCE_EXTRACT_HARNESS_H
#define CREDENCE_EXTRACT_HARNESS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "extract.h"
#include "stage.h"

struct harness {
	struct assets *assets;
	void          *normalise, *extract, *thread;
	struct batch   batch;
	struct arena   scratch;
	struct view    view;          /* of the last message */
};

static inline void harness_open(struct harness *h)
{
	struct diag d = { 0 };
	const struct settings s = { .limits = { .text = 1 << 20 } };
	*h = (struct harness){ 0 };
	h->assets = assets_open(NULL, &d);
	assert_non_null(h->assets);
	h->normalise = stage_normalise.open(h->assets, &s, &d);
	h->extract = stage_extract.open(h->assets, &s, &d);
	if (!h->normalise || !h->extract)
		print_error("%s\n", d.text);
	assert_non_null(h->normalise);
	assert_non_null(h->extract);
	h->thread = stage_normalise.thread_open ? stage_normalise.thread_open(h->normalise) : NULL;
}

/* Valid until the next call. */
static inline const struct found *harness_read(struct harness *h, const struct message *m)
{
	struct batch *b = &h->batch;
	arena_reset(&b->arena, 1 << 20);
	arena_reset(&h->scratch, 1 << 20);
	b->n = 1;
	b->entry = arena_zalloc(&b->arena, 1);
	b->record = arena_zalloc(&b->arena, sizeof *b->record);
	b->message = arena_zalloc(&b->arena, sizeof *b->message);
	b->message[0] = *m;
	stage_normalise.run(h->normalise, h->thread, b, &h->scratch);
	arena_reset(&h->scratch, 1 << 20);
	stage_extract.run(h->extract, NULL, b, &h->scratch);
	h->view = b->view[0];
	return &b->found[0];
}

static inline void harness_close(struct harness *h)
{
	if (stage_normalise.thread_close)
		stage_normalise.thread_close(h->thread);
	stage_extract.close(h->extract);
	stage_normalise.close(h->normalise);
	assets_close(h->assets);
	arena_free(&h->batch.arena);
	arena_free(&h->scratch);
}

#endif
