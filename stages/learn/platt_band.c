/* platt_band.c -- Platt's calibration as integers: the line of all rows, and where the lines of resampled groups lie.
 * Knows knots and percentiles; does not know how a line is fitted. */
#include "arena.h"
#include "platt.h"
#include "resample.h"
#include "score_count.h"

#include <math.h>
#include <stdlib.h>

enum { UNITS = 10000 };

static int32_t to_units(double x) { return x > 200000 ? INT32_MAX : x < -200000 ? INT32_MIN : (int32_t)lround(x * UNITS); }

/* Lines of resampled rounds in which both classes are: how many. */
static uint32_t lines_draw(const struct calibration_set *set, const struct resampling *how, uint32_t rounds, struct line begin,
	struct line *out)
{
	struct resample draw = resample_new(set->n, set->group, set->groups);
	struct random random = random_from(how->seed);
	uint32_t n = 0;
	for (uint32_t i = 0; i < rounds; i++) {
		resample_draw(&draw, &random);
		out[n] = begin;
		if (!platt_line(set, draw.times, &out[n])) continue;
		if (out[n].slope < 0) out[n].slope = 0;
		n++;
	}
	resample_free(&draw);
	return n;
}

static void band_fit(const struct line *line, uint32_t n, struct calibration *out)
{
	double *at = mem_alloc((n + (size_t)1) * sizeof *at);
	for (unsigned i = 0; i < CALIBRATION_KNOTS; i++) {
		const double x = (CALIBRATION_KNOT_FIRST + (int)i * CALIBRATION_KNOT_EVERY) / (double)UNITS;
		for (uint32_t r = 0; r < n; r++) at[r] = line[r].slope * x + line[r].shift;
		sort_doubles(at, n);
		out->band_low[i] = to_units(quantile(at, n, 0.05));
		out->band_high[i] = to_units(quantile(at, n, 0.95));
	}
	free(at);
}

bool platt_fit(const struct calibration_set *set, const struct resampling *how, struct calibration *out, uint32_t *undefined,
	struct diag *d)
{
	if (!calibration_set_check(set, d)) return false;
	struct line line = { 0 };
	if (!platt_line(set, NULL, &line)) return diag_usage(d, "the calibration set of %u messages has labels of one class only", set->n);
	if (line.slope < 0) return diag_usage(d, "labels fall where scores rise (slope %.4f): such a score cannot be calibrated", line.slope);
	const uint32_t rounds = how->rounds ? how->rounds : RESAMPLE_ROUNDS;
	struct line *drawn = mem_alloc(rounds * sizeof *drawn);
	const uint32_t defined = lines_draw(set, how, rounds, line, drawn);
	*out = (struct calibration){ .kind = CALIBRATION_PLATT, .slope = to_units(line.slope), .shift = to_units(line.shift) };
	*undefined = rounds - defined;
	band_fit(defined ? drawn : &line, defined ? defined : 1, out);
	free(drawn);
	return true;
}
