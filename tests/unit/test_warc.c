/* test_warc.c -- web archives: records and what a wrong length costs, HTTP's wrappings, character sets, kinds of text.
 * Knows the map of web archives; every record is made here. */
#include "layout_harness.h"
#include "warc_http.h"

#include <zlib.h>

static const struct layout_run plain = { .path = "crawl.warc" };

/* A record whose length is `more` bytes off. */
static void put_record(struct buf *b, const char *type, unsigned n, const char *fields, struct str block, int more)
{
	buf_put_format(b, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%u>\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n%sContent-Length: %d\r\n\r\n",
		type, n, fields, (int)block.n + more);
	buf_put(b, block);
	buf_put_z(b, "\r\n\r\n");
}

static void put_page(struct buf *b, unsigned n, const char *http, struct str body)
{
	struct buf block = { 0 };
	buf_put_z(&block, http);
	buf_put_z(&block, "\r\n\r\n");
	buf_put(&block, body);
	put_record(b, "response", n, "WARC-Target-URI: http://a.org/\r\nContent-Type: application/http;msgtype=response\r\n", buf_str(&block), 0);
	buf_free(&block);
}

/* Lines without "number@offset ", which the made records shift. */
static void expect_pages(struct buf *b, const char *expected)
{
	struct diag diag = { 0 };
	struct assets *const assets = assets_open(NULL, &diag);
	const struct settings settings = { .limits = { .json_depth = 64 } };
	struct format_set *const set = assets ? format_set_open(assets, &settings, &diag) : NULL;
	if (!set) fail_msg("%s", diag.text);
	for (size_t step = 1 << 20; step; step /= 1000) {
		struct buf lines = layout_lines(set, &plain, buf_str(b), step), bare = { 0 };
		for (const char *at = lines.p; *at;) {
			const char *const end = strchr(at, '\n'), *const space = strchr(at, ' ');
			const char *const from = space && space < end ? space + 1 : at;
			buf_put(&bare, (struct str){ from, (size_t)(end + 1 - from) });
			at = end + 1;
		}
		buf_put_char(&bare, '\0');
		assert_string_equal(bare.p, expected);
		buf_free(&lines);
		buf_free(&bare);
	}
	format_set_close(set);
	assets_close(assets);
	buf_free(b);
}

#define MESSAGE(n) "" n " channel=a.org link=http://a.org/ 2020-01-02T03:04:05Z"

static void kinds(void **state)
{
	(void)state;
	struct buf b = { 0 };
	put_record(&b, "warcinfo", 1, "", str_of("software: x"), 0);
	put_record(&b, "request", 2, "", str_of("GET / HTTP/1.0"), 0);
	put_record(&b, "metadata", 3, "", str_of("via: x"), 0);
	put_record(&b, "revisit", 4, "", str_of("HTTP/1.1 200 OK\r\n\r\n"), 0);
	put_record(&b, "Conversion", 5, "WARC-Target-URI: <http://A.org:80/x y>\r\nWARC-Identified-Content-Language: eng\r\n", str_of("All caf\xc3\xa9s\nclose."), 0);
	put_record(&b, "resource", 6, "Content-Type: image/png\r\n", str_of("\x89PNG"), 0);
	put_record(&b, "resource", 7, "Content-Type: text/plain\r\n", str_of("WARC/1.0\r\nlike a record"), 0);
	put_record(&b, "conversion", 8, "WARC-Segment-Number: 2\r\n", str_of("rest"), 0);
	put_record(&b, "strange", 9, "", str_of("x"), 0);
	expect_pages(&b, "warc\nskipped warcinfo\nskipped request\nskipped metadata\nskipped revisit\n"
		"5 channel=a.org link=http://A.org:80/x y 2020-01-02T03:04:05Z \"All caf\xc3\xa9s\\nclose.\"\n"
		"skipped not-text\n7 2020-01-02T03:04:05Z \"WARC/1.0\\r\\nlike a record\"\nskipped continuation\nskipped other-record\n");
}

