/* decision_read.c -- reads the model of a decision from JSON and checks it before it can answer anything.
 * Knows the keys of a model file; does not know how a message is answered. */
#include "decision_model.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
	WEIGHT_MOST = 30000,           /* thousandths: no single word is worth more than e^30. Fits 16 bits */
	WORDS_MOST = 60000             /* their weights add up within 32 bits */
};

struct spot { const char *file; const char *section, *key; struct diag *diag; };

static bool wrong(const struct spot *at, const char *what)
{
	return diag_usage(at->diag, "%s: %s%s%s%s%s%s", at->file, at->section ? "/" : "", at->section ? at->section : "",
		at->key ? "/" : "", at->key ? at->key : "", at->section ? ": " : "", what);
}

static char *copy_of(const char *z)
{
	char *copy = mem_alloc(strlen(z) + 1);
	return memcpy(copy, z, strlen(z) + 1);
}

/* Whole numbers only: what is read here is added up as it stands. `extra`: numbers behind them that are no weights. */
static bool read_numbers(const cJSON *json, unsigned count, unsigned extra, int32_t *number, const struct spot *at)
{
	char text[80];
	snprintf(text, sizeof text, "must be an array of %u whole numbers between -%d and %d", count + extra, WEIGHT_MOST, WEIGHT_MOST);
	if (!cJSON_IsArray(json) || (unsigned)cJSON_GetArraySize(json) != count + extra) return wrong(at, text);
	const cJSON *item = json->child;
	for (unsigned i = 0; i < count; i++, item = item->next) {
		if (!cJSON_IsNumber(item) || !(item->valuedouble >= -WEIGHT_MOST && item->valuedouble <= WEIGHT_MOST)) return wrong(at, text);
		number[i] = (int32_t)item->valuedouble;
		if ((double)number[i] != item->valuedouble) return wrong(at, text);
	}
	return true;
}

static bool read_labels(struct decision *d, const cJSON *json, const struct spot *at)
{
	if (!cJSON_IsArray(json)) return wrong(at, "must be an array of strings");
	for (const cJSON *item = json->child; item; item = item->next) {
		if (d->labels == LABELS_MOST) return wrong(at, "has more labels than a decision can");
		if (!cJSON_IsString(item) || !item->valuestring[0]) return wrong(at, "must be an array of strings that are not empty");
		for (unsigned i = 0; i < d->labels; i++)
			if (strcmp(d->label[i], item->valuestring) == 0) return wrong(at, "has a label twice");
		d->label[d->labels++] = copy_of(item->valuestring);
	}
	if (d->labels < 2) return wrong(at, "must have two labels or more");
	d->columns = task_margins(d->task, d->labels);
	return true;
}

/* A block is an object, and empty where the task has no use of it. */
static bool block_fits(const struct decision *d, enum block block, const cJSON *json, const struct spot *at)
{
	if (!cJSON_IsObject(json)) return wrong(at, "must be an object");
	return !json->child || task_info(d->task)->parts >> block & 1 || wrong(at, "this task has no use of it");
}

/* Weights of single steps; they are summed up the ladder when all are there. */
static bool read_counted(struct decision *d, enum block block, const cJSON *json, struct spot *at)
{
	if (!json) return true;
	if (!block_fits(d, block, json, at)) return false;
	for (const cJSON *item = json->child; item; item = item->next) {
		struct indicator one;
		at->key = item->string;
		if (!indicator_named(block, str_of(item->string), &one))
			return wrong(at, block == BLOCK_FEATURE ? "no such feature or step; `credence features` lists the features" : "no such fact or step");
		if (cJSON_GetObjectItemCaseSensitive(json, item->string) != item) return wrong(at, "stands twice");
		struct ladder **l = block == BLOCK_FEATURE ? &d->count[one.what] : block == BLOCK_CONCLUSION ? &d->count[FEATURE_COUNT + one.what] :
			&d->fact[one.what];
		if (!*l) *l = mem_zalloc(1, sizeof **l);
		if (!read_numbers(item, d->columns, 1, (*l)->sum[one.step + 1], at)) return false;
	}
	at->key = NULL;
	return true;
}

static void ladder_sum(struct ladder *l)
{
	for (unsigned step = 1; step <= INDICATOR_STEPS; step++)
		for (unsigned c = 0; c < LABELS_MOST; c++) l->sum[step][c] += l->sum[step - 1][c];
}

static bool read_words(struct decision *d, const cJSON *json, struct spot *at)
{
	if (!json) return true;
	if (!block_fits(d, BLOCK_WORD, json, at)) return false;
	const unsigned count = (unsigned)cJSON_GetArraySize(json);
	uint32_t slots = 16;
	if (count > WORDS_MOST) return wrong(at, "has more words than a decision can");
	while (slots < 2 * count) slots *= 2;
	d->mask = slots - 1;
	d->gram = mem_zalloc(slots, sizeof *d->gram);
	d->weight = mem_alloc((size_t)count * d->columns * sizeof *d->weight + 1);
	for (const cJSON *item = json->child; item; item = item->next) {
		uint64_t key;
		at->key = item->string;
		if (!words_named(str_of(item->string), &key) || !key) return wrong(at, "must be words with one space between them");
		unsigned symbols = 1;
		for (const char *c = item->string; *c; c++) symbols += *c == ' ';
		if (symbols > WORD_GRAMS) return wrong(at, "has more words than an indicator can");
		if (symbols > d->longest) d->longest = symbols;
		uint32_t i = (uint32_t)(key >> 24) & d->mask;
		while (d->gram[i].key && d->gram[i].key != key) i = (i + 1) & d->mask;
		if (d->gram[i].key) return wrong(at, "stands twice");
		d->gram[i] = (struct gram){ key, d->grams };
		d->seen[key >> 54] |= UINT64_C(1) << (key >> 48 & 63);
		if (!read_numbers(item, d->columns, 1, d->weight + (size_t)d->grams++ * d->columns, at)) return false;
	}
	at->key = NULL;
	return true;
}

