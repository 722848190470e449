/* score_row.c -- one row's score: bounded contributions of its features, of its origin's class, and their exact sum.
 * Knows the order of the sum and where it is clamped; does not know any weight but from the model. */
#include "interval.h"

static int32_t clamp(int64_t value, int32_t bound)
{
	return (int32_t)(value > bound ? bound : value < -(int64_t)bound ? -(int64_t)bound : value);
}

static void add_reason(struct score *s, const char *code, const char *text, int32_t units, enum component part,
	uint32_t from, uint32_t to)
{
	s->component[part] += units;
	s->log_odds += units;
	if (units == 0) return;
	s->reason[s->reasons++] = (struct reason){
		.code = code, .text = text, .units = units, .from = from, .to = to, .component = (uint8_t)part
	};
}

static void add_text(const struct model *m, const struct row *r, struct score *s)
{
	uint32_t next = 0;       /* a row lists each feature once, in order: there is room for a reason of each term */
	for (unsigned i = 0; i < r->head->features; i++) {
		const struct row_feature *f = &r->feature[i];
		if (f->feature < next || f->feature >= FEATURE_COUNT) continue;
		next = f->feature + 1;
		const int term = m->term_of[f->feature];
		if (term < 0) continue;
		const struct model_term *t = &m->term[term];
		add_reason(s, t->code, t->text, clamp((int64_t)t->weight * f->value, t->cap), COMPONENT_TEXT, f->from, f->to);
	}
	const int32_t sum = s->component[COMPONENT_TEXT];
	add_reason(s, "CLAMP", "what the text can add or take is bounded", clamp(sum, m->clamp) - sum, COMPONENT_TEXT, 0, 0);
}

/* By falling magnitude, then by code: few and nearly always in order already, so insertion it is. */
static void sort_reasons(struct score *s)
{
	for (uint32_t i = 1; i < s->reasons; i++) {
		const struct reason r = s->reason[i];
		const int32_t size = r.units < 0 ? -r.units : r.units;
		uint32_t k = i;
		for (; k > 0; k--) {
			const struct reason *left = &s->reason[k - 1];
			const int32_t other = left->units < 0 ? -left->units : left->units;
			if (other > size || (other == size && strcmp(left->code, r.code) <= 0)) break;
			s->reason[k] = *left;
		}
		s->reason[k] = r;
	}
}

static int32_t log_odds_of(int32_t p)
{
	const int32_t inside = p < 1 ? 1 : p > 9999 ? 9999 : p;
	return fixed_ln_ratio((uint32_t)inside, (uint32_t)(10000 - inside));
}

/* What labels say of this sum, as a term of its own: with it the reasons still add up to the log-odds. */
static void calibrate(const struct model *m, struct score *s, struct band *band)
{
	int32_t low, high;
	*band = (struct band){ 0 };
	if (m->calibrated.kind == CALIBRATION_NONE) {
		s->groundedness = fixed_logistic(s->log_odds);
		return;
	}
	calibration_ordered(&m->calibrated, s->log_odds, &s->groundedness, &low, &high);
	const int32_t middle = log_odds_of(s->groundedness);
	*band = (struct band){ .below = middle - log_odds_of(low), .above = log_odds_of(high) - middle };
	add_reason(s, "CALIBRATION", "what labelled messages with such a sum say", middle - s->log_odds, COMPONENT_CALIBRATION, 0, 0);
}

void score_row(const struct model *m, const struct row *r, struct score *s)
{
	s->assessed = r->head->kind == ENTRY_MESSAGE && r->head->status == STATUS_OK;
	s->main_evidence = -1;
	s->log_odds = 0;
	s->reasons = 0;
	memset(s->component, 0, sizeof s->component);
	if (!s->assessed) return;
	add_reason(s, "INTERCEPT", "where every message starts", m->intercept, COMPONENT_PRIOR, 0, 0);
	add_text(m, r, s);
	struct band band;
	calibrate(m, s, &band);

	const struct source_prior *source = NULL;
	bool unsure = false;
	unsigned class = HOST_NONE;
	if (source_choose(m, r, &s->main_evidence, &class)) {
		const struct evidence *e = &r->evidence[s->main_evidence];
		source = &m->source[class];
		unsure = e->flags & EVIDENCE_SCOPE_UNSURE;
		add_reason(s, source->code, source->text, source->units, COMPONENT_SOURCE, e->from, e->to);
	}
	s->credibility = source ? fixed_logistic(s->log_odds) : s->groundedness;
	interval_around(m, r, source, unsure, &band, s);
	sort_reasons(s);
}
