/* test_schema.c -- lines, quarantine lines and summaries against configs/schemas: a small validator over cJSON.
 * Knows the keywords that those schemas use; a schema that uses another fails. `test_schema SCHEMA FILE.jsonl` checks a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "line.h"
#include "row_fixture.h"
#include "stats.h"

struct fault_at { char pointer[300]; char what[200]; };

static bool reject(struct fault_at *f, const char *pointer, const char *what, const char *name)
{
	snprintf(f->pointer, sizeof f->pointer, "%s", pointer);
	snprintf(f->what, sizeof f->what, "%s%s", what, name);
	return false;
}

static bool type_is(const char *type, const cJSON *v)
{
	if (strcmp(type, "integer") == 0) return cJSON_IsNumber(v) && v->valuedouble == (double)(int64_t)v->valuedouble;
	return strcmp(type, "object") == 0 ? cJSON_IsObject(v) : strcmp(type, "array") == 0 ? cJSON_IsArray(v) :
		strcmp(type, "string") == 0 ? cJSON_IsString(v) : strcmp(type, "number") == 0 ? cJSON_IsNumber(v) :
		strcmp(type, "boolean") == 0 ? cJSON_IsBool(v) : strcmp(type, "null") == 0 && cJSON_IsNull(v);
}

static bool type_fits(const cJSON *type, const cJSON *v)
{
	if (cJSON_IsString(type)) return type_is(type->valuestring, v);
	const cJSON *one = NULL;
	cJSON_ArrayForEach(one, type)
		if (type_is(one->valuestring, v)) return true;
	return false;
}

static bool validate(const cJSON *schema, const cJSON *v, const char *pointer, struct fault_at *f);

static bool validate_object(const cJSON *schema, const cJSON *v, const char *pointer, struct fault_at *f)
{
	const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
	const cJSON *more = cJSON_GetObjectItemCaseSensitive(schema, "additionalProperties");
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(schema, "required"))
		if (!cJSON_GetObjectItemCaseSensitive(v, item->valuestring)) return reject(f, pointer, "lacks ", item->valuestring);
	cJSON_ArrayForEach(item, v) {
		char below[280];
		snprintf(below, sizeof below, "%.180s/%.90s", pointer, item->string);
		if (cJSON_GetObjectItemCaseSensitive(v, item->string) != item) return reject(f, below, "stands twice", "");
		const cJSON *rule = cJSON_GetObjectItemCaseSensitive(properties, item->string);
		if (!rule && cJSON_IsFalse(more)) return reject(f, below, "is not in the schema", "");
		if (!rule && cJSON_IsObject(more)) rule = more;
		if (rule && !validate(rule, item, below, f)) return false;
	}
	return true;
}

static bool number_in(const cJSON *schema, const char *least, const char *most, double v)
{
	const cJSON *low = cJSON_GetObjectItemCaseSensitive(schema, least), *high = cJSON_GetObjectItemCaseSensitive(schema, most);
	return (!low || v >= low->valuedouble) && (!high || v <= high->valuedouble);
}

static bool validate_array(const cJSON *schema, const cJSON *v, const char *pointer, struct fault_at *f)
{
	const cJSON *items = cJSON_GetObjectItemCaseSensitive(schema, "items");
	if (!number_in(schema, "minItems", "maxItems", cJSON_GetArraySize(v))) return reject(f, pointer, "has the wrong length", "");
	const cJSON *item = v->child;
	for (unsigned i = 0; items && item; i++, item = item->next) {
		char below[280];
		snprintf(below, sizeof below, "%.240s/%u", pointer, i);
		if (!validate(items, item, below, f)) return false;
	}
	return true;
}

static bool is_listed(const cJSON *list, const cJSON *v)
{
	const cJSON *one = NULL;
	cJSON_ArrayForEach(one, list)
		if (cJSON_Compare(one, v, true)) return true;
	return false;
}

static bool known_keywords(const cJSON *schema, const char *pointer, struct fault_at *f)
{
	static const char *const known[] = { "$schema", "title", "description", "type", "properties", "required", "enum", "items", "minItems",
		"maxItems", "minLength", "maxLength", "minimum", "maximum", "additionalProperties" };
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, schema) {
		bool found = false;
		for (size_t i = 0; i < sizeof known / sizeof *known; i++) found = found || strcmp(known[i], item->string) == 0;
		if (!found) return reject(f, pointer, "schema keyword unknown: ", item->string);
	}
	return true;
}

static bool validate(const cJSON *schema, const cJSON *v, const char *pointer, struct fault_at *f)
{
	const cJSON *type = cJSON_GetObjectItemCaseSensitive(schema, "type"), *listed = cJSON_GetObjectItemCaseSensitive(schema, "enum");
	if (!known_keywords(schema, pointer, f)) return false;
	if (type && !type_fits(type, v)) return reject(f, pointer, "has the wrong type", "");
	if (listed && !is_listed(listed, v)) return reject(f, pointer, "is none of the listed values: ", cJSON_IsString(v) ? v->valuestring : "");
	if (cJSON_IsNumber(v) && !number_in(schema, "minimum", "maximum", v->valuedouble)) return reject(f, pointer, "is out of range", "");
	if (cJSON_IsString(v) && !number_in(schema, "minLength", "maxLength", (double)strlen(v->valuestring))) return reject(f, pointer, "has the wrong length", "");
	if (cJSON_IsObject(v)) return validate_object(schema, v, pointer, f);
	return cJSON_IsArray(v) ? validate_array(schema, v, pointer, f) : true;
}

static bool validate_text(const cJSON *schema, const char *text, size_t n, struct fault_at *f)
{
	cJSON *v = cJSON_ParseWithLength(text, n);
	const bool good = v ? validate(schema, v, "", f) : reject(f, "", "is not JSON", "");
	cJSON_Delete(v);
	return good;
}

static cJSON *schema_open(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf all = { 0 };
	size_t n = 0;
	if (!file) return NULL;
	while ((n = fread(buf_room(&all, 4096), 1, 4096, file)) > 0) all.n += n;
	fclose(file);
	cJSON *schema = cJSON_ParseWithLength(all.p, all.n);
	buf_free(&all);
	return schema;
}

static int check_file(const char *schema_path, const char *path)
{
	cJSON *schema = schema_open(schema_path);
	FILE *file = fopen(path, "rb");
	char *line = NULL;
	size_t room = 0;
	unsigned long number = 0, bad = 0;
	if (!schema || !file) {
		fprintf(stderr, "%s: cannot be read\n", schema ? path : schema_path);
		return 2;
	}
	for (ssize_t n; (n = getline(&line, &room, file)) > 0;) {
		struct fault_at f;
		number++;
		if (validate_text(schema, line, (size_t)n, &f)) continue;
		if (bad++ < 20) fprintf(stderr, "%s:%lu: %s: %s\n", path, number, f.pointer, f.what);
	}
	printf("%s: %lu lines, %lu bad\n", path, number, bad);
	free(line);
	fclose(file);
	cJSON_Delete(schema);
	return bad ? 1 : 0;
}

static void assert_valid(const cJSON *schema, struct str text)
{
	struct fault_at f;
	if (!validate_text(schema, text.p, text.n, &f)) fail_msg("%s: %s in %.*s", f.pointer, f.what, (int)text.n, text.p);
}

static void lines_and_summary(void **state)
{
	(void)state;
	cJSON *schema = schema_open(CREDENCE_SOURCE_DIR "/configs/schemas/line.schema.json");
	cJSON *whole = schema_open(CREDENCE_SOURCE_DIR "/configs/schemas/summary.schema.json");
	struct model *model = fixture_model();
	struct decisions *decisions = fixture_decisions();
	struct stats *stats = stats_new();
	struct buf rows = { 0 }, out = { 0 };
	uint64_t seed = 7;
	assert_non_null(schema);
	assert_non_null(whole);
	assert_non_null(decisions);
	for (unsigned i = 0; i < 1000; i++) {
		struct fixture f;
		struct row row;
		struct score s;
		struct line_options o = { .model = model, .decisions = decisions, .text = i & 1, .features = i >> 1 & 1, .reasons = i % 5, .key = str_of(i & 4 ? "key" : "") };
		fixture_shuffle(&f, &seed);
		f.message.string[MESSAGE_PARENT] = str_of("m0");
		fixture_answers(&f, fixture_random(&seed));
		assert_true(fixture_row(&f, &rows, &row));
		score_row(model, &row, &s);
		out.n = 0;
		line_print(&o, &row, &s, &out);
		assert_valid(schema, buf_str(&out));
		stats_add_row(stats, &row, &s);
	}
	out.n = 0;
	stats_summary(stats, model, decisions, str_of("\"version\":\"0\",\"model\":\"m@0\","), &out);
	assert_valid(whole, buf_str(&out));
	buf_free(&rows);
	buf_free(&out);
	stats_free(stats);
	model_close(model);
	decisions_close(decisions);
	cJSON_Delete(schema);
	cJSON_Delete(whole);
}

static void quarantine_lines(void **state)
{
	(void)state;
	cJSON *schema = schema_open(CREDENCE_SOURCE_DIR "/configs/schemas/quarantine.schema.json");
	const struct line_options o = { 0 };
	struct buf rows = { 0 }, out = { 0 };
	assert_non_null(schema);
	for (unsigned i = 1; i < FAULT_COUNT + FINDING_COUNT - 1; i++) {
		struct fixture f;
		struct row row;
		fixture_init(&f);
		f.entry = i < FAULT_COUNT ? ENTRY_QUARANTINED : ENTRY_FINDING;
		f.record.kind = i < FAULT_COUNT ? RECORD_DATA : RECORD_FINDING;
		f.message.fault = i < FAULT_COUNT ? (enum fault)i : FAULT_NONE;
		f.record.finding = i < FAULT_COUNT ? FINDING_NONE : (enum finding)(i - FAULT_COUNT + 1);
		f.record.bytes = str_of("bad \xff\xfe bytes \xe2\x82");
		assert_true(fixture_row(&f, &rows, &row));
		out.n = 0;
		line_print_quarantine(&o, &row, &out);
		assert_valid(schema, buf_str(&out));
	}
	buf_free(&rows);
	buf_free(&out);
	cJSON_Delete(schema);
}

static void validator_sees(void **state)
{
	(void)state;
	static const char rule[] = "{\"type\":\"object\",\"required\":[\"a\"],\"additionalProperties\":false,\"properties\":{\"a\":{\"type\":[\"integer\",\"null\"],"
		"\"minimum\":1,\"maximum\":5},\"b\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"x\"]},\"maxItems\":2}}}";
	static const struct { const char *text, *pointer; } t[] = {
		{ "{\"a\":1}", NULL }, { "{\"a\":null,\"b\":[\"x\"]}", NULL }, { "{}", "" }, { "{\"a\":0}", "/a" }, { "{\"a\":6}", "/a" },
		{ "{\"a\":1.5}", "/a" }, { "{\"a\":\"1\"}", "/a" }, { "{\"a\":1,\"b\":[\"x\",\"y\"]}", "/b/1" }, { "{\"a\":1,\"b\":[\"x\",\"x\",\"x\"]}", "/b" },
		{ "{\"a\":1,\"c\":1}", "/c" }, { "{\"a\":1,\"a\":1}", "/a" }, { "{\"a\":1", "" }
	};
	cJSON *schema = cJSON_Parse(rule);
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct fault_at f;
		const bool good = validate_text(schema, t[i].text, strlen(t[i].text), &f);
		assert_int_equal(good, t[i].pointer == NULL);
		if (!good) assert_string_equal(f.pointer, t[i].pointer);
	}
	cJSON_Delete(schema);
}

int main(int argc, char **argv)
{
	if (argc == 3) return check_file(argv[1], argv[2]);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validator_sees), cmocka_unit_test(lines_and_summary), cmocka_unit_test(quarantine_lines)
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
