/* explain_decisions.c -- what the learned decisions say of a message, for a person, and what weighed most for that.
 * Knows a phrase for each decision; does not know how an answer comes about. */
#include "explain_parts.h"
#include "put.h"

static const char *decision_phrase(unsigned slot)
{
	static const char *const phrase[SLOTS] = {
		[SLOT_CHECK_WORTHINESS] = "worth checking", [SLOT_CLAIM] = "asserts something that can be checked",
		[SLOT_CERTAINTY] = "how committed its author is", [SLOT_STANCE] = "what it does to the message it answers"
	};
	return phrase[slot];
}

static void put_label(const struct decision *d, unsigned slot, unsigned said, int32_t p, struct buf *out)
{
	put_z(out, "  - ");
	buf_put_z(out, decision_phrase(slot));
	put_z(out, ": ");
	if (slot_info(slot)->yes) buf_put_z(out, said ? "yes" : "no");
	else put_visible(out, str_of(decision_label(d, said)));
	buf_put_z(out, slot_info(slot)->yes ? " (probability of yes " : " (");
	buf_put_units(out, p);
	put_z(out, ")\n");
}

/* Where names are hidden, words of the text are not repeated. */
static void put_weighty(const struct weighty *w, bool hide, struct buf *out)
{
	put_z(out, "      +");
	buf_put_units(out, w->units);
	put_z(out, "  ");
	if (w->block != BLOCK_WORD) buf_put(out, w->name);
	else if (hide) put_z(out, "words of the text");
	else {
		put_z(out, "\"");
		put_visible(out, w->name);
		put_z(out, "\"");
	}
	put_z(out, "\n");
}

static bool same_answer(const struct row_answer *kept, const struct answer *anew)
{
	bool same = kept->said == anew->first;
	for (unsigned l = 0; l < kept->labels; l++) same = same && kept->p[l] == anew->p[l];
	return same;
}

static void explain_decision(const struct decision *d, unsigned slot, const struct row *r, const int32_t *count, bool hide,
                             struct buf *out)
{
	struct row_answer kept;
	struct answer anew;
	struct weighty weighty[WEIGHTIEST];
	struct arena arena = { 0 };
	if (!row_answer(r, (enum slot)slot, &kept)) return;
	const unsigned n = decision_explain(d, count, r->string[ROW_TEXT], slot == SLOT_STANCE, &anew, weighty, &arena);
	if (kept.labels == decision_labels(d) && same_answer(&kept, &anew)) {
		put_label(d, slot, kept.said, kept.p[slot_info(slot)->yes ? 1 : kept.said], out);
		for (unsigned i = 0; i < n; i++) put_weighty(&weighty[i], hide, out);
	} else {
		put_z(out, "  - ");
		buf_put_z(out, decision_phrase(slot));
		put_z(out, ": was decided by another model than ");
		buf_put_z(out, decision_name(d));
		put_z(out, "\n");
	}
	arena_free(&arena);
}

void explain_decisions(const struct decisions *all, const struct row *r, bool hide, struct buf *out)
{
	int32_t count[COUNTED];
	counts_of_row(r, count);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const struct decision *d = decisions_get(all, (enum slot)slot);
		if (d) explain_decision(d, slot, r, count, hide, out);
	}
}
