/* layout_fuzz.h -- any bytes through a framer, in pieces of two sizes, and each record of a layout through a map.
 * Knows what must hold: the same records both times, each standing where it says; what leaves is UTF-8. */
#ifndef CREDENCE_LAYOUT_FUZZ_H
#define CREDENCE_LAYOUT_FUZZ_H

#include "layout.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct layout_member { struct str text; size_t at, step; };

static inline long layout_member_pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct layout_member *const m = from;
	(void)diag;
	size_t n = m->text.n - m->at;
	if (n > m->step) n = m->step;
	if (n > cap) n = cap;
	if (n) memcpy(into, m->text.p + m->at, n);
	m->at += n;
	return (long)n;
}

static inline bool layout_member_cut(void *from) { return ((struct layout_member *)from)->text.n % 2; }

static inline void layout_require(bool fine)
{
	if (!fine) abort();
}

static inline void layout_record(const struct format_set *set, const struct format *format, unsigned dialect, const struct frame_out *out)
{
	struct arena arena = { 0 };
	const struct member member = { .archive = { "a", 1 }, .path = { "d/p", 3 }, .format = format, .dialect = dialect };
	char *const p = arena_zalloc(&arena, out->bytes.n + JSON_PADDING);
	if (out->bytes.n) memcpy(p, out->bytes.p, out->bytes.n);
	const struct record record = { .bytes = { p, out->bytes.n }, .member = &member, .number = out->number, .fault = out->fault,
		.context = out->context };
	struct parse_scratch *const scratch = parse_scratch_new();
	struct message m;
	struct str skip;
	const enum parsed parsed = format_parse(set, &record, scratch, &arena, &m, &skip);
	layout_require(m.string[MESSAGE_ID].p && (parsed == PARSED_SKIPPED) == (skip.p != NULL));
	if (parsed == PARSED_QUARANTINED) layout_require(m.fault && m.fault_reason);
	for (unsigned i = 0; parsed == PARSED_MESSAGE && i < MESSAGE_STRINGS; i++) layout_require(utf8_valid(m.string[i], NULL));
	if (parsed == PARSED_MESSAGE) layout_require(utf8_valid(m.text, NULL));
	parse_scratch_free(scratch);
	arena_free(&arena);
}

/* Its bytes are those of the member at its place, but where records are made of several places. */
static inline bool layout_stands(const struct framer *framer, struct str text, const struct frame_out *out)
{
	if (framer == &framer_tree || framer->frame == FRAME_WIKI) return out->offset <= text.n;
	if (out->offset + out->bytes.n > text.n) return false;
	return out->bytes.n == 0 || memcmp(text.p + out->offset, out->bytes.p, out->bytes.n) == 0;
}

/* A sum over everything that is said of the records; `set` NULL: they are not parsed. */
static inline uint64_t layout_sum(const struct framer *framer, const struct format_set *set, const struct detection *detection,
                                  uint64_t limit, struct str text, size_t step)
{
	const struct limits limits = { .record = limit, .held = 100 };
	struct layout_member from = { text, 0, step };
	struct diag diag = { 0 };
	struct window w = { .pull = layout_member_pull, .was_cut = layout_member_cut, .from = &from, .most = limit + DETECT_BYTES,
		.diag = &diag };
	struct frame_out out;
	enum finding note;
	enum frame_step s;
	uint64_t sum = 14695981039346656037u, last = 0;
	void *const state = framer->open(detection, &limits);
	while ((s = framer->next(state, &w, &out, &note)) != FRAME_END) {
		layout_require(s == FRAME_RECORD || s == FRAME_NOTE);
		if (s == FRAME_NOTE) {
			sum = (sum ^ note) * 1099511628211u;
			continue;
		}
		layout_require(out.number > last && layout_stands(framer, text, &out));
		last = out.number;
		sum = (sum ^ out.offset) * 1099511628211u;
		sum = (sum ^ out.bytes.n) * 1099511628211u;
		sum = (sum ^ out.fault) * 1099511628211u;
		sum = (sum ^ out.repairs) * 1099511628211u;
		for (size_t i = 0; i < out.bytes.n; i++) sum = (sum ^ (unsigned char)out.bytes.p[i]) * 1099511628211u;
		if (set) layout_record(set, detection->format, detection->dialect, &out);
	}
	framer->close(state);
	free(w.p);
	return sum;
}

/* The same records, with all that is said of them, however the bytes arrive. */
static inline void layout_same(const struct framer *framer, const struct format_set *set, const struct detection *detection,
                               uint64_t limit, struct str text)
{
	const uint64_t whole = layout_sum(framer, set, detection, limit, text, 1 << 16);
	layout_require(whole == layout_sum(framer, NULL, detection, limit, text, 3));
}

/* The shipped maps. */
static inline const struct format_set *layout_maps(void)
{
	static struct format_set *set;
	struct diag diag = { .code = EXIT_FINE };
	if (!set) {
		const struct settings settings = { .limits = { .json_depth = 64 } };
		struct assets *const assets = assets_open(NULL, &diag);
		set = assets ? format_set_open(assets, &settings, &diag) : NULL;
		layout_require(set != NULL);
		assets_close(assets);
	}
	return set;
}

/* Through each shipped map of the layout, as recognised and (`dialects` of them) as each of its kinds. */
static inline void layout_fuzz(const struct layout *layout, unsigned dialects, const uint8_t *data, size_t size)
{
	const struct format_set *const set = layout_maps();
	const struct str text = { (const char *)data, size };
	const uint64_t limit = size % 2 ? 50 : 1 << 20;
	struct arena arena = { 0 };
	format_detect(set, str_of("a.zip!data/x"), text.n > DETECT_BYTES ? str_cut(text, 0, DETECT_BYTES) : text, &arena);
	arena_free(&arena);
	for (unsigned i = 0; i < set->formats; i++) {
		if (set->format[i]->layout != layout) continue;
		for (unsigned dialect = 0; dialect < dialects; dialect++) {
			const struct detection detection = { .format = set->format[i], .frame = layout->framer->frame, .dialect = dialect };
			layout_same(layout->framer, set, &detection, limit, text);
		}
	}
}

#endif
