/* test_row.c -- rows: what is packed comes out again, and torn bytes are refused. */
#include "row.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

static void pack_one(struct buf *out, enum entry_kind kind)
{
	struct claim claim = { .id = 7, .from = 0, .to = 5, .main = 1 };
	struct evidence evidence[2] = { { .from = 6, .to = 9 }, { .from = 9, .to = 9 } };
	struct str origin[2] = { str_of("reuters.com"), str_of("a.org") };
	struct member member = { .archive = str_of("a.zip"), .path = str_of("") };
	struct record record = { .bytes = str_of("{broken"), .member = &member, .number = 3, .offset = 90,
		.finding = FINDING_TRUNCATED };
	struct message message = { .string[MESSAGE_ID] = str_of("12"), .time = -5, .zone = TIME_UTC, .fault = FAULT_JSON, .fault_at = 4 };
	struct view view = { .text = str_of("It is so."), .code = "en" };
	struct found found = { .claims = 1, .evidences = 2, .claim = &claim, .evidence = evidence, .origin = origin };
	uint8_t entry = (uint8_t)kind;
	found.feature[FEATURE_NUMBERS] = 2;
	found.answer[SLOT_CLAIM] = (struct settled){ .labels = 2, .said = 1, .p = { 2500, 7500 } };
	found.answer[SLOT_STANCE] = (struct settled){ .labels = 3, .said = 2, .p = { 1, 2, 9997 } };
	const struct batch b = { .n = 1, .record = &record, .entry = &entry, .message = &message, .view = &view, .found = &found };
	row_pack(out, &b, 0);
}

static void message_comes_back(void **state)
{
	struct buf out = { 0 };
	struct row row;
	(void)state;
	pack_one(&out, ENTRY_MESSAGE);
	assert_int_equal(row_read(buf_str(&out), 0, &row), out.n);
	assert_true(str_is(row.string[MESSAGE_ID], "12") && str_is(row.string[ROW_TEXT], "It is so."));
	assert_true(row.string[ROW_MEMBER].p != NULL && row.string[ROW_MEMBER].n == 0);
	assert_null(row.string[MESSAGE_AUTHOR].p);
	assert_int_equal(row.head->time, -5);
	assert_int_equal(row.head->features, 1);
	assert_int_equal(row_value(&row, FEATURE_NUMBERS), 2);
	assert_int_equal(row.claim[0].id, 7);
	struct row_answer a;
	assert_true(row_answer(&row, SLOT_CLAIM, &a) && a.labels == 2 && a.said == 1 && a.p[0] == 2500 && a.p[1] == 7500);
	assert_true(row_answer(&row, SLOT_STANCE, &a) && a.labels == 3 && a.said == 2 && a.p[2] == 9997);
	assert_false(row_answer(&row, SLOT_CERTAINTY, &a));
	assert_false(row_answer(&row, SLOT_CHECK_WORTHINESS, &a));
	const struct evidence *second = &row.evidence[1];
	assert_true(str_is(str_cut(row.string[ROW_POOL], second->origin_at, second->origin_at + second->origin_n), "a.org"));
	buf_free(&out);
}

static void others_say_why(void **state)
{
	struct buf out = { 0 };
	struct row row;
	(void)state;
	pack_one(&out, ENTRY_QUARANTINED);
	const size_t second = out.n;
	pack_one(&out, ENTRY_FINDING);
	assert_int_equal(row_read(buf_str(&out), 0, &row), second);
	assert_int_equal(row.head->status, FAULT_JSON);
	assert_int_equal(row.head->offset, 94);
	assert_true(str_is(row.string[ROW_TEXT], "{broken"));
	assert_int_equal(row_read(buf_str(&out), second, &row), out.n);
	assert_int_equal(row.head->status, FINDING_TRUNCATED);
	buf_free(&out);
}

/* What would make a reader leave the answers, or print nonsense. */
static void answers_are_checked(void **state)
{
	static const struct { unsigned at, value; } bad[] = {
		{ 0, SLOT_CLAIM | 2 << 4 | 2 << 8 }, { 0, SLOT_CLAIM | 1 << 4 | 1 << 8 }, { 0, SLOT_CLAIM | 1 << 4 | 13 << 8 },
		{ 0, SLOT_STANCE | 1 << 4 | 2 << 8 }, { 0, SLOTS | 1 << 4 | 2 << 8 }, { 1, 10001 }, { 3, SLOT_STANCE | 2 << 4 | 4 << 8 },
		{ 3, SLOT_CLAIM | 2 << 4 | 3 << 8 }
	};
	struct buf out = { 0 };
	struct row row;
	(void)state;
	pack_one(&out, ENTRY_MESSAGE);
	for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(row_read(buf_str(&out), 0, &row), out.n);
		assert_int_equal(row.head->answers, 7);
		uint16_t *number = (uint16_t *)row.answer + bad[i].at;
		const uint16_t good = *number;
		*number = (uint16_t)bad[i].value;
		assert_int_equal(row_read(buf_str(&out), 0, &row), 0);
		*number = good;
	}
	buf_free(&out);
}

/* Every cut is refused, and no changed byte makes the reader leave its bytes (run under the address sanitizer). */
static void torn_bytes_are_refused(void **state)
{
	struct buf out = { 0 };
	struct row row;
	(void)state;
	pack_one(&out, ENTRY_MESSAGE);
	for (size_t n = 0; n < out.n; n++) assert_int_equal(row_read((struct str){ out.p, n }, 0, &row), 0);
	for (size_t i = 0; i < out.n; i++) {
		out.p[i] = (char)~out.p[i];
		const size_t end = row_read(buf_str(&out), 0, &row);
		assert_true(end == 0 || end <= out.n);
		out.p[i] = (char)~out.p[i];
	}
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_comes_back), cmocka_unit_test(others_say_why), cmocka_unit_test(torn_bytes_are_refused),
		cmocka_unit_test(answers_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
