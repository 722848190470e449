/* token_hash.c -- the number by which a lexicon's word and a text's token are the same.
 * Knows folding of case, apostrophes, quotes and dashes; does not know where tokens begin or end. */
#include "normalise.h"

#include "utf8.h"

uint64_t hash_code(uint64_t h, uint32_t code)
{
	if (code < 0x80) return hash_byte(h, (unsigned char)unicode_fold(code));
	if (unicode_invisible(code)) return h;
	const unsigned dots = code == 0x2026 ? 3 : 1;      /* an ellipsis meets three dots */
	char bytes[4];
	const unsigned n = utf8_encode(unicode_fold(code), bytes);
	for (unsigned d = 0; d < dots; d++) {
		for (unsigned i = 0; i < n; i++) h = hash_byte(h, (unsigned char)bytes[i]);
	}
	return h;
}

uint64_t token_hash(struct str word)
{
	uint64_t h = HASH_START;
	for (size_t at = 0; at < word.n;) {
		unsigned n;
		h = hash_code(h, utf8_decode(word.p + at, word.n - at, &n));
		at += n;
	}
	return hash_end(h);
}
