/* learning.h -- what the commands that learn and judge share: their options, their data, their tables.
 * Knows how they are called and what they print; does not know how anything is learned. */
#ifndef CREDENCE_PIPELINE_LEARNING_H
#define CREDENCE_PIPELINE_LEARNING_H

#include "command.h"
#include "labelled.h"
#include "learn.h"

/* The first operand as a task. */
MUST_CHECK bool task_given(const struct run *, enum task *, struct diag *);
/* "stance, check-worthiness, ..." */
void            tasks_list(struct buf *);
/* The labelled messages that the operands from that number on hold, by --label, --group and --split. */
MUST_CHECK bool examples_read(struct run *, enum task, unsigned from, struct examples *, struct diag *);
/* Of groundedness model_load() comes first. */
MUST_CHECK bool learn_options_given(struct run *, enum task, struct learn_options *, struct diag *);
void            learn_options_drop(struct learn_options *);
/* One more auxiliary model: one of configs/models/ ("models/debates.json"), or a file. */
MUST_CHECK bool auxiliary_add(struct run *, const char *name, struct learn_options *, struct diag *);
/* The model of --model, or the one that is shipped for the task: its bytes (with a zero behind) and what they say. */
MUST_CHECK bool decision_given(struct run *, enum task, struct str *bytes, struct decision **, struct diag *);

/* judgement.c: a table for people: the metrics with their intervals, by label and by group, and the gain over a trivial rule. */
struct judging { const char *group; uint64_t seed; uint32_t rounds; };
MUST_CHECK bool judgement_print(const struct examples *, enum task, const struct predictions *, const struct judging *,
    struct buf *, struct diag *);

/* strata.c: the task's metric with and without a link, for answers and for first messages. */
MUST_CHECK bool strata_print(const struct examples *, enum task, const struct predictions *, const struct predictions *trivial,
                             const struct judging *, struct buf *, struct diag *);

/* trivial.c: what one line of code would say; its name in *rule. */
void trivial_answer(const struct examples *, enum task, const struct predictions *, struct predictions *trivial, const char **rule);

/* predictions_write.c: a JSON line for each answered message. */
MUST_CHECK bool predictions_write(const struct examples *, const struct predictions *, bool several, const char *path, struct diag *);

/* A file written whole, whatever was there before. */
MUST_CHECK bool file_write(const char *path, struct str bytes, struct diag *);

#endif
