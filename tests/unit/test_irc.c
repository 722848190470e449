/* test_irc.c -- IRC logs of each writer: marks, days, channels, colours; and what is no such log.
 * Knows the map of IRC logs; every line is made here. */
#include "irc.h"
#include "layout_harness.h"

/* Days from the log's own lines; a day that is not understood is no day. */
static void irssi_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "#garden.log" };
	LAYOUT_EXPECT(run, "--- Log opened Mon Dec 31 23:58:02 2007\n23:58 -!- Irssi: #garden: Total of 3 nicks\n"
		"23:59 < fern> the kettle is on\r\n23:59 <@moss> fern: thanks\n\n23:59  * moss waves\n"
		"--- Day changed Tue Jan 01 2008\n00:00 <+ivy> happy new year\n"
		"00:01 -reed:#garden- meeting at noon\n00:01 -irc.example.net- *** Notice\n"
		"00:02 -!- fern [f@example.org] has quit [Ping timeout]\n12:00 <+ivy> \n"
		"--- Day changed Mi Okt 17 2008\n00:02 <ivy> which day is it\n"
		"--- Log closed Wed Oct 17 00:03:00 2008\n",
		"irc\n1@0 skipped system\n2@40 skipped system\n"
		"3@83 m#3 author=fern channel=#garden 2007-12-31T23:59:00 \"the kettle is on\"\n"
		"4@115 m#4 author=moss channel=#garden 2007-12-31T23:59:00 \"fern: thanks\"\n"
		"6@143 m#6 author=moss channel=#garden 2007-12-31T23:59:00 \"waves\"\n7@163 skipped system\n"
		"8@195 m#8 author=ivy channel=#garden 2008-01-01T00:00:00 \"happy new year\"\n"
		"9@223 m#9 author=reed channel=#garden 2008-01-01T00:01:00 \"meeting at noon\"\n"
		"10@260 skipped system\n11@295 skipped system\n12@350 skipped empty\n13@364 skipped system\n"
		"14@395 m#14 author=ivy channel=#garden \"which day is it\"\n15@423 skipped system\n");
}

static void weechat_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "irc.example.#garden.weechatlog" };
	LAYOUT_EXPECT(run, "2012-10-17 09:16:21\t-->\tfern (f@example.org) has joined #garden\n"
		"2012-10-17 09:16:22\t@moss\thello\tfern\n2012-10-17 09:16:23\t *\tmoss waves\n"
		"2012-10-17 09:16:24\t--\tNotice(reed/#garden): meeting at noon\n"
		"2012-10-17 09:16:25\t--\tmoss is now known as lichen\n2012-10-17 09:16:26\tlichen\t\n"
		"2012-13-17 09:16:27\tlichen\tno such month\n2012-10-17 09:16:28\tlichen\n",
		"irc\n1@0 skipped system\n"
		"2@64 m#2 author=moss channel=#garden 2012-10-17T09:16:22 \"hello\\tfern\"\n"
		"3@101 m#3 author=moss channel=#garden 2012-10-17T09:16:23 \"waves\"\n"
		"4@135 m#4 author=reed channel=#garden 2012-10-17T09:16:24 \"meeting at noon\"\n"
		"5@196 skipped system\n6@247 skipped empty\n"
		"7@275 m#7 author=lichen channel=#garden bad_time \"no such month\"\n"
		"8@316 form at 0: neither somebody's words nor a line of the system's, as logs of IRC have them\n");
}

/* The day is the file's, the channel the folder's; the clock goes over midnight. */
static void znc_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "freenode/#garden/2012-02-29.log" };
	LAYOUT_EXPECT(run, "[23:58:00] *** Joins: fern (f@example.org)\n"
		"[23:59:59] <fern> \x02""bold\x0f and \x03""04,12red\x03 and \x04""55ff00green\x04 \x1d\x1f"
		"\x16\x11\x1e""5\n[00:00:01] <moss> next day\n[11:00:00] * moss waves at fern\n"
		"[10:00:00] <moss> the clock was set back\n[10:00] -reed- psst\n",
		"irc\n1@0 skipped system\n"
		"2@43 m#2 author=fern channel=#garden 2012-02-29T23:59:59 \"bold and red and green 5\"\n"
		"3@108 m#3 author=moss channel=#garden 2012-03-01T00:00:01 \"next day\"\n"
		"4@135 m#4 author=moss channel=#garden 2012-03-01T11:00:00 \"waves at fern\"\n"
		"5@167 m#5 author=moss channel=#garden 2012-03-01T10:00:00 \"the clock was set back\"\n"
		"6@208 m#6 author=reed channel=#garden 2012-03-01T10:00:00 \"psst\"\n");
}

