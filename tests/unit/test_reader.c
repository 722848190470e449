/* test_reader.c -- archives read whole: members, findings, the child and its deaths, third-party hostile containers.
 * Knows what each must give; this program is also its own reading child, and a child that misbehaves. */
#include "child_confine.h"
#include "container.h"
#include "container_protocol.h"
#include "label.h"
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <xxhash.h>

#include <cmocka.h>

enum { FINDINGS = 32 };

struct seen {
	uint64_t         members, lines, bytes, hash;
	unsigned         finding[FINDINGS];
	unsigned         findings;
	bool             cut;
	enum reader_step end;
	char             first[200], where[200];   /* the first member's path, the last finding's */
	char             detail[160];
	struct diag      diag;
};

static struct limits usual_limits(void)
{
	return (struct limits){ .nesting = 16, .members = 10000000, .bytes = UINT64_C(1) << 42, .ratio = 2000,
	                        .ratio_floor = 64 << 20, .idle_seconds = 60 };
}

static struct seen read_with(const char *path, struct limits limits)
{
	const struct source_options options = { .limits = limits, .program = "/proc/self/exe" };
	const struct archive archive = { .name = str_of(path), .path = path };
	struct seen seen = { .end = READER_FAILED };
	struct reader *r = reader_open(&options, &archive, &seen.diag);
	if (!r) return seen;
	struct reader_event event;
	static char block[100000];
	while ((seen.end = reader_next(r, &event, &seen.diag)) == READER_MEMBER || seen.end == READER_FINDING) {
		char *where = seen.end == READER_FINDING ? seen.where : seen.first;
		if (seen.end == READER_FINDING || seen.members == 0) snprintf(where, 200, "%.*s", (int)event.path.n, event.path.p);
		if (seen.end == READER_FINDING) {
			seen.finding[event.finding]++;
			memcpy(seen.detail, event.detail, sizeof seen.detail);
			seen.findings++;
			continue;
		}
		assert_int_equal(event.ordinal, seen.members);
		seen.members++;
		long n;
		while ((n = reader_read(r, block, sizeof block, &seen.diag)) > 0) {
			seen.bytes += (uint64_t)n;
			for (long i = 0; i < n; i++) seen.lines += block[i] == '\n';
		}
		if (n < 0) {
			seen.end = READER_FAILED;
			break;
		}
		seen.cut |= reader_cut(r);
	}
	if (seen.end == READER_END) assert_true(reader_hash(r, &seen.hash, &seen.diag));
	reader_close(r);
	return seen;
}

static const char *seed(const char *name)
{
	static char path[600];
	snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", CREDENCE_SOURCE_DIR, name);
	return path;
}

static uint64_t file_hash(const char *path)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	const size_t n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	return XXH64(bytes, n, 0);
}

static void test_each_container(void **state)
{
	(void)state;
	/* The zips hold a second file of no line, __MACOSX/._a. */
	static const struct { const char *file, *path; unsigned members; } every[] = {
		{ "fuzz_container/a.tar", "a.jsonl", 1 }, { "fuzz_container/a.zip", "a.jsonl", 2 }, { "fuzz_container/a.7z", "a.jsonl", 1 },
		{ "fuzz_container/a.cpio", "a.jsonl", 1 }, { "fuzz_container/b.tgz", "a.jsonl.bz2", 1 },
		{ "fuzz_container/nested.zip", "inner.zip!a.jsonl", 2 }, { "fuzz_decode/a.gz", "", 1 }, { "fuzz_decode/a.bz2", "", 1 },
		{ "fuzz_container/a.rar", "a.jsonl", 1 }, { "fuzz_container/a5.rar", "a.jsonl", 1 }, { "fuzz_container/a.cab", "a.jsonl", 1 },
		{ "fuzz_container/a.lzh", "a.jsonl", 1 }, { "fuzz_container/a.iso.gz", "a.jsonl", 1 }, { "fuzz_container/a.xar", "a.jsonl", 1 },
		{ "fuzz_container/a.ar", "a.jsonl", 1 }, { "fuzz_container/sfx.exe", "a.jsonl", 2 }, { "fuzz_container/behind.zip", "a.jsonl", 2 },
		{ "fuzz_decode/a.lz4", "", 1 }, { "fuzz_decode/legacy.lz4", "", 1 }, { "fuzz_decode/a.lz", "", 1 }, { "fuzz_decode/a.Z", "", 1 },
	};
	for (unsigned i = 0; i < sizeof every / sizeof every[0]; i++) {
		const struct seen seen = read_with(seed(every[i].file), usual_limits());
		assert_int_equal(seen.end, READER_END);
		assert_int_equal(seen.members, every[i].members);
		assert_int_equal(seen.lines, 2);
		assert_int_equal(seen.findings, 0);
		assert_false(seen.cut);
		assert_string_equal(seen.first, every[i].path);
		assert_int_equal(seen.hash, file_hash(seed(every[i].file)));
	}
}

