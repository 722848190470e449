/* frame_jsonl.c -- JSON documents one a line, as dumps and streams have them.
 * Knows what may stand around a document on its line; does not know JSON. */
#include "frame_line.h"

#include "arena.h"

#include <stdlib.h>

struct jsonl {
	struct frame_line line;
	uint64_t          limit, number;
	size_t            skip;
	uint32_t          holes;        /* since the last record */
	bool              begun;
};

static void *jsonl_open(const struct detection *detection, const struct limits *limits)
{
	struct jsonl *s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	return s;
}

/* Without what may surround the document: white space, byte order marks, RFC 7464's separator, zero bytes, and the comma
 * behind an object where an array was written one element a line. */
static struct str document_trim(struct str line, bool *hole)
{
	for (size_t before = line.n + 1; line.n < before;) {
		before = line.n;
		line = str_trim(frame_trim_marks(line, hole));
		if (line.n && line.p[0] == '\x1e') line = str_cut(line, 1, line.n);
	}
	if (line.n && line.p[line.n - 1] == ',') {
		const struct str object = str_trim(str_cut(line, 0, line.n - 1));
		if (object.n && object.p[object.n - 1] == '}') return object;
	}
	return line;
}

static bool looks_whole(struct str text) { return text.p[text.n - 1] == '}' || text.p[text.n - 1] == ']'; }

static enum frame_step jsonl_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct jsonl *s = state;
	*note = FINDING_NONE;
	if (!s->begun) s->number = frame_skip(w, s->skip, '\n');
	s->begun = true;
	while (frame_line_next(w, '\n', s->limit, &s->line)) {
		if (w->failed) break;
		s->number++;
		bool hole = s->line.hole;
		const struct str text = s->line.over ? s->line.bytes : document_trim(s->line.bytes, &hole);
		s->holes += hole;
		if (text.n == 0) continue;
		*out = (struct frame_out){ .bytes = text, .number = s->number, .repairs = s->holes };
		s->holes = 0;
		out->offset = s->line.offset + (uint64_t)(text.p - s->line.bytes.p);
		if (s->line.over) out->fault = FAULT_RECORD_SIZE;
		else if (s->line.last && !looks_whole(text) && w->was_cut(w->from)) out->fault = FAULT_TRUNCATED;
		return FRAME_RECORD;
	}
	return w->failed ? FRAME_FAILED : FRAME_END;
}

static void jsonl_close(void *state) { free(state); }

const struct framer framer_jsonl = { FRAME_JSONL, jsonl_open, jsonl_next, jsonl_close };
