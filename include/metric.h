/* metric.h -- how good predictions are: counts, rankings and probabilities held against labels, by name.
 * Knows the definitions and where they come from; does not know what was predicted, by what, or what a label means.
 *
 * Every function judges either the rows as they are or a resampled multiset of them: `times` says how often each row
 * counts (n numbers; NULL: each once). Nothing is owned, nothing is kept, and the order of the rows changes no count and
 * no ranking (sums of doubles differ in their last bits). What is not defined, for instance a ranking where one
 * class is missing, is NAN: never a number that could be averaged. Floating point: for training and judging only. */
#ifndef CREDENCE_METRIC_H
#define CREDENCE_METRIC_H

#include "diag.h"
#include <stdint.h>

/* Predictions and the truth, row by row. All arrays are borrowed. */
struct judged {
	uint32_t        n, labels;
	const uint32_t *gold;       /* n labels, each below `labels`; NULL only where there are sets */
	const uint32_t *said;       /* n labels; NULL: probabilities or sets alone are judged */
	const double   *p;          /* n x labels, row by row, each 0..1; NULL: none. Rows need not sum to 1 */
	const uint32_t *group;      /* n groups (conversation, event), each below `groups`; NULL: each row is its own */
	uint32_t        groups;
	const uint8_t  *gold_set;   /* n x labels of 0 and 1: where a row may have several labels; NULL: none */
	const uint8_t  *said_set;
};

/* Is every label, group, probability and set member in its range? The functions below rely on it. EXIT_USAGE. */
MUST_CHECK bool judged_check(const struct judged *, struct diag *);
/* How many rows the multiset holds. */
uint64_t judged_rows(const struct judged *, const uint32_t *times);

/* --- counts (stages/learn/metric_count.c) ------------------------------------------------------------------------- */

struct class_score {
	double   precision, recall, f1;    /* 0 where their denominator is 0, as scikit-learn's zero_division=0 */
	uint64_t gold, said, right;        /* rows */
};

double judged_accuracy(const struct judged *, const uint32_t *times);
void   judged_classes(const struct judged *, const uint32_t *times, struct class_score *out);      /* `labels` of them */
/* The mean of F1 over all labels, as f1_score(labels=range(labels), average="macro"): a label that is neither gold nor said
 * counts 0. */
double judged_macro_f1(const struct judged *, const uint32_t *times);
/* cells[gold * labels + said], labels x labels. */
void   judged_confusion(const struct judged *, const uint32_t *times, uint64_t *cells);
/* Macro-F1 of sets of labels: each label is a yes-or-no question of its own; a label in no set counts 0. */
double judged_sets_macro_f1(const struct judged *, const uint32_t *times);

/* --- rankings by p of a label (stages/learn/metric_rank.c) -------------------------------------------------------- */

/* Rows by falling p of `label`, ties by index: n indices. What the two functions below sort by; a caller who asks many
 * times sorts once and hands it in, else `order` is NULL. */
void   judged_order(const struct judged *, uint32_t label, uint32_t *order);
/* The share of pairs (a row of `label`, a row of another) that p puts in the right order, ties counting half: the
 * Mann-Whitney statistic, area under the ROC curve (Hanley & McNeil 1982). NAN where either class is missing. O(n log n). */
double judged_auc(const struct judged *, const uint32_t *times, uint32_t label, const uint32_t *order);
/* Sum over distinct thresholds of (recall_i - recall_i-1) * precision_i, no interpolation; tied rows are one threshold: as
 * average_precision_score. NAN without a row of `label` (scikit-learn warns and says 0). */
double judged_average_precision(const struct judged *, const uint32_t *times, uint32_t label, const uint32_t *order);

/* --- probabilities (stages/learn/metric_probability.c) ------------------------------------------------------------ */

