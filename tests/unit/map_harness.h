/* map_harness.h -- a map given as text, and records run through it.
 * Knows the fewest steps from bytes to a message; the tests beside it say what should come of them. */
#ifndef CREDENCE_MAP_HARNESS_H
#define CREDENCE_MAP_HARNESS_H

#include "map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

struct harness {
	struct settings        settings;
	struct format_set     *set;
	struct diag            diag;
	struct arena           arena;
	struct parse_scratch  *scratch;
	struct member          member;
	struct context         context;
	struct str             value[PATH_CAPTURES];
	struct message         message;
	struct str             skip, map, map_name;
};

static inline bool harness_try(struct harness *h, const char *map)
{
	h->map = str_of(map);
	h->map_name = str_of("test.map.json");
	h->settings.map_name = &h->map_name;
	h->settings.maps = &h->map;
	h->settings.map_count = 1;
	h->settings.limits.json_depth = 64;
	h->set = format_set_open(NULL, &h->settings, &h->diag);
	if (!h->set) return false;
	h->scratch = parse_scratch_new();
	h->member = (struct member){ .archive = str_of("a.zip"), .path = str_of("dir/b.json"), .format = h->set->format[0] };
	return true;
}

static inline void harness_open(struct harness *h, const char *map)
{
	*h = (struct harness){ .set = NULL };
	if (!harness_try(h, map)) fail_msg("%s", h->diag.text);
}

static inline void harness_close(struct harness *h)
{
	parse_scratch_free(h->scratch);
	format_set_close(h->set);
	arena_free(&h->arena);
}

static inline struct str harness_padded(struct harness *h, struct str s)
{
	char *const p = arena_zalloc(&h->arena, s.n + JSON_PADDING);
	if (s.n) memcpy(p, s.p, s.n);
	return (struct str){ p, s.n };
}

static inline void harness_context(struct harness *h, unsigned i, const char *raw)
{
	h->value[i] = harness_padded(h, str_of(raw));
	h->context.value = h->value;
	if (i >= h->context.count) h->context.count = i + 1;
	parse_scratch_begin(h->scratch);
}

static inline enum parsed harness_parse_bytes(struct harness *h, struct str bytes)
{
	const struct record record = { .bytes = harness_padded(h, bytes), .member = &h->member, .number = 7,
		.context = h->context.count ? &h->context : NULL };
	return format_parse(h->set, &record, h->scratch, &h->arena, &h->message, &h->skip);
}

static inline enum parsed harness_parse(struct harness *h, const char *bytes)
{
	return harness_parse_bytes(h, str_of(bytes));
}

/* A string of the message, "" where there is none. */
static inline void assert_string(const struct harness *h, enum message_string which, const char *wanted)
{
	const struct str s = h->message.string[which];
	if (!str_equal(s, str_of(wanted))) fail_msg("%s is \"%.*s\", not \"%s\"", message_string_name(which), (int)s.n, s.n ? s.p : "", wanted);
}

static inline void assert_text(const struct harness *h, const char *wanted)
{
	const struct str s = h->message.text;
	if (!str_equal(s, str_of(wanted))) fail_msg("text is \"%.*s\", not \"%s\"", (int)s.n, s.n ? s.p : "", wanted);
}

#endif
