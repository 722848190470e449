/* test_json_mend.c -- slips of known programs put right, and nothing else touched.
 * Knows json_mended() alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "json.h"

static void slips(void **state)
{
	static const struct { const char *in, *out; uint32_t repairs; } cases[] = {
		{ "{\"a\":\"x\\x0By\"}", "{\"a\":\"x\\u000By\"}", 1 },
		{ "{\"a\":\"x\ty\nz\"}", "{\"a\":\"x\\u0009y\\u000az\"}", 2 },
		{ "{\"a\":\"it\\'s \\d \\u12 \\\\x0b\"}", "{\"a\":\"it's \\\\d \\\\u12 \\\\x0b\"}", 3 },
		{ "[NaN,-Infinity, Infinity]", "[null,null, null]", 3 },
		{ "{\"a\":[1,2, ],\n}", "{\"a\":[1,2 ]\n}", 2 },
		{ "{\"a\":\"NaN,]\\\"\"}", "{\"a\":\"NaN,]\\\"\"}", 0 },
		{ "{\"a\":\"\\", "{\"a\":\"\\\\", 1 },
		{ "{\"a\":\"\\x1", "{\"a\":\"\\\\x1", 1 },
		{ ",", ",", 0 },
		{ "", "", 0 } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		uint32_t repairs = 99;
		const struct str got = json_mended(str_of(cases[i].in), &arena, &repairs);
		if (!str_is(got, cases[i].out) || repairs != cases[i].repairs)
			fail_msg("<%s> became <%.*s> with %u repairs", cases[i].in, (int)got.n, got.p, repairs);
		arena_free(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(slips) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
