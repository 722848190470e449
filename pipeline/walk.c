/* walk.c -- from the command line's files and folders to a list of archives with unique names.
 * Knows the file system; does not know what an archive holds or which unit it will be in. */
#include "plan.h"
#include "utf8.h"
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* `real`: without links, and whole. */
static bool walk_add(struct walk *w, const char *real, const char *name, const struct stat *s, struct arena *arena, struct diag *d)
{
	char mtime[48];
	size_t bad;
	if (!utf8_valid(str_of(real), &bad)) return diag_usage(d, "%s: the file name is not UTF-8; rename it", real);
	if (w->count == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 64;
		w->archive = mem_grow(w->archive, w->cap * sizeof *w->archive);
	}
	snprintf(mtime, sizeof mtime, "%lld.%09ld", (long long)s->st_mtim.tv_sec, s->st_mtim.tv_nsec);
	w->archive[w->count++] = (struct plan_archive){ arena_copy_z(arena, str_of(name)), arena_copy_z(arena, str_of(real)),
		(uint64_t)s->st_size, arena_copy_z(arena, str_of(mtime)), false };
	return true;
}

/* One folder; links in it are not followed, what is hidden or no file is left out. Its path being real, so are those inside. */
static bool walk_folder(struct walk *w, const char *path, const char *but, struct arena *arena, struct diag *d)
{
	char *const roots[] = { (char *)path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	size_t root = strlen(path);
	bool fine = fts != NULL;
	if (!fine) return diag_usage(d, "%s: cannot open: %s", path, strerror(errno));
	while (root && path[root - 1] == '/') root--;
	for (FTSENT *e; fine && (e = fts_read(fts)) != NULL;) {
		const bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
		if (e->fts_info == FTS_D) {
			if (hidden || (but && strcmp(e->fts_path, but) == 0)) fts_set(fts, e, FTS_SKIP);
		} else if (e->fts_info == FTS_F && !hidden) {
			const char *name = e->fts_path + root;
			fine = walk_add(w, e->fts_path, name + strspn(name, "/"), e->fts_statp, arena, d);
		} else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS) {
			fine = diag_usage(d, "%s: cannot read: %s", e->fts_path, strerror(e->fts_errno));
		}
	}
	fts_close(fts);
	return fine;
}

static int path_order(const void *a, const void *b)
{
	const struct plan_archive *x = a, *y = b;
	const int order = strcmp(x->path, y->path);
	return order ? order : strcmp(x->name, y->name);
}

static int name_order(const void *a, const void *b)
{
	const struct plan_archive *x = a, *y = b;
	const int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->path, y->path);
}

bool walk_inputs(struct walk *w, const char *const *inputs, unsigned count, const char *but, struct arena *arena, struct diag *d)
{
	for (unsigned i = 0; i < count; i++) {
		struct stat s;
		const char *slash = strrchr(inputs[i], '/');
		if (strcmp(inputs[i], "-") == 0) {
			w->archive = mem_grow(w->archive, (w->cap = w->cap + 1) * sizeof *w->archive);
			w->archive[w->count++] = (struct plan_archive){ "-", "-", 0, "", false };
			continue;
		}
		if (stat(inputs[i], &s) != 0) return diag_usage(d, "%s: %s", inputs[i], strerror(errno));
		const bool folder = S_ISDIR(s.st_mode);
		if (!folder && !S_ISREG(s.st_mode))
			return diag_usage(d, "%s: neither a file nor a folder; - reads standard input", inputs[i]);
		char *const real = realpath(inputs[i], NULL);
		if (!real) return diag_usage(d, "%s: cannot open: %s", inputs[i], strerror(errno));
		const bool fine = folder ? walk_folder(w, real, but, arena, d)
		                         : walk_add(w, real, slash ? slash + 1 : inputs[i], &s, arena, d);
		free(real);
		if (!fine) return false;
	}
	if (!w->count) return true;
	qsort(w->archive, w->count, sizeof *w->archive, path_order);
	uint32_t kept = 1;
	for (uint32_t i = 1; i < w->count; i++)
		if (strcmp(w->archive[i].path, w->archive[kept - 1].path) != 0) w->archive[kept++] = w->archive[i];
	w->count = kept;
	return true;
}

bool walk_lengthen(struct plan_archive *a, struct arena *arena)
{
	const size_t path = strlen(a->path), name = strlen(a->name);
	/* a link's name: it has no parents here */
	if (path <= name + 1 || strcmp(a->path + path - name, a->name) != 0) return false;
	size_t from = path - name - 1;                /* the slash in front of the name */
	if (!from) return false;
	while (from && a->path[from - 1] != '/') from--;
	a->name = arena_copy_z(arena, str_of(a->path + from));
	return true;
}

bool walk_name(struct walk *w, struct arena *arena, struct diag *d)
{
	for (bool again = true; again;) {
		again = false;
		if (w->count) qsort(w->archive, w->count, sizeof *w->archive, name_order);
		for (uint32_t i = 0, end; i < w->count; i = end) {
			for (end = i + 1; end < w->count && strcmp(w->archive[end].name, w->archive[i].name) == 0; end++) {}
			bool longer = false;
			const struct plan_archive first = w->archive[i];
			for (uint32_t k = i; end - i > 1 && k < end; k++) longer |= walk_lengthen(&w->archive[k], arena);
			if (end - i > 1 && !longer)
				return diag_usage(d, "%s and %s: both would be called \"%s\"; rename one", first.path, w->archive[i + 1].path, first.name);
			again |= longer;
		}
	}
	return true;
}
