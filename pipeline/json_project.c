/* json_project.c -- the walk over a document along a plan: what is wanted is cut out, everything else checked and passed over.
 * Knows hits, duplicates and filters; does not know tokens. */
#include "json_lex.h"
#include "json_plan.h"

#include <stdlib.h>

/* Where the hits of a wanted key stand. */
struct met { uint32_t from, to; };

struct walk {
	struct json_scan    scan;
	struct json_result *result;
	struct arena       *arena;
	struct met         *met;                      /* for each wanted key ... */
	uint64_t           *met_in;                   /* ... the object that it was met in, by its serial; 0: none */
	uint64_t            objects;                  /* opened so far */
	uint32_t            element[PLAN_LEVELS + 1]; /* ordinal within the value at each level */
	bool                unsorted;                 /* an element was walked more than once */
};

/* --- hits --------------------------------------------------------------------------------------------------------------- */

static void hit_add(struct walk *w, const struct plan_slot *slot)
{
	struct json_result *r = w->result;
	if (r->count == r->cap) {
		const uint32_t cap = r->cap ? r->cap * 2 : 32;
		r->hit = arena_grow(w->arena, r->hit, r->cap * sizeof *r->hit, cap * sizeof *r->hit);
		r->cap = cap;
	}
	r->hit[r->count++] = (struct json_hit){
		.slot = slot->slot, .element = slot->wild == PLAN_NO_WILD ? 0 : w->element[slot->wild],
	};
}

/* Takes back the hits of a key that is met again. A hit moves at most once for each wanted key around it. */
static void hits_drop(struct walk *w, const struct plan_node *node, uint64_t object, struct met gone)
{
	struct json_result *r = w->result;
	const uint32_t n = gone.to - gone.from;
	if (n) memmove(r->hit + gone.from, r->hit + gone.to, (r->count - gone.to) * sizeof *r->hit);
	r->count -= n;
	r->duplicate_keys++;
	for (uint32_t i = 0; i < node->keys; i++) {
		struct met *other = &w->met[node->seen + i];
		if (w->met_in[node->seen + i] == object && other->from >= gone.to) {
			other->from -= n;
			other->to -= n;
		}
	}
}

static int hit_order(const void *left, const void *right)
{
	const struct json_hit *a = left, *b = right;
	if (a->value.text.p != b->value.text.p) return a->value.text.p < b->value.text.p ? -1 : 1;
	if (a->slot != b->slot) return a->slot < b->slot ? -1 : 1;
	return (a->element > b->element) - (a->element < b->element);
}

/* --- keys --------------------------------------------------------------------------------------------------------------- */

static const struct plan_key *key_find(const struct plan_node *node, struct str key, bool escaped)
{
	if (escaped) {
		for (uint32_t i = 0; i < node->keys; i++) {
			if (json_escaped_equal(key, node->key[i].name)) return &node->key[i];
		}
		return NULL;
	}
	for (unsigned i = node->bucket[plan_hash(key.p, key.n)]; i; i = node->key[i - 1].next) {
		if (str_equal(node->key[i - 1].name, key)) return &node->key[i - 1];
	}
	return NULL;
}

static const struct plan_node *index_find(const struct plan_node *node, uint64_t index)
{
	for (uint32_t i = 0; node->numbered && i < node->keys; i++) {
		if (node->key[i].index == index) return node->key[i].node;
	}
	return node->any;
}

/* Is the value at [from, to), just scanned, what the filter asks for? */
static bool filter_matches(const struct walk *w, struct str wanted, const char *from, const char *to)
{
	if (!wanted.p) return true;
	if (*from != '"') return str_equal(wanted, (struct str){ from, (size_t)(to - from) });
	const struct str text = { from + 1, (size_t)(to - from) - 2 };
	return w->scan.escaped ? json_escaped_equal(text, wanted) : str_equal(text, wanted);
}

/* --- values ------------------------------------------------------------------------------------------------------------- */

