/* wide.c -- tells archives that need much memory to decode from the first bytes of a file.
 * Knows how to look; decode_zstd.c knows what a frame header says. */
#include "source.h"
#include "stream.h"
#include <fcntl.h>
#include <unistd.h>

bool source_is_wide(const char *path)
{
	char head[64];
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return false;
	const ssize_t n = read(fd, head, sizeof head);
	close(fd);
	return n > 0 && decode_zstd_wide((struct str){ head, (size_t)n });
}
