/* segment.h -- chunk files of the extract pass: blocks of rows, an id index, a trailer; and the end file of a unit.
 * Knows the layout on disk and its checksums; does not know what a row says. */
#ifndef CREDENCE_SEGMENT_H
#define CREDENCE_SEGMENT_H

#include "publish.h"
#include "row.h"

enum { SEGMENT_VERSION = 3, SEGMENT_KINDS = 4 };      /* counts by enum entry_kind */

struct segment_block {          /* stands in front of each block's rows */
	uint32_t magic, rows;
	uint64_t serial;            /* of its first record in the unit */
	uint64_t bytes;             /* of rows behind this head */
	uint64_t hash;              /* XXH64 of them */
};

struct segment_entry { uint64_t id_hash, offset; };   /* the index, sorted; offset of the row in the file */

struct segment_trailer {        /* the last bytes of a chunk file */
	uint64_t magic, version, fingerprint;
	uint64_t first_serial, next_serial, first_ordinal, next_ordinal;
	uint64_t count[SEGMENT_KINDS];
	uint64_t blocks, index_at, entries;
	uint64_t content;           /* XXH64 of all blocks' hashes and of the index */
	uint64_t hash;              /* XXH64 of the trailer up to here */
};

/* --- writing: one thread, in order ------------------------------------------------------------------------------- */

struct segment_writer {
	struct publication     file;
	struct segment_trailer trailer;
	struct segment_entry  *index;
	uint64_t              *block_hash;
	size_t                 index_cap, block_cap;
	bool                   open;
};

MUST_CHECK bool segment_create(struct segment_writer *, const char *path, uint64_t fingerprint, uint64_t first_serial,
                               uint64_t first_ordinal, struct diag *);
/* Gives the messages among the rows their ordinals (the bytes are changed) and appends them as a block. */
MUST_CHECK bool segment_add(struct segment_writer *, struct str rows, uint64_t serial, uint32_t records, struct diag *);
MUST_CHECK bool segment_publish(struct segment_writer *, struct diag *);
void            segment_abandon(struct segment_writer *);    /* fine after publish; frees everything */

/* --- reading ----------------------------------------------------------------------------------------------------- */

/* Stale: another fingerprint or version. Failed: the environment does not let it be read, which says nothing about it. */
enum segment_state { SEGMENT_GOOD, SEGMENT_ABSENT, SEGMENT_TORN, SEGMENT_STALE, SEGMENT_FAILED };

struct segment_reader {
	int                    fd;
	char                   path[1024];
	struct segment_trailer trailer;
	uint64_t               at;     /* of the next block */
};

/* fingerprint 0: any. GOOD: opened, must be closed; the diag says what is wrong otherwise. */
enum segment_state segment_open(struct segment_reader *, const char *path, uint64_t fingerprint, struct diag *);
enum segment_step { SEGMENT_BLOCK, SEGMENT_END, SEGMENT_DAMAGED, SEGMENT_UNREAD };      /* unread: the environment */
/* The next block's rows into `rows`; its hash is for the caller to compare (segment_sound), on whatever thread. */
enum segment_step segment_next(struct segment_reader *, struct segment_block *, struct buf *rows, struct diag *);
bool              segment_sound(const struct segment_block *, struct str rows);
/* Every row whose message has this id: each is read into `row_bytes` and given to `visit`. */
MUST_CHECK bool   segment_find(const struct segment_reader *, struct str id, struct buf *row_bytes,
                               void (*visit)(void *, const struct row *), void *context, struct diag *);
void              segment_close(struct segment_reader *);

/* --- the end of a unit ------------------------------------------------------------------------------------------- */

struct segment_end {
	uint64_t magic, version, fingerprint;
	uint64_t chunks, next_serial, next_ordinal;
	uint64_t count[SEGMENT_KINDS];
	uint64_t archives;          /* so many content hashes follow, then XXH64 of everything before */
};

MUST_CHECK bool    segment_end_write(const char *path, const struct segment_end *, const uint64_t *hashes, struct diag *);
/* *hashes is malloc'ed; NULL: not wanted. */
enum segment_state segment_end_read(const char *path, uint64_t fingerprint, struct segment_end *, uint64_t **hashes, struct diag *);

#endif
