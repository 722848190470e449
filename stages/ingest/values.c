/* values.c -- values with names become hits of the map's pointers.
 * Knows which pointers ask for a name; does not know what the values mean. */
#include "layout.h"

enum { VALUES_FEW = 32 };

void values_begin(struct reading *r)
{
	r->put_cap = VALUES_FEW;
	r->put = arena_alloc(r->arena, r->put_cap * sizeof *r->put);
	r->puts = 0;
}

void value_put_named(struct reading *r, struct str name, struct str text)
{
	if (!text.p) return;
	for (unsigned i = 0; i < r->format->slots; i++) {
		const struct str slot = r->format->slot[i];
		if (slot.n != name.n + 1 || memcmp(slot.p + 1, name.p, name.n) != 0) continue;
		if (r->puts == r->put_cap) {
			r->put = arena_grow(r->arena, r->put, r->put_cap * sizeof *r->put, 2 * r->put_cap * sizeof *r->put);
			r->put_cap *= 2;
		}
		r->put[r->puts++] = (struct json_hit){ { text, JSON_STRING, false, true }, (uint16_t)i, 0 };
	}
}

void value_put(struct reading *r, const char *name, struct str text)
{
	value_put_named(r, str_of(name), text);
}

void values_end(struct reading *r)
{
	hits_index(r, r->put, r->puts);
}
