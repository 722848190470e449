/* command_train.c -- credence train: labelled messages in, a model file out.
 * Knows the order; does not know how a task is learned. */
#include "learning.h"
#include <stdio.h>

int command_train(struct run *run, struct diag *d)
{
	const char *path = options_value(&run->options, "output");
	enum task task;
	struct learn_options options = { 0 };
	struct examples all = { 0 };
	struct buf json = { 0 };
	bool fine = task_given(run, &task, d) && (task != TASK_GROUNDEDNESS || model_load(run, d)) && learn_options_given(run, task, &options, d);
	if (fine && !path) fine = diag_usage(d, "give -o MODEL: where the model goes");
	fine = fine && examples_read(run, task, 1, &all, d);
	if (fine) auxiliaries_answer(&options, &all);
	fine = fine && learn_train(&all, task, &options, &json, d) && file_write(path, buf_str(&json), d);
	if (fine && !run->settings.quiet && strcmp(path, "-") != 0) fprintf(stderr, "credence: %s: trained\n", path);
	learn_options_drop(&options);
	buf_free(&json);
	examples_free(&all);
	return fine ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
