/* pass_score.c -- chunks of a unit in, score lines, quarantine lines and statistics out.
 * Knows which files make a unit complete (the statistics come last); does not know how a row is scored or printed. */
#include "fingerprint.h"
#include "run.h"
#include "segment.h"
#include "sink.h"
#include "stats.h"
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

struct score_pass { struct run *run; uint32_t *unit; };

struct score_lane {
	struct run           *run;
	uint32_t              unit;
	uint64_t              extract;          /* fingerprint of what is read */
	struct segment_end    end;
	struct segment_reader reader;
	uint64_t              chunk;            /* the next one */
	bool                  reading;
	struct publication    scores, quarantine;
	XXH64_state_t        *content;          /* of the uncompressed lines */
	struct stats         *stats;
};

/* --- the stage --------------------------------------------------------------------------------------------------- */

static void lines_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	const struct run *run = state;
	struct score_extra *extra = b->extra;
	(void)thread, (void)scratch;
	if (!extra) b->extra = extra = mem_zalloc(1, sizeof *extra);
	if (extra->stats) stats_free(extra->stats);
	extra->stats = stats_new();
	extra->lines.n = extra->quarantine.n = b->out.n = 0;
	/* tally: the hash that the block's head stated and whether it has one; lines are hashed here, off the ordered sink. */
	extra->torn = b->tally[1] && XXH64(b->rows.p, b->rows.n, 0) != b->tally[0];
	if (!extra->torn)
		extra->torn = !score_batch(&run->line, buf_str(&b->rows), &extra->lines, &extra->quarantine, extra->stats);
	if (run->settings.output != OUTPUT_PLAIN && b->tally[1])
		sink_pack(run->settings.output, buf_str(&extra->lines), &b->out);
	b->tally[2] = XXH64(extra->lines.p, extra->lines.n, 0);
}

const struct stage stage_lines = { "score", NULL, NULL, lines_run, NULL, NULL };

void score_extra_free(struct batch *b)
{
	struct score_extra *extra = b->extra;
	if (!extra) return;
	if (extra->stats) stats_free(extra->stats);
	buf_free(&extra->lines);
	buf_free(&extra->quarantine);
	free(extra);
	b->extra = NULL;
}

/* --- what is there already --------------------------------------------------------------------------------------- */

struct stated { unsigned long long fingerprint, scores, quarantine, content; };

/* The head of a unit's statistics; `rest` is what stats_read takes. */
static bool stated_read(struct str bytes, struct stated *s, struct str *rest)
{
	static const char mark[] = "\"stats\":";
	if (sscanf(bytes.p, "{\"fingerprint\":\"%16llx\",\"content\":\"%16llx\",\"scores\":%llu,\"quarantine\":%llu,", &s->fingerprint,
	           &s->content, &s->scores, &s->quarantine) != 4) return false;
	const char *at = strstr(bytes.p, mark);
	if (!at || bytes.n < 3 || bytes.p[bytes.n - 2] != '}') return false;
	const size_t from = (size_t)(at - bytes.p) + sizeof mark - 1;
	*rest = str_cut(bytes, from, bytes.n - 2);
	return true;
}

static void unit_files(const struct run *run, uint32_t unit, char scores[1024], char quarantine[1024], char stats[1024])
{
	plan_path(&run->plan, "scores", unit, sink_suffix(run->settings.output), scores);
	plan_path(&run->plan, "quarantine", unit, ".jsonl", quarantine);
	plan_path(&run->plan, "stats", unit, ".json", stats);
}

/* Anything but a complete unit is removed, the statistics first: they say that the rest is there. */
static bool unit_scored(struct run *run, uint32_t unit, bool *done, struct diag *d)
{
	char scores[1024], quarantine[1024], stats[1024], path[1024];
	struct str bytes = { NULL, 0 }, rest;
	struct stated stated;
	uint64_t size, other;
	const uint64_t extract = fingerprint_extract(run->assets, &run->settings, &run->plan.unit[unit]);
	unit_files(run, unit, scores, quarantine, stats);
	*done = false;
	if (file_size(stats, &size)) {
		if (!file_read(stats, &bytes, d)) return false;
		*done = stated_read(bytes, &stated, &rest) &&
			stated.fingerprint == fingerprint_score(extract, run->model_bytes, &run->settings) &&
			file_size(scores, &size) && size == stated.scores && file_size(quarantine, &other) && other == stated.quarantine;
		free((void *)bytes.p);
	}
	if (*done) return true;
	if (!file_remove(stats, d) || !file_remove(quarantine, d)) return false;
	for (unsigned as = OUTPUT_PLAIN; as <= OUTPUT_GZIP; as++) {
		plan_path(&run->plan, "scores", unit, sink_suffix((enum output_as)as), path);
		if (!file_remove(path, d)) return false;
	}
	return true;
}

