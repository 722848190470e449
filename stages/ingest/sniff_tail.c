/* sniff_tail.c -- a zip that does not begin as one: behind a program, a page of HTTP headers or other bytes.
 * Knows the record at a zip's end; does not know how a zip is read. */
#include "stream.h"

#include <unistd.h>

enum { TAIL = 16 << 10, END_RECORD = 22 };

static uint32_t number(const unsigned char *p, unsigned n)
{
	uint32_t value = 0;
	for (unsigned i = 0; i < n; i++) value |= (uint32_t)p[i] << 8 * i;
	return value;
}

/* The end of a directory of one disc that fits into what stands before it. Other bytes may follow. */
static bool is_end(const unsigned char *p, size_t n, uint64_t at)
{
	const uint32_t entries = number(p + 8, 2), bytes = number(p + 12, 4);
	return memcmp(p, "PK\5\6\0\0\0\0", 8) == 0 && entries > 0 && entries == number(p + 10, 2) && bytes / 46 >= entries
	    && number(p + 20, 2) <= n - END_RECORD && (uint64_t)bytes + number(p + 16, 4) <= at;
}

bool sniff_zip_behind(int descriptor, uint64_t size)
{
	unsigned char tail[TAIL];
	const size_t want = size < TAIL ? (size_t)size : TAIL;
	if (descriptor < 0 || want < END_RECORD) return false;
	const ssize_t n = pread(descriptor, tail, want, (off_t)(size - want));
	if (n != (ssize_t)want) return false;
	for (size_t at = want - END_RECORD + 1; at-- > 0;)
		if (is_end(tail + at, want - at, size - want + at)) return true;
	return false;
}
