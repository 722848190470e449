/* test_phone.c -- WhatsApp's and Signal's exports: records, clocks, orders of dates, the apps' sentences; and what is none.
 * Knows the maps of both; every line is made here. */
#include "layout_harness.h"
#include "phone.h"

/* Records of several lines; sentences of the app; the chat by the file's name. */
static void whatsapp_android(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "in.zip!WhatsApp Chat with Garden.txt" };
	LAYOUT_EXPECT(run, "12/24/19, 11:23 - Messages and calls are end-to-end encrypted. No one outside of this chat c"
		"an read them.\n12/24/19, 11:23 - Fern created group \"Garden: the club\"\n"
		"12/24/19, 11:24 - Fern changed the subject from \"a: b\" to \"c: d\"\n"
		"12/24/19, 11:25 - Garden: Messages and calls are end-to-end encrypted.\n"
		"12/24/19, 11:26 - Fern: first\nsecond: line\n\n12:30 is no stamp\n"
		"12/24/19, 11:27 - Moss: <Media omitted>\n12/24/19, 11:28 - Moss: IMG-1.jpg (file attached)\n"
		"the pond in winter\n12/24/19, 11:29 - Moss: This message was deleted\n"
		"12/24/19, 11:30 - ~\xe2\x80\xafReed: later <This message was edited>\n"
		"12/24/19, 11:31 - +49 170 1: 10:30 at the gate\n12/24/19, 11:32 - Moss left\n"
		"12/24/19, 11:33 - Fern:.\n"
		"12/24/19, 11:33 - Moss \"the old\" Stone: a name with quotation marks\n"
		"12/24/19, 11:33 - Fern hat den Betreff zu \xe2\x80\x9e""e: f\xe2\x80\x9c ge\xc3\xa4ndert\n"
		"12/24/19, 11:34 - Fern: \n",
		"whatsapp\n1@0 skipped system\n2@106 skipped system\n3@162 skipped system\n4@227 skipped system\n"
		"5@298 m#5 author=Fern channel=Garden 2019-12-24T11:26:00 \"first\\nsecond: line\\n\\n12:30 i"
		"s no stamp\"\n9@360 skipped media\n"
		"10@400 m#10 author=Moss channel=Garden 2019-12-24T11:28:00 \"the pond in winter\"\n"
		"12@469 m#12 author=Moss channel=Garden 2019-12-24T11:29:00 deleted \"\"\n"
		"13@518 m#13 author=Reed channel=Garden 2019-12-24T11:30:00 \"later\"\n"
		"14@578 m#14 author=+49 170 1 channel=Garden 2019-12-24T11:31:00 \"10:30 at the gate\"\n"
		"15@625 skipped system\n16@653 m#16 author=Fern channel=Garden 2019-12-24T11:33:00 \".\"\n"
		"17@678 m#17 author=Moss \"the old\" Stone channel=Garden 2019-12-24T11:33:00 \"a name with q"
		"uotation marks\"\n18@746 skipped system\n19@809 skipped empty\n");
}

static void whatsapp_ios(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "WhatsApp Chat - Garden.zip!_chat.txt" };
	LAYOUT_EXPECT(run, "\xe2\x80\x8e[24.12.19, 11:23:45] Garden: \xe2\x80\x8eMessages and calls are end-to-end encry"
		"pted.\r\n[24.12.19, 11:23:46] Fern: line\r\nend\r\n"
		"[24.12.19, 11:23:47] Fern: \xe2\x80\x8eimage omitted\r\n"
		"[24.12.19, 11:23:48] \xe2\x80\xaa+49\xc2\xa0""170\xe2\x80\xac: \xe2\x80\x8e<attached: 1-PHOT"
		"O.jpg>\r\n[24.12.19, 11:23:49] Fern: a caption \xe2\x80\x8e<attached: 2-PHOTO.jpg>\r\n"
		"[24.12.19, 11:23:50] Fern: \xe2\x80\x8eMissed voice call\r\n"
		"[24.12.19, 11:23:51] Fern: \xe2\x80\x8eThis message was deleted.\r\n",
		"whatsapp\n1@0 skipped system\n"
		"2@81 m#2 author=Fern channel=Garden 2019-12-24T11:23:46 \"line\\nend\"\n4@119 skipped media\n"
		"5@164 skipped media\n6@229 m#6 author=Fern channel=Garden 2019-12-24T11:23:49 \"a caption\"\n"
		"7@294 skipped system\n8@343 m#8 author=Fern channel=Garden 2019-12-24T11:23:51 deleted \"\"\n");
}

