/* test_wiki.c -- dumps of MediaWiki as records: where each stands, and what broken XML costs, however the bytes arrive.
 * Knows the framer alone; the dumps are written here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "buf.h"
#include "frame_wiki.h"

#define HEAD "<mediawiki version=\"0.11\">"
#define TALK(id) "<page><title>Talk:T" id "</title><ns>1</ns><id>" id "</id>"
#define SAID(text) "<revision><id>7</id><text>" text " --[[User:Ada]] 12:34, 5 May 2010 (UTC)</text></revision>"

struct dump { struct str text; size_t at, step; bool cut; };

static long pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct dump *const d = from;
	(void)diag;
	size_t n = d->text.n - d->at;
	if (n > d->step) n = d->step;
	if (n > cap) n = cap;
	if (n) memcpy(into, d->text.p + d->at, n);
	d->at += n;
	return (long)n;
}

static bool was_cut(void *from) { return ((struct dump *)from)->cut; }

/* The lines of a record's head but those that are hashes, and its text, divided by bars. */
static void record_put(struct buf *out, struct str record)
{
	for (size_t at = 0; at < record.n;) {
		const char *const end = memchr(record.p + at, '\n', record.n - at);
		const size_t to = end ? (size_t)(end - record.p) : record.n;
		const struct str line = str_cut(record, at, to);
		at = to + 1;
		if (!line.n || str_starts(line, str_of("id: ")) || str_starts(line, str_of("title: "))) continue;
		buf_put(out, line);
		buf_put_char(out, '|');
	}
}

/* One line a record: its number, what stands in the dump where it says that it stands, its fault, and what it holds. */
static struct buf records(struct dump from)
{
	const struct detection detection = { .frame = FRAME_WIKI };
	const struct limits limits = { .record = 1 << 20 };
	struct diag diag = { 0 };
	struct window w = { .pull = pull, .was_cut = was_cut, .from = &from, .most = limits.record + DETECT_BYTES, .diag = &diag };
	struct buf lines = { 0 };
	struct frame_out out;
	enum finding note;
	void *const state = framer_wiki.open(&detection, &limits);
	for (enum frame_step s; (s = framer_wiki.next(state, &w, &out, &note)) != FRAME_END;) {
		if (s == FRAME_NOTE) {
			buf_put_format(&lines, "note %s\n", finding_name(note));
			continue;
		}
		assert_int_equal(s, FRAME_RECORD);
		assert_true(out.offset <= from.text.n);
		buf_put_format(&lines, "%u@", (unsigned)out.number);
		buf_put(&lines, str_cut(from.text, (size_t)out.offset, from.text.n - out.offset < 6 ? from.text.n : (size_t)out.offset + 6));
		buf_put_format(&lines, "%s%s ", out.fault ? " " : "", out.fault ? fault_name(out.fault) : "");
		record_put(&lines, out.bytes);
		buf_put_char(&lines, '\n');
	}
	framer_wiki.close(state);
	free(w.p);
	buf_put_char(&lines, '\0');
	return lines;
}

static void expect(struct str text, bool cut, const char *expected)
{
	static const size_t steps[] = { 1 << 22, 1, 7, 4096, 32767 };
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct buf got = records((struct dump){ text, 0, steps[i], cut });
		assert_string_equal(got.p, expected);
		buf_free(&got);
	}
}

#define EXPECT(text, cut, expected) expect((struct str){ text, sizeof(text) - 1 }, cut, expected)

/* A byte that is no UTF-8 becomes three; what follows stands where it stood, also where the byte is in the tag itself. */
static void bad_bytes(void **state)
{
	(void)state;
	EXPECT(HEAD TALK("1") SAID("a\xff\xff b") SAID("c") "</page></mediawiki>", false,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|repairs: 2|a\xef\xbf\xbd\xef\xbf\xbd b|\n"
		"2@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|c|\n");
	EXPECT(HEAD "<page a='\xff\xff\xff'><title>T</title><ns>0</ns></page></mediawiki>", false, "1@<page  skip: not-talk|\n");
	EXPECT(HEAD "<page><title>\xff\xff\xff</title><ns>0</ns></page><page><ns>0</ns><b\xff></page><page><ns>0</ns></page></mediawiki>", false,
		"1@<page> skip: not-talk|\n"
		"2@<page> broken: not well-formed (invalid token)|broken-at: 85|\n"
		"3@<page> skip: not-talk|\n");
}

