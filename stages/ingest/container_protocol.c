/* container_protocol.c -- writes the reading child's frames.
 * Knows how a frame goes through a pipe; does not know what it says. */
#include "container_protocol.h"

#include <errno.h>
#include <sys/uio.h>

bool said_write(int descriptor, enum said kind, const void *first, size_t first_n, struct str rest, struct diag *diag)
{
	if (rest.n > SAID_MOST - first_n) rest.n = SAID_MOST - first_n;
	struct said_head head = { .kind = kind, .size = (uint32_t)(first_n + rest.n) };
	struct iovec part[3] = {
		{ &head, sizeof head }, { (void *)(uintptr_t)first, first_n }, { (void *)(uintptr_t)rest.p, rest.n },
	};
	unsigned at = 0;
	while (at < 3) {
		if (part[at].iov_len == 0) {
			at++;
			continue;
		}
		ssize_t n = writev(descriptor, part + at, (int)(3 - at));
		if (n < 0 && errno == EINTR) continue;
		if (n < 0) return diag_failed(diag, "cannot write to the reading parent: %s", strerror(errno));
		for (; at < 3 && (size_t)n >= part[at].iov_len; at++) n -= (ssize_t)part[at].iov_len;
		if (at < 3) {
			part[at].iov_base = (char *)part[at].iov_base + n;
			part[at].iov_len -= (size_t)n;
		}
	}
	return true;
}