/* A header that is damaged costs its own member, wherever it stands, and is told with its place. */
static void test_damaged_tar(void **state)
{
	(void)state;
	static const char *const file[] = { "fuzz_container/damaged_first.tgz", "fuzz_container/damaged_second.tgz" };
	for (unsigned i = 0; i < 2; i++) {
		const struct seen seen = read_with(seed(file[i]), usual_limits());
		assert_int_equal(seen.end, READER_END);
		assert_int_equal(seen.members, 2);
		assert_int_equal(seen.lines, 4);
		assert_int_equal(seen.findings, 1);
		assert_int_equal(seen.finding[FINDING_CORRUPT], 1);
		assert_non_null(strstr(seen.detail, "byte 1024"));
	}
}

/* A program with nothing behind it is a member like another. */
static void test_program(void **state)
{
	(void)state;
	const struct seen seen = read_with("/proc/self/exe", usual_limits());
	assert_int_equal(seen.end, READER_END);
	assert_int_equal(seen.members, 1);
	assert_int_equal(seen.findings, 0);
	assert_string_equal(seen.first, "");
	assert_true(seen.bytes > 100000);
}

static void test_nesting_is_counted_across_the_child(void **state)
{
	(void)state;
	struct limits limits = usual_limits();
	limits.nesting = 1;
	const struct seen seen = read_with(seed("fuzz_container/nested.zip"), limits);
	assert_int_equal(seen.end, READER_END);
	assert_int_equal(seen.members, 0);
	assert_int_equal(seen.finding[FINDING_LIMIT_NESTING], 1);
	assert_string_equal(seen.where, "inner.zip");
}

static void test_standard_input(void **state)
{
	(void)state;
	const int kept = dup(STDIN_FILENO);
	const uint64_t hash = file_hash(seed("fuzz_container/nested.zip"));
	assert_non_null(freopen(seed("fuzz_container/nested.zip"), "rb", stdin));
	const struct seen seen = read_with("-", usual_limits());
	assert_int_equal(seen.end, READER_END);
	assert_int_equal(seen.members, 2);
	assert_int_equal(seen.lines, 2);
	assert_int_equal(seen.hash, hash);
	dup2(kept, STDIN_FILENO);
	close(kept);
}

static struct seen read_misbehaving(const char *how, unsigned idle)
{
	struct limits limits = usual_limits();
	limits.idle_seconds = idle;
	setenv("TEST_READER_CHILD", how, 1);
	const struct seen seen = read_with(seed("fuzz_container/a.tar"), limits);
	unsetenv("TEST_READER_CHILD");
	return seen;
}

static void test_child_killed_by_what_it_reads(void **state)
{
	(void)state;
	const struct seen seen = read_misbehaving("abort", 60);
	assert_int_equal(seen.end, READER_END);
	assert_int_equal(seen.members, 1);
	assert_int_equal(seen.lines, 1);
	assert_true(seen.cut);
	assert_int_equal(seen.finding[FINDING_READER_DIED], 1);
	assert_string_equal(seen.where, "last.jsonl");
	assert_int_equal(seen.hash, file_hash(seed("fuzz_container/a.tar")));
}

static void test_child_failed_by_its_surroundings(void **state)
{
	(void)state;
	static const char *const how[] = { "kill", "leave", "hang" };
	for (unsigned i = 0; i < 3; i++) {
		const struct seen seen = read_misbehaving(how[i], i == 2 ? 1 : 60);
		assert_int_equal(seen.end, READER_FAILED);
		assert_int_equal(seen.findings, 0);
		assert_int_equal(seen.diag.code, EXIT_FAILED);
		assert_non_null(strstr(seen.diag.text, "a.tar"));
		assert_non_null(strstr(seen.diag.text, "exclusions"));
	}
}

/* What a child says of a finding is looked at before it is believed. */
static void test_child_that_lies(void **state)
{
	(void)state;
	const struct seen seen = read_misbehaving("lie", 60);
	assert_int_equal(seen.end, READER_FAILED);
	assert_int_equal(seen.findings, 0);
	assert_non_null(strstr(seen.diag.text, "cannot be understood"));
}

struct work { size_t bytes, before; unsigned members; };