/* Pieces of several sizes, each with characters of several bytes where a piece may end, and bad bytes now and then. */
static void long_dump(void **state)
{
	struct buf text = { 0 }, expected = { 0 };
	(void)state;
	buf_put_z(&text, HEAD);
	for (unsigned i = 1; i <= 400; i++) {
		const char *const bad = i % 7 ? "" : "\xff\x01";
		buf_put_format(&text, "<page><title>Talk:T</title><ns>1</ns><id>%u</id>", i);
		buf_put_format(&text, SAID("%.*s\xe2\x82\xac%s%u"), (int)(i % 5), "xxxxx", bad, i);
		for (unsigned k = 0; k < i % 90; k++) buf_put_z(&text, "<a b='\xf0\x9f\x98\x80\xc3\xa9'/>\n");
		buf_put_z(&text, "</page>");
		buf_put_format(&expected, "%u@<revis page: %u|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|%s%.*s\xe2\x82\xac%s%u|\n", i, i,
			*bad ? "repairs: 2|" : "", (int)(i % 5), "xxxxx", *bad ? "\xef\xbf\xbd\xef\xbf\xbd" : "", i);
	}
	buf_put_z(&text, "</mediawiki>");
	buf_put_char(&expected, '\0');
	expect(buf_str(&text), false, expected.p);
	buf_free(&text);
	buf_free(&expected);
}

/* What the parser holds back until it knows that nothing follows is read as well, and that is all the end costs. */
static void cut_dumps(void **state)
{
	(void)state;
	EXPECT(HEAD TALK("1") SAID("a"), true,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n2@<page> truncated page: 1|\n");
	EXPECT(HEAD TALK("1") SAID("a") "</page></mediawi", true,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n");
	EXPECT(HEAD TALK("1") SAID("a") "</page><!-- never closed", true,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n");
	EXPECT(HEAD TALK("1") "<revision><text>a --[[User:Ada]]", true,
		"1@<revis page: 1|author: Ada|a|\n2@<revis truncated page: 1|\n");
	EXPECT(HEAD TALK("1") SAID("a") "</page>]]", false,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\nnote truncated\n");
	EXPECT(HEAD TALK("1") SAID("a") "</page></mediawiki>\n<b", false,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n"
		"2@<b broken: junk after document element|broken-at: 178|\nnote truncated\n");
}

/* The parser says only at its end that an element or an order is wrong: what begins in it is looked for all the same. */
static void broken_late(void **state)
{
	(void)state;
	EXPECT(HEAD TALK("1") SAID("a") "</page><?xml " TALK("2") SAID("b") "</page>?></mediawiki>", false,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n"
		"2@<?xml  broken: XML or text declaration not at start of entity|broken-at: 165|\n"
		"3@<revis page: 2|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|b|\n");
}

/* A comment that never ends costs what is in it up to a limit, not the rest of the dump. */
static void endless_tag(void **state)
{
	struct buf text = { 0 };
	(void)state;
	buf_put_z(&text, HEAD TALK("1") SAID("a") "</page><!-- ");
	for (unsigned i = 0; i < 100 << 10; i++) buf_put_z(&text, "0123456789abcdef");
	buf_put_z(&text, TALK("2") SAID("b") "</page></mediawiki>");
	expect(buf_str(&text), false,
		"1@<revis page: 1|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|a|\n"
		"2@<!-- 0 broken: a tag or a comment without an end|broken-at: 165|\n"
		"3@<revis page: 2|revision: 7|author: Ada|time: 2010-05-05T12:34:00Z|b|\n");
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(bad_bytes), cmocka_unit_test(long_dump), cmocka_unit_test(cut_dumps), cmocka_unit_test(broken_late),
		cmocka_unit_test(endless_tag) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
