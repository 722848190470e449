/* json_plan.c -- how JSON Pointers become the tree that a scan follows.
 * Knows RFC 6901 with `*` and filters, and how overlapping pointers are merged; does not read documents. */
#include "json_plan.h"

struct json_plan *json_plan_new(struct arena *arena)
{
	struct json_plan *plan = arena_zalloc(arena, sizeof *plan);
	plan->arena = arena;
	return plan;
}

enum segment_kind { SEGMENT_KEY, SEGMENT_ANY, SEGMENT_FILTER };

struct segment {
	enum segment_kind kind;
	struct str        key, value;
};

/* --- the tree ----------------------------------------------------------------------------------------------------------- */

static uint64_t index_of(struct str name)
{
	if (name.n == 0 || name.n > 9 || (name.p[0] == '0' && name.n > 1)) return UINT64_MAX;
	uint64_t value = 0;
	for (size_t i = 0; i < name.n; i++) {
		if ((unsigned)(name.p[i] - '0') > 9) return UINT64_MAX;
		value = value * 10 + (uint64_t)(name.p[i] - '0');
	}
	return value;
}

static void node_slot(struct json_plan *plan, struct plan_node *node, struct plan_slot slot)
{
	for (uint32_t i = 0; i < node->slots; i++) {
		if (node->slot[i].slot == slot.slot && node->slot[i].wild == slot.wild) return;
	}
	node->slot = arena_grow(plan->arena, node->slot, node->slots * sizeof slot, (node->slots + 1) * sizeof slot);
	node->slot[node->slots++] = slot;
}

static struct plan_node *node_clone(struct json_plan *plan, const struct plan_node *from);

static struct plan_key *node_key_new(struct json_plan *plan, struct plan_node *node, struct str name, struct plan_node *child)
{
	node->key = arena_grow(plan->arena, node->key, node->keys * sizeof *node->key, (node->keys + 1) * sizeof *node->key);
	struct plan_key *key = &node->key[node->keys++];
	uint16_t *bucket = &node->bucket[plan_hash(name.p, name.n)];
	*key = (struct plan_key){ .name = name, .node = child, .index = index_of(name), .next = *bucket };
	*bucket = (uint16_t)node->keys;
	node->numbered += key->index != UINT64_MAX;
	return key;
}

static struct plan_node *node_filter_new(struct json_plan *plan, struct plan_node *node, struct plan_node *child)
{
	node->filter = arena_grow(plan->arena, node->filter, node->filters * sizeof child, (node->filters + 1) * sizeof child);
	return node->filter[node->filters++] = child;
}

static struct plan_node *node_clone(struct json_plan *plan, const struct plan_node *from)
{
	struct plan_node *node = arena_zalloc(plan->arena, sizeof *node);
	node->filter_key = from->filter_key;
	node->filter_value = from->filter_value;
	for (uint32_t i = 0; i < from->slots; i++) node_slot(plan, node, from->slot[i]);
	for (uint32_t i = 0; i < from->keys; i++) node_key_new(plan, node, from->key[i].name, node_clone(plan, from->key[i].node));
	for (uint32_t i = 0; i < from->filters; i++) node_filter_new(plan, node, node_clone(plan, from->filter[i]));
	if (from->any) node->any = node_clone(plan, from->any);
	return node;
}

static struct plan_node *node_key(struct json_plan *plan, struct plan_node *node, struct str name)
{
	for (uint32_t i = 0; i < node->keys; i++) {
		if (str_equal(node->key[i].name, name)) return node->key[i].node;
	}
	struct plan_node *child = node->any ? node_clone(plan, node->any) : arena_zalloc(plan->arena, sizeof *child);
	return node_key_new(plan, node, name, child)->node;
}

static struct plan_node *node_filter(struct json_plan *plan, struct plan_node *node, const struct segment *segment)
{
	for (uint32_t i = 0; i < node->filters; i++) {
		struct plan_node *known = node->filter[i];
		if (str_equal(known->filter_key, segment->key) && !known->filter_value.p == !segment->value.p &&
		    str_equal(known->filter_value, segment->value)) return known;
	}
	struct plan_node *child = arena_zalloc(plan->arena, sizeof *child);
	child->filter_key = segment->key;
	child->filter_value = segment->value;
	return node_filter_new(plan, node, child);
}

