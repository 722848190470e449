/* model.c -- reads a model from JSON and checks every number in it before it can reach a score.
 * Knows the keys of a model file and their bounds; does not know how a row is scored. */
#include "model.h"

#include "calibration_read.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum {
	UNITS = 10000,
	WEIGHT_MOST = 15000,       /* no single cue decides a score */
	CLAMP_MOST = 50000,
	VARIANCE_MOST = 40000,
	PRIOR_MOST = 1000
};

/* Where a reader of the file is, for errors. */
struct place {
	const char  *file;
	char         pointer[120];
	struct diag *diag;
};

static bool wrong(const struct place *at, const char *key, const char *what)
{
	return diag_usage(at->diag, "%s: %s%s%s: %s", at->file, at->pointer, key ? "/" : "", key ? key : "", what);
}

/* Every key of the object must be among `allowed` (a NULL ends it), none of them twice. */
static bool keys_are(const cJSON *object, const char *const *allowed, const struct place *at)
{
	if (!cJSON_IsObject(object)) return wrong(at, NULL, "must be an object");
	for (const cJSON *item = object->child; item; item = item->next) {
		const char *const *a = allowed;
		while (*a && strcmp(*a, item->string) != 0) a++;
		if (!*a) return wrong(at, item->string, "unknown key");
		if (cJSON_GetObjectItemCaseSensitive(object, item->string) != item) return wrong(at, item->string, "stands twice");
	}
	return true;
}

/* A decimal with at most four places as an integer in units of 0.0001. The double that cJSON makes of such a decimal lies
 * nearer to its multiple of 0.0001 than to any other, so nothing is lost; the score itself never sees a double. */
static bool read_units(const cJSON *object, const char *key, int32_t least, int32_t most, int32_t *units, const struct place *at)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	if (!cJSON_IsNumber(item)) return wrong(at, key, "must be a number");
	const double scaled = item->valuedouble * UNITS;
	if (!(scaled > -1e9 && scaled < 1e9)) return wrong(at, key, "is out of range");
	const int32_t near = (int32_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
	const double off = scaled - near;
	if (off > 1e-4 || off < -1e-4) return wrong(at, key, "must have at most four decimal places");
	if (near < least || near > most) {
		return diag_usage(at->diag, "%s: %s/%s: must be between %d.%04d and %d.%04d", at->file, at->pointer, key,
			least / UNITS, abs(least % UNITS), most / UNITS, abs(most % UNITS));
	}
	*units = near;
	return true;
}

static bool read_count(const cJSON *object, const char *key, uint32_t most, uint32_t *count, const struct place *at)
{
	int32_t units = 0;
	if (!read_units(object, key, 0, (int32_t)most * UNITS, &units, at)) return false;
	if (units % UNITS) return wrong(at, key, "must be a whole number");
	*count = (uint32_t)(units / UNITS);
	return true;
}

static bool read_string(const cJSON *object, const char *key, const char **string, const struct place *at)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
	if (!cJSON_IsString(item) || !item->valuestring[0]) return wrong(at, key, "must be a string that is not empty");
	*string = item->valuestring;
	return true;
}

static char *copy_of(const char *z)
{
	char *copy = mem_alloc(strlen(z) + 1);
	return memcpy(copy, z, strlen(z) + 1);
}

/* How a person writes is not how well a claim is grounded: register may be reported, never weighed. */
static bool is_register(unsigned feature)
{
	return feature == FEATURE_SLANG || feature == FEATURE_CAPS_WORDS || feature == FEATURE_CAPS_SHARE ||
		feature == FEATURE_ELONGATED || feature == FEATURE_EMOJI || feature == FEATURE_FOREIGN_SHARE || feature == FEATURE_SCRIPT_SEAMS;
}

