/* phone_stamp.c -- the date and the clock that a record of a phone's text export begins with.
 * Knows digits, separators and halves of the day in the scripts that phones write; does not know which number is the month. */
#include "phone.h"

static bool begins_at(struct str s, size_t at, const char *z)
{
	if (at >= s.n || s.p[at] != z[0]) return false;      /* what is asked for most is hardly ever there */
	const size_t n = strlen(z);
	return at + n <= s.n && memcmp(s.p + at, z, n) == 0;
}

size_t phone_marks_pass(struct str s, size_t at)
{
	/* U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069, U+FEFF, and the zeros that a crash leaves */
	for (;;) {
		const unsigned char *const p = (const unsigned char *)s.p + at;
		const size_t left = s.n - at;
		if (left && !p[0]) at++;
		else if (left < 3) return at;
		else if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae))) at += 3;
		else if (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9) at += 3;
		else if (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf) at += 3;
		else return at;
	}
}

size_t phone_space(struct str s, size_t at)
{
	if (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) return 1;
	if (begins_at(s, at, "\xc2\xa0")) return 2;
	return begins_at(s, at, "\xe2\x80\xaf") || begins_at(s, at, "\xe2\x80\x89") ? 3 : 0;
}

static size_t spaces_pass(struct str s, size_t at)
{
	for (size_t n; (n = phone_space(s, at)) || (n = phone_marks_pass(s, at) - at);) at += n;
	return at;
}

/* A decimal digit of the Latin, Arabic, Persian, Devanagari or Bengali kind; *length 0: none. */
static int digit_at(struct str s, size_t at, size_t *length)
{
	const unsigned char *const p = (const unsigned char *)s.p + at;
	const size_t left = at < s.n ? s.n - at : 0;
	*length = 0;
	if (left && p[0] >= '0' && p[0] <= '9') {
		*length = 1;
		return p[0] - '0';
	}
	if (left > 1 && ((p[0] == 0xd9 && p[1] >= 0xa0 && p[1] <= 0xa9) || (p[0] == 0xdb && p[1] >= 0xb0 && p[1] <= 0xb9))) {
		*length = 2;
		return p[1] & 15;
	}
	if (left > 2 && p[0] == 0xe0 && (p[1] == 0xa5 || p[1] == 0xa7) && p[2] >= 0xa6 && p[2] <= 0xaf) {
		*length = 3;
		return p[2] - 0xa6;
	}
	return 0;
}

/* One to four digits; their number, 0: none or more. */
static unsigned number_take(struct str s, size_t *at, int *value)
{
	unsigned digits = 0;
	size_t length;
	*value = 0;
	for (int d; d = digit_at(s, *at, &length), length; digits++) {
		if (digits == 4) return 0;
		*value = *value * 10 + d;
		*at += length;
	}
	return digits;
}

/* Three numbers with the same mark between them, as a calendar may have them. A blank may follow the mark. */
static bool date_take(struct str s, size_t *at, struct phone_stamp *stamp)
{
	char mark = '\0';
	for (unsigned i = 0; i < 3; i++) {
		stamp->digits[i] = number_take(s, at, &stamp->number[i]);
		if (!stamp->digits[i] || (i == 1 && stamp->digits[i] > 2)) return false;
		if (i == 2) break;
		*at = phone_marks_pass(s, *at);
		if (*at >= s.n || !strchr("/-.", s.p[*at]) || !s.p[*at] || (mark && s.p[*at] != mark)) return false;
		mark = s.p[(*at)++];
		*at = phone_marks_pass(s, *at);
		*at += phone_space(s, *at);
	}
	stamp->dashed = mark == '-';
	/* One year, of two or four digits, first or last. */
	return stamp->digits[0] <= 2 ? stamp->digits[2] == 2 || stamp->digits[2] == 4 : stamp->digits[0] == 4 && stamp->digits[2] <= 2;
}

/* --- halves of the day --------------------------------------------------------------------------------------------------- */

struct half_word { const char *word; enum phone_half half; };

/* am, a.m., a. m., AM and so on, with any space inside. */
static size_t latin_half(struct str s, size_t at, enum phone_half *half)
{
	const char first = at < s.n ? (char)(s.p[at] | 32) : '\0';
	if (first != 'a' && first != 'p') return at;
	size_t to = at + 1;
	to += to < s.n && s.p[to] == '.';
	to = spaces_pass(s, to);
	if (to >= s.n || (s.p[to] | 32) != 'm') return at;
	to++;
	to += to < s.n && s.p[to] == '.';
	if (to < s.n && (s.p[to] | 32) >= 'a' && (s.p[to] | 32) <= 'z') return at;
	*half = first == 'a' ? PHONE_BEFORE_NOON : PHONE_AFTER_NOON;
	return to;
}

