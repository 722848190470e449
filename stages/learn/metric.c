/* metric.c -- metrics by name, so that commands and experiment files can ask for them.
 * Knows which name takes a label and what each needs; does not know how any of them is computed. */
#include "metric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum need { NEEDS_SAID = 1, NEEDS_P = 2, NEEDS_SETS = 4, HAS_LABEL = 8, IS_LOSS = 16, RANKS = 32 };

/* A name stands twice where it means one thing with a label and another without. */
static const struct { const char *name; enum metric_kind kind; unsigned needs; } table[] = {
	{ "accuracy", METRIC_ACCURACY, NEEDS_SAID },
	{ "macro_f1", METRIC_MACRO_F1, NEEDS_SAID },
	{ "precision", METRIC_PRECISION, NEEDS_SAID | HAS_LABEL },
	{ "recall", METRIC_RECALL, NEEDS_SAID | HAS_LABEL },
	{ "f1", METRIC_F1, NEEDS_SAID | HAS_LABEL },
	{ "sets_macro_f1", METRIC_SETS_MACRO_F1, NEEDS_SETS },
	{ "auc", METRIC_AUC, NEEDS_P | HAS_LABEL | RANKS },
	{ "ap", METRIC_AVERAGE_PRECISION, NEEDS_P | HAS_LABEL | RANKS },
	{ "brier", METRIC_BRIER, NEEDS_P | HAS_LABEL | IS_LOSS },
	{ "brier", METRIC_BRIER_SUM, NEEDS_P | IS_LOSS },
	{ "log_loss", METRIC_LOG_LOSS, NEEDS_P | IS_LOSS },
	{ "log_loss", METRIC_LOG_LOSS_OF, NEEDS_P | HAS_LABEL | IS_LOSS },
	{ "ece", METRIC_ECE, NEEDS_P | HAS_LABEL | IS_LOSS },
	{ "rmse_confidence", METRIC_RMSE_CONFIDENCE, NEEDS_SAID | NEEDS_P | IS_LOSS },
	{ "rmse_confidence", METRIC_RMSE_RUMOUREVAL, NEEDS_SAID | NEEDS_P | HAS_LABEL | IS_LOSS }
};
enum { NAMES = sizeof table / sizeof *table };

static unsigned index_of(const struct metric *m)
{
	unsigned i = 0;
	while (i + 1 < NAMES && table[i].kind != m->kind) i++;
	return i;
}

static unsigned needs_of(const struct metric *m) { return table[index_of(m)].needs; }

static bool label_find(const char *text, uint32_t labels, const char *const *names, uint32_t *label)
{
	for (uint32_t k = 0; names && k < labels; k++) {
		*label = k;
		if (!strcmp(names[k], text)) return true;
	}
	char *end;
	const unsigned long number = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || number >= labels) return false;
	*label = (uint32_t)number;
	return true;
}

static bool label_unknown(const char *text, uint32_t labels, const char *const *names, struct diag *d)
{
	char list[600] = "";
	size_t n = 0;
	for (uint32_t k = 0; names && k < labels && n < sizeof list; k++)
		n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", k ? ", " : ", or: ", names[k]);
	return diag_usage(d, "metric \"%s\": after the colon stands a label, 0 to %u%s", text, labels ? labels - 1 : 0, list);
}

bool metric_find(const char *text, uint32_t labels, const char *const *names, struct metric *m, struct diag *d)
{
	const char *colon = strchr(text, ':');
	const size_t n = colon ? (size_t)(colon - text) : strlen(text);
	for (unsigned i = 0; i < NAMES; i++) {
		if (strlen(table[i].name) != n || memcmp(table[i].name, text, n) || !(table[i].needs & HAS_LABEL) != !colon) continue;
		*m = (struct metric){ .kind = table[i].kind };
		return !colon || label_find(colon + 1, labels, names, &m->label) || label_unknown(text, labels, names, d);
	}
	char list[600] = "";
	size_t at = 0;
	for (unsigned i = 0; i < NAMES; i++)
		at += (size_t)snprintf(list + at, sizeof list - at, "%s%s%s", i ? ", " : "", table[i].name, table[i].needs & HAS_LABEL ? ":LABEL" : "");
	return diag_usage(d, "no metric \"%s\"; there are %s", text, list);
}

