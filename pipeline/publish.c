/* publish.c -- temporary name, every error checked, fsync, link(2), and a comparison where somebody was faster.
 * Knows the file system; does not know artifacts. */
#include "publish.h"
#include "arena.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

enum { STALE_SECONDS = 24 * 60 * 60, COPY_BYTES = 1 << 18 };

static void host_name(char *into, size_t cap)
{
	if (gethostname(into, cap) != 0) snprintf(into, cap, "host");
	into[cap - 1] = 0;
}

bool publish_open(struct publication *p, const char *path, struct diag *d)
{
	char host[64];
	struct timespec now;
	host_name(host, sizeof host);
	clock_gettime(CLOCK_REALTIME, &now);       /* two containers may share a folder, a host name and a process id */
	p->fd = -1;
	p->size = p->behind = 0;
	if ((size_t)snprintf(p->path, sizeof p->path, "%s", path) >= sizeof p->path)
		return diag_usage(d, "%s: the path is too long", path);
	snprintf(p->temporary, sizeof p->temporary, "%s.tmp.%ld-%llx%08lx.%s", path, (long)getpid(), (unsigned long long)now.tv_sec,
		now.tv_nsec, host);
	p->fd = open(p->temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
	return p->fd >= 0 || diag_failed(d, "%s: cannot create: %s", p->temporary, strerror(errno));
}

enum { WRITE_BEHIND = 4 << 20 };

/* Asks for the disk to begin, so that the fsync at the end has little left to wait for. It is only a hint: an error of the
 * disk is fsync's to tell. */
static void write_behind(struct publication *p)
{
	if (p->size - p->behind < WRITE_BEHIND) return;
	(void)sync_file_range(p->fd, (off_t)p->behind, (off_t)(p->size - p->behind), SYNC_FILE_RANGE_WRITE);
	p->behind = p->size;
}

bool publish_write(struct publication *p, struct str bytes, struct diag *d)
{
	while (bytes.n) {
		const ssize_t n = write(p->fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return diag_failed(d, "%s: cannot write: %s", p->temporary, strerror(errno));
		bytes = str_cut(bytes, (size_t)n, bytes.n);
		p->size += (uint64_t)n;
	}
	write_behind(p);
	return true;
}

void publish_drop(struct publication *p)
{
	if (p->fd >= 0) {
		close(p->fd);
		unlink(p->temporary);
	}
	p->fd = -1;
}

static bool publish_sync(struct publication *p, struct diag *d)
{
	if (fsync(p->fd) != 0) {
		diag_failed(d, "%s: cannot write to disk: %s", p->temporary, strerror(errno));
		publish_drop(p);
		return false;
	}
	const int bad = close(p->fd);
	p->fd = -1;
	if (!bad) return true;
	unlink(p->temporary);
	return diag_failed(d, "%s: cannot close: %s", p->temporary, strerror(errno));
}

/* A new name survives a power cut only when its folder has been written too. */
bool folder_sync(const char *path, struct diag *d)
{
	char folder[1024];
	snprintf(folder, sizeof folder, "%s", path);
	char *slash = strrchr(folder, '/');
	if (slash) *slash = 0;
	const int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) return diag_failed(d, "%s: cannot open: %s", folder, strerror(errno));
	const bool fine = fsync(fd) == 0 || errno == EINVAL || errno == EBADF;
	close(fd);
	return fine || diag_failed(d, "%s: cannot write to disk: %s", folder, strerror(errno));
}

static bool files_equal(const char *a, const char *b)
{
	FILE *left = fopen(a, "rbe"), *right = fopen(b, "rbe");
	char *bytes = mem_alloc(2 * COPY_BYTES);
	bool equal = left && right;
	while (equal) {
		const size_t n = fread(bytes, 1, COPY_BYTES, left), m = fread(bytes + COPY_BYTES, 1, COPY_BYTES, right);
		equal = n == m && memcmp(bytes, bytes + COPY_BYTES, n) == 0 && !ferror(left) && !ferror(right);
		if (n < COPY_BYTES) break;
	}
	free(bytes);
	if (left) fclose(left);
	if (right) fclose(right);
	return equal;
}

bool publish_finish(struct publication *p, struct diag *d)
{
	if (!publish_sync(p, d)) return false;
	int error = link(p->temporary, p->path) == 0 ? 0 : errno;
	/* File systems without hard links: rename is as whole, only two writers at once are not compared. */
	if (error == EPERM || error == EOPNOTSUPP || error == ENOSYS)
		error = access(p->path, F_OK) == 0 ? EEXIST : rename(p->temporary, p->path) == 0 ? 0 : errno;
	const bool same = error != EEXIST || files_equal(p->temporary, p->path);
	unlink(p->temporary);
	if (!same)
		return diag_failed(d, "%s: has appeared meanwhile with different bytes: two runs with different inputs or programs "
		                   "share this folder", p->path);
	if (error && error != EEXIST) return diag_failed(d, "%s: cannot publish: %s", p->path, strerror(error));
	return folder_sync(p->path, d);
}

bool publish_replace(struct publication *p, struct diag *d)
{
	if (!publish_sync(p, d)) return false;
	if (rename(p->temporary, p->path) != 0) {
		diag_failed(d, "%s: cannot rename: %s", p->path, strerror(errno));
		unlink(p->temporary);
		return false;
	}
	return folder_sync(p->path, d);
}

/* A killed process that nobody has waited for still answers kill(pid, 0); it will write no more either. */
static bool process_is_gone(long pid)
{
	char path[64], state = 0;
	if (kill((pid_t)pid, 0) != 0) return errno == ESRCH;
	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	FILE *f = fopen(path, "re");
	const bool zombie = f && fscanf(f, "%*d (%*[^)]) %c", &state) == 1 && state == 'Z';
	if (f) fclose(f);
	return zombie;
}

bool publish_is_stale(int folder_fd, const char *name)
{
	const char *mark = strstr(name, ".tmp.");
	struct stat s;
	if (!mark || fstatat(folder_fd, name, &s, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(s.st_mode)) return false;
	if (time(NULL) - s.st_mtime > STALE_SECONDS) return true;
	char *end = NULL, host[64];
	const long pid = strtol(mark + 5, &end, 10);
	end += strspn(end, "-0123456789abcdef");
	host_name(host, sizeof host);
	return pid > 0 && *end == '.' && strcmp(end + 1, host) == 0 && process_is_gone(pid);
}

bool folder_make(const char *path, struct diag *d)
{
	if (mkdir(path, 0755) == 0) return folder_sync(path, d);
	return errno == EEXIST || diag_failed(d, "%s: cannot create the folder: %s", path, strerror(errno));
}

bool file_read(const char *path, struct str *bytes, struct diag *d)
{
	FILE *f = fopen(path, "rbe");
	if (!f) return diag_failed(d, "%s: cannot open: %s", path, strerror(errno));
	size_t n = 0, cap = 1 << 16, got;
	char *p = mem_alloc(cap);
	while ((got = fread(p + n, 1, cap - n - 1, f)) > 0)
		if ((n += got) + 1 == cap) p = mem_grow(p, cap *= 2);
	const bool fine = !ferror(f);
	const int error = errno;
	fclose(f);
	p[n] = 0;
	*bytes = (struct str){ p, n };
	if (fine) return true;
	free(p);
	return diag_failed(d, "%s: cannot read: %s", path, strerror(error));
}

bool file_hash(const char *path, uint64_t *hash, bool *again, struct diag *d)
{
	*again = true;
	const bool standard = strcmp(path, "-") == 0;
	const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return diag_failed(d, "%s: cannot open: %s", path, strerror(errno));
	XXH64_state_t *state = XXH64_createState();
	char *bytes = mem_alloc(COPY_BYTES);
	const off_t begin = lseek(fd, 0, SEEK_CUR);
	ssize_t n = 0;
	XXH64_reset(state, 0);
	while ((n = read(fd, bytes, COPY_BYTES)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0) XXH64_update(state, bytes, (size_t)n);
	const int error = errno;
	*hash = XXH64_digest(state);
	XXH64_freeState(state);
	free(bytes);
	if (!standard) close(fd);
	else if (begin >= 0) *again = lseek(fd, begin, SEEK_SET) == begin;
	else *again = false;
	return n == 0 || diag_failed(d, "%s: cannot read: %s", path, strerror(error));
}

bool file_size(const char *path, uint64_t *size)
{
	struct stat s;
	if (stat(path, &s) != 0) return false;
	*size = (uint64_t)s.st_size;
	return true;
}

bool file_remove(const char *path, struct diag *d)
{
	return unlink(path) == 0 || errno == ENOENT || diag_failed(d, "%s: cannot remove: %s", path, strerror(errno));
}
