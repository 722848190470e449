/* buf.c -- printing without printf: the same digits on every machine and in every locale.
 * Knows numbers, times and JSON strings; does not know what they belong to. */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"

char *buf_room(struct buf *b, size_t bytes)
{
	if (b->cap - b->n < bytes) {
		size_t cap = b->cap ? b->cap * 2 : 4096;
		while (cap - b->n < bytes) cap *= 2;
		b->p = mem_grow(b->p, cap);
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_put(struct buf *b, struct str s)
{
	if (!s.n) return;
	memcpy(buf_room(b, s.n), s.p, s.n);
	b->n += s.n;
}

void buf_put_z(struct buf *b, const char *z)
{
	buf_put(b, str_of(z));
}

void buf_put_char(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

/* The digits in front of `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t v)
{
	do {
		*--end = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	return end;
}

void buf_put_u64(struct buf *b, uint64_t v)
{
	char digits[20], *const end = digits + sizeof digits, *const from = digits_before(end, v);
	buf_put(b, (struct str){ from, (size_t)(end - from) });
}

void buf_put_i64(struct buf *b, int64_t v)
{
	if (v < 0) buf_put_char(b, '-');
	buf_put_u64(b, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

static void put_padded(struct buf *b, uint64_t v, unsigned width)
{
	char *p = buf_room(b, width);
	for (unsigned i = width; i-- > 0; v /= 10) p[i] = (char)('0' + v % 10);
	b->n += width;
}

void buf_put_units(struct buf *b, int64_t units)
{
	char digits[26], *const end = digits + sizeof digits, *from = end - 5;
	uint64_t v = units < 0 ? -(uint64_t)units : (uint64_t)units;
	for (char *p = end; --p > from; v /= 10) *p = (char)('0' + v % 10);
	*from = '.';
	from = digits_before(from, v);
	if (units < 0) *--from = '-';
	buf_put(b, (struct str){ from, (size_t)(end - from) });
}

static void put_escape(struct buf *b, unsigned code)
{
	static const char hex[] = "0123456789abcdef";
	char e[6] = { '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15], hex[code >> 4 & 15], hex[code & 15] };
	static const char two[] = "\b\t\n\f\r\"\\", letter[] = "btnfr\"\\";
	const char *at = code && code < 128 ? strchr(two, (int)code) : NULL;
	if (at) {
		e[1] = letter[at - two];
		buf_put(b, (struct str){ e, 2 });
	} else {
		buf_put(b, (struct str){ e, 6 });
	}
}

/* Bytes that may have to be escaped: control characters, the quote, the backslash, DEL and what U+2028 begins with. */
static const uint8_t careful[256] = {
#define EIGHT(a) [a] = 1, [(a) + 1] = 1, [(a) + 2] = 1, [(a) + 3] = 1, [(a) + 4] = 1, [(a) + 5] = 1, [(a) + 6] = 1, [(a) + 7] = 1
	EIGHT(0), EIGHT(8), EIGHT(16), EIGHT(24), ['"'] = 1, ['\\'] = 1, [0x7f] = 1, [0xe2] = 1,
#undef EIGHT
};

void buf_put_json(struct buf *b, struct str s)
{
	buf_room(b, s.n + 2);
	buf_put_char(b, '"');
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];
		if (!careful[c]) continue;
		const bool separator = c == 0xe2 && s.n - i >= 3 && (unsigned char)s.p[i + 1] == 0x80
			&& ((unsigned char)s.p[i + 2] & 0xfe) == 0xa8;
		if (c == 0xe2 && !separator) continue;
		buf_put(b, str_cut(s, from, i));
		put_escape(b, separator ? 0x2028u + ((unsigned char)s.p[i + 2] & 1u) : c);
		if (separator) i += 2;
		from = i + 1;
	}
	buf_put(b, str_cut(s, from, s.n));
	buf_put_char(b, '"');
}

/* Days since 1970 to a civil date, proleptic Gregorian (Howard Hinnant's well-known algorithm, 2013). */
static void civil(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
	days += 719468;
	const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	const unsigned of_era = (unsigned)(days - era * 146097);
	const unsigned y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	const unsigned of_year = of_era - (365 * y + y / 4 - y / 100);
	const unsigned m = (5 * of_year + 2) / 153;
	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int64_t)y + era * 400 + (*month <= 2);
}

void buf_put_time(struct buf *b, int64_t ms, bool zoned)
{
	const int64_t day_ms = 86400000;
	int64_t days = ms / day_ms, rest = ms % day_ms;
	if (rest < 0) {
		rest += day_ms;
		days--;
	}
	int64_t year;
	unsigned month, day;
	civil(days, &year, &month, &day);
	if (year < 0) buf_put_char(b, '-');
	put_padded(b, (uint64_t)(year < 0 ? -year : year), year > 9999 || year < -9999 ? 6 : 4);
	const uint64_t t = (uint64_t)rest;
	const struct { char mark; uint64_t v; } part[] = {
		{ '-', month }, { '-', day }, { 'T', t / 3600000 }, { ':', t / 60000 % 60 }, { ':', t / 1000 % 60 }
	};
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		buf_put_char(b, part[i].mark);
		put_padded(b, part[i].v, 2);
	}
	if (t % 1000) {
		buf_put_char(b, '.');
		put_padded(b, t % 1000, 3);
	}
	if (zoned) buf_put_char(b, 'Z');
}

void buf_put_format(struct buf *b, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char none[1];
	const int n = vsnprintf(none, sizeof none, format, args);
	va_end(args);
	if (n > 0) {
		buf_room(b, (size_t)n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}