/* Recursion goes no deeper than the longest pointer. *matched: has a filter's node found its key and value? */
static const char *walk_value(struct walk *, const char *p, const struct plan_node *, unsigned level, bool *matched);

static const char *walk_child(struct walk *w, const char *p, const struct plan_node *child, unsigned level)
{
	enum json_type type;
	bool matched;
	return child ? walk_value(w, p, child, level, &matched) : json_pass(&w->scan, p, &type);
}

static const char *walk_pair(struct walk *w, const char *p, const struct plan_node *node, unsigned level,
                             uint64_t object, bool *matched)
{
	struct str key;
	enum json_type unwanted;
	p = json_key(&w->scan, p, &key);
	if (!p) return NULL;
	const bool escaped = w->scan.escaped;
	const bool decides = node->filter_key.n &&
		(escaped ? json_escaped_equal(key, node->filter_key) : str_equal(key, node->filter_key));
	const struct plan_key *wanted = key_find(node, key, escaped);
	if (!wanted && !node->any && !decides) return json_pass(&w->scan, p, &unwanted);
	const size_t place = wanted ? node->seen + (size_t)(wanted - node->key) : 0;
	if (wanted && w->met_in[place] == object) hits_drop(w, node, object, w->met[place]);
	const uint32_t from = w->result->count;
	const char *value = p;
	p = walk_child(w, value, wanted ? wanted->node : node->any, level + 1);
	if (!p) return NULL;
	if (wanted) {
		w->met[place] = (struct met){ from, w->result->count };
		w->met_in[place] = object;
	}
	if (decides) *matched = filter_matches(w, node->filter_value, value, p);
	return p;
}

/* At what stands behind a comma, or right behind the closing bracket: one of them must follow a value. */
static const char *walk_on(struct walk *w, const char *p, char close, bool *done)
{
	p = json_white(&w->scan, p);
	if (p == w->scan.end) return json_fail(&w->scan, p, FAULT_JSON, "the document ends inside an array or object");
	*done = *p == close;
	if (!*done && *p != ',')
		return json_fail(&w->scan, p, FAULT_JSON, "a comma or the closing bracket must follow a value");
	return *done ? p + 1 : json_white(&w->scan, p + 1);
}

static const char *walk_object(struct walk *w, const char *p, const struct plan_node *node, unsigned level, bool *matched)
{
	const uint64_t object = ++w->objects;
	if (!json_enter(&w->scan, p, true)) return NULL;
	p = json_white(&w->scan, p + 1);
	bool done = p < w->scan.end && *p == '}';
	if (done) p++;
	for (uint32_t member = 0; p && !done; member++) {
		w->element[level] = member;
		p = walk_pair(w, p, node, level, object, matched);
		if (p) p = walk_on(w, p, '}', &done);
	}
	w->scan.depth--;
	return p;
}

/* One element for each of the pointers that may mean it: first what key and `*` want, then each filter for itself. */
static const char *walk_element(struct walk *w, const char *p, const struct plan_node *node, unsigned level, uint32_t index)
{
	struct json_result *r = w->result;
	const struct plan_node *child = index_find(node, index);
	const uint32_t first = r->count, duplicates = r->duplicate_keys;
	const bool object = p < w->scan.end && *p == '{';
	const char *end = NULL;
	w->element[level] = index;
	if (child || !node->filters || !object) {
		end = walk_child(w, p, child, level + 1);
		if (!end || !object) return end;
	}
	uint32_t most = r->duplicate_keys - duplicates;
	for (uint32_t i = 0; i < node->filters; i++) {
		const uint32_t count = r->count;
		bool matched = false;
		r->duplicate_keys = 0;
		end = walk_value(w, p, node->filter[i], level + 1, &matched);
		if (!end) return NULL;
		if (!matched) r->count = count;
		else if (r->duplicate_keys > most) most = r->duplicate_keys;
		w->unsorted = w->unsorted || (r->count > count && count > first);
	}
	r->duplicate_keys = duplicates + most;
	return end;
}

