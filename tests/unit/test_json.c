/* test_json.c -- the scanner against RFC 8259, JSONTestSuite and its own plan language; unescaping; skipping.
 * Knows the documented decision on everything the RFC leaves open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "json.h"

enum { DEPTH = 512 };

/* A copy with its padding, filled with what would mislead a scanner that reads on. */
static struct str padded(struct arena *arena, struct str text)
{
	char *p = arena_alloc(arena, text.n + JSON_PADDING);
	if (text.n) memcpy(p, text.p, text.n);
	memset(p + text.n, '1', JSON_PADDING);
	return (struct str){ p, text.n };
}

static bool valid(struct str text, struct json_result *result)
{
	struct arena arena = { 0 };
	*result = (struct json_result){ 0 };
	const bool fine = json_project(NULL, padded(&arena, text), DEPTH, &arena, result);
	arena_free(&arena);
	return fine;
}

static struct str file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) return (struct str){ 0 };
	size_t n = 0, cap = 4096;
	char *p = arena_alloc(arena, cap);
	for (size_t got; (got = fread(p + n, 1, cap - n, file)) > 0;) {
		n += got;
		if (n == cap) {
			p = arena_grow(arena, p, cap, cap * 2);
			cap *= 2;
		}
	}
	fclose(file);
	return padded(arena, (struct str){ p, n });
}

/* --- projection, written as one line of text ------------------------------------------------------------------------------ */

/* Scans `text` for the pointers (slot = position) and prints the hits as "slot:element:value " with strings in quotes. */
static void expect_hits(const char *text, const char *const *pointers, const char *expected, uint32_t duplicates)
{
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	struct json_plan *plan = json_plan_new(&arena);
	struct json_result result = { 0 };
	struct buf out = { 0 };
	for (uint16_t i = 0; pointers[i]; i++) assert_true(json_plan_add(plan, str_of(pointers[i]), i, &diag));
	const bool fine = json_project(plan, padded(&arena, str_of(text)), DEPTH, &arena, &result);
	if (!fine) fail_msg("%s: %s at %zu", text, result.reason, result.offset);
	buf_put_z(&out, "");
	for (uint32_t i = 0; i < result.count; i++) {
		const struct json_hit *hit = &result.hit[i];
		buf_put_format(&out, "%s%u:%u:%s%.*s%s", i ? " " : "", hit->slot, hit->element,
			hit->value.type == JSON_STRING ? "\"" : "", (int)hit->value.text.n, hit->value.text.p,
			hit->value.type == JSON_STRING ? "\"" : "");
	}
	buf_put_char(&out, '\0');
	assert_string_equal(out.p, expected);
	assert_int_equal(result.duplicate_keys, duplicates);
	buf_free(&out);
	arena_free(&arena);
}

#define POINTERS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void test_pointers(void **state)
{
	(void)state;
	expect_hits("{\"id\":12345678901234567890,\"user\":{\"name\":\"x\"},\"skip\":[1,{\"id\":2}]}", POINTERS("/id", "/user/name"),
		"0:0:12345678901234567890 1:0:\"x\"", 0);
	expect_hits(" [ 1 , 2 ] ", POINTERS(""), "0:0:[ 1 , 2 ]", 0);
	expect_hits("{\"a\":{ } , \"b\":[ ],\"c\":null,\"d\":true,\"e\":false,\"f\":-1.5e+3}",
		POINTERS("/a", "/b", "/c", "/d", "/e", "/f"), "0:0:{ } 1:0:[ ] 2:0:null 3:0:true 4:0:false 5:0:-1.5e+3", 0);
	expect_hits("{\"a/b\":1,\"m~n\":2,\"\":3,\"~1\":4}", POINTERS("/a~1b", "/m~0n", "/", "/~01"), "0:0:1 1:0:2 2:0:3 3:0:4", 0);
	expect_hits("{\"a\":[10,[20,21],30]}", POINTERS("/a/0", "/a/1/1", "/a/2", "/a/3", "/a/01"), "0:0:10 1:0:21 2:0:30", 0);
	expect_hits("{\"0\":\"key\"}", POINTERS("/0"), "0:0:\"key\"", 0);
	expect_hits("{\"a\":5,\"b\":{\"c\":1}}", POINTERS("/a/x", "/b/c/d"), "", 0);
	/* a container and what is in it, in document order */
	expect_hits("{\"u\":{\"n\":\"x\"}}", POINTERS("/u/n", "/u"), "1:0:{\"n\":\"x\"} 0:0:\"x\"", 0);
	/* one value for two slots */
	expect_hits("{\"u\":1}", POINTERS("/u", "/u"), "0:0:1 1:0:1", 0);
}

