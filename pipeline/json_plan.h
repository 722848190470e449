/* json_plan.h -- pointers compiled into a tree in which every key of a document leads to at most one node.
 * Knows segments and slots; does not know how a document is read. */
#ifndef CREDENCE_JSON_PLAN_H
#define CREDENCE_JSON_PLAN_H

#include "json.h"

enum { PLAN_LEVELS = 32, PLAN_BUCKETS = 64, PLAN_NO_WILD = 0xff };

struct plan_slot {
	uint16_t slot;
	uint8_t  wild;               /* the level of the pointer's outermost `*` or filter, or PLAN_NO_WILD */
};

struct plan_node {
	struct plan_slot  *slot;
	uint32_t           slots;
	/* A key's child already holds what `*` asks of the same value, so that one walk serves both. */
	struct plan_key   *key;
	uint32_t           keys;
	uint32_t           numbered; /* keys[i] that are array indices too: how many */
	uint32_t           seen;     /* where this node's keys stand in a scan's table of keys met */
	uint16_t           bucket[PLAN_BUCKETS];   /* 1 + index of the first key of a hash */
	struct plan_node  *any;      /* `*` */
	struct plan_node **filter;   /* each is walked for itself */
	uint32_t           filters;
	struct str         filter_key, filter_value;   /* of a filter's node: the value's p is NULL for `[key]` */
};

struct plan_key {
	struct str        name;
	struct plan_node *node;
	uint64_t          index;     /* as an array index, or UINT64_MAX */
	uint16_t          next;      /* 1 + index of the next key of the same hash */
};

struct json_plan {
	struct arena    *arena;
	struct plan_node root;
	uint32_t         keys;       /* of all nodes together */
};

/* Spreads names by what most often differs; the length weighs most. */
static inline unsigned plan_hash(const char *p, size_t n)
{
	return n ? ((unsigned)n * 7 + (unsigned char)p[0] * 3u + (unsigned char)p[n - 1]) % PLAN_BUCKETS : 0;
}

#endif
