/* metric_probability.c -- judging probabilities: Brier, log loss, calibration in bins, confidence.
 * Knows squared and logarithmic errors; does not know how a probability was made. */
#include "metric.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const double *row_of(const struct judged *j, uint32_t row) { return j->p + (size_t)row * j->labels; }

static double square(double x) { return x * x; }

/* Never 0 and never 1: a single sure mistake would make every mean infinite. */
static double clipped(double p) { return p < DBL_EPSILON ? DBL_EPSILON : p > 1 - DBL_EPSILON ? 1 - DBL_EPSILON : p; }

/* What one row costs; `label` where the loss is about one. */
typedef double row_loss(const struct judged *, uint32_t row, uint32_t label);

static double mean_loss(row_loss *loss, const struct judged *j, const uint32_t *times, uint32_t label)
{
	double sum = 0;
	uint64_t rows = 0;
	for (uint32_t i = 0; i < j->n; i++) {
		const uint32_t count = times ? times[i] : 1;
		if (!count) continue;
		sum += count * loss(j, i, label);
		rows += count;
	}
	return rows ? sum / (double)rows : NAN;
}

static double loss_brier(const struct judged *j, uint32_t row, uint32_t label)
{
	return square(row_of(j, row)[label] - (j->gold[row] == label));
}

static double loss_brier_sum(const struct judged *j, uint32_t row, uint32_t label)
{
	(void)label;
	double sum = 0;
	for (uint32_t k = 0; k < j->labels; k++) sum += loss_brier(j, row, k);
	return sum;
}

static double loss_log(const struct judged *j, uint32_t row, uint32_t label)
{
	(void)label;
	double sum = 0;
	for (uint32_t k = 0; k < j->labels; k++) sum += clipped(row_of(j, row)[k]);
	return -log(clipped(row_of(j, row)[j->gold[row]]) / sum);
}

static double loss_log_of(const struct judged *j, uint32_t row, uint32_t label)
{
	const double p = clipped(row_of(j, row)[label]);
	return -log(j->gold[row] == label ? p : 1 - p);
}

static double loss_confidence(const struct judged *j, uint32_t row, uint32_t label)
{
	(void)label;
	const double confidence = row_of(j, row)[j->said[row]];
	return square(j->said[row] == j->gold[row] ? 1 - confidence : confidence);
}

static double loss_rumoureval(const struct judged *j, uint32_t row, uint32_t unverified)
{
	const uint32_t said = j->said[row], gold = j->gold[row];
	const double confidence = said == unverified ? 0 : row_of(j, row)[said];
	if (said == gold && said != unverified) return square(1 - confidence);
	return gold == unverified ? square(confidence) : 1;
}

double judged_brier(const struct judged *j, const uint32_t *times, uint32_t label) { return mean_loss(loss_brier, j, times, label); }

double judged_brier_sum(const struct judged *j, const uint32_t *times) { return mean_loss(loss_brier_sum, j, times, 0); }

double judged_log_loss(const struct judged *j, const uint32_t *times) { return mean_loss(loss_log, j, times, 0); }

double judged_log_loss_of(const struct judged *j, const uint32_t *times, uint32_t label)
{
	return mean_loss(loss_log_of, j, times, label);
}

double judged_rmse_confidence(const struct judged *j, const uint32_t *times) { return sqrt(mean_loss(loss_confidence, j, times, 0)); }

double judged_rmse_rumoureval(const struct judged *j, const uint32_t *times, uint32_t unverified)
{
	return sqrt(mean_loss(loss_rumoureval, j, times, unverified));
}

void judged_reliability(const struct judged *j, const uint32_t *times, uint32_t label, struct reliability out[RELIABILITY_BINS])
{
	double sum[RELIABILITY_BINS] = { 0 };
	uint64_t of[RELIABILITY_BINS] = { 0 };
	for (unsigned b = 0; b < RELIABILITY_BINS; b++) out[b] = (struct reliability){ 0 };
	for (uint32_t i = 0; i < j->n; i++) {
		const uint32_t count = times ? times[i] : 1;
		const double p = row_of(j, i)[label];
		const unsigned bin = p < 1 ? (unsigned)(p * RELIABILITY_BINS) : RELIABILITY_BINS - 1;
		const unsigned b = bin < RELIABILITY_BINS ? bin : RELIABILITY_BINS - 1;   /* the last p below 1 may round up to 10 */
		out[b].rows += count;
		sum[b] += count * p;
		if (j->gold[i] == label) of[b] += count;
	}
	for (unsigned b = 0; b < RELIABILITY_BINS; b++) {
		out[b].mean_p = out[b].rows ? sum[b] / (double)out[b].rows : NAN;
		out[b].observed = out[b].rows ? (double)of[b] / (double)out[b].rows : NAN;
	}
}

double judged_ece(const struct judged *j, const uint32_t *times, uint32_t label)
{
	struct reliability bin[RELIABILITY_BINS];
	judged_reliability(j, times, label, bin);
	const uint64_t rows = judged_rows(j, times);
	double sum = 0;
	for (unsigned b = 0; b < RELIABILITY_BINS; b++)
		if (bin[b].rows) sum += (double)bin[b].rows * fabs(bin[b].mean_p - bin[b].observed);
	return rows ? sum / (double)rows : NAN;
}
