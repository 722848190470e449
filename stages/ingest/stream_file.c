/* stream_file.c -- an archive's own bytes, in order, and their hash.
 * Knows files, pipes and nameless copies of them; does not know what the bytes mean. */
#include "stream.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

struct file {
	struct stream  stream;
	int            descriptor;
	int            copy;             /* -1: none is kept */
	bool           standard_input;
	bool           ended;
	uint64_t       consumed;
	XXH64_state_t *hash;
	char           path[];
};

enum { FILE_BLOCK = 256 << 10 };

int spool_open(const char *folder, struct diag *diag)
{
	const int descriptor = folder ? open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)
	                              : memfd_create("spool", MFD_CLOEXEC);
	if (descriptor < 0) {
		diag_failed(diag, "%s: cannot make a temporary file: %s", folder ? folder : "memory", strerror(errno));
	}
	return descriptor;
}

bool spool_write(int descriptor, const char *bytes, size_t n, struct diag *diag)
{
	while (n) {
		const ssize_t wrote = write(descriptor, bytes, n);
		if (wrote < 0 && errno == EINTR) continue;
		if (wrote < 0) return diag_failed(diag, "cannot write a temporary file: %s", strerror(errno));
		bytes += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

int stream_spool(const char *folder, struct stream *stream, uint64_t *size, struct diag *diag)
{
	const int descriptor = spool_open(folder, diag);
	if (descriptor < 0) return -1;
	char *block = mem_alloc(FILE_BLOCK);
	long n;
	*size = 0;
	while ((n = stream->read(stream, block, FILE_BLOCK, diag)) > 0) {
		if (!spool_write(descriptor, block, (size_t)n, diag)) break;
		*size += (uint64_t)n;
	}
	free(block);
	if (n == 0) return descriptor;
	close(descriptor);
	return -1;
}

/* Fills `into` as far as there are bytes, so that what comes out does not depend on how a pipe was written to. */
static long file_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct file *f = (struct file *)stream;
	size_t n = 0;
	while (n < cap && !f->ended) {
		const ssize_t got = read(f->descriptor, into + n, cap - n);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) {
			diag_failed(diag, "%s: cannot be read at byte %llu: %s", f->path,
			            (unsigned long long)(f->consumed + n), strerror(errno));
			return -1;
		}
		if (got == 0) f->ended = true;
		n += (size_t)got;
	}
	XXH64_update(f->hash, into, n);
	f->consumed += n;
	if (f->copy >= 0 && !spool_write(f->copy, into, n, diag)) return -1;
	return (long)n;
}

static void file_close(struct stream *stream)
{
	struct file *f = (struct file *)stream;
	if (!f->standard_input) close(f->descriptor);
	stream_file_forget(stream);
	XXH64_freeState(f->hash);
	free(f);
}

struct stream *stream_file_open(const char *path, struct diag *diag)
{
	const bool standard_input = strcmp(path, "-") == 0;
	const char *name = standard_input ? "standard input" : path;
	const int descriptor = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	if (descriptor < 0 || fstat(descriptor, &status) != 0) {
		diag_failed(diag, "%s: cannot be opened: %s", name, strerror(errno));
		if (descriptor >= 0 && !standard_input) close(descriptor);
		return NULL;
	}
	if (S_ISDIR(status.st_mode)) {
		diag_failed(diag, "%s: is a folder", name);
		if (!standard_input) close(descriptor);
		return NULL;
	}
	(void)posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
	const size_t bytes = strlen(name) + 1;
	struct file *f = mem_alloc(sizeof *f + bytes);
	*f = (struct file){
		.stream = { .read = file_read, .close = file_close },
		.descriptor = descriptor, .copy = -1, .standard_input = standard_input,
	};
	memcpy(f->path, name, bytes);
	f->hash = XXH64_createState();
	if (!f->hash) {
		diag_failed(diag, "out of memory");
		if (!standard_input) close(descriptor);
		free(f);
		return NULL;
	}
	XXH64_reset(f->hash, 0);
	return &f->stream;
}

uint64_t stream_file_consumed(const struct stream *stream)
{
	return ((const struct file *)stream)->consumed;
}

static bool file_drain(struct stream *stream, struct diag *diag)
{
	char *block = mem_alloc(FILE_BLOCK);
	long n;
	while ((n = file_read(stream, block, FILE_BLOCK, diag)) > 0) { }
	free(block);
	return n == 0;
}

bool stream_file_finish(struct stream *stream, uint64_t *hash, struct diag *diag)
{
	if (!file_drain(stream, diag)) return false;
	*hash = XXH64_digest(((const struct file *)stream)->hash);
	return true;
}

int stream_file_seekable(const struct stream *stream, uint64_t *size)
{
	const struct file *f = (const struct file *)stream;
	struct stat status;
	if (f->standard_input || fstat(f->descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return -1;
	*size = (uint64_t)status.st_size;
	return f->descriptor;
}

bool stream_file_keep(struct stream *stream, const char *folder, struct diag *diag)
{
	struct file *f = (struct file *)stream;
	f->copy = spool_open(folder, diag);
	return f->copy >= 0;
}

bool stream_file_kept(struct stream *stream, int *descriptor, struct diag *diag)
{
	if (!file_drain(stream, diag)) return false;
	*descriptor = ((struct file *)stream)->copy;
	return true;
}

void stream_file_forget(struct stream *stream)
{
	struct file *f = (struct file *)stream;
	if (f->copy >= 0) close(f->copy);
	f->copy = -1;
}
