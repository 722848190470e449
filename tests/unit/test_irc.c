/* test_irc.c -- IRC logs of each writer: marks, days, channels, colours; and what is no such log.
 * Knows the map of IRC logs; every line is made here. */
#include "irc.h"
#include "layout_harness.h"

static void irssi(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "#garden.log" };
	LAYOUT_EXPECT(run, "--- Log opened Mon Dec 31 23:58:02 2007\n"
		"23:58 -!- Irssi: #garden: Total of 3 nicks\n"
		"23:59 < fern> the kettle is on\r\n"
		"23:59 <@moss> fern: thanks\n"
		"23:59  * moss waves\n"
		"--- Day changed Tue Jan 01 2008\n"
		"00:00 <+ivy> happy new year\n"
		"00:01 -reed:#garden- meeting at noon\n"
		"00:01 -irc.example.net- *** Notice\n"
		"00:02 -!- fern [f@example.org] has quit [Ping timeout]\n"
		"12:00 <+ivy> \n"
		"--- Day changed nonsense\n"
		"00:02 <ivy> which day is it\n",
		"irc\n1@0 skipped system\n2@40 skipped system\n"
		"3@83 #garden.log#3\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(irssi) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
