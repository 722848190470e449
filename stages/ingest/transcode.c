/* transcode.c -- UTF-16 and UTF-32, read as UTF-8.
 * Knows byte order marks, surrogate pairs and where ASCII has zeros in them; does not guess at encodings of single bytes. */
#include "transcode.h"

#include "utf8.h"

enum { PIECE = 4096, UTF8_MOST = 4 };

static enum encoding marked_encoding(const unsigned char *p, unsigned n)
{
	if (n >= 4 && p[0] == 0xff && p[1] == 0xfe && !p[2] && !p[3]) return ENCODING_UTF32LE;
	if (n >= 4 && !p[0] && !p[1] && p[2] == 0xfe && p[3] == 0xff) return ENCODING_UTF32BE;
	if (n >= 2 && p[0] == 0xff && p[1] == 0xfe) return ENCODING_UTF16LE;
	if (n >= 2 && p[0] == 0xfe && p[1] == 0xff) return ENCODING_UTF16BE;
	return ENCODING_BYTES;
}

static bool ascii(unsigned char c) { return c >= ' ' ? c < 0x7f : c == '\t' || c == '\n' || c == '\r'; }

/* Without a mark, where the zeros are tells it (RFC 4627 section 3): a text begins with two characters of ASCII, or JSON does. */
static enum encoding unmarked_encoding(const unsigned char *p, unsigned n)
{
	if (n < 4) return ENCODING_BYTES;
	if (ascii(p[0]) && !p[1] && !p[2] && !p[3]) return ENCODING_UTF32LE;
	if (!p[0] && !p[1] && !p[2] && ascii(p[3])) return ENCODING_UTF32BE;
	if (ascii(p[0]) && !p[1] && ascii(p[2]) && !p[3]) return ENCODING_UTF16LE;
	if (!p[0] && ascii(p[1]) && !p[2] && ascii(p[3])) return ENCODING_UTF16BE;
	return ENCODING_BYTES;
}

static bool decide(struct transcoder *t, struct diag *diag)
{
	while (t->keeps < 4 && !t->ended) {
		const long got = t->pull(t->from, (char *)t->kept + t->keeps, 4 - t->keeps, diag);
		if (got < 0) return false;
		if (got == 0) t->ended = true;
		t->keeps += (unsigned)got;
	}
	t->encoding = marked_encoding(t->kept, t->keeps);
	const unsigned mark = t->encoding == ENCODING_BYTES ? 0 : t->encoding >= ENCODING_UTF32LE ? 4 : 2;
	if (!mark) t->encoding = unmarked_encoding(t->kept, t->keeps);
	t->keeps -= mark;
	memmove(t->kept, t->kept + mark, t->keeps);
	return true;
}

static long through(struct transcoder *t, char *into, size_t cap, struct diag *diag)
{
	if (!t->keeps) return t->ended ? 0 : t->pull(t->from, into, cap, diag);
	const unsigned n = t->keeps < cap ? t->keeps : (unsigned)cap;
	memcpy(into, t->kept, n);
	t->keeps -= n;
	memmove(t->kept, t->kept + n, t->keeps);
	return n;
}

static bool surrogate(uint32_t code) { return code >= 0xd800 && code < 0xe000; }

/* One unit on; writes at most two code points (a lone first half, then the unit itself). */
static size_t put_unit(struct transcoder *t, uint32_t unit, bool wide, char *to)
{
	size_t n = 0;
	if (t->high && !wide && unit >= 0xdc00 && unit < 0xe000) {
		n = utf8_encode(0x10000 + ((t->high - 0xd800) << 10) + (unit - 0xdc00), to);
		t->high = 0;
		return n;
	}
	if (t->high) n = utf8_encode(0xfffd, to);
	t->high = 0;
	if (!wide && unit >= 0xd800 && unit < 0xdc00) {
		t->high = unit;
		return n;
	}
	return n + utf8_encode(surrogate(unit) || unit > 0x10ffff ? 0xfffd : unit, to + n);
}

static uint32_t unit_at(const unsigned char *p, enum encoding e)
{
	switch (e) {
	case ENCODING_UTF16LE: return (uint32_t)(p[0] | p[1] << 8);
	case ENCODING_UTF16BE: return (uint32_t)(p[1] | p[0] << 8);
	case ENCODING_UTF32LE: return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
	default: return p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
	}
}

long transcode_read(struct transcoder *t, char *into, size_t cap, struct diag *diag)
{
	if (t->encoding == ENCODING_UNDECIDED && !decide(t, diag)) return -1;
	if (t->encoding == ENCODING_BYTES) return through(t, into, cap, diag);
	const unsigned width = t->encoding >= ENCODING_UTF32LE ? 4 : 2;
	unsigned char piece[PIECE];
	/* Each unit gives at most two code points; the last call may add two for what is left over. */
	size_t most = cap / (2 * UTF8_MOST);
	most = most > 2 ? (most - 2) * width : width;
	if (most > sizeof piece) most = sizeof piece;
	size_t written = 0;
	while (!written && !(t->ended && t->keeps < width && !t->high && !t->keeps)) {
		size_t have = t->keeps;
		memcpy(piece, t->kept, have);
		t->keeps = 0;
		if (have < width && !t->ended) {
			const long got = t->pull(t->from, (char *)piece + have, most > have ? most - have : 1, diag);
			if (got < 0) return -1;
			if (got == 0) t->ended = true;
			have += (size_t)got;
		}
		size_t at = 0;
		for (; have - at >= width; at += width)
			written += put_unit(t, unit_at(piece + at, t->encoding), width == 4, into + written);
		t->keeps = (unsigned)(have - at);
		memcpy(t->kept, piece + at, t->keeps);
		if (t->ended && t->keeps < width) {
			if (t->high || t->keeps) written += utf8_encode(0xfffd, into + written);
			t->high = 0;
			t->keeps = 0;
		}
	}
	return (long)written;
}
