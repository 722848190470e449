/* test_plan.c -- the plan: grouping, names, growth, and files that changed behind its back. */
#include "plan.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char home[] = "/tmp/credence-plan-XXXXXX";
static struct arena names;

static const char *at(const char *name)
{
	const size_t cap = sizeof home + strlen(name) + 1;
	char *path = arena_alloc(&names, cap);
	snprintf(path, cap, "%s/%s", home, name);
	return path;
}

static void put(const char *name, size_t size)
{
	FILE *f = fopen(at(name), "wb");
	assert_non_null(f);
	for (size_t i = 0; i < size; i++) assert_int_equal(fputc('x', f), 'x');
	assert_int_equal(fclose(f), 0);
}

static bool extend(struct plan *p, const char *run, const char *a, const char *b, unsigned *added, struct diag *d)
{
	const char *const inputs[] = { at(a), b ? at(b) : NULL };
	return plan_extend(p, at(run), inputs, b ? 2 : 1, 100, added, d);
}

static void small_ones_share_a_unit(void **state)
{
	struct plan p;
	struct diag d = { 0 };
	unsigned added;
	(void)state;
	assert_true(extend(&p, "run1", "in", NULL, &added, &d));
	assert_int_equal(added, 4);                    /* a big deep/c e; .hidden and the link are left out */
	assert_int_equal(p.units, 3);
	assert_string_equal(p.unit[0].archive[0].name, "a");
	assert_int_equal(p.unit[1].archives, 1);
	assert_string_equal(p.unit[1].archive[0].name, "big");
	assert_string_equal(p.unit[2].archive[0].name, "deep/c");
	assert_string_equal(p.unit[2].archive[1].name, "e");
	plan_free(&p);
	assert_true(extend(&p, "run1", "in", NULL, &added, &d));
	assert_int_equal(added, 0);
	plan_free(&p);
	assert_true(extend(&p, "run1", "other/z", NULL, &added, &d));
	assert_int_equal(added, 1);
	assert_int_equal(p.units, 4);
	plan_free(&p);
	assert_true(plan_read(&p, at("run1"), &d));
	assert_int_equal(p.units, 4);
	assert_string_equal(p.unit[3].archive[0].name, "z");
	plan_free(&p);
}

static void equal_names_get_their_folders(void **state)
{
	struct plan p;
	struct diag d = { 0 };
	unsigned added;
	(void)state;
	assert_true(extend(&p, "run2", "in/a", "other/a", &added, &d));
	assert_int_equal(added, 2);
	assert_string_equal(p.unit[0].archive[0].name, "in/a");
	assert_string_equal(p.unit[0].archive[1].name, "other/a");
	plan_free(&p);
	assert_true(extend(&p, "run7", "in/deep/c", "other/deep/c", &added, &d));
	assert_string_equal(p.unit[0].archive[0].name, "in/deep/c");
	plan_free(&p);
	/* The same when the second comes later. */
	assert_true(extend(&p, "run3", "in/a", NULL, &added, &d));
	plan_free(&p);
	assert_true(extend(&p, "run3", "other/a", NULL, &added, &d));
	assert_string_equal(p.unit[1].archive[0].name, "other/a");
	plan_free(&p);
}

static void a_changed_archive_is_an_error(void **state)
{
	struct plan p;
	struct diag d = { 0 };
	unsigned added;
	(void)state;
	put("grows", 10);
	assert_true(extend(&p, "run4", "grows", NULL, &added, &d));
	plan_free(&p);
	put("grows", 11);
	assert_false(extend(&p, "run4", "grows", NULL, &added, &d));
	assert_int_equal(d.code, EXIT_USAGE);
	assert_non_null(strstr(d.text, "grows"));
	plan_free(&p);
}

static void a_torn_line_is_written_again(void **state)
{
	struct plan p;
	struct diag d = { 0 };
	unsigned added;
	(void)state;
	assert_true(extend(&p, "run5", "in/a", NULL, &added, &d));
	plan_free(&p);
	FILE *f = fopen(at("run5/plan.jsonl"), "ab");
	assert_non_null(f);
	assert_true(fputs("{\"unit\":1,\"arch", f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_true(extend(&p, "run5", "in/big", NULL, &added, &d));
	plan_free(&p);
	assert_true(plan_read(&p, at("run5"), &d));
	assert_int_equal(p.units, 2);
	plan_free(&p);
}

static void strange_folders_are_refused(void **state)
{
	struct plan p;
	struct diag d = { 0 };
	unsigned added;
	(void)state;
	assert_false(extend(&p, "other", "in/a", NULL, &added, &d));
	assert_int_equal(d.code, EXIT_USAGE);
	plan_free(&p);
	assert_int_not_equal(access(at("other/plan.jsonl"), F_OK), 0);
	assert_false(plan_read(&p, at("other"), &d));
	assert_false(extend(&p, "run6", "nothing-here", NULL, &added, &d));
	plan_free(&p);
	assert_int_not_equal(access(at("run6"), F_OK), 0);
	char far[1100] = "";
	while (strlen(far) < 950) strcat(far, "a-long-folder-name/");
	assert_false(extend(&p, far, "in/a", NULL, &added, &d));
	assert_int_equal(d.code, EXIT_USAGE);
	assert_false(plan_read(&p, far, &d));
}

static int make_home(void **state)
{
	(void)state;
	if (!mkdtemp(home) || mkdir(at("in"), 0755) || mkdir(at("in/deep"), 0755) || mkdir(at("other"), 0755) || mkdir(at("other/deep"), 0755)) return -1;
	put("in/a", 40);
	put("in/big", 200);
	put("in/deep/c", 50);
	put("in/e", 50);
	put("in/.hidden", 5);
	put("other/a", 40);
	put("other/z", 1);
	put("other/deep/c", 3);
	return symlink(at("other/z"), at("in/link"));
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
	(void)s, (void)kind, (void)f;
	return remove(path);
}

static int remove_home(void **state)
{
	(void)state;
	arena_free(&names);
	return nftw(home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_ones_share_a_unit), cmocka_unit_test(equal_names_get_their_folders),
		cmocka_unit_test(a_changed_archive_is_an_error), cmocka_unit_test(a_torn_line_is_written_again),
		cmocka_unit_test(strange_folders_are_refused),
	};
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
