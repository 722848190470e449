/* test_draw.c -- stratified samples: who is in by what probability, and that nothing but seed and ids decides it.
 * Knows frequencies over many seeds; does not know hashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw.h"
#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N = 60, STRATA = 6 };

/* Sizes 1, 4, 0, 10, 15, 30. */
static const uint32_t sizes[STRATA] = { 1, 4, 0, 10, 15, 30 };

static void frame_fill(uint64_t *id, uint32_t *stratum)
{
	uint32_t i = 0;
	for (uint32_t h = 0; h < STRATA; h++)
		for (uint32_t k = 0; k < sizes[h]; k++, i++) {
			id[i] = i;      /* hardly hashes: the draw has to mix them itself */
			stratum[i] = h;
		}
}

static uint32_t draw(const struct draw_frame *f, uint32_t wanted, uint64_t seed, struct drawn *out, struct draw_share *share)
{
	struct diag d = { 0 };
	uint32_t count = 0;
	if (!draw_stratified(f, wanted, seed, out, &count, share, &d)) fail_msg("%s", d.text);
	return count;
}

static void shares(void **state)
{
	(void)state;
	uint64_t id[N];
	uint32_t stratum[N];
	frame_fill(id, stratum);
	const struct draw_frame f = { N, id, stratum, STRATA };
	for (uint32_t wanted = 0; wanted <= N + 5; wanted++) {
		struct drawn out[N];
		struct draw_share share[STRATA];
		const uint32_t m = wanted < N ? wanted : N;
		assert_int_equal(draw(&f, wanted, 3, out, share), m);
		double expected = 0;
		uint32_t in[STRATA] = { 0 };
		uint8_t twice[N] = { 0 };
		for (uint32_t i = 0; i < m; i++) {
			assert_int_equal(out[i].stratum, stratum[out[i].index]);
			assert_true(out[i].probability == share[out[i].stratum].probability);
			assert_int_equal(twice[out[i].index]++, 0);
			in[out[i].stratum]++;
		}
		for (uint32_t h = 0; h < STRATA; h++) {
			assert_int_equal(share[h].size, sizes[h]);
			assert_int_equal(share[h].drawn, in[h]);
			assert_true(in[h] <= sizes[h]);
			if (m >= 5) assert_true(in[h] >= (sizes[h] > 0));
			if (m < 5) assert_true(in[h] <= 1);
			expected += share[h].probability * share[h].size;
		}
		assert_true(fabs(expected - m) < 1e-9);
	}
}

/* 4 strata of 100, 400, 900, 1600: roots 10, 20, 30, 40. Of 104, one each and 100 by root. A full stratum's rest goes to the others. */
static void allocation_by_root(void **state)
{
	(void)state;
	enum { LARGE = 3000 };
	static uint64_t id[LARGE];
	static uint32_t stratum[LARGE];
	static struct drawn out[LARGE];
	struct draw_share share[4];
	for (uint32_t i = 0; i < LARGE; i++) {
		id[i] = random_mix(i);
		stratum[i] = i < 100 ? 0 : i < 500 ? 1 : i < 1400 ? 2 : 3;
	}
	const struct draw_frame f = { LARGE, id, stratum, 4 };
	draw(&f, 104, 1, out, share);
	for (uint32_t h = 0; h < 4; h++) assert_int_equal(share[h].drawn, 1 + 10 * (h + 1));
	draw(&f, 1900, 1, out, share);
	assert_int_equal(share[0].drawn, 100);
	assert_true(share[1].drawn == 400);
	assert_in_range(share[2].drawn, 599, 601);      /* 1400 by 30 : 40 */
	draw(&f, LARGE - 1, 1, out, share);
	assert_int_equal(share[3].drawn, 1599);
}

