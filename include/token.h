/* token.h -- a text as the linear pass sees it: tokens, clauses, language.
 * Knows where words, numbers, links and sentence ends are; does not know what any word means. */
#ifndef CREDENCE_TOKEN_H
#define CREDENCE_TOKEN_H

#include "arena.h"
#include "str.h"
#include <stdint.h>

enum token_kind {
	TOKEN_WORD,         /* letters of one script, with inner apostrophes and hyphens: don't, third-party */
	TOKEN_NUMBER,       /* 3, 3.5, 1,200, 2026-11-23, 12:34, v1.2.3 */
	TOKEN_PUNCT,        /* one character */
	TOKEN_URL,          /* http(s)://..., www.... */
	TOKEN_HOST,         /* a bare host, [news.google.com] without its brackets, or youtu.be/x */
	TOKEN_MENTION,      /* @name */
	TOKEN_HASHTAG,      /* #name; n includes the # */
	TOKEN_EMOJI,        /* one emoji with its modifiers and joiners */
	TOKEN_FOREIGN       /* a run of letters of a script that is written without spaces or is not Latin */
};

enum token_flag {
	TOKEN_TITLE  = 1 << 0,   /* First letter a capital, the rest not all */
	TOKEN_UPPER  = 1 << 1,   /* all letters capitals, two or more */
	TOKEN_MIXED  = 1 << 2,   /* a capital inside: iPhone, LiveCodeBench */
	TOKEN_SPACE  = 1 << 3,   /* white space before it */
	TOKEN_LINE   = 1 << 4,   /* a line end before it */
	TOKEN_FIRST  = 1 << 5,   /* begins a sentence */
	TOKEN_LONG   = 1 << 6,   /* a letter three or more times in a row: sooo */
	TOKEN_DIGIT  = 1 << 7    /* a word with a digit in it: gpt4, covid19 */
};

struct token {
	uint64_t hash;       /* of the lower-cased, apostrophe-folded bytes; of TOKEN_PUNCT the folded code point's hash */
	uint32_t at, n;      /* bytes in the text */
	uint8_t  kind, flags;
	uint16_t mark;       /* TOKEN_PUNCT: the folded ASCII character ('"' for curly quotes, '-' for dashes' clause use see clause) */
};

enum clause_end { CLAUSE_TEXT_END, CLAUSE_STOP, CLAUSE_QUESTION, CLAUSE_EXCLAIM, CLAUSE_INNER };

/* A clause: what stands between . ! ? ; an em dash, " - ", a line end, or before ", but". Claims are looked for in these. */
struct clause {
	uint32_t from, to;        /* tokens [from, to), its closing mark included */
	uint8_t  end;             /* enum clause_end: INNER for all but a sentence's last */
	uint8_t  question;        /* the sentence it stands in ends with a question mark */
	uint16_t sentence;        /* number of the sentence, saturating */
	uint8_t  quoted;          /* stands on a line that begins with > where that means a quotation: not the writer's */
};

enum language { LANGUAGE_ENGLISH, LANGUAGE_OTHER, LANGUAGE_UNKNOWN };   /* unknown: too little to tell; treated as English */

/* One text, normalised. Arrays are in the batch's arena. */
struct view {
	struct str     text;      /* the mapped text: markup and entities gone, NFC. Every span points into this */
	struct token  *token;
	struct clause *clause;
	uint32_t       tokens, clauses;
	uint32_t       chars;             /* code points */
	uint32_t       letters, foreign;  /* letters; of these in scripts other than Latin */
	uint32_t       emoji;
	enum language  language;
	char           code[4];           /* "en", or the best guess: "es", "ja"; "und" for LANGUAGE_UNKNOWN */
	uint8_t        truncated;         /* ends in a cut word, a dangling comma, an ellipsis, or 12+ tokens without a final mark */
	uint8_t        ascii;
	uint8_t        quotes;            /* a line that begins with > is somebody else's */
};

/* The hash by which lexicons and texts meet: `word` as it stands in a lexicon or text. */
uint64_t token_hash(struct str word);

/* Fills text, token and tokens (and the counts) alone: how a lexicon's phrase is cut exactly as a text is. Valid UTF-8. */
void     text_tokenise(struct str text, struct view *, struct arena *);

#endif
