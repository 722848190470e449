/* lexicon.h -- the lexicons compiled into one table, and the hosts into another.
 * Knows words, phrases, hosts and their classes; does not know what a class does to a message. */
#ifndef CREDENCE_LEXICON_H
#define CREDENCE_LEXICON_H

#include "asset.h"
#include "claim.h"
#include "diag.h"
#include "token.h"

enum cue {
#define CUE(name, feature, kind) CUE_##name,
#include "cue.def"
#undef CUE
	CUE_COUNT
};

_Static_assert(CUE_COUNT <= 64, "a set of cues is one 64-bit word");

static inline uint64_t cue_bit(enum cue c) { return UINT64_C(1) << c; }

/* One phrase, or the beginning of one. */
struct phrase {
	uint64_t key;        /* of all its tokens; 0: a free slot */
	uint64_t cues;       /* set of classes; 0: only a beginning */
	uint16_t outlet;     /* index of an outlet's domain, of CUE_OUTLET */
	uint8_t  more;       /* longer phrases begin like this one */
	uint8_t  capital;    /* an outlet that is also a common word: only where it has a capital */
};

struct host_entry { uint64_t key; struct str name; uint8_t kind; };

struct lexicon {
	struct phrase     *slot;
	uint32_t           mask, used;
	uint64_t           first[1024];        /* which words may begin a phrase: one bit a hash */
	uint64_t           longer[1024];       /* which keys of two words or more are in the table: one bit a key */
	struct str        *outlet;
	uint32_t           outlets;
	struct host_entry *host;
	uint32_t           host_mask;
	const void        *suffixes;           /* libpsl's list, as compiled into it */
	struct arena       arena;
};

/* NULL with a diag that names file and line. Every table of lexicons/ but language.tsv is read. */
MUST_CHECK struct lexicon *lexicon_open(const struct assets *, struct diag *);
void                       lexicon_close(struct lexicon *);

static inline uint64_t phrase_key(uint64_t prefix, uint64_t token)
{
	const uint64_t x = (prefix ^ token) * UINT64_C(0x9E3779B97F4A7C15);
	const uint64_t y = (x ^ (x >> 29)) + prefix * 3;
	return y ? y : 1;
}

static inline bool lexicon_begins(const struct lexicon *l, uint64_t token)
{
	return l->first[(token >> 6) & 1023] >> (token & 63) & 1;
}

static inline bool lexicon_goes_on(const struct lexicon *l, uint64_t key)
{
	return l->longer[key >> 54] >> (key >> 48 & 63) & 1;
}

static inline const struct phrase *lexicon_probe(const struct lexicon *l, uint64_t key)
{
	for (uint32_t i = (uint32_t)(key >> 20) & l->mask;; i = (i + 1) & l->mask) {
		if (l->slot[i].key == key)
			return &l->slot[i];
		if (!l->slot[i].key)
			return NULL;
	}
}

/* --- host.c --- */
bool hosts_open(struct lexicon *, struct str tsv, const char *file, struct diag *);
void hosts_close(struct lexicon *);

/* What a link leads to. `name`: the registrable domain or the entry that matched, in `arena` or the lexicon. */
struct host { uint8_t kind; struct str name; };
struct host host_of(const struct lexicon *, struct str link, struct arena *);

#endif
