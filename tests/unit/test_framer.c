/* test_framer.c -- records cut out of members: boundaries, offsets, context, damage; the same however the bytes arrive.
 * Knows framers through framer.h alone; format maps are stood in for by lists of pointers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "buf.h"
#include "framer.h"

struct format {
	struct str     path[4];
	unsigned       paths;
	struct capture capture[4];
	unsigned       captures;
	struct str     inner[2];
	unsigned       inners;
};

unsigned format_record_paths(const struct format *format, const struct str **paths)
{
	*paths = format->path;
	return format->paths;
}

unsigned format_recurse_paths(const struct format *format, const struct str **paths)
{
	*paths = format->inner;
	return format->inners;
}

unsigned format_captures(const struct format *format, const struct capture **captures)
{
	*captures = format->capture;
	return format->captures;
}

struct member_bytes {
	struct str text;
	size_t     at, step;
	bool       cut;
};

static long pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct member_bytes *m = from;
	(void)diag;
	size_t n = m->text.n - m->at;
	if (n > m->step) n = m->step;
	if (n > cap) n = cap;
	if (n) memcpy(into, m->text.p + m->at, n);
	m->at += n;
	return (long)n;
}

static bool was_cut(void *from) { return ((struct member_bytes *)from)->cut; }

struct job {
	const struct framer *framer;
	struct detection     detection;
	struct limits        limits;
	bool                 cut;
};

static struct job job_of(const struct framer *framer, const struct format *format)
{
	return (struct job){
		.framer = framer, .detection = { .format = format, .frame = framer->frame, .delimiter = ',' },
		.limits = { .record = 16 << 20, .held = 16 << 20 },
	};
}

static const char *const fault_mark[FAULT_COUNT] = {
	[FAULT_NONE] = "", [FAULT_RECORD_SIZE] = "SIZE ", [FAULT_TRUNCATED] = "CUT ", [FAULT_QUOTE] = "QUOTE ", [FAULT_JSON] = "BAD ",
};

/* Every record as "number@offset fault holes<bytes>(context)", one a line; checks that the bytes stand at the offset (of a record in
 * whose place for others null stands, the first of them). */
static struct buf frame_with(const struct job *job, struct str text, size_t step)
{
	struct member_bytes from = { .text = text, .step = step, .cut = job->cut };
	struct diag diag = { 0 };
	struct window w = { .pull = pull, .was_cut = was_cut, .from = &from, .most = job->limits.record + 65536, .diag = &diag };
	struct frame_out out;
	enum finding note;
	struct buf all = { 0 };
	void *state = job->framer->open(&job->detection, &job->limits);
	buf_put_z(&all, "");
	for (enum frame_step s; (s = job->framer->next(state, &w, &out, &note)) != FRAME_END;) {
		if (s == FRAME_NOTE) {
			buf_put_format(&all, "note %s\n", note == FINDING_LATE_CONTEXT ? "late" : "?");
			continue;
		}
		assert_int_equal(s, FRAME_RECORD);
		assert_true(out.offset + out.bytes.n <= text.n);
		const size_t compared = out.bytes.n && job->framer == &framer_tree ? 1 : out.bytes.n;
		if (compared) assert_memory_equal(text.p + out.offset, out.bytes.p, compared);
		buf_put_format(&all, "%u@%u %s", (unsigned)out.number, (unsigned)out.offset, fault_mark[out.fault]);
		if (out.repairs) buf_put_format(&all, "holes=%u ", (unsigned)out.repairs);
		buf_put_char(&all, '<');
		buf_put(&all, out.bytes);
		buf_put_char(&all, '>');
		for (uint32_t i = 0; out.context && i < out.context->count; i++) {
			buf_put_char(&all, i ? '|' : '(');
			if (out.context->value[i].p) buf_put(&all, out.context->value[i]);
			else buf_put_char(&all, '-');
		}
		buf_put_z(&all, out.context ? ")\n" : "\n");
	}
	job->framer->close(state);
	free(w.p);
	return all;
}

static void expect(const struct job *job, const char *text, size_t n, const char *expected)
{
	static const size_t steps[] = { 1, 2, 7, 64, 4096 };
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct buf got = frame_with(job, (struct str){ text, n }, steps[i]);
		buf_put_char(&got, '\0');
		assert_string_equal(got.p, expected);
		buf_free(&got);
	}
}

