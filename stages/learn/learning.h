/* learning.h -- the rooms of this folder: examples become a matrix, a matrix becomes weights, weights become a model file.
 * Knows what each room gives the next; each implementation knows its own subject. */
#ifndef CREDENCE_LEARNING_H
#define CREDENCE_LEARNING_H

#include "learn.h"
#include "metric.h"

/* --- vocabulary.c: which indicators are columns ------------------------------------------------------------------------- */

struct column {
	uint64_t         key;
	enum block       block;
	uint32_t         count;            /* examples that have it */
	uint32_t         group;            /* of the first of them */
	bool             groups;           /* more than one group has it */
	struct indicator one;              /* as it stands in the last of them, to name it */
	uint32_t         example;          /* which that is */
};

/* The last `margins` columns are auxiliary models' margins, less their mean and by their spread. */
struct vocabulary {
	struct column *column;
	uint32_t       n, *slot, mask;
	unsigned       margins;
	double         mean[MARGINS_MOST], spread[MARGINS_MOST];
};

/* Of the examples row[0 .. n): columns in the order of block and key. */
void     vocabulary_build(struct vocabulary *, const struct examples *, const struct fit_settings *, const uint32_t *row, uint32_t n,
                          const uint32_t *group);
uint32_t vocabulary_find(const struct vocabulary *, enum block, uint64_t key);     /* n: not a column */
void     vocabulary_free(struct vocabulary *);

/* --- matrix.c: examples as sparse rows ----------------------------------------------------------------------------------- */

struct matrix { uint32_t rows, columns; uint32_t *start; uint32_t *column; double *value; };

/* 1 for each indicator; words share 1/sqrt of the text's symbols. */
void matrix_build(struct matrix *, const struct vocabulary *, const struct examples *, const uint32_t *row, uint32_t n);
/* What a column of a block counts beside those of others. */
double block_scale(const struct fit_settings *, enum block);
void matrix_free(struct matrix *);

/* --- solver.c: the only file that knows liblinear ------------------------------------------------------------------------- */

/* L2-regularised logistic regression (Fan et al. 2008), trust region Newton on the primal: no random numbers. y: 0 or 1.
 * weight: columns, then the intercept, which is held down like any other weight. scale: of each column, NULL: 1. */
MUST_CHECK bool solve_logistic(const struct matrix *, const uint8_t *y, double c, double weight_of_ones, double weight_of_zeros,
                               const double *scale, double *weight, struct diag *);

/* --- fit.c: one model --------------------------------------------------------------------------------------------------- */

struct fit {
	const struct vocabulary *vocabulary;
	unsigned                 columns;  /* of margins: 1 or the number of labels */
	double                  *weight;   /* margin by margin: vocabulary->n weights and an intercept */
};

/* The rows of the matrix and their gold labels as bits. The vocabulary must outlive the fit. */
MUST_CHECK bool fit_make(struct fit *, const struct vocabulary *, const struct matrix *, enum task, const struct label_list *,
                         const struct fit_settings *, const uint32_t *bits, struct diag *);
/* Margins of rows of a matrix over the same vocabulary: rows x columns. */
void            fit_margins(const struct fit *, const struct matrix *, double *margin);
void            fit_free(struct fit *);

/* --- choose.c: settings and offsets on inner folds ------------------------------------------------------------------------ */

struct choice { struct fit_settings settings; double offset[LABELS_MOST]; double value; char metric[32]; unsigned tried; };

MUST_CHECK bool choose(struct choice *, const struct examples *, enum task, const struct label_list *, const struct learn_options *,
                       const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group, struct diag *);

/* offsets.c: of margins (n x columns) that held-out models gave; returns the metric's value. The predictions keep the last answers. */
double offsets_plain(enum task, const struct metric *, struct predictions *, const double *margin, unsigned columns, double *offset);
double offsets_choose(enum task, const struct metric *, struct predictions *, const double *margin, unsigned columns, double *offset);

