/* frame_json.c -- records out of JSON documents of any size: it goes down along the map's record paths while the bytes
 * stream by, and keeps the values beside them that the map wants. Knows structure; does not check or parse records. */
#include "frame_cut.h"
#include "frame_held.h"
#include "frame_paths.h"

#include <stdlib.h>

enum phase { PHASE_OPENED, PHASE_VALUE, PHASE_COMMA, PHASE_RESUMED };   /* what was last met in a container; resumed: garbage */

struct level {
	uint64_t   mask;        /* the paths that lead through this value */
	uint64_t   scoped;      /* the captures that hang in it */
	uint64_t   index;       /* of the next element */
	bool       object, elements;   /* elements: each is a record (a map without record paths) */
	enum phase phase;
};

struct json_frame {
	struct cutter  cut;
	struct paths   paths;
	struct level   level[PATHS_DEPTH + 2];
	unsigned       levels;
	uint64_t       held_most, number;
	size_t         skip;
	bool           begun, releasing;
	bool           listed;       /* the documents are the elements of a list */
	bool           ending;       /* the document is given up once what is held was handed out */
	bool           matched;      /* a place where records stand was met in this document */
	bool           late_said;    /* too much to hold back: said of this document */
	bool           note;         /* to be said by the next call */
	uint64_t       document;     /* where it begins */
	uint64_t       known;        /* captures that were met */
	struct buf     value[PATH_CAPTURES];
	struct str     shown[PATH_CAPTURES];
	struct context context;
	uint64_t       generation, changed[PATH_CAPTURES];
	struct held    held;
};

static void *json_open(const struct detection *detection, const struct limits *limits)
{
	struct json_frame *s = mem_zalloc(1, sizeof *s);
	paths_open(&s->paths, detection->format);
	s->cut.limit = limits->record;
	s->held_most = limits->held;
	s->skip = detection->skip;
	const unsigned captures = s->paths.count - s->paths.records;
	s->context.count = captures < PATH_CAPTURES ? captures : PATH_CAPTURES;
	s->context.value = s->shown;
	s->context.changed = s->changed;
	return s;
}

static void json_close(void *state)
{
	struct json_frame *s = state;
	for (unsigned i = 0; i < PATH_CAPTURES; i++) buf_free(&s->value[i]);
	held_free(&s->held);
	buf_free(&s->cut.whole);
	paths_close(&s->paths);
	free(s);
}

/* --- captures ----------------------------------------------------------------------------------------------------------- */

static void captures_forget(struct json_frame *s, uint64_t mask)
{
	if (!(s->known & mask)) return;
	s->generation++;
	for (unsigned i = 0; i < s->context.count; i++) {
		if (!(mask >> (s->paths.records + i) & 1)) continue;
		s->shown[i] = (struct str){ 0 };
		s->changed[i] = s->generation;
	}
	s->known &= ~mask;
}

static void captures_take(struct json_frame *s, uint64_t mask, struct str value)
{
	s->generation++;
	for (unsigned i = 0; i < s->context.count; i++) {
		if (!(mask >> (s->paths.records + i) & 1)) continue;
		s->value[i].n = 0;
		buf_put(&s->value[i], value);
		s->shown[i] = value.n ? buf_str(&s->value[i]) : (struct str){ "", 0 };
		s->changed[i] = s->generation;
	}
	s->known |= mask;
}

/* Late captures of the values that are open, not met so far: records wait for them. */
static uint64_t captures_awaited(const struct json_frame *s)
{
	uint64_t scoped = 0;
	for (unsigned i = 0; i < s->levels; i++) scoped |= s->level[i].scoped;
	return s->late_said ? 0 : scoped & s->paths.late & ~s->known;
}

/* --- records ------------------------------------------------------------------------------------------------------------ */

enum step { STEP_ON, STEP_RECORD, STEP_END };

/* A record is handed out, or waits with those before it. */
static enum step record_out(struct json_frame *s, struct frame_out *out, struct str bytes, uint64_t offset,
                            enum fault fault)
{
	*out = (struct frame_out){ .bytes = bytes, .offset = offset, .number = ++s->number,
		.repairs = s->cut.hole, .fault = fault };
	s->cut.hole = false;
	if (!captures_awaited(s) && !held_any(&s->held)) return STEP_RECORD;
	held_put(&s->held, out);
	if (captures_awaited(s) && held_size(&s->held) > s->held_most) s->late_said = s->note = true;
	if (!captures_awaited(s)) s->releasing = true;
	return STEP_ON;
}

