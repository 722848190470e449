/* frame_paths.c -- a format's record and capture pointers as sets that shrink on the way down.
 * Knows segments; does not read documents. */
#include "frame_paths.h"

static struct str segment_decode(struct arena *arena, struct str raw)
{
	char *p = arena_alloc(arena, raw.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		const bool tilde = raw.p[i] == '~' && i + 1 < raw.n;
		p[n++] = !tilde ? raw.p[i] : raw.p[++i] == '1' ? '/' : '~';
	}
	return (struct str){ p, n };
}

static void path_add(struct paths *paths, struct str pointer)
{
	struct path *path = &paths->path[paths->count++];
	path->segment = arena_zalloc(&paths->arena, PATHS_DEPTH * sizeof *path->segment);
	for (size_t at = 0; at < pointer.n && path->segments < PATHS_DEPTH;) {
		const char *slash = memchr(pointer.p + at + 1, '/', pointer.n - at - 1);
		const size_t end = slash ? (size_t)(slash - pointer.p) : pointer.n;
		struct path_segment *segment = &path->segment[path->segments++];
		segment->key = segment_decode(&paths->arena, str_cut(pointer, at + 1, end));
		segment->any = str_is(segment->key, "*");
		if (segment->any) path->scope = path->segments;
		at = end;
	}
}

void paths_open(struct paths *paths, const struct format *format)
{
	const struct str *record = NULL;
	const struct capture *capture = NULL;
	const unsigned records = format ? format_record_paths(format, &record) : 0;
	const unsigned captures = format ? format_captures(format, &capture) : 0;
	*paths = (struct paths){ 0 };
	for (unsigned i = 0; i < records && paths->count < PATHS_MAX / 2; i++) path_add(paths, record[i]);
	paths->records = paths->count;
	paths->listed = documents_listed(record, records);
	for (unsigned i = 0; i < captures && paths->count < PATHS_MAX; i++) {
		if (capture[i].late) paths->late |= (uint64_t)1 << paths->count;
		path_add(paths, capture[i].pointer);
	}
}

void paths_recursing(struct paths *paths, const struct format *format)
{
	const struct str *pointer = NULL;
	const unsigned n = format ? format_recurse_paths(format, &pointer) : 0;
	*paths = (struct paths){ 0 };
	for (unsigned i = 0; i < n && paths->count < PATHS_MAX / 2; i++) path_add(paths, pointer[i]);
	paths->records = paths->count;
}

void paths_close(struct paths *paths) { arena_free(&paths->arena); }

static bool index_is(struct str key, uint64_t index)
{
	uint64_t value = 0;
	if (key.n == 0 || key.n > 18 || (key.n > 1 && key.p[0] == '0')) return false;
	for (size_t i = 0; i < key.n; i++) {
		if (key.p[i] < '0' || key.p[i] > '9') return false;
		value = value * 10 + (uint64_t)(key.p[i] - '0');
	}
	return value == index;
}

uint64_t paths_below(const struct paths *paths, uint64_t mask, unsigned level, struct str key, uint64_t index)
{
	uint64_t below = 0;
	for (unsigned i = 0; i < paths->count; i++) {
		const struct path *path = &paths->path[i];
		if (!(mask >> i & 1) || path->segments <= level) continue;
		const struct path_segment *segment = &path->segment[level];
		if (segment->any || (key.p ? str_equal(segment->key, key) : index_is(segment->key, index))) below |= (uint64_t)1 << i;
	}
	return below;
}

uint64_t paths_ending(const struct paths *paths, uint64_t mask, unsigned level)
{
	uint64_t ending = 0;
	for (unsigned i = 0; i < paths->count; i++) {
		if ((mask >> i & 1) && paths->path[i].segments == level) ending |= (uint64_t)1 << i;
	}
	return ending;
}

uint64_t paths_scoped(const struct paths *paths, uint64_t mask, unsigned level)
{
	uint64_t scoped = 0;
	for (unsigned i = paths->records; i < paths->count; i++) {
		if ((mask >> i & 1) && paths->path[i].scope == level) scoped |= (uint64_t)1 << i;
	}
	return scoped;
}
