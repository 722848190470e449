/* bench_make.c -- writes inputs that are large, and nothing else: for measuring what memory and time they take.
 * Knows how they look; does not know credence.
 *
 * bench_make array BYTES      a JSON array of that size on one line: messages of about 4 KB, most of it beside the text
 * bench_make members COUNT    a tar of that many small files, each one message
 * bench_make unknown COUNT    a tar of that many small files that hold none */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAR_BLOCK = 512, RAW_BYTES = 4000 };

static uint32_t random_next(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 24;
}

static void array_write(uint64_t bytes)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz ,.0123456789";
	char raw[RAW_BYTES + 1] = "";
	uint64_t done = 0;
	uint32_t state = 1;
	for (uint64_t i = 0; done < bytes; i++) {
		for (unsigned k = 0; k < RAW_BYTES; k++)
			raw[k] = k % 8 ? letters[(i * 7 + k * 3) % (sizeof letters - 1)] : letters[random_next(&state) % (sizeof letters - 1)];
		done += (uint64_t)printf("%s{\"id\":\"%llu\",\"text\":\"The mayor said on Tuesday that bridge %llu was closed.\",\"raw\":\"%s\"}",
			i ? "," : "[", (unsigned long long)i, (unsigned long long)i, raw);
	}
	putchar(']');
}

static void member_write(unsigned long i, int unknown)
{
	char block[TAR_BLOCK] = "", body[TAR_BLOCK] = "";
	const int n = unknown ? snprintf(body, sizeof body, "\x89PNG\r\n\x1a\n%lu", i)
	            : snprintf(body, sizeof body, "{\"id\":\"%lu\",\"text\":\"The mayor said on Tuesday that bridge %lu was closed.\"}\n", i, i);
	snprintf(block, 100, "day/%lu%s", i, unknown ? "" : ".json");
	memcpy(block + 100, "0000644\0" "0000000\0" "0000000\0", 24);
	snprintf(block + 124, 12, "%011o", (unsigned)n);
	memcpy(block + 136, "00000000000\0" "        0", 21);
	memcpy(block + 257, "ustar\0" "00", 8);
	unsigned sum = 0;
	for (unsigned k = 0; k < TAR_BLOCK; k++) sum += (unsigned char)block[k];
	snprintf(block + 148, 8, "%06o", sum);
	fwrite(block, 1, sizeof block, stdout);
	fwrite(body, 1, sizeof body, stdout);
}

int main(int argc, char **argv)
{
	static const char zeros[2 * TAR_BLOCK];
	static char buffer[1 << 20];
	setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
	const uint64_t n = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
	const int members = argc == 3 && strcmp(argv[1], "members") == 0, unknown = argc == 3 && strcmp(argv[1], "unknown") == 0;
	if (members || unknown) {
		for (unsigned long i = 0; i < n; i++) member_write(i, unknown);
		fwrite(zeros, 1, sizeof zeros, stdout);
	} else if (argc == 3 && strcmp(argv[1], "array") == 0) {
		array_write(n);
	} else {
		fprintf(stderr, "usage: bench_make array BYTES | members COUNT | unknown COUNT\n");
		return 2;
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