/* Where a value cut from the window begins in the member: nothing was consumed since. */
static uint64_t place(const struct cutter *c, struct str value)
{
	const struct window *w = c->window;
	const bool inside = value.n && value.p >= w->p && value.p < w->p + w->cap;
	return inside ? w->base + (uint64_t)(value.p - (w->p + w->begin)) : w->base;
}

static void document_matched(struct json_frame *s)
{
	s->matched = true;
	s->cut.keeping = false;
	s->cut.whole.n = 0;
}

static void document_end(struct json_frame *s)
{
	captures_forget(s, UINT64_MAX);
	s->levels = 0;
	s->ending = s->cut.keeping = false;
}

/* What cannot be read up to its line's end. */
static enum step garbage(struct json_frame *s, struct frame_out *out)
{
	struct str bytes;
	bool over;
	uint64_t at = s->cut.window->base;
	cut_garbage(&s->cut, &bytes, &over);
	if (s->cut.keeping) {            /* with what was passed over of its document so far */
		cut_settle(&s->cut);
		bytes = str_trim(buf_str(&s->cut.whole));
		at = s->document;
	}
	s->matched = true;
	s->cut.keeping = false;
	if (s->levels) s->level[s->levels - 1].phase = PHASE_RESUMED;
	return record_out(s, out, bytes, at, over ? FAULT_RECORD_SIZE : FAULT_JSON);
}

/* The member ends inside a document. */
static enum step cut_short(struct json_frame *s, struct frame_out *out, struct str bytes)
{
	const uint64_t at = place(&s->cut, bytes);
	const bool whole = !s->matched && s->cut.keeping;
	cut_settle(&s->cut);
	if (whole) bytes = buf_str(&s->cut.whole);
	const enum step step = record_out(s, out, bytes, whole ? s->document : at, FAULT_TRUNCATED);
	s->releasing = s->ending = true;
	return step;
}

static void level_open(struct json_frame *s, uint64_t mask, bool object)
{
	const unsigned at = s->levels;
	struct level *level = &s->level[s->levels++];
	*level = (struct level){ .mask = mask, .object = object, .scoped = paths_scoped(&s->paths, mask, at) };
	captures_forget(s, level->scoped);
	cut_pass(&s->cut, 1);
}

/* --- inside a document -------------------------------------------------------------------------------------------------- */

static enum step value_record(struct json_frame *s, struct frame_out *out)
{
	struct str bytes;
	const uint64_t start = s->cut.window->base;
	document_matched(s);
	const enum cut cut = cut_value(&s->cut, &bytes);
	if (s->cut.window->failed) return STEP_END;
	s->level[s->levels ? s->levels - 1 : 0].phase = cut == CUT_BROKEN ? PHASE_RESUMED : PHASE_VALUE;
	if (cut == CUT_ENDED) return cut_short(s, out, bytes);
	return record_out(s, out, bytes, start, cut == CUT_FINE ? FAULT_NONE : cut == CUT_OVER ? FAULT_RECORD_SIZE : FAULT_JSON);
}

static enum step value_capture(struct json_frame *s, struct frame_out *out, uint64_t mask)
{
	struct str bytes;
	const uint64_t start = s->cut.window->base;
	const enum cut cut = cut_value(&s->cut, &bytes);
	struct level *level = &s->level[s->levels - 1];
	if (s->cut.window->failed) return STEP_END;
	level->phase = cut == CUT_BROKEN ? PHASE_RESUMED : PHASE_VALUE;
	if (cut == CUT_ENDED) return cut_short(s, out, bytes);
	if (cut == CUT_BROKEN) return record_out(s, out, bytes, start, FAULT_JSON);
	if (cut == CUT_FINE) captures_take(s, mask, bytes);
	else s->late_said = s->note = true;
	if (held_any(&s->held) && !captures_awaited(s)) s->releasing = true;
	return STEP_ON;
}

