/* fuzz_framer.c -- any bytes through every framer that is no layout, plainly and as the shipped maps want it.
 * Knows which framers there are; what must hold of them is in layout_fuzz.h. */
#include "layout_fuzz.h"

/* With the maps' pointers to what stands beside records, to records in several places, and to records inside of records. */
static void maps_fuzz(struct str text, uint64_t limit)
{
	const struct format_set *const set = layout_maps();
	for (unsigned i = 0; i < set->formats; i++) {
		const struct str *record, *inner;
		const struct capture *capture;
		struct detection detection = { .format = set->format[i], .frame = FRAME_JSON };
		const bool inside = format_recurse_paths(set->format[i], &inner) > 0;
		const bool several = format_record_paths(set->format[i], &record) > 1 || format_captures(set->format[i], &capture) > 0;
		if (set->format[i]->layout || (!several && !inside)) continue;
		layout_same(inside ? &framer_tree : &framer_json, NULL, &detection, limit, text);
		detection.frame = FRAME_JSONL;
		if (inside) layout_same(&framer_tree, NULL, &detection, limit, text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct framer *const framers[] = { &framer_jsonl, &framer_json, &framer_csv, &framer_lines };
	const struct str text = { (const char *)data, size };
	const uint64_t limit = size % 2 ? 50 : 1 << 20;
	for (unsigned i = 0; i < sizeof framers / sizeof *framers; i++) {
		const struct detection detection = { .frame = framers[i]->frame, .delimiter = ',', .header = size % 3 == 0 };
		layout_same(framers[i], NULL, &detection, limit, text);
	}
	maps_fuzz(text, limit);
	return 0;
}
