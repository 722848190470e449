/* marks.c -- a short fingerprint of a message, so that a model knows which messages it was trained on.
 * Knows how a message is told from others; does not know texts: a mark cannot be turned back.
 *
 * An id of six letters or more stands for the message; a shorter one is only a number in its file, and the text is added. */
#include "learning.h"

#include <stdlib.h>
#include <xxhash.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

uint64_t example_mark(const struct example *e)
{
	enum { TELLING = 6 };
	struct row row;
	uint64_t hash = XXH64(e->id.p, e->id.n, 0);
	if (e->id.n < TELLING && row_read(e->row, 0, &row)) hash = XXH64(row.string[ROW_TEXT].p, row.string[ROW_TEXT].n, hash);
	return hash >> (64 - 6 * MARK_LETTERS);
}

void mark_text(uint64_t mark, char text[MARK_LETTERS])
{
	for (unsigned i = MARK_LETTERS; i-- > 0; mark >>= 6) text[i] = letters[mark & 63];
}

static int letter_value(char c)
{
	const char *at = memchr(letters, c, 64);
	return at ? (int)(at - letters) : -1;
}

static uint64_t mark_at(struct str marks, size_t i)
{
	uint64_t mark = 0;
	for (unsigned k = 0; k < MARK_LETTERS; k++) mark = mark << 6 | (uint64_t)(letter_value(marks.p[i * MARK_LETTERS + k]) & 63);
	return mark;
}

bool marks_hold(struct str marks, uint64_t mark)
{
	size_t from = 0, to = marks.n / MARK_LETTERS;
	while (from < to) {
		const size_t middle = from + (to - from) / 2;
		const uint64_t at = mark_at(marks, middle);
		if (at == mark) return true;
		if (at < mark) from = middle + 1;
		else to = middle;
	}
	return false;
}

uint32_t marks_met(const struct examples *all, struct str marks, const struct example **first)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < all->n; i++) {
		const struct example *e = &all->item[i];
		if (e->labels && marks_hold(marks, example_mark(e)) && !n++) *first = e;
	}
	return n;
}

static int mark_order(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

/* Those of other models join: what an auxiliary has learned from, its margins know. */
static uint64_t *marks_join(uint64_t *mark, uint32_t *n, struct str others)
{
	const size_t count = others.n / MARK_LETTERS;
	mark = mem_grow(mark, (*n + count + 1) * sizeof *mark);
	for (size_t i = 0; i < count; i++) mark[(*n)++] = mark_at(others, i);
	return mark;
}

void marks_of(const struct examples *all, const struct label_list *labels, const struct str *others, unsigned count, struct buf *out)
{
	uint64_t *mark = mem_alloc((all->n + 1) * sizeof *mark);
	uint32_t n = 0;
	for (uint32_t i = 0; i < all->n; i++)
		if (labels_bits(labels, &all->item[i])) mark[n++] = example_mark(&all->item[i]);
	for (unsigned k = 0; k < count; k++) mark = marks_join(mark, &n, others[k]);
	qsort(mark, n, sizeof *mark, mark_order);
	for (uint32_t i = 0; i < n; i++) {
		char text[MARK_LETTERS];
		if (i && mark[i] == mark[i - 1]) continue;
		mark_text(mark[i], text);
		buf_put(out, (struct str){ text, sizeof text });
	}
	free(mark);
}
