/* ground.h -- the weights of the score, fitted to labels within their signs and caps, and the calibration of what they sum to.
 * Knows the terms of a scoring model as columns; does not know how the model file is written. */
#ifndef CREDENCE_GROUND_H
#define CREDENCE_GROUND_H

#include "calibration.h"
#include "learning.h"
#include "score.h"

enum { GROUND_TERMS = 64 };

/* Every term of a model that may weigh something. `reach`: how many units of the feature count, its cap over its weight. */
struct ground {
	unsigned terms;
	unsigned feature[GROUND_TERMS];
	int      sign[GROUND_TERMS];
	double   reach[GROUND_TERMS], base[GROUND_TERMS], weight[GROUND_TERMS];
	double   intercept;
};

void ground_terms(const struct model *, struct ground *);

/* Examples as rows of the terms' columns: rows x terms. Free with free(). */
double *ground_columns(const struct ground *, const struct examples *, const uint32_t *row, uint32_t n);

/* Logistic regression by coordinate-wise Newton steps, each weight kept between 0 and its bound on the side of its sign and drawn
 * to its hand-set value by `hold` * (weight - base)^2 / 2: with few labels the hand-set weights speak, with many the labels. */
void    ground_fit(struct ground *, const double *columns, const uint8_t *y, uint32_t n, double hold);
/* In units of 0.0001, as the score adds them up. */
int32_t ground_score(const struct ground *, const double *columns, uint32_t row);

/* ground_choose.c: how hard the base holds, chosen on folds of whole groups; the scores of all rows by models without their fold. */
double  ground_choose(const struct ground *, const double *columns, const uint8_t *y, const uint32_t *group, uint32_t n, unsigned folds,
                      uint64_t seed, int32_t *score);
/* Venn-Abers from CALIBRATION_LABELS labels on, else Platt with a band over groups. */
enum { CALIBRATION_LABELS = 200 };
MUST_CHECK bool ground_calibrate(const int32_t *score, const uint8_t *y, const uint32_t *group, uint32_t n, uint64_t seed,
                                 struct calibration *, struct diag *);

/* ground_write.c: the base model with these weights and this calibration. `base`: its JSON. */
MUST_CHECK bool ground_write(const struct ground *, const struct calibration *, struct str base, const struct examples *,
                             const struct label_list *, const struct learn_options *, uint32_t rows, uint32_t groups, double hold,
                             struct buf *json, struct diag *);

#endif