/* As deep as the pointer has segments, which the caller has bounded. */
static void node_add(struct json_plan *plan, struct plan_node *node, const struct segment *segment, unsigned left,
                     struct plan_slot slot)
{
	if (left == 0) {
		node_slot(plan, node, slot);
		return;
	}
	switch (segment->kind) {
	case SEGMENT_KEY:
		node_add(plan, node_key(plan, node, segment->key), segment + 1, left - 1, slot);
		break;
	case SEGMENT_FILTER:
		node_add(plan, node_filter(plan, node, segment), segment + 1, left - 1, slot);
		break;
	case SEGMENT_ANY:
		if (!node->any) node->any = arena_zalloc(plan->arena, sizeof *node->any);
		node_add(plan, node->any, segment + 1, left - 1, slot);
		for (uint32_t i = 0; i < node->keys; i++) node_add(plan, node->key[i].node, segment + 1, left - 1, slot);
		break;
	}
}

/* Every node's keys get their place in the table of keys met, anew after each pointer. */
static uint32_t node_number(struct plan_node *node, uint32_t from)
{
	node->seen = from;
	from += node->keys;
	for (uint32_t i = 0; i < node->keys; i++) from = node_number(node->key[i].node, from);
	for (uint32_t i = 0; i < node->filters; i++) from = node_number(node->filter[i], from);
	return node->any ? node_number(node->any, from) : from;
}

/* --- pointers ----------------------------------------------------------------------------------------------------------- */

static bool pointer_wrong(struct diag *diag, struct str pointer, const char *why)
{
	const int shown = pointer.n < 200 ? (int)pointer.n : 200;
	return diag_usage(diag, "JSON Pointer \"%.*s\": %s", shown, pointer.p ? pointer.p : "", why);
}

/* ~1 is a slash and ~0 a tilde. */
static bool segment_decode(struct arena *arena, struct str raw, struct str *out)
{
	char *p = arena_alloc(arena, raw.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] != '~') {
			p[n++] = raw.p[i];
		} else {
			if (i + 1 == raw.n || (raw.p[i + 1] != '0' && raw.p[i + 1] != '1')) return false;
			p[n++] = raw.p[++i] == '0' ? '~' : '/';
		}
	}
	*out = (struct str){ p, n };
	return true;
}

static bool segment_parse(struct arena *arena, struct str raw, struct segment *segment)
{
	struct str text;
	*segment = (struct segment){ .kind = SEGMENT_KEY };
	if (!segment_decode(arena, raw, &text)) return false;
	segment->key = text;
	if (str_is(text, "*")) {
		segment->kind = SEGMENT_ANY;
	} else if (text.n > 2 && text.p[0] == '[' && text.p[text.n - 1] == ']') {
		const char *equal = memchr(text.p, '=', text.n);
		const size_t key_end = equal ? (size_t)(equal - text.p) : text.n - 1;
		segment->kind = SEGMENT_FILTER;
		segment->key = str_cut(text, 1, key_end);
		if (equal) segment->value = str_cut(text, key_end + 1, text.n - 1);
		return segment->key.n > 0;
	}
	return true;
}

bool json_plan_add(struct json_plan *plan, struct str pointer, uint16_t slot, struct diag *diag)
{
	struct segment segment[PLAN_LEVELS];
	struct plan_slot target = { .slot = slot, .wild = PLAN_NO_WILD };
	unsigned segments = 0;
	if (pointer.n && pointer.p[0] != '/') return pointer_wrong(diag, pointer, "it must be empty or begin with a slash");
	for (size_t at = 0; at < pointer.n;) {
		const char *slash = memchr(pointer.p + at + 1, '/', pointer.n - at - 1);
		const size_t end = slash ? (size_t)(slash - pointer.p) : pointer.n;
		if (segments == PLAN_LEVELS) return pointer_wrong(diag, pointer, "it has more than 32 segments");
		if (!segment_parse(plan->arena, str_cut(pointer, at + 1, end), &segment[segments]))
			return pointer_wrong(diag, pointer, "only ~0 and ~1 may follow a tilde, and a filter needs a key: [key] or [key=value]");
		if (segment[segments].kind != SEGMENT_KEY && target.wild == PLAN_NO_WILD) target.wild = (uint8_t)segments;
		segments++;
		at = end;
	}
	node_add(plan, &plan->root, segment, segments, target);
	plan->keys = node_number(&plan->root, 0);
	return true;
}
