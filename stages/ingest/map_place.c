/* map_place.c -- values of a map file read from where they stand, and errors that say where that is.
 * Knows keys, strings and lists; does not know what any key means. */
#include "map_compile.h"

#include <stdarg.h>
#include <stdio.h>

static size_t place_print(const struct place *at, char *into, size_t cap)
{
	if (!at) return 0;
	const size_t n = place_print(at->up, into, cap);
	if (n >= cap) return n;
	const int more = at->key ? snprintf(into + n, cap - n, "/%s", at->key) : snprintf(into + n, cap - n, "/%d", at->index);
	return n + (more > 0 ? (size_t)more : 0);
}

bool place_wrong(const struct compiler *c, const struct place *at, const char *format, ...)
{
	char place[200] = "", text[600];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	place_print(at, place, sizeof place);
	return diag_usage(c->diag, "%.*s: %s: %s", (int)c->format->file.n, c->format->file.p, *place ? place : "/", text);
}

bool keys_known(const struct compiler *c, const struct place *at, const cJSON *object, const char *const *allowed)
{
	if (!cJSON_IsObject(object)) return place_wrong(c, at, "an object is wanted");
	for (const cJSON *key = object->child; key; key = key->next) {
		unsigned i = 0;
		while (allowed[i] && strcmp(allowed[i], key->string)) i++;
		const struct place here = { at, key->string, 0 };
		for (const cJSON *other = key->next; other; other = other->next)
			if (!strcmp(other->string, key->string)) return place_wrong(c, &here, "the key stands here twice");
		if (allowed[i]) continue;
		char list[400] = "";
		size_t n = 0;
		for (i = 0; allowed[i] && n < sizeof list; i++)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", allowed[i]);
		return place_wrong(c, &here, "no such key; there are %s", list);
	}
	return true;
}

bool string_read(const struct compiler *c, const struct place *at, const cJSON *item, struct str *out)
{
	if (!cJSON_IsString(item)) return place_wrong(c, at, "a string is wanted");
	*out = str_of(arena_copy_z(&c->set->arena, str_of(item->valuestring)));
	return true;
}

bool strings_read(const struct compiler *c, const struct place *at, const cJSON *item, struct str **out, unsigned *n)
{
	const bool list = cJSON_IsArray(item);
	const int count = list ? cJSON_GetArraySize(item) : 1;
	const cJSON *each = list ? item->child : item;
	*out = arena_alloc(&c->set->arena, (size_t)(count + 1) * sizeof **out);
	*n = (unsigned)count;
	for (int i = 0; i < count; i++, each = each->next) {
		const struct place here = { at, NULL, i };
		if (!string_read(c, list ? &here : at, each, &(*out)[i])) return false;
	}
	return true;
}
