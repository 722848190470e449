/* plan.c -- reads and extends plan.jsonl; the last line about a unit says where its archives are now.
 * Knows when an archive is the same, has moved or has changed; does not read archives' contents but to compare a hash. */
#include "plan.h"
#include "buf.h"
#include "segment.h"
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	UNIT_ARCHIVES = 10000,        /* however small they are: a plan's line stays readable */
	FOLDER_BYTES = 900            /* every path in the run folder then fits where plan_path puts it */
};

void plan_path(const struct plan *p, const char *kind, uint32_t unit, const char *rest, char into[1024])
{
	snprintf(into, 1024, "%s/%s/u%05u%s", p->folder, kind, unit, rest);
}

void plan_free(struct plan *p)
{
	free(p->unit);
	arena_free(&p->arena);
	*p = (struct plan){ 0 };
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static bool archive_from_json(struct plan *p, const cJSON *item, struct plan_archive *a)
{
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(item, "name"), *path = cJSON_GetObjectItemCaseSensitive(item, "path");
	const cJSON *size = cJSON_GetObjectItemCaseSensitive(item, "size"), *mtime = cJSON_GetObjectItemCaseSensitive(item, "mtime");
	if (!cJSON_IsString(name) || !cJSON_IsString(path) || !cJSON_IsNumber(size) || size->valuedouble < 0 || !cJSON_IsString(mtime))
		return false;
	*a = (struct plan_archive){ arena_copy_z(&p->arena, str_of(name->valuestring)), arena_copy_z(&p->arena, str_of(path->valuestring)),
		(uint64_t)size->valuedouble, arena_copy_z(&p->arena, str_of(mtime->valuestring)), false };
	return true;
}

/* The next unit, or an earlier one again with new places. */
static bool unit_from_json(struct plan *p, const cJSON *line)
{
	const cJSON *number = cJSON_GetObjectItemCaseSensitive(line, "unit"), *list = cJSON_GetObjectItemCaseSensitive(line, "archives"), *item;
	if (!cJSON_IsNumber(number) || number->valuedouble < 0 || number->valuedouble > p->units || !cJSON_IsArray(list))
		return false;
	const uint32_t unit = (uint32_t)number->valuedouble, n = (uint32_t)cJSON_GetArraySize(list);
	if (unit < p->units && p->unit[unit].archives != n) return false;
	struct plan_unit u = { arena_alloc(&p->arena, (n + 1) * sizeof *u.archive), 0, 0 };
	cJSON_ArrayForEach(item, list) {
		if (!archive_from_json(p, item, &u.archive[u.archives])) return false;
		u.bytes += u.archive[u.archives++].size;
	}
	if (p->units == p->cap) p->unit = mem_grow(p->unit, (p->cap = p->cap ? 2 * p->cap : 64) * sizeof *p->unit);
	p->unit[unit] = u;
	p->units += unit == p->units;
	return true;
}

static bool plan_parse(struct plan *p, struct str text, const char *path, struct diag *d)
{
	unsigned number = 0;
	for (const char *end; text.n && (end = memchr(text.p, '\n', text.n)) != NULL;) {
		const struct str line = str_cut(text, 0, (size_t)(end - text.p));
		cJSON *json = cJSON_ParseWithLength(line.p, line.n);
		const bool fine = json && unit_from_json(p, json);
		cJSON_Delete(json);
		number++;
		if (!fine) return diag_usage(d, "%s, line %u: no line of a plan", path, number);
		text = str_cut(text, line.n + 1, text.n);
		p->bytes += line.n + 1;
	}
	return true;       /* a last line without an end was being written when a run was killed: it is written again */
}

static bool folder_fits(const char *folder, struct diag *d)
{
	return strlen(folder) <= FOLDER_BYTES || diag_usage(d, "the path of the run folder is longer than %d bytes", FOLDER_BYTES);
}

bool plan_read(struct plan *p, const char *folder, struct diag *d)
{
	char path[1024];
	struct str text;
	*p = (struct plan){ .folder = folder };
	if (!folder_fits(folder, d)) return false;
	snprintf(path, sizeof path, "%s/plan.jsonl", folder);
	if (access(path, F_OK) != 0) return diag_usage(d, "%s: no run folder (it has no plan.jsonl)", folder);
	if (!file_read(path, &text, d)) return false;
	const bool fine = plan_parse(p, text, path, d);
	free((void *)text.p);
	return fine;
}

/* --- comparing --------------------------------------------------------------------------------------------------- */

struct place { uint32_t unit, archive; };

struct known { const struct plan *plan; struct place *place; size_t count; };

static const struct plan_archive *archive_at(const struct plan *p, struct place at) { return &p->unit[at.unit].archive[at.archive]; }

static int known_order(const void *a, const void *b, void *plan)
{
	return strcmp(archive_at(plan, *(const struct place *)a)->name, archive_at(plan, *(const struct place *)b)->name);
}

/* The plan's archives by name. */
static struct known known_archives(struct plan *p)
{
	struct known k = { p, NULL, 0 };
	for (uint32_t u = 0; u < p->units; u++) k.count += p->unit[u].archives;
	k.place = mem_alloc(k.count * sizeof *k.place + 1);
	size_t n = 0;
	for (uint32_t u = 0; u < p->units; u++)
		for (uint32_t a = 0; a < p->unit[u].archives; a++) k.place[n++] = (struct place){ u, a };
	qsort_r(k.place, k.count, sizeof *k.place, known_order, p);
	return k;
}

static const struct place *known_find(const struct known *k, const char *name)
{
	size_t low = 0, high = k->count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = strcmp(name, archive_at(k->plan, k->place[middle])->name);
		if (!order) return &k->place[middle];
		if (order < 0) high = middle;
		else low = middle + 1;
	}
	return NULL;
}

