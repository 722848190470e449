/* test_rows.c -- tables in XML: where rows begin and end, what their attributes say, and what damage costs.
 * Knows the maps of Stack Exchange's dumps; the XML is written here. */
#include "layout_harness.h"
#include "xml.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"

static const struct layout_run plain = { .path = "site.7z!Posts.xml" };

static void posts(void **state)
{
	(void)state;
	LAYOUT_EXPECT(plain, "\xef\xbb\xbf" HEAD "<posts>\r\n"
		"  <row Id=\"1\" PostTypeId=\"1\" CreationDate=\"2020-01-02T03:04:05.678\" Body=\"&lt;p&gt;One &amp;amp; two&lt;/p&gt;\" OwnerUserId=\"7\" Title=\"Why?\" />\r\n"
		"<row PostTypeId='2' ParentId='1'\n Body='a > \"b\" &#10;&#x41;&apos;' Id='2' OwnerDisplayName='N &#233;'/><row Id=\"3\" PostTypeId=\"5\" Body=\"wiki\"></row>\r\n"
		"<!-- a <row Id=\"9\"/> that is none --></posts>\r\n",
		"stackexchange-posts\n"
		"1@53 p1 author=7 thread=p1 2020-01-02T03:04:05.678Z \"Why?\\nOne & two\"\n"
		"2@196 p2 author=N \xc3\xa9 parent=p1 thread=p1 \"a > \\\"b\\\" \\nA'\"\n"
		"3@299 skipped tag-wiki\n");
}

static void comments(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "Comments.xml" };
	LAYOUT_EXPECT(run, "<comments><row Id=\"1\" PostId=\"5\" Score=\"0\" Text=\"**no**, see [this](https://x.org/a)\" CreationDate=\"2020-01-02T03:04:05\" UserId=\"3\"/></comments>",
		"stackexchange-comments\n1@10 c1 author=3 parent=p5 2020-01-02T03:04:05Z \"no, see this (https://x.org/a)\"\n");
}

static void companions(void **state)
{
	(void)state;
	struct layout_run run = { .path = "site.7z!Users.xml" };
	LAYOUT_EXPECT(run, HEAD "<users>\n<row Id=\"-1\" DisplayName=\"x\"/></users>", "companion-file");
	run.path = "history.zip!x/PostHistory.xml";
	LAYOUT_EXPECT(run, "<posthistory><row Id=\"1\" PostHistoryTypeId=\"2\" PostId=\"1\" Text=\"old\"/></posthistory>", "companion-file");
	LAYOUT_EXPECT(run, HEAD "<tags>\n</tags>", "companion-file");
	LAYOUT_EXPECT(plain, HEAD "<posts>\n</posts>", "stackexchange-posts\n");
	LAYOUT_EXPECT(plain, "<html><body>row</body></html>", "unknown");
	LAYOUT_EXPECT(plain, "<rss><channel><row/></channel></rss>", "unknown");
}

static void characters(void **state)
{
	(void)state;
	LAYOUT_EXPECT(plain, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"a&#0;b&#x1F;c&#xD800;d&#99999999999;\x01&foo;&amp\"/>"
		"<row Id=\"2\" PostTypeId=\"1\" Body=\"caf\xe9 \xef\xbf\xbf\"/></posts>",
		"stackexchange-posts\n"
		"1@7 p1 thread=p1 repairs=5 \"a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd" "d\xef\xbf\xbd\xef\xbf\xbd&foo;&amp\"\n"
		"2@89 p2 thread=p2 repairs=2 \"caf\xef\xbf\xbd \xef\xbf\xbd\"\n");
}

/* One broken row costs itself. */
static void damage(void **state)
{
	(void)state;
	LAYOUT_EXPECT(plain, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"ok\"/>\n<row Id=\"2 PostTypeId=\"1\" Body=\"x\"/>\n<row Id=\"3\" PostTypeId=1/>\n"
		"<row Id=\"4\"PostTypeId=\"1\"/>\n<row Id=\"5\" </posts>\njunk\n<row Id=\"6\" PostTypeId=\"2\" Body=\"ok\"/><other a='1'/></posts>",
		"stackexchange-posts\n"
		"1@7 p1 thread=p1 \"ok\"\n"
		"2@46 form at 23: text behind a tag's name or an attribute's quote\n"
		"3@83 form at 23: an attribute's value without quotes\n"
		"4@110 form at 11: text behind a tag's name or an attribute's quote\n"
		"5@138 form at 12: the tag is never closed\n"
		"6@159 form at 0: text between the rows\n"
		"7@164 p6 thread=p6 \"ok\"\n");
}

