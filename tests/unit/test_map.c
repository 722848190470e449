/* Every element of the map language, on records made by hand. */
#include "map_harness.h"

#define FIELDS(text) "{\"map\":\"m\",\"frame\":\"jsonl\",\"fields\":{" text "}}"

static void fallbacks(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"id\":[\"/id_str\",\"/id\"],\"text\":[\"/full\",\"/text\"],\"author\":[\"/user\",\"/user/name\"]"));
	assert_int_equal(harness_parse(&h, "{\"id\":9007199254740993,\"full\":\"\",\"text\":\"a\\u00e9\\n\",\"user\":{\"name\":\"x\"}}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "9007199254740993");
	assert_string(&h, MESSAGE_AUTHOR, "x");
	assert_text(&h, "a\xc3\xa9\n");
	assert_false(h.message.id_made);
	assert_int_equal(harness_parse(&h, "{\"id_str\":null,\"text\":\"t\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "a.zip!dir/b.json#7");
	assert_true(h.message.id_made);
	harness_close(&h);
}

static void conditions(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, "{\"map\":\"m\",\"frame\":\"jsonl\",\"skip\":["
		"{\"at\":\"/a\",\"exists\":true,\"as\":\"there\"},{\"at\":\"/b\",\"in\":[\"x\",3,true,null],\"as\":\"in\"},"
		"{\"at\":\"/c\",\"prefix\":[\"sys_\"],\"as\":\"prefix\"},{\"at\":\"/d\",\"type\":\"array\",\"as\":\"type\"},"
		"{\"at\":\"/e\",\"contains\":\"bot\",\"as\":\"contains\"},{\"at\":\"/f\",\"in\":[\"ok\"],\"not\":true,\"as\":\"not\"}],"
		"\"fields\":{\"text\":\"/t\",\"deleted\":[{\"at\":\"/g\"}]}}");
	static const struct { const char *record, *skip; } cases[] = { { "{\"a\":0,\"f\":\"ok\"}", "there" },
		{ "{\"b\":\"x\",\"f\":\"ok\"}", "in" }, { "{\"b\":3,\"f\":\"ok\"}", "in" }, { "{\"b\":true,\"f\":\"ok\"}", "in" },
		{ "{\"b\":null,\"f\":\"ok\"}", "in" }, { "{\"c\":\"sys_join\",\"f\":\"ok\"}", "prefix" }, { "{\"d\":[],\"f\":\"ok\"}", "type" },
		{ "{\"e\":\"a bot b\",\"f\":\"ok\"}", "contains" }, { "{\"e\":[1,\"bot\"],\"f\":\"ok\"}", "contains" }, { "{\"f\":\"no\"}", "not" },
		{ "{\"t\":\"x\"}", "not" } };
	static const char *const kept[] = { "{\"a\":null,\"b\":\"3\",\"c\":\"xsys_\",\"d\":{},\"e\":\"b\",\"f\":\"ok\",\"t\":\"x\"}",
		"{\"e\":[\"robot\"],\"f\":\"\\u006fk\",\"t\":\"x\"}", "{\"f\":\"ok\",\"g\":1}" };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(harness_parse(&h, cases[i].record), PARSED_SKIPPED);
		assert_true(str_is(h.skip, cases[i].skip));
		assert_true(str_is(h.message.skip, cases[i].skip));
	}
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) assert_int_equal(harness_parse(&h, kept[i]), PARSED_MESSAGE);
	assert_true(h.message.deleted);
	harness_close(&h);
}

