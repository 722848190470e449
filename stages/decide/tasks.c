/* tasks.c -- the list of tasks as data.
 * Knows task.def; does not know any model. */
#include "decision.h"

enum form { ONE, SEVERAL };
enum part { FEATURES = 1 << BLOCK_FEATURE, CONCLUSIONS_DRAWN = 1 << BLOCK_CONCLUSION, THREAD = 1 << BLOCK_THREAD, WORDS = 1 << BLOCK_WORD };

static const struct task_info table[TASKS] = {
#define TASK(name, printed, form, metric, fields, parts, question) { printed, metric, fields, question, (form) == SEVERAL, parts },
#include "task.def"
#undef TASK
};

const struct task_info *task_info(unsigned task) { return &table[task]; }

unsigned task_find(struct str name)
{
	unsigned t = 0;
	while (t < TASKS && !str_is(name, table[t].name)) t++;
	return t;
}

const char *task_metric(enum task task, unsigned labels)
{
	const char *metric = table[task].metric;
	return labels == 2 && strcmp(metric, "macro_f1") == 0 ? "f1:1" : metric;
}