/* Twelve hours in the spellings of phones; an hour that is none is no time, and the message stays. */
static void clocks(void **state)
{
	(void)state;
	const struct layout_run run_1 = { .path = "chat.txt" };
	LAYOUT_EXPECT(run_1, "09/24/2019 11:30 p.m. - Fern: a\n09/24/2019, 12:30\xe2\x80\xaf""AM - Fern: b\n"
		"09/24/2019, 12:30 p.\xc2\xa0m. - Fern: c\n09/24/2019, 1:05:06 pm - Fern: d\n"
		"[09/24/2019 13:37:00 p.m.] Fern: e\n09/24/2019, 24:00 - Fern: f\n"
		"09/24/2019, 00:08 a. m. - Fern: g\n",
		"whatsapp\n1@0 m#1 author=Fern 2019-09-24T23:30:00 \"a\"\n"
		"2@32 m#2 author=Fern 2019-09-24T00:30:00 \"b\"\n3@65 m#3 author=Fern 2019-09-24T12:30:00 \"c\"\n"
		"4@100 m#4 author=Fern 2019-09-24T13:05:06 \"d\"\n5@133 m#5 author=Fern bad_time \"e\"\n"
		"6@168 m#6 author=Fern bad_time \"f\"\n7@196 m#7 author=Fern 2019-09-24T00:08:00 \"g\"\n");
	const struct layout_run run_2 = { .path = "chat.txt" };
	LAYOUT_EXPECT(run_2, "2019/12/24 \xe4\xb8\x8b\xe5\x8d\x88""11:23 - Fern: a\n"
		"2019. 12. 24. \xec\x98\xa4\xec\xa0\x84 11:23 - Fern: b\n2022/12/14, 13:34. - Fern: c\n"
		"2019-12-24 klo 11.23 - Fern: d\n",
		"whatsapp\n1@0 m#1 author=Fern 2019-12-24T23:23:00 \"a\"\n"
		"2@33 m#2 author=Fern 2019-12-24T11:23:00 \"b\"\n3@70 m#3 author=Fern 2022-12-14T13:34:00 \"c\"\n"
		"4@99 m#4 author=Fern 2019-12-24T11:23:00 \"d\"\n");
	const struct layout_run run_3 = { .path = "chat.txt" };
	LAYOUT_EXPECT(run_3, "\xd9\xa2\xd9\xa4\xe2\x80\x8f/\xd9\xa1\xd9\xa2\xe2\x80\x8f/\xd9\xa2\xd9\xa0\xd9\xa1\xd9\xa9"
		"\xd8\x8c \xd9\xa1\xd9\xa1:\xd9\xa2\xd9\xa3 \xd9\x85 - Fern: a\n"
		"\xe0\xa5\xa8\xe0\xa5\xab/\xe0\xa5\xa7\xe0\xa5\xa8/\xe0\xa5\xaa\xe0\xa5\xa6, \xe0\xa5\xa7\xe0"
		"\xa5\xa7:\xe0\xa5\xa8\xe0\xa5\xa9 - Fern: b\n",
		"whatsapp\n1@0 m#1 author=Fern 2019-12-24T23:23:00 \"a\"\n"
		"2@50 m#2 author=Fern 2040-12-25T11:23:00 \"b\"\n");
	const struct layout_run run_4 = { .path = "chat.txt" };
	LAYOUT_EXPECT(run_4, "24/12/2019 \xc3\xa0 11:23 - Fern: a\n24/12/2019 11:24: Fern: b\n31/02/2019, 11:23 - Fern: c\n",
		"whatsapp\n1@0 m#1 author=Fern 2019-12-24T11:23:00 \"a\"\n"
		"2@30 m#2 author=Fern 2019-12-24T11:24:00 \"b\"\n3@56 m#3 author=Fern bad_time \"c\"\n");
}

