/* normalise.h -- the rooms of the normalise stage and what each offers the others.
 * Knows their signatures; each implementation knows its own subject and no other. */
#ifndef CREDENCE_NORMALISE_H
#define CREDENCE_NORMALISE_H

#include "arena.h"
#include "diag.h"
#include "message.h"
#include "token.h"

struct language_table;

/* entities.c, markup.c: undo what the platform put around the text. The input itself when there is nothing to undo.
 * Tags and <...> links first, then entities, then Markdown: text_unmark() does the three in that order. */
struct str entities_decode(struct str, struct arena *);
struct str markup_strip(struct str, unsigned markup, struct arena *);
struct str text_unmark(struct str, unsigned markup, struct arena *);
/* quotation.c: "> " before each line of a mail that is not its writer's. */
struct str quotation_mark(struct str, struct arena *);

/* unicode.c, the only file that knows utf8proc: NFC with runs of combining marks capped at 30 (UAX #15 stream-safe). */
struct str unicode_compose(struct str, struct arena *);
enum letter { LETTER_NONE, LETTER_LATIN, LETTER_OTHER, LETTER_UNSPACED };   /* unspaced: Han, Kana, Thai, ... */
enum letter unicode_letter(uint32_t code);
bool        unicode_upper(uint32_t code);
bool        unicode_emoji(uint32_t code);
bool        unicode_mark(uint32_t code);
bool        unicode_digit(uint32_t code);      /* a decimal digit of any script */
bool        unicode_space(uint32_t code);      /* white space beyond ASCII */
bool        unicode_invisible(uint32_t code);  /* soft hyphen, zero-width space and joiners, variation selectors, directions */
uint32_t    unicode_fold(uint32_t code);       /* lower case; curly quotes and apostrophes to ASCII; dashes to '-' */

/* token_hash.c: FNV-1a over the folded bytes, stirred at the end; the scanner runs the same steps while it reads. */
#define HASH_START UINT64_C(0xCBF29CE484222325)
static inline uint64_t hash_byte(uint64_t h, unsigned char folded) { return (h ^ folded) * UINT64_C(0x100000001B3); }
static inline uint64_t hash_end(uint64_t h)
{
	h ^= h >> 32;
	h *= UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}
uint64_t hash_code(uint64_t h, uint32_t code);  /* one code point, folded; invisible ones count for nothing */

/* link.c: where links, hosts and mail addresses end. Each returns the length in bytes, 0 for "none begins here". */
size_t link_url(struct str text, size_t at);
/* `bracketed`: [host] and nothing else in the brackets. *tried: no dotted run that begins before this offset needs another
 * look. *mail: it is an address with an @. */
size_t link_host(struct str text, size_t at, bool bracketed, size_t *tried, bool *mail);

/* token.c: tokens of a text. clause.c: sentences and clauses over tokens. truncation.c: whether the text breaks off. */
void tokenise(struct view *, struct arena *);
void clauses_cut(struct view *, struct arena *);
bool text_truncated(const struct view *);

/* language.c: English or not, from configs/lexicons/language.tsv and scripts. */
struct language_table *language_open(struct str tsv, struct diag *);
void                   language_close(struct language_table *);
void                   language_decide(const struct language_table *, struct view *);

/* normalise.c: the whole way of one text from a message to a view; `limit` is the longest text that is tokenised. */
void text_normalise(struct str text, unsigned markup, uint32_t limit, const struct language_table *, struct view *,
                    struct arena *batch);

#endif
