/* fuzz_warc.c -- any bytes as WARC and as ARC, and as one HTTP answer.
 * Knows that what is taken off never reads beyond; the steps of a layout are in layout_fuzz.h. */
#include "layout_fuzz.h"
#include "warc_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_answer answer;
	if (http_read((struct str){ (const char *)data, size }, &answer)) {
		struct arena arena = { 0 };
		struct str body;
		uint32_t repairs = 0;
		if (http_unwrap(&answer, &arena, &body, &repairs) == UNWRAPPED) layout_require(body.n <= 65536 + size * 64);
		arena_free(&arena);
	}
	layout_fuzz(&layout_warc, 2, data, size);
	return 0;
}