static void energymech_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "logs.tar!home/logs/#garden_20121017.log" };
	LAYOUT_EXPECT(run, "[09:16:21] *** fern (f@example.org) has joined #garden\n[09:16:22] <fern> hello\n"
		"[09:16:23] * fern waves\n[09:16:24] *** fern (f@example.org) Quit (bye)\n"
		"[25:16:24] <fern> no such hour\n",
		"irc\n1@0 skipped system\n2@55 m#2 author=fern channel=#garden 2012-10-17T09:16:22 \"hello\"\n"
		"3@79 m#3 author=fern channel=#garden 2012-10-17T09:16:23 \"waves\"\n4@103 skipped system\n"
		"5@150 m#5 author=fern channel=#garden bad_time \"no such hour\"\n");
}

static void supybot_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "channel.log" };
	LAYOUT_EXPECT(run, "2012-10-17T09:16:21+0000  *** fern <fern!f@example.org> has joined #Garden\n"
		"2012-10-17T09:16:22+0200  <fern!~f@example.org> hello\n2012-10-17T09:16:23  * fern is here\n"
		"2012-10-17T09:16:24+0000  *fern has no blank\n2012-10-17T09:16:25+0000  -reed- psst\n"
		"2012-10-17T09:16:25+00:00  <moss> yes\n2012-10-17T09:16:25Z  <moss> so\n"
		"2012-10-17T09:16:26+0000  <fern&gt; escaped &gt; -> twice\n",
		"irc\n1@0 skipped system\n2@75 m#2 author=fern channel=#garden 2012-10-17T07:16:22Z \"hello\"\n"
		"3@129 m#3 author=fern channel=#garden 2012-10-17T09:16:23 \"is here\"\n"
		"4@165 form at 0: neither somebody's words nor a line of the system's, as logs of IRC have them\n"
		"5@210 m#5 author=reed channel=#garden 2012-10-17T09:16:25Z \"psst\"\n"
		"6@248 m#6 author=moss channel=#garden 2012-10-17T09:16:25Z \"yes\"\n"
		"7@286 m#7 author=moss channel=#garden 2012-10-17T09:16:25Z \"so\"\n"
		"8@318 form at 0: neither somebody's words nor a line of the system's, as logs of IRC have them\n");
}

/* UTC by its marks; a blank behind ] is the archive's. */
static void ubuntu_logs(void **state)
{
	(void)state;
	const struct layout_run run_1 = { .path = "2008/07/03/#garden.txt" };
	LAYOUT_EXPECT(run_1, "=== fern [f@example.org]  has joined #garden\n[23:59] <bur[n] er> hello\n[23:59]  * moss waves\n"
		"[00:01] <moss> (next) day\n[00:02] (reed/#lawn) moss: from elsewhere\n"
		"=== moss is now known as lichen\n",
		"irc\n1@0 skipped system\n"
		"2@45 m#2 author=bur[n]er channel=#garden 2008-07-03T23:59:00Z \"hello\"\n"
		"3@71 m#3 author=moss channel=#garden 2008-07-03T23:59:00Z \"waves\"\n"
		"4@93 m#4 author=moss channel=#garden 2008-07-04T00:01:00Z \"(next) day\"\n"
		"5@119 m#5 author=reed channel=#garden 2008-07-04T00:02:00Z \"moss: from elsewhere\"\n"
		"6@161 skipped system\n");
	const struct layout_run run_2 = { .path = "garden.txt" };
	LAYOUT_EXPECT(run_2, "[23:59] <moss> no day is known\n[00:01] <fern> and none is made up\n",
		"irc\n1@0 m#1 author=moss \"no day is known\"\n2@31 m#2 author=fern \"and none is made up\"\n");
}

