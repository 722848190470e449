/* certainty.c -- how committed an author is to a clause: certain, hedged or doubtful.
 * Knows hedges, conditions and rumours in a range of tokens; does not know what the clause says.
 * Doubtful is what is called a rumour or unconfirmed, what is hedged and said to lack evidence, and what is hedged three times
 * over. What is believed or thought by nobody in particular is hedged; reports and witnesses are no doubt of the author's own. */
#include "extract.h"

enum { MANY_HEDGES = 3 };

enum certainty certainty_of(const struct reading *r, uint32_t from, uint32_t to)
{
	const uint64_t rumour = cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_HEDGE), belief = cue_bit(CUE_EV_HEARSAY) | cue_bit(CUE_HEDGE_WEAK);
	unsigned hedges = 0, doubts = 0, rumours = 0, conditions = 0;
	for (uint32_t i = from; i < to; i++) {
		const struct tag *t = &r->tag[i];
		if (!t->cues)
			continue;
		hedges += tag_is(t, cue_bit(CUE_HEDGE)) || (t->cues & belief) == belief;
		conditions += tag_is(t, cue_bit(CUE_COND));
		rumours += (t->cues & rumour) == rumour;
		doubts += tag_is(t, cue_bit(CUE_NO_EVID) | cue_bit(CUE_IRONY));
	}
	if (rumours || (doubts && hedges) || hedges >= MANY_HEDGES)
		return CERTAINTY_DOUBTFUL;
	return hedges || conditions ? CERTAINTY_HEDGED : CERTAINTY_CERTAIN;
}