#define EXPECT(job, text, expected) expect(&(job), text, sizeof(text) - 1, expected)

static void test_jsonl(void **state)
{
	(void)state;
	struct job job = job_of(&framer_jsonl, NULL);
	EXPECT(job, "{\"a\":1}\n{\"a\":2}\n", "1@0 <{\"a\":1}>\n2@8 <{\"a\":2}>\n");
	EXPECT(job, "\xef\xbb\xbf{}\r\n\r\n \t\n\xef\xbb\xbf[1]\r\n", "1@3 <{}>\n4@15 <[1]>\n");
	EXPECT(job, "\x1e{}\n\0\0\0\0\n\0\0{1}\0\n{},\n[1],\nlast", "1@1 <{}>\n3@11 holes=2 <{1}>\n4@16 <{}>\n5@20 <[1],>\n6@25 <last>\n");
	EXPECT(job, "", "");
	job.cut = true;
	EXPECT(job, "{}\n{\"a", "1@0 <{}>\n2@3 CUT <{\"a>\n");
	EXPECT(job, "{}\n{\"a\":1}", "1@0 <{}>\n2@3 <{\"a\":1}>\n");
	job.limits.record = 8;
	EXPECT(job, "{\"a\":1}\n{\"a\":1234567}\n{}\n", "1@0 <{\"a\":1}>\n2@8 SIZE <{\"a\":123>\n3@22 <{}>\n");
}

static void test_lines(void **state)
{
	(void)state;
	struct job job = job_of(&framer_lines, NULL);
	EXPECT(job, "one\n\n two \r\nthree", "1@0 <one>\n3@5 < two >\n4@12 <three>\n");
	EXPECT(job, "one\r\rtwo\r", "1@0 <one>\n3@5 <two>\n");
	EXPECT(job, "\0\0\n\xef\xbb\xbfx\n", "2@6 holes=1 <x>\n");
}

static void test_csv(void **state)
{
	(void)state;
	struct job job = job_of(&framer_csv, NULL);
	EXPECT(job, "a,b\r\n\"x\ny\",\"q\"\"\"\r\n\r\nc,d", "1@0 <a,b>\n2@5 <\"x\ny\",\"q\"\"\">\n5@20 <c,d>\n");
	EXPECT(job, "\"x\"\"\ny\",2\nc\n", "1@0 <\"x\"\"\ny\",2>\n3@10 <c>\n");
	EXPECT(job, "a\rb\r", "1@0 <a>\n2@2 <b>\n");
	EXPECT(job, "a,5\"x\nb,\"\"\n\"\"", "1@0 <a,5\"x>\n2@6 <b,\"\">\n3@11 <\"\">\n");
	EXPECT(job, "a,\"open\nb,c\nd,e\n", "1@0 QUOTE <a,\"open>\n2@8 <b,c>\n3@12 <d,e>\n");
	EXPECT(job, "a,\"open", "1@0 QUOTE <a,\"open>\n");
	job.detection.header = true;
	EXPECT(job, "\xef\xbb\xbfid,\"te\"\"xt\",\n1,x,\n", "2@16 <1,x,>(id|te\"xt|)\n");
	job.detection.delimiter = ';';
	job.detection.skip = 6;
	EXPECT(job, "sep=;\nid;t\n1;x\n", "3@11 <1;x>(id|t)\n");
	job.detection = job_of(&framer_csv, NULL).detection;
	job.limits.record = 8;
	EXPECT(job, "a,b\n0123456789,1\nc,\"x\nyyyyyyyyyyy\nd,e\n",
		"1@0 <a,b>\n2@4 SIZE <01234567>\n3@17 QUOTE <c,\"x>\n4@22 SIZE <yyyyyyyy>\n5@34 <d,e>\n");
}