/* Mean of (p of label - [gold is label])^2 (Brier 1950, binary form), 0..1. */
double judged_brier(const struct judged *, const uint32_t *times, uint32_t label);
/* Mean over rows of the sum over all labels of the same: Brier's own form, 0..2. */
double judged_brier_sum(const struct judged *, const uint32_t *times);
/* Mean of -ln p of the gold label. p is clipped to [e, 1 - e], e = 2^-52, and its row divided by its sum, as log_loss of
 * scikit-learn 1.2. */
double judged_log_loss(const struct judged *, const uint32_t *times);
/* The same of the question "is it `label`": -ln p or -ln (1 - p), clipped. */
double judged_log_loss_of(const struct judged *, const uint32_t *times, uint32_t label);

enum { RELIABILITY_BINS = 10 };

struct reliability {
	uint64_t rows;
	double   mean_p, observed;       /* mean p and share of `label` in the bin; NAN where it is empty */
};

/* Ten bins of equal width on p of `label`: bin i holds i/10 <= p < (i+1)/10, the last one also 1. */
void   judged_reliability(const struct judged *, const uint32_t *times, uint32_t label, struct reliability out[RELIABILITY_BINS]);
/* Expected calibration error over these bins: sum of rows_i / rows * |mean_p_i - observed_i| (Naeini, Cooper & Hauskrecht
 * 2015), on p of `label`, not on the winning label's p. */
double judged_ece(const struct judged *, const uint32_t *times, uint32_t label);
/* Root of the mean of (1 - c)^2 where what was said is right and c^2 where it is wrong; c is p of the label said. */
double judged_rmse_confidence(const struct judged *, const uint32_t *times);
/* The scorer of RumourEval-2019 task B (Gorrell et al. 2019, home_scorer_macro.py): (1 - c)^2 where right and not
 * `unverified`; else c^2 where gold is `unverified`; else 1, however unsure it was. c is p of the label said, and 0 where
 * that is `unverified`, as the task asks its participants to return. */
double judged_rmse_rumoureval(const struct judged *, const uint32_t *times, uint32_t unverified);

/* --- by name (stages/learn/metric.c) ------------------------------------------------------------------------------ */

enum metric_kind {
	METRIC_ACCURACY, METRIC_MACRO_F1, METRIC_PRECISION, METRIC_RECALL, METRIC_F1, METRIC_SETS_MACRO_F1, METRIC_AUC,
	METRIC_AVERAGE_PRECISION, METRIC_BRIER, METRIC_BRIER_SUM, METRIC_LOG_LOSS, METRIC_LOG_LOSS_OF, METRIC_ECE,
	METRIC_RMSE_CONFIDENCE, METRIC_RMSE_RUMOUREVAL, METRIC_KINDS
};

struct metric {
	enum metric_kind kind;
	uint32_t         label;      /* where the kind asks for one */
};

/* "accuracy", "macro_f1", "f1:deny", "auc:1", "ap:Yes", "brier" (sum form), "brier:1", "log_loss", "log_loss:1", "ece:1",
 * "precision:..", "recall:..", "rmse_confidence", "rmse_confidence:unverified" (RumourEval's), "sets_macro_f1".
 * After the colon stands a label: one of `names`, else its number. `names` may be NULL. Unknown names are EXIT_USAGE,
 * with what there is. */
MUST_CHECK bool metric_find(const char *text, uint32_t labels, const char *const *names, struct metric *, struct diag *);
/* Has `j` what the metric is computed from? EXIT_USAGE. */
MUST_CHECK bool metric_applies(const struct metric *, const struct judged *, struct diag *);
bool   metric_is_loss(const struct metric *);         /* the lower the better */
bool   metric_has_label(const struct metric *);
bool   metric_ranks(const struct metric *);           /* takes an order from judged_order(j, metric->label) */
/* NAN where it is not defined. `order`: see judged_order; NULL unless metric_ranks. */
double metric_value(const struct metric *, const struct judged *, const uint32_t *times, const uint32_t *order);

#endif
