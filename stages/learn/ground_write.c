/* ground_write.c -- a scoring model with new weights and a calibration, as JSON.
 * Knows which keys change; does not know what any of the others mean. */
#include "ground.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double decimals(double v) { return round(v * 10000) / 10000; }

static void number_set(cJSON *object, const char *key, double value)
{
	cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	if (item) cJSON_SetNumberValue(item, value);
}

static void terms_set(cJSON *tree, const struct ground *g)
{
	for (cJSON *term = cJSON_GetObjectItemCaseSensitive(tree, "terms")->child; term; term = term->next) {
		const cJSON *name = cJSON_GetObjectItemCaseSensitive(term, "feature");
		for (unsigned k = 0; k < g->terms; k++) {
			if (strcmp(feature_info(g->feature[k])->name, name->valuestring) != 0) continue;
			number_set(term, "weight", decimals(g->weight[k]));
			number_set(term, "cap", decimals(fabs(g->weight[k]) * g->reach[k]));
		}
	}
}

static cJSON *table_json(const struct calibration_table *t)
{
	cJSON *list = cJSON_CreateArray();
	for (uint32_t i = 0; i < t->steps; i++) {
		const int pair[2] = { t->step[i].from, t->step[i].p };
		cJSON_AddItemToArray(list, cJSON_CreateIntArray(pair, 2));
	}
	return list;
}

static cJSON *calibration_json(const struct calibration *c, uint32_t rows, uint32_t groups)
{
	cJSON *json = cJSON_CreateObject();
	cJSON_AddStringToObject(json, "kind", calibration_kind_name(c->kind));
	cJSON_AddNumberToObject(json, "labels", rows);
	cJSON_AddNumberToObject(json, "groups", groups);
	if (c->kind == CALIBRATION_PLATT) {
		cJSON_AddStringToObject(json, "about", "fewer than 200 labels: a line, with a band over resampled groups");
		cJSON_AddNumberToObject(json, "slope", c->slope);
		cJSON_AddNumberToObject(json, "shift", c->shift);
		cJSON_AddItemToObject(json, "band_low", cJSON_CreateIntArray(c->band_low, CALIBRATION_KNOTS));
		cJSON_AddItemToObject(json, "band_high", cJSON_CreateIntArray(c->band_high, CALIBRATION_KNOTS));
	} else {
		cJSON_AddItemToObject(json, "lower", table_json(&c->lower));
		cJSON_AddItemToObject(json, "upper", table_json(&c->upper));
	}
	return json;
}

static cJSON *training_json(const struct examples *all, const struct label_list *labels, uint32_t rows, uint32_t groups)
{
	cJSON *json = cJSON_CreateObject(), *data = cJSON_CreateArray();
	struct buf marks = { 0 };
	cJSON_AddNumberToObject(json, "messages", rows);
	cJSON_AddNumberToObject(json, "groups", groups);
	for (uint32_t s = 0; s < all->sources; s++) {
		cJSON *one = cJSON_CreateObject();
		char hash[24], name[256];
		snprintf(hash, sizeof hash, "%016llx", (unsigned long long)all->source[s].hash);
		snprintf(name, sizeof name, "%.*s", (int)all->source[s].name.n, all->source[s].name.p);
		cJSON_AddStringToObject(one, "name", name);
		cJSON_AddStringToObject(one, "xxh64", hash);
		cJSON_AddItemToArray(data, one);
	}
	cJSON_AddItemToObject(json, "data", data);
	marks_of(all, labels, NULL, 0, &marks);
	buf_put_char(&marks, '\0');
	cJSON_AddStringToObject(json, "marks", marks.p);
	buf_free(&marks);
	return json;
}

bool ground_write(const struct ground *g, const struct calibration *c, struct str base, const struct examples *all,
                  const struct label_list *labels, const struct learn_options *o, uint32_t rows, uint32_t groups, double hold,
                  struct buf *out, struct diag *d)
{
	static const char fitted[] = "Weights in log-odds, fitted to labels within their signs and bounds, and calibrated: how well a message "
		"grounds its main claim. Not a truth verdict.";
	static const char calibrated[] = "Hand-set, bounded weights in log-odds, their sum calibrated to labels: how well a message grounds its "
		"main claim. Not a truth verdict.";
	cJSON *tree = cJSON_ParseWithLength(base.p, base.n);
	if (!tree) return diag_usage(d, "the base model is not JSON");
	cJSON_ReplaceItemInObjectCaseSensitive(tree, "name", cJSON_CreateString(o->name));
	if (hold > 0) {
		number_set(tree, "intercept", decimals(g->intercept));
		terms_set(tree, g);
	}
	cJSON_ReplaceItemInObjectCaseSensitive(tree, "about", cJSON_CreateString(hold > 0 ? fitted : calibrated));
	cJSON_ReplaceItemInObjectCaseSensitive(tree, "calibration", calibration_json(c, rows, groups));
	cJSON_DeleteItemFromObjectCaseSensitive(tree, "training");
	cJSON_AddItemToObject(tree, "training", training_json(all, labels, rows, groups));
	if (hold > 0) cJSON_AddNumberToObject(cJSON_GetObjectItemCaseSensitive(tree, "training"), "hold", hold);
	char *text = cJSON_Print(tree);
	buf_put_z(out, text);
	buf_put_char(out, '\n');
	cJSON_free(text);
	cJSON_Delete(tree);
	return true;
}
