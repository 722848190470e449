/* indicator.c -- counts and a message's place in its thread as indicators, and the names of all indicators.
 * Knows steps and names; does not know words (words.c) nor what an indicator weighs. */
#include "indicator.h"

#include <stdio.h>
#include <xxhash.h>

const uint16_t indicator_step[INDICATOR_STEPS] = { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987 };

const char *block_name(enum block block)
{
	static const char *const name[BLOCKS] = { "features", "conclusions", "thread", "words" };
	return name[block];
}

uint64_t indicator_key(enum block block, unsigned what, unsigned step)
{
	const uint32_t parts[3] = { block, what, step };
	return XXH64(parts, sizeof parts, 0);
}

static void indicator_add(struct indicators *list, struct indicator one, struct arena *arena)
{
	if (list->n == list->cap) {
		const uint32_t cap = list->cap ? list->cap * 2 : 128;
		list->item = arena_grow(arena, list->item, list->cap * sizeof *list->item, cap * sizeof *list->item);
		list->cap = cap;
	}
	list->item[list->n++] = one;
}

static void steps_add(struct indicators *list, enum block block, unsigned what, int32_t value, struct arena *arena)
{
	const unsigned reach = indicator_reach(value);
	for (unsigned step = 0; step < reach; step++)
		indicator_add(list, (struct indicator){ indicator_key(block, what, step), what, step }, arena);
}

void indicators_of_counts(const int32_t count[COUNTED], struct indicators *features, struct indicators *conclusions, struct arena *arena)
{
	for (unsigned f = 0; f < FEATURE_COUNT; f++) steps_add(features, BLOCK_FEATURE, f, count[f], arena);
	for (unsigned f = 0; f < CONCLUSIONS; f++) steps_add(conclusions, BLOCK_CONCLUSION, f, count[FEATURE_COUNT + f], arena);
}

void indicators_of_thread(const struct thread_facts *facts, struct indicators *list, struct arena *arena)
{
	for (unsigned f = 0; f < THREAD_FACTS; f++) steps_add(list, BLOCK_THREAD, f, facts->fact[f], arena);
}

void indicators_of_words(const struct view *v, struct indicators *list, struct arena *arena)
{
	uint64_t *symbol;
	const uint32_t n = symbols_of(v, &symbol, arena);
	list->symbols = n;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t key = 0;
		for (uint32_t k = 0; k < WORD_GRAMS && i + k < n; k++) {
			key = gram_key(key, symbol[i + k]);
			if (i || k) indicator_add(list, (struct indicator){ key, i, k + 1 }, arena);
		}
	}
}

static const unsigned counted[BLOCKS] = { [BLOCK_FEATURE] = FEATURE_COUNT, [BLOCK_CONCLUSION] = CONCLUSIONS,
    [BLOCK_THREAD] = THREAD_FACTS };

static const char *counted_name(enum block block, unsigned what)
{
	return block == BLOCK_FEATURE ? feature_info(what)->name : block == BLOCK_CONCLUSION ? conclusion_name(what) : thread_fact_name(what);
}

void indicator_name(enum block block, const struct indicator *one, const struct view *v, struct buf *out)
{
	if (block == BLOCK_WORD) {
		words_name(v, one->what, one->step, out);
		return;
	}
	buf_put_format(out, "%s>=%u", counted_name(block, one->what), indicator_step[one->step]);
}

static bool step_named(struct str digits, unsigned *step)
{
	char text[8];
	for (unsigned i = 0; i < INDICATOR_STEPS; i++) {
		snprintf(text, sizeof text, "%u", indicator_step[i]);
		*step = i;
		if (str_is(digits, text)) return true;
	}
	return false;
}

bool indicator_named(enum block block, struct str name, struct indicator *one)
{
	if (block == BLOCK_WORD) return words_named(name, &one->key);
	size_t at = name.n;
	while (at && name.p[at - 1] >= '0' && name.p[at - 1] <= '9') at--;
	if (at < 3 || name.p[at - 1] != '=' || name.p[at - 2] != '>' || !step_named(str_cut(name, at, name.n), &one->step)) return false;
	const struct str what = str_cut(name, 0, at - 2);
	one->what = 0;
	while (one->what < counted[block] && !str_is(what, counted_name(block, one->what))) one->what++;
	one->key = indicator_key(block, one->what, one->step);
	return one->what < counted[block];
}