static void test_json_stream(void **state)
{
	(void)state;
	const struct job job = job_of(&framer_json, NULL);
	EXPECT(job, "{\"a\":\n1}\n{\"b\":\"}\\\"\"}{}", "1@0 <{\"a\":\n1}>\n2@9 <{\"b\":\"}\\\"\"}>\n3@20 <{}>\n");
	EXPECT(job, "[{\"a\":[1]},\n {} , 5,\"x\" ]\n{\"z\":1}", "1@1 <{\"a\":[1]}>\n2@13 <{}>\n3@18 <5>\n4@20 <\"x\">\n5@26 <{\"z\":1}>\n");
	EXPECT(job, "[]", "");
	EXPECT(job, " [1,2] ", "1@1 <[1,2]>\n");
	EXPECT(job, "[[{}],2]", "1@0 <[[{}],2]>\n");
	EXPECT(job, "\xef\xbb\xbf null\n\x1e{}", "1@4 <null>\n2@10 <{}>\n");
	EXPECT(job, "window.YTD.tweets.part0 = [ {\"a\":1} ]", "1@28 <{\"a\":1}>\n");
	EXPECT(job, "{}\n}oops]\n{\"a\":1}\n", "1@0 <{}>\n2@3 BAD <}oops]>\n3@10 <{\"a\":1}>\n");
	EXPECT(job, "[{\"a\":1},\n{\"b\":\"x},\n{\"c\":3},\n{\"d\":4}]\n",
		"1@1 <{\"a\":1}>\n2@10 BAD <{\"b\":\"x},>\n3@20 <{\"c\":3}>\n4@29 <{\"d\":4}>\n");
	EXPECT(job, "[{\"a\":1},{\"b\":", "1@1 <{\"a\":1}>\n2@9 CUT <{\"b\":>\n");
	EXPECT(job, "[{\"a\":1},", "1@1 <{\"a\":1}>\n2@9 CUT <>\n");
}

static void test_json_paths(void **state)
{
	(void)state;
	const struct format map = { .path = { { "/data/*", 7 }, { "/posts/*", 8 } }, .paths = 2 };
	struct job job = job_of(&framer_json, &map);
	EXPECT(job, "{\"meta\":{\"data\":[0]},\"data\":[{\"a\":[1,2]},\"x\"],\"posts\":{\"p\":{\"b\":1},\"q\":2}}",
		"1@29 <{\"a\":[1,2]}>\n2@41 <\"x\">\n3@59 <{\"b\":1}>\n4@71 <2>\n");
	EXPECT(job, "{\"d\\u0061ta\":[1]}\n{\"data\":[]} {\"other\":[2]}", "1@14 <1>\n2@30 <{\"other\":[2]}>\n");
	EXPECT(job, "[1,2]{\"x\":", "1@1 <1>\n2@3 <2>\n3@5 CUT <{\"x\":>\n");
	EXPECT(job, "[{\"data\":[1]},\n{\"data\":[2],\"x\":1}]\n{\"data\":[3]}", "1@10 <1>\n2@24 <2>\n3@44 <3>\n");
	EXPECT(job, "[{\"data\":[1]},", "1@10 <1>\n2@14 CUT <>\n");
	EXPECT(job, "{'data':1}\n{\"data\":[3]}\n", "1@0 BAD <{'data':1}>\n2@20 <3>\n");
	EXPECT(job, "{\"data\":[1 2,3],\n4]}", "1@9 <1 2>\n2@13 <3>\n3@17 BAD <4]}>\n4@20 CUT <>\n");
	job.limits.record = 12;
	EXPECT(job, "{\"other\":\"0123456789\"}\n{\"data\":[\"0123456789012\",7]}",
		"1@0 SIZE <{\"other\":\"01>\n2@32 SIZE <\"01234567890>\n3@48 <7>\n");
}

static void test_json_context(void **state)
{
	(void)state;
	const struct format early = { .path = { { "/chats/*/messages/*", 19 } }, .paths = 1,
		.capture = { { { "/chats/*/name", 13 }, false }, { { "/title", 6 }, false } }, .captures = 2 };
	struct job job = job_of(&framer_json, &early);
	EXPECT(job, "{\"title\":\"T\",\"chats\":[{\"name\":\"A\",\"messages\":[1,2]},{\"messages\":[3],\"name\":\"B\"}]}{\"chats\":[{\"messages\":[4]}]}",
		"1@46 <1>(\"A\"|\"T\")\n2@48 <2>(\"A\"|\"T\")\n3@65 <3>(-|\"T\")\n4@104 <4>(-|-)\n");
	const struct format late = { .path = { { "/data/*", 7 } }, .paths = 1,
		.capture = { { { "/includes/users", 15 }, true }, { { "/includes/media", 15 }, true } }, .captures = 2 };
	job = job_of(&framer_json, &late);
	EXPECT(job, "{\"data\":[1,2],\"includes\":{\"users\":[{\"id\":7}]}}\n{\"data\":[3]}\n",
		"1@9 <1>([{\"id\":7}]|-)\n2@11 <2>([{\"id\":7}]|-)\n3@56 <3>(-|-)\n");
	EXPECT(job, "{\"includes\":{\"users\":1,\"media\":2},\"data\":[3]}", "1@42 <3>(1|2)\n");
	EXPECT(job, "{\"data\":[1],\"includes\":{\"users\":5},\"data\":[2", "1@9 <1>(5|-)\n2@43 CUT <2>(5|-)\n");
	job.limits.held = 3;
	EXPECT(job, "{\"data\":[10,11,12],\"includes\":{\"users\":5}}",
		"note late\n1@9 <10>(-|-)\n2@12 <11>(-|-)\n3@15 <12>(-|-)\n");
}

