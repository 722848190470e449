/* extract.h -- the rooms of the extract stage: one message as it is being read, and what each room adds to its findings.
 * Knows the order cues, form, specifics, frames, links, evidence, claims, level, build; each implementation knows its own subject
 * and no other. */
#ifndef CREDENCE_EXTRACT_H
#define CREDENCE_EXTRACT_H

#include "found.h"
#include "lexicon.h"
#include "message.h"

/* What begins at a token. */
struct tag {
	uint64_t cues;
	uint16_t outlet;     /* of CUE_OUTLET */
	uint8_t  n;          /* tokens of the longest phrase */
	uint8_t  negated;    /* a negation stands within three tokens before it */
	uint8_t  name;       /* a proper name runs through it */
	uint8_t  specific;   /* a number, date or version */
	uint8_t  made;       /* a cue was made by frame.c or speaker.c of the words around it */
};

struct reading {
	const struct lexicon *lexicon;
	const struct message *message;
	const struct view    *view;
	struct found         *found;
	struct tag           *tag;         /* of each token */
	struct arena         *arena;       /* the batch's: for what is found */
};

static inline bool tag_is(const struct tag *t, uint64_t cues) { return (t->cues & cues) != 0; }

/* Counts a feature and keeps the place of its first cue. */
static inline void found_count(struct found *f, enum feature feature, uint32_t from, uint32_t to)
{
	if (!f->feature[feature]++) {
		f->span[feature].from = from;
		f->span[feature].to = to;
	}
}

static inline bool mark_at(const struct view *v, uint32_t i, char mark)
{
	return i < v->tokens && v->token[i].kind == TOKEN_PUNCT && v->token[i].mark == (unsigned char)mark;
}

static inline bool any_tag(const struct reading *r, uint32_t from, uint32_t to, uint64_t cues)
{
	for (uint32_t i = from; i < to && i < r->view->tokens; i++)
		if (tag_is(&r->tag[i], cues))
			return true;
	return false;
}

/* The bytes of tokens [from, to), to > from. */
static inline uint32_t token_end(const struct view *v, uint32_t to) { return v->token[to - 1].at + v->token[to - 1].n; }

void form_read(struct reading *);          /* form.c:      size, marks, dialogue */
void cues_read(struct reading *);          /* cues.c:      the one pass of the lexicon */
void specifics_read(struct reading *);     /* specifics.c: names, numbers, dates, versions */
void frames_read(struct reading *);        /* frame.c:     cues that only the words around them make */
void links_read(struct reading *);         /* link_evidence.c: links and pictures */
void evidence_read(struct reading *);      /* evidence.c:  sources, speakers, identifiers, cues */
void claims_read(struct reading *);        /* claim.c:     claims */
void level_read(struct reading *);         /* level.c:     evidence level, and the features read off the others */

void build_read(struct reading *);         /* build.c:     tenses, subjects, shares: how the text is built */

/* claim.c to certainty.c: how committed the author is in tokens [from, to). */
enum certainty certainty_of(const struct reading *, uint32_t from, uint32_t to);

/* evidence.c: keeps a piece of evidence in the order of spans; drops what exceeds FOUND_EVIDENCE. */
void evidence_add(struct reading *, struct evidence, struct str origin);

/* speaker.c: who says it, around the speech verb, the colon, dash or bracket, or behind the "according to" at token i. */
void speaker_of_verb(struct reading *, uint32_t i);
void speaker_of_mark(struct reading *, uint32_t i);
void speaker_after_frame(struct reading *, uint32_t i);
void speaker_of_publication(struct reading *, uint32_t i);
void speaker_of_repost(struct reading *, uint32_t i);

/* evidence.c, for speaker.c */
void evidence_simple(struct reading *, uint32_t i, uint32_t n, enum evidence_kind, unsigned flags);

#endif
