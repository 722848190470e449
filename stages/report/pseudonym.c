/* pseudonym.c -- names to keyed hashes: BLAKE2b (RFC 7693) with an 8-byte digest, key as its key parameter.
 * Knows the hash; does not know which strings name people.
 *
 * None of the linked libraries offers a keyed cryptographic hash. Python's hashlib.blake2b(name, key=key, digest_size=8)
 * gives the same digits; a key longer than 64 bytes is replaced by its 64-byte BLAKE2b digest. */
#include "line.h"
#include "put.h"

enum { BLOCK = 128 };

static const uint64_t iv[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
};

static const uint8_t sigma[12][16] = {
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }, { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
	{ 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 }, { 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
	{ 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 }, { 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
	{ 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 }, { 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
	{ 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 }, { 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
	{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }, { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 }
};

static uint64_t turn(uint64_t v, unsigned n) { return v >> n | v << (64 - n); }

static uint64_t load(const uint8_t *p)
{
	uint64_t v = 0;
	for (unsigned i = 8; i-- > 0;) v = v << 8 | p[i];
	return v;
}

static void mix(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, uint64_t x, uint64_t y)
{
	*a += *b + x;
	*d = turn(*d ^ *a, 32);
	*c += *d;
	*b = turn(*b ^ *c, 24);
	*a += *b + y;
	*d = turn(*d ^ *a, 16);
	*c += *d;
	*b = turn(*b ^ *c, 63);
}

static void compress(uint64_t h[8], const uint8_t *block, uint64_t bytes, bool last)
{
	uint64_t v[16], m[16];
	for (unsigned i = 0; i < 8; i++) { v[i] = h[i]; v[i + 8] = iv[i]; }
	for (unsigned i = 0; i < 16; i++) m[i] = load(block + 8 * i);
	v[12] ^= bytes;
	if (last) v[14] = ~v[14];
	for (unsigned round = 0; round < 12; round++) {
		const uint8_t *s = sigma[round];
		for (unsigned i = 0; i < 4; i++) mix(&v[i], &v[4 + i], &v[8 + i], &v[12 + i], m[s[2 * i]], m[s[2 * i + 1]]);
		for (unsigned i = 0; i < 4; i++)
			mix(&v[i], &v[4 + (i + 1) % 4], &v[8 + (i + 2) % 4], &v[12 + (i + 3) % 4], m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
	}
	for (unsigned i = 0; i < 8; i++) h[i] ^= v[i] ^ v[i + 8];
}

/* Leaves the state; its first `digest` bytes, little-endian, are the hash. key.n is at most 64. */
static void blake2b(struct str key, struct str data, unsigned digest, uint64_t h[8])
{
	uint8_t block[BLOCK] = { 0 };
	uint64_t bytes = 0;
	memcpy(h, iv, sizeof iv);
	h[0] ^= 0x01010000 ^ (uint64_t)key.n << 8 ^ digest;
	if (key.n) {
		memcpy(block, key.p, key.n);
		bytes = BLOCK;
		compress(h, block, bytes, data.n == 0);
		if (data.n == 0) return;
	}
	for (size_t at = 0;; at += BLOCK) {
		const size_t n = data.n - at < BLOCK ? data.n - at : BLOCK;
		memset(block, 0, sizeof block);
		if (n) memcpy(block, data.p + at, n);
		bytes += n;
		compress(h, block, bytes, at + n == data.n);
		if (at + n == data.n) return;
	}
}

void pseudonym(struct str key, struct str name, struct buf *out)
{
	uint64_t h[8], folded[8];
	if (key.n > 64) {
		blake2b((struct str){ NULL, 0 }, key, 64, folded);
		for (unsigned i = 0; i < 8; i++) {
			uint8_t bytes[8];
			for (unsigned k = 0; k < 8; k++) bytes[k] = (uint8_t)(folded[i] >> (8 * k));
			memcpy(&folded[i], bytes, 8);
		}
		key = (struct str){ (const char *)folded, sizeof folded };
	}
	blake2b(key, name, 8, h);
	put_hex(out, __builtin_bswap64(h[0]));
}
