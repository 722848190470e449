/* map_fuzz.h -- one record through one map, checked for what must hold whatever the bytes are.
 * Knows the promises of format_parse(); the fuzz targets beside it choose bytes and maps. */
#ifndef CREDENCE_MAP_FUZZ_H
#define CREDENCE_MAP_FUZZ_H

#include "map.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void fuzz_record(const struct format_set *set, const struct format *format, struct str bytes)
{
	static struct str header[] = { { "id", 2 }, { "text", 4 }, { "author", 6 } };
	static const struct context context = { .value = header, .count = 3 };
	const struct member member = { .archive = { "a", 1 }, .path = { "d/p", 3 }, .format = format, .delimiter = ',', .names = true };
	struct arena arena = { 0 };
	char *const p = arena_zalloc(&arena, bytes.n + JSON_PADDING);
	if (bytes.n) memcpy(p, bytes.p, bytes.n);
	const struct record record = { .bytes = { p, bytes.n }, .member = &member, .number = 1,
		.context = format->family == FAMILY_CSV ? &context : NULL };
	struct parse_scratch *const scratch = parse_scratch_new();
	struct message m;
	struct str skip;
	const enum parsed parsed = format_parse(set, &record, scratch, &arena, &m, &skip);
	if (!m.string[MESSAGE_ID].p) abort();
	if ((parsed == PARSED_SKIPPED) != (skip.p != NULL)) abort();
	if (parsed == PARSED_QUARANTINED && (!m.fault || !m.fault_reason || m.fault_at > bytes.n * 5)) abort();
	/* What leaves here is UTF-8, whatever came in. */
	for (unsigned i = 0; parsed == PARSED_MESSAGE && i < MESSAGE_STRINGS; i++) if (!utf8_valid(m.string[i], NULL)) abort();
	if (parsed == PARSED_MESSAGE && !utf8_valid(m.text, NULL)) abort();
	parse_scratch_free(scratch);
	arena_free(&arena);
}

static inline void fuzz_detect(const struct format_set *set, struct str head)
{
	struct arena arena = { 0 };
	const struct detection found = format_detect(set, str_of("a.zip!data/123/replies/5.txt"), head, &arena);
	if (found.skip > head.n) abort();
	arena_free(&arena);
}

#endif