static void test_escaped_keys(void **state)
{
	(void)state;
	expect_hits("{\"\\u0069\\u0064\":1,\"n\\u00e9\":2,\"\\ud83d\\ude00\":3,\"x\\/y\":4,\"i\\u0065\":5}",
		POINTERS("/id", "/n\xc3\xa9", "/\xf0\x9f\x98\x80", "/x~1y"), "0:0:1 1:0:2 2:0:3 3:0:4", 0);
	expect_hits("{\"id\":1,\"\\u0069d\":2}", POINTERS("/id"), "0:0:2", 1);
}

static void test_any(void **state)
{
	(void)state;
	expect_hits("[{\"x\":1},{\"y\":2},{\"x\":3}]", POINTERS("/*/x"), "0:0:1 0:2:3", 0);
	expect_hits("{\"p\":{\"x\":1},\"q\":{\"x\":2}}", POINTERS("/*/x"), "0:0:1 0:1:2", 0);
	expect_hits("{\"a\":[[1,2],[3]]}", POINTERS("/a/*/*"), "0:0:1 0:0:2 0:1:3", 0);
	/* `*` and a name beside it may both mean a value, in either order of asking */
	expect_hits("{\"data\":{\"k\":{\"x\":1}},\"k\":{\"x\":2}}", POINTERS("/data/*/x", "/*/x"), "0:0:1 1:1:2", 0);
	expect_hits("{\"data\":{\"x\":1},\"b\":{\"x\":2}}", POINTERS("/*/x", "/data/x"), "0:0:1 1:0:1 0:1:2", 0);
	expect_hits("{\"data\":{\"x\":1},\"b\":{\"x\":2}}", POINTERS("/data/x", "/*/x"), "0:0:1 1:0:1 1:1:2", 0);
	expect_hits("[[5,6],[7,8]]", POINTERS("/1/*", "/*/0", "/*"), "2:0:[5,6] 1:0:5 2:1:[7,8] 0:0:7 1:1:7 0:1:8", 0);
}

static void test_filters(void **state)
{
	(void)state;
	const char *const text = "{\"r\":[{\"id\":\"1\",\"type\":\"quoted\"},{\"type\":\"replied_to\",\"id\":\"2\"},7,{\"id\":\"3\"},"
		"{\"type\":\"quot\\u0065d\",\"id\":\"4\"}]}";
	expect_hits(text, POINTERS("/r/[type=quoted]/id"), "0:0:\"1\" 0:4:\"4\"", 0);
	expect_hits(text, POINTERS("/r/[type=quoted]/id", "/r/[type=replied_to]/id"), "0:0:\"1\" 1:1:\"2\" 0:4:\"4\"", 0);
	expect_hits(text, POINTERS("/r/[type]/id"), "0:0:\"1\" 0:1:\"2\" 0:4:\"4\"", 0);
	expect_hits(text, POINTERS("/r/*/id", "/r/[type=quoted]/id", "/r/3/id"),
		"0:0:\"1\" 1:0:\"1\" 0:1:\"2\" 0:3:\"3\" 2:0:\"3\" 0:4:\"4\" 1:4:\"4\"", 0);
	expect_hits("[{\"n\":5,\"x\":1},{\"n\":\"5\",\"x\":2},{\"n\":[5],\"x\":3},{\"n\":true,\"x\":4}]",
		POINTERS("/[n=5]/x", "/[n=true]/x"), "0:0:1 0:1:2 1:3:4", 0);
	/* the last of duplicate keys decides, and the duplicates of a dropped element do not count */
	expect_hits("[{\"t\":1,\"x\":1,\"t\":2},{\"t\":2,\"x\":2,\"t\":1},{\"x\":1,\"x\":3,\"t\":1},{\"x\":1,\"x\":3}]",
		POINTERS("/[t=1]/x"), "0:1:2 0:2:3", 1);
	expect_hits("[{\"t\":1,\"l\":[{\"k\":2,\"v\":9},{\"k\":3,\"v\":8}]}]", POINTERS("/[t=1]/l/[k=3]/v"), "0:0:8", 0);
	expect_hits("[{\"t\":\"\",\"x\":1},{\"t\":\"a\",\"x\":2}]", POINTERS("/[t=]/x"), "0:0:1", 0);
}

