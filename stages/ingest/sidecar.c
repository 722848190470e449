/* sidecar.c -- tables out of files beside the messages, read once and kept.
 * Knows paths and archives; does not know how a document becomes a table (map_lookup.c). */
#include "sidecar.h"

#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

/* A table and what it was made of: the archive (its name) and the path in it, or the path on disk and an empty name. */
struct entry {
	struct str                 archive, path;
	const struct format       *format;
	unsigned                   lookup;
	const struct lookup_table *table;      /* NULL: looked for, and not there or not usable */
	bool                       missed;
};

/* Containers that were read through for a format. */
struct visit { struct str archive; const struct format *format; };

struct sidecars {
	struct source_options options;
	struct arena          arena;
	struct entry         *entry;           /* a hash table, its size a power of two */
	size_t                entries, size;
	struct visit         *visit;
	size_t                visits;
	struct buf            bytes;           /* of the file that is read */
};

struct sidecars *sidecars_new(const struct source_options *options)
{
	struct sidecars *const s = mem_zalloc(1, sizeof *s);
	s->options = *options;
	s->size = 64;
	s->entry = mem_zalloc(s->size, sizeof *s->entry);
	return s;
}

void sidecars_free(struct sidecars *s)
{
	if (!s) return;
	free(s->entry);
	free(s->visit);
	buf_free(&s->bytes);
	arena_free(&s->arena);
	free(s);
}

/* --- what is known ------------------------------------------------------------------------------------------------------- */

static struct entry *entry_find(const struct sidecars *s, struct str archive, struct str path, const struct format *format,
                                unsigned lookup)
{
	size_t i = (size_t)(XXH3_64bits(path.p, path.n) + lookup) & (s->size - 1);
	for (;; i = (i + 1) & (s->size - 1)) {
		struct entry *const e = &s->entry[i];
		if (!e->format) return e;
		if (e->lookup == lookup && e->format == format && str_equal(e->path, path) && str_equal(e->archive, archive)) return e;
	}
}

static void entries_grow(struct sidecars *s)
{
	struct entry *const old = s->entry;
	const size_t size = s->size;
	s->size *= 2;
	s->entry = mem_zalloc(s->size, sizeof *s->entry);
	for (size_t i = 0; i < size; i++)
		if (old[i].format) *entry_find(s, old[i].archive, old[i].path, old[i].format, old[i].lookup) = old[i];
	free(old);
}

/* The first file of a path is the one that counts. */
static void entry_put(struct sidecars *s, struct entry e)
{
	struct entry *const at = entry_find(s, e.archive, e.path, e.format, e.lookup);
	if (at->format) return;
	e.archive = arena_copy(&s->arena, e.archive);
	e.path = arena_copy(&s->arena, e.path);
	*at = e;
	if (++s->entries * 2 > s->size) entries_grow(s);
}

/* --- where a file is looked for ------------------------------------------------------------------------------------------ */

/* The folder part of a path, with its separator; containers are folders that nothing leads out of. */
static size_t folder_end(struct str path)
{
	size_t n = path.n;
	while (n && path.p[n - 1] != '/' && path.p[n - 1] != '!') n--;
	return n;
}

/* A lookup's "file" with a group's value where it says {name}; false: the member has no such value, or one that is no name. */
static bool file_put(struct buf *to, struct str part, const struct format *f, const struct str *capture)
{
	size_t at = 0;
	while (at < part.n) {
		const char *const close = part.p[at] == '{' ? memchr(part.p + at, '}', part.n - at) : NULL;
		if (!close) {
			buf_put_char(to, part.p[at++]);
			continue;
		}
		const struct str name = str_cut(part, at + 1, (size_t)(close - part.p));
		unsigned i = 0;
		while (i < f->path_names && !str_equal(f->path_name[i], name)) i++;
		if (i == f->path_names || !capture[i].p || folder_end(capture[i])) return false;
		buf_put(to, capture[i]);
		at = (size_t)(close - part.p) + 1;
	}
	return true;
}

/* "../users.json" seen from "a/general/2020-01-01.json" is "a/users.json". False: it leads nowhere. */
static bool place_of(struct buf *to, struct str path, struct str file, const struct format *f, const struct str *capture)
{
	size_t folder = folder_end(path);
	to->n = 0;
	while (str_starts(file, str_of("../"))) {
		if (!folder || path.p[folder - 1] != '/') return false;
		folder = folder_end(str_cut(path, 0, folder - 1));
		file = str_cut(file, 3, file.n);
	}
	buf_put(to, str_cut(path, 0, folder));
	return file_put(to, file, f, capture);
}

/* Could this path be one of the format's files? Its last part against the pattern's, each {name} standing for anything. */
static bool path_wanted(struct str path, struct str file, struct arena *arena)
{
	struct buf pattern = { 0 };
	const struct str last = str_cut(file, folder_end(file), file.n);
	for (size_t i = 0; i < last.n; i++) {
		const char *const close = last.p[i] == '{' ? memchr(last.p + i, '}', last.n - i) : NULL;
		buf_put_char(&pattern, close ? '*' : last.p[i]);
		if (close) i = (size_t)(close - last.p);
	}
	const struct str glob = arena_copy(arena, buf_str(&pattern));
	buf_free(&pattern);
	return name_fits(str_cut(path, folder_end(path), path.n), glob);
}

/* --- reading ------------------------------------------------------------------------------------------------------------- */

enum got { GOT_ALL, GOT_TOO_MUCH, GOT_FAILED };

