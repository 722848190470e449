/* json_skip.c -- where values end, found from brackets, commas and quotes alone, 64 bytes at a time.
 * Knows depth and strings; does not check anything else. */
#include "json.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* A backslash escapes the byte behind it wherever it stands, which matters only to quotes: outside strings there is none
 * in JSON, and this way both halves of this file agree on bytes that are not JSON. */
static size_t skip_plainly(struct json_depth *d, struct str bytes, size_t at, size_t end, uint32_t floor)
{
	for (; at < end; at++) {
		const char c = bytes.p[at];
		const bool escaped = d->escaped;
		d->escaped = c == '\\' && !escaped;
		if (c == '"' && !escaped) {
			d->in_string = !d->in_string;
		} else if (d->in_string) {
			continue;
		} else if (c == '{' || c == '[') {
			d->depth++;
		} else if (c == '}' || c == ']') {
			if (d->depth <= floor) return at;
			if (--d->depth == floor) return at;
		} else if (c == ',' && d->depth <= floor) {
			return at;
		}
	}
	return end;
}

#ifdef __SSE2__
enum { BLOCK = 64 };

static uint64_t bits_equal(const __m128i v[4], char c)
{
	const __m128i wanted = _mm_set1_epi8(c);
	uint64_t bits = 0;
	for (unsigned i = 0; i < 4; i++)
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], wanted)) << 16 * i;
	return bits;
}

/* The bytes that stand behind an odd run of backslashes; *carry: does the next block's first one? */
static uint64_t bits_escaped(uint64_t backslash, bool *carry)
{
	uint64_t escaped = *carry, at;
	backslash &= ~escaped;
	*carry = false;
	while (backslash) {
		at = backslash & (0 - backslash);
		escaped |= at << 1;
		*carry = at >> 63;
		backslash &= ~(at | at << 1);
	}
	return escaped;
}

/* Bit i: is an odd number of bits set up to and with i? */
static uint64_t bits_parity(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
	return bits;
}

static unsigned bits_count(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555;
	x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
	return (unsigned)(((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56);
}

/* Does depth stay above floor through the block at p, whatever order its brackets stand in? Then all of it is passed over. */
static bool skip_block(struct json_depth *d, const char *p, uint32_t floor)
{
	__m128i v[4], folded[4];
	for (unsigned i = 0; i < 4; i++) {
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
		folded[i] = _mm_or_si128(v[i], _mm_set1_epi8(0x20));   /* [ and ] become { and } */
	}
	bool carry = d->escaped;
	const uint64_t backslash = bits_equal(v, '\\');
	const uint64_t escaped = backslash || carry ? bits_escaped(backslash, &carry) : 0;
	const uint64_t quote = bits_equal(v, '"') & ~escaped;
	const uint64_t string = bits_parity(quote) ^ (d->in_string ? UINT64_MAX : 0);
	const unsigned open = bits_count(bits_equal(folded, '{') & ~string);
	const unsigned close = bits_count(bits_equal(folded, '}') & ~string);
	if (d->depth <= floor || d->depth - floor <= close) return false;
	d->depth += open;
	d->depth -= close;
	d->in_string = string >> 63;
	d->escaped = carry;
	return true;
}
#endif

size_t json_skip(struct json_depth *d, struct str bytes, size_t at, uint32_t floor)
{
#ifdef __SSE2__
	for (; bytes.n - at >= BLOCK; at += BLOCK) {
		if (skip_block(d, bytes.p + at, floor)) continue;
		const size_t stop = skip_plainly(d, bytes, at, at + BLOCK, floor);
		if (stop < at + BLOCK) return stop;
	}
#endif
	return skip_plainly(d, bytes, at, bytes.n, floor);
}
