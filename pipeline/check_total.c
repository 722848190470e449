/* check_total.c -- what all archives hold together, format by format, for a person who gave more than one.
 * Knows sums; does not know single archives any more. */
#include "check.h"

#include <stdlib.h>

void check_total_add(struct check_total *t, const struct check *c)
{
	t->archives++;
	for (uint32_t i = 0; i < c->groups; i++) {
		const struct check_group *const g = &c->group[i];
		uint32_t k = 0;
		while (k < t->sums && t->sum[k].format != g->format) k++;
		if (k == t->sums) {
			t->sum = mem_grow(t->sum, (t->sums + 1) * sizeof *t->sum);
			t->sum[t->sums++] = (struct check_sum){ .format = g->format };
		}
		t->sum[k].archives++;
		t->sum[k].messages += g->messages;
		t->sum[k].skipped += g->skipped;
		t->sum[k].bad += g->bad;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct check_sum *const x = a, *const y = b;
	if (!x->format || !y->format) return !x->format - !y->format;
	return strcmp(format_name(x->format), format_name(y->format));
}

static void print_row(struct buf *out, const char *name, const struct check_sum *s)
{
	buf_put_format(out, "  %-26s %8llu %10llu %10llu %10llu\n", name, (unsigned long long)s->archives, (unsigned long long)s->messages,
		(unsigned long long)s->skipped, (unsigned long long)s->bad);
}

void check_total_print(const struct check_total *t, struct buf *out)
{
	if (t->archives < 2) return;
	struct check_sum all = { .archives = t->archives };
	qsort(t->sum, t->sums, sizeof *t->sum, by_name);
	buf_put_format(out, "\nAll together\n  %-26s %8s %10s %10s %10s\n", "format", "archives", "messages", "skipped", "bad");
	for (uint32_t i = 0; i < t->sums; i++) {
		print_row(out, t->sum[i].format ? format_name(t->sum[i].format) : "no known format", &t->sum[i]);
		all.messages += t->sum[i].messages;
		all.skipped += t->sum[i].skipped;
		all.bad += t->sum[i].bad;
	}
	print_row(out, "", &all);
}
