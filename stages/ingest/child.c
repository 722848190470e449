/* child.c -- the reading child: walks one archive's containers and says what it finds on standard output.
 * Knows its arguments and the frames; does not know what reads them, and opens nothing but the archive.
 *
 * Called as: credence --read-container PATH NESTING MEMBERS BYTES RATIO RATIO_FLOOR [SPOOL-FOLDER] */
#include "arena.h"
#include "child_confine.h"
#include "container.h"
#include "container_protocol.h"
#include "source.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 1 << 20 };

/* The archive's bytes, with word of each piece that is read. */
struct child {
	struct stream  stream;
	struct stream *archive;
	size_t         worked;          /* bytes since progress was last said */
};

/* Also where nothing comes of the work for long: the parent must not take it for dead, and the child learns that it has gone. */
static bool child_working(void *self, size_t bytes, struct diag *diag)
{
	struct child *c = self;
	c->worked += bytes;
	if (c->worked < PROGRESS_EVERY) return true;
	c->worked = 0;
	const uint64_t consumed = stream_file_consumed(c->archive);
	return said_write(STDOUT_FILENO, SAID_PROGRESS, &consumed, sizeof consumed, (struct str){ NULL, 0 }, diag);
}

static long child_pull(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct child *c = (struct child *)stream;
	const long n = c->archive->read(c->archive, into, cap, diag);
	return n <= 0 || child_working(c, (size_t)n, diag) ? n : -1;
}

/* What the walk had no need of is read too: the hash is of the whole file. */
static bool child_rest(struct child *c, struct diag *diag)
{
	enum { BLOCK = 256 << 10 };
	char *const block = mem_alloc(BLOCK);
	long n;
	while ((n = child_pull(&c->stream, block, BLOCK, diag)) > 0) { }
	free(block);
	return n == 0;
}

static bool child_begin(void *self, struct str path, uint32_t ordinal, struct diag *diag)
{
	(void)self;
	return said_write(STDOUT_FILENO, SAID_MEMBER, &ordinal, sizeof ordinal, path, diag);
}

static bool child_data(void *self, struct str bytes, struct diag *diag)
{
	(void)self;
	return said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, bytes, diag);
}

static bool child_end(void *self, enum finding finding, const char *detail, struct diag *diag)
{
	(void)self;
	const uint32_t number = finding;
	return said_write(STDOUT_FILENO, SAID_MEMBER_END, &number, sizeof number, str_of(detail), diag);
}

static bool child_finding(void *self, struct str path, enum finding finding, const char *detail, struct diag *diag)
{
	(void)self;
	if (path.n > SAID_MOST / 2) path.n = SAID_MOST / 2;
	struct buf text = { NULL, 0, 0 };
	buf_put(&text, path);
	buf_put_z(&text, detail);
	const uint32_t numbers[2] = { finding, (uint32_t)path.n };
	const bool fine = said_write(STDOUT_FILENO, SAID_FINDING, numbers, sizeof numbers, buf_str(&text), diag);
	buf_free(&text);
	return fine;
}

static bool child_read(const char *path, const struct limits *limits, const char *spool, uint64_t *hash,
                       struct diag *diag)
{
	struct stream *file = stream_file_open(path, diag);
	if (!file) return false;
	struct meter meter = { .limits = *limits, .file = file };
	const int descriptor = stream_file_seekable(file, &meter.size);
	struct child self = { .stream = { .read = child_pull }, .archive = file };
	const struct container_sink sink = { &self, child_begin, child_data, child_end, child_finding, child_working };
	/* The file must outlive the walk, for its hash. */
	const bool fine = container_walk(stream_borrowed(&self.stream), descriptor, &meter, spool, &sink, diag)
	               && child_rest(&self, diag) && stream_file_finish(file, hash, diag);
	file->close(file);
	return fine;
}

static bool child_limits(char **argument, struct limits *limits)
{
	uint64_t value[5];
	for (unsigned i = 0; i < 5; i++) {
		char *end;
		errno = 0;
		value[i] = strtoull(argument[i], &end, 10);
		if (errno || *end || end == argument[i]) return false;
	}
	*limits = (struct limits){
		.nesting = (uint32_t)value[0], .members = value[1], .bytes = value[2], .ratio = value[3], .ratio_floor = value[4],
	};
	return true;
}

int source_child(int argc, char **argv)
{
	struct diag diag = { EXIT_FINE, "" };
	struct limits limits;
	if (argc < 8 || argc > 9 || !child_limits(argv + 3, &limits)) return EXIT_USAGE;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	child_confine();
	uint64_t hash;
	const struct str none = { NULL, 0 };
	if (child_read(argv[2], &limits, argc == 9 ? argv[8] : NULL, &hash, &diag)) {
		return said_write(STDOUT_FILENO, SAID_DONE, &hash, sizeof hash, none, &diag) ? EXIT_FINE : EXIT_FAILED;
	}
	(void)!said_write(STDOUT_FILENO, SAID_FAILED, NULL, 0, str_of(diag.text), &diag);
	return EXIT_FAILED;
}