static void modifiers(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"id\":{\"from\":\"/id\",\"prefix\":\"t1_\"},\"author\":{\"from\":\"/a\",\"null_if\":[\"[deleted]\",0],\"default\":\"nobody\"},"
		"\"parent\":[{\"from\":\"/t\",\"cut\":{\"after\":\"#p\",\"until\":\";\"}},\"/p\"],\"label\":{\"from\":\"/l\",\"map\":{\"1\":\"true\"}},"
		"\"thread\":{\"from\":\"/th\",\"strip\":[\"t1_\",\"t3_\"]},\"lang\":\"=en\",\"channel\":{\"from\":\"/fx\",\"fix\":\"latin1-utf8\"},"
		"\"text\":{\"cat\":[\"/t\",[\"/u\",\"/v\"],{\"from\":\"/w\",\"if\":[{\"at\":\"/show\",\"in\":[true]}]}],\"sep\":\" | \"}"));
	assert_int_equal(harness_parse(&h, "{\"id\":\"c1\",\"a\":\"[deleted]\",\"t\":\"see #p12; ok\",\"p\":\"9\",\"l\":1,\"th\":\"t3_x\","
		"\"fx\":\"caf\\u00c3\\u00a9\",\"v\":\"V\",\"w\":\"W\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "t1_c1");
	assert_string(&h, MESSAGE_AUTHOR, "nobody");
	assert_string(&h, MESSAGE_PARENT, "12");
	assert_string(&h, MESSAGE_LABEL, "true");
	assert_string(&h, MESSAGE_THREAD, "x");
	assert_string(&h, MESSAGE_LANG, "en");
	assert_string(&h, MESSAGE_CHANNEL, "caf\xc3\xa9");
	assert_text(&h, "see #p12; ok | V");
	assert_int_equal(harness_parse(&h, "{\"a\":0,\"t\":\"T\",\"p\":\"9\",\"w\":\"W\",\"show\":true,\"fx\":\"\\u20ac\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_PARENT, "9");
	assert_string(&h, MESSAGE_AUTHOR, "nobody");
	assert_string(&h, MESSAGE_CHANNEL, "\xe2\x82\xac");
	assert_text(&h, "T | W");
	harness_close(&h);
}

static void joins_and_links(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"text\":{\"from\":\"/text\",\"join\":\"/text\"},"
		"\"urls\":{\"each\":true,\"from\":[\"/e/*/href\",\"/e/[type=link]/text\"]},\"quote_of\":\"/refs/[type=quoted]/id\""));
	assert_int_equal(harness_parse(&h, "{\"text\":[\"a\",{\"type\":\"b\",\"text\":\"\\u0062\"},{\"x\":1},\"c\",[]],\"e\":[{\"href\":\"u1\"},"
		"{\"type\":\"link\",\"text\":\"u2\"},{\"href\":\"u1\"},{\"href\":7}],\"refs\":[{\"type\":\"x\",\"id\":\"1\"},{\"type\":\"quoted\",\"id\":\"2\"}]}"),
		PARSED_MESSAGE);
	assert_text(&h, "abc");
	assert_int_equal(h.message.urls, 2);
	assert_true(str_is(h.message.url[0], "u1") && str_is(h.message.url[1], "u2"));
	assert_string(&h, MESSAGE_QUOTE_OF, "2");
	assert_int_equal(harness_parse(&h, "{\"text\":{\"text\":\"one\"}}"), PARSED_MESSAGE);
	assert_text(&h, "one");
	harness_close(&h);
}

static void times(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"id\":\"/id\",\"time\":{\"from\":[\"/ms\",\"/at\"],\"format\":[\"epoch\",\"iso\"],\"zone\":\"unknown\"},\"edited\":\"/edited\""));
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"ms\":\"1600000000000\",\"edited\":false}"), PARSED_MESSAGE);
	assert_int_equal(h.message.time, 1600000000000);
	assert_int_equal(h.message.zone, TIME_UTC);
	assert_int_equal(h.message.edited, 0);
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"at\":\"2020-09-13T12:26:40\",\"edited\":1600000001.0}"), PARSED_MESSAGE);
	assert_int_equal(h.message.zone, TIME_LOCAL);
	assert_int_equal(h.message.edited, 1600000001000);
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"at\":\"yesterday\"}"), PARSED_MESSAGE);
	assert_true(h.message.bad_time);
	assert_int_equal(h.message.zone, TIME_NONE);
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"ms\":0}"), PARSED_MESSAGE);
	assert_false(h.message.bad_time);
	assert_int_equal(h.message.zone, TIME_NONE);
	harness_close(&h);
}

