/* pass_extract.c -- archives of a unit in, chunk files and end.seg out; finished chunks of an earlier attempt are passed over.
 * Knows which chunk comes next and what ends one; does not know archives' formats or what is in a row. */
#include "fingerprint.h"
#include "run.h"
#include "segment.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct extract_pass {
	struct run            *run;
	struct extract_stages  stages;
	struct source_options  source;
	uint32_t              *unit;          /* of each lane */
};

struct extract_lane {
	struct extract_pass   *pass;
	uint32_t               unit, archives;
	struct archive        *archive;       /* those that are not excluded */
	struct source         *source;
	struct segment_writer  writer;
	struct segment_end     total;
	uint64_t               read;          /* bytes told to the progress line */
};

static void chunk_path(const struct plan *plan, uint32_t unit, uint64_t chunk, char path[1024])
{
	char rest[32];
	snprintf(rest, sizeof rest, "/%03llu.seg", (unsigned long long)chunk);
	plan_path(plan, "extract", unit, rest, path);
}

/* Removes chunk `from` and those behind it: they are stale, torn or follow such a one. */
static bool chunks_remove(struct run *run, uint32_t unit, uint64_t from, struct diag *d)
{
	char path[1024];
	for (;; from++) {
		chunk_path(&run->plan, unit, from, path);
		if (access(path, F_OK) != 0) return true;
		progress_say(&run->progress, false, "%s: removed, made again", path);
		if (!file_remove(path, d)) return false;
	}
}

/* A chunk that is there, made now or before, belongs to the unit's total. */
static void total_add(struct segment_end *total, const struct segment_trailer *chunk)
{
	total->next_serial = chunk->next_serial;
	total->next_ordinal = chunk->next_ordinal;
	for (unsigned k = 0; k < SEGMENT_KINDS; k++) total->count[k] += chunk->count[k];
	total->chunks++;
}

/* How far an earlier attempt came: adds its good chunks to the total. */
static bool chunks_resume(struct extract_lane *lane, struct diag *d)
{
	struct run *run = lane->pass->run;
	for (;;) {
		char path[1024];
		struct segment_reader reader;
		struct diag why = { 0 };
		chunk_path(&run->plan, lane->unit, lane->total.chunks, path);
		const enum segment_state state = segment_open(&reader, path, lane->total.fingerprint, &why);
		if (state == SEGMENT_ABSENT) return true;
		if (state == SEGMENT_FAILED) {
			*d = why;
			return false;
		}
		if (state != SEGMENT_GOOD || reader.trailer.first_serial != lane->total.next_serial) {
			progress_say(&run->progress, state == SEGMENT_TORN, "%s", state == SEGMENT_GOOD ? path : why.text);
			if (state == SEGMENT_GOOD) segment_close(&reader);
			return chunks_remove(run, lane->unit, lane->total.chunks, d);
		}
		total_add(&lane->total, &reader.trailer);
		segment_close(&reader);
	}
}

/* Is every artifact of the unit there? What is stale or torn is removed. */
static bool unit_done(struct run *run, uint32_t unit, bool *done, struct diag *d)
{
	char path[1024];
	struct segment_end end;
	struct diag why = { 0 };
	const uint64_t fingerprint = fingerprint_extract(run->assets, &run->settings, &run->plan.unit[unit]);
	*done = false;
	plan_path(&run->plan, "extract", unit, "/end.seg", path);
	enum segment_state state = segment_end_read(path, fingerprint, &end, NULL, &why);
	if (state == SEGMENT_ABSENT) return true;
	for (uint64_t chunk = 0; state == SEGMENT_GOOD && chunk < end.chunks; chunk++) {
		char name[1024];
		struct segment_reader reader;
		chunk_path(&run->plan, unit, chunk, name);
		state = segment_open(&reader, name, fingerprint, &why);
		if (state == SEGMENT_GOOD) segment_close(&reader);
	}
	*done = state == SEGMENT_GOOD;
	if (*done) return true;
	if (state == SEGMENT_FAILED) {
		*d = why;
		return false;
	}
	progress_say(&run->progress, state == SEGMENT_TORN, "%s: made again", why.text);
	return file_remove(path, d);
}

