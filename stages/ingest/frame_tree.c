/* frame_tree.c -- records in which other records stand, such as a comment with its replies: each by itself, in their order.
 * Knows where the inner ones begin and end; how the outer one is found in its file is the JSON framers' affair.
 *
 * A record keeps everything but its inner records, in whose place `null` stands. One pass over the bytes, and each byte is
 * handed out once, however deep the tree is. */
#include "frame_paths.h"
#include "framer.h"

#include "buf.h"

#include <stdlib.h>

enum { TREE_DEEPEST = 20000 };      /* levels gone down; what lies deeper stays in its record */

struct node  { size_t start; uint32_t piece, last; bool ended; };    /* piece: 1 + the first of its pieces, 0 none */
struct piece { size_t from, to; uint32_t next; };                    /* to SIZE_MAX: an inner record's place */

/* A value on the way down: an object or list on a path that inner records may end. */
struct branch { uint64_t mask, index; uint32_t node; unsigned level; bool object; };

struct tree {
	const struct framer *framer;
	void                *inner;
	struct paths         paths;
	uint64_t             number;
	struct frame_out     whole;      /* the record that is taken apart */
	struct node         *node;
	struct piece        *piece;
	struct branch       *branch;
	size_t               nodes, node_cap, pieces, piece_cap, branches, branch_cap, next;
	size_t               from;       /* where the piece at hand begins */
	struct buf           bytes;
};

static void *tree_open(const struct detection *detection, const struct limits *limits)
{
	struct tree *const t = mem_zalloc(1, sizeof *t);
	t->framer = detection->frame == FRAME_JSONL ? &framer_jsonl : &framer_json;
	t->inner = t->framer->open(detection, limits);
	paths_recursing(&t->paths, detection->format);
	return t;
}

static void tree_close(void *state)
{
	struct tree *const t = state;
	t->framer->close(t->inner);
	paths_close(&t->paths);
	free(t->node);
	free(t->piece);
	free(t->branch);
	buf_free(&t->bytes);
	free(t);
}

static void *list_room(void *list, size_t n, size_t *cap, size_t each)
{
	if (n < *cap) return list;
	*cap = *cap ? *cap * 2 : 64;
	return mem_grow(list, *cap * each);
}

/* --- taking apart ------------------------------------------------------------------------------------------------------- */

static void piece_add(struct tree *t, uint32_t node, size_t from, size_t to)
{
	t->piece = list_room(t->piece, t->pieces, &t->piece_cap, sizeof *t->piece);
	t->piece[t->pieces++] = (struct piece){ from, to, 0 };
	struct node *const n = &t->node[node];
	if (n->piece) t->piece[n->last].next = (uint32_t)t->pieces;
	else n->piece = (uint32_t)t->pieces;
	n->last = (uint32_t)t->pieces - 1;
}

static void branch_add(struct tree *t, struct branch branch)
{
	t->branch = list_room(t->branch, t->branches, &t->branch_cap, sizeof *t->branch);
	t->branch[t->branches++] = branch;
}

static uint64_t all_paths(const struct tree *t) { return ((uint64_t)1 << t->paths.count) - 1; }

static void node_add(struct tree *t, size_t start)
{
	t->node = list_room(t->node, t->nodes, &t->node_cap, sizeof *t->node);
	t->node[t->nodes] = (struct node){ .start = start };
	branch_add(t, (struct branch){ .mask = all_paths(t), .node = (uint32_t)t->nodes++, .object = true });
	t->from = start;
}

static size_t blanks_pass(struct str s, size_t at)
{
	while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '\r' || s.p[at] == '\n')) at++;
	return at;
}

/* Behind the object or list here, or to the comma or bracket that ends another value. */
static size_t value_pass(struct str s, size_t at)
{
	struct json_depth depth = { 0 };
	const bool bracket = at < s.n && (s.p[at] == '{' || s.p[at] == '[');
	return json_skip(&depth, s, at, 0) + bracket;
}

static size_t string_end(struct str s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++) at += s.p[at] == '\\';
	return at < s.n ? at : s.n;
}

