/* map_compile_condition.c -- conditions of a map and the values they compare with, from cJSON to what the readers run.
 * Knows the questions that can be asked of a value; does not know fields, nor what a pointer may be. */
#include "map_compile.h"

#include <stdio.h>

static bool literal_read(const struct compiler *c, const struct place *at, const cJSON *item, struct literal *out)
{
	char number[40];
	struct str text = { "", 0 };
	if (cJSON_IsString(item)) {
		out->type = JSON_STRING;
		text = str_of(item->valuestring);
	} else if (cJSON_IsNumber(item)) {
		const double v = item->valuedouble;
		const bool whole = v > -9e15 && v < 9e15 && v == (double)(long long)v;
		snprintf(number, sizeof number, whole ? "%.0f" : "%.17g", v);
		out->type = JSON_NUMBER;
		text = str_of(number);
	} else if (cJSON_IsBool(item)) {
		out->type = cJSON_IsTrue(item) ? JSON_TRUE : JSON_FALSE;
	} else if (cJSON_IsNull(item)) {
		out->type = JSON_NULL;
	} else {
		return place_wrong(c, at, "a string, a number, true, false or null is wanted");
	}
	out->text = arena_copy(&c->set->arena, text);
	return true;
}

bool literals_read(const struct compiler *c, const struct place *at, const cJSON *item, struct literal **out, unsigned *n)
{
	const bool list = cJSON_IsArray(item);
	const int count = list ? cJSON_GetArraySize(item) : 1;
	const cJSON *each = list ? item->child : item;
	*out = arena_zalloc(&c->set->arena, (size_t)(count + 1) * sizeof **out);
	*n = (unsigned)count;
	for (int i = 0; i < count; i++, each = each->next) {
		const struct place here = { at, NULL, i };
		if (!literal_read(c, list ? &here : at, each, &(*out)[i])) return false;
	}
	return true;
}

static bool types_read(const struct compiler *c, const struct place *at, const cJSON *item, unsigned *types)
{
	static const char *const name[] = { "string", "number", "object", "array", "boolean", "null" };
	struct str *word;
	unsigned n;
	*types = 0;
	if (!strings_read(c, at, item, &word, &n)) return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned k = 0;
		while (k < 6 && !str_is(word[i], name[k])) k++;
		if (k == 6) return place_wrong(c, at, "\"%.*s\": string, number, object, array, boolean or null is wanted",
			(int)word[i].n, word[i].p);
		*types |= 1u << k;
	}
	return true;
}

enum { CONDITIONS_DEEP = 8 };

static bool parts_compile(const struct compiler *, const struct place *, const cJSON *, struct condition *, unsigned depth);

/* One key of a condition; *tests counts the questions in it. */
static bool condition_key(const struct compiler *c, const struct place *at, const cJSON *key, struct condition *out, unsigned *tests,
                          unsigned depth)
{
	struct str pointer;
	if (!strcmp(key->string, "at")) return string_read(c, at, key, &pointer) && pointer_compile(c, at, pointer, out->at, &out->ats);
	if (!strcmp(key->string, "as")) return string_read(c, at, key, &out->reason);
	if (!strcmp(key->string, "all") || !strcmp(key->string, "any")) return parts_compile(c, at, key, out, depth);
	if (!strcmp(key->string, "not")) {
		out->negated = cJSON_IsTrue(key);
		return true;
	}
	if (!strcmp(key->string, "private")) {
		out->off = cJSON_IsTrue(key) && c->set->include_private;
		return true;
	}
	++*tests;
	if (!strcmp(key->string, "exists")) {
		out->test = TEST_EXISTS;
		out->exists = cJSON_IsTrue(key);
		return true;
	}
	if (!strcmp(key->string, "type")) {
		out->test = TEST_TYPE;
		return types_read(c, at, key, &out->types);
	}
	out->test = key->string[0] == 'i' ? TEST_IN : key->string[0] == 'p' ? TEST_PREFIX : TEST_CONTAINS;
	return literals_read(c, at, key, &out->literal, &out->literals);
}

static bool condition_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct condition *out, unsigned depth)
{
	static const char *const allowed[] = { "at", "in", "exists", "prefix", "type", "contains", "all", "any", "not", "as", "private",
		NULL };
	unsigned tests = 0;
	if (!keys_known(c, at, item, allowed)) return false;
	out->at = arena_zalloc(&c->set->arena, (c->format->records + 1) * sizeof *out->at);
	for (const cJSON *key = item->child; key; key = key->next) {
		const struct place here = { at, key->string, 0 };
		if (!condition_key(c, &here, key, out, &tests, depth)) return false;
	}
	if (out->parts) return (!out->ats && !tests) || place_wrong(c, at, "\"all\" and \"any\" stand without \"at\" and its tests");
	if (!out->ats) return place_wrong(c, at, "a condition needs \"at\", \"all\" or \"any\"");
	return tests < 2 || place_wrong(c, at, "one of in, exists, prefix, type and contains, not several");
}

static bool list_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct condition **out, unsigned *n,
                         unsigned depth)
{
	if (!cJSON_IsArray(item)) return place_wrong(c, at, "a list of conditions is wanted");
	*n = (unsigned)cJSON_GetArraySize(item);
	*out = arena_zalloc(&c->set->arena, (*n + 1) * sizeof **out);
	int i = 0;
	for (const cJSON *each = item->child; each; each = each->next, i++) {
		const struct place here = { at, NULL, i };
		if (!condition_compile(c, &here, each, &(*out)[i], depth)) return false;
	}
	return true;
}

static bool parts_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct condition *out, unsigned depth)
{
	struct condition *part = NULL;
	if (out->parts) return place_wrong(c, at, "\"all\" or \"any\", not both");
	if (depth == CONDITIONS_DEEP) return place_wrong(c, at, "nested too deeply");
	if (!list_compile(c, at, item, &part, &out->parts, depth + 1)) return false;
	out->part = part;
	out->any = item->string[1] == 'n';
	return out->parts || place_wrong(c, at, "one condition at least is wanted");
}

bool conditions_compile(const struct compiler *c, const struct place *at, const cJSON *item, struct condition **out, unsigned *n)
{
	return list_compile(c, at, item, out, n, 0);
}
