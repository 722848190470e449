/* test_base.c -- arenas, printing and assets: what everything else stands on.
 * Knows their contracts in include/; does not look inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena.h"
#include "asset.h"
#include "buf.h"
#include "claim.h"
#include "status.h"

static void arena_gives_aligned_memory_and_takes_it_back(void **state)
{
	(void)state;
	struct arena a = { 0 };
	for (size_t n = 0; n < 5000; n++) assert_int_equal((uintptr_t)arena_alloc(&a, n) % 16, 0);
	assert_true(a.total > 5000 * 4999 / 2);
	arena_reset(&a, 1 << 20);
	assert_true(a.total <= 1 << 20);
	arena_free(&a);
	assert_int_equal(a.total, 0);
}

static void arena_trim_gives_the_end_of_the_last_back(void **state)
{
	(void)state;
	struct arena a = { 0 };
	char *first = arena_alloc(&a, 100), *last = arena_alloc(&a, 400);
	arena_trim(&a, first, 100, 10);                         /* not the last: nothing */
	arena_trim(&a, last, 400, 33);
	assert_ptr_equal(arena_alloc(&a, 1), last + 48);
	arena_free(&a);
}

static void arena_grow_keeps_what_was_there(void **state)
{
	(void)state;
	struct arena a = { 0 };
	size_t n = 1;
	char *p = arena_alloc(&a, n);
	p[0] = 'x';
	for (; n < 1 << 20; n *= 2) {
		p = arena_grow(&a, p, n, n * 2);
		memset(p + n, 'x', n);
		if (n == 4096) arena_alloc(&a, 1);
	}
	for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 'x');
	arena_free(&a);
}

static void buf_prints(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_put_u64(&b, UINT64_MAX);
	buf_put_char(&b, ' ');
	buf_put_i64(&b, INT64_MIN);
	buf_put_char(&b, ' ');
	buf_put_units(&b, 5412);
	buf_put_char(&b, ' ');
	buf_put_units(&b, -3);
	buf_put_char(&b, ' ');
	buf_put_units(&b, -123456);
	assert_true(str_is(buf_str(&b), "18446744073709551615 -9223372036854775808 0.5412 -0.0003 -12.3456"));
	buf_free(&b);
}

static void buf_escapes_json(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_put_json(&b, (struct str){ "a\"\\\n\0\x7f\xe2\x80\xa8\xe2\x80\x94z", 13 });
	assert_true(str_is(buf_str(&b), "\"a\\\"\\\\\\n\\u0000\\u007f\\u2028\xe2\x80\x94z\""));
	buf_free(&b);
}

static void buf_prints_times(void **state)
{
	(void)state;
	static const struct { int64_t ms; bool zoned; const char *is; } row[] = {
		{ 0, true, "1970-01-01T00:00:00Z" },
		{ -1, true, "1969-12-31T23:59:59.999Z" },
		{ 951782400000, true, "2000-02-29T00:00:00Z" },
		{ 1795428000123, false, "2026-11-23T10:00:00.123" },
		{ 253402300799000, true, "9999-12-31T23:59:59Z" },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct buf b = { 0 };
		buf_put_time(&b, row[i].ms, row[i].zoned);
		buf_put_char(&b, 0);
		assert_string_equal(b.p, row[i].is);
		buf_free(&b);
	}
}

static void nothing_drives_a_terminal(void **state)
{
	(void)state;
	struct diag d;
	diag_usage(&d, "%s", "a\033[31m\n\xc2\x9b" "1m\xe2\x80\xae\xd8\x9c\xe2\x81\xa6\xe2\x80\x8f\xff\xe2\x82 \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f");
	assert_string_equal(d.text, "a?[31m??1m?????? \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80?");
}

static void every_name_is_there_once(void **state)
{
	(void)state;
	for (int i = 0; i < FINDING_COUNT; i++)
		for (int k = 0; k < i; k++) assert_string_not_equal(finding_name(i), finding_name(k));
	for (int i = 0; i < FAULT_COUNT; i++)
		for (int k = 0; k < i; k++) assert_string_not_equal(fault_name(i), fault_name(k));
	for (unsigned i = 0; i < HOST_KINDS; i++) assert_non_null(host_kind_name(i));
	for (unsigned i = 0; i < EVIDENCE_KINDS; i++) assert_non_null(evidence_kind_name(i));
	assert_string_equal(host_kind_name(HOST_UNKNOWN), "unknown");
	assert_string_equal(evidence_kind_name(EVIDENCE_ECHO), "echo");
}

static void assets_are_compiled_in_and_overridden(void **state)
{
	(void)state;
	struct diag diag;
	struct assets *own = assets_open(NULL, &diag);
	assert_non_null(own);
	const struct str cues = assets_find(own, "lexicons/cues.tsv");
	assert_true(cues.n > 1000 && cues.p[cues.n] == 0);
	assert_null(assets_find(own, "lexicons/nothing.tsv").p);
	struct assets *disk = assets_open(CREDENCE_SOURCE_DIR "/configs", &diag);
	assert_non_null(disk);
	const char *const all[] = { "" };
	assert_int_equal(assets_hash(own, all, 1), assets_hash(disk, all, 1));
	assert_null(assets_open("/nonexistent/folder", &diag));
	assert_int_equal(diag.code, EXIT_USAGE);
	assets_close(own);
	assets_close(disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_aligned_memory_and_takes_it_back),
		cmocka_unit_test(arena_trim_gives_the_end_of_the_last_back),
		cmocka_unit_test(arena_grow_keeps_what_was_there),
		cmocka_unit_test(buf_prints),
		cmocka_unit_test(buf_escapes_json),
		cmocka_unit_test(buf_prints_times),
		cmocka_unit_test(nothing_drives_a_terminal),
		cmocka_unit_test(every_name_is_there_once),
		cmocka_unit_test(assets_are_compiled_in_and_overridden),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
