/* bench_ingest.c -- reads archives as credence does, down to the fields of every message, and does nothing with them.
 * Knows the source and the parse stage; does not know what a message says. It is its own reading child.
 *
 * bench_ingest FILE-OR-FOLDER... prints: messages, skipped, quarantined, findings, bytes of records, the map of most messages. */
#include "configure.h"
#include "run.h"
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FORMATS_MOST = 256 };

struct tally {
	uint64_t             entry[ENTRY_FINDING + 1], bytes;
	const struct format *format[FORMATS_MOST];
	uint64_t             messages[FORMATS_MOST];
};

static void message_count(struct tally *t, const struct format *format)
{
	unsigned i = 0;
	while (i < FORMATS_MOST - 1 && t->format[i] && t->format[i] != format) i++;
	t->format[i] = format;
	t->messages[i]++;
}

static void batch_count(struct tally *t, const struct batch *b)
{
	for (uint32_t i = 0; i < b->n; i++) {
		t->entry[b->entry[i]]++;
		t->bytes += b->record[i].bytes.n;
		if (b->entry[i] == ENTRY_MESSAGE) message_count(t, b->record[i].member->format);
	}
}

static const char *format_of_most(const struct tally *t)
{
	unsigned best = 0;
	for (unsigned i = 1; i < FORMATS_MOST; i++) if (t->messages[i] > t->messages[best]) best = i;
	return t->format[best] ? format_name(t->format[best]) : "none";
}

static bool archives_read(struct source *source, void *parse, struct tally *t, struct diag *diag)
{
	void *const thread = stage_parse.thread_open(parse);
	struct batch batch = { .n = 0 };
	struct arena scratch = { 0 };
	enum source_step step;
	while ((step = source_fill(source, &batch, diag)) == SOURCE_BATCH) {
		stage_parse.run(parse, thread, &batch, &scratch);
		batch_count(t, &batch);
		arena_reset(&scratch, 1 << 20);
	}
	stage_parse.thread_close(thread);
	arena_free(&batch.arena);
	arena_free(&scratch);
	return step == SOURCE_END;
}

static bool inputs_read(int argc, char **argv, struct tally *t, struct arena *arena, struct diag *diag)
{
	const struct options none = { .count = 0 };
	struct settings settings = { .quiet = true };
	struct walk walk = { 0 };
	struct assets *const assets = assets_open(NULL, diag);
	if (!assets || !settings_load(&settings, assets, &none, arena, diag)) return false;
	if (!walk_inputs(&walk, (const char *const *)argv + 1, (unsigned)argc - 1, NULL, arena, diag) || !walk_name(&walk, arena, diag)) return false;
	struct archive *const archive = arena_zalloc(arena, (walk.count + 1) * sizeof *archive);
	for (uint32_t i = 0; i < walk.count; i++)
		archive[i] = (struct archive){ str_of(walk.archive[i].name), walk.archive[i].path, walk.archive[i].size };
	const char **const paths = walk_paths(&walk);
	void *const parse = stage_parse.open(assets, &settings, diag);
	const struct source_options options = { .formats = parse, .limits = settings.limits, .program = "/proc/self/exe",
		.input = paths, .inputs = walk.count };
	struct source *const source = parse ? source_open(&options, archive, walk.count, diag) : NULL;
	const bool fine = source && archives_read(source, parse, t, diag);
	if (fine)
		printf("%llu\t%llu\t%llu\t%llu\t%llu\t%s\n", (unsigned long long)t->entry[ENTRY_MESSAGE], (unsigned long long)t->entry[ENTRY_SKIPPED],
			(unsigned long long)t->entry[ENTRY_QUARANTINED], (unsigned long long)t->entry[ENTRY_FINDING], (unsigned long long)t->bytes,
			format_of_most(t));
	if (source) source_close(source);
	if (parse) stage_parse.close(parse);
	free(paths);
	free(walk.archive);
	assets_close(assets);
	return fine;
}

int main(int argc, char **argv)
{
	struct diag diag = { EXIT_FINE, "" };
	struct tally t = { .bytes = 0 };
	struct arena arena = { 0 };
	if (argc > 1 && strcmp(argv[1], "--read-container") == 0) return source_child(argc, argv);
	const bool fine = argc > 1 && inputs_read(argc, argv, &t, &arena, &diag);
	if (!fine) fprintf(stderr, "bench_ingest: %s\n", argc > 1 ? diag.text : "FILE-OR-FOLDER...");
	arena_free(&arena);
	return fine ? 0 : 1;
}