static void test_tree(void **state)
{
	(void)state;
	const struct format map = { .path = { { "/c/*", 4 } }, .paths = 1, .inner = { { "/r/*", 4 }, { "/d/k", 4 } }, .inners = 2 };
	struct job job = job_of(&framer_tree, &map);
	EXPECT(job, "{\"c\":[{\"i\":1,\"r\":[{\"i\":2,\"r\":[]},{\"r\":[{\"i\":4}],\"i\":3}],\"z\":[9]},{\"i\":5,\"d\":{\"k\":{\"i\":6}},\"r\":\"\"}]}",
		"1@6 <{\"i\":1,\"r\":[null,null],\"z\":[9]}>\n2@18 <{\"i\":2,\"r\":[]}>\n3@33 <{\"r\":[null],\"i\":3}>\n4@39 <{\"i\":4}>\n"
		"5@65 <{\"i\":5,\"d\":{\"k\":null},\"r\":\"\"}>\n6@81 <{\"i\":6}>\n");
	EXPECT(job, "{\"c\":[{\"r\":[\"a\",7,{ \"t\" : \"}]\\\"{\" } ]}]}", "1@6 <{\"r\":[\"a\",7,null ]}>\n2@18 <{ \"t\" : \"}]\\\"{\" }>\n");
	/* What breaks off loses the records that are open, not those that had ended. */
	EXPECT(job, "{\"c\":[{\"i\":1,\"r\":[{\"i\":2},{\"i\":3,\"r\":[{\"i\":4",
		"1@6 CUT <{\"i\":1,\"r\":[null,null>\n2@18 <{\"i\":2}>\n3@26 CUT <{\"i\":3,\"r\":[null>\n4@38 CUT <{\"i\":4>\n");
	/* A bad byte costs its own record. */
	EXPECT(job, "{\"c\":[{\"r\":[{\"i\":nul},{\"i\" 3},{x\"i\":4}]}]}",
		"1@6 <{\"r\":[null,null,null]}>\n2@12 <{\"i\":nul}>\n3@22 <{\"i\" 3}>\n4@30 <{x\"i\":4}>\n");
	const struct format lines = { .inner = { { "/r/*", 4 } }, .inners = 1 };
	job = job_of(&framer_tree, &lines);
	job.detection.frame = FRAME_JSONL;
	EXPECT(job, "{\"r\":[{\"i\":1}]}\n{\"i\":2}\n{\"i\":", "1@0 <{\"r\":[null]}>\n2@6 <{\"i\":1}>\n3@16 <{\"i\":2}>\n4@24 <{\"i\":>\n");
	/* A hole is told of once, however many records stand behind it. */
	EXPECT(job, "\0\0\0\0{\"r\":[{\"i\":1},{\"i\":2}]}\n{}\n",
		"1@4 holes=1 <{\"r\":[null,null]}>\n2@10 <{\"i\":1}>\n3@18 <{\"i\":2}>\n4@28 <{}>\n");
}

/* Replies to replies, far more than any recursion could follow: each is handed out once. */
static void test_deep_tree(void **state)
{
	(void)state;
	enum { DEEP = 100000 };
	const struct format map = { .inner = { { "/r/*", 4 } }, .inners = 1 };
	const struct job job = job_of(&framer_tree, &map);
	struct buf text = { 0 };
	for (unsigned i = 0; i < DEEP; i++) buf_put_z(&text, "{\"r\":[");
	for (unsigned i = 0; i < DEEP; i++) buf_put_z(&text, "]}");
	struct buf got = frame_with(&job, buf_str(&text), 65536);
	assert_true(str_starts(buf_str(&got), str_of("1@0 <{\"r\":[null]}>\n2@6 <{\"r\":[null]}>\n")));
	assert_true(got.n < 4 * text.n + 400000);
	buf_free(&got);
	buf_free(&text);
}