/* choose.c: a vocabulary and matrix of so many rows and a fit on them with chosen settings. */
struct trained { struct vocabulary vocabulary; struct fit fit; };
MUST_CHECK bool trained_make(struct trained *, const struct examples *, enum task, const struct label_list *, const struct fit_settings *,
                             const uint32_t *row, uint32_t n, const uint32_t *bits, const uint32_t *group, struct diag *);
void            trained_margins(const struct trained *, const struct examples *, const uint32_t *row, uint32_t n, double *margin);
void            trained_free(struct trained *);

/* --- answers.c: margins to probabilities and labels, as decision.c does it with integers --------------------------------------- */

void answer_of(enum task, unsigned labels, const double *margin, const double *offset, double *p, uint32_t *said);

/* --- entries.c, auxiliary.c ----------------------------------------------------------------------------------------------- */

struct entry { enum block block; uint64_t key; struct str name; double weight[LABELS_MOST]; uint32_t count; };
struct entries { struct entry *item; uint32_t n, cap, *slot, mask; struct arena arena; };

struct entry *entry_add(struct entries *, enum block, uint64_t key, struct str name);     /* or the one that is there */
void          entries_sort(struct entries *);                                             /* by block and name */
void          entries_free(struct entries *);

/* The marks of the examples and of what the auxiliary models have learned from. */
void          auxiliaries_marks(const struct learn_options *, const struct examples *, const struct label_list *, struct buf *);
void          margins_measure(struct vocabulary *, const struct examples *, const uint32_t *row, uint32_t n);
/* Puts what the margins weigh into the weights of what they are sums of. */
void          auxiliaries_fold(const struct learn_options *, const struct fit *, struct entries *, double intercept[LABELS_MOST]);

/* --- model_write.c -------------------------------------------------------------------------------------------------------- */

void model_write(const struct fit *, const struct choice *, const struct examples *, enum task, const struct label_list *,
                 const struct learn_options *, uint32_t rows, uint32_t groups, struct buf *json);

/* marks.c: 42 bits of a message's id (and text, where the id tells little); written as letters in sorted order. */
enum { MARK_LETTERS = 7 };
void     mark_text(uint64_t mark, char text[MARK_LETTERS]);

/* labels.c */
unsigned label_find(const struct label_list *, struct str name);          /* list->n: not there */

/* Calls labels as these examples call them, where both say yes or no in their own words. True: something was renamed. */
bool     labels_rename(struct label_list *, const struct examples *);

/* predictions.c: room for so many answers */
void predictions_make(struct predictions *, const struct label_list *, uint32_t room);

/* folds.c: the group of each labelled example as a number from 0; each its own where none has one. */
uint32_t groups_of(const struct examples *, const uint32_t *row, uint32_t n, uint32_t *group);
/* One more than the largest number of a group. */
uint32_t groups_count(const uint32_t *group, uint32_t n);
/* The labelled examples that carry at least one label of the list, their labels as bits and their groups. */
struct labelled { uint32_t *row, *bits, *group, n, groups; };
void     labelled_take(struct labelled *, const struct examples *, const struct label_list *);
void     labelled_free(struct labelled *);
/* Which groups are left out together: each alone where there are at most 40, else in ten parts as even as can be. */
uint32_t parts_of(const struct labelled *, uint64_t seed, uint32_t *part);
/* Folds of whole groups, as even in rows as can be: the fold of each group. */
void     folds_of(const uint32_t *group, uint32_t n, uint32_t groups, unsigned folds, uint64_t seed, uint32_t *fold);

/* ground_learn.c: the same for the score itself; see learn.h. */
MUST_CHECK bool ground_train(const struct examples *, const struct learn_options *, struct buf *json, struct diag *);
MUST_CHECK bool ground_cross(const struct examples *, const struct learn_options *, struct predictions *, struct diag *);

#endif