static void test_duplicates(void **state)
{
	(void)state;
	expect_hits("{\"id\":1,\"id\":2}", POINTERS("/id"), "0:0:2", 1);
	expect_hits("{\"a\":{\"x\":1},\"b\":2,\"a\":{\"y\":3}}", POINTERS("/a/x", "/a/y", "/b"), "2:0:2 1:0:3", 1);
	expect_hits("{\"a\":1,\"b\":2,\"c\":3,\"a\":4,\"b\":5,\"c\":6}", POINTERS("/a", "/b", "/c"), "0:0:4 1:0:5 2:0:6", 3);
	expect_hits("[{\"a\":1},{\"a\":2}]", POINTERS("/*/a"), "0:0:1 0:1:2", 0);
	expect_hits("{\"u\":{\"a\":1,\"a\":2},\"u\":{\"a\":3}}", POINTERS("/u/a"), "0:0:3", 2);
	expect_hits("{\"n\":1,\"n\":2}", POINTERS("/id"), "", 0);
}

static void test_plan_errors(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	struct json_plan *plan = json_plan_new(&arena);
	assert_false(json_plan_add(plan, str_of("id"), 0, &diag));
	assert_non_null(strstr(diag.text, "\"id\""));
	assert_int_equal(diag.code, EXIT_USAGE);
	assert_false(json_plan_add(plan, str_of("/a~2"), 0, &diag));
	assert_false(json_plan_add(plan, str_of("/a~"), 0, &diag));
	assert_false(json_plan_add(plan, str_of("/[=x]"), 0, &diag));
	struct buf deep = { 0 };
	for (int i = 0; i < 33; i++) buf_put_z(&deep, "/a");
	assert_false(json_plan_add(plan, buf_str(&deep), 0, &diag));
	deep.n -= 2;
	assert_true(json_plan_add(plan, buf_str(&deep), 0, &diag));
	buf_free(&deep);
	arena_free(&arena);
}

/* --- faults --------------------------------------------------------------------------------------------------------------- */

static void expect_fault(const char *text, size_t n, enum fault fault, size_t offset)
{
	struct json_result result;
	assert_false(valid((struct str){ text, n }, &result));
	assert_int_equal(result.fault, fault);
	assert_int_equal(result.offset, offset);
	assert_non_null(result.reason);
}

static void test_faults(void **state)
{
	(void)state;
	expect_fault("", 0, FAULT_JSON, 0);
	expect_fault("  ", 2, FAULT_JSON, 2);
	expect_fault("{\"a\":1,}", 8, FAULT_JSON, 7);
	expect_fault("[1 2]", 5, FAULT_JSON, 3);
	expect_fault("[1}", 3, FAULT_JSON, 2);
	expect_fault("{\"a\":NaN}", 9, FAULT_JSON, 5);
	expect_fault("{'a':1}", 7, FAULT_JSON, 1);
	expect_fault("01", 2, FAULT_JSON, 0);
	expect_fault("[1] x", 5, FAULT_JSON, 4);
	expect_fault("\"a\nb\"", 5, FAULT_JSON, 2);
	expect_fault("\"\\x41\"", 6, FAULT_JSON, 1);
	expect_fault("\"\\u004g\"", 8, FAULT_JSON, 1);
	expect_fault("\"\\u0041\\u00\"", 12, FAULT_JSON, 7);
	/* what stands behind the end, were it read, would complete these */
	expect_fault("-", 1, FAULT_JSON, 1);
	expect_fault("\"\\u11", 5, FAULT_JSON, 1);
	expect_fault("\"abc", 4, FAULT_JSON, 4);
	expect_fault("[1.", 3, FAULT_JSON, 3);
	expect_fault("\"ab\xc3", 4, FAULT_UTF8, 3);
	expect_fault("\"0123456789abcdefghij\x80\"", 23, FAULT_UTF8, 21);
	expect_fault("\"\xc0\xaf\"", 4, FAULT_UTF8, 1);
	expect_fault("\"\xe0\x80\xaf\"", 5, FAULT_UTF8, 1);
	expect_fault("\"\xed\xa0\x80\"", 5, FAULT_UTF8, 1);
	expect_fault("\"\xf4\x90\x80\x80\"", 6, FAULT_UTF8, 1);
	expect_fault("\"ok\xc3\xa9\xff\"", 7, FAULT_UTF8, 5);
	expect_fault("\xef\xbb\xbf{}", 5, FAULT_JSON, 0);
	expect_fault("{\"a\":\0}", 7, FAULT_JSON, 5);
}