static void lane_free(struct extract_lane *lane)
{
	segment_abandon(&lane->writer);
	if (lane->source) source_close(lane->source);
	free(lane->archive);
	free(lane);
}

/* Is the archive as long as it was when it was planned? A file that still grows is not read. */
static bool archive_whole(const struct plan_archive *a, struct diag *d)
{
	uint64_t size;
	if (strcmp(a->path, "-") == 0 || !file_size(a->path, &size) || size == a->size) return true;   /* opening finds what is missing */
	return diag_usage(d, "%s: has changed since it was planned (%llu bytes then, %llu now); give the new version another name, "
		"or start a new run folder", a->path, (unsigned long long)a->size, (unsigned long long)size);
}

static void *extract_begin(void *context, unsigned number, struct diag *d)
{
	struct extract_pass *pass = context;
	struct run *run = pass->run;
	struct extract_lane *lane = mem_zalloc(1, sizeof *lane);
	char path[1024];
	lane->pass = pass;
	lane->unit = pass->unit[number];
	lane->writer.file.fd = -1;
	const struct plan_unit *unit = &run->plan.unit[lane->unit];
	lane->archive = mem_zalloc(unit->archives + 1, sizeof *lane->archive);
	bool whole = true;
	for (uint32_t i = 0; whole && i < unit->archives; i++) {
		const struct plan_archive *a = &unit->archive[i];
		if (archive_is_excluded(&run->settings, a->name)) {
			progress_say(&run->progress, true, "%s: excluded", a->name);
			continue;
		}
		whole = archive_whole(a, d);
		lane->archive[lane->archives++] = (struct archive){ str_of(a->name), a->path, a->size };
	}
	lane->total.fingerprint = fingerprint_extract(run->assets, &run->settings, unit);
	plan_path(&run->plan, "extract", lane->unit, "", path);
	if (whole && folder_make(path, d) && chunks_resume(lane, d)) {
		lane->source = source_open(&pass->source, lane->archive, lane->archives, d);
		if (lane->source && (!lane->total.next_serial || source_skip(lane->source, lane->total.next_serial, d))) return lane;
	}
	lane_free(lane);
	return NULL;
}

static enum ring_step extract_fill(void *context, struct batch *b, struct diag *d)
{
	struct extract_lane *lane = context;
	const enum source_step step = source_fill(lane->source, b, d);
	const uint64_t read = source_progress(lane->source);
	progress_add(&lane->pass->run->progress, read - lane->read, step == SOURCE_BATCH ? b->n : 0);
	lane->read = read;
	return step == SOURCE_BATCH ? RING_BATCH : step == SOURCE_END ? RING_END : RING_FAILED;
}

static bool chunk_close(struct extract_lane *lane, struct diag *d)
{
	total_add(&lane->total, &lane->writer.trailer);
	const bool fine = segment_publish(&lane->writer, d);
	segment_abandon(&lane->writer);
	return fine;
}

static bool extract_sink(void *context, struct batch *b, struct diag *d)
{
	struct extract_lane *lane = context;
	struct run *run = lane->pass->run;
	char path[1024];
	chunk_path(&run->plan, lane->unit, lane->total.chunks, path);
	if (!lane->writer.open && !segment_create(&lane->writer, path, lane->total.fingerprint, b->serial, lane->total.next_ordinal, d))
		return false;
	if (!segment_add(&lane->writer, buf_str(&b->rows), b->serial, b->n, d)) return false;
	return lane->writer.trailer.count[ENTRY_MESSAGE] < run->settings.chunk || chunk_close(lane, d);
}