/* The value at `at`, which `mask` leads to, passed over or entered; returns where to go on. */
static size_t value_enter(struct tree *t, struct str s, size_t at, uint64_t mask)
{
	const struct branch here = t->branch[t->branches - 1];
	const char c = at < s.n ? s.p[at] : '\0';
	const bool deeper = t->branches < TREE_DEEPEST && t->nodes < UINT32_MAX / 4;
	if (deeper && c == '{' && paths_ending(&t->paths, mask, here.level + 1)) {
		piece_add(t, here.node, t->from, at);
		piece_add(t, here.node, at, SIZE_MAX);
		node_add(t, at);
		return at + 1;
	}
	if (deeper && mask && (c == '{' || c == '[')) {
		branch_add(t, (struct branch){ .mask = mask, .node = here.node, .level = here.level + 1, .object = c == '{' });
		return at + 1;
	}
	return value_pass(s, at);
}

static size_t branch_end(struct tree *t, size_t at)
{
	const struct branch branch = t->branch[--t->branches];
	if (branch.level) return at + 1;
	piece_add(t, branch.node, t->from, at + 1);
	t->node[branch.node].ended = true;
	t->from = at + 1;
	return at + 1;
}

static size_t branch_step(struct tree *t, struct str s, size_t at)
{
	struct branch *const here = &t->branch[t->branches - 1];
	const char c = s.p[at];
	if (c == ',') return at + 1;
	if (c == '}' || c == ']') return branch_end(t, at);
	if (!here->object) {
		const uint64_t mask = paths_below(&t->paths, here->mask, here->level, (struct str){ 0 }, here->index++);
		return value_enter(t, s, at, mask);
	}
	if (c != '"') return value_pass(s, at);
	const size_t end = string_end(s, at);
	const size_t colon = blanks_pass(s, end < s.n ? end + 1 : s.n);
	if (colon == s.n || s.p[colon] != ':') return colon;
	const uint64_t mask = paths_below(&t->paths, here->mask, here->level, str_cut(s, at + 1, end), 0);
	return value_enter(t, s, blanks_pass(s, colon + 1), mask);
}

static void tree_take_apart(struct tree *t, struct str s)
{
	t->nodes = t->pieces = t->branches = t->next = 0;
	size_t at = blanks_pass(s, 0);
	if (at == s.n || s.p[at] != '{') return;
	node_add(t, at++);
	while (t->branches && (at = blanks_pass(s, at)) < s.n) at = branch_step(t, s, at);
	/* The record breaks off: what is open got as far as this. */
	for (size_t end = s.n; t->branches;) {
		const struct branch open = t->branch[--t->branches];
		if (open.level) continue;
		piece_add(t, open.node, t->from < end ? t->from : end, end);
		t->from = end;
	}
	if (t->nodes == 1) t->nodes = 0;
}

/* --- handing out -------------------------------------------------------------------------------------------------------- */

static void node_out(struct tree *t, struct frame_out *out)
{
	const struct node *const node = &t->node[t->next++];
	t->bytes.n = 0;
	for (uint32_t i = node->piece; i; i = t->piece[i - 1].next) {
		const struct piece *const piece = &t->piece[i - 1];
		buf_put(&t->bytes, piece->to == SIZE_MAX ? str_of("null") : str_cut(t->whole.bytes, piece->from, piece->to));
	}
	*out = t->whole;
	out->bytes = buf_str(&t->bytes);
	out->offset += node->start;
	out->number = ++t->number;
	if (!node->ended && !out->fault) out->fault = FAULT_JSON;
	else if (node->ended) out->fault = FAULT_NONE;
	t->whole.repairs = 0;          /* told of once */
}

static enum frame_step tree_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct tree *const t = state;
	*note = FINDING_NONE;
	if (t->next < t->nodes) {
		node_out(t, out);
		return FRAME_RECORD;
	}
	t->next = t->nodes = 0;
	const enum frame_step step = t->framer->next(t->inner, w, out, note);
	if (step != FRAME_RECORD) return step;
	if (out->fault == FAULT_NONE || out->fault == FAULT_TRUNCATED) {
		t->whole = *out;
		tree_take_apart(t, out->bytes);
	}
	if (t->nodes) node_out(t, out);
	else out->number = ++t->number;
	return FRAME_RECORD;
}

const struct framer framer_tree = { FRAME_JSON, tree_open, tree_next, tree_close };