bool metric_applies(const struct metric *m, const struct judged *j, struct diag *d)
{
	const char *const name = table[index_of(m)].name;
	const unsigned needs = needs_of(m);
	if ((needs & NEEDS_P) && !j->p) return diag_usage(d, "metric \"%s\" needs probabilities, the predictions have none", name);
	if ((needs & NEEDS_SAID) && !j->said) return diag_usage(d, "metric \"%s\" needs predicted labels, there are none", name);
	if ((needs & NEEDS_SETS) && !(j->gold_set && j->said_set))
		return diag_usage(d, "metric \"%s\" needs sets of labels, there are none", name);
	if (!(needs & NEEDS_SETS) && !j->gold) return diag_usage(d, "metric \"%s\" needs one true label a row, there are only sets", name);
	if ((needs & HAS_LABEL) && m->label >= j->labels)
		return diag_usage(d, "metric \"%s\" of label %u, but there are only %u labels", name, m->label, j->labels);
	return true;
}

bool metric_is_loss(const struct metric *m) { return (needs_of(m) & IS_LOSS) != 0; }

bool metric_has_label(const struct metric *m) { return (needs_of(m) & HAS_LABEL) != 0; }

bool metric_ranks(const struct metric *m) { return (needs_of(m) & RANKS) != 0; }

/* Precision, recall or F1 of one label, without room for the others. */
static double class_value(const struct metric *m, const struct judged *j, const uint32_t *times)
{
	uint64_t gold = 0, said = 0, right = 0;
	if (!judged_rows(j, times)) return NAN;
	for (uint32_t i = 0; i < j->n; i++) {
		const bool is = j->gold[i] == m->label, named = j->said[i] == m->label;
		const uint64_t rows = times ? times[i] : 1;
		if (is) gold += rows;
		if (named) said += rows;
		if (is && named) right += rows;
	}
	const uint64_t whole = m->kind == METRIC_PRECISION ? said : m->kind == METRIC_RECALL ? gold : gold + said;
	const uint64_t part = m->kind == METRIC_F1 ? 2 * right : right;
	return whole ? (double)part / (double)whole : 0;
}

double metric_value(const struct metric *m, const struct judged *j, const uint32_t *times, const uint32_t *order)
{
	switch (m->kind) {
	case METRIC_ACCURACY: return judged_accuracy(j, times);
	case METRIC_MACRO_F1: return judged_macro_f1(j, times);
	case METRIC_PRECISION:
	case METRIC_RECALL:
	case METRIC_F1: return class_value(m, j, times);
	case METRIC_SETS_MACRO_F1: return judged_sets_macro_f1(j, times);
	case METRIC_AUC: return judged_auc(j, times, m->label, order);
	case METRIC_AVERAGE_PRECISION: return judged_average_precision(j, times, m->label, order);
	case METRIC_BRIER: return judged_brier(j, times, m->label);
	case METRIC_BRIER_SUM: return judged_brier_sum(j, times);
	case METRIC_LOG_LOSS: return judged_log_loss(j, times);
	case METRIC_LOG_LOSS_OF: return judged_log_loss_of(j, times, m->label);
	case METRIC_ECE: return judged_ece(j, times, m->label);
	case METRIC_RMSE_CONFIDENCE: return judged_rmse_confidence(j, times);
	case METRIC_RMSE_RUMOUREVAL: return judged_rmse_rumoureval(j, times, m->label);
	case METRIC_KINDS: break;
	}
	return NAN;
}
