/* asset.c -- the compiled-in files of configs/ and the folder that overrides them, as one sorted list.
 * Knows names, bytes and their hash; does not know what any file means. */
#include "asset.h"

#include "asset_table.h"
#include "publish.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <xxhash.h>

struct asset {
	const char *name;
	struct str  bytes;
};

struct assets {
	struct arena  arena;
	struct asset *list;
	unsigned      count, cap;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct asset *)a)->name, ((const struct asset *)b)->name);
}

static void asset_put(struct assets *all, const char *name, struct str bytes)
{
	for (unsigned i = 0; i < all->count; i++)
		if (strcmp(all->list[i].name, name) == 0) {
			all->list[i].bytes = bytes;
			return;
		}
	if (all->count == all->cap) {
		all->cap = all->cap ? all->cap * 2 : 64;
		all->list = mem_grow(all->list, all->cap * sizeof *all->list);
	}
	all->list[all->count++] = (struct asset){ name, bytes };
}

static bool wanted(const char *name)
{
	const struct str s = str_of(name);
	return name[0] != '.' && (str_ends(s, str_of(".json")) || str_ends(s, str_of(".tsv")));
}

static bool file_add(struct assets *all, const char *path, const char *name, struct diag *diag)
{
	struct str bytes;
	if (!file_read(path, &bytes, diag)) {
		diag->code = EXIT_USAGE;       /* a configuration that was named and is not there */
		return false;
	}
	asset_put(all, arena_copy_z(&all->arena, str_of(name)), arena_copy(&all->arena, bytes));
	free((void *)bytes.p);
	return true;
}

/* configs/ is two levels deep: its own files, and one folder for each kind. */
static bool folder_read(struct assets *all, const char *folder, const char *prefix, unsigned depth, struct diag *diag)
{
	DIR *dir = opendir(folder);
	if (!dir) return diag_usage(diag, "%s: cannot be read as a folder of configurations: %s", folder, strerror(errno));
	bool ok = true;
	for (struct dirent *e; ok && (e = readdir(dir));) {
		if (e->d_name[0] == '.') continue;
		char path[4096], name[4096];
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		snprintf(name, sizeof name, "%s%s", prefix, e->d_name);
		struct stat st;
		if (stat(path, &st) != 0) continue;
		if (S_ISDIR(st.st_mode) && depth == 0) {
			strncat(name, "/", sizeof name - strlen(name) - 1);
			ok = folder_read(all, path, name, 1, diag);
		} else if (S_ISREG(st.st_mode) && wanted(e->d_name)) {
			ok = file_add(all, path, name, diag);
		}
	}
	closedir(dir);
	return ok;
}

struct assets *assets_open(const char *folder, struct diag *diag)
{
	struct assets *all = mem_zalloc(1, sizeof *all);
	for (const struct asset_entry *e = asset_table; e->name; e++)
		asset_put(all, e->name, (struct str){ (const char *)e->bytes, e->size });
	if (folder && !folder_read(all, folder, "", 0, diag)) {
		assets_close(all);
		return NULL;
	}
	if (all->count) qsort(all->list, all->count, sizeof *all->list, by_name);
	return all;
}

void assets_close(struct assets *all)
{
	if (!all) return;
	arena_free(&all->arena);
	free(all->list);
	free(all);
}

struct str assets_find(const struct assets *all, const char *name)
{
	for (unsigned i = 0; i < all->count; i++)
		if (strcmp(all->list[i].name, name) == 0) return all->list[i].bytes;
	return (struct str){ 0 };
}

const char *assets_name(const struct assets *all, const char *prefix, unsigned at)
{
	for (unsigned i = 0; i < all->count; i++)
		if (str_starts(str_of(all->list[i].name), str_of(prefix)) && at-- == 0) return all->list[i].name;
	return NULL;
}

uint64_t assets_hash(const struct assets *all, const char *const *prefixes, unsigned count)
{
	uint64_t hash = 0;
	for (unsigned i = 0; i < all->count; i++) {
		const struct asset *a = &all->list[i];
		for (unsigned k = 0; k < count; k++) {
			if (!str_starts(str_of(a->name), str_of(prefixes[k]))) continue;
			hash = XXH64(a->name, strlen(a->name) + 1, hash);
			hash = XXH64(a->bytes.p, a->bytes.n, hash);
			break;
		}
	}
	return hash;
}
