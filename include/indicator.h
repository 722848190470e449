/* indicator.h -- what a learned decision sees of a message: yes-or-no facts, each with a key that is the same everywhere.
 * Knows the blocks and how a fact is named; does not know labels or weights.
 *
 * A count becomes indicators by thermometer: "hedges>=1", "hedges>=2", ... for each step that it reaches, so that a linear
 * model can bend and every weight can be read. Words are n-grams of symbols: words as the lexicons hash them, and one symbol
 * each for numbers, links and accounts, so that none of them is learned by heart. */
#ifndef CREDENCE_INDICATOR_H
#define CREDENCE_INDICATOR_H

#include "arena.h"
#include "buf.h"
#include "diag.h"
#include "found.h"
#include "thread.h"
#include "token.h"

enum block { BLOCK_FEATURE, BLOCK_CONCLUSION, BLOCK_THREAD, BLOCK_WORD, BLOCKS };

const char *block_name(enum block);      /* "features", "conclusions", "thread", "words": as model files call them */

enum { INDICATOR_STEPS = 15, WORD_GRAMS = 3 };

/* 1, 2, 3, 5, 8 ... 987 */
extern const uint16_t indicator_step[INDICATOR_STEPS];

/* How many of the steps a value reaches. */
static inline unsigned indicator_reach(int32_t value)
{
	unsigned n = 0;
	while (n < INDICATOR_STEPS && value >= indicator_step[n]) n++;
	return n;
}

/* Of a counted block: `what` is the feature's or fact's number, `step` which step; of a word block `what` is the first symbol,
 * `step` how many. */
struct indicator { uint64_t key; uint32_t what, step; };

struct indicators {
	struct indicator *item;
	uint32_t          n, cap;
	uint32_t          symbols;     /* of the text: word indicators count 1/sqrt of it */
};

/* What the rules of extraction conclude, each a small number: how much evidence of each kind there is, the evidence level, how
 * certain the main claim is and of what type, whether there is a claim at all. */
enum {
	CONCLUSION_LEVEL = EVIDENCE_KINDS, CONCLUSION_CERTAINTY, CONCLUSION_CLAIM, CONCLUSION_TYPE,
	CONCLUSIONS = CONCLUSION_TYPE + CLAIM_TYPES
};
const char *conclusion_name(unsigned);
/* Is this conclusion extraction's own answer to whether the label holds? Of a certainty how certain the main claim is, of a kind of
 * evidence that kind. */
bool        conclusion_answers(unsigned conclusion, struct str label);

/* Features and behind them conclusions: all that is counted of one text. */
enum { COUNTED = FEATURE_COUNT + CONCLUSIONS };
void counts_of_found(const struct found *, int32_t count[COUNTED]);
struct row;
void counts_of_row(const struct row *, int32_t count[COUNTED]);

uint64_t indicator_key(enum block, unsigned what, unsigned step);

/* Append to a list in the arena. Not more than once each, but of words: a phrase that stands twice comes twice. */
void indicators_of_counts(const int32_t count[COUNTED], struct indicators *features, struct indicators *conclusions, struct arena *);
void indicators_of_thread(const struct thread_facts *, struct indicators *, struct arena *);
void indicators_of_words(const struct view *, struct indicators *, struct arena *);

/* --- symbols: a text as words see it ---------------------------------------------------------------------------------- */

/* The hashes of a text's symbols, the mark of its beginning first; in the arena. */
uint32_t symbols_of(const struct view *, uint64_t **symbol, struct arena *);
static inline uint64_t gram_key(uint64_t before, uint64_t symbol)
{
	const uint64_t x = (before ^ symbol) * UINT64_C(0x9E3779B97F4A7C15);
	return (x ^ (x >> 31)) + (before << 1);
}

/* --- names: how a model file writes an indicator ------------------------------------------------------------------------ */

/* "hedges>=2", "parent_known>=1", "according to <number>": of a word block the view is needed. */
void indicator_name(enum block, const struct indicator *, const struct view *, struct buf *);
/* Back to the key; false where there is no such feature, fact or step. `what` and `step` are set for counted blocks. */
MUST_CHECK bool indicator_named(enum block, struct str name, struct indicator *);

/* words.c: the same for n-grams: symbols [first, first + count) of a view, and a name's key. */
void words_name(const struct view *, uint32_t first, uint32_t count, struct buf *);
MUST_CHECK bool words_named(struct str name, uint64_t *key);

/* 4096 / sqrt(symbols), rounded down: what one word indicator counts in a text of so many symbols. */
uint32_t word_share(uint32_t symbols);

#endif
