/* fuzz_map.c -- any bytes as a format map: refused with a reason, or compiled and used on one record. */
#include "map_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str map = { (const char *)data, n }, name = { "fuzz.map.json", 13 };
	struct settings settings = { .maps = &map, .map_name = &name, .map_count = 1, .limits = { .json_depth = 64 } };
	struct diag diag = { .code = EXIT_FINE };
	struct format_set *const set = format_set_open(NULL, &settings, &diag);
	if (!set) {
		if (diag.code != EXIT_USAGE || !diag.text[0]) abort();
		return 0;
	}
	fuzz_record(set, set->format[0], str_of("{\"id\":1,\"text\":[\"a\",{\"text\":\"b\"}],\"time\":\"2020-01-01\",\"a\":{\"b\":[1,2]}}"));
	fuzz_detect(set, str_of("{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n"));
	format_set_close(set);
	return 0;
}
