/* experiment_read.c -- reads an experiment's file.
 * Knows its keys and which of them must go together; does not run anything. */
#include "experiment.h"
#include "learning.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

struct reading { const char *file; struct arena *arena; struct diag *diag; };

static bool wrong(const struct reading *r, const char *key, const char *what)
{
	return diag_usage(r->diag, "%s: /%s: %s", r->file, key, what);
}

static bool read_text(const struct reading *r, const cJSON *object, const char *key, bool needed, const char **text)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	*text = NULL;
	if (!item && !needed) return true;
	if (!cJSON_IsString(item)) return wrong(r, key, "must be a string");
	*text = arena_copy_z(r->arena, str_of(item->valuestring));
	return true;
}

static bool read_number(const struct reading *r, const cJSON *object, const char *key, bool needed, double *number)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	if (!item && !needed) return true;
	if (!cJSON_IsNumber(item)) return wrong(r, key, "must be a number");
	*number = item->valuedouble;
	return true;
}

static bool read_files(const struct reading *r, const cJSON *tree, const char *key, struct experiment_file *file, unsigned *n)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, key);
	if (list && !cJSON_IsArray(list)) return wrong(r, key, "must be an array of {\"file\", \"xxh64\"}");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
		const char *hash;
		char *end;
		if (*n == EXPERIMENT_FILES) return wrong(r, key, "has too many files");
		if (!read_text(r, item, "file", true, &file[*n].path) || !read_text(r, item, "xxh64", true, &hash)) return false;
		file[*n].hash = strtoull(hash, &end, 16);
		if (*end || strlen(hash) != 16) return wrong(r, key, "xxh64 must be 16 hexadecimal digits");
		++*n;
	}
	return true;
}

static bool read_auxiliaries(const struct reading *r, const cJSON *tree, struct experiment *e)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, "auxiliary");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
		if (e->auxiliaries == EXPERIMENT_FILES || !cJSON_IsString(item)) return wrong(r, "auxiliary", "must be an array of a few models' names");
		e->auxiliary[e->auxiliaries++] = arena_copy_z(r->arena, str_of(item->valuestring));
	}
	return true;
}

static bool read_without(const struct reading *r, const cJSON *tree, struct experiment *e)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, "without");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
		unsigned b = 0;
		while (b < BLOCKS && !(cJSON_IsString(item) && strcmp(item->valuestring, block_name(b)) == 0)) b++;
		if (b == BLOCKS) return wrong(r, "without", "must be an array of features, conclusions, thread, words");
		e->without |= 1U << b;
	}
	return true;
}

static bool read_expected(const struct reading *r, const cJSON *tree, struct experiment *e)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, "expect");
	if (!cJSON_IsArray(list) || !list->child) return wrong(r, "expect",
		"must be an array of {\"metric\", \"value\", \"within\"}, at least one");
	for (const cJSON *item = list->child; item; item = item->next) {
		struct expected *x = &e->expect[e->expects];
		if (e->expects++ == EXPERIMENT_FIGURES) return wrong(r, "expect", "has too many figures");
		if (!read_text(r, item, "metric", true, &x->metric) || !read_number(r, item, "value", true, &x->value) ||
		    !read_number(r, item, "within", true, &x->within)) return false;
	}
	return true;
}

static bool read_published(const struct reading *r, const cJSON *tree, struct experiment *e)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(tree, "published");
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next) {
		struct published *x = &e->published[e->publisheds];
		if (e->publisheds++ == EXPERIMENT_FIGURES) return wrong(r, "published", "has too many figures");
		if (!read_text(r, item, "who", true, &x->who) || !read_text(r, item, "metric", true, &x->metric) ||
		    !read_text(r, item, "on", false, &x->on) || !read_number(r, item, "value", true, &x->value)) return false;
	}
	return true;
}

static bool keys_known(const struct reading *r, const cJSON *tree)
{
	static const char *const known[] = { "experiment", "about", "task", "label", "labels", "group", "leave_out", "model", "train",
		"test", "expect",
		"published", "seed", "folds", "c", "words", "balance", "auxiliary", "without" };
	for (const cJSON *item = tree->child; item; item = item->next) {
		unsigned k = 0;
		while (k < sizeof known / sizeof *known && strcmp(known[k], item->string) != 0) k++;
		if (k == sizeof known / sizeof *known) return wrong(r, item->string, "unknown key");
	}
	return true;
}

/* Who answers: a model, one trained on `train`, or one trained without each group of the test messages. */
static bool roles_fit(const struct reading *r, const struct experiment *e)
{
	if (!e->tests) return wrong(r, "test", "names no file");
	/* Of groundedness a model may be given with leave_out: then its calibration alone is made anew. */
	const bool both = e->task == TASK_GROUNDEDNESS && e->leave_out && e->model && !e->trains;
	if (!both && (e->trains != 0) + (e->leave_out != NULL) + (e->model != NULL) != 1)
		return wrong(r, "train", "give one of train, leave_out and model");
	return e->folds >= 2 || wrong(r, "folds", "must be at least 2");
}

static bool task_refuse(const struct reading *r, const char *task)
{
	struct buf names = { 0 };
	tasks_list(&names);
	diag_usage(r->diag, "%s: /task: \"%s\" is none of %.*s", r->file, task, (int)names.n, names.p);
	buf_free(&names);
	return false;
}

static bool read_all(const struct reading *r, const cJSON *tree, struct experiment *e)
{
	const char *task;
	double seed = 1, folds = 5;
	*e = (struct experiment){ .words = 4, .balance = 0.5 };
	if (!cJSON_IsObject(tree)) return diag_usage(r->diag, "%s: must be a JSON object", r->file);
	if (!keys_known(r, tree) || !read_text(r, tree, "experiment", true, &e->name) || !read_text(r, tree, "about", false, &e->about) ||
	    !read_text(r, tree, "task", true, &task) || !read_text(r, tree, "label", false, &e->label) ||
	    !read_text(r, tree, "group", false, &e->group) || !read_text(r, tree, "labels", false, &e->labels) || !read_text(r, tree,
		"leave_out", false, &e->leave_out) ||
	    !read_text(r, tree, "model", false, &e->model)) return false;
	const unsigned found = task_find(str_of(task));
	if (found == TASKS) return task_refuse(r, task);
	e->task = (enum task)found;
	if (!read_files(r, tree, "train", e->train, &e->trains) || !read_files(r, tree, "test", e->test, &e->tests) ||
	    !read_auxiliaries(r, tree, e) || !read_without(r, tree, e) || !read_expected(r, tree, e) ||
	    !read_published(r, tree, e) || !read_number(r, tree, "seed", false, &seed) || !read_number(r, tree, "folds", false, &folds) ||
	    !read_number(r, tree, "c", false, &e->c) || !read_number(r, tree, "words", false, &e->words) ||
	    !read_number(r, tree, "balance", false, &e->balance)) return false;
	e->seed = (uint64_t)seed;
	e->folds = (unsigned)folds;
	return roles_fit(r, e);
}

bool experiment_read(struct str json, const char *file, struct experiment *e, struct arena *arena, struct diag *d)
{
	const struct reading r = { file, arena, d };
	cJSON *tree = cJSON_ParseWithLength(json.p, json.n);
	const bool fine = tree ? read_all(&r, tree, e) : diag_usage(d, "%s: not JSON", file);
	cJSON_Delete(tree);
	return fine;
}
