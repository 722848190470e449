/* decisions.c -- opens the models of a run and lays them side by side.
 * Knows which decision fills which slot and what its model must be; does not know how a text is answered (answers.c). */
#include "decisions.h"

#include <stdlib.h>

static const struct slot_info table[SLOTS] = {
	[SLOT_CHECK_WORTHINESS] = { "check_worthiness", TASK_CHECK_WORTHINESS, true },
	[SLOT_CLAIM] = { "claim", TASK_CLAIM, true },
	[SLOT_CERTAINTY] = { "certainty", TASK_CERTAINTY, false },
	[SLOT_STANCE] = { "stance_alone", TASK_STANCE, false }
};

const struct slot_info *slot_info(unsigned slot) { return &table[slot]; }

const struct decision *decisions_get(const struct decisions *all, enum slot slot) { return all ? all->of[slot] : NULL; }

static bool decision_fits(const struct decision *d, const struct slot_info *info, const char *file, struct diag *diag)
{
	if (d->task != info->task)
		return diag_usage(diag, "%s: /task: is %s where decide.%s needs %s", file, task_info(d->task)->name, info->name,
			task_info(info->task)->name);
	if (info->yes && d->labels != 2)
		return diag_usage(diag, "%s: /labels: decide.%s needs two, of which the second says yes", file, info->name);
	return true;
}

static bool models_open(struct decisions *all, const struct settings *settings, struct diag *diag)
{
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const struct decide_model *m = &settings->decide[slot];
		if (!m->bytes.p) continue;
		all->of[slot] = decision_open(m->bytes, m->name.p, diag);
		if (!all->of[slot] || !decision_fits(all->of[slot], &table[slot], m->name.p, diag)) return false;
		all->first[slot] = all->columns;
		all->columns += all->of[slot]->columns;
		if (all->of[slot]->longest > all->longest) all->longest = all->of[slot]->longest;
	}
	return true;
}

/* Of a stance without its thread only one fact is known: that the message answers something. */
static void base_lay(struct decisions *all, unsigned slot)
{
	const struct decision *d = all->of[slot];
	const struct ladder *reply = slot == SLOT_STANCE ? d->fact[THREAD_REPLY] : NULL;
	for (unsigned c = 0; c < d->columns; c++)
		all->base[all->first[slot] + c] = d->intercept[c] + (reply ? reply->sum[indicator_reach(1)][c] : 0);
}

static bool is_weighed(const struct decisions *all, unsigned count)
{
	for (unsigned slot = 0; slot < SLOTS; slot++)
		if (all->of[slot] && all->of[slot]->count[count]) return true;
	return false;
}

static void ladders_lay(struct decisions *all)
{
	const size_t row = all->width, rows = INDICATOR_STEPS + 1;
	for (unsigned f = 0; f < COUNTED; f++)
		if (is_weighed(all, f)) all->count[all->counts++] = (uint16_t)f;
	all->ladder = mem_zalloc(all->counts * rows * row + 1, sizeof *all->ladder);
	for (unsigned i = 0; i < all->counts; i++) {
		for (unsigned slot = 0; slot < SLOTS; slot++) {
			const struct decision *d = all->of[slot];
			const struct ladder *l = d ? d->count[all->count[i]] : NULL;
			for (unsigned step = 0; l && step < rows; step++)
				memcpy(all->ladder + (i * rows + step) * row + all->first[slot], l->sum[step], d->columns * sizeof *all->ladder);
		}
	}
}

/* The weights of a key; it is put into the table where it is new. */
static int16_t *weights_of(struct decisions *all, uint64_t key)
{
	uint32_t i = gram_place(all, key);
	uint64_t *gram = all->gram + (size_t)i * all->stride;
	while (*gram && *gram != key) {
		i = (i + 1) & all->mask;
		gram = all->gram + (size_t)i * all->stride;
	}
	*gram = key;
	all->seen[key >> all->seen_shift >> 6] |= UINT64_C(1) << (key >> all->seen_shift & 63);
	return (int16_t *)(void *)(gram + 1);
}

/* Places for half as many again, and eight bits for each: a key that is not there is nearly always known by its bit. */
static void grams_room(struct decisions *all)
{
	uint32_t count = 0, bits = 6;
	for (unsigned slot = 0; slot < SLOTS; slot++) count += all->of[slot] ? all->of[slot]->grams : 0;
	all->mask = 15;
	while (all->mask < count + count / 2) all->mask = all->mask * 2 + 1;
	while (UINT64_C(1) << bits < UINT64_C(8) * count) bits++;
	all->seen_shift = 64 - bits;
	all->stride = (uint32_t)(1 + (all->width * sizeof(int16_t) + sizeof(uint64_t) - 1) / sizeof(uint64_t));
	all->gram = mem_zalloc(((size_t)all->mask + 1) * all->stride, sizeof *all->gram);
	all->seen = mem_zalloc((size_t)(UINT64_C(1) << bits >> 6), sizeof *all->seen);
}

static void grams_lay(struct decisions *all)
{
	grams_room(all);
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const struct decision *d = all->of[slot];
		for (uint32_t i = 0; d && d->longest && i <= d->mask; i++) {
			if (!d->gram[i].key) continue;
			int16_t *weight = weights_of(all, d->gram[i].key) + all->first[slot];
			for (unsigned c = 0; c < d->columns; c++) weight[c] = (int16_t)d->weight[(size_t)d->gram[i].at * d->columns + c];
		}
	}
}

struct decisions *decisions_open(const struct settings *settings, struct diag *diag)
{
	struct decisions *all = mem_zalloc(1, sizeof *all);
	if (!models_open(all, settings, diag)) {
		decisions_close(all);
		return NULL;
	}
	all->width = (all->columns + LANES - 1) / LANES * LANES;
	for (unsigned slot = 0; slot < SLOTS; slot++) if (all->of[slot]) base_lay(all, slot);
	ladders_lay(all);
	grams_lay(all);
	symbol_kinds_of(&all->kinds);
	return all;
}

void decisions_close(struct decisions *all)
{
	if (!all) return;
	for (unsigned slot = 0; slot < SLOTS; slot++) decision_close(all->of[slot]);
	free(all->ladder);
	free(all->gram);
	free(all->seen);
	free(all);
}