static size_t half_take(struct str s, size_t at, enum phone_half *half)
{
	static const struct half_word words[] = {
		{ "上午", PHONE_BEFORE_NOON }, { "下午", PHONE_AFTER_NOON }, { "午前", PHONE_BEFORE_NOON },
		{ "午後", PHONE_AFTER_NOON }, { "오전", PHONE_BEFORE_NOON }, { "오후", PHONE_AFTER_NOON },
		{ "ق.ظ.", PHONE_BEFORE_NOON }, { "ب.ظ.", PHONE_AFTER_NOON }, { "ص", PHONE_BEFORE_NOON },
		{ "م", PHONE_AFTER_NOON }, { "पूर्वाह्न", PHONE_BEFORE_NOON },
		{ "अपराह्न", PHONE_AFTER_NOON }, { "π.μ.", PHONE_BEFORE_NOON },
		{ "μ.μ.", PHONE_AFTER_NOON }, { "ÖÖ", PHONE_BEFORE_NOON }, { "ÖS", PHONE_AFTER_NOON },
		{ "SA", PHONE_BEFORE_NOON }, { "CH", PHONE_AFTER_NOON }, { "PD", PHONE_BEFORE_NOON },
		{ "MD", PHONE_AFTER_NOON }, { "PG", PHONE_BEFORE_NOON }, { "PTG", PHONE_AFTER_NOON },
		{ "vorm.", PHONE_BEFORE_NOON }, { "nachm.", PHONE_AFTER_NOON },
	};
	const size_t latin = latin_half(s, at, half);
	if (latin > at) return latin;
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
		if (!begins_at(s, at, words[i].word)) continue;
		*half = words[i].half;
		return at + strlen(words[i].word);
	}
	return at;
}

/* --- the stamp ----------------------------------------------------------------------------------------------------------- */

/* What stands between a date and its clock: a comma, a dot, a word of the language. */
static size_t between_pass(struct str s, size_t at, struct phone_stamp *stamp)
{
	static const char *const words[] = { "à", "às", "at", "klo", "kl.", "um", "alle", "ore", "a las", "в", "о", "u" };
	const size_t from = at;
	stamp->comma = at < s.n && s.p[at] == ',';
	if (at < s.n && (s.p[at] == ',' || s.p[at] == '.')) at++;
	else if (begins_at(s, at, "\xd8\x8c")) at += 2;
	if (spaces_pass(s, at) == at && at == from) return from;
	at = spaces_pass(s, at);
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
		const size_t behind = at + strlen(words[i]);
		if (begins_at(s, at, words[i]) && phone_space(s, behind)) return spaces_pass(s, behind);
	}
	return at;
}

static bool clock_take(struct str s, size_t *at, struct phone_stamp *stamp)
{
	size_t to = *at;
	if (number_take(s, &to, &stamp->hour) - 1 > 1 || to >= s.n || (s.p[to] != ':' && s.p[to] != '.')) return false;
	const char mark = s.p[to++];
	if (number_take(s, &to, &stamp->minute) != 2) return false;
	*at = to;
	stamp->second = -1;
	if (to >= s.n || s.p[to] != mark) return true;
	to++;
	int second;
	if (number_take(s, &to, &second) != 2) return true;
	stamp->second = second;
	*at = to;
	return true;
}

/* Behind the clock: "]", " - ", ": ". 0: none of them. */
static size_t close_take(struct str s, size_t at, bool bracket)
{
	at = spaces_pass(s, at);
	if (bracket) {
		if (at >= s.n || s.p[at] != ']') return 0;
		at++;
		if (begins_at(s, at, " - ")) at += 2;
		return at == s.n || phone_space(s, at) ? spaces_pass(s, at) : 0;
	}
	if (begins_at(s, at, "\xe2\x80\x93")) at += 3;
	else if (at < s.n && (s.p[at] == '-' || s.p[at] == ':')) at++;
	else return 0;
	return at == s.n || phone_space(s, at) || phone_marks_pass(s, at) > at ? spaces_pass(s, at) : 0;
}

bool phone_stamp_read(struct str line, struct phone_stamp *stamp)
{
	struct str s = line;
	*stamp = (struct phone_stamp){ .second = -1 };
	if (s.n > PHONE_STAMP_MOST) s.n = PHONE_STAMP_MOST;
	size_t at = phone_marks_pass(s, 0);
	if (at < s.n && s.p[at] == '[') {
		stamp->bracket = true;
		at = phone_marks_pass(s, at + 1);
	}
	if (!date_take(s, &at, stamp)) return false;
	const size_t behind = between_pass(s, at, stamp);
	if (behind == at) return false;
	at = spaces_pass(s, half_take(s, behind, &stamp->half));
	if (!clock_take(s, &at, stamp)) return false;
	const size_t half = spaces_pass(s, at);
	if (stamp->half == PHONE_24_HOURS) {
		const size_t to = half_take(s, half, &stamp->half);
		if (to > half) at = to;
	}
	if (at < s.n && s.p[at] == '.') at++;
	stamp->end = close_take(s, at, stamp->bracket);
	return stamp->end > 0;
}
