/* Batches out of archives: order, limits, restarts, findings, and what is told of the files beside messages. */
#include "source_harness.h"

#include "transcode.h"

#include <unistd.h>

static char folder[] = "/tmp/credence-source-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int folder_remove(void **state)
{
	(void)state;
	char command[100];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

/* A file of the test's folder; the path is the caller's to free. */
static char *file_make(const char *name, struct str bytes)
{
	char *const path = malloc(200);
	assert_non_null(path);
	snprintf(path, 200, "%s/%s", folder, name);
	FILE *const f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
	return path;
}

static struct counts bytes_count(const char *name, struct str bytes)
{
	char *const path = file_make(name, bytes);
	const struct counts c = file_count(settings_plain(), path);
	free(path);
	return c;
}

static struct counts text_count(const char *name, const char *text) { return bytes_count(name, str_of(text)); }

static struct buf many_lines(unsigned n)
{
	struct buf b = { 0 };
	for (unsigned i = 0; i < n; i++) buf_put_format(&b, "{\"id\":\"%u\",\"text\":\"message %u\"}\n", i, i);
	return b;
}

static void archives_follow_one_another(void **state)
{
	(void)state;
	struct buf lines = many_lines(3000);
	char *const a = file_make("a.jsonl", buf_str(&lines)), *const b = file_make("b.csv", str_of("id,text\nx,one\ny,two\n"));
	const struct archive archive[] = { { str_of("A"), a, 0 }, { str_of("B"), b, 0 }, { str_of("A"), a, 0 } };
	struct counts all = archives_count(settings_plain(), archive, 3, 0);
	assert_int_equal(all.entry[ENTRY_MESSAGE], 6002);
	assert_true(str_starts(buf_str(&all.ids), str_of("0\n1\n2\n")));
	counts_free(&all);
	/* A restart passes over what was done and goes on with the same records. */
	for (uint64_t from = 2999; from <= 3003; from++) {
		struct counts rest = archives_count(settings_plain(), archive, 3, from);
		assert_int_equal(rest.entry[ENTRY_MESSAGE], 6002 - from);
		static const char *const first[] = { "2999\nx\ny\n0\n", "x\ny\n0\n", "y\n0\n", "0\n1\n", "1\n2\n" };
		assert_true(str_starts(buf_str(&rest.ids), str_of(first[from - 2999])));
		counts_free(&rest);
	}
	free(a);
	free(b);
	buf_free(&lines);
}

static void skipping_too_far_fails(void **state)
{
	(void)state;
	char *const path = file_make("three.jsonl", str_of("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"));
	const struct archive archive = { str_of("A"), path, 0 };
	struct settings settings = settings_plain();
	struct diag diag = { .code = EXIT_FINE };
	struct assets *const assets = assets_open(NULL, &diag);
	void *const formats = stage_parse.open(assets, &settings, &diag);
	assert_non_null(formats);
	const struct source_options options = { .formats = formats, .limits = settings.limits, .program = CREDENCE_PROGRAM };
	struct source *const source = source_open(&options, &archive, 1, &diag);
	assert_false(source_skip(source, 3, &diag));
	assert_non_null(strstr(diag.text, "end at record 2, but 3"));
	source_close(source);
	stage_parse.close(formats);
	assets_close(assets);
	free(path);
}

/* A table of people larger than a batch, then threads with a title each: the table is copied once, and batches are full. */
static void contexts_share_values(void **state)
{
	enum { PEOPLE = 20000, THREADS = 1500 };
	(void)state;
	struct buf b = { 0 };
	buf_put_z(&b, "{\"users\":[{\"id\":0,\"name\":\"n\"}");
	for (unsigned i = 1; i < PEOPLE; i++) buf_put_format(&b, ",{\"id\":%u,\"name\":\"n%u\"}", i, i);
	buf_put_z(&b, "],\"threads\":[{\"title\":\"t\",\"posts\":[]}");
	for (unsigned i = 0; i < THREADS; i++) buf_put_format(&b, ",{\"title\":\"t%u\",\"posts\":[{\"u\":%u,\"text\":\"a\"}]}", i, i);
	buf_put_z(&b, "]}");
	assert_true(b.n > BATCH_BYTES);
	char *const path = file_make("forum.json", buf_str(&b));
	struct str map = str_of("{\"map\":\"m\",\"frame\":\"json\",\"records\":\"/threads/*/posts/*\",\"lookups\":{\"u\":{\"records\":\"/users/*\","
		"\"key\":\"/id\",\"value\":\"/name\"}},\"fields\":{\"text\":\"/text\",\"author\":{\"from\":\"/u\",\"lookup\":\"u\"},\"channel\":\"^/title\"}}");
	struct str name = str_of("m.map.json");
	struct settings settings = settings_plain();
	settings.maps = &map;
	settings.map_name = &name;
	settings.map_count = 1;
	settings.format = str_of("m");
	const struct archive archive = { str_of("A"), path, 0 };
	struct diag diag = { .code = EXIT_FINE };
	struct assets *const assets = assets_open(NULL, &diag);
	void *const formats = stage_parse.open(assets, &settings, &diag);
	assert_non_null(formats);
	const struct source_options options = { .formats = formats, .limits = settings.limits, .program = CREDENCE_PROGRAM };
	struct source *const source = source_open(&options, &archive, 1, &diag);
	struct batch batch = { 0 };
	assert_int_equal(source_fill(source, &batch, &diag), SOURCE_BATCH);
	assert_int_equal(batch.n, BATCH_RECORDS);
	unsigned shared = 0, own = 0;
	for (uint32_t i = 1; i < batch.n; i++) {
		const struct context *const one = batch.record[i - 1].context, *const two = batch.record[i].context;
		assert_ptr_not_equal(one, two);
		for (uint32_t k = 0; k < two->count; k++) {
			shared += two->value[k].p == one->value[k].p;
			own += !str_equal(two->value[k], one->value[k]);
		}
	}
	assert_int_equal(shared, batch.n - 1);
	assert_int_equal(own, batch.n - 1);
	arena_free(&batch.arena);
	source_close(source);
	stage_parse.close(formats);
	assets_close(assets);
	buf_free(&b);
	free(path);
}

/* An archive of which nothing came is not taken for the one before it, which stands at the same (empty) path. */
static void findings_name_their_archive(void **state)
{
	(void)state;
	char *const a = file_make("fine.jsonl", str_of("{\"id\":\"1\",\"text\":\"a\"}\n"));
	char *const b = file_make("empty.zip", (struct str){ "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22 });
	const struct archive archive[] = { { str_of("A"), a, 0 }, { str_of("B"), b, 0 } };
	struct settings settings = settings_plain();
	struct diag diag = { .code = EXIT_FINE };
	struct assets *const assets = assets_open(NULL, &diag);
	void *const formats = stage_parse.open(assets, &settings, &diag);
	assert_non_null(formats);
	const struct source_options options = { .formats = formats, .limits = settings.limits, .program = CREDENCE_PROGRAM };
	struct source *const source = source_open(&options, archive, 2, &diag);
	struct batch batch = { 0 };
	assert_int_equal(source_fill(source, &batch, &diag), SOURCE_BATCH);
	assert_int_equal(batch.n, 2);
	assert_int_equal(batch.record[1].finding, FINDING_NO_MEMBERS);
	assert_true(str_is(batch.record[0].member->archive, "A"));
	assert_true(str_is(batch.record[1].member->archive, "B"));
	assert_int_equal(batch.record[1].number, 0);
	arena_free(&batch.arena);
	source_close(source);
	stage_parse.close(formats);
	assets_close(assets);
	free(a);
	free(b);
}

static void findings_and_companions(void **state)
{
	(void)state;
	struct counts c = text_count("x.bin", "\x7f\x45LF\0\0\0");
	assert_int_equal(c.finding[FINDING_UNKNOWN_ARCHIVE], 1);
	counts_free(&c);
	c = text_count("page.txt", "<!doctype html><html>error</html>\n");
	assert_int_equal(c.finding[FINDING_UNKNOWN_ARCHIVE], 1);
	counts_free(&c);
	c = text_count("speakers.json", "{\"ann\":{\"meta\":{}}}");
	assert_int_equal(c.entry[ENTRY_SKIPPED], 1);
	assert_string_equal(c.skip, "companion-file");
	counts_free(&c);
	c = text_count("corpus.json", "[{\"id\":\"1\",\"text\":\"a real message\"}]");
	assert_int_equal(c.entry[ENTRY_MESSAGE], 1);
	counts_free(&c);
	c = text_count("header.csv", "id,text\n");
	assert_int_equal(c.finding[FINDING_NO_MESSAGES], 1);
	counts_free(&c);
	c = text_count("blank.jsonl", " \n\t\n");
	assert_int_equal(c.entry[ENTRY_MESSAGE] + c.entry[ENTRY_FINDING] + c.entry[ENTRY_QUARANTINED], 0);
	counts_free(&c);
}

static void shapes_of_json(void **state)
{
	static const struct { const char *text, *format; unsigned messages; } cases[] = {
		{ "{\"delete\":{\"status\":{\"id_str\":\"9\"}}}\n{\"id_str\":\"1\",\"created_at\":\"x\",\"text\":\"t\",\"user\":{\"screen_name\":\"s\"}}\n", "twitter-v1", 1 },
		{ "not json\n{\"id\":1,\"text\":\"t\"}\n{\"id\":2,\"text\":\"u\"}\n", "generic-json", 2 },
		{ "[{\"id\":1,\"text\":\"t\"},{\"id\":2,\"text\":\"u\"}]", "generic-json", 2 },
		{ "{\n \"posts\": [\n  {\"id\":1, \"body\":\"t\"},\n  {\"id\":2, \"body\":\"u\"}\n ]\n}\n", "generic-pages", 2 },
		{ "{\"id\":1,\n\"text\":\"t\"}\n{\"id\":2,\n\"text\":\"u\"}\n", "generic-json", 2 },
		{ "{\"data\":[{\"id\":\"1\",\"text\":\"t\",\"author_id\":\"5\"}],\"includes\":{\"users\":[{\"id\":\"5\",\"username\":\"ann\"}]}}\n"
		  "{\"data\":[{\"id\":\"2\",\"text\":\"u\",\"author_id\":\"6\"}],\"includes\":{\"users\":[{\"id\":\"6\",\"username\":\"bob\"}]}}\n", "twitter-v2", 2 },
		{ "{\"id\":\"1\",\"text\":\"t\",\"user\":\"u\",\"root\":\"1\"}\n", "convokit", 1 },
		{ "[{\"id\":\"1\",\"text\":\"t\",\"user\":\"u\",\"root\":\"1\"}]", "convokit", 1 },
		{ "{\"id\":\"a\",\"subreddit\":\"s\",\"created_utc\":\"1\",\"title\":\"t\",\"selftext\":\"[removed]\"}\n", "reddit", 1 } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct counts c = text_count("shape.dump", cases[i].text);
		if (strcmp(c.format, cases[i].format)) fail_msg("case %zu: %s, not %s", i, c.format, cases[i].format);
		assert_int_equal(c.entry[ENTRY_MESSAGE], cases[i].messages);
		counts_free(&c);
	}
}

static void pages_join_names(void **state)
{
	(void)state;
	struct settings settings = settings_plain();
	char *const path = file_make("page.json", str_of("{\"data\":[{\"id\":\"1\",\"text\":\"RT cut...\",\"author_id\":\"5\","
		"\"referenced_tweets\":[{\"type\":\"retweeted\",\"id\":\"9\"}]}],\"includes\":{\"users\":[{\"id\":\"5\",\"username\":\"ann\"}],"
		"\"tweets\":[{\"id\":\"9\",\"text\":\"whole text\"}]}}"));
	struct counts c = file_count(settings, path);
	assert_true(str_is(buf_str(&c.texts), "whole text\n"));
	assert_int_equal(c.string[MESSAGE_REPOST_OF], 1);
	counts_free(&c);
	free(path);
}

static void names_must_recur(void **state)
{
	(void)state;
	struct counts c = text_count("chat.txt", "ann: one\nbob: two\nann: three\n");
	assert_string_equal(c.format, "chat");
	assert_true(str_is(buf_str(&c.texts), "one\ntwo\nthree\n"));
	counts_free(&c);
	c = text_count("lines.txt", "ann: one\nbob: two\n");
	assert_string_equal(c.format, "lines");
	assert_true(str_is(buf_str(&c.texts), "ann: one\nbob: two\n"));
	assert_true(str_ends(buf_str(&c.ids), str_of("/lines.txt#2\n")));
	counts_free(&c);
}

static void forced_and_overridden(void **state)
{
	struct field_override field[] = { { { "text", 4 }, { "/payload", 8 } } };
	struct settings settings = settings_plain();
	(void)state;
	char *const path = file_make("odd.dump", str_of("{\"k\":1,\"payload\":\"hi\"}\n"));
	struct counts c = file_count(settings, path);
	assert_int_equal(c.finding[FINDING_UNKNOWN_ARCHIVE], 1);
	counts_free(&c);
	settings.override = field;
	settings.overrides = 1;
	c = file_count(settings, path);
	assert_true(str_is(buf_str(&c.texts), "hi\n"));
	counts_free(&c);
	settings.overrides = 0;
	settings.format = str_of("lines");
	c = file_count(settings, path);
	assert_true(str_is(buf_str(&c.texts), "{\"k\":1,\"payload\":\"hi\"}\n"));
	counts_free(&c);
	free(path);
	settings.format = str_of("nothing");
	struct diag diag;
	struct assets *const assets = assets_open(NULL, &diag);
	assert_null(stage_parse.open(assets, &settings, &diag));
	assert_non_null(strstr(diag.text, "--format nothing: no such format; there are activitypub, bluesky, "));
	assets_close(assets);
}

/* A batch ends by count or by bytes, and one giant record may exceed the bytes. */
static void batches_are_bounded(void **state)
{
	(void)state;
	struct buf b = { 0 };
	buf_put_z(&b, "{\"id\":\"1\",\"text\":\"");
	for (unsigned i = 0; i < 400000; i++) buf_put_char(&b, 'x');
	buf_put_z(&b, "\"}\n{\"id\":\"2\",\"text\":\"y\"}\n");
	struct counts c = bytes_count("giant.jsonl", buf_str(&b));
	assert_int_equal(c.entry[ENTRY_MESSAGE], 2);
	counts_free(&c);
	buf_free(&b);
}

struct dribble { struct str bytes; size_t at, step; };

static long dribble_pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct dribble *const d = from;
	(void)diag;
	size_t n = d->bytes.n - d->at;
	if (n > d->step) n = d->step;
	if (n > cap) n = cap;
	memcpy(into, d->bytes.p + d->at, n);
	d->at += n;
	return (long)n;
}

/* UTF-16 and UTF-32 come out as UTF-8 however the bytes arrive. */
static void transcoding(void **state)
{
	static const struct { struct str in; const char *out; } cases[] = {
		{ { "\xff\xfe" "a\0\xe9\0\x3d\xd8\x00\xde", 10 }, "a\xc3\xa9\xf0\x9f\x98\x80" },
		{ { "\xfe\xff\0a\0\xe9\xd8\x3d\xde\x00", 10 }, "a\xc3\xa9\xf0\x9f\x98\x80" },
		{ { "\xff\xfe\0\0a\0\0\0\x00\xf6\x01\0", 12 }, "a\xf0\x9f\x98\x80" },
		{ { "\xff\xfe\x3d\xd8" "a\0", 6 }, "\xef\xbf\xbd" "a" },
		{ { "plain \xff\xfe", 8 }, "plain \xff\xfe" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t step = 1; step <= 12; step++) {
			struct dribble d = { cases[i].in, 0, step };
			struct transcoder t = { .pull = dribble_pull, .from = &d };
			struct diag diag;
			char out[100];
			size_t n = 0;
			for (long got; (got = transcode_read(&t, out + n, sizeof out - n, &diag)) > 0;) n += (size_t)got;
			assert_true(str_is((struct str){ out, n }, cases[i].out));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(archives_follow_one_another), cmocka_unit_test(skipping_too_far_fails), cmocka_unit_test(contexts_share_values),
		cmocka_unit_test(findings_name_their_archive), cmocka_unit_test(findings_and_companions), cmocka_unit_test(shapes_of_json), cmocka_unit_test(pages_join_names),
		cmocka_unit_test(names_must_recur), cmocka_unit_test(forced_and_overridden), cmocka_unit_test(batches_are_bounded),
		cmocka_unit_test(transcoding) };
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