static bool unit_stats(const struct run *run, uint32_t unit, struct stats *all, struct run_hashes *hashes, struct diag *d)
{
	char path[1024];
	struct str bytes, rest;
	struct stated stated;
	uint64_t size;
	const uint64_t extract = fingerprint_extract(run->assets, &run->settings, &run->plan.unit[unit]);
	const uint64_t score = fingerprint_score(extract, run->model_bytes, &run->settings);
	plan_path(&run->plan, "stats", unit, ".json", path);
	if (!file_size(path, &size))
		return diag_usage(d, "%s: not there: unit %u has not been scored yet (credence score)", path, unit);
	if (!file_read(path, &bytes, d)) return false;
	bool fine = stated_read(bytes, &stated, &rest) || diag_failed(d, "torn, or no statistics");
	if (fine && stated.fingerprint != score)
		fine = diag_usage(d, "scored with another model or other settings: give the same options as to score, or score again");
	fine = fine && stats_read(all, rest, d);
	free((void *)bytes.p);
	if (!fine) return diag_within(d, path);
	const uint64_t content = stated.content;
	hashes->extract = XXH64(&extract, sizeof extract, hashes->extract);
	hashes->score = XXH64(&score, sizeof score, hashes->score);
	hashes->content = XXH64(&content, sizeof content, hashes->content);
	return true;
}

bool stats_of_run(const struct run *run, struct stats *all, struct run_hashes *hashes, struct diag *d)
{
	*hashes = (struct run_hashes){ 0 };
	for (uint32_t u = 0; u < run->plan.units; u++) if (!unit_stats(run, u, all, hashes, d)) return false;
	return true;
}

/* --- the pass ---------------------------------------------------------------------------------------------------- */

static void lane_free(struct score_lane *lane)
{
	publish_drop(&lane->scores);
	publish_drop(&lane->quarantine);
	if (lane->reading) segment_close(&lane->reader);
	if (lane->content) XXH64_freeState(lane->content);
	if (lane->stats) stats_free(lane->stats);
	free(lane);
}

static void *score_begin(void *context, unsigned number, struct diag *d)
{
	struct score_pass *pass = context;
	struct run *run = pass->run;
	struct score_lane *lane = mem_zalloc(1, sizeof *lane);
	char path[1024], scores[1024], quarantine[1024], stats[1024];
	*lane = (struct score_lane){ .run = run, .unit = pass->unit[number], .scores.fd = -1, .quarantine.fd = -1 };
	lane->extract = fingerprint_extract(run->assets, &run->settings, &run->plan.unit[lane->unit]);
	plan_path(&run->plan, "extract", lane->unit, "/end.seg", path);
	unit_files(run, lane->unit, scores, quarantine, stats);
	if (segment_end_read(path, lane->extract, &lane->end, NULL, d) == SEGMENT_GOOD &&
	    publish_open(&lane->scores, scores, d) && publish_open(&lane->quarantine, quarantine, d)) {
		lane->content = XXH64_createState();
		XXH64_reset(lane->content, 0);
		lane->stats = stats_new();
		return lane;
	}
	lane_free(lane);
	return NULL;
}

static void lane_chunk_path(const struct score_lane *lane, uint64_t chunk, char path[1024])
{
	char rest[32];
	snprintf(rest, sizeof rest, "/%03llu.seg", (unsigned long long)chunk);
	plan_path(&lane->run->plan, "extract", lane->unit, rest, path);
}

/* A damaged chunk is removed with the end of its unit and the chunks behind it: extract makes them again. */
static void chunk_condemn(struct score_lane *lane, uint64_t chunk)
{
	char path[1024], end[1024];
	struct diag ignored;
	plan_path(&lane->run->plan, "extract", lane->unit, "/end.seg", end);
	bool removed = file_remove(end, &ignored);
	for (uint64_t k = lane->end.chunks; removed && k-- > chunk;) {
		lane_chunk_path(lane, k, path);
		removed = file_remove(path, &ignored);
	}
	lane_chunk_path(lane, chunk, path);
	progress_say(&lane->run->progress, true, "%s: damaged, %s", path,
		removed ? "removed; extract makes it again" : "and cannot be removed");
	atomic_fetch_add(&lane->run->condemned, removed);
}

