/* bench_floor.c -- the least that any program must do with a corpus: gunzip it; parse each line with cJSON; print it again.
 * Knows zlib and cJSON; does not know credence, which is measured against these floors.
 *
 * bench_floor gunzip|parse|print FILE.gz writes "messages bytes" (of the decoded lines) to standard output. */
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PIECE = 1 << 20 };
enum floor { FLOOR_GUNZIP, FLOOR_PARSE, FLOOR_PRINT };

struct counts { uint64_t messages, bytes, printed; };

static bool line_do(enum floor floor, const char *line, size_t n, struct counts *counts)
{
	counts->messages++;
	if (floor == FLOOR_GUNZIP) return true;
	cJSON *tree = cJSON_ParseWithLength(line, n);
	if (!tree) return false;
	if (floor == FLOOR_PRINT) {
		char *text = cJSON_PrintUnformatted(tree);
		if (!text) abort();
		counts->printed += strlen(text) + 1;
		cJSON_free(text);
	}
	cJSON_Delete(tree);
	return true;
}

int main(int argc, char **argv)
{
	static const char *const name[] = { "gunzip", "parse", "print" };
	unsigned floor = 0;
	while (floor < 3 && (argc != 3 || strcmp(argv[1], name[floor]) != 0)) floor++;
	gzFile in = floor < 3 ? gzopen(argv[2], "rb") : NULL;
	if (!in) {
		fprintf(stderr, "usage: bench_floor gunzip|parse|print FILE.gz\n");
		return 2;
	}
	gzbuffer(in, PIECE);
	size_t cap = 2 * PIECE, held = 0;
	char *data = malloc(cap);
	struct counts counts = { 0 };
	int got;
	while (data && (got = gzread(in, data + held, PIECE)) > 0) {
		counts.bytes += (size_t)got;
		char *begin = data, *const end = data + held + got;
		for (char *stop; (stop = memchr(begin, '\n', (size_t)(end - begin))) != NULL; begin = stop + 1)
			if (!line_do(floor, begin, (size_t)(stop - begin), &counts)) return 1;
		held = (size_t)(end - begin);
		memmove(data, begin, held);
		if (held + PIECE > cap) data = realloc(data, cap *= 2);
	}
	if (!data) return 1;
	if (held && !line_do(floor, data, held, &counts)) return 1;
	free(data);
	gzclose(in);
	printf("%llu %llu\n", (unsigned long long)counts.messages, (unsigned long long)counts.bytes);
	return 0;
}