/* A document of many megabytes on one line never makes the window larger than a record needs. */
static void test_json_memory(void **state)
{
	(void)state;
	struct buf text = { 0 };
	struct job job = job_of(&framer_json, NULL);
	buf_put_char(&text, '[');
	for (unsigned i = 0; i < 200000; i++) buf_put_format(&text, "%s{\"id\":%u,\"text\":\"some words of a message\"}", i ? "," : "", i);
	buf_put_char(&text, ']');
	struct member_bytes from = { .text = buf_str(&text), .step = 4096 };
	struct diag diag = { 0 };
	struct window w = { .pull = pull, .was_cut = was_cut, .from = &from, .most = 32 << 20, .diag = &diag };
	struct frame_out out = { 0 };
	enum finding note;
	unsigned records = 0;
	void *framer = framer_json.open(&job.detection, &job.limits);
	while (framer_json.next(framer, &w, &out, &note) == FRAME_RECORD) records++;
	framer_json.close(framer);
	assert_int_equal(records, 200000);
	assert_int_equal(out.number, 200000);
	assert_true(w.cap < 1 << 20);
	free(w.p);
	buf_free(&text);
}

/* The window may move although nothing more comes: what was found before must be looked up anew. */
static void test_last_of_full_window(void **state)
{
	(void)state;
	static const struct framer *const framers[] = { &framer_jsonl, &framer_json, &framer_csv, &framer_lines, &framer_tree };
	static const struct format tree = { .inner = { { "/r/*", 4 } }, .inners = 1 };
	static char text[600000];
	memset(text, 'x', sizeof text);
	text[0] = '{';
	for (unsigned i = 0; i < 5; i++) {
		const struct job job = job_of(framers[i], framers[i] == &framer_tree ? &tree : NULL);
		for (size_t n = 190000; n < sizeof text; n += 30011) {
			struct buf got = frame_with(&job, (struct str){ text, n }, 65536);
			assert_true(got.n > n);
			buf_free(&got);
		}
	}
}

/* Any bytes at all: the records are the same however the bytes arrive, and stand where they say. */
static void test_any_bytes(void **state)
{
	(void)state;
	static const struct framer *const framers[] = { &framer_jsonl, &framer_json, &framer_csv, &framer_lines, &framer_tree };
	static const char alphabet[] = "{}[]\",:\\\n\n 1a\"{[\r";
	static const struct format map = { .path = { { "/a/*", 4 } }, .paths = 1, .capture = { { { "/1", 2 }, true } }, .captures = 1,
		.inner = { { "/a/*", 4 }, { "/1", 2 } }, .inners = 2 };
	uint64_t random = 88172645463325252u;
	char text[300];
	for (unsigned round = 0; round < 6000; round++) {
		const size_t n = round % 300;
		for (size_t i = 0; i < n; i++) {
			random ^= random << 13; random ^= random >> 7; random ^= random << 17;
			text[i] = alphabet[(random >> 20) % (sizeof alphabet - 1)];
		}
		struct job job = job_of(framers[round % 5], round % 3 && round % 5 != 4 ? NULL : &map);
		job.limits.record = round % 5 ? 16 << 20 : 40;
		job.limits.held = 300;
		job.detection.header = round % 7 == 0;
		job.cut = round % 2;
		struct buf whole = frame_with(&job, (struct str){ text, n }, 4096);
		for (size_t step = 1; step < 80; step = step * 3 + 1) {
			struct buf parts = frame_with(&job, (struct str){ text, n }, step);
			if (!str_equal(buf_str(&whole), buf_str(&parts)))
				fail_msg("step %zu framer %u of <%.*s>\n%.*s\n---\n%.*s", step, round % 5, (int)n, text, (int)whole.n, whole.p, (int)parts.n, parts.p);
			buf_free(&parts);
		}
		buf_free(&whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jsonl), cmocka_unit_test(test_lines), cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json_stream), cmocka_unit_test(test_json_paths), cmocka_unit_test(test_json_context), cmocka_unit_test(test_tree), cmocka_unit_test(test_deep_tree),
		cmocka_unit_test(test_json_memory), cmocka_unit_test(test_last_of_full_window),
		cmocka_unit_test(test_any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
