/* utf8.c -- checks, repairs, reads and writes UTF-8, sixteen ASCII bytes at a time where the machine can.
 * Knows which byte sequences are well-formed; does not know what the characters are. */
#include "utf8.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* How many bytes from `at` on are ASCII. */
static size_t ascii_run(struct str s, size_t at)
{
	const size_t begin = at;
#ifdef __SSE2__
	while (at + 16 <= s.n) {
		const int high = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(s.p + at)));
		if (high)
			return at + (size_t)__builtin_ctz((unsigned)high) - begin;
		at += 16;
	}
#endif
	while (at < s.n && !((unsigned char)s.p[at] & 0x80))
		at++;
	return at - begin;
}

bool utf8_ascii(struct str s)
{
	return ascii_run(s, 0) == s.n;
}

unsigned utf8_length(const char *p, size_t left, unsigned *part)
{
	const unsigned char *const b = (const unsigned char *)p;
	unsigned char low = 0x80, high = 0xbf;
	unsigned n;
	*part = 1;
	if (b[0] < 0x80)
		return 1;
	if (b[0] < 0xc2 || b[0] > 0xf4)
		return 0;
	n = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4;
	if (b[0] == 0xe0) low = 0xa0;
	if (b[0] == 0xed) high = 0x9f;
	if (b[0] == 0xf0) low = 0x90;
	if (b[0] == 0xf4) high = 0x8f;
	for (unsigned i = 1; i < n; i++) {
		if (i >= left || b[i] < low || b[i] > high) {
			*part = i;
			return 0;
		}
		low = 0x80;
		high = 0xbf;
	}
	return n;
}

bool utf8_valid(struct str s, size_t *bad)
{
	size_t at = 0;
	unsigned part;
	for (;;) {
		at += ascii_run(s, at);
		if (at == s.n)
			return true;
		const unsigned n = utf8_length(s.p + at, s.n - at, &part);
		if (!n)
			break;
		at += n;
	}
	if (bad)
		*bad = at;
	return false;
}

struct str utf8_repair(struct str s, struct arena *arena, uint32_t *repairs)
{
	size_t at, n;
	if (utf8_valid(s, &at))
		return s;
	char *const out = arena_alloc(arena, s.n * 3);
	memcpy(out, s.p, at);
	n = at;
	while (at < s.n) {
		unsigned part;
		const unsigned length = utf8_length(s.p + at, s.n - at, &part);
		if (length) {
			memcpy(out + n, s.p + at, length);
			n += length;
			at += length;
		} else {
			memcpy(out + n, "\xef\xbf\xbd", 3);
			n += 3;
			at += part;
			++*repairs;
		}
	}
	return (struct str){ out, n };
}

uint32_t utf8_decode(const char *p, size_t left, unsigned *n)
{
	const unsigned char *const b = (const unsigned char *)p;
	if (b[0] < 0x80 || left < 2) {
		*n = 1;
		return b[0];
	}
	if (b[0] < 0xe0 || left < 3) {
		*n = 2;
		return (uint32_t)(b[0] & 0x1f) << 6 | (b[1] & 0x3f);
	}
	if (b[0] < 0xf0 || left < 4) {
		*n = 3;
		return (uint32_t)(b[0] & 0x0f) << 12 | (uint32_t)(b[1] & 0x3f) << 6 | (b[2] & 0x3f);
	}
	*n = 4;
	return (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3f) << 12 | (uint32_t)(b[2] & 0x3f) << 6 | (b[3] & 0x3f);
}

unsigned utf8_unprintable(const char *p, size_t left)
{
	unsigned part;
	const unsigned n = utf8_length(p, left, &part);
	if (n == 1) return (unsigned char)*p < 0x20 || *p == 0x7f;
	if (!n) return part;
	if (n > 3) return 0;
	const uint32_t code = utf8_decode(p, left, &part);
	const bool c1 = code < 0xa0, turns = code == 0x61c || code == 0x200e || code == 0x200f || (code >= 0x2066 && code <= 0x2069);
	return c1 || turns || (code >= 0x2028 && code <= 0x202e) ? n : 0;
}

void utf8_tame(char *z)
{
	char *to = z;
	for (size_t left = strlen(z); left;) {
		unsigned part;
		const unsigned bad = utf8_unprintable(z, left), n = bad ? bad : utf8_length(z, left, &part);
		if (bad) *to++ = '?';
		for (unsigned i = 0; !bad && i < n; i++) *to++ = z[i];
		z += n;
		left -= n;
	}
	*to = 0;
}
