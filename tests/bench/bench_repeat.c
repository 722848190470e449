/* bench_repeat.c -- makes a large file of a small one by repeating what repeats in it, so that reading it takes measurable time.
 * Knows where the repeating part of a file begins and ends; does not know formats.
 *
 * bench_repeat whole BYTES <IN >OUT            all of it, as often as fits into BYTES
 * bench_repeat table BYTES <IN >OUT            all but the first line
 * bench_repeat array BYTES <IN >OUT            the elements of the JSON document's longest array of objects
 * bench_repeat between BYTES FROM TO <IN >OUT  what stands from the first FROM to the end of the last TO */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 64 << 20, DEPTH_MOST = 512 };

struct part { size_t from, to; const char *between; };    /* of the input: what is repeated, and what stands between two */

static bool array_find(const char *p, size_t n, struct part *part)
{
	size_t open[DEPTH_MOST], best = 0;
	unsigned depth = 0;
	bool string = false;
	for (size_t i = 0; i < n; i++) {
		if (string && p[i] == '\\') i++;
		else if (p[i] == '"') string = !string;
		else if (!string && p[i] == '[' && depth < DEPTH_MOST) open[depth++] = i;
		else if (!string && p[i] == ']' && depth) {
			const size_t from = open[--depth] + 1, first = from + strspn(p + from, " \t\r\n");
			if (p[first] != '{' || i - from <= best) continue;
			best = i - from;
			*part = (struct part){ from, i, "," };
		}
	}
	return best > 0;
}

static bool between_find(const char *p, const char *from, const char *to, struct part *part)
{
	const char *const begin = strstr(p, from);
	const char *end = NULL;
	for (const char *at = begin; at && (at = strstr(at, to)) != NULL; at++) end = at + strlen(to);
	if (!end) return false;
	*part = (struct part){ (size_t)(begin - p), (size_t)(end - p), "\n" };
	return true;
}

int main(int argc, char **argv)
{
	char *const p = malloc(MOST + 1);
	if (!p || argc < 3) {
		fprintf(stderr, "usage: bench_repeat whole|table|array BYTES | between BYTES FROM TO\n");
		return 2;
	}
	const size_t n = fread(p, 1, MOST, stdin);
	const unsigned long long wanted = strtoull(argv[2], NULL, 10);
	p[n] = 0;
	struct part part = { 0, n, "" };
	if (strcmp(argv[1], "table") == 0) part.from = strcspn(p, "\n") + 1;
	else if (strcmp(argv[1], "array") == 0 && !array_find(p, n, &part)) return 1;
	else if (strcmp(argv[1], "between") == 0 && (argc != 5 || !between_find(p, argv[3], argv[4], &part))) return 1;
	if (part.from >= part.to) return 1;
	fwrite(p, 1, part.from, stdout);
	for (unsigned long long done = 0; done == 0 || done < wanted; done += part.to - part.from) {
		if (done) fputs(part.between, stdout);
		fwrite(p + part.from, 1, part.to - part.from, stdout);
	}
	fwrite(p + part.to, 1, n - part.to, stdout);
	free(p);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
