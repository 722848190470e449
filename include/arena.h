/* arena.h -- bump allocation: memory is handed out until arena_reset() takes it all back.
 * Knows nothing of what it holds, and frees nothing one by one.
 *
 * Allocation never returns NULL: a batch program that is out of memory stops with exit 1, and because
 * artifacts appear only by link(2), stopping anywhere is safe. Memory is aligned to 16 and not zeroed. */
#ifndef CREDENCE_ARENA_H
#define CREDENCE_ARENA_H

#include "str.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t              total;  /* bytes held from malloc, all blocks */
};

void      *arena_alloc(struct arena *, size_t bytes);
void      *arena_zalloc(struct arena *, size_t bytes);
/* Grows the last allocation in place where it can, else copies. `old` may be NULL. */
void      *arena_grow(struct arena *, void *old, size_t old_bytes, size_t new_bytes);
/* Gives back what the last allocation has beyond its first `bytes`; nothing where `last` is not the last. */
void       arena_trim(struct arena *, void *last, size_t had, size_t bytes);
struct str arena_copy(struct arena *, struct str);
char      *arena_copy_z(struct arena *, struct str);         /* with a terminator */
void       arena_reset(struct arena *, size_t keep);         /* gives back what exceeds `keep` bytes */
void       arena_free(struct arena *);

/* malloc, calloc and realloc that do not return NULL, for what outlives a batch. */
void      *mem_alloc(size_t bytes);
void      *mem_zalloc(size_t count, size_t bytes);
void      *mem_grow(void *old, size_t bytes);

#endif