static void pages(void **state)
{
	(void)state;
	struct buf b = { 0 };
	put_page(&b, 1, "HTTP/1.1 200 OK\r\nContent-Type: text/html", str_of("<html><title>T</title><script>x()</script><p>One\n two.</html>"));
	put_page(&b, 2, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", str_of("<p>gone"));
	put_page(&b, 3, "HTTP/1.1 301\r\nLocation: /", str_of(""));
	put_page(&b, 4, "HTTP/1.1 200 OK\r\nContent-Type: application/json", str_of("{}"));
	put_page(&b, 5, "HTTP/1.1 200 OK\r\ncontent-type: TEXT/PLAIN; charset=\"utf-8\"", str_of("a < b & c"));
	put_page(&b, 6, "HTTP/1.1 200 OK\r\nContent-Type: application/pdf", str_of("%PDF"));
	put_page(&b, 7, "HTTP/1.1 200 OK", str_of("\r\n<!DOCTYPE HTML><p>no type"));
	put_page(&b, 8, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br", str_of("\x8b\x01"));
	put_page(&b, 9, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", str_of("<p>not packed any more"));
	expect_pages(&b, "warc\n" MESSAGE("1") " \"T\\nOne two.\"\nskipped http-status\nskipped http-status\nskipped json\n"
		MESSAGE("5") " \"a < b & c\"\nskipped not-text\n" MESSAGE("7") " \"no type\"\nskipped content-encoding\n"
		MESSAGE("9") " \"not packed any more\"\n");
}

static void chunks(void **state)
{
	(void)state;
	static const char http[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked";
	struct buf b = { 0 };
	put_page(&b, 1, http, str_of("5\r\nabcde\r\n00A;x=y\r\n0123456789\r\n0\r\n\r\n"));
	put_page(&b, 2, http, str_of("never in chunks"));
	put_page(&b, 3, http, str_of("3\r\nabcdef"));
	put_page(&b, 4, http, str_of("9\r\nabc"));
	put_page(&b, 5, http, str_of("3\r\nabc\r\n"));
	put_page(&b, 6, http, str_of("ffffffffffff\r\nabc"));
	expect_pages(&b, "warc\n" MESSAGE("1") " \"abcde0123456789\"\n" MESSAGE("2") " \"never in chunks\"\n"
		MESSAGE("3") " repairs=1 \"abcdef\"\n" MESSAGE("4") " repairs=1 \"abc\"\n" MESSAGE("5") " repairs=1 \"abc\"\n"
		MESSAGE("6") " \"ffffffffffff\\r\\nabc\"\n");
}

static struct str packed(const char *text, size_t n, int bits, unsigned char *into, size_t room)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)text, .avail_in = (unsigned)n, .next_out = into, .avail_out = (unsigned)room };
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return (struct str){ (char *)into, room - z.avail_out };
}

static void encodings(void **state)
{
	(void)state;
	static const char gzip[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip";
	static const char deflated[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: deflate";
	static const char text[] = "what a page says";
	static char zeros[1 << 20];
	unsigned char room[4096];
	struct buf b = { 0 };
	struct str p = packed(text, sizeof text - 1, 31, room, sizeof room);
	put_page(&b, 1, gzip, p);
	put_page(&b, 2, gzip, str_cut(p, 0, p.n - 8));
	put_page(&b, 3, gzip, str_cut(p, 0, 11));
	put_page(&b, 4, deflated, packed(text, sizeof text - 1, 15, room, sizeof room));
	put_page(&b, 5, deflated, packed(text, sizeof text - 1, -15, room, sizeof room));
	put_page(&b, 6, gzip, packed(zeros, sizeof zeros, 31, room, sizeof room));
	expect_pages(&b, "warc\n" MESSAGE("1") " \"what a page says\"\n" MESSAGE("2") " repairs=1 \"what a page says\"\n"
		"form at 0: the page's compressed bytes are damaged from the beginning\n" MESSAGE("4") " \"what a page says\"\n"
		MESSAGE("5") " \"what a page says\"\nrecord_size at 0: the page unpacks to implausibly many bytes\n");
}

static void charsets(void **state)
{
	(void)state;
	static const char latin[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=ISO-8859-1";
	static const char bare[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html";
	static const char utf16[] = "\xff\xfe" "a\0\xe9\0\x00\xd8" "b\0", plain16[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain";
	struct buf b = { 0 };
	put_page(&b, 1, latin, str_of("caf\xe9 \x93ok\x94"));
	put_page(&b, 2, latin, str_of("caf\xc3\xa9"));
	put_page(&b, 3, bare, str_of("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\"><p>\xcf\xf0\xe8"));
	put_page(&b, 4, bare, str_of("<META CHARSET='Shift_JIS'><p>\x93\xfa\x96{"));
	put_page(&b, 5, bare, str_of("<meta charset=x-unknown><p>caf\xe9"));
	put_page(&b, 6, bare, str_of("<meta charset=utf-8><p>caf\xe9 \xc3\xa9"));
	put_page(&b, 7, plain16, (struct str){ utf16, sizeof utf16 - 1 });
	put_page(&b, 8, "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=euc-jp", str_of("\xc6\xfc\xff x"));
	expect_pages(&b, "warc\n" MESSAGE("1") " \"caf\xc3\xa9 \xe2\x80\x9cok\xe2\x80\x9d\"\n" MESSAGE("2") " \"caf\xc3\xa9\"\n"
		MESSAGE("3") " \"\xd0\x9f\xd1\x80\xd0\xb8\"\n" MESSAGE("4") " \"\xe6\x97\xa5\xe6\x9c\xac\"\n"
		MESSAGE("5") " repairs=1 \"caf\xc3\xa9\"\n" MESSAGE("6") " repairs=1 \"caf\xef\xbf\xbd \xc3\xa9\"\n"
		MESSAGE("7") " repairs=1 \"a\xc3\xa9\xef\xbf\xbd" "b\"\n" MESSAGE("8") " repairs=1 \"\xe6\x97\xa5\xef\xbf\xbd x\"\n");
}

/* A wrong length costs its record, and no other. */
static void lengths(void **state)
{
	(void)state;
	struct buf b = { 0 };
	put_record(&b, "conversion", 1, "", str_of("one"), 0);
	put_record(&b, "conversion", 2, "", str_of("too long"), 40);
	put_record(&b, "conversion", 3, "", str_of("three"), 0);
	put_record(&b, "conversion", 4, "", str_of("much too short"), -9);
	put_record(&b, "conversion", 5, "", str_of("five"), 0);
	put_record(&b, "conversion", 6, "", str_of("enormous"), 2000000000);
	buf_put_z(&b, "WARC/1.0\r\nWARC-Type: conversion\r\n\r\nno length\r\n\r\n");
	buf_put_z(&b, "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: -1\r\n\r\nnegative\r\n\r\n");
	buf_put_z(&b, "WARC/1.0\r\nWARC-Type: conversion\r\n");
	put_record(&b, "conversion", 7, "", str_of("seven"), 0);
	buf_put_z(&b, "junk\r\n");
	put_record(&b, "conversion", 8, "", str_of("eight"), 0);
	buf_put_z(&b, "WARC/1.0\r\nContent-Length: 3\r\n\r\nabc\r\n\r\nWARC/1.0\r\nContent-Length: 9\r\n\r\nabc");
	static const char wrong[] = "form at 0: the length in the record's header is wrong\n";
	struct buf e = { 0 };
	buf_put_format(&e, "warc\n1 2020-01-02T03:04:05Z \"one\"\n%s3 2020-01-02T03:04:05Z \"three\"\n%s5 2020-01-02T03:04:05Z \"five\"\n%s"
		"form at 0: a record without Content-Length\nform at 0: a record's Content-Length is no number\n"
		"form at 0: a record's header does not end\n%sform at 0: no WARC record begins here\n"
		"8 2020-01-02T03:04:05Z \"eight\"\nform at 0: a record without WARC-Type\ntruncated at 0: the input ends inside this record\n",
		wrong, wrong, wrong, "7 2020-01-02T03:04:05Z \"seven\"\n");
	buf_put_char(&e, '\0');
	expect_pages(&b, e.p);
	buf_free(&e);
}

static void sizes(void **state)
{
	(void)state;
	struct layout_run run = plain;
	run.record = 60;
	LAYOUT_EXPECT(run, "WARC/1.0\nWARC-Type: request\nContent-Length: 30\n\n012345678901234567890123456789\n\n"
		"WARC/1.0\nWARC-Type: request\nContent-Length: 3\n\nabc\n\nWARC/1.0\nWARC-Type: request\nContent-Length: 300\n\nabc\n\n",
		"warc\n1@0 record_size at 0: longer than a record may be\n2@80 skipped request\n3@132 truncated at 0: the input ends inside this record\n");
	LAYOUT_EXPECT(run, "WARC/1.0\nWARC-Type: requ", "warc\n1@0 truncated at 0: the input ends inside this record\n");
	LAYOUT_EXPECT(run, "WARC/one\nWARC-Type: requ", "unknown");
}

/* Lines with JSON in a page do not make the archive JSON. */
static void looks(void **state)
{
	(void)state;
	LAYOUT_EXPECT(plain, "WARC/1.1\nWARC-Type: request\nContent-Length: 76\n\n{\"id\":1,\"text\":\"x\",\"author\":\"y\"}\n{\"id\":2,\"text\":\"x\",\"author\":\"y\",\"z\":\"abc\"}\n\n",
		"warc\n1@0 skipped request\n");
}

static void arc(void **state)
{
	(void)state;
	const struct layout_run run = { .path = "old.arc" };
	LAYOUT_EXPECT(run, "filedesc://old.arc 0.0.0.0 20010203040506 text/plain 20\n1 0 x\nURL IP-address\n"
		"http://a.org/x?y=a b 1.2.3.4 20010203040506 text/html 48\nHTTP/1.0 200 OK\r\nContent-Type: text/html\n\n<p>old\n"
		"http://a.org/2 1.2.3.4 20010203040506 text/plain abc\n?\n"
		"http://a.org/3 1.2.3.4 20010203040506 text/plain 200 - - 0 old.arc 5\nthree\n"
		"dns:a.org 1.2.3.4 20010203040506 text/dns 3\nabc\nhttp://a.org/4 1.2.3.4 200102030405 text/plain 4\nfo",
		"warc\n1@0 skipped warcinfo\n"
		"2@77 m#2 channel=a.org link=http://a.org/x?y=a b 2001-02-03T04:05:06Z \"old\"\n"
		"3@183 form at 0: an ARC record's length is no number\n"
		"4@238 m#4 channel=a.org link=http://a.org/3 2001-02-03T04:05:06Z \"three\"\n"
		"5@313 skipped not-text\n"
		"6@361 truncated at 0: the input ends inside this record\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(kinds), cmocka_unit_test(pages), cmocka_unit_test(chunks),
		cmocka_unit_test(encodings), cmocka_unit_test(charsets), cmocka_unit_test(lengths), cmocka_unit_test(sizes),
		cmocka_unit_test(looks), cmocka_unit_test(arc) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
