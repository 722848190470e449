/* test_segment.c -- chunk files: written, read, searched, and refused when torn, stale or flipped. */
#include "segment.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MESSAGES = 50, FINGERPRINT = 99 };

static char folder[] = "/tmp/credence-segment-XXXXXX";
static char path[64];

/* A row without anything but an id. */
static void put_row(struct buf *out, unsigned id)
{
	char text[16];
	struct row_head head;
	memset(&head, 0, sizeof head);
	memset(head.length, 0xff, sizeof head.length);
	head.kind = ENTRY_MESSAGE;
	head.length[MESSAGE_ID] = (uint32_t)snprintf(text, sizeof text, "id%u", id);
	head.size = (uint32_t)(sizeof head + head.length[MESSAGE_ID] + 7) / 8 * 8;
	memset(buf_room(out, head.size), 0, head.size);
	memcpy(out->p + out->n, &head, sizeof head);
	memcpy(out->p + out->n + sizeof head, text, head.length[MESSAGE_ID]);
	out->n += head.size;
}

static bool write_chunk(struct diag *d)
{
	struct segment_writer w = { .file.fd = -1 };
	struct buf rows = { 0 };
	bool fine = segment_create(&w, path, FINGERPRINT, 1000, 500, d);
	for (unsigned i = 0; fine && i < MESSAGES; i++) {
		rows.n = 0;
		put_row(&rows, i % 40);        /* ten ids stand twice */
		fine = segment_add(&w, buf_str(&rows), 1000 + i, 1, d);
	}
	fine = fine && segment_publish(&w, d);
	segment_abandon(&w);
	buf_free(&rows);
	return fine;
}

static void count_row(void *context, const struct row *row)
{
	unsigned *sum = context;
	sum[0]++;
	sum[1] += row->head->ordinal;
}

static void written_is_read(void **state)
{
	struct diag d = { 0 };
	struct segment_reader r;
	struct segment_block block;
	struct buf rows = { 0 };
	unsigned blocks = 0, sum[2] = { 0 };
	(void)state;
	assert_true(write_chunk(&d));
	assert_int_equal(segment_open(&r, path, FINGERPRINT, &d), SEGMENT_GOOD);
	assert_int_equal(r.trailer.next_serial, 1000 + MESSAGES);
	assert_int_equal(r.trailer.next_ordinal, 500 + MESSAGES);
	assert_true(segment_find(&r, str_of("id7"), &rows, count_row, sum, &d));
	assert_int_equal(sum[0], 2);
	assert_int_equal(sum[1], 507 + 547);
	assert_true(segment_find(&r, str_of("id77"), &rows, count_row, sum, &d));
	assert_int_equal(sum[0], 2);
	while (segment_next(&r, &block, &rows, &d) == SEGMENT_BLOCK) {
		assert_true(segment_sound(&block, buf_str(&rows)));
		assert_int_equal(block.serial, 1000 + blocks++);
	}
	assert_int_equal(blocks, MESSAGES);
	segment_close(&r);
	assert_int_equal(segment_open(&r, path, FINGERPRINT + 1, &d), SEGMENT_STALE);
	assert_true(write_chunk(&d));              /* the same bytes again: ours is dropped */
	buf_free(&rows);
}

static void different_bytes_fail_loudly(void **state)
{
	struct diag d = { 0 };
	struct publication p;
	(void)state;
	assert_true(publish_open(&p, path, &d));
	assert_true(publish_write(&p, str_of("other"), &d));
	assert_false(publish_finish(&p, &d));
	assert_int_equal(d.code, EXIT_FAILED);
	assert_non_null(strstr(d.text, "different bytes"));
	assert_int_not_equal(access(p.temporary, F_OK), 0);
}

static void every_cut_is_torn(void **state)
{
	struct diag d = { 0 };
	struct segment_reader r;
	struct stat s;
	(void)state;
	assert_int_equal(stat(path, &s), 0);
	for (off_t n = s.st_size - 1; n > 0; n -= 37) {
		assert_int_equal(truncate(path, n), 0);
		assert_int_equal(segment_open(&r, path, FINGERPRINT, &d), SEGMENT_TORN);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(segment_open(&r, path, FINGERPRINT, &d), SEGMENT_ABSENT);
}

static void a_flipped_byte_is_seen(void **state)
{
	struct diag d = { 0 };
	struct segment_reader r;
	struct segment_block block;
	struct buf rows = { 0 };
	(void)state;
	assert_true(write_chunk(&d));
	FILE *f = fopen(path, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, sizeof block + 20, SEEK_SET), 0);
	assert_int_equal(fputc(0x55, f), 0x55);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(segment_open(&r, path, FINGERPRINT, &d), SEGMENT_GOOD);
	assert_int_equal(segment_next(&r, &block, &rows, &d), SEGMENT_BLOCK);
	assert_false(segment_sound(&block, buf_str(&rows)));
	segment_close(&r);
	buf_free(&rows);
	assert_int_equal(unlink(path), 0);
}

static void end_comes_back(void **state)
{
	struct diag d = { 0 };
	const struct segment_end end = { .fingerprint = FINGERPRINT, .chunks = 3, .archives = 2 };
	const uint64_t hash[2] = { 11, 22 };
	struct segment_end back;
	uint64_t *hashes = NULL;
	(void)state;
	assert_true(segment_end_write(path, &end, hash, &d));
	assert_int_equal(segment_end_read(path, FINGERPRINT, &back, &hashes, &d), SEGMENT_GOOD);
	assert_int_equal(back.chunks, 3);
	assert_int_equal(hashes[1], 22);
	free(hashes);
	assert_int_equal(segment_end_read(path, 1, &back, NULL, &d), SEGMENT_STALE);
	FILE *f = fopen(path, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, offsetof(struct segment_end, next_serial), SEEK_SET), 0);
	assert_int_equal(fputc(0x55, f), 0x55);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(segment_end_read(path, FINGERPRINT, &back, NULL, &d), SEGMENT_TORN);
	assert_int_equal(truncate(path, 60), 0);
	assert_int_equal(segment_end_read(path, FINGERPRINT, &back, NULL, &d), SEGMENT_TORN);
	assert_int_equal(unlink(path), 0);
}

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder)) return -1;
	snprintf(path, sizeof path, "%s/000.seg", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_is_read), cmocka_unit_test(different_bytes_fail_loudly), cmocka_unit_test(every_cut_is_torn),
		cmocka_unit_test(a_flipped_byte_is_seen), cmocka_unit_test(end_comes_back),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