static enum got member_bytes(struct sidecars *s, struct reader *reader, struct diag *diag)
{
	enum { STEP = 256 << 10 };
	s->bytes.n = 0;
	for (;;) {
		const long got = reader_read(reader, buf_room(&s->bytes, STEP + JSON_PADDING), STEP, diag);
		if (got < 0) return GOT_FAILED;
		if (got == 0) break;
		s->bytes.n += (size_t)got;
		if (s->bytes.n > SIDECAR_BYTES) return GOT_TOO_MUCH;
	}
	memset(s->bytes.p + s->bytes.n, 0, JSON_PADDING);
	return GOT_ALL;
}

static struct str without_mark(struct str bytes)
{
	return str_starts(bytes, str_of("\xef\xbb\xbf")) ? str_cut(bytes, 3, bytes.n) : bytes;
}

/* The table out of the bytes at hand. */
static void entry_make(struct sidecars *s, struct entry e, enum got got)
{
	const unsigned depth = s->options.limits.json_depth;
	if (got == GOT_ALL && s->arena.total < SIDECARS_BYTES)
		e.table = lookup_table_read(&e.format->lookup[e.lookup], without_mark(buf_str(&s->bytes)), depth, &s->arena);
	e.missed = !e.table;
	entry_put(s, e);
}

static bool container_visit(struct sidecars *s, const struct archive *archive, const struct format *f, struct diag *diag)
{
	struct reader *const reader = reader_open(&s->options, archive, diag);
	struct arena names = { 0 };
	bool fine = reader != NULL;
	for (enum reader_step step = READER_MEMBER; fine && step != READER_END;) {
		struct reader_event event = { 0 };
		step = reader_next(reader, &event, diag);
		fine = step != READER_FAILED;
		if (step != READER_MEMBER) continue;
		bool read = false;
		enum got got = GOT_ALL;
		arena_reset(&names, 1 << 16);
		const struct str path = arena_copy(&names, event.path);
		for (unsigned i = 0; i < f->lookups && fine; i++) {
			if (!f->lookup[i].file.p || !path_wanted(path, f->lookup[i].file, &names)) continue;
			if (!read) got = member_bytes(s, reader, diag);
			read = true;
			fine = got != GOT_FAILED;
			if (fine) entry_make(s, (struct entry){ .archive = archive->name, .path = path, .format = f, .lookup = i }, got);
		}
	}
	arena_free(&names);
	if (reader) reader_close(reader);
	return fine;
}

static int input_order(const void *path, const void *input)
{
	return strcmp(path, *(const char *const *)input);
}

/* A file on disk, when it is among the inputs. */
static bool file_read(struct sidecars *s, const char *path, const struct format *f, unsigned lookup, struct diag *diag)
{
	struct entry e = { .archive = { "", 0 }, .path = str_of(path), .format = f, .lookup = lookup };
	if (!s->options.inputs || !bsearch(path, s->options.input, s->options.inputs, sizeof *s->options.input, input_order)) {
		entry_put(s, e);
		return true;
	}
	const struct archive archive = { e.path, path, 0 };
	struct reader *const reader = reader_open(&s->options, &archive, diag);
	if (!reader) return false;
	struct reader_event event = { 0 };
	const enum reader_step step = reader_next(reader, &event, diag);
	enum got got = step == READER_FAILED ? GOT_FAILED : GOT_TOO_MUCH;
	if (step == READER_MEMBER && !event.path.n) got = member_bytes(s, reader, diag);
	reader_close(reader);
	if (got == GOT_FAILED) return false;
	entry_make(s, e, got);
	return true;
}

/* --- the interface ------------------------------------------------------------------------------------------------------- */

static bool visited(struct sidecars *s, const struct archive *archive, const struct format *f, struct diag *diag)
{
	for (size_t i = s->visits; i-- > 0;)
		if (s->visit[i].format == f && str_equal(s->visit[i].archive, archive->name)) return true;
	s->visit = mem_grow(s->visit, (s->visits + 1) * sizeof *s->visit);
	s->visit[s->visits++] = (struct visit){ arena_copy(&s->arena, archive->name), f };
	return container_visit(s, archive, f, diag);
}

bool sidecars_find(struct sidecars *s, const struct archive *archive, const struct member *member, const struct format *f,
                   const struct lookup_table *const **tables, bool *missed, struct diag *diag)
{
	const struct lookup_table **found = NULL;
	const bool inside = member->path.n > 0, once = strcmp(archive->path, "-") == 0;
	struct buf place = { 0 };
	bool fine = true;
	*tables = NULL;
	*missed = false;
	for (unsigned i = 0; i < f->lookups && fine; i++) {
		if (!f->lookup[i].file.p) continue;
		if (!found) found = arena_zalloc(&s->arena, f->lookups * sizeof *found);
		if (once || !place_of(&place, inside ? member->path : str_of(archive->path), f->lookup[i].file, f, member->capture)) {
			*missed = *missed || once;
			continue;
		}
		buf_put_char(&place, '\0');
		const struct str path = str_cut(buf_str(&place), 0, place.n - 1);
		const struct str from = inside ? archive->name : (struct str){ "", 0 };
		if (inside) fine = visited(s, archive, f, diag);
		else if (!entry_find(s, from, path, f, i)->format) fine = file_read(s, path.p, f, i, diag);
		const struct entry *const e = entry_find(s, from, path, f, i);
		if (e->format) {
			found[i] = e->table;
			*missed = *missed || e->missed;
		}
	}
	buf_free(&place);
	*tables = found;
	return fine;
}