/* The value at hand, of which `mask` says what leads through it. */
static enum step value_step(struct json_frame *s, struct frame_out *out, int c, uint64_t mask, bool element)
{
	struct level *level = &s->level[s->levels - 1];
	const uint64_t ending = paths_ending(&s->paths, mask, s->levels);
	const uint64_t records = paths_records(&s->paths);
	if (element || (ending & records)) return value_record(s, out);
	const bool bracket = c == '{' || c == '[';
	if ((ending & ~records) && !(mask & ~ending & records && bracket)) return value_capture(s, out, ending & ~records);
	level->phase = PHASE_VALUE;
	if ((mask & ~ending) && bracket && s->levels < PATHS_DEPTH) {
		level_open(s, mask & ~ending, c == '{');
		return STEP_ON;
	}
	struct str nothing;
	return cut_skip(&s->cut, &nothing) == CUT_ENDED && !s->cut.window->failed ? cut_short(s, out, nothing) : STEP_ON;
}

/* A key's text: escapes in keys are rare, and only a valid string has any. */
static struct str key_text(struct str quoted, struct arena *arena)
{
	struct str inside = str_cut(quoted, 1, quoted.n - 1);
	struct json_result result = { 0 };
	uint32_t repairs = 0;
	if (inside.n == 0 || !memchr(inside.p, '\\', inside.n)) return inside;
	if (!json_project(NULL, quoted, 1, arena, &result)) return inside;
	return json_unescape((struct json_slice){ .text = inside, .type = JSON_STRING, .escaped = true }, arena, &repairs);
}

static enum step member_step(struct json_frame *s, struct frame_out *out)
{
	struct level *level = &s->level[s->levels - 1];
	struct arena arena = { 0 };
	struct str quoted;
	if (!cut_key(&s->cut, &quoted)) {
		if (s->cut.window->failed) return STEP_END;
		return garbage(s, out);
	}
	const struct str key = key_text(quoted, &arena);
	const uint64_t mask = paths_below(&s->paths, level->mask, s->levels - 1, key.p ? key : (struct str){ "", 0 }, 0);
	arena_free(&arena);
	cut_pass(&s->cut, quoted.n);
	int c = cut_peek(&s->cut, false);
	if (c == ':') {
		cut_pass(&s->cut, 1);
		c = cut_peek(&s->cut, false);
	} else if (c >= 0) {
		return garbage(s, out);
	}
	if (c < 0) return s->cut.window->failed ? STEP_END : cut_short(s, out, (struct str){ "", 0 });
	if (c == ',' || c == '}' || c == ']') return garbage(s, out);
	return value_step(s, out, c, mask, false);
}

static enum step level_end(struct json_frame *s, struct frame_out *out)
{
	const struct level *level = &s->level[s->levels - 1];
	if ((level->scoped & s->paths.late) && held_any(&s->held)) {
		s->releasing = true;         /* and then this bracket again */
		return STEP_ON;
	}
	/* A place for records, though there are none in it. */
	for (unsigned i = 0; i < s->paths.records; i++) {
		const struct path *path = &s->paths.path[i];
		if ((level->mask >> i & 1) && path->segments == s->levels && path->segment[s->levels - 1].any) document_matched(s);
	}
	captures_forget(s, level->scoped);
	cut_pass(&s->cut, 1);
	if (--s->levels) return STEP_ON;
	const bool whole = s->cut.keeping, lost = !s->matched && !whole;
	document_end(s);
	if (s->matched) return STEP_ON;
	return record_out(s, out, buf_str(&s->cut.whole), s->document, lost ? FAULT_RECORD_SIZE : FAULT_NONE);
}

static enum step level_step(struct json_frame *s, struct frame_out *out)
{
	struct level *level = &s->level[s->levels - 1];
	const int c = cut_peek(&s->cut, false);
	if (c < 0) return s->cut.window->failed ? STEP_END : cut_short(s, out, (struct str){ "", 0 });
	if (c == (level->object ? '}' : ']')) return level_end(s, out);
	if (level->object && level->phase == PHASE_RESUMED && (c == '{' || c == '[')) {   /* behind garbage: the next document */
		s->releasing = s->ending = true;
		return STEP_ON;
	}
	if (c == ',' && (level->phase == PHASE_VALUE || level->phase == PHASE_RESUMED)) {
		level->phase = PHASE_COMMA;
		cut_pass(&s->cut, 1);
		return STEP_ON;
	}
	if (level->phase == PHASE_VALUE || c == ',' || c == '}' || c == ']' || c == ':') return garbage(s, out);
	if (level->object) return c == '"' ? member_step(s, out) : garbage(s, out);
	const uint64_t mask = paths_below(&s->paths, level->mask, s->levels - 1, (struct str){ 0 }, level->index++);
	return value_step(s, out, c, mask, level->elements);
}