static bool archive_changed(const struct plan_archive *old, const struct plan_archive *now, struct diag *d)
{
	if (strcmp(now->path, "-") == 0)
		return diag_usage(d, "standard input is not what was read into this run folder before; start a new run folder");
	return diag_usage(d, "%s: has changed since it was planned as \"%s\" (%llu bytes then, %llu now); give the new version another name, "
		"or start a new run folder", now->path, old->name, (unsigned long long)old->size, (unsigned long long)now->size);
}

/* The chunks of a unit that was not finished may be of other bytes: they are made again. */
static bool unit_forget(const struct plan *p, uint32_t unit, struct diag *d)
{
	char path[1024], rest[32];
	for (unsigned chunk = 0;; chunk++) {
		snprintf(rest, sizeof rest, "/%03u.seg", chunk);
		plan_path(p, "extract", unit, rest, path);
		if (access(path, F_OK) != 0) return true;
		if (!file_remove(path, d)) return false;
	}
}

/* An archive that is in the plan: the same still? `moved`: its line must be written again. */
static bool archive_same(struct plan *p, struct place at, const struct plan_archive *now, bool *moved, struct diag *d)
{
	struct plan_archive *old = &p->unit[at.unit].archive[at.archive];
	const bool standard = strcmp(now->path, "-") == 0, touched = standard || strcmp(old->mtime, now->mtime) != 0;
	struct segment_end end;
	uint64_t *hashes = NULL, hash = 0;
	struct diag ignored;
	char path[1024];
	if (old->size != now->size) return archive_changed(old, now, d);
	if (!touched && strcmp(old->path, now->path) == 0) return true;
	plan_path(p, "extract", at.unit, "/end.seg", path);
	const bool done = segment_end_read(path, 0, &end, &hashes, &ignored) == SEGMENT_GOOD && at.archive < end.archives;
	bool fine = true;
	if (touched && done) {
		bool readable;
		fine = file_hash(now->path, &hash, &readable, d);
		old->spent = !readable;
		if (fine && hash != hashes[at.archive]) fine = archive_changed(old, now, d);
	} else if (touched) {
		fine = unit_forget(p, at.unit, d);
	}
	free(hashes);
	if (fine && !standard) {
		*old = (struct plan_archive){ old->name, now->path, now->size, now->mtime, false };
		*moved = true;
	}
	return fine;
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

static void unit_print(const struct plan_unit *u, uint32_t number, struct buf *out)
{
	buf_put_format(out, "{\"unit\":%u,\"archives\":[", number);
	for (uint32_t i = 0; i < u->archives; i++) {
		buf_put_z(out, i ? ",{\"name\":" : "{\"name\":");
		buf_put_json(out, str_of(u->archive[i].name));
		buf_put_z(out, ",\"size\":");
		buf_put_u64(out, u->archive[i].size);
		buf_put_z(out, ",\"mtime\":");
		buf_put_json(out, str_of(u->archive[i].mtime));
		buf_put_z(out, ",\"path\":");
		buf_put_json(out, str_of(u->archive[i].path));
		buf_put_char(out, '}');
	}
	buf_put_z(out, "]}\n");
}

enum appended { APPENDED, APPEND_FAILED, APPEND_OVERTAKEN };

static bool write_at(int fd, off_t at, struct str bytes)
{
	bool fine = ftruncate(fd, at) == 0 && lseek(fd, at, SEEK_SET) == at;
	while (fine && bytes.n) {
		const ssize_t n = write(fd, bytes.p, bytes.n);
		fine = n >= 0 || errno == EINTR;
		if (n > 0) bytes = str_cut(bytes, (size_t)n, bytes.n);
	}
	return fine && fsync(fd) == 0;
}

/* Appends behind the last whole line, if that is still the one that was read: another process may be planning too. */
static enum appended plan_append(const struct plan *p, struct str lines, struct diag *d)
{
	char path[1024];
	struct str now = { NULL, 0 };
	snprintf(path, sizeof path, "%s/plan.jsonl", p->folder);
	const int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
	if (fd < 0) {
		diag_failed(d, "%s: cannot open: %s", path, strerror(errno));
		return APPEND_FAILED;
	}
	while (flock(fd, LOCK_EX) != 0 && errno == EINTR) {}      /* a file system without locks: then without one */
	bool fine = file_read(path, &now, d);
	const char *last = fine && now.n ? memrchr(now.p, '\n', now.n) : NULL;
	const bool overtaken = fine && (uint64_t)(last ? last + 1 - now.p : 0) != p->bytes;
	if (fine && !overtaken && !write_at(fd, (off_t)p->bytes, lines))
		fine = diag_failed(d, "%s: cannot write: %s", path, strerror(errno));
	free((void *)now.p);
	if (close(fd) != 0 && fine) fine = diag_failed(d, "%s: cannot close: %s", path, strerror(errno));
	if (overtaken) return APPEND_OVERTAKEN;
	return fine && folder_sync(path, d) ? APPENDED : APPEND_FAILED;
}

/* New archives in order of their names; neighbours share a unit up to its size, a big one stands alone. */
static void plan_group(struct plan *p, const struct walk *fresh, uint64_t unit_bytes, struct buf *lines)
{
	for (uint32_t i = 0; i < fresh->count;) {
		struct plan_unit u = { &fresh->archive[i], 1, fresh->archive[i].size };
		for (i++; i < fresh->count && u.archives < UNIT_ARCHIVES && u.bytes + fresh->archive[i].size <= unit_bytes; i++) {
			u.bytes += fresh->archive[i].size;
			u.archives++;
		}
		if (p->units == p->cap) p->unit = mem_grow(p->unit, (p->cap = p->cap ? 2 * p->cap : 64) * sizeof *p->unit);
		struct plan_archive *own = arena_alloc(&p->arena, u.archives * sizeof *own);
		memcpy(own, u.archive, u.archives * sizeof *own);
		u.archive = own;
		unit_print(&u, p->units, lines);
		p->unit[p->units++] = u;
	}
}

static bool folder_is_free(const char *folder, struct diag *d)
{
	DIR *dir = opendir(folder);
	if (!dir) return errno == ENOENT || diag_usage(d, "%s: %s", folder, strerror(errno));
	bool empty = true;
	for (struct dirent *e; empty && (e = readdir(dir)) != NULL;)
		empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	closedir(dir);
	return empty || diag_usage(d, "%s: has files in it and is no run folder; give a new one", folder);
}

/* The archives that are not in the plan; `again`: units of archives that have moved or were touched. */
static bool plan_compare(struct plan *p, struct walk *given, struct walk *fresh, bool *again, struct diag *d)
{
	const struct known known = known_archives(p);
	bool fine = true;
	for (uint32_t i = 0; fine && i < given->count; i++) {
		struct plan_archive *now = &given->archive[i];
		const struct place *at;
		while ((at = known_find(&known, now->name)) != NULL) {
			const struct plan_archive *old = archive_at(p, *at);
			const bool elsewhere = strcmp(old->path, now->path) != 0 && access(old->path, F_OK) == 0;
			if (!elsewhere || !walk_lengthen(now, &p->arena)) break;   /* another file of the same name: it needs a longer one */
		}
		if (at) fine = archive_same(p, *at, now, &again[at->unit], d);
		else fresh->archive[fresh->count++] = *now;
	}
	free(known.place);
	return fine;
}

static enum appended plan_try(struct plan *p, const char *folder, const char *const *inputs, unsigned count, uint64_t unit_bytes,
                              unsigned *added, struct diag *d)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/plan.jsonl", folder);
	*p = (struct plan){ .folder = folder };
	if (access(path, F_OK) == 0 ? !plan_read(p, folder, d) : !folder_is_free(folder, d)) return APPEND_FAILED;
	char *but = realpath(folder, NULL);
	struct walk given = { 0 }, fresh = { 0 };
	struct buf lines = { 0 };
	bool *again = mem_zalloc(p->units + 1, sizeof *again);
	bool fine = walk_inputs(&given, inputs, count, but, &p->arena, d) && walk_name(&given, &p->arena, d);
	fresh.archive = mem_alloc((given.count + 1) * sizeof *fresh.archive);
	fine = fine && plan_compare(p, &given, &fresh, again, d) && walk_name(&fresh, &p->arena, d);
	if (fine && !given.count && !p->units) fine = diag_usage(d, "nothing to read: no file among the inputs");
	for (uint32_t u = 0; fine && u < p->units; u++) if (again[u]) unit_print(&p->unit[u], u, &lines);
	if (fine) plan_group(p, &fresh, unit_bytes, &lines);
	enum appended end = fine && folder_make(folder, d) ? APPENDED : APPEND_FAILED;
	if (end == APPENDED && lines.n) end = plan_append(p, buf_str(&lines), d);
	*added = fresh.count;
	free(but);
	free(again);
	free(given.archive);
	free(fresh.archive);
	buf_free(&lines);
	return end;
}

