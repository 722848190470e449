/* redact.c -- replaces handles in a text by pseudonyms and keeps account of the offsets.
 * Knows what a handle looks like; a bare name in a sentence looks like any other word and stays. */
#include "redact.h"

#include "line.h"

#include <stdlib.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_handle(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }

/* The end of the run of handle characters at `i`, without the full stop or dash that ends a sentence. */
static size_t run_end(struct str text, size_t i)
{
	const size_t from = i;
	while (i < text.n && is_handle(text.p[i])) i++;
	while (i > from && (text.p[i - 1] == '.' || text.p[i - 1] == '-')) i--;
	return i;
}

static void cut_out(struct redaction *r, struct str key, struct str text, size_t *done, size_t from, size_t to)
{
	if (r->cuts == r->room) {
		r->room = r->room ? 2 * r->room : 8;
		r->cut = mem_grow(r->cut, r->room * sizeof *r->cut);
	}
	buf_put(&r->text, str_cut(text, *done, from));
	struct cut *c = &r->cut[r->cuts++];
	c->from = (uint32_t)from;
	c->to = (uint32_t)to;
	c->at = (uint32_t)r->text.n;
	pseudonym(key, str_cut(text, from, to), &r->text);
	c->end = (uint32_t)r->text.n;
	*done = to;
}

/* "byte_me: hello" and "byte_me, hello": a first word with a digit or an underscore in it is taken for a handle. */
static size_t opening_handle(struct str text)
{
	const size_t end = run_end(text, 0);
	bool mark = false, letter = false;
	for (size_t i = 0; i < end; i++) {
		mark = mark || is_digit(text.p[i]) || text.p[i] == '_';
		letter = letter || is_letter(text.p[i]);
	}
	const bool stops = end < text.n && (text.p[end] == ':' || text.p[end] == ',') && !(end + 1 < text.n && text.p[end + 1] == '/');
	return mark && letter && stops ? end : 0;
}

/* Around the @ at `i`: a mention is what follows it (with the @host of a federated name), an address is all of it. */
static void at_sign(struct redaction *r, struct str key, struct str text, size_t *done, size_t i)
{
	size_t from = i;
	while (from > *done && is_handle(text.p[from - 1])) from--;
	if (from == i) from = i + 1;
	size_t to = run_end(text, i + 1);
	if (to < text.n && text.p[to] == '@' && to > i + 1) to = run_end(text, to + 1);
	if (to > i + 1) cut_out(r, key, text, done, from, to);
}

/* "u/name" and "/u/name", not inside a longer path. */
static bool is_user_path(struct str text, size_t i)
{
	if (text.p[i] != 'u' || i + 1 >= text.n || text.p[i + 1] != '/') return false;
	if (i > 0 && text.p[i - 1] == '/') return i == 1 || !(is_handle(text.p[i - 2]) || text.p[i - 2] == '/');
	return i == 0 || !is_handle(text.p[i - 1]);
}

void redact_open(struct redaction *r, struct str key, struct str text)
{
	*r = (struct redaction){ 0 };
	size_t done = 0;
	const size_t opening = opening_handle(text);
	if (opening) cut_out(r, key, text, &done, 0, opening);
	for (size_t i = done; i < text.n; i++) {
		if (i < done) continue;
		if (text.p[i] == '@') {
			at_sign(r, key, text, &done, i);
		} else if (is_user_path(text, i)) {
			const size_t to = run_end(text, i + 2);
			if (to > i + 2) cut_out(r, key, text, &done, i + 2, to);
		}
	}
	buf_put(&r->text, str_cut(text, done, text.n));
}

void redact_close(struct redaction *r)
{
	buf_free(&r->text);
	free(r->cut);
}

uint32_t redact_shift(const struct redaction *r, uint32_t offset, bool end)
{
	uint32_t low = 0, high = r->cuts;       /* the first cut that ends behind the offset */
	while (low < high) {
		const uint32_t mid = low + (high - low) / 2;
		if (r->cut[mid].to <= offset) low = mid + 1;
		else high = mid;
	}
	if (low < r->cuts && r->cut[low].from < offset) return end ? r->cut[low].end : r->cut[low].at;
	return low ? offset - r->cut[low - 1].to + r->cut[low - 1].end : offset;
}
