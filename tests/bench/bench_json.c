/* bench_json.c -- the scanner, unescaping and skipping against cJSON's parser, on the files given.
 * Prints one JSON object; knows nothing of formats: the plan is a handful of pointers such as a map has. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "buf.h"
#include "json.h"

static const char *const pointers[] = {
	"/id_str", "/created_at", "/text", "/full_text", "/lang", "/in_reply_to_status_id_str", "/user/screen_name", "/user/id_str",
	"/entities/urls/*/expanded_url", "/retweeted_status/id_str", "/retweeted_status/text",
	"/statuses/*/id_str", "/statuses/*/text", "/statuses/*/user/screen_name", "/statuses/*/entities/urls/*/expanded_url",
};

struct documents {
	struct str *document;
	size_t      count, bytes;
};

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct str file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf all = { 0 };
	if (!file) return (struct str){ 0 };
	for (size_t got; (got = fread(buf_room(&all, 1 << 16), 1, 1 << 16, file)) > 0;) all.n += got;
	fclose(file);
	char *p = arena_zalloc(arena, all.n + JSON_PADDING);
	if (all.n) memcpy(p, all.p, all.n);
	const struct str copy = { p, all.n };
	buf_free(&all);
	return copy;
}

static struct documents documents_read(struct arena *arena, int n, char **paths)
{
	struct documents d = { arena_zalloc(arena, (size_t)n * sizeof *d.document), 0, 0 };
	for (int i = 0; i < n; i++) {
		const struct str text = file_read(arena, paths[i]);
		struct json_result result = { 0 };
		if (text.n == 0 || !json_project(NULL, text, 512, arena, &result)) {
			fprintf(stderr, "%s: not a JSON document\n", paths[i]);
			continue;
		}
		d.document[d.count++] = text;
		d.bytes += text.n;
	}
	return d;
}

static uint64_t scan_all(const struct documents *d, const struct json_plan *plan, struct arena *arena)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < d->count; i++) {
		struct json_result result = { 0 };
		uint32_t repairs = 0;
		if (!json_project(plan, d->document[i], 512, arena, &result)) continue;
		for (uint32_t k = 0; k < result.count; k++) sum += json_unescape(result.hit[k].value, arena, &repairs).n;
		arena_reset(arena, 1 << 20);
	}
	return sum;
}

static uint64_t tree_all(const struct documents *d)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < d->count; i++) {
		cJSON *tree = cJSON_ParseWithLength(d->document[i].p, d->document[i].n);
		sum += tree ? (uint64_t)tree->type : 0;
		cJSON_Delete(tree);
	}
	return sum;
}

static uint64_t skip_all(const struct documents *d)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < d->count; i++) {
		struct json_depth depth = { 0 };
		sum += json_skip(&depth, d->document[i], 0, 0);
	}
	return sum;
}

int main(int argc, char **argv)
{
	struct arena keep = { 0 }, arena = { 0 };
	struct diag diag = { 0 };
	const struct documents d = documents_read(&keep, argc - 1, argv + 1);
	struct json_plan *plan = json_plan_new(&keep);
	for (uint16_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
		if (!json_plan_add(plan, str_of(pointers[i]), i, &diag)) return 1;
	}
	if (d.count == 0) {
		fprintf(stderr, "usage: bench_json FILE.json ...\n");
		return EXIT_USAGE;
	}
	const unsigned rounds = (unsigned)(30000000 / d.bytes) + 1;
	double best[3] = { 1e9, 1e9, 1e9 };
	uint64_t sum = 0;
	for (unsigned round = 0; round < 5; round++) {
		for (unsigned what = 0; what < 3; what++) {
			const double from = seconds();
			for (unsigned i = 0; i < rounds; i++)
				sum += what == 0 ? scan_all(&d, plan, &arena) : what == 1 ? tree_all(&d) : skip_all(&d);
			const double took = seconds() - from;
			if (took < best[what]) best[what] = took;
		}
	}
	const double megabytes = (double)d.bytes * rounds / 1e6;
	printf("{\"documents\":%zu,\"bytes\":%zu,\"scan_mb_s\":%.0f,\"cjson_mb_s\":%.0f,\"ratio\":%.2f,\"skip_mb_s\":%.0f,\"checksum\":%llu}\n",
		d.count, d.bytes, megabytes / best[0], megabytes / best[1], best[1] / best[0], megabytes / best[2], (unsigned long long)sum);
	arena_free(&arena);
	arena_free(&keep);
	return 0;
}
