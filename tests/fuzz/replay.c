/* replay.c -- runs a fuzz target over stored inputs and a few made here, without a fuzzer.
 * Knows files and folders; does not know what the target tests. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) return 0;
	size_t n = 0, cap = 1 << 16;
	uint8_t *bytes = malloc(cap);
	for (size_t got; bytes && (got = fread(bytes + n, 1, cap - n, file)) > 0;) {
		n += got;
		if (n == cap) bytes = realloc(bytes, cap *= 2);
	}
	fclose(file);
	if (!bytes) abort();
	LLVMFuzzerTestOneInput(bytes, n);
	free(bytes);
	return 1;
}

static unsigned replay_path(const char *path)
{
	DIR *dir = opendir(path);
	if (!dir) return replay_file(path);
	unsigned ran = 0;
	char inside[4096];
	for (const struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.') continue;
		if (snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name) < (int)sizeof inside) ran += replay_path(inside);
	}
	closedir(dir);
	return ran;
}

/* Nothing, one byte of each value, runs of structure, and noise. */
static unsigned replay_made(void)
{
	uint8_t bytes[5000];
	unsigned ran = 0;
	uint64_t random = 88172645463325252u;
	for (unsigned i = 0; i < 256; i++, ran++) {
		bytes[0] = (uint8_t)i;
		LLVMFuzzerTestOneInput(bytes, i ? 1 : 0);
	}
	for (const char *c = "[{\"\\,:\n\r\x1e 0u"; *c; c++, ran++) {
		memset(bytes, *c, sizeof bytes);
		LLVMFuzzerTestOneInput(bytes, sizeof bytes);
	}
	for (unsigned round = 0; round < 200; round++, ran++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			random ^= random << 13; random ^= random >> 7; random ^= random << 17;
			bytes[i] = round % 2 ? (uint8_t)(random >> 20) : (uint8_t)"{}[]\",:\\u12e\n\r ax"[(random >> 20) % 17];
		}
		LLVMFuzzerTestOneInput(bytes, round * 25);
	}
	return ran;
}

int main(int argc, char **argv)
{
	unsigned stored = 0;
	for (int i = 1; i < argc; i++) stored += replay_path(argv[i]);
	const unsigned made = replay_made();
	printf("%u stored inputs and %u made ones ran\n", stored, made);
	if (argc > 1 && stored == 0) {
		fprintf(stderr, "no input was found under the given paths\n");
		return 1;
	}
	return 0;
}
