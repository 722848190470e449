/* fixed.c -- the logistic function, logarithm, trigamma and square root in integers: the same on every machine.
 * Knows series and rounding; does not know what the numbers stand for.
 *
 * Inside, numbers are binary fixed point with 31 places in 64 bits, exact to better than 0.00000001. */
#include "score.h"

static const uint64_t ONE = UINT64_C(1) << 31;
static const uint64_t LN_2 = 1488522236;              /* ln 2 * 2^31 */

enum { UNITS = 10000 };

/* e^-x for x in units, 0 <= x: 2^-k * e^-r with r below ln 2, the latter by its Taylor series. */
static uint64_t exp_minus(uint64_t units)
{
	const uint64_t x = ((units << 31) + UNITS / 2) / UNITS;
	const uint64_t k = x / LN_2, r = x % LN_2;
	if (k > 40) return 0;
	uint64_t plus = ONE, minus = 0, term = ONE;
	for (uint64_t i = 1; i <= 14 && term; i++) {
		term = (term * r / i + ONE / 2) >> 31;
		if (i & 1) minus += term;
		else plus += term;
	}
	return (plus - minus) >> k;
}

int32_t fixed_logistic(int32_t units)
{
	const uint64_t size = units < 0 ? -(uint64_t)(int64_t)units : (uint64_t)units;
	const uint64_t below = ONE + exp_minus(size);
	const int32_t upper = (int32_t)((UNITS * ONE + below / 2) / below);
	return units < 0 ? UNITS - upper : upper;
}

/* ln of an integer in 2^-31: n = 2^k * m with 1 <= m < 2, and ln m = 2 artanh((m - 1) / (m + 1)). */
static int64_t ln_of(uint32_t n)
{
	const unsigned k = 31U - (unsigned)__builtin_clz(n);
	const uint64_t m = ((uint64_t)n << 31) >> k;
	const uint64_t s = ((m - ONE) << 31) / (m + ONE);
	const uint64_t square = (s * s) >> 31;
	uint64_t power = s, sum = 0;
	for (uint64_t i = 1; power; i += 2) {
		sum += power / i;
		power = (power * square) >> 31;
	}
	return (int64_t)(k * LN_2 + 2 * sum);
}

int32_t fixed_ln_ratio(uint32_t a, uint32_t b)
{
	const int64_t ln = ln_of(a ? a : 1) - ln_of(b ? b : 1);
	const int64_t size = ln < 0 ? -ln : ln;
	const int64_t units = (size * UNITS + (int64_t)(ONE / 2)) >> 31;
	return (int32_t)(ln < 0 ? -units : units);
}

/* psi1(1) = pi^2 / 6 and psi1(n + 1) = psi1(n) - 1/n^2; from 16 on the asymptotic series 1/n + 1/2n^2 + 1/6n^3. */
int32_t fixed_trigamma(uint32_t n)
{
	const uint64_t trillion = UINT64_C(1000000000000);
	const uint64_t unit = trillion / UNITS;
	uint64_t value = UINT64_C(1644934066848);
	if (n < 16) {
		for (uint64_t k = 1; k < n; k++) value -= trillion / (k * k);
	} else {
		const uint64_t first = trillion / n;
		value = first + first / n / 2 + first / n / n / 6;
	}
	return (int32_t)((value + unit / 2) / unit);
}

uint32_t fixed_sqrt(uint64_t n)
{
	uint64_t root = 0;
	for (uint64_t bit = UINT64_C(1) << 62; bit; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return (uint32_t)root;
}