static int by_id(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void order_does_not_matter(void **state)
{
	(void)state;
	struct random r = random_from(1);
	uint64_t id[N], other_id[N];
	uint32_t stratum[N], other[N];
	frame_fill(id, stratum);
	for (unsigned round = 0; round < 200; round++) {
		memcpy(other_id, id, sizeof id);
		memcpy(other, stratum, sizeof stratum);
		for (uint32_t i = N; i > 1; i--) {
			const uint32_t k = random_below(&r, i), s = other[i - 1];
			const uint64_t x = other_id[i - 1];
			other_id[i - 1] = other_id[k], other_id[k] = x;
			other[i - 1] = other[k], other[k] = s;
		}
		const struct draw_frame f = { N, id, stratum, STRATA }, g = { N, other_id, other, STRATA };
		struct drawn a[N], b[N];
		struct draw_share share[STRATA];
		const uint32_t m = random_below(&r, N + 1);
		const uint64_t seed = random_next(&r);
		draw(&f, m, seed, a, share);
		draw(&g, m, seed, b, share);
		for (uint32_t i = 0; i < m; i++) assert_true(id[a[i].index] == other_id[b[i].index] && a[i].probability == b[i].probability);
	}
}

static void larger_samples_hold_smaller_ones(void **state)
{
	(void)state;
	uint64_t id[N], last[N], now[N];
	uint32_t stratum[N];
	frame_fill(id, stratum);
	const struct draw_frame f = { N, id, stratum, STRATA };
	for (uint64_t seed = 0; seed < 20; seed++)
		for (uint32_t m = 1; m <= N; m++) {
			struct drawn out[N];
			struct draw_share share[STRATA];
			draw(&f, m, seed, out, share);
			for (uint32_t i = 0; i < m; i++) now[i] = id[out[i].index];
			qsort(now, m, sizeof *now, by_id);
			for (uint32_t i = 0; i + 1 < m; i++) assert_non_null(bsearch(&last[i], now, m, sizeof *now, by_id));
			memcpy(last, now, sizeof now);
		}
}

/* Over many seeds each message is in as often as its probability says, and each pair of a stratum as a simple random sample has it. */
static void frequencies(void **state)
{
	(void)state;
	enum { SEEDS = 20000 };
	uint64_t id[N];
	uint32_t stratum[N];
	frame_fill(id, stratum);
	const struct draw_frame f = { N, id, stratum, STRATA };
	static const uint32_t wanted[] = { 3, 5, 17 };
	for (unsigned w = 0; w < 3; w++) {
		unsigned in[N] = { 0 };
		static unsigned pair[N][N];
		memset(pair, 0, sizeof pair);
		struct draw_share share[STRATA];
		for (uint64_t seed = 0; seed < SEEDS; seed++) {
			struct drawn out[N];
			draw(&f, wanted[w], seed, out, share);
			for (uint32_t i = 0; i < wanted[w]; i++) {
				in[out[i].index]++;
				for (uint32_t k = 0; k < wanted[w]; k++) pair[out[i].index][out[k].index]++;
			}
		}
		double worst = 0;
		for (uint32_t i = 0; i < N; i++) {
			const double p = share[stratum[i]].probability, deviation = sqrt(SEEDS * p * (1 - p));
			if (p == 1) assert_int_equal(in[i], SEEDS);
			else worst = fmax(worst, fabs(in[i] - SEEDS * p) / deviation);
		}
		if (worst > 4) fail_msg("%u wanted: a message is %.1f deviations from its probability", wanted[w], worst);
		if (wanted[w] != 17) continue;
		for (uint32_t i = 30; i < N; i++)      /* the largest stratum */
			for (uint32_t k = 30; k < i; k++) {
				const double n = share[5].drawn, p = n * (n - 1) / (30.0 * 29), deviation = sqrt(SEEDS * p * (1 - p));
				if (fabs(pair[i][k] - SEEDS * p) > 4.5 * deviation) fail_msg("messages %u and %u are together %u times", i, k, pair[i][k]);
			}
	}
}

/* The total of something very unlike between strata, estimated from small samples: unbiased, where the plain mean is not. */
static void totals_are_unbiased(void **state)
{
	(void)state;
	enum { SEEDS = 20000 };
	uint64_t id[N];
	uint32_t stratum[N];
	double value[N], truth = 0;
	frame_fill(id, stratum);
	for (uint32_t i = 0; i < N; i++) {
		value[i] = 100.0 / (sizes[stratum[i]] + 1) + i % 7;
		truth += value[i];
	}
	const struct draw_frame f = { N, id, stratum, STRATA };
	static const uint32_t wanted[] = { 2, 8, 20 };
	for (unsigned w = 0; w < 3; w++) {
		double sum = 0, square = 0, plain = 0;
		for (uint64_t seed = 0; seed < SEEDS; seed++) {
			struct drawn out[N];
			struct draw_share share[STRATA];
			const uint32_t m = draw(&f, wanted[w], seed + 1000000, out, share);
			double total = 0, mean = 0;
			for (uint32_t i = 0; i < m; i++) {
				total += value[out[i].index] / out[i].probability;
				mean += value[out[i].index] / m;
			}
			sum += total;
			square += total * total;
			plain += mean * N;
		}
		const double mean = sum / SEEDS, error = sqrt((square / SEEDS - mean * mean) / SEEDS);
		if (fabs(mean - truth) > 4 * error) fail_msg("%u wanted: %.2f +- %.2f, the total is %.2f", wanted[w], mean, error, truth);
		assert_true(fabs(plain / SEEDS - truth) > 0.2 * truth);
	}
}

static void what_cannot_be_drawn(void **state)
{
	(void)state;
	const uint64_t id[] = { 5, 6, 7 };
	const uint32_t stratum[] = { 0, 2, 1 };
	struct draw_frame f = { 3, id, stratum, 2 };
	struct drawn out[3];
	struct draw_share share[3];
	struct diag d = { 0 };
	uint32_t count;
	assert_false(draw_stratified(&f, 2, 1, out, &count, share, &d));
	assert_int_equal(d.code, EXIT_USAGE);
	f.n = 0;
	assert_int_equal(draw(&f, 2, 1, out, share), 0);
	assert_true(share[0].probability == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares), cmocka_unit_test(allocation_by_root), cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(larger_samples_hold_smaller_ones), cmocka_unit_test(frequencies), cmocka_unit_test(totals_are_unbiased),
		cmocka_unit_test(what_cannot_be_drawn)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
