/* token.c -- one pass over a text that marks words, numbers, links, names, emoji and punctuation, hashing as it reads.
 * Knows where a token begins and ends; does not know sentences or what a word means. */
#include "normalise.h"

#include "utf8.h"

enum class { OTHER, SPACE, LINE, LETTER, DIGIT, HIGH };

static const uint8_t class_of[256] = {
	['\t'] = SPACE, [' '] = SPACE, ['\r'] = SPACE, ['\v'] = SPACE, ['\f'] = SPACE, ['\n'] = LINE,
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT, ['4'] = DIGIT,
	['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT, ['8'] = DIGIT, ['9'] = DIGIT,
#define LETTERS(a) [a] = LETTER, [a + 1] = LETTER, [a + 2] = LETTER, [a + 3] = LETTER, [a + 4] = LETTER, [a + 5] = LETTER
	LETTERS('a'), LETTERS('g'), LETTERS('m'), LETTERS('s'), ['y'] = LETTER, ['z'] = LETTER,
	LETTERS('A'), LETTERS('G'), LETTERS('M'), LETTERS('S'), ['Y'] = LETTER, ['Z'] = LETTER,
#undef LETTERS
#define SIXTEEN(a) [a] = HIGH, [a + 1] = HIGH, [a + 2] = HIGH, [a + 3] = HIGH, [a + 4] = HIGH, [a + 5] = HIGH, [a + 6] = HIGH, \
	[a + 7] = HIGH, [a + 8] = HIGH, [a + 9] = HIGH, [a + 10] = HIGH, [a + 11] = HIGH, [a + 12] = HIGH, [a + 13] = HIGH, \
	[a + 14] = HIGH, [a + 15] = HIGH
	SIXTEEN(0x80), SIXTEEN(0x90), SIXTEEN(0xA0), SIXTEEN(0xB0), SIXTEEN(0xC0), SIXTEEN(0xD0), SIXTEEN(0xE0), SIXTEEN(0xF0),
#undef SIXTEEN
};

/* A token's hash and letters as far as they are read. */
struct letters {
	uint64_t hash;
	uint32_t letters, uppers, row, last;
	bool     first_upper, inner_upper, digit, three, fresh;
};

struct scan {
	struct view  *view;
	struct arena *arena;
	const char   *p;
	size_t        n, at;
	uint32_t      room;
	unsigned      before;      /* TOKEN_SPACE and TOKEN_LINE of what comes next */
	size_t        tried, dotted;   /* how far runs with dots were looked at in vain: keeps a.b.c.d... linear */
	struct letters word;       /* of the token being read */
};

static unsigned byte_at(const struct scan *s, size_t at) { return at < s->n ? (unsigned char)s->p[at] : 0; }
static unsigned class_at(const struct scan *s, size_t at) { return at < s->n ? class_of[(unsigned char)s->p[at]] : SPACE; }
static struct str scanned(const struct scan *s) { return (struct str){ s->p, s->n }; }
static uint32_t code_at(const struct scan *s, size_t at, unsigned *n) { return utf8_decode(s->p + at, s->n - at, n); }

static struct token *token_add(struct scan *s, enum token_kind kind, size_t end, uint64_t hash)
{
	struct view *v = s->view;
	if (v->tokens == s->room) {
		const uint32_t room = s->room * 2;
		v->token = arena_grow(s->arena, v->token, s->room * sizeof *v->token, room * sizeof *v->token);
		s->room = room;
	}
	struct token *t = &v->token[v->tokens++];
	*t = (struct token){ .hash = hash, .at = (uint32_t)s->at, .n = (uint32_t)(end - s->at), .kind = (uint8_t)kind,
		.flags = (uint8_t)s->before };
	s->before = 0;
	s->at = end;
	return t;
}

static void letters_begin(struct scan *s)
{
	s->word = (struct letters){ .hash = HASH_START, .fresh = true };
}

static inline void letter_add(struct letters *w, uint32_t folded, bool upper)
{
	w->first_upper |= upper && !w->letters;
	w->inner_upper |= upper && w->letters && !w->fresh;
	w->uppers += upper;
	w->letters++;
	w->row = folded == w->last ? w->row + 1 : 1;
	w->three |= w->row >= 3;
	w->last = folded;
	w->fresh = false;
}

/* Works on a copy, which the compiler keeps in registers: most bytes of most texts pass here. */
static size_t ascii_letters(struct scan *s, size_t at)
{
	struct letters w = s->word;
	for (; at < s->n; at++) {
		const unsigned char c = (unsigned char)s->p[at];
		const unsigned kind = class_of[c];
		if (kind == LETTER) {
			letter_add(&w, c | 32u, c < 'a');
			w.hash = hash_byte(w.hash, c | 32);
			continue;
		}
		if (kind == DIGIT) w.digit = true, w.last = 0;
		else if (c != '_') break;
		w.hash = hash_byte(w.hash, c);
	}
	s->word = w;
	return at;
}

/* A Latin letter, mark or invisible joint inside a word. */
static size_t wide_letter(struct scan *s, size_t at)
{
	unsigned n;
	const uint32_t code = code_at(s, at, &n);
	const bool latin = code != 0x2BC && unicode_letter(code) == LETTER_LATIN;
	if (!latin && !unicode_mark(code) && !unicode_invisible(code)) return at;
	if (latin) letter_add(&s->word, unicode_fold(code), unicode_upper(code));
	s->word.hash = hash_code(s->word.hash, code);
	return at + n;
}

/* Does a letter or digit of a word stand here? */
static bool word_goes_on(const struct scan *s, size_t at)
{
	const unsigned c = class_at(s, at);
	if (c != HIGH) return c == LETTER || c == DIGIT;
	unsigned n;
	return unicode_letter(code_at(s, at, &n)) == LETTER_LATIN;
}

/* An apostrophe or hyphen with a letter behind it joins; a full stop joins digits ("gpt-3.5"). Returns its length. */
static unsigned joint(const struct scan *s, size_t at)
{
	unsigned n = 1;
	const unsigned c = byte_at(s, at);
	if (c == '.') return s->word.digit && class_at(s, at - 1) == DIGIT && class_at(s, at + 1) == DIGIT ? 1 : 0;
	if (c < 0x80 && c != '\'' && c != '-') return 0;
	if (c >= 0x80) {
		const uint32_t folded = unicode_fold(code_at(s, at, &n));
		const bool dash = n == 3 && folded == '-' && (unsigned char)s->p[at + 2] <= 0x91;     /* U+2010, U+2011: hyphens */
		if (folded != '\'' && !dash) return 0;
		if (n == 3 && (unsigned char)s->p[at + 2] != 0x99 && !dash) return 0;                 /* of the quotes only U+2019 */
	}
	return word_goes_on(s, at + n) ? n : 0;
}

static bool contraction(struct str base)
{
	static const char list[] = " it that what he she who there here let how where when why this ain't y'all ";
	char word[8] = " ";
	if (base.n > 5) return false;
	for (size_t i = 0; i < base.n; i++) word[1 + i] = (char)(base.p[i] | 32);
	word[1 + base.n] = ' ';
	return strstr(list, word) != NULL;
}

/* Is what follows the apostrophe just an s, and the word no contraction? Then it is a possessive of its own. */
static bool possessive(const struct scan *s, size_t at, unsigned n)
{
	const bool hyphen = byte_at(s, at) == '-' || (n == 3 && byte_at(s, at + 2) <= 0x91);
	return !hyphen && (byte_at(s, at + n) | 32) == 's' && !word_goes_on(s, at + n + 1) && byte_at(s, at + n + 1) != '_' &&
		!contraction(str_cut(scanned(s), s->at, at));
}

/* Single letters with full stops between them: U.S., e.g., b.s. Returns the end, or 0. */
static size_t dotted_letters(struct scan *s)
{
	size_t at = s->at;
	if (at < s->dotted) return 0;
	while (class_at(s, at) == LETTER && byte_at(s, at + 1) == '.') at += 2;
	s->dotted = at;
	const unsigned after = byte_at(s, at + 1);
	if (class_at(s, at) == LETTER && !word_goes_on(s, at + 1) && after != '-' && after != '\'' && after != '_') return at + 1;
	return at - s->at >= 4 && !word_goes_on(s, at) ? at : 0;
}

static unsigned letter_flags(const struct scan *s)
{
	unsigned flags = s->word.letters >= 2 && s->word.uppers == s->word.letters ? TOKEN_UPPER : s->word.first_upper ? TOKEN_TITLE : 0;
	if (s->word.inner_upper && !(flags & TOKEN_UPPER)) flags |= TOKEN_MIXED;
	return flags | (s->word.three ? TOKEN_LONG : 0) | (s->word.digit ? TOKEN_DIGIT : 0);
}

static void word_end(struct scan *s, size_t end)
{
	s->view->letters += s->word.letters;
	enum token_kind kind = TOKEN_WORD;
	if (s->word.digit && s->word.letters == 1 && (s->p[s->at] | 32) == 'v' && byte_at(s, s->at + 1) != '-')
		kind = TOKEN_NUMBER;    /* v1.2.3 */
	token_add(s, kind, end, hash_end(s->word.hash))->flags |= (uint8_t)letter_flags(s);
}

static void possessive_add(struct scan *s, unsigned n)
{
	const uint64_t h = hash_end(hash_byte(hash_byte(HASH_START, '\''), 's'));
	s->view->letters++;
	token_add(s, TOKEN_WORD, s->at + n + 1, h);
}

static void scan_word(struct scan *s)
{
	letters_begin(s);
	size_t at = byte_at(s, s->at + 1) == '.' ? dotted_letters(s) : 0;
	if (at) {
		for (size_t i = s->at; i < at; i++) {
			if (class_at(s, i) == LETTER) letter_add(&s->word, (unsigned char)s->p[i] | 32u, s->p[i] < 'a');
			s->word.hash = hash_code(s->word.hash, (unsigned char)s->p[i]);
		}
		s->word.inner_upper = false;
		word_end(s, at);
		return;
	}
	for (at = s->at;;) {
		const size_t from = at;
		at = ascii_letters(s, at);
		if (at >= s->n || class_of[(unsigned char)s->p[at]] == SPACE) break;
		const unsigned n = joint(s, at);
		if (n) {
			if (possessive(s, at, n)) {
				word_end(s, at);
				possessive_add(s, n);
				return;
			}
			for (size_t i = at; i < at + n;) {
				unsigned step;
				s->word.hash = hash_code(s->word.hash, code_at(s, i, &step));
				i += step;
			}
			s->word.fresh = true;
			at += n;
		} else if (class_at(s, at) == HIGH) {
			at = wide_letter(s, at);
		}
		if (at == from || (!n && class_at(s, at) != HIGH && !word_goes_on(s, at) && byte_at(s, at) != '_' && !joint(s, at))) break;
	}
	word_end(s, at);
}

static void scan_number(struct scan *s)
{
	letters_begin(s);
	size_t at = s->at;
	bool hyphen = false;
	for (; at < s->n; at++) {
		const unsigned char c = (unsigned char)s->p[at];
		const unsigned kind = class_of[c], next = class_at(s, at + 1), before = at > s->at ? class_at(s, at - 1) : 0;
		if (kind == LETTER) letter_add(&s->word, c | 32u, c < 'a');
		else if ((c == '-' || c == '\'') && next == LETTER && !(c == '\'' && possessive(s, at, 1))) hyphen = true;
		else if (kind != DIGIT && !(strchr(".,:/-", c) && c && before == DIGIT && next == DIGIT)) break;
		s->word.hash = hash_byte(s->word.hash, kind == LETTER ? c | 32 : c);
	}
	s->word.digit = true;
	const bool word = s->word.letters > 3 || (hyphen && s->word.letters > 1);
	struct token *t = token_add(s, word ? TOKEN_WORD : TOKEN_NUMBER, at, hash_end(s->word.hash));
	t->flags |= (uint8_t)(s->word.letters ? letter_flags(s) : 0);
	if (word) s->view->letters += s->word.letters;
	const unsigned n = byte_at(s, at) == '\'' ? 1 : byte_at(s, at) == 0xE2 && byte_at(s, at + 1) == 0x80 && byte_at(s, at + 2) == 0x99 ? 3 : 0;
	if (n && possessive(s, at, n)) possessive_add(s, n);
}

static uint64_t span_hash(const struct scan *s, size_t end) { return token_hash(str_cut(scanned(s), s->at, end)); }

/* A link, host or mail address where a word or number could begin. */
static bool scan_link(struct scan *s)
{
	const unsigned c = byte_at(s, s->at) | 32;
	size_t n = c == 'h' || c == 'w' ? link_url(scanned(s), s->at) : 0;
	enum token_kind kind = TOKEN_URL;
	if (!n) {
		bool mail;
		n = link_host(scanned(s), s->at, s->at && s->p[s->at - 1] == '[', &s->tried, &mail);
		kind = mail ? TOKEN_WORD : TOKEN_HOST;
	}
	if (n) token_add(s, kind, s->at + n, span_hash(s, s->at + n));
	return n > 0;
}

static size_t name_end(const struct scan *s, size_t at, bool wide, bool *letter)
{
	for (*letter = false; at < s->n;) {
		const unsigned kind = class_at(s, at);
		if (kind == HIGH && wide) {
			unsigned n;
			const uint32_t code = code_at(s, at, &n);
			if (unicode_letter(code) != LETTER_NONE && code != 0x2BC) *letter = true;
			else if (!unicode_mark(code) && !unicode_digit(code) && code != 0x200C) return at;
			at += n;
		} else if (kind == LETTER || kind == DIGIT || s->p[at] == '_') {
			*letter |= kind == LETTER;
			at++;
		} else {
			return at;
		}
	}
	return at;
}

/* @name, @name@host, @name.host and #name. */
static bool scan_name(struct scan *s)
{
	const bool hashtag = s->p[s->at] == '#';
	if (s->at && (class_at(s, s->at - 1) == LETTER || class_at(s, s->at - 1) == DIGIT)) return false;
	bool letter, mail;
	size_t end = name_end(s, s->at + 1, hashtag, &letter);
	if (end == s->at + 1 || (hashtag && !letter)) return false;
	if (!hashtag && (byte_at(s, end) == '@' || byte_at(s, end) == '.')) {
		const size_t n = link_host(scanned(s), s->at + 1, false, &s->tried, &mail);
		if (n) end = s->at + 1 + n;
	}
	token_add(s, hashtag ? TOKEN_HASHTAG : TOKEN_MENTION, end, span_hash(s, end));
	return true;
}

static void scan_punct(struct scan *s)
{
	const unsigned char c = (unsigned char)s->p[s->at];
	size_t end = s->at + 1;
	uint64_t h = hash_byte(HASH_START, c);
	while (c == '.' && end < s->n && s->p[end] == '.') end++;
	if (end - s->at > 1) h = hash_byte(hash_byte(h, c), c);      /* any row of dots is an ellipsis */
	token_add(s, TOKEN_PUNCT, end, hash_end(h))->mark = c;
}

static void scan_emoji(struct scan *s, uint32_t code, size_t end)
{
	const bool flag = code >= 0x1F1E6 && code <= 0x1F1FF;
	bool joined = false, second = false;
	while (end < s->n) {
		unsigned n;
		const uint32_t next = code_at(s, end, &n);
		const bool modifier = (next >= 0x1F3FB && next <= 0x1F3FF) || next == 0xFE0F || next == 0xFE0E || next == 0x20E3 ||
			next == 0x200D || (next >= 0xE0020 && next <= 0xE007F);
		const bool pair = flag && !second && next >= 0x1F1E6 && next <= 0x1F1FF;
		if (!modifier && !pair && !(joined && next >= 0x80 && (unicode_emoji(next) || (next >= 0x2600 && next <= 0x27BF)))) break;
		second |= pair;
		joined = next == 0x200D;
		end += n;
	}
	s->view->emoji++;
	token_add(s, TOKEN_EMOJI, end, span_hash(s, end));
}

static void scan_foreign(struct scan *s, enum letter script, bool digits)
{
	size_t end = s->at;
	while (end < s->n && class_at(s, end) == HIGH) {
		unsigned n;
		const uint32_t code = code_at(s, end, &n);
		const bool letter = !digits && unicode_letter(code) == script;
		const bool inside = end > s->at && ((!digits && unicode_mark(code)) || unicode_invisible(code));
		if (!letter && !inside && !(digits && unicode_digit(code))) break;
		s->view->letters += letter;
		s->view->foreign += letter;
		end += n;
	}
	token_add(s, digits ? TOKEN_NUMBER : TOKEN_FOREIGN, end, span_hash(s, end));
}

static void scan_high(struct scan *s)
{
	unsigned n;
	const uint32_t code = code_at(s, s->at, &n);
	const enum letter letter = code == 0x2BC ? LETTER_NONE : unicode_letter(code);
	if (letter == LETTER_LATIN) scan_word(s);
	else if (letter != LETTER_NONE) scan_foreign(s, letter, false);
	else if (unicode_digit(code)) scan_foreign(s, LETTER_NONE, true);
	else if (unicode_emoji(code)) scan_emoji(s, code, s->at + n);
	else if (unicode_space(code)) {
		s->before |= TOKEN_SPACE | (code == 0x2028 || code == 0x2029 ? TOKEN_LINE : 0);
		s->at += n;
	} else if (unicode_invisible(code) || unicode_mark(code)) {
		s->at += n;
	} else {
		const uint32_t folded = unicode_fold(code);
		token_add(s, TOKEN_PUNCT, s->at + n, span_hash(s, s->at + n))->mark = (uint16_t)(folded > 0xFFFF ? 0xFFFD : folded);
	}
}

static uint32_t count_chars(struct str s)
{
	uint32_t chars = 0;
	for (size_t i = 0; i < s.n; i++) chars += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return chars;
}

void tokenise(struct view *v, struct arena *arena)
{
	struct scan s = { .view = v, .arena = arena, .p = v->text.p, .n = v->text.n, .room = (uint32_t)(v->text.n / 4 + 16) };
	v->token = arena_alloc(arena, s.room * sizeof *v->token);
	v->tokens = v->letters = v->foreign = v->emoji = 0;
	v->chars = v->ascii ? (uint32_t)v->text.n : count_chars(v->text);
	while (s.at < s.n) {
		switch (class_of[(unsigned char)s.p[s.at]]) {
		case SPACE:  s.before |= TOKEN_SPACE; s.at++; break;
		case LINE:   s.before |= TOKEN_SPACE | TOKEN_LINE; s.at++; break;
		case LETTER: if (!scan_link(&s)) scan_word(&s); break;
		case DIGIT:  if (!scan_link(&s)) scan_number(&s); break;
		case HIGH:   scan_high(&s); break;
		default:
			if ((s.p[s.at] != '@' && s.p[s.at] != '#') || !scan_name(&s)) scan_punct(&s);
		}
	}
	arena_trim(arena, v->token, s.room * sizeof *v->token, v->tokens * sizeof *v->token);
}

void text_tokenise(struct str text, struct view *v, struct arena *arena)
{
	*v = (struct view){ .text = text, .code = "und", .language = LANGUAGE_UNKNOWN, .ascii = utf8_ascii(text) };
	tokenise(v, arena);
}