static bool work_begin(void *self, struct str path, uint32_t ordinal, struct diag *diag)
{
	struct work *w = self;
	(void)path; (void)ordinal; (void)diag;
	if (w->members++ == 0) w->before = w->bytes;
	return true;
}

static bool work_data(void *self, struct str bytes, struct diag *diag)
{
	(void)self; (void)bytes; (void)diag;
	return true;
}

static bool work_end(void *self, enum finding finding, const char *detail, struct diag *diag)
{
	(void)self; (void)finding; (void)detail; (void)diag;
	return true;
}

static bool work_finding(void *self, struct str path, enum finding finding, const char *detail, struct diag *diag)
{
	(void)self; (void)path; (void)finding; (void)detail; (void)diag;
	return false;
}

static bool work_done(void *self, size_t bytes, struct diag *diag)
{
	(void)diag;
	((struct work *)self)->bytes += bytes;
	return true;
}

/* Work is told of before anything comes of it, in order and at any place, and inside one another. */
static void test_child_is_confined(void **state)
{
	(void)state;
	const struct seen seen = read_misbehaving("confined", 60);
	assert_int_equal(seen.end, READER_END);
	if (seen.lines == 0) {
		print_message("this build or kernel does not confine the child: skipped\n");
		skip();
	}
	assert_int_equal(seen.lines, 5);
}

static void test_work_is_told(void **state)
{
	(void)state;
	static const char *const file[] = { "fuzz_container/a.tar", "fuzz_container/a.zip", "fuzz_container/nested.zip" };
	for (unsigned i = 0; i < sizeof file / sizeof *file; i++) {
		struct diag diag;
		struct work work = { 0 };
		const struct container_sink sink = { &work, work_begin, work_data, work_end, work_finding, work_done };
		struct stream *archive = stream_file_open(seed(file[i]), &diag);
		assert_non_null(archive);
		struct meter meter = { .limits = usual_limits(), .file = archive };
		const int descriptor = stream_file_seekable(archive, &meter.size);
		assert_true(container_walk(archive, descriptor, &meter, NULL, &sink, &diag));
		assert_int_equal(work.members, i ? 2 : 1);
		assert_true(work.before > 0);
		assert_true(work.bytes >= work.before);
	}
}

static void test_missing_file(void **state)
{
	(void)state;
	const struct seen seen = read_with("/nonexistent/a.zip", usual_limits());
	assert_int_equal(seen.end, READER_FAILED);
	assert_non_null(strstr(seen.diag.text, "/nonexistent/a.zip"));
}