static void test_depth(void **state)
{
	(void)state;
	struct json_result result;
	struct buf text = { 0 };
	for (int i = 0; i < 100000; i++) buf_put_char(&text, '[');
	expect_fault(text.p, text.n, FAULT_JSON_DEPTH, DEPTH);
	text.n = DEPTH;
	for (int i = 0; i < DEPTH; i++) buf_put_char(&text, ']');
	assert_true(valid(buf_str(&text), &result));
	buf_free(&text);
	/* deeper than the scanner's own small stack, mixed brackets */
	struct arena arena = { 0 };
	for (int i = 0; i < 5000; i++) buf_put_z(&text, "[{\"a\":");
	buf_put_char(&text, '1');
	for (int i = 0; i < 5000; i++) buf_put_z(&text, "}]");
	assert_true(json_project(NULL, padded(&arena, buf_str(&text)), 10000, &arena, &result));
	text.p[text.n - 3] = '}';
	assert_false(json_project(NULL, padded(&arena, buf_str(&text)), 10000, &arena, &result));
	assert_int_equal(result.offset, text.n - 3);
	arena_free(&arena);
	buf_free(&text);
}

static void test_many_keys(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	struct buf text = { 0 };
	struct json_result result = { 0 };
	struct json_plan *plan = json_plan_new(&arena);
	assert_true(json_plan_add(plan, str_of("/*"), 0, &diag));
	assert_true(json_plan_add(plan, str_of("/k199999"), 1, &diag));
	buf_put_char(&text, '{');
	for (int i = 0; i < 200000; i++) buf_put_format(&text, "%s\"k%d\":%d", i ? "," : "", i, i);
	for (int i = 0; i < 200000; i++) buf_put_z(&text, ",\"k199999\":0");
	buf_put_char(&text, '}');
	assert_true(json_project(plan, padded(&arena, buf_str(&text)), DEPTH, &arena, &result));
	assert_int_equal(result.count, 200001);
	assert_int_equal(result.duplicate_keys, 200000);
	assert_int_equal(result.hit[199999].element, 399999);
	assert_int_equal(result.hit[200000].slot, 1);
	buf_free(&text);
	arena_free(&arena);
}

/* --- strings -------------------------------------------------------------------------------------------------------------- */

static void expect_text(const char *source, const char *text, size_t n, uint32_t repairs, const char *id)
{
	struct arena arena = { 0 };
	struct diag diag = { 0 };
	struct buf quoted = { 0 };
	struct json_result result = { 0 };
	struct json_plan *plan = json_plan_new(&arena);
	uint32_t repaired = 0;
	assert_true(json_plan_add(plan, str_of(""), 0, &diag));
	buf_put_format(&quoted, "\"%s\"", source);
	assert_true(json_project(plan, padded(&arena, buf_str(&quoted)), DEPTH, &arena, &result));
	const struct str out = json_unescape(result.hit[0].value, &arena, &repaired);
	assert_int_equal(out.n, n);
	assert_memory_equal(out.p, text, n);
	assert_int_equal(repaired, repairs);
	assert_int_equal(result.hit[0].value.escaped, strchr(source, '\\') != NULL);
	bool high = false;
	for (size_t i = 0; i < n; i++) high = high || (unsigned char)text[i] > 0x7f;
	assert_int_equal(result.hit[0].value.non_ascii, high);
	if (id) assert_true(str_is(json_unescape_id(result.hit[0].value, &arena), id));
	buf_free(&quoted);
	arena_free(&arena);
}