static bool code_is_good(const char *code)
{
	return code[strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == 0 && strlen(code) < 40 && strncmp(code, "SOURCE_", 7) != 0 &&
		strcmp(code, "CLAMP") != 0 && strcmp(code, "OTHER") != 0 && strcmp(code, "CALIBRATION") != 0 && strcmp(code, "INTERCEPT") != 0;
}

static bool check_sign(const char *sign, unsigned feature, struct model_term *t, const struct place *at)
{
	t->sign = sign[0] == '+' ? 1 : sign[0] == '-' ? -1 : 0;
	if (strlen(sign) != 1 || !strchr("+-0", sign[0])) return wrong(at, "sign", "must be \"+\", \"-\" or \"0\"");
	if ((t->sign == 0 && t->weight != 0) || (int64_t)t->weight * t->sign < 0)
		return wrong(at, "weight", "goes against its sign");
	if (is_register(feature) && t->sign != 0)
		return wrong(at, "sign", "must be \"0\": this feature is about style and is never weighed");
	return true;
}

static bool read_term(struct model *m, const cJSON *json, const struct place *at)
{
	static const char *const keys[] = { "feature", "code", "weight", "cap", "sign", "text", "reason", NULL };
	const char *name = NULL, *code = NULL, *sign = NULL, *text = NULL, *reason = NULL;
	struct model_term t = { 0 };
	if (!keys_are(json, keys, at)) return false;
	if (!read_string(json, "feature", &name, at) || !read_string(json, "code", &code, at)) return false;
	if (!read_string(json, "sign", &sign, at)) return false;
	if (!read_string(json, "text", &text, at) || !read_string(json, "reason", &reason, at)) return false;
	if (!read_units(json, "weight", -WEIGHT_MOST, WEIGHT_MOST, &t.weight, at)) return false;
	if (!read_units(json, "cap", 0, CLAMP_MOST, &t.cap, at)) return false;
	const unsigned feature = feature_find(str_of(name));
	if (feature >= FEATURE_COUNT) return wrong(at, "feature", "unknown feature; `credence features` lists them");
	if (m->term_of[feature] >= 0) return wrong(at, "feature", "already has a term");
	if (!code_is_good(code))
		return wrong(at, "code", "must be A-Z, 0-9 and _, at most 39, and none of SOURCE_..., CLAMP, OTHER, INTERCEPT, CALIBRATION");
	for (unsigned i = 0; i < m->terms; i++)
		if (strcmp(m->term[i].code, code) == 0) return wrong(at, "code", "stands twice");
	if (!check_sign(sign, feature, &t, at)) return false;
	t.code = copy_of(code);
	t.text = copy_of(text);
	m->term_of[feature] = (int16_t)m->terms;
	m->term[m->terms++] = t;
	return true;
}

static bool read_terms(struct model *m, const cJSON *terms, struct place *at)
{
	snprintf(at->pointer, sizeof at->pointer, "/terms");
	if (!cJSON_IsArray(terms)) return wrong(at, NULL, "must be an array");
	const cJSON *json = terms->child;
	for (unsigned i = 0; json; i++, json = json->next) {
		snprintf(at->pointer, sizeof at->pointer, "/terms/%u", i);
		if (m->terms == MODEL_TERMS) return wrong(at, NULL, "more terms than a score can list");
		if (!read_term(m, json, at)) return false;
	}
	return true;
}

static unsigned find_class(const char *name)
{
	unsigned class = HOST_NONE + 1;
	while (class < SOURCE_CLASSES && strcmp(source_class_name(class), name) != 0) class++;
	return class;
}

/* lambda = ln(a / b), the log-odds of the prior's mean; its variance is psi1(a) + psi1(b). */
static bool read_class(struct model *m, const cJSON *json, const struct place *at)
{
	static const char *const keys[] = { "a", "b", "text", "reason", NULL };
	const unsigned class = find_class(json->string);
	if (class == SOURCE_CLASSES)
		return wrong(at, NULL, "unknown class: a host kind, first_hand, attributed, identifier or unnamed");
	if (host_passes_through(class)) return wrong(at, NULL, "passes through: its origin is unknown and it has no prior");
	struct source_prior *s = &m->source[class];
	const char *text = NULL, *reason = NULL;
	if (s->text) return wrong(at, NULL, "stands twice");
	if (!keys_are(json, keys, at)) return false;
	if (!read_string(json, "text", &text, at) || !read_string(json, "reason", &reason, at)) return false;
	if (!read_count(json, "a", PRIOR_MOST, &s->a, at) || !read_count(json, "b", PRIOR_MOST, &s->b, at)) return false;
	if (s->a == 0 || s->b == 0) return wrong(at, NULL, "a and b must be at least 1");
	int64_t lambda = fixed_ln_ratio(s->a, s->b);
	if (lambda > m->source_clamp) lambda = m->source_clamp;
	if (lambda < -m->source_clamp) lambda = -m->source_clamp;
	const int64_t weight = m->source_weight;
	const int64_t half = lambda < 0 ? -UNITS / 2 : UNITS / 2;
	s->units = (int32_t)((weight * lambda + half) / UNITS);
	s->variance = (int32_t)(weight * weight / UNITS * (fixed_trigamma(s->a) + fixed_trigamma(s->b)) / UNITS);
	s->text = copy_of(text);
	return true;
}

static bool read_source(struct model *m, const cJSON *source, struct place *at)
{
	static const char *const keys[] = { "weight", "clamp", "classes", NULL };
	snprintf(at->pointer, sizeof at->pointer, "/source");
	if (!keys_are(source, keys, at)) return false;
	if (!read_units(source, "weight", 0, UNITS, &m->source_weight, at)) return false;
	if (!read_units(source, "clamp", 0, CLAMP_MOST, &m->source_clamp, at)) return false;
	const cJSON *classes = cJSON_GetObjectItemCaseSensitive(source, "classes");
	if (!cJSON_IsObject(classes)) return wrong(at, "classes", "must be an object");
	for (const cJSON *json = classes->child; json; json = json->next) {
		snprintf(at->pointer, sizeof at->pointer, "/source/classes/%.60s", json->string);
		if (!read_class(m, json, at)) return false;
	}
	return true;
}

static bool read_interval(struct model *m, const cJSON *json, struct place *at)
{
	static const char *const keys[] = { "z", "base", "truncated", "foreign", "brief", "brief_tokens", "scope_unsure", NULL };
	struct model_interval *v = &m->interval;
	snprintf(at->pointer, sizeof at->pointer, "/interval");
	return keys_are(json, keys, at) && read_units(json, "z", 0, 5 * UNITS, &v->z, at) &&
		read_units(json, "base", 0, VARIANCE_MOST, &v->base, at) &&
		read_units(json, "truncated", 0, VARIANCE_MOST, &v->truncated, at) &&
		read_units(json, "foreign", 0, VARIANCE_MOST, &v->foreign, at) &&
		read_units(json, "brief", 0, VARIANCE_MOST, &v->brief, at) &&
		read_units(json, "scope_unsure", 0, VARIANCE_MOST, &v->scope_unsure, at) &&
		read_count(json, "brief_tokens", 1000, &v->brief_tokens, at);
}

static bool read_model(struct model *m, const cJSON *json, struct place *at)
{
	static const char *const keys[] = { "name", "version", "about", "calibration", "training", "results", "intercept", "clamp", "terms",
		"source", "interval", NULL };
	const char *name = NULL, *version = NULL, *about = NULL;
	if (!keys_are(json, keys, at)) return false;
	if (!read_string(json, "name", &name, at) || !read_string(json, "version", &version, at)) return false;
	if (!read_string(json, "about", &about, at)) return false;
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.")])
		return wrong(at, "name", "must be a-z, 0-9, - _ and .");
	if (!read_units(json, "intercept", -CLAMP_MOST, CLAMP_MOST, &m->intercept, at)) return false;
	if (!read_units(json, "clamp", 0, CLAMP_MOST, &m->clamp, at)) return false;
	m->name = copy_of(name);
	if (!calibration_read(cJSON_GetObjectItemCaseSensitive(json, "calibration"), at->file, &m->calibrated, &m->calibration,
		at->diag)) return false;
	if (!read_terms(m, cJSON_GetObjectItemCaseSensitive(json, "terms"), at)) return false;
	if (!read_source(m, cJSON_GetObjectItemCaseSensitive(json, "source"), at)) return false;
	return read_interval(m, cJSON_GetObjectItemCaseSensitive(json, "interval"), at);
}

static struct model *model_new(void)
{
	struct model *m = mem_zalloc(1, sizeof *m);
	for (unsigned i = 0; i < FEATURE_COUNT; i++) m->term_of[i] = -1;
	for (unsigned class = 0; class < SOURCE_CLASSES; class++) {
		struct source_prior *s = &m->source[class];
		snprintf(s->code, sizeof s->code, "SOURCE_%s", source_class_name(class));
		for (char *c = s->code; *c; c++)
			if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 'a' + 'A');
	}
	return m;
}

