/* normalise.h -- the rooms of the normalise stage and what each offers the others.
 * Knows their signatures; each implementation knows its own subject and no other. */
#ifndef CREDENCE_NORMALISE_H
#define CREDENCE_NORMALISE_H

#include "arena.h"
#include "diag.h"
#include "message.h"
#include "token.h"

struct language_table;

/* utf8.c */
bool       utf8_valid(struct str, size_t *bad);                     /* *bad: offset of the first bad byte */
bool       utf8_ascii(struct str);
/* Each maximal ill-formed part becomes U+FFFD and is counted. */
struct str utf8_repair(struct str, struct arena *, uint32_t *repairs);
/* Decodes one code point of valid UTF-8; *n is its length. */
uint32_t   utf8_decode(const char *p, size_t left, unsigned *n);

/* markup.c, entities.c: undo what the platform put around the text. The input itself when there is nothing to undo. */
struct str entities_decode(struct str, struct arena *);
struct str markup_strip(struct str, unsigned markup, struct arena *);

/* unicode.c, the only file that knows utf8proc: NFC with runs of combining marks capped at 30 (UAX #15 stream-safe). */
struct str unicode_compose(struct str, struct arena *);
enum letter { LETTER_NONE, LETTER_LATIN, LETTER_OTHER, LETTER_UNSPACED };   /* unspaced: Han, Kana, Thai, ... */
enum letter unicode_letter(uint32_t code);
bool        unicode_upper(uint32_t code);
bool        unicode_emoji(uint32_t code);
bool        unicode_mark(uint32_t code);
uint32_t    unicode_fold(uint32_t code);       /* lower case; curly quotes and apostrophes to ASCII; dashes to '-' */

/* token.c: tokens of a text. clause.c: sentences and clauses over tokens, and whether the text breaks off. */
void tokenise(struct view *, struct arena *);
void clauses_cut(struct view *, struct arena *);

/* language.c: English or not, from configs/lexicons/language.tsv and scripts. */
struct language_table *language_open(struct str tsv, struct diag *);
void                   language_close(struct language_table *);
void                   language_decide(const struct language_table *, struct view *);

#endif
