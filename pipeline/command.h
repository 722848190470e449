/* command.h -- the commands: one table entry each.
 * Knows how a command is called; each does its own work. */
#ifndef CREDENCE_COMMAND_H
#define CREDENCE_COMMAND_H

#include "run.h"

struct command {
	const char *name, *usage, *summary;
	unsigned    groups;               /* of options */
	unsigned    least, most;          /* operands */
	/* The exit code; EXIT_FAILED and EXIT_USAGE with a diag. */
	int       (*call)(struct run *, struct diag *);
};

int command_plan(struct run *, struct diag *);        /* command_run.c */
int command_extract(struct run *, struct diag *);
int command_score(struct run *, struct diag *);
int command_run(struct run *, struct diag *);
int command_summary(struct run *, struct diag *);
int command_cat(struct run *, struct diag *);         /* command_cat.c */
int command_quarantine(struct run *, struct diag *);
int command_stream(struct run *, struct diag *);      /* stream.c */
int command_check(struct run *, struct diag *);       /* command_check.c */
int command_explain(struct run *, struct diag *);     /* command_explain.c */
int command_features(struct run *, struct diag *);    /* command_config.c */
int command_config(struct run *, struct diag *);
int command_train(struct run *, struct diag *);       /* command_train.c */
int command_calibrate(struct run *, struct diag *);   /* command_calibrate.c */
int command_experiment(struct run *, struct diag *);  /* command_experiment.c */
int command_sample(struct run *, struct diag *);      /* command_sample.c */
int command_eval(struct run *, struct diag *);        /* command_eval.c */

/* Standard output, or the file of --output. */
MUST_CHECK FILE *output_open(const struct run *, struct diag *);
MUST_CHECK bool  output_close(FILE *, struct diag *);

/* 0, 3 or 4 by the statistics and --max-bad. */
int judge(const struct run *, const struct stats *);

#endif
