/* calibration.c -- looks a probability and its interval up, in integers.
 * Knows steps, lines and bands; does not know how they were fitted. */
#include "calibration.h"

#include "score.h"

enum { UNITS = 10000 };

const char *calibration_kind_name(enum calibration_kind kind)
{
	static const char *const names[CALIBRATION_KINDS] = { "none", "platt", "isotonic", "venn_abers" };
	return (unsigned)kind < CALIBRATION_KINDS ? names[kind] : "";
}

static int32_t table_at(const struct calibration_table *t, int32_t log_odds)
{
	uint32_t low = 0, high = t->steps;      /* the step is in [low, high) */
	while (high - low > 1) {
		const uint32_t middle = low + (high - low) / 2;
		if (t->step[middle].from <= log_odds) low = middle;
		else high = middle;
	}
	return t->step[low].p;
}

static int32_t clamped(int64_t x) { return x < INT32_MIN ? INT32_MIN : x > INT32_MAX ? INT32_MAX : (int32_t)x; }

/* x / by to the nearest, halves upwards: rising, as C's own division is not around 0. */
static int64_t divided(int64_t x, int64_t by)
{
	const int64_t shifted = x + by / 2, rest = shifted % by;
	return (shifted - (rest < 0 ? rest + by : rest)) / by;
}

static int32_t line_at(const struct calibration *c, int32_t log_odds)
{
	return clamped(divided((int64_t)c->slope * log_odds, UNITS) + c->shift);
}

static int32_t band_at(const int32_t *knot, int32_t log_odds)
{
	int64_t i = ((int64_t)log_odds - CALIBRATION_KNOT_FIRST) / CALIBRATION_KNOT_EVERY;
	if (i < 0) i = 0;
	if (i > CALIBRATION_KNOTS - 2) i = CALIBRATION_KNOTS - 2;
	const int64_t past = (int64_t)log_odds - (CALIBRATION_KNOT_FIRST + i * CALIBRATION_KNOT_EVERY);
	return clamped(knot[i] + divided(past * ((int64_t)knot[i + 1] - knot[i]), CALIBRATION_KNOT_EVERY));
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

static int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

void calibration_apply(const struct calibration *c, int32_t log_odds, int32_t *p, int32_t *low, int32_t *high)
{
	switch (c->kind) {
	case CALIBRATION_PLATT:
		*p = fixed_logistic(line_at(c, log_odds));
		*low = least(*p, fixed_logistic(band_at(c->band_low, log_odds)));
		*high = most(*p, fixed_logistic(band_at(c->band_high, log_odds)));
		return;
	case CALIBRATION_ISOTONIC:
	case CALIBRATION_VENN_ABERS: {
		*low = table_at(&c->lower, log_odds);
		*high = table_at(&c->upper, log_odds);
		const int64_t whole = UNITS - *low + *high;
		*p = whole ? (int32_t)((UNITS * (int64_t)*high * 2 + whole) / (2 * whole)) : 0;
		return;
	}
	default: *p = *low = *high = fixed_logistic(log_odds);
	}
}

/* Steps make many messages equal that the score tells apart. A thousandth either way keeps their order and costs no calibration. */
void calibration_ordered(const struct calibration *c, int32_t log_odds, int32_t *p, int32_t *low, int32_t *high)
{
	enum { FAR = 40000, MOST = 10 };
	calibration_apply(c, log_odds, p, low, high);
	if (c->kind != CALIBRATION_VENN_ABERS && c->kind != CALIBRATION_ISOTONIC) return;
	const int32_t inside = log_odds > FAR ? FAR : log_odds < -FAR ? -FAR : log_odds;
	*p += inside / (FAR / MOST);
	if (*p < 0) *p = 0;
	if (*p > UNITS) *p = UNITS;
	if (*low > *p) *low = *p;
	if (*high < *p) *high = *p;
}

static bool table_check(const char *name, const struct calibration_table *t, struct diag *d)
{
	if (!t->steps || t->steps > CALIBRATION_STEPS)
		return diag_usage(d, "calibration, %s: %u steps, allowed are 1 to %d", name, t->steps, CALIBRATION_STEPS);
	if (t->step[0].from != INT32_MIN)
		return diag_usage(d, "calibration, %s: the first step begins at %d, not at %d", name, t->step[0].from, INT32_MIN);
	for (uint32_t i = 0; i < t->steps; i++) {
		if (t->step[i].p < 0 || t->step[i].p > UNITS)
			return diag_usage(d, "calibration, %s, step %u: p is %d, allowed are 0 to %d", name, i, t->step[i].p, UNITS);
		if (i && (t->step[i].from <= t->step[i - 1].from || t->step[i].p < t->step[i - 1].p))
			return diag_usage(d, "calibration, %s, step %u: steps must rise", name, i);
	}
	return true;
}

/* p0 <= p1 has to hold at every step of either: between steps nothing changes. */
static bool tables_check(const struct calibration *c, struct diag *d)
{
	const struct calibration_table *const both[] = { &c->lower, &c->upper };
	for (unsigned side = 0; side < 2; side++)
		for (uint32_t i = 0; i < both[side]->steps; i++) {
			const int32_t at = both[side]->step[i].from;
			if (table_at(&c->lower, at) > table_at(&c->upper, at)) return diag_usage(d, "calibration: at %d the lower table is above the upper", at);
		}
	return true;
}

static bool line_check(const struct calibration *c, struct diag *d)
{
	if (c->slope < 0) return diag_usage(d, "calibration: the slope is %d, it must not be negative", c->slope);
	for (unsigned i = 1; i < CALIBRATION_KNOTS; i++)
		if (c->band_low[i] < c->band_low[i - 1] || c->band_high[i] < c->band_high[i - 1])
			return diag_usage(d, "calibration, band, knot %u: a band must not fall", i);
	return true;
}

bool calibration_check(const struct calibration *c, struct diag *d)
{
	if ((unsigned)c->kind >= CALIBRATION_KINDS) return diag_usage(d, "calibration: no kind %d", (int)c->kind);
	if (c->kind == CALIBRATION_NONE) return true;
	if (c->kind == CALIBRATION_PLATT) return line_check(c, d);
	return table_check("lower table", &c->lower, d) && table_check("upper table", &c->upper, d) && tables_check(c, d);
}
