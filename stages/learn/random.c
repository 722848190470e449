/* random.c -- xoshiro256** and what is drawn from it.
 * Knows shifts and products modulo 2^64; does not know what is being drawn. */
#include "random.h"

static uint64_t rotate(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

uint64_t random_mix(uint64_t x)
{
	x += UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

struct random random_from(uint64_t seed)
{
	struct random r;
	for (uint64_t i = 0; i < 4; i++) r.state[i] = random_mix(seed + i * UINT64_C(0x9e3779b97f4a7c15));
	return r;
}

uint64_t random_next(struct random *r)
{
	uint64_t *const s = r->state;
	const uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint32_t random_below(struct random *r, uint32_t n)
{
	const uint32_t least = -n % n;      /* products whose low half is below this are one too many for some results */
	uint64_t product;
	do product = (random_next(r) >> 32) * n;
	while ((uint32_t)product < least);
	return (uint32_t)(product >> 32);
}

double random_unit(struct random *r) { return (double)(random_next(r) >> 11) * 0x1p-53; }