static void test_labels(void **state)
{
	(void)state;
	struct buf label = { NULL, 0, 0 };
	label_put(&label, str_of("caf\xe9 caf\xc3\xa9\n\x1b[31m\xed\xa0\x80"));
	buf_put_char(&label, 0);
	assert_string_equal(label.p, "caf\xef\xbf\xbd caf\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd[31m"
	                             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	buf_free(&label);
}

static const char *shared(const char *name)
{
	static char path[1000];
	const char *root = getenv("CREDENCE_SHARED");
	if (root) snprintf(path, sizeof path, "%s/%s", root, name);
	else snprintf(path, sizeof path, "%s/../shared/%s", CREDENCE_SOURCE_DIR, name);
	return path;
}

/* What the decoded lines and the findings of one hostile container must be by its declared class. */
static void check_hostile(const char *name, const char *class)
{
	char path[300];
	snprintf(path, sizeof path, "data/hostile/%s", name);
	if (access(shared(path), R_OK) != 0) return;
	const struct seen seen = read_with(shared(path), usual_limits());
	if (seen.end != READER_END) fail_msg("%s: %s", name, seen.diag.text);
	/* Only where a line is a message does the class say how many lines there are. */
	const bool lines = strstr(name, "ndjson") || strstr(name, "7z_") || strstr(name, "_named") || strstr(name, "traversal");
	uint64_t want;
	/* What systems drop beside files is passed over later, where it can be counted. */
	const unsigned dropped = strcmp(name, "container/zip_traversal_names.zip") == 0 ? 3 : 0;
	if (sscanf(class, "ok=%" SCNu64, &want) == 1 && lines && (seen.lines != want + dropped || seen.findings)) {
		fail_msg("%s: %llu lines, %u findings", name, (unsigned long long)seen.lines, seen.findings);
	}
	if (sscanf(class, "lossy=%" SCNu64, &want) == 1) {
		const bool silent = strstr(name, "trailing_zeros") != NULL;
		if (seen.lines != want || (seen.findings == 0) != silent) fail_msg("%s: lines or findings", name);
	}
	if (sscanf(class, "partial>=%" SCNu64, &want) == 1) {
		/* A bzip2 or zstd block that is cut gives nothing: the single block of these is the exception. */
		const bool one_block = strcmp(name, "container/trunc50.ndjson.bz2") == 0 || strcmp(name, "container/trunc50.ndjson.zst") == 0;
		if ((seen.lines < want && !one_block) || seen.findings == 0) fail_msg("%s: lines or findings", name);
	}
	if (strcmp(class, "limit") == 0 && seen.bytes > UINT64_C(600) << 20) fail_msg("%s: not bounded", name);
}

static void test_hostile_containers(void **state)
{
	(void)state;
	FILE *list = fopen(shared("data/hostile/EXPECT.tsv"), "r");
	if (!list) {
		print_message("no %s: skipped\n", shared("data/hostile/EXPECT.tsv"));
		skip();
		return;
	}
	char line[1000], name[200], class[100];
	unsigned files = 0;
	while (fgets(line, sizeof line, list)) {
		if (sscanf(line, "%199[^\t]\t%99[^\t]", name, class) != 2) continue;
		if (strncmp(name, "container/", 10) != 0) continue;
		check_hostile(name, class);
		files++;
	}
	fclose(list);
	assert_true(files > 80);
}

/* Under the filter nothing is written by a name and nothing is started; reading and nameless files go on. Each line that is said
 * is a promise kept; none is said where there is no filter. */
static int confined(void)
{
	struct diag diag;
	const uint32_t ordinal = 0, fine = FINDING_NONE;
	char name[64];
	snprintf(name, sizeof name, "/tmp/test_reader_confined.%ld", (long)getpid());
	child_confine();
	const struct str line = str_of(prctl(PR_GET_SECCOMP) == 0 ? "" : "kept\n");
	bool said = said_write(STDOUT_FILENO, SAID_MEMBER, &ordinal, sizeof ordinal, str_of("promises"), &diag);
	const int made = open(name, O_WRONLY | O_CREAT, 0600);
	if (made < 0 && errno == EPERM) said = said && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, line, &diag);
	if (unlink(name) < 0 && errno == EPERM) said = said && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, line, &diag);
	const pid_t pid = fork();
	if (pid == 0) _exit(0);
	if (pid < 0 && errno == EPERM) said = said && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, line, &diag);
	if (open("/proc/self/exe", O_RDONLY) >= 0) said = said && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, line, &diag);
	if (open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0) said = said && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, line, &diag);
	const uint64_t hash = 0;
	said = said && said_write(STDOUT_FILENO, SAID_MEMBER_END, &fine, sizeof fine, str_of(""), &diag)
	    && said_write(STDOUT_FILENO, SAID_DONE, &hash, sizeof hash, str_of(""), &diag);
	return said ? 0 : 7;
}

/* A child that begins a member and then does not go on as it should. */
static int misbehave(const char *how)
{
	struct diag diag;
	if (strcmp(how, "confined") == 0) return confined();
	const uint32_t ordinal = 0, lie = FINDING_COUNT;
	const bool said = said_write(STDOUT_FILENO, SAID_MEMBER, &ordinal, sizeof ordinal, str_of("last.jsonl"), &diag)
	               && said_write(STDOUT_FILENO, SAID_DATA, NULL, 0, str_of("{}\n{"), &diag);
	if (said && strcmp(how, "abort") == 0) abort();
	if (said && strcmp(how, "kill") == 0) raise(SIGKILL);
	if (said && strcmp(how, "hang") == 0) pause();
	if (said && strcmp(how, "lie") == 0) return !said_write(STDOUT_FILENO, SAID_MEMBER_END, &lie, sizeof lie, str_of(""), &diag);
	return 7;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--read-container") == 0) {
		const char *how = getenv("TEST_READER_CHILD");
		return how ? misbehave(how) : source_child(argc, argv);
	}
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_container),
		cmocka_unit_test(test_damaged_tar),
		cmocka_unit_test(test_program),
		cmocka_unit_test(test_nesting_is_counted_across_the_child),
		cmocka_unit_test(test_standard_input),
		cmocka_unit_test(test_child_killed_by_what_it_reads),
		cmocka_unit_test(test_child_failed_by_its_surroundings),
		cmocka_unit_test(test_child_that_lies),
		cmocka_unit_test(test_child_is_confined),
		cmocka_unit_test(test_work_is_told),
		cmocka_unit_test(test_missing_file),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_hostile_containers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
