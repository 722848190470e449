/* learn.h -- decisions are trained on labelled messages and judged on messages that they have not seen.
 * Knows what training takes and gives; does not know how messages are read (pipeline/labelled.h).
 *
 * Everything here is a function of the messages, the settings and the seed: no threads, no clock. The solver works with doubles;
 * what it finds is rounded to whole thousandths before it is written, and answers are integers from then on. */
#ifndef CREDENCE_LEARN_H
#define CREDENCE_LEARN_H

#include "example.h"
#include "metric.h"

/* How one linear model is fitted. 0 in `c` of a set of settings: chosen on inner folds. */
struct fit_settings {
	double   c;              /* how little weights are held down: liblinear's C */
	double   words;          /* how much words count beside features; 0: no words */
	double   balance;        /* a label's examples weigh (n / labels / its n) to this power */
	bool     own;            /* of conclusions only those that answer the very question: conclusion_answers() */
	bool     ratios;         /* words are scaled by their log-count ratio (Wang & Manning 2012) */
	unsigned parts;          /* enum block, as bits: which of the task's inputs are used */
	unsigned grams;          /* n-grams of 1 .. grams symbols */
	unsigned least;          /* a word must stand in so many messages, and in two groups where there are groups */
};

/* A trained model and its JSON; it must not use the thread. */
struct auxiliary { struct decision *model; struct str json; };

struct learn_options {
	struct fit_settings settings;
	unsigned            folds;        /* inner folds that settings and offsets are chosen on */
	uint64_t            seed;
	const char         *name;         /* of the model */
	struct auxiliary   *auxiliary;    /* models whose margins are inputs too; folded into the weights at the end */
	unsigned            auxiliaries;
	struct str          base;         /* groundedness: the scoring model whose weights are fitted anew, as JSON */
	const struct model *scoring;      /* and as it was read */
};

/* Labels of a set of examples in byte order, LABELS_MOST at most; of two the one that says yes is the second. Where there are 500
 * labelled messages or more, a label that fewer than 5 have is a slip and left out. */
struct label_list { struct str name[LABELS_MOST]; unsigned n; uint32_t count[LABELS_MOST]; };
MUST_CHECK bool labels_of(const struct examples *, enum task, struct label_list *, struct diag *);
/* The example's labels as bits; 0 where none of them is in the list. */
uint32_t        labels_bits(const struct label_list *, const struct example *);

/* Gives every example its margins by the auxiliary models: before anything is trained. */
void            auxiliaries_answer(const struct learn_options *, struct examples *);

/* Trains on all labelled examples and writes the model file. */
MUST_CHECK bool learn_train(const struct examples *, enum task, const struct learn_options *, struct buf *json, struct diag *);

/* Probabilities and labels that were given to examples. */
struct predictions {
	struct label_list labels;
	uint32_t          n;               /* examples that were answered */
	uint32_t         *example;         /* which */
	double           *p;               /* n x labels */
	uint32_t         *said, *gold;     /* bits */
	struct arena      arena;           /* of the labels' names, where they came from a model */
};
void predictions_free(struct predictions *);
/* The same examples and gold labels, to be answered otherwise. */
void predictions_copy(struct predictions *, const struct predictions *from);
/* Keeps those that have a gold label. */
void predictions_labelled(struct predictions *);
/* As the metrics take them; `group` of each answer and how many there are, or NULL. Free with judged_free(). */
void judged_make(struct judged *, const struct predictions *, bool several, const uint32_t *group, uint32_t groups);
void judged_free(struct judged *);
/* The group of each answered example as a number from 0; returns how many groups there are. */
uint32_t predictions_groups(const struct examples *, const struct predictions *, uint32_t *group);

/* Each group in turn (more than 40 of them: each tenth of the groups) is answered by a model that was trained,
    settings and offsets included, on the other groups alone. */
MUST_CHECK bool learn_cross(const struct examples *, enum task, const struct learn_options *, struct predictions *, struct diag *);

/* Answers all labelled examples with a model file. Labels that the model does not know are an error that names them. */
MUST_CHECK bool learn_answer(const struct examples *, const struct decision *, struct predictions *, struct diag *);

/* Groundedness: answers of a scoring model, and its calibration alone made anew; *after: answers that each group had no part in. */
struct model;
MUST_CHECK bool ground_answer(const struct examples *, const struct model *, struct predictions *, struct diag *);
MUST_CHECK bool ground_recalibrate(const struct examples *, const struct learn_options *, struct buf *json, struct predictions *after,
                                   struct diag *);

/* A message's mark, and whether it stands among the marks of a model file: then the model has learned from it. */
uint64_t        example_mark(const struct example *);
/* The marks of all examples that carry a label of the list, with those of `count` other models, in order, each once. */
void            marks_of(const struct examples *, const struct label_list *, const struct str *others, unsigned count, struct buf *);
bool            marks_hold(struct str marks, uint64_t mark);
/* How many labelled examples stand among the marks, and the first of them. */
uint32_t        marks_met(const struct examples *, struct str marks, const struct example **first);

#endif
