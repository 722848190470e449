/* fuzz_json.c -- any bytes as a JSON document under a plan with every kind of segment.
 * Knows what must hold of each hit: it lies in the document and is itself a value. */
#include <stdint.h>
#include <stdlib.h>

#include "json.h"

static const char *const pointers[] = {
	"", "/a", "/a/0", "/*", "/*/a", "/a/*/u", "/[a=1]/u", "/[a]/1", "/a/[u=e]", "/a/*/[a]/*", "/e",
};

static void require(bool fine)
{
	if (!fine) abort();
}

static void check_hit(const struct json_hit *hit, struct str document, struct arena *arena)
{
	const struct json_slice *v = &hit->value;
	uint32_t repairs = 0;
	require(v->text.p >= document.p && v->text.p + v->text.n <= document.p + document.n);
	if (v->type == JSON_STRING) {
		const struct str text = json_unescape(*v, arena, &repairs);
		require(text.n <= v->text.n);
		require(json_unescape_id(*v, arena).n >= text.n);
		return;
	}
	struct json_result again = { 0 };
	require(json_project(NULL, v->text, 64, arena, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	struct json_result plain = { 0 }, result = { 0 };
	struct json_plan *plan = json_plan_new(&arena);
	char *copy = arena_alloc(&arena, size + JSON_PADDING);
	if (size) memcpy(copy, data, size);
	memset(copy + size, '"', JSON_PADDING);
	const struct str document = { copy, size };
	for (uint16_t i = 0; i < sizeof pointers / sizeof *pointers; i++) require(json_plan_add(plan, str_of(pointers[i]), i, &diag));
	const bool valid = json_project(NULL, document, 64, &arena, &plain);
	require(json_project(plan, document, 64, &arena, &result) == valid);
	require(valid || (result.fault == plain.fault && result.offset == plain.offset && result.offset <= size));
	for (uint32_t i = 0; i < result.count; i++) {
		require(i == 0 || result.hit[i - 1].value.text.p <= result.hit[i].value.text.p);
		check_hit(&result.hit[i], document, &arena);
	}
	arena_free(&arena);
	return 0;
}