static bool read_task(struct decision *d, const cJSON *json, const struct spot *at)
{
	struct buf names = { 0 };
	for (unsigned t = 0; t < TASKS; t++) buf_put_format(&names, "%s%s", t ? ", " : "", task_info(t)->name);
	buf_put_char(&names, '\0');
	const unsigned task = cJSON_IsString(json) ? task_find(str_of(json->valuestring)) : TASKS;
	d->task = (enum task)task;
	if (task == TASKS) diag_usage(at->diag, "%s: /task: must be one of %s", at->file, names.p);
	buf_free(&names);
	return task != TASKS;
}

/* The member of that name, and its place for errors. */
static const cJSON *section(const cJSON *tree, const char *name, struct spot *at)
{
	at->section = name;
	at->key = NULL;
	return cJSON_GetObjectItemCaseSensitive(tree, name);
}

static bool keys_are_known(const cJSON *tree, struct spot *at)
{
	static const char *const known[] = { "model", "task", "about", "labels", "intercept", "offset", "features", "conclusions",
		"thread", "words",
		"settings", "training", "results" };
	if (!cJSON_IsObject(tree)) return wrong(at, "must be an object");
	for (const cJSON *item = tree->child; item; item = item->next) {
		unsigned k = 0;
		while (k < sizeof known / sizeof *known && strcmp(known[k], item->string) != 0) k++;
		at->section = item->string;
		if (k == sizeof known / sizeof *known) return wrong(at, "unknown key");
		if (cJSON_GetObjectItemCaseSensitive(tree, item->string) != item) return wrong(at, "stands twice");
	}
	return true;
}

static bool read_decision(struct decision *d, const cJSON *tree, struct spot *at)
{
	if (!keys_are_known(tree, at) || !read_task(d, section(tree, "task", at), at)) return false;
	const cJSON *name = section(tree, "model", at);
	if (!cJSON_IsString(name)) return wrong(at, "must be a string");
	if (!read_labels(d, section(tree, "labels", at), at)) return false;
	if (!read_numbers(section(tree, "intercept", at), d->columns, 0, d->intercept, at)) return false;
	if (!read_numbers(section(tree, "offset", at), d->columns, 0, d->offset, at)) return false;
	if (!read_counted(d, BLOCK_FEATURE, section(tree, "features", at), at)) return false;
	if (!read_counted(d, BLOCK_CONCLUSION, section(tree, "conclusions", at), at)) return false;
	if (!read_counted(d, BLOCK_THREAD, section(tree, "thread", at), at)) return false;
	if (!read_words(d, section(tree, "words", at), at)) return false;
	for (unsigned f = 0; f < COUNTED; f++) {
		if (!d->count[f]) continue;
		ladder_sum(d->count[f]);
		d->counts[d->used++] = (uint16_t)f;
	}
	for (unsigned f = 0; f < THREAD_FACTS; f++) if (d->fact[f]) ladder_sum(d->fact[f]);
	d->name = copy_of(name->valuestring);
	return true;
}

static void decision_label_with(struct decision *d, struct str bytes)
{
	char hash[24];
	snprintf(hash, sizeof hash, "@%016" PRIx64, (uint64_t)XXH64(bytes.p, bytes.n, 0));
	d->name = mem_grow(d->name, strlen(d->name) + strlen(hash) + 1);
	memcpy(d->name + strlen(d->name), hash, strlen(hash) + 1);
}

struct decision *decision_open(struct str json, const char *file, struct diag *diag)
{
	struct spot at = { .file = file, .diag = diag };
	const char *end = NULL;
	cJSON *tree = json.n ? cJSON_ParseWithLengthOpts(json.p, json.n, &end, 0) : NULL;
	if (!tree || str_trim(str_cut(json, (size_t)(end - json.p), json.n)).n) {
		diag_usage(diag, "%s: not JSON at byte %zu", file, end ? (size_t)(end - json.p) : 0);
		cJSON_Delete(tree);
		return NULL;
	}
	struct decision *d = mem_zalloc(1, sizeof *d);
	const bool good = read_decision(d, tree, &at);
	cJSON_Delete(tree);
	if (!good) {
		decision_close(d);
		return NULL;
	}
	decision_label_with(d, json);
	return d;
}

void decision_close(struct decision *d)
{
	if (!d) return;
	for (unsigned i = 0; i < d->labels; i++) free(d->label[i]);
	for (unsigned f = 0; f < COUNTED; f++) free(d->count[f]);
	for (unsigned f = 0; f < THREAD_FACTS; f++) free(d->fact[f]);
	free(d->name);
	free(d->gram);
	free(d->weight);
	free(d);
}
