/* source.h -- a unit's archives as a stream of batches of records.
 * Knows that archives follow one another and that batches span them; does not know what is read after it.
 *
 * One thread drives a source. Everything it says is a function of the archives' bytes and the settings' limits. */
#ifndef CREDENCE_SOURCE_H
#define CREDENCE_SOURCE_H

#include "batch.h"
#include "diag.h"
#include "format.h"

struct archive {
	struct str name;        /* as in the plan and in every line */
	const char *path;       /* where it is opened; "-" is standard input */
	uint64_t    size;       /* bytes on disk; 0 for standard input */
};

struct source_options {
	const struct format_set *formats;
	struct limits            limits;
	const char              *program;      /* this program's own path: the reading child is it, called again */
	const char              *spool;        /* a folder for nameless temporary files, or NULL: memory files */
	const char *const       *input;        /* paths of all files that are given, in byte order: what may be read beside an archive */
	size_t                   inputs;
};

struct source;

/* `archives` must outlive the source. */
MUST_CHECK struct source *source_open(const struct source_options *, const struct archive *archives, uint32_t count, struct diag *);

enum source_step { SOURCE_BATCH, SOURCE_END, SOURCE_FAILED };   /* failed: the environment, with a diag; no part of it is data */

/* Fills batch->serial, n and record (bytes, members and contexts are copied into the batch's arena, which it resets first).
 * The bytes of each record are followed by JSON_PADDING readable bytes. Batches end by count and bytes alone. */
enum source_step source_fill(struct source *, struct batch *, struct diag *);

/* Frames and drops records until `serial` records have gone by: how a restart passes over finished chunks. */
MUST_CHECK bool  source_skip(struct source *, uint64_t serial, struct diag *);

/* Bytes of archive consumed so far, for the progress line. */
uint64_t         source_progress(const struct source *);

/* After SOURCE_END: XXH64 of archive i's bytes on disk. */
uint64_t         source_hash(const struct source *, uint32_t i);

void             source_close(struct source *);

/* Does decoding this file need a zstd window so large that such archives are read one at a time? False where it cannot be read. */
bool             source_is_wide(const char *path);

/* The whole of the reading child (`credence --read-container`): reads one archive's containers with libarchive and writes
 * framed members to standard output. Returns the exit code. */
int              source_child(int argc, char **argv);

#endif