static void test_unescape(void **state)
{
	(void)state;
	expect_text("plain", "plain", 5, 0, "plain");
	expect_text("", "", 0, 0, "");
	expect_text("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8, 0, NULL);
	expect_text("a\\u0000b", "a\0b", 3, 0, NULL);
	expect_text("\\u0041\\u007f", "A\x7f", 2, 0, NULL);
	expect_text("\\u0041\\u0080", "A\xc2\x80", 3, 0, NULL);
	expect_text("\\u0434\\u0430 \\u043D\\u0435\\u0442", "\xd0\xb4\xd0\xb0 \xd0\xbd\xd0\xb5\xd1\x82", 11, 0, NULL);
	expect_text("\\uD83D\\uDE00\\u20ac", "\xf0\x9f\x98\x80\xe2\x82\xac", 7, 0, NULL);
	expect_text("x\\ud83dy", "x\xef\xbf\xbdy", 5, 1, "x\\ud83dy");
	expect_text("\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd", 6, 2, "\\ude00\\ud83d");
	expect_text("\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80", 7, 1, NULL);
	expect_text("\\ud83d\\n", "\xef\xbf\xbd\n", 4, 1, NULL);
	expect_text("caf\xc3\xa9", "caf\xc3\xa9", 5, 0, NULL);
}

/* What RFC 8259 says of the inside of a string, one byte after another: where the first wrong byte stands, or n. */
static size_t string_wrong(const char *text, size_t n)
{
	static const struct { unsigned char from, to, next_from, next_to; size_t more; } leads[] = {
		{ 0x20, 0x7f, 0, 0, 0 }, { 0xc2, 0xdf, 0x80, 0xbf, 1 }, { 0xe0, 0xe0, 0xa0, 0xbf, 2 }, { 0xe1, 0xec, 0x80, 0xbf, 2 },
		{ 0xed, 0xed, 0x80, 0x9f, 2 }, { 0xee, 0xef, 0x80, 0xbf, 2 }, { 0xf0, 0xf0, 0x90, 0xbf, 3 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 3 }, { 0xf4, 0xf4, 0x80, 0x8f, 3 },
	};
	const unsigned char *p = (const unsigned char *)text;
	for (size_t at = 0; at < n;) {
		size_t lead = 0;
		while (lead < sizeof leads / sizeof *leads && (p[at] < leads[lead].from || p[at] > leads[lead].to)) lead++;
		if (lead == sizeof leads / sizeof *leads || n - at <= leads[lead].more) return at;
		for (size_t i = 1; i <= leads[lead].more; i++) {
			if (p[at + i] < (i == 1 ? leads[lead].next_from : 0x80) || p[at + i] > (i == 1 ? leads[lead].next_to : 0xbf)) return at;
		}
		if (p[at] == '\\') {
			if (n - at < 2 || !memchr("\"\\/bfnrtu", p[at + 1], 9)) return at;
			if (p[at + 1] == 'u' && (n - at < 6 || strspn(text + at + 2, "0123456789abcdefABCDEF") < 4)) return at;
			at += p[at + 1] == 'u' ? 6 : 2;
		} else {
			at += leads[lead].more + 1;
		}
	}
	return n;
}

/* Pieces in every order and at every distance from a block's border, some of them wrong. */
static void test_strings_at_random(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"a", "plain text, rather long", "\xc3\xa9", "\xe3\x81\x82", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xe0\xa0\x80", "\xf4\x8f\xbf\xbf",
		"\\u3042", "\\u0041\\u007f", "\\uD83D\\uDE00\\u00e9", "\\/", "\\n", "\\\\", "\\\"", "\\u0041\\u0042\\u0043\\u0044\\u0045",
		"\x80", "\xc0\xaf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe3\x81",
		"\n", "\\x", "\\u004g", "\\u00",
	};
	enum { RIGHT = 16, ALL = sizeof pieces / sizeof *pieces };
	uint64_t random = 88172645463325252u;
	unsigned accepted = 0;
	for (unsigned round = 0; round < 40000; round++) {
		char text[1500] = "\"";
		size_t n = 1;
		for (unsigned left = 1 + round % 40; left; left--) {
			random ^= random << 13; random ^= random >> 7; random ^= random << 17;
			const bool wrong = (random >> 40) % 50 == 0;
			const char *piece = pieces[wrong ? RIGHT + (random >> 20) % (ALL - RIGHT) : (random >> 20) % RIGHT];
			memcpy(text + n, piece, strlen(piece));
			n += strlen(piece);
		}
		text[n] = '"';
		struct json_result result;
		const size_t bad = 1 + string_wrong(text + 1, n - 1);
		assert_int_equal(valid((struct str){ text, n + 1 }, &result), bad == n);
		if (bad < n) assert_int_equal(result.offset, bad);
		accepted += bad == n;
	}
	assert_in_range(accepted, 10000, 35000);
}

