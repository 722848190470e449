/* decide.c -- the decide stage: of each message that says something, what the learned decisions answer.
 * Knows which messages each decision is taken of; does not know how an answer comes about. */
#include "decisions.h"
#include "stage.h"

static void *decide_open(const struct assets *assets, const struct settings *settings, struct diag *d)
{
	(void)assets;
	return decisions_open(settings, d);
}

static void decide_close(void *state) { decisions_close(state); }

/* What asserts nothing is not certain of anything; what answers nothing takes no stance. */
static unsigned slots_of(enum status status, const struct message *m)
{
	const unsigned always = 1U << SLOT_CHECK_WORTHINESS | 1U << SLOT_CLAIM;
	if (status != STATUS_OK && status != STATUS_NO_CLAIM) return 0;
	return always | (status == STATUS_OK) << SLOT_CERTAINTY | (m->string[MESSAGE_PARENT].n > 0) << SLOT_STANCE;
}

static void decide_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	const struct decisions *all = state;
	(void)thread;
	if (!all->columns) return;
	const size_t places = (size_t)all->mask + 1;
	uint8_t *met = arena_zalloc(scratch, places), mark = 0;
	int32_t count[COUNTED];
	for (uint32_t i = 0; i < b->n; i++) {
		if (b->entry[i] != ENTRY_MESSAGE) continue;
		struct found *f = &b->found[i];
		const unsigned slots = slots_of(f->status, &b->message[i]);
		if (!slots) continue;
		if (!++mark) memset(met, 0, places), mark = 1;
		counts_of_found(f, count);
		decisions_answer(all, slots, &b->view[i], count, met, mark, f->answer);
	}
}

const struct stage stage_decide = { .name = "decide", .open = decide_open, .run = decide_run, .close = decide_close };
