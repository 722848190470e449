/* inputs.c -- the paths of everything that is given, in order: what may be read beside an archive.
 * Knows plans and lists of archives; does not know who looks a path up. */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

static int input_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **plan_inputs(const struct plan *plan, size_t *count)
{
	size_t n = 0;
	for (uint32_t u = 0; u < plan->units; u++) n += plan->unit[u].archives;
	const char **const path = mem_alloc((n + 1) * sizeof *path);
	*count = 0;
	for (uint32_t u = 0; u < plan->units; u++)
		for (uint32_t i = 0; i < plan->unit[u].archives; i++) path[(*count)++] = plan->unit[u].archive[i].path;
	qsort(path, *count, sizeof *path, input_order);
	return path;
}

const char **walk_paths(const struct walk *w)
{
	const char **const path = mem_alloc((w->count + 1) * sizeof *path);
	for (uint32_t i = 0; i < w->count; i++) path[i] = w->archive[i].path;
	qsort(path, w->count, sizeof *path, input_order);
	return path;
}