static const char *walk_array(struct walk *w, const char *p, const struct plan_node *node, unsigned level)
{
	if (!json_enter(&w->scan, p, false)) return NULL;
	p = json_white(&w->scan, p + 1);
	bool done = p < w->scan.end && *p == ']';
	if (done) p++;
	for (uint32_t index = 0; p && !done; index++) {
		p = walk_element(w, p, node, level, index);
		if (p) p = walk_on(w, p, ']', &done);
	}
	w->scan.depth--;
	return p;
}

static const char *walk_value(struct walk *w, const char *p, const struct plan_node *node, unsigned level, bool *matched)
{
	struct json_slice slice = { .type = JSON_NULL };
	const uint32_t first = w->result->count;
	for (uint32_t i = 0; i < node->slots; i++) hit_add(w, &node->slot[i]);
	if (p < w->scan.end && *p == '{' && (node->keys || node->any || node->filter_key.n)) {
		slice.type = JSON_OBJECT;
		slice.text.p = p;
		p = walk_object(w, p, node, level, matched);
	} else if (p < w->scan.end && *p == '[' && (node->numbered || node->any || node->filters)) {
		slice.type = JSON_ARRAY;
		slice.text.p = p;
		p = walk_array(w, p, node, level);
	} else {
		slice.text.p = p;
		p = json_pass(&w->scan, p, &slice.type);
	}
	if (!p) return NULL;
	slice.text.n = (size_t)(p - slice.text.p);
	if (slice.type == JSON_STRING) {
		slice.text = str_cut(slice.text, 1, slice.text.n - 1);
		slice.escaped = w->scan.escaped;
		slice.non_ascii = w->scan.non_ascii;
	}
	for (uint32_t i = 0; i < node->slots; i++) w->result->hit[first + i].value = slice;
	return p;
}

/* --- documents ---------------------------------------------------------------------------------------------------------- */

static bool scan_document(struct walk *w, const struct json_plan *plan)
{
	struct json_scan *s = &w->scan;
	const char *p = json_white(s, s->begin);
	p = walk_child(w, p, plan ? &plan->root : NULL, 0);
	if (!p) return false;
	p = json_white(s, p);
	if (p < s->end) json_fail(s, p, FAULT_JSON, "something follows the document's value");
	return p == s->end;
}

enum { FEW_LEVELS = 1024, FEW_KEYS = 128 };

bool json_project(const struct json_plan *plan, struct str document, unsigned max_depth,
                  struct arena *arena, struct json_result *result)
{
	uint64_t kinds[FEW_LEVELS / 64];
	struct met met[FEW_KEYS];
	uint64_t met_in[FEW_KEYS];
	const uint32_t keys = plan ? plan->keys : 0;
	struct walk w = {
		.scan = { .begin = document.n ? document.p : "", .max_depth = max_depth, .kinds = kinds },
		.result = result, .arena = arena, .met = met, .met_in = met_in,
	};
	w.scan.end = w.scan.begin + document.n;
	if (max_depth > FEW_LEVELS) w.scan.kinds = arena_alloc(arena, (max_depth / 64 + 1) * sizeof *kinds);
	if (keys > FEW_KEYS) {
		w.met = arena_alloc(arena, keys * sizeof *met);
		w.met_in = arena_alloc(arena, keys * sizeof *met_in);
	}
	memset(w.met_in, 0, keys * sizeof *met_in);
	result->count = result->duplicate_keys = 0;
	result->fault = FAULT_NONE;
	result->offset = 0;
	result->reason = NULL;
	const bool fine = scan_document(&w, plan);
	if (!fine) {
		result->count = 0;
		result->fault = w.scan.fault;
		result->offset = (size_t)(w.scan.at - w.scan.begin);
		result->reason = w.scan.reason;
	} else if (w.unsorted) {
		qsort(result->hit, result->count, sizeof *result->hit, hit_order);
	}
	return fine;
}
