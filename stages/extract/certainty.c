/* certainty.c -- how committed an author is to a clause: certain, hedged or doubtful.
 * Knows hedges, boosters, conditions and hearsay in a range of tokens; does not know what the clause says. */
#include "extract.h"

enum certainty certainty_of(const struct reading *r, uint32_t from, uint32_t to)
{
	unsigned hedges = 0, doubts = 0, conditions = 0;
	for (uint32_t i = from; i < to; i++) {
		const struct tag *t = &r->tag[i];
		if (!t->cues)
			continue;
		hedges += tag_is(t, cue_bit(CUE_HEDGE));
		conditions += tag_is(t, cue_bit(CUE_COND));
		doubts += tag_is(t, cue_bit(CUE_NO_EVID) | cue_bit(CUE_IRONY));
	}
	if (doubts && hedges)
		return CERTAINTY_DOUBTFUL;
	if (hedges >= 3)
		return CERTAINTY_DOUBTFUL;
	return hedges || conditions ? CERTAINTY_HEDGED : CERTAINTY_CERTAIN;
}