/* --- between documents -------------------------------------------------------------------------------------------------- */

/* `window.YTD.tweets.part0 = ` before the first bracket: how many bytes; 0: it is something else. */
static size_t assignment(struct cutter *c)
{
	struct str held;
	while ((held = window_bytes(c->window)).n < 256 && window_more(c->window)) {}
	for (size_t i = 0; i < held.n && i < 256; i++) {
		const char b = held.p[i];
		if (b == '=' && i > 0) return i + 1;
		const bool letter = (b | 32) >= 'a' && (b | 32) <= 'z', digit = b >= '0' && b <= '9';
		if (!letter && !digit && b != '.' && b != '_' && b != '$' && b != ' ') return 0;
	}
	return 0;
}

static enum step outside_line(struct json_frame *s, struct frame_out *out)
{
	const size_t prefix = assignment(&s->cut);
	if (prefix) {
		cut_pass(&s->cut, prefix);
		return STEP_ON;
	}
	const enum step step = garbage(s, out);
	if (step == STEP_RECORD && out->fault == FAULT_JSON) {
		struct arena arena = { 0 };
		struct json_result result = { 0 };
		if (json_project(NULL, out->bytes, 1, &arena, &result)) out->fault = FAULT_NONE;   /* a value without brackets */
		arena_free(&arena);
	}
	return step;
}

static enum step document_step(struct json_frame *s, struct frame_out *out)
{
	const uint64_t records = paths_records(&s->paths);
	const int c = cut_peek(&s->cut, true);
	if (c < 0 && s->listed && !s->cut.window->failed) {
		s->listed = false;
		return cut_short(s, out, (struct str){ "", 0 });
	}
	if (c < 0) return STEP_END;
	if ((s->listed && c == ']') || (!s->listed && c == '[' && s->paths.listed)) {
		s->listed = !s->listed;
		cut_pass(&s->cut, 1);
		return STEP_ON;
	}
	const bool value = s->listed && c != '}' && c != ':';
	if (c != '{' && c != '[') return value ? value_record(s, out) : outside_line(s, out);
	s->matched = s->late_said = false;
	s->document = s->cut.window->base;
	s->cut.whole.n = 0;
	if ((s->paths.records == 0 && c == '{') || (paths_ending(&s->paths, records, 0) & records)) return value_record(s, out);
	s->cut.keeping = true;
	level_open(s, s->paths.count == PATHS_MAX ? UINT64_MAX : ((uint64_t)1 << s->paths.count) - 1, c == '{');
	if (s->paths.records == 0) {
		const int first = cut_peek(&s->cut, false);
		s->level[0].elements = first == '{';
		if (first == '{' || first == ']') document_matched(s);
	}
	return STEP_ON;
}

static enum frame_step record_ready(const struct json_frame *s, struct frame_out *out)
{
	out->context = s->context.count ? &s->context : NULL;
	out->generation = s->generation;
	return FRAME_RECORD;
}

static enum frame_step json_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct json_frame *s = state;
	*note = FINDING_NONE;
	s->cut.window = w;
	if (!s->begun) frame_skip(w, s->skip, '\n');
	s->begun = true;
	for (;;) {
		if (s->note) {
			s->note = false;
			s->releasing = true;
			*note = FINDING_LATE_CONTEXT;
			return FRAME_NOTE;
		}
		if (s->releasing && held_take(&s->held, out)) return record_ready(s, out);
		s->releasing = false;
		if (s->ending) document_end(s);
		cut_settle(&s->cut);
		const enum step step = s->levels ? level_step(s, out) : document_step(s, out);
		if (w->failed) return FRAME_FAILED;
		if (step == STEP_RECORD) return record_ready(s, out);
		if (step == STEP_END) return FRAME_END;
	}
}

const struct framer framer_json = { FRAME_JSON, json_open, json_next, json_close };
