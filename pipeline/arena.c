/* arena.c -- blocks from malloc, handed out from front to back.
 * Knows alignment, growth and giving back; does not know what is stored. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "diag.h"

enum { ALIGN = 16, BLOCK = 64 << 10 };

struct arena_block {
	struct arena_block *next;
	size_t              size, used;   /* bytes of data behind this head */
};

enum { HEAD = (sizeof(struct arena_block) + ALIGN - 1) / ALIGN * ALIGN };

static void die_of_memory(size_t bytes)
{
	fprintf(stderr, "credence: out of memory (%zu bytes asked for); run the same command again\n", bytes);
	_Exit(EXIT_FAILED);
}

void *mem_alloc(size_t bytes)
{
	void *p = malloc(bytes ? bytes : 1);
	if (!p) die_of_memory(bytes);
	return p;
}

void *mem_zalloc(size_t count, size_t bytes)
{
	void *p = calloc(count ? count : 1, bytes ? bytes : 1);
	if (!p) die_of_memory(bytes);
	return p;
}

void *mem_grow(void *old, size_t bytes)
{
	void *p = realloc(old, bytes ? bytes : 1);
	if (!p) die_of_memory(bytes);
	return p;
}

static char *block_data(struct arena_block *b) { return (char *)b + HEAD; }

static size_t rounded(size_t bytes)
{
	if (bytes > SIZE_MAX / 2) die_of_memory(bytes);
	return (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

void *arena_alloc(struct arena *a, size_t bytes)
{
	bytes = rounded(bytes ? bytes : 1);
	struct arena_block *b = a->head;
	if (!b || b->size - b->used < bytes) {
		size_t size = b ? b->size * 2 : BLOCK;
		if (size > (size_t)4 << 20) size = (size_t)4 << 20;
		if (size < bytes) size = bytes;
		b = mem_alloc(HEAD + size);
		*b = (struct arena_block){ .next = a->head, .size = size };
		a->head = b;
		a->total += size;
	}
	void *p = block_data(b) + b->used;
	b->used += bytes;
	return p;
}

void *arena_zalloc(struct arena *a, size_t bytes)
{
	return memset(arena_alloc(a, bytes), 0, bytes);
}

void *arena_grow(struct arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
	struct arena_block *b = a->head;
	const size_t had = rounded(old_bytes ? old_bytes : 1), wanted = rounded(new_bytes ? new_bytes : 1);
	if (old && wanted <= had) return old;
	if (old && b && (char *)old + had == block_data(b) + b->used && b->size - b->used >= wanted - had) {
		b->used += wanted - had;
		return old;
	}
	void *p = arena_alloc(a, new_bytes);
	if (old) memcpy(p, old, old_bytes);
	return p;
}

void arena_trim(struct arena *a, void *last, size_t had, size_t bytes)
{
	struct arena_block *b = a->head;
	had = rounded(had ? had : 1);
	bytes = rounded(bytes ? bytes : 1);
	if (b && bytes < had && (char *)last + had == block_data(b) + b->used) b->used -= had - bytes;
}

struct str arena_copy(struct arena *a, struct str s)
{
	if (!s.p) return s;
	return (struct str){ arena_copy_z(a, s), s.n };
}

char *arena_copy_z(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n) memcpy(p, s.p, s.n);
	p[s.n] = 0;
	return p;
}

/* The largest block is kept when it fits, so that a batch of the usual size costs no malloc at all. */
void arena_reset(struct arena *a, size_t keep)
{
	struct arena_block *best = NULL;
	for (struct arena_block *b = a->head, *next; b; b = next) {
		next = b->next;
		if (b->size <= keep && (!best || b->size > best->size)) {
			free(best);
			best = b;
		} else {
			free(b);
		}
	}
	if (best) *best = (struct arena_block){ .size = best->size };
	a->head = best;
	a->total = best ? best->size : 0;
}

void arena_free(struct arena *a)
{
	arena_reset(a, 0);
}
