/* certainty.c -- how committed an author is to a clause: certain, hedged or doubtful.
 * Knows hedges, conditions and hearsay in a range of tokens; does not know what the clause says.
 * Doubtful is what is both hedged and hearsay or said to lack evidence, or hedged three times over. */
#include "extract.h"

enum { MANY_HEDGES = 3 };

enum certainty certainty_of(const struct reading *r, uint32_t from, uint32_t to)
{
	unsigned hedges = 0, doubts = 0, conditions = 0;
	for (uint32_t i = from; i < to; i++) {
		const struct tag *t = &r->tag[i];
		if (!t->cues)
			continue;
		hedges += tag_is(t, cue_bit(CUE_HEDGE));
		conditions += tag_is(t, cue_bit(CUE_COND));
		doubts += tag_is(t, cue_bit(CUE_NO_EVID) | cue_bit(CUE_IRONY) | cue_bit(CUE_EV_HEARSAY));
	}
	if ((doubts && hedges) || hedges >= MANY_HEDGES)
		return CERTAINTY_DOUBTFUL;
	return hedges || conditions ? CERTAINTY_HEDGED : CERTAINTY_CERTAIN;
}
