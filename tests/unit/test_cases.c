/* test_cases.c -- runs the files of tests/cases: a text, the features it must have, and what must be found in it.
 * Knows the three-line shape of a case; the expectations themselves stand in the files. */
#include "extract_harness.h"

#include <dirent.h>

/* "name=3" or "name>=3" against a feature. */
static bool feature_holds(const struct found *f, const char *want, char *why, size_t room)
{
	char name[64];
	int value = 0, n = 0;
	const bool least = sscanf(want, "%63[a-z_]>=%d%n", name, &value, &n) == 2 && !want[n];
	if (!least && !(sscanf(want, "%63[a-z_]=%d%n", name, &value, &n) == 2 && !want[n])) {
		snprintf(why, room, "cannot read \"%s\"", want);
		return false;
	}
	const unsigned feature = feature_find(str_of(name));
	if (feature == FEATURE_COUNT) {
		snprintf(why, room, "no feature \"%s\"", name);
		return false;
	}
	const int32_t got = f->feature[feature];
	snprintf(why, room, "%s: got %d", want, got);
	return least ? got >= value : got == value;
}

static const struct claim *main_claim(const struct found *f)
{
	for (uint32_t i = 0; i < f->claims; i++)
		if (f->claim[i].main)
			return &f->claim[i];
	return NULL;
}

static bool finding_holds(const struct found *f, const char *want, char *why, size_t room)
{
	const struct claim *c = main_claim(f);
	snprintf(why, room, "%s: status %s, level %u, certainty %s, main %s", want, status_name(f->status), f->level,
		certainty_name(f->certainty), c ? claim_type_name(c->type) : "none");
	if (!strncmp(want, "status=", 7))
		return !strcmp(status_name(f->status), want + 7);
	if (!strncmp(want, "level=", 6))
		return f->level == atoi(want + 6);
	if (!strncmp(want, "certainty=", 10))
		return !strcmp(certainty_name(f->certainty), want + 10);
	if (!strncmp(want, "main=", 5))
		return c && !strcmp(claim_type_name(c->type), want + 5);
	if (!strcmp(want, "denied"))
		return c && c->denied;
	for (uint32_t i = 0; i < f->evidences; i++)
		if (!strcmp(evidence_kind_name(f->evidence[i].kind), want))
			return true;
	return false;
}

static unsigned case_run(struct harness *h, const char *file, unsigned line, char *const part[3])
{
	struct message m = { .text = str_of(part[0]) };
	const struct found *f = harness_read(h, &m);
	unsigned bad = 0;
	for (unsigned which = 1; which < 3; which++) {
		char *at = NULL, why[200];
		for (char *want = strtok_r(part[which], " ", &at); want; want = strtok_r(NULL, " ", &at))
			if (!(which == 1 ? feature_holds(f, want, why, sizeof why) : finding_holds(f, want, why, sizeof why))) {
				print_error("%s:%u: %s\n    %s\n", file, line, why, part[0]);
				bad++;
			}
	}
	return bad;
}

static unsigned file_run(struct harness *h, const char *file, unsigned *cases)
{
	FILE *in = fopen(file, "r");
	assert_non_null(in);
	char text[3][4096];
	unsigned bad = 0, line = 0, have = 0;
	bool more = true;
	while (more) {
		char *row = have < 3 ? text[have] : text[2], spare[4096];
		row = have < 3 ? row : spare;
		more = fgets(row, 4096, in) != NULL;
		if (more)
			row[strcspn(row, "\n")] = 0;
		line += more;
		if (more && (row[0] || have == 1 || have == 2)) {
			have++;
			continue;
		}
		if (have == 3) {
			char *const part[3] = { text[0], text[1], text[2] };
			bad += case_run(h, file, line - 3, part);
			++*cases;
		}
		assert_true(have == 3 || have == 0);
		have = 0;
	}
	fclose(in);
	return bad;
}

static void every_case_holds(void **state)
{
	(void)state;
	struct harness h;
	harness_open(&h);
	DIR *folder = opendir(CREDENCE_SOURCE_DIR "/tests/cases");
	assert_non_null(folder);
	unsigned bad = 0, cases = 0;
	for (struct dirent *e; (e = readdir(folder));) {
		char path[1024];
		if (!str_ends(str_of(e->d_name), str_of(".case")))
			continue;
		snprintf(path, sizeof path, "%s/tests/cases/%s", CREDENCE_SOURCE_DIR, e->d_name);
		bad += file_run(&h, path, &cases);
	}
	closedir(folder);
	harness_close(&h);
	assert_int_equal(bad, 0);
	assert_in_range(cases, 35, 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_case_holds) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
