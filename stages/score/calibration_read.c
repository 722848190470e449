/* calibration_read.c -- reads a calibration from the JSON of a model.
 * Knows the keys of each kind; does not know what a calibrated number means. */
#include "calibration_read.h"

#include "arena.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

struct at { const char *file; struct diag *diag; };

static bool wrong(const struct at *at, const char *key, const char *what)
{
	return diag_usage(at->diag, "%s: /calibration%s%s: %s", at->file, key ? "/" : "", key ? key : "", what);
}

static bool read_whole(const cJSON *json, double most, int32_t *number)
{
	if (!cJSON_IsNumber(json) || !(json->valuedouble >= -most && json->valuedouble <= most)) return false;
	*number = (int32_t)json->valuedouble;
	return *number == json->valuedouble;
}

static bool read_key(const cJSON *json, const char *key, int32_t *number, const struct at *at)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, key);
	return read_whole(item, 2e9, number) || wrong(at, key, "must be a whole number");
}

/* [[from, p], ...]; the first step begins below every score. */
static bool read_table(const cJSON *json, const char *key, struct calibration_table *t, const struct at *at)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, key);
	*t = (struct calibration_table){ 0 };
	if (!cJSON_IsArray(list)) return wrong(at, key, "must be an array of pairs [log-odds, p] in ten-thousandths");
	for (const cJSON *pair = list->child; pair; pair = pair->next) {
		struct calibration_step step;
		if (t->steps == CALIBRATION_STEPS) return wrong(at, key, "has too many steps");
		if (!cJSON_IsArray(pair) || cJSON_GetArraySize(pair) != 2 || !read_whole(pair->child, 2147483648.0, &step.from) ||
		    !read_whole(pair->child->next, 10000, &step.p)) return wrong(at, key, "must be an array of pairs [log-odds, p] in ten-thousandths");
		t->step[t->steps++] = step;
	}
	return t->steps || wrong(at, key, "is empty");
}

static bool read_band(const cJSON *json, const char *key, int32_t band[CALIBRATION_KNOTS], const struct at *at)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, key);
	if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) != CALIBRATION_KNOTS) return wrong(at, key, "must be an array of 33 whole numbers");
	const cJSON *item = list->child;
	for (unsigned i = 0; i < CALIBRATION_KNOTS; i++, item = item->next)
		if (!read_whole(item, 2e9, &band[i])) return wrong(at, key, "must be an array of 33 whole numbers");
	return true;
}

static bool read_kind(const cJSON *json, struct calibration *c, const struct at *at)
{
	const cJSON *kind = cJSON_GetObjectItemCaseSensitive(json, "kind");
	unsigned k = CALIBRATION_PLATT;
	while (cJSON_IsString(kind) && k < CALIBRATION_KINDS && strcmp(kind->valuestring, calibration_kind_name(k)) != 0) k++;
	if (!cJSON_IsString(kind) || k == CALIBRATION_KINDS) return wrong(at, "kind", "must be platt, isotonic or venn_abers");
	c->kind = (enum calibration_kind)k;
	if (c->kind != CALIBRATION_PLATT) return read_table(json, "lower", &c->lower, at) && read_table(json, "upper", &c->upper, at);
	return read_key(json, "slope", &c->slope, at) && read_key(json, "shift", &c->shift, at) && read_band(json, "band_low", c->band_low, at) &&
		read_band(json, "band_high", c->band_high, at);
}

static bool keys_known(const cJSON *json, const struct at *at)
{
	static const char *const known[] = { "kind", "labels", "groups", "data", "about", "lower", "upper", "slope", "shift",
		"band_low", "band_high" };
	for (const cJSON *item = json->child; item; item = item->next) {
		unsigned k = 0;
		while (k < sizeof known / sizeof *known && strcmp(known[k], item->string) != 0) k++;
		if (k == sizeof known / sizeof *known) return wrong(at, item->string, "unknown key");
	}
	return true;
}

bool calibration_read(const cJSON *json, const char *file, struct calibration *c, char **label, struct diag *d)
{
	const struct at at = { file, d };
	char text[64];
	int32_t labels = 0;
	*c = (struct calibration){ .kind = CALIBRATION_NONE };
	snprintf(text, sizeof text, "none");
	if (cJSON_IsObject(json)) {
		if (!keys_known(json, &at) || !read_kind(json, c, &at) || !read_key(json, "labels", &labels, &at)) return false;
		if (!calibration_check(c, d)) return diag_within(d, file);
		snprintf(text, sizeof text, "%s n=%d", calibration_kind_name(c->kind), labels);
	} else if (!cJSON_IsString(json) || strcmp(json->valuestring, "none") != 0) {
		return wrong(&at, NULL, "must be \"none\" or an object");
	}
	*label = mem_alloc(strlen(text) + 1);
	memcpy(*label, text, strlen(text) + 1);
	return true;
}