/* --- skipping ------------------------------------------------------------------------------------------------------------- */

/* What json_skip says, byte by byte. */
static size_t skip_slowly(struct json_depth *d, struct str text, uint32_t floor)
{
	for (size_t at = 0; at < text.n; at++) {
		const size_t stop = json_skip(d, str_cut(text, at, at + 1), 0, floor);
		if (stop == 0) return at;
	}
	return text.n;
}

static void test_skip(void **state)
{
	(void)state;
	struct json_depth d = { 0 };
	assert_int_equal(json_skip(&d, str_of("{\"a\":[1,2]},5"), 0, 0), 10);
	assert_int_equal(d.depth, 0);
	d = (struct json_depth){ 0 };
	assert_int_equal(json_skip(&d, str_of("12,3"), 0, 0), 2);
	d = (struct json_depth){ .depth = 1 };
	assert_int_equal(json_skip(&d, str_of("\"a,]\\\"]\" ]"), 0, 1), 9);
	assert_int_equal(d.depth, 1);
	/* whole blocks and single bytes agree on any bytes at all */
	static const char alphabet[] = "{}[]\"\\,, ab:";
	uint64_t random = 88172645463325252u;
	char text[700];
	for (int round = 0; round < 20000; round++) {
		const size_t n = (size_t)(round % 700);
		for (size_t i = 0; i < n; i++) {
			random ^= random << 13; random ^= random >> 7; random ^= random << 17;
			text[i] = alphabet[(random >> 20) % (round % 3 ? sizeof alphabet - 1 : 6)];
		}
		const uint32_t floor = (uint32_t)(round % 4);
		struct json_depth fast = { .depth = floor + (uint32_t)(round % 5) }, slow = fast;
		const struct str bytes = { text, n };
		const size_t stop = json_skip(&fast, bytes, 0, floor);
		assert_int_equal(stop, skip_slowly(&slow, bytes, floor));
		assert_int_equal(fast.depth, slow.depth);
		assert_int_equal(fast.in_string, slow.in_string);
		assert_int_equal(fast.escaped, slow.escaped);
	}
}

/* --- JSONTestSuite -------------------------------------------------------------------------------------------------------- */

/* What RFC 8259 leaves to an implementation. Numbers of any size are accepted: they stay source text. A lone surrogate is
 * accepted as an escape: unescaping repairs it and counts. Bytes that are not UTF-8 are refused and located: transcoding
 * and repair are decided before the scanner. A BOM is refused: framers pass over it. Nesting up to 512 is accepted. */
