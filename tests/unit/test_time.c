/* Times in all spellings that maps know. */
#include "time_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const struct time_default utc = { true, 0 }, unknown = { false, 0 };

static bool reads(const char *format, const char *text, int64_t wanted)
{
	struct time_format f;
	int64_t ms = -1;
	enum time_zone zone;
	assert_true(time_format_read(str_of(format), &f));
	return time_parse(str_of(text), &f, utc, &ms, &zone) && ms == wanted && zone == TIME_UTC;
}

static bool refuses(const char *format, const char *text)
{
	struct time_format f;
	int64_t ms;
	enum time_zone zone;
	assert_true(time_format_read(str_of(format), &f));
	return !time_parse(str_of(text), &f, utc, &ms, &zone);
}

static void epoch_by_magnitude(void **state)
{
	(void)state;
	assert_true(reads("epoch", "1600000000", 1600000000000));
	assert_true(reads("epoch", "1600000000.25", 1600000000250));
	assert_true(reads("epoch", "1600000000123", 1600000000123));
	assert_true(reads("epoch", "1600000000123456", 1600000000123));
	assert_true(reads("epoch", "1600000000123456789", 1600000000123));
	assert_true(reads("epoch", "1.6e9", 1600000000000));
	assert_true(reads("epoch", "1.600000000e+9", 1600000000000));
	assert_true(reads("epoch", "-86400", -86400000));
	assert_true(reads("epoch", "0.001", 1));
	assert_true(reads("epoch", "1e-400", 0));
	assert_true(reads("epoch_ms", "5", 5));
	assert_true(reads("epoch_us", "5000", 5));
	assert_true(reads("epoch_ns", "5000000", 5));
	assert_true(reads("epoch_s", "200000000000", 200000000000000));
}

static void epoch_refused(void **state)
{
	static const char *const bad[] = { "", "x", "1e400", "-1e400", "16000000.0.0", "1600000000s", "--1", "1e", "99999999999999999999",
		"NaN", "-2200000001" };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_true(refuses("epoch", bad[i]));
	assert_true(refuses("epoch_s", "250000000000"));
	assert_true(refuses("epoch_ms", "250000000000000"));
}

static void iso(void **state)
{
	(void)state;
	assert_true(reads("iso", "2020-09-13T12:26:40Z", 1600000000000));
	assert_true(reads("iso", "2020-09-13 12:26:40", 1600000000000));
	assert_true(reads("iso", "2020-09-13T12:26:40.5+00:00", 1600000000500));
	assert_true(reads("iso", "2020-09-13T14:26:40.123456789+0200", 1600000000123));
	assert_true(reads("iso", "2020-09-13T05:26:40-07", 1600000000000));
	assert_true(reads("iso", "2020-09-13 12:26:40 UTC", 1600000000000));
	assert_true(reads("iso", "20200913T122640Z", 1600000000000));
	assert_true(reads("iso", "2020-09-13", 1599955200000));
	assert_true(reads("iso", "2000-02-29T00:00", 951782400000));
	assert_true(reads("iso", "1969-12-31T23:59:59Z", -1000));
	assert_true(refuses("iso", "2019-02-29"));
	assert_true(refuses("iso", "2020-13-01"));
	assert_true(refuses("iso", "2020-09-13T24:00:00Z"));
	assert_true(refuses("iso", "2020-09-13T12:26:40 tomorrow"));
	assert_true(refuses("iso", "0000-00-00 00:00:00"));
	assert_true(refuses("iso", "2020-0913"));
}

static void mail_and_patterns(void **state)
{
	(void)state;
	assert_true(reads("rfc2822", "Sun, 13 Sep 2020 12:26:40 +0000", 1600000000000));
	assert_true(reads("rfc2822", "13 Sep 20 07:26:40 EST", 1600000000000));
	assert_true(reads("rfc2822", "Sun, 13 Sep 2020 12:26:40 GMT (comment)", 1600000000000));
	assert_true(refuses("rfc2822", "Sun, 13 Foo 2020 12:26:40 +0000"));
	assert_true(reads("%a %b %d %H:%M:%S %z %Y", "Sun Sep 13 12:26:40 +0000 2020", 1600000000000));
	assert_true(reads("%d.%m.%Y, %I:%M:%S %p", "13.09.2020, 12:26:40 PM", 1600000000000));
	assert_true(reads("%d.%m.%Y, %I:%M:%S %p", "13.09.2020, 12:26:40 am", 1599956800000));
	assert_true(reads("%Y%m%d%H%M%S", "20200913122640", 1600000000000));
	assert_true(refuses("%d.%m.%Y", "13.09.2020 x"));
	assert_true(refuses("%I %p", "13 PM"));
}

static void zones(void **state)
{
	struct time_format f;
	struct time_default zone;
	enum time_zone known;
	int64_t ms;
	(void)state;
	assert_true(time_format_read(str_of("iso"), &f));
	assert_true(time_parse(str_of("2020-09-13T12:26:40"), &f, unknown, &ms, &known));
	assert_int_equal(known, TIME_LOCAL);
	assert_int_equal(ms, 1600000000000);
	assert_true(time_parse(str_of("2020-09-13T12:26:40Z"), &f, unknown, &ms, &known));
	assert_int_equal(known, TIME_UTC);
	assert_true(time_default_read(str_of("+02:00"), &zone));
	assert_true(time_parse(str_of("2020-09-13T14:26:40"), &f, zone, &ms, &known));
	assert_int_equal(ms, 1600000000000);
	assert_int_equal(known, TIME_UTC);
	assert_true(time_default_read(str_of("unknown"), &zone) && !zone.known);
	assert_false(time_default_read(str_of("Mars"), &zone));
	assert_true(reads("iso", "2020-09-13 08:26:40 EDT", 1600000000000));
	assert_true(reads("iso", "2020-09-13 14:26:40 CEST", 1600000000000));
	assert_true(reads("%Y-%m-%d %H:%M:%S %Z", "2020-09-13 22:26:40 AEST", 1600000000000));
	assert_true(refuses("iso", "2020-09-13 14:26:40 IST"));
	assert_true(refuses("iso", "2020-09-13 14:26:40 CES"));
	assert_false(time_format_read(str_of("%Q"), &f));
	assert_false(time_format_read(str_of("never"), &f));
	assert_false(time_format_read(str_of("%"), &f));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(epoch_by_magnitude), cmocka_unit_test(epoch_refused), cmocka_unit_test(iso),
		cmocka_unit_test(mail_and_patterns), cmocka_unit_test(zones) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