/* A number above 12, then the order of time, else it is said. */
static void orders_of_dates(void **state)
{
	(void)state;
	const struct layout_run run_1 = { .path = "a.txt" };
	LAYOUT_EXPECT(run_1, "01/02/19, 11:23 - F: a\n01/13/19, 11:23 - F: b\n",
		"whatsapp\n1@0 m#1 author=F 2019-01-02T11:23:00 \"a\"\n"
		"2@23 m#2 author=F 2019-01-13T11:23:00 \"b\"\n");
	const struct layout_run run_2 = { .path = "b.txt" };
	LAYOUT_EXPECT(run_2, "01/12/19, 11:23 - F: a\n02/12/19, 11:23 - F: b\n03/01/20, 11:23 - F: c\n",
		"whatsapp\nnote ambiguous_dates\n1@0 m#1 author=F 2019-12-01T11:23:00 \"a\"\n"
		"2@23 m#2 author=F 2019-12-02T11:23:00 \"b\"\n3@46 m#3 author=F 2020-01-03T11:23:00 \"c\"\n");
	const struct layout_run run_3 = { .path = "c.txt" };
	LAYOUT_EXPECT(run_3, "01/02/19, 11:23 - F: a\n02/01/19, 11:23 - F: b\n",
		"whatsapp\n1@0 m#1 author=F 2019-01-02T11:23:00 \"a\"\n"
		"2@23 m#2 author=F 2019-02-01T11:23:00 \"b\"\n");
	const struct layout_run run_4 = { .path = "d.txt" };
	LAYOUT_EXPECT(run_4, "01/12/18, 11:23 - F: a\n02/01/19, 11:23 - F: b\n03/02/19, 11:23 - F: c\n04/01/19, 11:23 - F: d\n",
		"whatsapp\n1@0 m#1 author=F 2018-01-12T11:23:00 \"a\"\n"
		"2@23 m#2 author=F 2019-02-01T11:23:00 \"b\"\n3@46 m#3 author=F 2019-03-02T11:23:00 \"c\"\n"
		"4@69 m#4 author=F 2019-04-01T11:23:00 \"d\"\n");
	const struct layout_run run_5 = { .path = "e.txt" };
	LAYOUT_EXPECT(run_5, "[15-01-20 02:22:56] F: a\n[15-01-31 02:22:56] F: b\n[15-02-01 02:22:56] F: c\n"
		"[16-01-01 02:22:56] F: d\n",
		"whatsapp\n1@0 m#1 author=F 2015-01-20T02:22:56 \"a\"\n"
		"2@25 m#2 author=F 2015-01-31T02:22:56 \"b\"\n3@50 m#3 author=F 2015-02-01T02:22:56 \"c\"\n"
		"4@75 m#4 author=F 2016-01-01T02:22:56 \"d\"\n");
	const struct layout_run run_6 = { .path = "f.txt" };
	LAYOUT_EXPECT(run_6, "05/06/19, 11:23 - F: a\n",
		"whatsapp\nnote ambiguous_dates\n1@0 m#1 author=F 2019-06-05T11:23:00 \"a\"\n");
	const struct layout_run run_7 = { .path = "h.txt" };
	LAYOUT_EXPECT(run_7, "05/01/19, 11:23 - F: a\n03/02/19, 11:23 - F: b\n",
		"whatsapp\n1@0 m#1 author=F 2019-01-05T11:23:00 \"a\"\n"
		"2@23 m#2 author=F 2019-02-03T11:23:00 \"b\"\n");
	const struct layout_run run_8 = { .path = "g.txt" };
	LAYOUT_EXPECT(run_8, "05/05/19, 11:23 - F: a\n",
		"whatsapp\n1@0 m#1 author=F 2019-05-05T11:23:00 \"a\"\n");
}

static void system_only(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "chat.txt" };
	LAYOUT_EXPECT(run, "12/24/19, 11:23 - Fern added Moss\n12/24/19, 11:24 - You were added\n",
		"whatsapp\n1@0 skipped system\n2@34 skipped system\n");
}

static void signal_text(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "chat.txt" };
	LAYOUT_EXPECT(run, "[2019-12-24, 12:23] Fern: hello\nthere\n[2020-01-17, 21:49] Moss: bye\n",
		"signal\n1@0 m#1 author=Fern 2019-12-24T12:23:00 \"hello\\nthere\"\n"
		"3@38 m#3 author=Moss 2020-01-17T21:49:00 \"bye\"\n");
}

