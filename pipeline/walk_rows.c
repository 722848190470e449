/* walk_rows.c -- every message of a run that has been read, in the order of the plan.
 * Knows units, chunks and blocks; does not know what is done with a row. */
#include "run.h"
#include "segment.h"
#include <stdio.h>

/* False: this block or an earlier one cannot be read. */
static bool block_walk(const struct segment_block *block, const struct buf *rows, bool (*visit)(void *, const struct row *), void *context,
                       const char *path, struct diag *d)
{
	struct row row;
	if (!segment_sound(block, buf_str(rows))) return diag_failed(d, "%s: damaged; credence extract makes it again", path);
	for (size_t at = 0; at < rows->n;) {
		const size_t next = row_read(buf_str(rows), at, &row);
		if (next <= at) return diag_failed(d, "%s: a row does not read back", path);
		at = next;
		if (row.head->kind == ENTRY_MESSAGE && !visit(context, &row)) return false;
	}
	return true;
}

static bool chunk_walk(const char *path, struct buf *rows, bool *there, bool (*visit)(void *, const struct row *),
    void *context, struct diag *d)
{
	struct segment_reader reader;
	struct segment_block block;
	const enum segment_state state = segment_open(&reader, path, 0, d);
	*there = state != SEGMENT_ABSENT;
	if (state != SEGMENT_GOOD) return state == SEGMENT_ABSENT;
	enum segment_step step;
	bool fine = true;
	while (fine && (step = segment_next(&reader, &block, rows, d)) != SEGMENT_END)
		fine = step == SEGMENT_BLOCK && block_walk(&block, rows, visit, context, path, d);
	segment_close(&reader);
	return fine;
}

bool rows_walk(struct run *run, bool (*visit)(void *, const struct row *), void *context, struct diag *d)
{
	struct buf rows = { 0 };
	bool fine = true;
	for (uint32_t u = 0; fine && u < run->plan.units; u++) {
		bool there = true;
		for (unsigned chunk = 0; fine && there; chunk++) {
			char path[1024], rest[32];
			snprintf(rest, sizeof rest, "/%03u.seg", chunk);
			plan_path(&run->plan, "extract", u, rest, path);
			fine = chunk_walk(path, &rows, &there, visit, context, d);
		}
	}
	buf_free(&rows);
	return fine;
}
