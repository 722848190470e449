/* bench_scan.c -- the least that reading plain bytes takes, by the library or the few lines that check them and keep nothing.
 * Knows the JSON scanner, UTF-8, expat and GMime; does not know formats, records or fields.
 *
 * bench_scan json FILE...    each file is one JSON document: validated, a message's usual values cut out and unescaped
 * bench_scan jsonl FILE...   each line is one
 * bench_scan lines FILE...   each line is UTF-8 or not
 * bench_scan xml FILE...     expat over all of it
 * bench_scan mail FILE...    GMime over an mbox, each message built
 * Prints how many there were (documents, lines, elements, mails), and the bytes of JSON values. */
#include "json.h"
#include "utf8.h"

#include <expat.h>
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 20, DEPTH = 512 };

/* The held bytes, JSON_PADDING readable ones behind them. */
struct held { char *p; size_t n, cap; };

static long held_more(struct held *h, int file)
{
	if (h->n + PIECE + JSON_PADDING > h->cap) h->p = realloc(h->p, h->cap = 2 * h->cap + PIECE + JSON_PADDING);
	if (!h->p) abort();
	const ssize_t got = read(file, h->p + h->n, PIECE);
	if (got > 0) h->n += (size_t)got;
	return got;
}

/* What it takes to scan JSON. */
struct scanner {
	struct json_plan  *plan;
	struct json_result result;
	struct arena       keep, arena;
	uint64_t           bytes;       /* of the values found */
};

/* `within`: in a document that holds messages they stand in a list, or in a list of its root. */
static void scanner_open(struct scanner *s, bool within)
{
	static const char *const usual[] = { "/id", "/author", "/timestamp", "/text", "/reply_to", "/thread", "/url", "/lang" };
	static const char *const place[] = { "", "/*", "/*/*" };
	struct diag diag;
	s->plan = json_plan_new(&s->keep);
	for (uint16_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		for (unsigned k = 0; k < (within ? 3 : 1); k++) {
			char pointer[32];
			snprintf(pointer, sizeof pointer, "%s%s", place[k], usual[i]);
			if (!json_plan_add(s->plan, arena_copy(&s->keep, str_of(pointer)), i, &diag)) abort();
		}
	}
}

static bool scanner_run(struct scanner *s, struct str document)
{
	uint32_t repairs = 0;
	if (!json_project(s->plan, document, DEPTH, &s->keep, &s->result)) return false;
	for (uint32_t i = 0; i < s->result.count; i++) s->bytes += json_unescape(s->result.hit[i].value, &s->arena, &repairs).n;
	arena_reset(&s->arena, 1 << 20);
	return true;
}

static void scanner_close(struct scanner *s)
{
	arena_free(&s->arena);
	arena_free(&s->keep);
}

static bool line_check(struct scanner *scanner, struct str line)
{
	size_t bad;
	return scanner ? line.n && scanner_run(scanner, line) : utf8_valid(line, &bad);
}

static uint64_t lines_scan(int file, struct scanner *scanner)
{
	struct held h = { 0 };
	uint64_t lines = 0;
	while (held_more(&h, file) > 0) {
		const char *begin = h.p, *const end = h.p + h.n;
		for (const char *stop; (stop = memchr(begin, '\n', (size_t)(end - begin))) != NULL; begin = stop + 1)
			lines += line_check(scanner, (struct str){ begin, (size_t)(stop - begin) });
		h.n = (size_t)(end - begin);
		memmove(h.p, begin, h.n);
	}
	lines += h.n && line_check(scanner, (struct str){ h.p, h.n });
	free(h.p);
	return lines;
}

static uint64_t document_scan(int file, struct scanner *scanner)
{
	struct held h = { 0 };
	while (held_more(&h, file) > 0) {}
	memset(h.p + h.n, 0, JSON_PADDING);
	/* A script that sets a variable to the document begins with that. */
	const char *const from = h.n ? memchr(h.p, h.p[0] == '{' ? '{' : '[', h.n) : NULL;
	const bool fine = from && scanner_run(scanner, (struct str){ from, h.n - (size_t)(from - h.p) });
	free(h.p);
	return fine;
}

static void element_count(void *count, const XML_Char *name, const XML_Char **attributes)
{
	(void)name;
	(void)attributes;
	++*(uint64_t *)count;
}

static uint64_t xml_scan(int file)
{
	static char block[PIECE];
	uint64_t elements = 0;
	XML_Parser parser = XML_ParserCreate(NULL);
	if (!parser) abort();
	XML_SetUserData(parser, &elements);
	XML_SetStartElementHandler(parser, element_count);
	for (ssize_t got; (got = read(file, block, PIECE)) > 0;)
		if (XML_Parse(parser, block, (int)got, 0) != XML_STATUS_OK) elements = 0;
	XML_ParserFree(parser);
	return elements;
}

static uint64_t mail_scan(int file)
{
	uint64_t mails = 0;
	GMimeStream *stream = g_mime_stream_fs_new(dup(file));
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
	while (!g_mime_parser_eos(parser)) {
		GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
		if (!message) break;
		mails++;
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return mails;
}

static uint64_t file_scan(const char *what, int file, struct scanner *scanner)
{
	switch (what[0]) {
	case 'j': return what[4] ? lines_scan(file, scanner) : document_scan(file, scanner);
	case 'l': return lines_scan(file, NULL);
	case 'x': return xml_scan(file);
	default:  return mail_scan(file);
	}
}

int main(int argc, char **argv)
{
	static const char *const all[] = { "json", "jsonl", "lines", "xml", "mail" };
	unsigned known = 0;
	uint64_t count = 0;
	while (argc > 2 && known < 5 && strcmp(argv[1], all[known]) != 0) known++;
	if (argc < 3 || known == 5) {
		fprintf(stderr, "usage: bench_scan json|jsonl|lines|xml|mail FILE...\n");
		return 2;
	}
	struct scanner scanner = { .bytes = 0 };
	scanner_open(&scanner, strcmp(argv[1], "json") == 0);
	g_mime_init();
	for (int i = 2; i < argc; i++) {
		const int file = open(argv[i], O_RDONLY | O_CLOEXEC);
		if (file < 0) {
			perror(argv[i]);
			return 1;
		}
		count += file_scan(argv[1], file, &scanner);
		close(file);
	}
	g_mime_shutdown();
	scanner_close(&scanner);
	printf("%llu %llu\n", (unsigned long long)count, (unsigned long long)scanner.bytes);
	return count ? 0 : 1;
}