static enum ring_step score_fill(void *context, struct batch *b, struct diag *d)
{
	struct score_lane *lane = context;
	struct segment_block block;
	for (;;) {
		if (lane->reading) {
			const enum segment_step step = segment_next(&lane->reader, &block, &b->rows, d);
			if (step == SEGMENT_BLOCK) break;
			if (step == SEGMENT_DAMAGED) chunk_condemn(lane, lane->chunk - 1);
			segment_close(&lane->reader);
			lane->reading = false;
			if (step != SEGMENT_END) return RING_FAILED;
		}
		char path[1024];
		if (lane->chunk == lane->end.chunks) return RING_END;
		lane_chunk_path(lane, lane->chunk++, path);
		const enum segment_state state = segment_open(&lane->reader, path, lane->extract, d);
		if (state == SEGMENT_TORN) chunk_condemn(lane, lane->chunk - 1);
		if (state != SEGMENT_GOOD) return RING_FAILED;
		lane->reading = true;
	}
	b->n = block.rows;
	b->tally[0] = block.hash;
	b->tally[1] = 1;
	b->tally[3] = lane->chunk - 1;
	progress_add(&lane->run->progress, block.bytes, block.rows);
	return RING_BATCH;
}

static bool score_sink(void *context, struct batch *b, struct diag *d)
{
	struct score_lane *lane = context;
	struct score_extra *extra = b->extra;
	if (extra->torn) {
		char path[1024];
		lane_chunk_path(lane, b->tally[3], path);
		chunk_condemn(lane, b->tally[3]);
		return diag_failed(d, "%s: damaged", path);
	}
	const bool plain = lane->run->settings.output == OUTPUT_PLAIN;
	XXH64_update(lane->content, &b->tally[2], sizeof b->tally[2]);
	stats_merge(lane->stats, extra->stats);
	const bool fine = publish_write(&lane->scores, plain ? buf_str(&extra->lines) : buf_str(&b->out), d) &&
		publish_write(&lane->quarantine, buf_str(&extra->quarantine), d);
	if (extra->lines.cap > 2 * RING_KEEP) buf_free(&extra->lines);
	if (extra->quarantine.cap > RING_KEEP) buf_free(&extra->quarantine);
	return fine;
}

static bool unit_finish(struct score_lane *lane, struct diag *d)
{
	const struct run *run = lane->run;
	struct publication file;
	struct buf out = { 0 };
	char scores[1024], quarantine[1024], stats[1024];
	const uint64_t size = lane->scores.size, other = lane->quarantine.size;
	unit_files(run, lane->unit, scores, quarantine, stats);
	if (!publish_finish(&lane->scores, d) || !publish_finish(&lane->quarantine, d)) return false;
	buf_put_format(&out, "{\"fingerprint\":\"%016llx\",\"content\":\"%016llx\",\"scores\":%llu,\"quarantine\":%llu,\"stats\":",
		(unsigned long long)fingerprint_score(lane->extract, run->model_bytes, &run->settings),
		(unsigned long long)XXH64_digest(lane->content), (unsigned long long)size, (unsigned long long)other);
	stats_write(lane->stats, &out);
	buf_put_z(&out, "}\n");
	bool fine = publish_open(&file, stats, d);
	if (fine && !publish_write(&file, buf_str(&out), d)) {
		publish_drop(&file);
		fine = false;
	}
	buf_free(&out);
	return fine && publish_finish(&file, d);
}

static bool score_end(void *context, bool fine, struct diag *d)
{
	struct score_lane *lane = context;
	const bool finished = fine && unit_finish(lane, d);
	lane_free(lane);
	return finished;
}

static void score_report(void *context, unsigned number, const struct diag *d)
{
	struct score_pass *pass = context;
	progress_say(&pass->run->progress, true, "unit %u: %s", pass->unit[number], d->text);
}

bool pass_score(struct run *run, struct diag *d)
{
	static const struct ring_pass ring = { score_begin, score_fill, score_sink, score_end, score_extra_free };
	static const char *const folders[] = { "scores", "quarantine", "stats" };
	struct score_pass pass = { run, mem_alloc(run->plan.units * sizeof *pass.unit + 1) };
	struct ring_job job = { .pass = &ring, .context = &pass, .threads = run->settings.threads, .window = run->settings.window,
		.stage = { { &stage_lines, run } }, .stages = 1, .report = score_report };
	bool fine = pass_begin(run, "score", 0, d), done;
	for (unsigned i = 0; fine && i < 3; i++) {
		char path[1024];
		snprintf(path, sizeof path, "%s/%s", run->plan.folder, folders[i]);
		fine = folder_make(path, d);
	}
	for (uint32_t u = 0; fine && u < run->plan.units; u++) {
		if (!unit_is_ours(run, u)) continue;
		fine = unit_scored(run, u, &done, d);
		if (fine && !done) pass.unit[job.lanes++] = u;
	}
	if (fine && job.lanes && !ring_run(&job)) {
		fine = false;
		*d = job.diag;
	}
	pass_end(run, &job);
	free(pass.unit);
	return fine;
}
