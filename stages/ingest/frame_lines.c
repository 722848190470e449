/* frame_lines.c -- lines of text as records.
 * Knows the three line ends; does not know who speaks on a line. */
#include "frame_line.h"

#include "arena.h"

#include <stdlib.h>

struct lines {
	struct frame_line line;
	uint64_t          limit, number;
	size_t            skip;
	uint32_t          holes;        /* since the last record */
	char              end;          /* 0 until the head was looked at */
};

static void *lines_open(const struct detection *detection, const struct limits *limits)
{
	struct lines *s = mem_zalloc(1, sizeof *s);
	s->limit = limits->record;
	s->skip = detection->skip;
	return s;
}

static enum frame_step lines_next(void *state, struct window *w, struct frame_out *out, enum finding *note)
{
	struct lines *s = state;
	*note = FINDING_NONE;
	if (!s->end) {
		s->end = frame_line_end(w);
		s->number = frame_skip(w, s->skip, s->end);
	}
	while (frame_line_next(w, s->end, s->limit, &s->line)) {
		if (w->failed) break;
		s->number++;
		bool hole = s->line.hole;
		struct str text = frame_trim_marks(s->line.bytes, &hole);
		while (text.n && (text.p[text.n - 1] == '\r' || text.p[text.n - 1] == '\0')) text.n--;
		s->holes += hole;
		if (str_trim(text).n == 0 && !s->line.over) continue;
		*out = (struct frame_out){ .bytes = text, .number = s->number, .repairs = s->holes };
		s->holes = 0;
		out->offset = s->line.offset + (uint64_t)(text.p - s->line.bytes.p);
		if (s->line.over) out->fault = FAULT_RECORD_SIZE;
		else if (s->line.last && w->was_cut(w->from)) out->fault = FAULT_TRUNCATED;
		return FRAME_RECORD;
	}
	return w->failed ? FRAME_FAILED : FRAME_END;
}

static void lines_close(void *state) { free(state); }

const struct framer framer_lines = { FRAME_LINES, lines_open, lines_next, lines_close };
