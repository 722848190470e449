/* answers.c -- one message through all models of a run at once.
 * Knows the same arithmetic as decision.c, laid out for speed: what both say is equal to the last digit. */
#include "decisions.h"

static void counts_add(const struct decisions *all, const int32_t *count, int32_t *sum)
{
	const size_t width = all->width;
	for (unsigned i = 0; i < all->counts; i++) {
		const int32_t value = count[all->count[i]];
		if (value <= 0) continue;
		const int32_t *step = all->ladder + (i * (size_t)(INDICATOR_STEPS + 1) + indicator_reach(value)) * width;
		for (size_t c = 0; c < width; c += LANES)
			for (size_t k = 0; k < LANES; k++) sum[c + k] += step[c + k];
	}
}

/* N-grams whose bit is set wait here until their places have come near: the table is larger than the first caches. */
struct waiting { uint64_t key[64]; unsigned n; };

static void gram_add(const struct decisions *all, uint64_t key, uint8_t *met, uint8_t mark, int32_t *sum)
{
	for (uint32_t i = gram_place(all, key);; i = (i + 1) & all->mask) {
		const uint64_t *gram = all->gram + (size_t)i * all->stride;
		if (!*gram) return;
		if (*gram != key) continue;
		if (met[i] == mark) return;                 /* a phrase counts once, however often it stands */
		met[i] = mark;
		const int16_t *weight = (const int16_t *)(const void *)(gram + 1);
		for (size_t c = 0; c < all->width; c += LANES)
			for (size_t k = 0; k < LANES; k++) sum[c + k] += weight[c + k];
		return;
	}
}

static void waiting_add(const struct decisions *all, struct waiting *w, uint8_t *met, uint8_t mark, int32_t *sum)
{
	for (unsigned i = 0; i < w->n; i++) gram_add(all, w->key[i], met, mark, sum);
	w->n = 0;
}

/* The keys of the n-grams that end at each symbol follow from those that ended at the symbol before. Returns the number of symbols. */
static uint32_t words_add(const struct decisions *all, const struct view *v, uint8_t *met, uint8_t mark, int32_t *sum)
{
	uint64_t ending[WORD_GRAMS] = { gram_key(0, all->kinds.begin) };       /* by length, less one */
	struct waiting waiting = { .n = 0 };
	uint32_t symbols = 1;
	for (uint32_t i = 0; i < v->tokens; i++) {
		if (!is_symbol(&v->token[i])) continue;
		const uint64_t symbol = symbol_of(&all->kinds, &v->token[i]);
		if (waiting.n + WORD_GRAMS > sizeof waiting.key / sizeof *waiting.key) waiting_add(all, &waiting, met, mark, sum);
		for (unsigned k = all->longest <= symbols ? all->longest : symbols + 1; k-- > 0;) {
			const uint64_t key = ending[k] = gram_key(k ? ending[k - 1] : 0, symbol), bit = key >> all->seen_shift;
			if (!(all->seen[bit >> 6] >> (bit & 63) & 1)) continue;
			__builtin_prefetch(all->gram + (size_t)gram_place(all, key) * all->stride);
			waiting.key[waiting.n++] = key;
		}
		symbols++;
	}
	waiting_add(all, &waiting, met, mark, sum);
	return symbols;
}

static void settle(const struct decision *d, const int32_t *margin, struct settled *to)
{
	struct answer answer;
	decision_settle(d, margin, &answer);
	to->labels = (uint8_t)d->labels;
	to->said = (uint8_t)answer.first;
	for (unsigned l = 0; l < d->labels; l++) to->p[l] = (uint16_t)answer.p[l];
}

void decisions_answer(const struct decisions *all, unsigned slots, const struct view *v, const int32_t *count, uint8_t *met, uint8_t mark,
                      struct settled answer[SLOTS])
{
	int32_t margin[COLUMNS_MOST], words[COLUMNS_MOST] = { 0 };
	memcpy(margin, all->base, all->width * sizeof *margin);
	counts_add(all, count, margin);
	const uint32_t share = all->longest ? word_share(words_add(all, v, met, mark, words)) : 0;
	for (unsigned c = 0; c < all->columns; c++) margin[c] = FINE * margin[c] + words_units(words[c], share);
	for (unsigned slot = 0; slot < SLOTS; slot++)
		if (slots >> slot & 1 && all->of[slot]) settle(all->of[slot], margin + all->first[slot], &answer[slot]);
}
