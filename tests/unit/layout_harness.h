/* layout_harness.h -- a member's bytes through detection, framer and map, as one line of text a record.
 * Knows the way of a record to its message; the tests beside it say what the lines must be. */
#ifndef CREDENCE_LAYOUT_HARNESS_H
#define CREDENCE_LAYOUT_HARNESS_H

#include "buf.h"
#include "layout.h"
#include "normalise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

struct layout_run {
	const char *path;              /* "archive!member" */
	uint64_t    record;            /* limit; 0: 16 MiB */
	bool        cut;               /* the archive ended before the member did */
	enum bad_utf8 bad_utf8;
};

struct layout_bytes { struct str text; size_t at, step; bool cut; };

static inline long layout_pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct layout_bytes *const m = from;
	(void)diag;
	size_t n = m->text.n - m->at;
	if (n > m->step) n = m->step;
	if (n > cap) n = cap;
	if (n) memcpy(into, m->text.p + m->at, n);
	m->at += n;
	return (long)n;
}

static inline bool layout_was_cut(void *from) { return ((struct layout_bytes *)from)->cut; }

static inline void layout_put_message(struct buf *out, const struct message *m, struct arena *arena)
{
	static const enum message_string shown[] = { MESSAGE_AUTHOR, MESSAGE_PARENT, MESSAGE_THREAD, MESSAGE_CHANNEL, MESSAGE_LINK };
	/* Of an id that was made up, without the archive and folder that all of them share. */
	const struct str id = m->string[MESSAGE_ID];
	buf_put(out, m->id_made ? str_cut(id, strlen("a.zip!d/"), id.n) : id);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		if (!m->string[shown[i]].p) continue;
		buf_put_format(out, " %s=", message_string_name(shown[i]));
		buf_put(out, m->string[shown[i]]);
	}
	if (m->zone != TIME_NONE) {
		buf_put_char(out, ' ');
		buf_put_time(out, m->time, m->zone == TIME_UTC);
	}
	if (m->bad_time) buf_put_z(out, " bad_time");
	if (m->edited) buf_put_z(out, " edited");
	if (m->deleted) buf_put_z(out, " deleted");
	if (m->repairs) buf_put_format(out, " repairs=%u", (unsigned)m->repairs);
	buf_put_char(out, ' ');
	buf_put_json(out, text_unmark(m->text, m->markup, arena));
}

static inline void layout_put_record(struct buf *out, const struct format_set *set, const struct record *record,
                                     struct parse_scratch *scratch, struct arena *arena)
{
	struct message m;
	struct str skip;
	buf_put_format(out, "%u@%u ", (unsigned)record->number, (unsigned)record->offset);
	switch (format_parse(set, record, scratch, arena, &m, &skip)) {
	case PARSED_MESSAGE: layout_put_message(out, &m, arena); break;
	case PARSED_SKIPPED:
		buf_put_z(out, "skipped ");
		buf_put(out, skip);
		break;
	default: buf_put_format(out, "%s at %u: %s", fault_name(m.fault), (unsigned)m.fault_at, m.fault_reason);
	}
	buf_put_char(out, '\n');
}

static inline struct buf layout_lines(const struct format_set *set, const struct layout_run *run, struct str text, size_t step)
{
	struct arena arena = { 0 };
	struct buf out = { 0 };
	struct diag diag = { 0 };
	const struct limits limits = { .record = run->record ? run->record : 16 << 20, .held = 16 << 20 };
	struct layout_bytes from = { text, 0, step, run->cut };
	struct window w = { .pull = layout_pull, .was_cut = layout_was_cut, .from = &from, .most = limits.record + DETECT_BYTES, .diag = &diag };
	const struct str head = text.n > DETECT_BYTES ? str_cut(text, 0, DETECT_BYTES) : text;
	const struct detection found = format_detect(set, str_of(run->path), head, &arena);
	buf_put_z(&out, found.format ? "" : "unknown");
	if (found.format && format_companion(found.format).p) buf_put(&out, format_companion(found.format));
	else if (found.format) {
		const struct framer *const framer = layout_of(found.frame) ? layout_of(found.frame)->framer : NULL;
		if (!framer) fail_msg("%s is read without a layout", format_name(found.format));
		const struct member member = { .archive = str_of("a.zip"), .path = str_of("d/m"), .format = found.format, .dialect = found.dialect };
		struct parse_scratch *const scratch = parse_scratch_new();
		void *const state = framer->open(&found, &limits);
		struct frame_out frame;
		enum finding note;
		buf_put_z(&out, format_name(found.format));
		buf_put_char(&out, '\n');
		for (enum frame_step s; (s = framer->next(state, &w, &frame, &note)) != FRAME_END;) {
			if (s == FRAME_NOTE) {
				buf_put_format(&out, "note %s\n", finding_name(note));
				continue;
			}
			assert_int_equal(s, FRAME_RECORD);
			assert_true(frame.offset + frame.bytes.n <= text.n);
			if (frame.bytes.n) assert_memory_equal(text.p + frame.offset, frame.bytes.p, frame.bytes.n);
			struct str bytes = { arena_zalloc(&arena, frame.bytes.n + JSON_PADDING), frame.bytes.n };
			if (bytes.n) memcpy((char *)(uintptr_t)bytes.p, frame.bytes.p, bytes.n);
			const struct record record = { .bytes = bytes, .member = &member, .number = frame.number, .offset = frame.offset,
				.fault = frame.fault, .context = frame.context };
			parse_scratch_begin(scratch);
			layout_put_record(&out, set, &record, scratch, &arena);
		}
		framer->close(state);
		parse_scratch_free(scratch);
	}
	free(w.p);
	arena_free(&arena);
	buf_put_char(&out, '\0');
	return out;
}

/* However the bytes arrive. */
static inline void layout_expect(const struct layout_run *run, const char *text, size_t n, const char *expected)
{
	static const size_t steps[] = { 1 << 20, 1, 7, 64 };
	struct diag diag = { 0 };
	const struct settings settings = { .limits = { .json_depth = 64 }, .bad_utf8 = run->bad_utf8 };
	struct assets *const assets = assets_open(NULL, &diag);
	struct format_set *const set = assets ? format_set_open(assets, &settings, &diag) : NULL;
	if (!set) fail_msg("%s", diag.text);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct buf got = layout_lines(set, run, (struct str){ text, n }, steps[i]);
		assert_string_equal(got.p, expected);
		buf_free(&got);
	}
	format_set_close(set);
	assets_close(assets);
}

#define LAYOUT_EXPECT(run, text, expected) layout_expect(&(run), text, sizeof(text) - 1, expected)

#endif
