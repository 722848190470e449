/* source_class.c -- which of a message's pieces of evidence is its origin, and of what class that origin is.
 * Knows the order link, named source, identifier, attribution, first hand, pass-through link, hearsay; knows no weights but
 * through the model. */
#include "model.h"

const char *source_class_name(unsigned class)
{
	switch (class) {
	case SOURCE_FIRST_HAND: return "first_hand";
	case SOURCE_ATTRIBUTED: return "attributed";
	case SOURCE_IDENTIFIER: return "identifier";
	case SOURCE_UNNAMED: return "unnamed";
	default: return host_kind_name(class);
	}
}

static bool is_hidden(const struct evidence *e)
{
	return (e->flags & EVIDENCE_PASS_THROUGH) || host_passes_through(e->host);
}

/* How closely a piece of evidence says where the assertion comes from; 0: it says nothing of that. A pass-through link hides
 * its origin, and still there is more to follow than behind hearsay. */
static unsigned closeness(const struct evidence *e)
{
	switch (e->kind) {
	case EVIDENCE_LINK: return is_hidden(e) ? 2 : 7;
	case EVIDENCE_NAMED_SOURCE: return is_hidden(e) ? 2 : 6;
	case EVIDENCE_IDENTIFIER: return 5;
	case EVIDENCE_ATTRIBUTION: return 4;
	case EVIDENCE_FIRST_HAND: return 3;
	case EVIDENCE_HEARSAY: return 1;
	default: return 0;
	}
}

static unsigned class_of(const struct evidence *e)
{
	const bool host = e->host != HOST_NONE && e->host < HOST_KINDS;
	switch (e->kind) {
	case EVIDENCE_IDENTIFIER: return host ? e->host : SOURCE_IDENTIFIER;
	case EVIDENCE_ATTRIBUTION: return host && e->host != HOST_UNKNOWN ? e->host : SOURCE_ATTRIBUTED;
	case EVIDENCE_FIRST_HAND: return SOURCE_FIRST_HAND;
	case EVIDENCE_HEARSAY: return SOURCE_UNNAMED;
	default: return is_hidden(e) ? HOST_NONE : host ? e->host : HOST_UNKNOWN;
	}
}

/* Of equally close ones the class that the model trusts most, so that one more link of the same closeness never lowers a
 * score; of equal ones the first. */
bool source_choose(const struct model *m, const struct row *r, int *evidence, unsigned *class)
{
	unsigned best = 0;
	for (unsigned i = 0; i < r->head->evidences; i++) {
		const unsigned near = closeness(&r->evidence[i]);
		if (near == 0 || near < best) continue;
		const unsigned kind = class_of(&r->evidence[i]);
		if (near == best && m->source[kind].units <= m->source[*class].units) continue;
		best = near;
		*evidence = (int)i;
		*class = kind;
	}
	return best > 0;
}
