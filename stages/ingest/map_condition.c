/* map_condition.c -- the values that pointers lead to, and the conditions on them.
 * Knows where values come from (record, document around it, path, the map itself); does not know fields. */
#include "map.h"

static const uint32_t CURSOR_END = UINT32_MAX;

static bool outside_value(const struct pointer *p, struct reading *r, struct json_slice *out)
{
	if (p->from == FROM_CONSTANT) {
		*out = (struct json_slice){ p->constant, JSON_STRING, false, true };
		return true;
	}
	if (p->from == FROM_PATH) {
		*out = (struct json_slice){ r->record->member->capture[p->slot], JSON_STRING, false, true };
		return out->text.p != NULL;
	}
	parse_context(r);
	*out = r->scratch->captured[p->slot];
	return r->scratch->captured_there[p->slot];
}

bool pointer_value(const struct pointer *p, struct reading *r, uint32_t *cursor, struct json_slice *out)
{
	if (*cursor == CURSOR_END) return false;
	if (p->from != FROM_RECORD) {
		*cursor = CURSOR_END;
		return outside_value(p, r, out);
	}
	const uint32_t at = *cursor ? *cursor : r->first[p->slot];
	if (!at) return false;
	*out = r->hit[at - 1].value;
	*cursor = r->next[at - 1] ? r->next[at - 1] : CURSOR_END;
	return true;
}

static bool slice_is(struct json_slice v, const struct literal *l, struct reading *r)
{
	if (v.type != l->type) return false;
	if (v.type == JSON_STRING) return str_equal(json_unescape_id(v, r->arena), l->text);
	return v.type != JSON_NUMBER || str_equal(v.text, l->text);
}

static bool slice_has(struct json_slice v, const struct literal *l, struct reading *r)
{
	struct json_result result = { 0 };
	if (v.type == JSON_STRING) {
		const struct str text = json_unescape_id(v, r->arena);
		return l->type == JSON_STRING && memmem(text.p, text.n, l->text.p, l->text.n) != NULL;
	}
	if (v.type != JSON_ARRAY || !json_project(r->scratch->items, v.text, r->set->json_depth, r->arena, &result)) return false;
	for (uint32_t i = 0; i < result.count; i++) if (slice_is(result.hit[i].value, l, r)) return true;
	return false;
}

static unsigned slice_type(struct json_slice v)
{
	static const unsigned type[] = { TYPE_NULL, TYPE_BOOLEAN, TYPE_BOOLEAN, TYPE_NUMBER, TYPE_STRING, TYPE_ARRAY, TYPE_OBJECT };
	return type[v.type];
}

static bool slice_passes(const struct condition *c, struct json_slice v, struct reading *r)
{
	if (c->test == TEST_TYPE) return (slice_type(v) & c->types) != 0;
	for (unsigned i = 0; i < c->literals; i++) {
		const struct literal *const l = &c->literal[i];
		if (c->test == TEST_IN && slice_is(v, l, r)) return true;
		if (c->test == TEST_CONTAINS && slice_has(v, l, r)) return true;
		if (c->test == TEST_PREFIX && v.type == JSON_STRING && str_starts(json_unescape_id(v, r->arena), l->text)) return true;
	}
	return false;
}

bool condition_holds(const struct condition *c, struct reading *r)
{
	if (c->off) return false;
	if (c->parts) return (c->any ? conditions_any : conditions_all)(c->part, c->parts, r) != c->negated;
	struct json_slice v;
	bool present = false, passed = false;
	for (unsigned k = 0; k < c->ats && !present; k++) {
		uint32_t cursor = 0;
		while (!passed && pointer_value(&c->at[k], r, &cursor, &v)) {
			present = present || v.type != JSON_NULL;
			if (c->test == TEST_PRESENT || c->test == TEST_EXISTS) break;
			passed = slice_passes(c, v, r);
		}
	}
	if (c->test == TEST_PRESENT) passed = present;
	if (c->test == TEST_EXISTS) passed = present == c->exists;
	return passed != c->negated;
}

bool conditions_all(const struct condition *c, unsigned n, struct reading *r)
{
	for (unsigned i = 0; i < n; i++) if (!condition_holds(&c[i], r)) return false;
	return true;
}

bool conditions_any(const struct condition *c, unsigned n, struct reading *r)
{
	for (unsigned i = 0; i < n; i++) if (condition_holds(&c[i], r)) return true;
	return false;
}
