/* fuzz_parse.c -- any bytes as a record through each shipped map, and as the head of a member. */
#include "map_fuzz.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct format_set *set;
	const struct str bytes = { (const char *)data, n };
	struct diag diag = { .code = EXIT_FINE };
	if (!set) {
		const struct settings settings = { .limits = { .json_depth = 64 } };
		struct assets *const assets = assets_open(NULL, &diag);
		set = assets ? format_set_open(assets, &settings, &diag) : NULL;
		if (!set) {
			fprintf(stderr, "%s\n", diag.text);
			abort();
		}
		assets_close(assets);
	}
	for (unsigned i = 0; i < set->formats; i++) fuzz_record(set, set->format[i], bytes);
	if (n <= DETECT_BYTES) fuzz_detect(set, bytes);
	return 0;
}
