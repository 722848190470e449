/* steps.c -- step functions over scores, and how one of many steps is made one of few.
 * Knows that values only rise; does not know what they stand for. */
#include "score_count.h"

#include "arena.h"

#include <stdlib.h>

enum { UNITS = 10000 };

int32_t units_of(int64_t part, int64_t whole) { return (int32_t)((2 * UNITS * part + whole) / (2 * whole)); }

struct steps steps_new(uint32_t room) { return (struct steps){ .step = mem_alloc((room + (size_t)1) * sizeof(struct calibration_step)) }; }

void steps_free(struct steps *s)
{
	free(s->step);
	*s = (struct steps){ 0 };
}

void steps_add(struct steps *s, int64_t from, int32_t p)
{
	if (from > INT32_MAX) return;      /* above every score there is */
	if (s->n && s->step[s->n - 1].from == from) s->n--;
	if (s->n && s->step[s->n - 1].p == p) return;
	s->step[s->n++] = (struct calibration_step){ (int32_t)from, p };
}

/* One past the last step of the run that begins at i and whose values differ by at most `spread`. */
static uint32_t run_end(const struct steps *s, uint32_t i, int32_t spread)
{
	uint32_t end = i + 1;
	while (end < s->n && s->step[end].p - s->step[i].p <= spread) end++;
	return end;
}

static uint32_t runs(const struct steps *s, int32_t spread)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n; i = run_end(s, i, spread)) n++;
	return n;
}

int32_t steps_thin(const struct steps *s, enum thinning how, struct calibration_table *t)
{
	int32_t low = 0, high = UNITS;      /* the least spread that fits lies in [low, high] */
	while (low < high) {
		const int32_t middle = (low + high) / 2;
		if (runs(s, middle) <= CALIBRATION_STEPS) high = middle;
		else low = middle + 1;
	}
	int32_t changed = 0;
	t->steps = 0;
	for (uint32_t i = 0, end; i < s->n; i = end) {
		end = run_end(s, i, low);
		const int32_t first = s->step[i].p, last = s->step[end - 1].p;
		const int32_t p = how == THIN_DOWN ? first : how == THIN_UP ? last : first + (last - first) / 2;
		if (last - p > changed) changed = last - p;
		if (p - first > changed) changed = p - first;
		t->step[t->steps++] = (struct calibration_step){ s->step[i].from, p };
	}
	return changed;
}