static void ends(void **state)
{
	(void)state;
	struct layout_run run = plain;
	LAYOUT_EXPECT(run, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"ok\"/><row Id=\"2\" Body=\"cut",
		"stackexchange-posts\n1@7 p1 thread=p1 \"ok\"\n2@45 truncated at 0: the input ends inside this record\n");
	LAYOUT_EXPECT(run, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"ok\"/>\n", "stackexchange-posts\n1@7 p1 thread=p1 \"ok\"\nnote truncated\n");
	run.cut = true;
	LAYOUT_EXPECT(run, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"ok\"/>\n", "stackexchange-posts\n1@7 p1 thread=p1 \"ok\"\n");
	run = plain;
	run.record = 48;
	LAYOUT_EXPECT(run, "<posts><row Id=\"1\" PostTypeId=\"1\" Body=\"0123456789 <b> 0123456789\"/> <!-- c -->\n<row Id=\"2\" PostTypeId=\"1\" Body=\"ok\"/></posts>",
		"stackexchange-posts\n1@7 record_size at 0: longer than a record may be\n2@80 p2 thread=p2 \"ok\"\n");
}

/* Nothing is expanded, nothing is fetched, nothing of the rest is read. */
static void declarations(void **state)
{
	(void)state;
	LAYOUT_EXPECT(plain, "<!DOCTYPE posts [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><posts><row Id=\"1\" PostTypeId=\"1\" Body=\"&b;\"/></posts>",
		"stackexchange-posts\n1@0 form at 0: a document type with declarations of its own: nothing is expanded or fetched, and the rest is not read\n");
	LAYOUT_EXPECT(plain, "<!DOCTYPE posts SYSTEM \"http://x.org/posts.dtd\"><posts><row Id=\"1\" PostTypeId=\"1\" Body=\"&b;\"/></posts>",
		"stackexchange-posts\n1@55 p1 thread=p1 \"&b;\"\n");
}

/* --- the strict parser ------------------------------------------------------------------------------------------------------ */

struct seen { struct buf text; struct xml *xml; };

static void seen_start(void *with, struct str name, const struct xml_attribute *a, uint32_t n)
{
	struct seen *const s = with;
	buf_put_format(&s->text, "<%.*s@%u", (int)name.n, name.p, (unsigned)xml_at(s->xml));
	for (uint32_t i = 0; i < n; i++) buf_put_format(&s->text, " %.*s=%.*s", (int)a[i].name.n, a[i].name.p, (int)a[i].value.n, a[i].value.p);
	buf_put_char(&s->text, '>');
	if (str_is(name, "stop")) xml_stop(s->xml, "enough");
}

static void seen_end(void *with, struct str name)
{
	buf_put_format(&((struct seen *)with)->text, "</%.*s>", (int)name.n, name.p);
}

static void seen_text(void *with, struct str text)
{
	buf_put(&((struct seen *)with)->text, text);
}

static void expect_pushed(const char *document, const char *expected, uint64_t at)
{
	static const struct xml_handler handler = { seen_start, seen_end, seen_text };
	for (size_t step = 1; step < 1000; step += 333) {
		struct seen s = { .xml = NULL };
		struct xml_error error = { 0, NULL };
		bool fine = true;
		s.xml = xml_open(&handler, &s, 3);
		const size_t n = strlen(document);
		for (size_t i = 0; i < n && fine; i += step)
			fine = xml_feed(s.xml, (struct str){ document + i, n - i < step ? n - i : step }, &error);
		fine = fine && xml_finish(s.xml, &error);
		if (error.reason) buf_put_format(&s.text, "!%s", error.reason);
		buf_put_char(&s.text, '\0');
		assert_string_equal(s.text.p, expected);
		if (!fine) assert_int_equal(error.at, at);
		if (!fine) assert_false(xml_feed(s.xml, str_of("<a/>"), &error));
		xml_close(s.xml);
		buf_free(&s.text);
	}
}

static void pushed(void **state)
{
	(void)state;
	expect_pushed("<a x='1&amp;2'>t<b/>&#65;</a>", "<a@0 x=1&2>t<b@16></b>A</a>", 0);
	expect_pushed("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "!a DOCTYPE with declarations of its own: refused", 12);
	expect_pushed("<!DOCTYPE a SYSTEM 'http://x.org/'><a>&e;</a>", "<a@35>!a reference to an entity that is not XML's own", 38);
	expect_pushed("<a><b></a>", "<a@0><b@3>!mismatched tag", 8);
	expect_pushed("<a><a><a><a>", "<a@0><a@3><a@6>!elements nested too deep", 9);
	expect_pushed("<a><stop/>x</a>", "<a@0><stop@3>!enough", 3);
	expect_pushed("<a/> x", "<a@0></a>!junk after document element", 5);
	/* What ends in the middle is not broken, and of its text nothing is lost. */
	expect_pushed("<a>x]", "<a@0>x]", 0);
	expect_pushed("<a>x\r", "<a@0>x\n", 0);
	expect_pushed("<a>x<b y='", "<a@0>x", 0);
	expect_pushed("<a>x&am", "<a@0>x", 0);
	expect_pushed("<a>x<![CDATA[y", "<a@0>xy", 0);
	expect_pushed("<a>x\xe2\x82", "<a@0>x", 0);
	expect_pushed("<!-- x", "", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(posts), cmocka_unit_test(comments), cmocka_unit_test(companions),
		cmocka_unit_test(characters), cmocka_unit_test(damage), cmocka_unit_test(ends), cmocka_unit_test(declarations),
		cmocka_unit_test(pushed) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
