/* map_pointer.c -- the pointers of a map: into the record, around it, into the path, or a constant.
 * Knows how each is spelled and gets its slot; does not know what the value found is for. */
#include "map_compile.h"

uint16_t capture_slot(const struct compiler *c, struct str pointer, bool late)
{
	struct format *const f = c->format;
	for (unsigned i = 0; i < f->captures; i++) {
		if (!str_equal(f->capture[i].pointer, pointer)) continue;
		f->capture[i].late = f->capture[i].late || late;
		return (uint16_t)i;
	}
	f->capture = arena_grow(&c->set->arena, f->capture, f->captures * sizeof *f->capture, (f->captures + 1) * sizeof *f->capture);
	f->capture[f->captures] = (struct capture){ pointer, late };
	return (uint16_t)f->captures++;
}

static bool record_slot(const struct compiler *c, const struct place *at, struct str pointer, uint16_t *slot)
{
	struct format *const f = c->format;
	for (unsigned i = 0; i < f->slots; i++) {
		if (str_equal(f->slot[i], pointer)) {
			*slot = (uint16_t)i;
			return true;
		}
	}
	struct diag inner;
	if (f->slots == MAP_SLOTS) return place_wrong(c, at, "more than %d different pointers in one map", MAP_SLOTS);
	if (!json_plan_add(f->plan, pointer, (uint16_t)f->slots, &inner)) return place_wrong(c, at, "%s", inner.text);
	*slot = (uint16_t)f->slots;
	f->slot[f->slots++] = pointer;
	return true;
}

/* The pointer of the object around what `pointer` leads to, seen from the root; false: there is none. */
static bool pointer_up(struct str *pointer)
{
	for (bool element = true; element;) {
		size_t slash = pointer->n;
		while (slash && pointer->p[slash - 1] != '/') slash--;
		if (!slash) return false;
		const char first = slash < pointer->n ? pointer->p[slash] : '\0';
		element = first == '*' || first == '[' || (first >= '0' && first <= '9');
		pointer->n = slash - 1;
	}
	return true;
}

bool pointer_compile(const struct compiler *c, const struct place *at, struct str text, struct pointer *out, unsigned *n)
{
	struct arena *const arena = &c->set->arena;
	struct format *const f = c->format;
	*n = 1;
	if (text.n && text.p[0] == '=') {
		*out = (struct pointer){ FROM_CONSTANT, 0, str_cut(text, 1, text.n) };
		return true;
	}
	if (text.n && text.p[0] == '@') {
		for (unsigned i = 0; i < f->path_names; i++) {
			if (str_equal(f->path_name[i], str_cut(text, 1, text.n))) {
				*out = (struct pointer){ FROM_PATH, (uint16_t)i, text };
				return true;
			}
		}
		return place_wrong(c, at, "\"%.*s\": the map's \"path\" has no group of that name", (int)text.n, text.p);
	}
	if (text.n && text.p[0] == '#') {
		*out = (struct pointer){ FROM_CONTEXT, capture_slot(c, str_cut(text, 1, text.n), false), text };
		return true;
	}
	if (text.n && text.p[0] == '^') {
		size_t ups = 0;
		while (ups < text.n && text.p[ups] == '^') ups++;
		*n = 0;
		for (unsigned i = 0; i < f->records; i++) {
			struct str object = f->record[i];
			bool there = true;
			for (size_t k = 0; k < ups && there; k++) there = pointer_up(&object);
			if (!there) continue;
			char *const joined = arena_alloc(arena, object.n + text.n);
			memcpy(joined, object.p, object.n);
			memcpy(joined + object.n, text.p + ups, text.n - ups);
			const struct str pointer = { joined, object.n + text.n - ups };
			out[(*n)++] = (struct pointer){ FROM_CONTEXT, capture_slot(c, pointer, false), text };
		}
		return *n ? true : place_wrong(c, at, "\"%.*s\" leads outside of what \"records\" names", (int)text.n, text.p);
	}
	if (text.n && text.p[0] != '/')
		return place_wrong(c, at, "\"%.*s\": a pointer begins with /, #, ^, @ or =", (int)text.n, text.p);
	out->from = FROM_RECORD;
	out->constant = text;
	return record_slot(c, at, text, &out->slot);
}
