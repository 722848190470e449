/* bench_read.c -- reads archives as credence does, down to the bytes of every member, and does nothing with them.
 * Knows the reader; does not know records or formats. It is its own reading child.
 *
 * bench_read [--idle SECONDS] FILE... prints for each: path, members, bytes of them, findings, the first finding's name and what it says.
 * Exit: 0, or 1 where the environment failed. */
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 256 << 10 };

struct tally {
	uint64_t     members, bytes, findings;
	enum finding first;
	char         detail[160];
};

static void tally_finding(struct tally *t, const struct reader_event *event)
{
	if (t->findings++) return;
	t->first = event->finding;
	memcpy(t->detail, event->detail, sizeof t->detail);
}

static bool archive_read_all(const char *path, uint32_t idle, struct tally *t, struct diag *diag)
{
	static char block[BLOCK];
	const struct source_options options = {
		.program = "/proc/self/exe",
		.limits = { .nesting = 16, .members = 10000000, .bytes = UINT64_C(1) << 42, .ratio = 2000, .ratio_floor = 128 << 20, .idle_seconds = idle },
	};
	const struct archive archive = { .name = str_of(path), .path = path };
	struct reader *const r = reader_open(&options, &archive, diag);
	if (!r) return false;
	struct reader_event event;
	enum reader_step step;
	uint64_t hash;
	while ((step = reader_next(r, &event, diag)) == READER_MEMBER || step == READER_FINDING) {
		if (step == READER_FINDING) {
			tally_finding(t, &event);
			continue;
		}
		t->members++;
		long n;
		while ((n = reader_read(r, block, BLOCK, diag)) > 0) t->bytes += (uint64_t)n;
	}
	const bool fine = step == READER_END && reader_hash(r, &hash, diag);
	reader_close(r);
	return fine;
}

int main(int argc, char **argv)
{
	bool fine = true;
	if (argc > 1 && strcmp(argv[1], "--read-container") == 0) return source_child(argc, argv);
	const bool impatient = argc > 2 && strcmp(argv[1], "--idle") == 0;
	const uint32_t idle = impatient ? (uint32_t)strtoul(argv[2], NULL, 10) : 300;
	for (int i = impatient ? 3 : 1; i < argc; i++) {
		struct diag diag = { EXIT_FINE, "" };
		struct tally t = { .first = FINDING_NONE };
		if (!archive_read_all(argv[i], idle, &t, &diag)) {
			fprintf(stderr, "bench_read: %s\n", diag.text);
			fine = false;
			continue;
		}
		printf("%s\t%llu\t%llu\t%llu\t%s\t%s\n", argv[i], (unsigned long long)t.members, (unsigned long long)t.bytes,
			(unsigned long long)t.findings, t.findings ? finding_name(t.first) : "-", t.findings ? t.detail : "-");
	}
	return fine ? 0 : 1;
}
