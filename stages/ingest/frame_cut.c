/* frame_cut.c -- the structural reading of a JSON stream through a window.
 * Knows brackets, strings and line ends; validates nothing. */
#include "frame_cut.h"

#include "json.h"

void cut_pass(struct cutter *c, size_t bytes)
{
	if (c->keeping && bytes) {
		const struct str held = window_bytes(c->window);
		if (c->whole.n + bytes <= c->limit) {
			buf_put(&c->whole, str_cut(held, 0, bytes));
		} else {
			const size_t kept = frame_kept(c->limit);
			c->keeping = false;
			if (c->whole.n < kept) buf_put(&c->whole, str_cut(held, 0, kept - c->whole.n));
			c->whole.n = kept;
		}
	}
	window_pass(c->window, bytes);
}

void cut_settle(struct cutter *c)
{
	const size_t bytes = c->pass;
	c->pass = 0;
	cut_pass(c, bytes);
}

static bool is_between(char c) { return c == '\0' || c == '\x1e' || c == ',' || c == ';'; }

int cut_peek(struct cutter *c, bool between)
{
	static const struct str mark = { "\xef\xbb\xbf", 3 };
	for (;;) {
		const struct str held = window_bytes(c->window);
		size_t n = 0;
		while (n < held.n && (held.p[n] == ' ' || held.p[n] == '\n' || held.p[n] == '\r' || held.p[n] == '\t' ||
		                      (between && is_between(held.p[n])))) n++;
		c->hole = c->hole || (between && n && memchr(held.p, '\0', n));
		cut_pass(c, n);
		const struct str rest = str_cut(held, n, held.n);
		if (between && rest.n && str_starts(mark, str_cut(rest, 0, rest.n < 3 ? rest.n : 3))) {
			if (rest.n >= 3) {
				cut_pass(c, 3);
				continue;
			}
			if (window_more(c->window)) continue;
			return c->window->failed ? -1 : (unsigned char)mark.p[0];
		}
		if (rest.n) return (unsigned char)rest.p[0];
		if (!window_more(c->window)) return -1;
	}
}

/* No more of the window than it takes to know that a value is over the limit: how bytes arrive must not matter. */
static struct str within_limit(const struct cutter *c)
{
	struct str held = window_bytes(c->window);
	if (held.n > c->limit) held.n = (size_t)c->limit + 1;
	return held;
}

/* Where the value that begins at 0 ends, as far as the bytes tell; bytes.n and not *found: more are needed. */
static size_t value_end(const struct cutter *c, struct json_depth *d, struct str bytes, size_t at, bool *found,
                        bool *broken)
{
	while (at < bytes.n) {
		size_t stop = bytes.n;
		if (c->suspect) {
			const char *line = memchr(bytes.p + at, '\n', bytes.n - at);
			if (line) stop = (size_t)(line - bytes.p) + 1;
		}
		const size_t end = json_skip(d, str_cut(bytes, 0, stop), at, 0);
		if (end < stop) {
			/* The bracket that closes this value belongs to it; a comma or the bracket around it does not. */
			*found = true;
			return (bytes.p[0] == '{' || bytes.p[0] == '[') && bytes.p[end] != ',' ? end + 1 : end;
		}
		at = stop;
		if (c->suspect && d->in_string && bytes.p[stop - 1] == '\n') {
			*broken = true;
			return stop;
		}
	}
	return bytes.n;
}

/* Has a string in these bytes swallowed a line end? */
static bool swallowed(struct cutter *c, struct str bytes)
{
	struct json_depth d = { 0 };
	bool found = false, broken = false;
	if (c->suspect) return false;
	c->suspect = true;
	value_end(c, &d, bytes, 0, &found, &broken);
	c->suspect = broken;
	return broken;
}

static enum cut value_over(struct cutter *c, struct str *out)
{
	const struct str held = window_bytes(c->window);
	const size_t kept = held.n < frame_kept(c->limit) ? held.n : frame_kept(c->limit);
	if (kept) memcpy(c->line.kept, held.p, kept);
	struct str ignored;
	cut_skip(c, &ignored);
	*out = (struct str){ c->line.kept, kept };
	return CUT_OVER;
}

enum cut cut_value(struct cutter *c, struct str *out)
{
	struct json_depth d = { 0 };
	for (size_t seen = 0;;) {
		struct str held = within_limit(c);
		bool found = false, broken = false;
		const size_t end = value_end(c, &d, held, seen, &found, &broken);
		if (found || broken) {
			if (end > c->limit) return value_over(c, out);
			*out = str_trim(str_cut(held, 0, end));
			c->pass = end;
			return found ? CUT_FINE : CUT_BROKEN;
		}
		seen = held.n;
		if (seen <= c->limit && window_more(c->window)) continue;
		if (c->window->failed) return CUT_ENDED;
		held = within_limit(c);
		if (swallowed(c, held)) {
			d = (struct json_depth){ 0 };
			seen = 0;
			continue;
		}
		if (seen > c->limit || !c->window->ended) return value_over(c, out);
		*out = str_trim(held);
		c->pass = held.n;
		return CUT_ENDED;
	}
}

enum cut cut_skip(struct cutter *c, struct str *out)
{
	struct json_depth d = { 0 };
	const struct str first = window_bytes(c->window);
	const bool bracket = first.n && (first.p[0] == '{' || first.p[0] == '[');
	*out = (struct str){ "", 0 };
	for (;;) {
		const struct str held = window_bytes(c->window);
		const size_t end = json_skip(&d, held, 0, 0);
		if (end < held.n) {
			cut_pass(c, bracket && held.p[end] != ',' ? end + 1 : end);
			return CUT_FINE;
		}
		cut_pass(c, held.n);
		if (!window_more(c->window)) return CUT_ENDED;
	}
}

bool cut_key(struct cutter *c, struct str *out)
{
	for (size_t at = 1;;) {
		const struct str held = within_limit(c);
		for (; at < held.n; at++) {
			if (held.p[at] == '"') {
				*out = str_cut(held, 0, at + 1);
				return true;
			}
			if (held.p[at] == '\n') return false;
			if (held.p[at] == '\\') {
				if (at + 1 == held.n) break;
				at++;
			}
		}
		if (held.n > c->limit || !window_more(c->window)) return false;
	}
}

void cut_garbage(struct cutter *c, struct str *out, bool *over)
{
	*over = false;
	for (size_t seen = 0;;) {
		struct str held = window_bytes(c->window);
		const char *end = held.n > seen ? memchr(held.p + seen, '\n', held.n - seen) : NULL;
		const size_t n = end ? (size_t)(end - held.p) : held.n;
		seen = n;
		if (n <= c->limit && !end && window_more(c->window)) continue;
		*over = n > c->limit || (!end && !c->window->ended);
		if (*over) {
			c->keeping = false;
			frame_line_over(c->window, '\n', c->limit, &c->line);
			*out = c->line.bytes;
		} else {
			held = window_bytes(c->window);
			*out = str_trim(str_cut(held, 0, n));
			c->pass = end ? n + 1 : n;
		}
		return;
	}
}