static const struct { const char *file; bool accepted; } open_decisions[] = {
	{ "i_number_double_huge_neg_exp.json", true },
	{ "i_number_huge_exp.json", true },
	{ "i_number_neg_int_huge_exp.json", true },
	{ "i_number_pos_double_huge_exp.json", true },
	{ "i_number_real_neg_overflow.json", true },
	{ "i_number_real_pos_overflow.json", true },
	{ "i_number_real_underflow.json", true },
	{ "i_number_too_big_neg_int.json", true },
	{ "i_number_too_big_pos_int.json", true },
	{ "i_number_very_big_negative_int.json", true },
	{ "i_object_key_lone_2nd_surrogate.json", true },
	{ "i_string_1st_surrogate_but_2nd_missing.json", true },
	{ "i_string_1st_valid_surrogate_2nd_invalid.json", true },
	{ "i_string_incomplete_surrogate_and_escape_valid.json", true },
	{ "i_string_incomplete_surrogate_pair.json", true },
	{ "i_string_incomplete_surrogates_escape_valid.json", true },
	{ "i_string_invalid_lonely_surrogate.json", true },
	{ "i_string_invalid_surrogate.json", true },
	{ "i_string_inverted_surrogates_U+1D11E.json", true },
	{ "i_string_lone_second_surrogate.json", true },
	{ "i_string_UTF-16LE_with_BOM.json", false },
	{ "i_string_UTF-8_invalid_sequence.json", false },
	{ "i_string_UTF8_surrogate_U+D800.json", false },
	{ "i_string_invalid_utf-8.json", false },
	{ "i_string_iso_latin_1.json", false },
	{ "i_string_lone_utf8_continuation_byte.json", false },
	{ "i_string_not_in_unicode_range.json", false },
	{ "i_string_overlong_sequence_2_bytes.json", false },
	{ "i_string_overlong_sequence_6_bytes.json", false },
	{ "i_string_overlong_sequence_6_bytes_null.json", false },
	{ "i_string_truncated-utf-8.json", false },
	{ "i_string_utf16BE_no_BOM.json", false },
	{ "i_string_utf16LE_no_BOM.json", false },
	{ "i_structure_500_nested_arrays.json", true },
	{ "i_structure_UTF-8_BOM_empty_object.json", false },
};

static bool suite_expects(const char *file)
{
	if (file[0] != 'i') return file[0] == 'y';
	for (size_t i = 0; i < sizeof open_decisions / sizeof *open_decisions; i++) {
		if (strcmp(open_decisions[i].file, file) == 0) return open_decisions[i].accepted;
	}
	fail_msg("%s is not in the table of decisions", file);
	return false;
}

static void test_suite(void **state)
{
	(void)state;
	const char *shared = getenv("CREDENCE_SHARED");
	char folder[3000], path[4000];
	snprintf(folder, sizeof folder, "%s/data/suites/JSONTestSuite/test_parsing", shared ? shared : CREDENCE_SOURCE_DIR "/../shared");
	DIR *dir = opendir(folder);
	if (!dir) {
		print_message("no folder %s: JSONTestSuite is not checked\n", folder);
		skip();
	}
	unsigned wrong = 0, yes = 0, no = 0, open = 0;
	for (const struct dirent *entry; (entry = readdir(dir));) {
		struct arena arena = { 0 };
		struct json_result result;
		if (!strstr(entry->d_name, ".json")) continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		const bool accepted = valid(file_read(&arena, path), &result), expected = suite_expects(entry->d_name);
		if (accepted != expected) {
			print_error("%s: %s\n", entry->d_name, accepted ? "accepted" : result.reason);
			wrong++;
		}
		yes += entry->d_name[0] == 'y';
		no += entry->d_name[0] == 'n';
		open += entry->d_name[0] == 'i';
		arena_free(&arena);
	}
	closedir(dir);
	print_message("JSONTestSuite: %u to accept, %u to refuse, %u left open, %u wrong\n", yes, no, open, wrong);
	assert_int_equal(wrong, 0);
	assert_int_equal(open, sizeof open_decisions / sizeof *open_decisions);
	assert_true(yes >= 95 && no >= 188);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pointers), cmocka_unit_test(test_escaped_keys), cmocka_unit_test(test_any),
		cmocka_unit_test(test_filters), cmocka_unit_test(test_duplicates), cmocka_unit_test(test_plan_errors),
		cmocka_unit_test(test_faults), cmocka_unit_test(test_depth), cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_unescape), cmocka_unit_test(test_strings_at_random), cmocka_unit_test(test_skip), cmocka_unit_test(test_suite),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