static void rules(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, "{\"map\":\"m\",\"frame\":[\"jsonl\",\"json\"],\"markup\":\"reddit-markdown+html-entities\",\"fields\":{\"id\":\"/id\",\"author\":\"/by\"},\"rules\":["
		"{\"where\":[{\"at\":\"/body\",\"exists\":true}],\"skip\":[{\"at\":\"/body\",\"in\":[\"\"],\"as\":\"blank\"}],\"fields\":{\"text\":\"/body\"}},"
		"{\"where\":[{\"at\":\"/title\"}],\"fields\":{\"text\":\"/title\",\"id\":{\"from\":\"/id\",\"prefix\":\"s\"}}}]}");
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"body\":\"b\",\"title\":\"t\",\"by\":\"w\"}"), PARSED_MESSAGE);
	assert_text(&h, "b");
	assert_int_equal(h.message.markup, MARKUP_MARKDOWN | MARKUP_ENTITIES);
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"title\":\"t\",\"by\":\"w\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "s1");
	assert_string(&h, MESSAGE_AUTHOR, "w");
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"body\":\"\"}"), PARSED_SKIPPED);
	assert_true(str_is(h.skip, "blank"));
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\"}"), PARSED_QUARANTINED);
	assert_int_equal(h.message.fault, FAULT_NO_TEXT);
	harness_close(&h);
}