static void long_and_cut(void **state)
{
	(void)state;
	const struct layout_run run_1 = { .path = "chat.txt", .record = 60, .cut = true };
	LAYOUT_EXPECT(run_1, "24/12/19, 11:23 - Fern: hello\n24/12/19, 11:24 - Fern: longer\nthan is accepted, by some lines\n"
		"of which this is one\n24/12/19, 11:25 - Fern: short\n24/12/19, 11:26 - Fern: cu",
		"whatsapp\n1@0 m#1 author=Fern 2019-12-24T11:23:00 \"hello\"\n"
		"2@30 record_size at 0: longer than a record may be\n"
		"5@114 m#5 author=Fern 2019-12-24T11:25:00 \"short\"\n"
		"6@144 truncated at 0: the input ends inside this record\n");
	const struct layout_run run_2 = { .path = "chat.txt", .record = 60 };
	LAYOUT_EXPECT(run_2, "24/12/19, 11:23 - Fern: hello\n"
		"24/12/19, 11:24 - Fern: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx24/12/19, 11:23 - Fern: no\n\n24/12/19, 11:25 - Fern: short\n\n"
		"\n",
		"whatsapp\n1@0 m#1 author=Fern 2019-12-24T11:23:00 \"hello\"\n"
		"2@30 record_size at 0: longer than a record may be\n"
		"4@182 m#4 author=Fern 2019-12-24T11:25:00 \"short\"\n");
}

static void bad_bytes(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "chat.txt" };
	LAYOUT_EXPECT(run, "\xef\xbb\xbf""24/12/19, 11:23 - Fern: caf\xe9\r24/12/19, 11:23 - Fern: caf\xc3\xa9\r",
		"whatsapp\n1@3 m#1 author=Fern 2019-12-24T11:23:00 repairs=1 \"caf\xc3\xa9\"\n"
		"2@32 m#2 author=Fern 2019-12-24T11:23:00 \"caf\xc3\xa9\"\n");
}

/* What has dates and is no export. */
static void other_text(void **state)
{
	(void)state;
	static const char *const text[] = {
		"[03:41] <fern> hello\n[03:42] <moss> bye\n",
		"[2017-02-06 09:21:01] <fern> look: here\n[2017-02-06 09:21:02] <moss> no: there\n",
		"2012-10-17T09:16:21+0000  <fern> one: two\n",
		"fern: hello\nmoss: bye\nfern: again\n",
		"2019-12-24 11:23:45,fern,hello: you\n2019-12-24 11:23:46,moss,bye\n",
		"id,date,text\n1,2019-12-24 11:23:45,hello\n",
		"12/24/19, 11:23 - the fern was watered\n12/25/19, 11:23 - the moss left\n12/26/19, 11:23 - snow\n",
		"2019-12-24\n2019-12-25\n",
		"2019-12-24 11:23\n2019-12-24 11:24\n",
		"12/24/19, 11:23 - the fern was watered\n12/25/19, 11:23 - the moss was not\n",
		"[2019-12-24 11:23:45] production.ERROR: no water\n[2019-12-24 11:23:46] production.INFO: water: on\n",
		"2019-12-24 11:23:45 - INFO: water\n2019-12-24 11:23:45 - garden.pond - WARNING: no water\n",
		"Minutes\n12/24/19, 11:23 - Fern: opens the meeting\n",
		"On 12/24/19, 11:23 - Fern: said something.\n",
	};
	struct diag diag = { 0 };
	const struct settings settings = { .limits = { .json_depth = 64 } };
	struct assets *const assets = assets_open(NULL, &diag);
	struct format_set *const set = assets ? format_set_open(assets, &settings, &diag) : NULL;
	if (!set) fail_msg("%s", diag.text);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct arena arena = { 0 };
		const struct detection found = format_detect(set, str_of("WhatsApp Chat with Fern.txt"), str_of(text[i]), &arena);
		if (found.frame == FRAME_PHONE) fail_msg("taken for an export: %s", text[i]);
		arena_free(&arena);
	}
	format_set_close(set);
	assets_close(assets);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(whatsapp_android), cmocka_unit_test(whatsapp_ios), cmocka_unit_test(clocks), cmocka_unit_test(orders_of_dates), cmocka_unit_test(system_only), cmocka_unit_test(signal_text), cmocka_unit_test(long_and_cut), cmocka_unit_test(bad_bytes), cmocka_unit_test(other_text) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