bool plan_extend(struct plan *p, const char *folder, const char *const *inputs, unsigned count, uint64_t unit_bytes,
                 unsigned *added, struct diag *d)
{
	enum appended end = APPEND_FAILED;
	*p = (struct plan){ .folder = folder };
	if (!folder_fits(folder, d)) return false;
	while ((end = plan_try(p, folder, inputs, count, unit_bytes, added, d)) == APPEND_OVERTAKEN) plan_free(p);
	return end == APPENDED;
}

/* --- sweeping ---------------------------------------------------------------------------------------------------- */

static unsigned sweep_folder(const char *path, bool deeper)
{
	DIR *dir = opendir(path);
	unsigned removed = 0;
	if (!dir) return 0;
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		char inner[1300];
		if (publish_is_stale(dirfd(dir), e->d_name)) removed += unlinkat(dirfd(dir), e->d_name, 0) == 0;
		snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
		if (deeper && e->d_name[0] == 'u') removed += sweep_folder(inner, false);
	}
	closedir(dir);
	return removed;
}

unsigned plan_sweep(const struct plan *p)
{
	static const char *const folders[] = { "", "/extract", "/scores", "/quarantine", "/stats" };
	unsigned removed = 0;
	for (unsigned i = 0; i < sizeof folders / sizeof *folders; i++) {
		char path[1024];
		snprintf(path, sizeof path, "%s%s", p->folder, folders[i]);
		removed += sweep_folder(path, i == 1);
	}
	return removed;
}
