/* experiment.h -- a figure of a paper as a file: data with checksums, split, task, model or training, metric, expected value.
 * Knows the layout of configs/experiments/; does not know how anything is learned or judged. */
#ifndef CREDENCE_EXPERIMENT_H
#define CREDENCE_EXPERIMENT_H

#include "arena.h"
#include "decision.h"

enum { EXPERIMENT_FILES = 8, EXPERIMENT_FIGURES = 12 };

struct experiment_file { const char *path; uint64_t hash; };           /* relative to --data; XXH64 of its bytes */
struct expected { const char *metric; double value, within; };
struct published { const char *who, *metric, *on; double value; };

struct experiment {
	const char            *name, *about, *label, *labels, *group, *leave_out, *model;   /* NULL: none */
	enum task              task;
	struct experiment_file train[EXPERIMENT_FILES], test[EXPERIMENT_FILES];
	const char            *auxiliary[EXPERIMENT_FILES];                  /* models among configs/models/ */
	unsigned               auxiliaries;
	unsigned               trains, tests, expects, publisheds;
	struct expected        expect[EXPERIMENT_FIGURES];
	struct published       published[EXPERIMENT_FIGURES];
	uint64_t               seed;
	unsigned               folds;
	unsigned               without;                                      /* enum block, as bits: inputs that are not used */
	double                 c, words, balance;                            /* c 0: settings are chosen */
};

/* Strings are in the arena. Errors name file and key. */
MUST_CHECK bool experiment_read(struct str json, const char *file, struct experiment *, struct arena *, struct diag *);

#endif
