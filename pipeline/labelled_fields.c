/* labelled_fields.c -- the label, group and split that stand beside a message in its record.
 * Knows JSON records and what maps already took out; does not know what the values mean. */
#include "labelled.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct str text_of(const cJSON *json, struct arena *arena)
{
	char number[32];
	if (cJSON_IsString(json)) return arena_copy(arena, str_of(json->valuestring));
	if (cJSON_IsBool(json)) return arena_copy(arena, str_of(cJSON_IsTrue(json) ? "true" : "false"));
	if (!cJSON_IsNumber(json)) return (struct str){ NULL, 0 };
	const bool whole = json->valuedouble == floor(json->valuedouble) && fabs(json->valuedouble) < 1e15;
	snprintf(number, sizeof number, whole ? "%.0f" : "%.17g", json->valuedouble);
	return arena_copy(arena, str_of(number));
}

/* A key, or keys with slashes between them. */
static const cJSON *find(const cJSON *json, struct str path)
{
	if (path.n && path.p[0] == '/') path = str_cut(path, 1, path.n);
	while (json && path.n) {
		char key[128];
		size_t end = 0;
		while (end < path.n && path.p[end] != '/') end++;
		if (end >= sizeof key) return NULL;
		memcpy(key, path.p, end);
		key[end] = '\0';
		json = cJSON_GetObjectItemCaseSensitive(json, key);
		path = str_cut(path, end < path.n ? end + 1 : end, path.n);
	}
	return json;
}

static struct str mapped(const struct message *m, struct str name)
{
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++)
		if (m->string[s].n && str_is(name, message_string_name(s))) return m->string[s];
	return (struct str){ NULL, 0 };
}

static unsigned texts_of(const cJSON *json, struct str *text, unsigned most, struct arena *arena)
{
	unsigned n = 0;
	if (!cJSON_IsArray(json)) {
		text[0] = json ? text_of(json, arena) : (struct str){ NULL, 0 };
		return text[0].n > 0;
	}
	for (const cJSON *item = json->child; item && n < most; item = item->next) {
		text[n] = text_of(item, arena);
		n += text[n].n > 0;
	}
	return n;
}

unsigned field_texts(const struct record *record, const struct message *m, const char *names, struct str *text, unsigned most,
    struct arena *arena)
{
	const struct str bytes = str_trim(record->bytes);
	cJSON *tree = bytes.n && bytes.p[0] == '{' ? cJSON_ParseWithLength(bytes.p, bytes.n) : NULL;
	unsigned n = 0;
	for (const char *at = names; !n && *at;) {
		const size_t length = strcspn(at, " ");
		const struct str name = { at, length };
		n = texts_of(tree ? find(tree, name) : NULL, text, most, arena);
		if (!n && (text[0] = mapped(m, name)).n) n = 1;
		at += length + strspn(at + length, " ");
	}
	cJSON_Delete(tree);
	return n;
}
