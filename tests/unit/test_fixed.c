/* test_fixed.c -- the integer logistic, logarithm, trigamma and square root against values computed with mpmath.
 * Knows the expected digits; does not know how the functions work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "score.h"

static void logistic_values(void **state)
{
	(void)state;
	static const struct { int32_t x, y; } t[] = {
		{ 0, 5000 }, { 1, 5000 }, { 4, 5001 }, { 100, 5025 }, { 5000, 6225 }, { 9000, 7109 }, { 10000, 7311 }, { 25000, 9241 },
		{ -6000, 3543 }, { -12345, 2254 }, { 35200, 9713 }, { 60000, 9975 }, { 92101, 9999 }, { 100000, 10000 },
		{ INT32_MIN, 0 }, { INT32_MAX, 10000 }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) assert_int_equal(fixed_logistic(t[i].x), t[i].y);
}

static void logistic_shape(void **state)
{
	(void)state;
	int32_t last = 0;
	for (int32_t x = -150000; x <= 150000; x++) {
		const int32_t y = fixed_logistic(x);
		assert_true(y >= last);
		assert_int_equal(y + fixed_logistic(-x), 10000);
		last = y;
	}
}

static void logarithm(void **state)
{
	(void)state;
	static const struct { uint32_t a, b; int32_t y; } t[] = {
		{ 3, 2, 4055 }, { 8, 2, 13863 }, { 2, 3, -4055 }, { 2, 8, -13863 }, { 4, 2, 6931 }, { 1, 1, 0 }, { UINT32_MAX, 1, 221807 },
		{ 7, 3, 8473 }, { 1, UINT32_MAX, -221807 }, { 1000003, 999983, 0 }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) assert_int_equal(fixed_ln_ratio(t[i].a, t[i].b), t[i].y);
	for (uint32_t a = 1; a < 1000; a++)
		for (uint32_t b = 1; b < 50; b++) assert_int_equal(fixed_ln_ratio(a, b), -fixed_ln_ratio(b, a));
}

static void trigamma(void **state)
{
	(void)state;
	static const struct { uint32_t n; int32_t y; } t[] = {
		{ 1, 16449 }, { 2, 6449 }, { 3, 3949 }, { 4, 2838 }, { 5, 2213 }, { 8, 1331 }, { 10, 1052 }, { 15, 689 }, { 16, 645 }, { 17, 606 },
		{ 20, 513 }, { 100, 101 }, { 1000, 10 }, { 100000, 0 }
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) assert_int_equal(fixed_trigamma(t[i].n), t[i].y);
	for (uint32_t n = 2; n < 1000; n++) assert_true(fixed_trigamma(n) <= fixed_trigamma(n - 1));
}

static void square_root(void **state)
{
	(void)state;
	assert_int_equal(fixed_sqrt(0), 0);
	assert_int_equal(fixed_sqrt(3), 1);
	assert_int_equal(fixed_sqrt(25000000), 5000);
	assert_int_equal(fixed_sqrt(UINT64_MAX), UINT32_MAX);
	for (uint64_t n = 1; n < 200000; n++) {
		const uint64_t root = fixed_sqrt(n);
		assert_true(root * root <= n && n < (root + 1) * (root + 1));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logistic_values), cmocka_unit_test(logistic_shape), cmocka_unit_test(logarithm), cmocka_unit_test(trigamma),
		cmocka_unit_test(square_root)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