/* The content hashes of the unit's archives, 0 of those that were excluded, close it. */
static bool unit_close(struct extract_lane *lane, struct diag *d)
{
	const struct run *run = lane->pass->run;
	const struct plan_unit *unit = &run->plan.unit[lane->unit];
	uint64_t *hash = mem_zalloc(unit->archives + 1, sizeof *hash);
	char path[1024];
	uint32_t read = 0;
	for (uint32_t i = 0; i < unit->archives; i++)
		if (!archive_is_excluded(&run->settings, unit->archive[i].name)) hash[i] = source_hash(lane->source, read++);
	lane->total.archives = unit->archives;
	plan_path(&run->plan, "extract", lane->unit, "/end.seg", path);
	const bool fine = segment_end_write(path, &lane->total, hash, d);
	free(hash);
	return fine;
}

static bool extract_end(void *context, bool fine, struct diag *d)
{
	struct extract_lane *lane = context;
	bool closed = fine && (!lane->writer.open || chunk_close(lane, d)) && unit_close(lane, d);
	lane_free(lane);
	return closed;
}

static void extract_report(void *context, unsigned number, const struct diag *d)
{
	struct extract_pass *pass = context;
	progress_say(&pass->run->progress, true, "unit %u: %s", pass->unit[number], d->text);
}

/* A pipe that was read to compare it with what is known of it has nothing more to give. */
static bool unit_readable(const struct plan_unit *u, struct diag *d)
{
	for (uint32_t i = 0; i < u->archives; i++)
		if (u->archive[i].spent)
			return diag_usage(d, "standard input has been read once, to see that it is what it was, and these settings need it "
				"again; run the same command once more");
	return true;
}

static bool unit_is_wide(const struct plan_unit *u)
{
	for (uint32_t i = 0; i < u->archives; i++) if (source_is_wide(u->archive[i].path)) return true;
	return false;
}

/* The units to make: wide ones last, they run one at a time. */
static bool lanes_choose(struct extract_pass *pass, struct ring_job *job, uint64_t *bytes, struct diag *d)
{
	struct run *run = pass->run;
	uint32_t *wide = mem_alloc(run->plan.units * sizeof *wide + 1), wides = 0;
	bool done, fine = true;
	for (uint32_t u = 0; fine && u < run->plan.units; u++) {
		if (!unit_is_ours(run, u)) continue;
		fine = unit_done(run, u, &done, d);
		if (!fine || done || !(fine = unit_readable(&run->plan.unit[u], d))) continue;
		*bytes += run->plan.unit[u].bytes;
		if (unit_is_wide(&run->plan.unit[u])) wide[wides++] = u;
		else pass->unit[job->lanes++] = u;
	}
	for (uint32_t i = 0; i < wides; i++) pass->unit[job->lanes++] = wide[i];
	job->alone = wides;
	free(wide);
	return fine;
}

bool pass_extract(struct run *run, struct diag *d)
{
	static const struct ring_pass ring = { extract_begin, extract_fill, extract_sink, extract_end, NULL };
	struct extract_pass pass = { .run = run, .unit = mem_alloc(run->plan.units * sizeof *pass.unit + 1) };
	struct ring_job job = { .pass = &ring, .context = &pass, .threads = run->settings.threads, .window = run->settings.window,
		.stages = EXTRACT_STAGES, .report = extract_report };
	char path[1024];
	uint64_t bytes = 0;
	snprintf(path, sizeof path, "%s/extract", run->plan.folder);
	bool fine = folder_make(path, d) && pass_begin(run, "extract", 0, d) && lanes_choose(&pass, &job, &bytes, d);
	run->progress.total = bytes;
	if (fine && job.lanes) {
		fine = extract_stages_open(&pass.stages, run, d);
		memcpy(job.stage, pass.stages.stage, sizeof pass.stages.stage);
		pass.source = (struct source_options){ .formats = pass.stages.formats, .limits = run->settings.limits, .program = run->program,
			.spool = run->plan.folder };
		const char **const input = plan_inputs(&run->plan, &pass.source.inputs);
		pass.source.input = input;
		if (fine && !ring_run(&job)) {
			fine = false;
			*d = job.diag;
		}
		free(input);
		extract_stages_close(&pass.stages);
	}
	pass_end(run, &job);
	free(pass.unit);
	return fine;
}
