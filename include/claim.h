/* claim.h -- what extraction finds in a text: claims and evidence, as spans with a kind.
 * Knows their vocabulary and layout (they stand in artifacts as they are here); does not know how they are weighed. */
#ifndef CREDENCE_CLAIM_H
#define CREDENCE_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

enum claim_type { CLAIM_ASSERTED, CLAIM_REPORTED, CLAIM_OBSERVED, CLAIM_INFERRED, CLAIM_PREDICTED, CLAIM_MOTIVE, CLAIM_TYPES };
enum certainty  { CERTAINTY_CERTAIN, CERTAINTY_HEDGED, CERTAINTY_DOUBTFUL, CERTAINTIES };
enum voice      { VOICE_OWN, VOICE_ATTRIBUTED, VOICE_QUOTED, VOICES };

struct claim {
	uint64_t id;              /* of its content words: the same words, the same id, wherever they stand */
	uint32_t from, to;        /* bytes of the text */
	uint8_t  type, certainty, voice;
	uint8_t  denied;          /* 1: the clause negates or denies what it states (polarity -) */
	uint8_t  incomplete;      /* the text breaks off inside it */
	uint8_t  main;            /* 1: the message's main claim, exactly one of its claims */
	uint8_t  check;           /* how much in it can be checked: names, numbers, dates; saturating count */
	uint8_t  pad;
};

enum evidence_kind {
	EVIDENCE_LINK,            /* a URL or host */
	EVIDENCE_PICTURE,         /* a picture or video said or linked to be attached */
	EVIDENCE_NAMED_SOURCE,    /* an outlet or identifiable organisation in a source frame, no link */
	EVIDENCE_ATTRIBUTION,     /* an identifiable but unlisted speaker: "police said", "Dr Smith told" */
	EVIDENCE_IDENTIFIER,      /* arXiv id, DOI, docket, CVE, ISBN, ticker: checkable without a link */
	EVIDENCE_DOCUMENT,        /* a paper, filing, log, screenshot is named, nothing to find it by */
	EVIDENCE_FIRST_HAND,      /* I saw, we measured */
	EVIDENCE_HEARSAY,         /* sources say, I heard, reportedly */
	EVIDENCE_REASONING,       /* suggests, which means, the fact that */
	EVIDENCE_ECHO,            /* "the article X shared", RT, "as Y noted": points at another message */
	EVIDENCE_KINDS
};

enum host_kind {
	HOST_NONE, HOST_OUTLET, HOST_AGENCY, HOST_GOVERNMENT, HOST_COURT, HOST_REGULATOR, HOST_IGO, HOST_SCHOLARLY, HOST_PREPRINT,
	HOST_FACTCHECK, HOST_ENCYCLOPEDIA, HOST_CODE, HOST_ARCHIVE, HOST_FILE, HOST_PASTE, HOST_PRESSRELEASE, HOST_BLOG, HOST_VIDEO,
	HOST_IMAGE, HOST_SATIRE, HOST_SOCIAL, HOST_FORUM, HOST_CHAT, HOST_AGGREGATOR, HOST_SHORTENER, HOST_UNKNOWN, HOST_KINDS
};

enum evidence_flag {
	EVIDENCE_HAS_LINK      = 1 << 0,
	EVIDENCE_PASS_THROUGH  = 1 << 1,  /* aggregator, shortener, social, forum, chat: the origin behind it is unknown */
	EVIDENCE_IS_ECHO       = 1 << 2,  /* the same origin stands in another message: no new witness */
	EVIDENCE_SCOPE_UNSURE  = 1 << 3,  /* it is not clear which claim it is for */
	EVIDENCE_BESIDE_TEXT   = 1 << 4   /* from the platform's link list, not from the text: the span is empty */
};

struct evidence {
	uint32_t from, to;            /* bytes of the text */
	uint32_t origin_at, origin_n; /* its origin ("reuters.com") in the row's string pool; n 0: unknown */
	uint8_t  kind, host, flags;
	uint8_t  pad;
};

const char *claim_type_name(unsigned);     /* "asserted", "reported", "observed", "inferred", "predicted", "motive" */
const char *certainty_name(unsigned);      /* "certain", "hedged", "doubtful" */
const char *voice_name(unsigned);          /* "own", "attributed", "quoted" */
const char *evidence_kind_name(unsigned);  /* "link", "picture", "named_source", ... */
const char *host_kind_name(unsigned);      /* "outlet", "aggregator", ... as in configs/lexicons/host_kinds.tsv */
bool        host_passes_through(unsigned host_kind);

#endif