/* Days without a year; system lines that are marked as actions are. */
static void hexchat_and_mirc_logs(void **state)
{
	(void)state;
	const struct layout_run run_1 = { .path = "garden.log" };
	LAYOUT_EXPECT(run_1, "**** BEGIN LOGGING AT Mon Dec 31 23:58:02 2007\n\nDec 31 23:58:03 *\tNow talking on #garden\n"
		"Dec 31 23:59:00 <fern>\thello\nDec 31 23:59:01 *\tfern waves\n"
		"Jan 01 00:00:00 <moss>\tnext year\nJan 01 00:00:01 *\tfern (f@example.org) has left #garden\n"
		"**** ENDING LOGGING AT Tue Jan  1 00:00:02 2008\n",
		"irc\n1@0 skipped system\n3@48 skipped system\n"
		"4@89 m#4 author=fern channel=#garden 2007-12-31T23:59:00 \"hello\"\n"
		"5@118 m#5 author=fern channel=#garden 2007-12-31T23:59:01 \"waves\"\n"
		"6@147 m#6 author=moss channel=#garden 2008-01-01T00:00:00 \"next year\"\n7@180 skipped system\n"
		"8@236 skipped system\n");
	const struct layout_run run_2 = { .path = "garden.log" };
	LAYOUT_EXPECT(run_2, "Session Start: Wed Oct 17 09:16:21 2012\nSession Ident: #garden\n"
		"[09:16] * Now talking in #garden\n[09:16] <@fern> hello\n"
		"[09:17] * fern has joined the lunch queue\n[09:17] * moss (m@example.org) has joined #garden\n",
		"irc\n1@0 skipped system\n2@40 skipped system\n3@63 skipped system\n"
		"4@96 m#4 author=fern channel=#garden 2012-10-17T09:16:00 \"hello\"\n"
		"5@118 m#5 author=fern channel=#garden 2012-10-17T09:17:00 \"has joined the lunch queue\"\n"
		"6@160 skipped system\n");
}

static void eggdrop_logs(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "garden.log.17Oct2012" };
	LAYOUT_EXPECT(run, "[00:00] --- Wed Oct 17 2012\n[09:16] fern (f@example.org) joined #garden.\n"
		"[09:16] <fern> hello\n[09:17] Action: fern waves\n[09:17] Nick change: fern -> moss\n",
		"irc\n1@0 skipped system\n2@28 skipped system\n"
		"3@73 m#3 author=fern channel=#garden 2012-10-17T09:16:00 \"hello\"\n"
		"4@94 m#4 author=fern channel=#garden 2012-10-17T09:17:00 \"waves\"\n5@121 skipped system\n");
}

/* Line by line: UTF-8, or Windows-1252. */
static void bad_bytes(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "2012-10-17.log" };
	LAYOUT_EXPECT(run, "[09:16:21] <fern> caf\xc3\xa9\n[09:16:22] <moss> caf\xe9\n"
		"\x00\x00[09:16:23] <fern> after a hole\n[09:16:24] <fern> ok\n",
		"irc\n1@0 m#1 author=fern 2012-10-17T09:16:21 \"caf\xc3\xa9\"\n"
		"2@24 m#2 author=moss 2012-10-17T09:16:22 repairs=1 \"caf\xc3\xa9\"\n"
		"3@49 m#3 author=fern 2012-10-17T09:16:23 \"after a hole\"\n"
		"4@80 m#4 author=fern 2012-10-17T09:16:24 \"ok\"\n");
}

static void long_and_cut(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "2012-10-17.log", .record = 40, .cut = true };
	LAYOUT_EXPECT(run, "[09:16:21] <fern> hello\n[09:16:22] <fern> this one is longer than is accepted\n"
		"[09:16:23] <fern> short\n[09:16:24] <fe",
		"irc\n1@0 m#1 author=fern 2012-10-17T09:16:21 \"hello\"\n"
		"2@24 record_size at 0: longer than a record may be\n"
		"3@78 m#3 author=fern 2012-10-17T09:16:23 \"short\"\n"
		"4@102 truncated at 0: the input ends inside this record\n");
}

