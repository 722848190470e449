/* frame_line.c -- lines out of a window, however long or broken they are.
 * Knows when a line is over the limit; does not keep more than its beginning then. */
#include "frame_line.h"

void frame_line_over(struct window *w, char line_end, uint64_t limit, struct frame_line *line)
{
	struct str held = window_bytes(w);
	const size_t kept = held.n < frame_kept(limit) ? held.n : frame_kept(limit);
	if (kept) memcpy(line->kept, held.p, kept);
	line->bytes = (struct str){ line->kept, kept };
	line->over = true;
	line->last = false;
	line->pass = 0;
	for (;;) {
		held = window_bytes(w);
		const char *end = held.n ? memchr(held.p, line_end, held.n) : NULL;
		window_pass(w, end ? (size_t)(end - held.p) + 1 : held.n);
		if (end) return;
		if (!window_more(w)) {
			line->last = true;
			return;
		}
	}
}

bool frame_line_next(struct window *w, char line_end, uint64_t limit, struct frame_line *line)
{
	window_pass(w, line->pass);
	line->pass = 0;
	line->over = line->last = line->hole = false;
	for (;;) {
		const struct str held = window_bytes(w);
		size_t zeros = 0;
		while (zeros < held.n && held.p[zeros] == '\0') zeros++;
		window_pass(w, zeros);
		line->hole = line->hole || zeros;
		if (zeros < held.n || !window_more(w)) break;
	}
	line->offset = w->base;
	for (size_t seen = 0;;) {
		const struct str held = window_bytes(w);
		const char *end = held.n > seen ? memchr(held.p + seen, line_end, held.n - seen) : NULL;
		const size_t n = end ? (size_t)(end - held.p) : held.n;
		if (n > limit) {
			frame_line_over(w, line_end, limit, line);
			return true;
		}
		line->bytes = str_cut(held, 0, n);
		line->pass = end ? n + 1 : n;
		if (end) return true;
		seen = n;
		if (window_more(w)) continue;
		if (w->failed || (w->ended && n == 0)) return false;
		if (w->ended) {
			line->bytes = str_cut(window_bytes(w), 0, n);
			line->last = true;
			return true;
		}
		frame_line_over(w, line_end, limit, line);
		return true;
	}
}

uint64_t frame_skip(struct window *w, size_t skip, char line_end)
{
	uint64_t lines = 0;
	while (window_bytes(w).n < skip && window_more(w)) {}
	const struct str held = window_bytes(w);
	if (skip > held.n) skip = held.n;
	for (size_t i = 0; i < skip; i++) lines += held.p[i] == line_end;
	window_pass(w, skip);
	return lines;
}

char frame_line_end(struct window *w)
{
	while (window_bytes(w).n < DETECT_BYTES && window_more(w)) {}
	struct str head = window_bytes(w);
	if (head.n > DETECT_BYTES) head.n = DETECT_BYTES;
	return head.n && memchr(head.p, '\r', head.n) && !memchr(head.p, '\n', head.n) ? '\r' : '\n';
}

struct str frame_trim_marks(struct str s, bool *hole)
{
	const size_t before = s.n;
	size_t marks = 0;
	static const struct str mark = { "\xef\xbb\xbf", 3 };
	for (;;) {
		if (str_starts(s, mark)) s = str_cut(s, 3, s.n), marks += 3;
		else if (s.n && s.p[0] == '\0') s = str_cut(s, 1, s.n);
		else break;
	}
	while (s.n && s.p[s.n - 1] == '\0') s.n--;
	if (s.n + marks < before) *hole = true;
	return s;
}