static void outside_of_records(void **state)
{
	struct harness h;
	const struct capture *capture;
	(void)state;
	harness_open(&h, "{\"map\":\"m\",\"frame\":\"json\",\"records\":[\"/messages/*\",\"/chats/*/messages/*\"],\"id_scope\":\"channel\","
		"\"path\":\"(?P<event>[a-z]+)/(?P<thread>[0-9]+)\","
		"\"lookups\":{\"users\":{\"records\":\"/includes/users/*\",\"key\":\"/id\",\"value\":[\"/nick\",\"/name\"]}},"
		"\"fields\":{\"id\":\"/id\",\"channel\":\"^/name\",\"thread\":\"@thread\",\"label\":\"#/title\",\"author\":{\"from\":\"/by\",\"lookup\":\"users\"},"
		"\"link\":{\"from\":\"/by\",\"lookup\":\"users\",\"keep\":false}}}");
	assert_int_equal(format_captures(h.member.format, &capture), 4);
	assert_true(str_is(capture[0].pointer, "/includes/users") && capture[0].late);
	assert_true(str_is(capture[1].pointer, "/name") && !capture[1].late);
	assert_true(str_is(capture[2].pointer, "/chats/*/name"));
	assert_true(str_is(capture[3].pointer, "/title"));
	h.member.capture[1] = str_of("77");
	harness_context(&h, 0, "[{\"id\":\"5\",\"nick\":\"\",\"name\":\"N\\u00e9\"},{\"name\":\"ann\",\"nick\":\"A\",\"id\":6},{\"id\":\"7\"}]");
	harness_context(&h, 2, "\"room \\u0031\"");
	harness_context(&h, 3, "\"T\"");
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"by\":\"5\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "room 1/1");
	assert_string(&h, MESSAGE_CHANNEL, "room 1");
	assert_string(&h, MESSAGE_THREAD, "room 1/77");
	assert_string(&h, MESSAGE_LABEL, "T");
	assert_string(&h, MESSAGE_AUTHOR, "N\xc3\xa9");
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"by\":\"6\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_AUTHOR, "A");
	assert_int_equal(harness_parse(&h, "{\"id\":\"1\",\"by\":\"7\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_AUTHOR, "7");
	assert_string(&h, MESSAGE_LINK, "");
	harness_close(&h);
}

/* What is done to a value is done to one put together or chosen by a condition too. */
static void outer_modifiers(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"id\":{\"cat\":[\"/a\",\"/b\"],\"sep\":\"/\",\"prefix\":\"at://\"},"
		"\"author\":{\"from\":[{\"from\":\"/by\",\"if\":[{\"at\":\"/by\",\"type\":\"string\"}]},\"/to\"],\"strip\":\"u/\"},"
		"\"lang\":{\"from\":\"/map\",\"key\":true},"
		"\"deleted\":[{\"all\":[{\"at\":\"/a\",\"in\":[\"x\"]},{\"any\":[{\"at\":\"/b\"},{\"at\":\"/c\"}],\"not\":true}]}]"));
	assert_int_equal(harness_parse(&h, "{\"a\":\"x\",\"b\":\"y\",\"by\":\"u/ann\",\"map\":{\"de\":\"ja\",\"en\":1}}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "at://x/y");
	assert_string(&h, MESSAGE_AUTHOR, "ann");
	assert_string(&h, MESSAGE_LANG, "de");
	assert_false(h.message.deleted);
	assert_int_equal(harness_parse(&h, "{\"a\":\"x\",\"by\":7,\"to\":\"u/bo\",\"map\":{}}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "at://x");
	assert_string(&h, MESSAGE_AUTHOR, "bo");
	assert_string(&h, MESSAGE_LANG, "");
	assert_true(h.message.deleted);
	harness_close(&h);
}

static void bad_bytes(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, FIELDS("\"id\":\"/id\",\"text\":\"/text\""));
	assert_int_equal(harness_parse(&h, "{\"id\":\"a\xff\",\"text\":\"x \xf0\x9f\x98 y \\ud800 z\"}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "a\\xff");
	assert_text(&h, "x \xef\xbf\xbd y \xef\xbf\xbd z");
	assert_int_equal(h.message.repairs, 3);
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"text\":\"x\",\"text\":\"y\"}"), PARSED_MESSAGE);
	assert_text(&h, "y");
	assert_int_equal(h.message.duplicate_keys, 1);
	assert_int_equal(harness_parse(&h, "{\"id\":\"a\xff\",\"n\":NaN,\"text\":\"x\ty\\x0bz\",}"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "a\\xff");
	assert_text(&h, "x\ty\vz");
	assert_int_equal(h.message.repairs, 5);
	static const struct { const char *record; enum fault fault; uint64_t at; } cases[] = { { "{\"id\":nul}", FAULT_JSON, 6 },
		{ "[1]", FAULT_TYPE, 0 }, { "\"x\"", FAULT_TYPE, 0 }, { "{\"other\":1}", FAULT_NO_TEXT, 0 }, { "{\"id\":\"\xff\",;}", FAULT_JSON, 12 } };
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(harness_parse(&h, cases[i].record), PARSED_QUARANTINED);
		assert_int_equal(h.message.fault, cases[i].fault);
		assert_int_equal(h.message.fault_at, cases[i].at);
		assert_non_null(h.message.fault_reason);
	}
	h.set->bad_utf8 = BAD_UTF8_QUARANTINE;
	assert_int_equal(harness_parse(&h, "{\"id\":\"a\xff\",\"text\":\"x\"}"), PARSED_QUARANTINED);
	assert_int_equal(h.message.fault, FAULT_UTF8);
	assert_int_equal(h.message.fault_at, 8);
	harness_close(&h);
}

static void tables(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, "{\"map\":\"m\",\"frame\":\"csv\",\"fields\":{\"id\":\"/ID\",\"text\":\"/body\",\"label\":\"/3\",\"deleted\":[{\"at\":\"/body\",\"in\":[\"gone\"]}]}}");
	static struct str header[] = { { "id", 2 }, { "Body", 4 }, { "x", 1 } };
	h.context = (struct context){ .value = header, .count = 3 };
	h.member.delimiter = ';';
	assert_int_equal(harness_parse(&h, "1;\"a \"\"b\"\";\nc\";"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_ID, "1");
	assert_text(&h, "a \"b\";\nc");
	assert_int_equal(harness_parse(&h, "1;gone;;;\r\n"), PARSED_MESSAGE);
	assert_true(h.message.deleted);
	assert_false(h.message.ragged);
	assert_int_equal(harness_parse(&h, "1;a;x;y"), PARSED_MESSAGE);
	assert_true(h.message.ragged);
	assert_int_equal(harness_parse(&h, "1;a"), PARSED_MESSAGE);
	assert_true(h.message.ragged);
	assert_int_equal(harness_parse(&h, "1"), PARSED_QUARANTINED);
	assert_int_equal(h.message.fault, FAULT_COLUMNS);
	assert_int_equal(harness_parse(&h, "1;\"a\"b;c"), PARSED_MESSAGE);
	assert_text(&h, "ab");
	assert_int_equal(h.message.repairs, 1);
	assert_int_equal(harness_parse(&h, "1;\"a \\\"b\\\" c\";d"), PARSED_MESSAGE);
	assert_text(&h, "a \"b\" c");
	assert_int_equal(harness_parse(&h, "1;\"a;c"), PARSED_QUARANTINED);
	assert_int_equal(h.message.fault, FAULT_QUOTE);
	assert_int_equal(harness_parse(&h, "1.23457E+17;a;x"), PARSED_MESSAGE);
	assert_int_equal(h.message.repairs, 1);
	assert_int_equal(harness_parse(&h, "1;caf\xe9 \x93q\x94;"), PARSED_MESSAGE);
	assert_text(&h, "caf\xc3\xa9 \xe2\x80\x9cq\xe2\x80\x9d");
	assert_int_equal(h.message.repairs, 3);
	h.context.count = 0;
	parse_scratch_begin(h.scratch);
	assert_int_equal(harness_parse(&h, "1;b;c;lab"), PARSED_QUARANTINED);
	harness_close(&h);
}

static void lines(void **state)
{
	struct harness h;
	(void)state;
	harness_open(&h, "{\"map\":\"m\",\"frame\":\"lines\",\"fields\":{\"author\":\"/name\",\"text\":\"/text\"}}");
	h.member.names = true;
	assert_int_equal(harness_parse(&h, "ann b: Re: claim\r"), PARSED_MESSAGE);
	assert_string(&h, MESSAGE_AUTHOR, "ann b");
	assert_text(&h, "Re: claim");
	static const char *const whole[] = { "http://x.org/a is it", "12:30 is a time", "one two three four: too many words",
		"a name that is longer than forty characters: x", "nothing here" };
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		assert_int_equal(harness_parse(&h, whole[i]), PARSED_MESSAGE);
		assert_string(&h, MESSAGE_AUTHOR, "");
		assert_text(&h, whole[i]);
	}
	h.member.names = false;
	assert_int_equal(harness_parse(&h, "ann: x"), PARSED_MESSAGE);
	assert_text(&h, "ann: x");
	harness_close(&h);
}

static void overrides(void **state)
{
	struct field_override field[] = { { { "text", 4 }, { "/payload", 8 } }, { { "time", 4 }, { "/when", 5 } } };
	struct harness h = { .settings = { .override = field, .overrides = 2 } };
	(void)state;
	assert_true(harness_try(&h, "{\"map\":\"m\",\"frame\":\"jsonl\",\"priority\":8,\"detect\":{\"any\":[\"/text\"]},\"fields\":{\"id\":\"/id\",\"text\":\"/text\"}}"));
	assert_int_equal(harness_parse(&h, "{\"id\":1,\"text\":\"no\",\"payload\":\"yes\",\"when\":\"2020-09-13\"}"), PARSED_MESSAGE);
	assert_text(&h, "yes");
	assert_int_equal(h.message.zone, TIME_LOCAL);
	const struct detection found = format_detect(h.set, str_of("x"), str_of("{\"payload\":\"p\"}\n"), &h.arena);
	assert_ptr_equal(found.format, h.member.format);
	harness_close(&h);
}

/* A map of one's own that compiles and could do nothing. */
static void unusable(void **state)
{
	static const struct { const char *map, *says; } cases[] = {
		{ "{\"map\":\"m\",\"frame\":\"json\",\"detect\":{\"all\":[\"/a\"]},\"fields\":{\"id\":\"/a\"}}", "test.map.json: /fields/text: where the text" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"fields\":{\"text\":\"/a\"}}", "test.map.json: /detect: all, any, also or names is wanted" },
		{ "{\"map\":\"m\",\"frame\":\"csv\",\"detect\":{\"names\":\"*.csv\"},\"fields\":{\"text\":\"/a\"}}", "/detect: all, any or columns" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"detect\":{\"names\":\"*.x\"},\"companion\":\"beside\"}", NULL },
		{ "{\"map\":\"m\",\"frame\":\"mail\",\"fields\":{\"text\":\"/text\"}}", NULL } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness h;
		harness_open(&h, cases[i].map);
		assert_int_equal(format_set_usable(h.set, &h.settings, &h.diag), !cases[i].says);
		if (cases[i].says && !strstr(h.diag.text, cases[i].says)) fail_msg("\"%s\" does not say \"%s\"", h.diag.text, cases[i].says);
		h.settings.format = str_of("m");
		if (i == 1 || i == 2) assert_true(format_set_usable(h.set, &h.settings, &h.diag));
		harness_close(&h);
	}
}

/* Each wrong map is refused with its place and what is allowed. */
static void errors(void **state)
{
	static const struct { const char *map, *says; } cases[] = {
		{ "{\"map\":\"m\",\"frame\":\"jsonl\",\"feilds\":{}}", "/feilds: no such key; there are map, title, frame" },
		{ "{\"map\":\"m\",\"frame\":\"xml\"}", "/frame: \"xml\": jsonl, json, csv, lines, rows, mail, irc, phone, warc or wiki is wanted" },
		{ "{\"map\":\"m\"}", "/frame: a string is wanted" },
		{ "{\"frame\":\"json\"}", "/map: a string is wanted" },
		{ "{\"map\":\"m\",\n\"frame\":}", "line 2, column 9, at }: not JSON" },
		{ "{\"map\":\"m\",\n \"frame\":\"json\",\n}", "at }: not JSON: a comma before a closing bracket" },
		{ "", "line 1: not JSON: the file is empty" }, { "{\"map\":\"m\"", "not JSON: it ends in the middle" },
		{ "{\"map\":\"m\", // mine\n\"frame\":\"json\"}", "at // mine: not JSON: JSON has no comments" },
		{ "{'map':'m'}", "line 1, column 2, at 'map':'m'}: not JSON: texts stand in double quotes" },
		{ "{\"map\":\"m\" \"frame\":\"json\"}", "at \"frame\":\"json\"}: not JSON: a comma or a colon is missing" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"frame\":\"csv\"}", "/frame: the key stands here twice" },
		{ "{\"map\":\"m\",\"frame\":\"mail\",\"fields\":{\"text\":\"/body\"}}", "/body: \"mail\" files have no such value; there are /id, /author" },
		{ FIELDS("\"txet\":\"/a\""), "/fields/txet: no such field; there are id, author" },
		{ FIELDS("\"text\":\"a\""), "/fields/text: \"a\": a pointer begins with" },
		{ FIELDS("\"text\":\"/a~2\""), "/fields/text: " },
		{ FIELDS("\"text\":{\"from\":[\"/a\",{\"form\":1}]}"), "/fields/text/from/1/form: no such key; there are from, cat" },
		{ FIELDS("\"text\":\"@thread\""), "has no group of that name" },
		{ FIELDS("\"text\":\"^/x\""), "leads outside of what \"records\" names" },
		{ FIELDS("\"text\":{\"from\":\"/a\",\"lookup\":\"u\"}"), "/fields/text/lookup: no lookup is called \"u\"" },
		{ FIELDS("\"text\":{\"from\":\"/a\",\"fix\":\"all\"}"), "\"latin1-utf8\" is the only one" },
		{ FIELDS("\"time\":{\"from\":\"/a\",\"format\":\"%Q\"}"), "/fields/time/format: \"%Q\": epoch" },
		{ FIELDS("\"time\":{\"from\":\"/a\",\"zone\":\"Mars\"}"), "/fields/time/zone: \"UTC\"" },
		{ FIELDS("\"deleted\":[{\"at\":\"/a\",\"type\":\"text\"}]"), "/fields/deleted/0/type: \"text\": string, number" },
		{ FIELDS("\"deleted\":[{\"in\":[1]}]"), "/fields/deleted/0: a condition needs \"at\"" },
		{ FIELDS("\"deleted\":[{\"at\":\"/a\",\"in\":[1],\"exists\":true}]"), "/fields/deleted/0: one of in, exists" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"recurse\":[\"replies\"]}", "/recurse: a record pointer begins with /" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"rules\":[{\"recurse\":\"/a/[k=v]\"}]}", "/rules/0/recurse: a record pointer has keys" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"path\":\"(\"}", "/path: at character 1: " },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"detect\":{\"path\":true}}", "/path: \"detect\" asks for \"path\"" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"markup\":\"bold\"}", "/markup: plain, html-entities" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"id_scope\":\"room\"}", "/id_scope: \"channel\" is the only one" },
		{ "{\"map\":\"m\",\"frame\":\"json\",\"lookups\":{\"u\":{\"records\":\"/a/*/b/*\",\"key\":\"/k\",\"value\":\"/v\"}}}", "/lookups/u/records: " } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct harness h = { .set = NULL };
		assert_false(harness_try(&h, cases[i].map));
		if (!strstr(h.diag.text, cases[i].says) || !strstr(h.diag.text, "test.map.json: ")) fail_msg("\"%s\" does not say \"%s\"", h.diag.text, cases[i].says);
		assert_int_equal(h.diag.code, EXIT_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(fallbacks), cmocka_unit_test(conditions), cmocka_unit_test(modifiers),
		cmocka_unit_test(joins_and_links), cmocka_unit_test(times), cmocka_unit_test(rules), cmocka_unit_test(outside_of_records),
		cmocka_unit_test(outer_modifiers), cmocka_unit_test(bad_bytes), cmocka_unit_test(tables), cmocka_unit_test(lines), cmocka_unit_test(overrides), cmocka_unit_test(errors), cmocka_unit_test(unusable) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