static void days_and_channels_of_paths(void **state)
{
	(void)state;
	static const struct { const char *path; int year, month, day; const char *channel; } c[] = {
		{ "2004/12/25/#garden.txt", 2004, 12, 25, "#garden" },
		{ "logs/2004/12/25/%23garden.txt", 2004, 12, 25, "#garden" },
		{ "a.tar!u/net/#garden/2012-10-17.log", 2012, 10, 17, "#garden" },
		{ "#garden_20121017.log.gz", 2012, 10, 17, "#garden" },
		{ "u_net_#garden_20121017.log", 2012, 10, 17, "#garden" },
		{ "irc.net.#node.js.weechatlog", 0, 0, 0, "#node.js" },
		{ "##garden.2012-10-17.log", 2012, 10, 17, "##garden" },
		{ "2004-12-25.part-a.raw.txt", 2004, 12, 25, "" },
		{ "supybot_2012_10_17.log", 2012, 10, 17, "" },
		{ "2012/10/17.log", 2012, 10, 17, "" },
		{ "2012-10-17/garden.log", 2012, 10, 17, "" },
		{ "fetched-2020-01-01.tar!garden.log", 0, 0, 0, "" },
		{ "fetched-2020-01-01/garden.log", 0, 0, 0, "" },
		{ "id-120121017.log", 0, 0, 0, "" },
		{ "2012-13-17.log", 0, 0, 0, "" },
		{ "2012-10_17.log", 0, 0, 0, "" },
		{ "C#-notes.log", 0, 0, 0, "" },
		{ "#.log", 0, 0, 0, "" },
		{ "", 0, 0, 0, "" },
	};
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		char room[64];
		const struct irc_date d = irc_path_date(str_of(c[i].path));
		const struct str channel = irc_path_channel(str_of(c[i].path), room, sizeof room);
		if (d.year != c[i].year || d.month != c[i].month || d.day != c[i].day)
			fail_msg("%s: %d-%d-%d", c[i].path, d.year, d.month, d.day);
		if (!str_equal(channel, str_of(c[i].channel))) fail_msg("%s: channel %.*s", c[i].path, (int)channel.n, channel.n ? channel.p : "");
	}
	const struct irc_date leap = irc_next_day((struct irc_date){ 2012, 2, 28 }), march = irc_next_day((struct irc_date){ 2013, 2, 28 }),
		year = irc_next_day((struct irc_date){ 2012, 12, 31 });
	assert_true(leap.day == 29 && march.month == 3 && march.day == 1 && year.year == 2013 && year.month == 1 && year.day == 1);
}

/* What looks like a log and is none. */
static void other_text(void **state)
{
	(void)state;
	static const char *const text[] = {
		"[2019-12-24, 12:23] Fern: hello\n[2019-12-24, 12:24] Moss: bye\n",
		"fern: hello\nmoss: bye\nfern: again\n",
		"12:30 lunch\n13:30 walk\n14:00 tea with <b>milk</b>\n",
		"<p> one\n<p> two\n<p> three </p>\n",
		"2012-10-17 09:16:21\tfern\thello\n2012-10-17 09:16:22\tmoss\tbye\n",
		"* one\n* two\n* three\n",
		"=== RUN   TestGarden\n--- PASS: TestGarden (0.00s)\n=== RUN   TestPond\n",
		"[09:16:21] fetching\n[09:16:22] done\n",
		"--- a/file\n+++ b/file\n@@ -1 +1 @@\n-old\n+new\n",
		"On [09:16] <fern> said something, and so on.\nThe rest is prose.\nMuch of it.\n",
	};
	struct diag diag = { 0 };
	const struct settings settings = { .limits = { .json_depth = 64 } };
	struct assets *const assets = assets_open(NULL, &diag);
	struct format_set *const set = assets ? format_set_open(assets, &settings, &diag) : NULL;
	if (!set) fail_msg("%s", diag.text);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct arena arena = { 0 };
		const struct detection found = format_detect(set, str_of("#garden/2012-10-17.log"), str_of(text[i]), &arena);
		if (found.frame == FRAME_IRC) fail_msg("taken for IRC: %s", text[i]);
		arena_free(&arena);
	}
	format_set_close(set);
	assets_close(assets);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(irssi_logs), cmocka_unit_test(weechat_logs), cmocka_unit_test(znc_logs), cmocka_unit_test(energymech_logs), cmocka_unit_test(supybot_logs), cmocka_unit_test(ubuntu_logs), cmocka_unit_test(hexchat_and_mirc_logs), cmocka_unit_test(eggdrop_logs), cmocka_unit_test(bad_bytes), cmocka_unit_test(long_and_cut),
		cmocka_unit_test(days_and_channels_of_paths), cmocka_unit_test(other_text) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
