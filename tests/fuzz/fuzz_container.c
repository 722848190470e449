/* fuzz_container.c -- any bytes through the walk of containers, in this process, as a stream and as a file.
 * Knows that members begin and end in turn and stay within the limits; does not care what they hold. */
#include "container.h"
#include "memory_stream.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct order { bool inside; uint32_t next; };

static bool order_begin(void *self, struct str path, uint32_t ordinal, struct diag *diag)
{
	struct order *o = self;
	(void)path; (void)diag;
	if (o->inside || ordinal != o->next++) abort();
	o->inside = true;
	return true;
}

static bool order_data(void *self, struct str bytes, struct diag *diag)
{
	(void)diag;
	if (!((struct order *)self)->inside || bytes.n == 0) abort();
	return true;
}

static bool order_end(void *self, enum finding finding, const char *detail, struct diag *diag)
{
	struct order *o = self;
	(void)detail; (void)diag;
	if (!o->inside || finding >= FINDING_COUNT) abort();
	o->inside = false;
	return true;
}

static bool order_finding(void *self, struct str path, enum finding finding, const char *detail, struct diag *diag)
{
	(void)path; (void)detail; (void)diag;
	if (((struct order *)self)->inside || finding == FINDING_NONE || finding >= FINDING_COUNT) abort();
	return true;
}

static bool order_working(void *self, size_t n, struct diag *diag)
{
	(void)self; (void)n; (void)diag;
	return true;
}

/* A file that can be read at any place. */
static int file_of(const uint8_t *bytes, size_t n)
{
	static int descriptor = -1;
	if (descriptor < 0) descriptor = memfd_create("container", MFD_CLOEXEC);
	if (descriptor < 0 || ftruncate(descriptor, 0) || pwrite(descriptor, bytes, n, 0) != (ssize_t)n) abort();
	return descriptor;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct memory_stream m = memory_stream(bytes, n, n);
	struct meter meter = {
		.limits = { .nesting = 4, .members = 1000, .bytes = 8 << 20, .ratio = 2000, .ratio_floor = 4 << 20 }, .size = n,
	};
	struct order order = { false, 0 };
	const struct container_sink sink = { &order, order_begin, order_data, order_end, order_finding, order_working };
	struct diag diag;
	const bool fine = container_walk(&m.stream, n % 2 ? file_of(bytes, n) : -1, &meter, NULL, &sink, &diag);
	if (fine && order.inside) abort();
	return 0;
}