struct model *model_open(struct str json, const char *file, struct diag *diag)
{
	struct place at = { .file = file, .diag = diag };
	const char *end = NULL;
	cJSON *tree = json.n ? cJSON_ParseWithLengthOpts(json.p, json.n, &end, 0) : NULL;
	if (!tree || str_trim(str_cut(json, (size_t)(end - json.p), json.n)).n) {
		diag_usage(diag, "%s: not JSON at byte %zu", file, end ? (size_t)(end - json.p) : 0);
		cJSON_Delete(tree);
		return NULL;
	}
	struct model *m = model_new();
	const bool good = read_model(m, tree, &at);
	cJSON_Delete(tree);
	if (!good) {
		model_close(m);
		return NULL;
	}
	const size_t room = strlen(m->name) + 18;
	m->label = mem_alloc(room);
	snprintf(m->label, room, "%s@%016" PRIx64, m->name, (uint64_t)XXH64(json.p, json.n, 0));
	return m;
}

void model_close(struct model *m)
{
	if (!m) return;
	for (unsigned i = 0; i < m->terms; i++) {
		free((char *)m->term[i].code);
		free((char *)m->term[i].text);
	}
	for (unsigned i = 0; i < SOURCE_CLASSES; i++) free(m->source[i].text);
	free(m->name);
	free(m->calibration);
	free(m->label);
	free(m);
}

int32_t model_intercept(const struct model *m) { return m->intercept; }

const char *model_label(const struct model *m) { return m->label; }

const char *model_calibration(const struct model *m) { return m->calibration; }

bool model_term(const struct model *m, unsigned feature, struct model_term *term)
{
	if (feature >= FEATURE_COUNT || m->term_of[feature] < 0) return false;
	*term = m->term[m->term_of[feature]];
	return true;
}
