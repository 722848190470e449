/* decode_compress.c -- the .Z of compress(1): codes of 9 to 16 bits, each a string that was seen before and one byte more.
 * Knows the codes; does not know what is inside or around them. There is no checksum, no size and no end mark: damage shows
 * only where a code cannot be, and a file that is cut between two codes looks whole. */
#include "input.h"

#include "arena.h"

#include <stdlib.h>

enum { HEADER = 3, LEAST_BITS = 9, MOST_BITS = 16, CODES = 1 << MOST_BITS, CLEAR = 256, NO_CODE = CODES };

struct compress {
	struct stream stream;
	struct input  in;
	bool          begun, ended;
	bool          clears;              /* code 256 begins a new table */
	unsigned      bits, most_bits;     /* of a code now, and at most */
	uint32_t      free;                /* the code that is defined next */
	uint32_t      last;                /* the code before, NO_CODE: none */
	unsigned char first;               /* the first byte of its string */
	unsigned char group[MOST_BITS];    /* eight codes are written together, in as many bytes as a code has bits */
	unsigned      group_at, group_end; /* bits */
	uint32_t      waiting;             /* bytes of the string that is handed out, in reverse at string[0] on */
	uint16_t      prefix[CODES];
	unsigned char suffix[CODES], string[CODES];
};

static void compress_settle(struct compress *z, enum finding finding, const char *what)
{
	input_settle(&z->in, &z->stream, finding, what);
	z->ended = true;
}

static void compress_fresh(struct compress *z)
{
	z->bits = LEAST_BITS;
	z->free = z->clears ? CLEAR + 1 : CLEAR;
	z->last = NO_CODE;
}

static bool compress_header(struct compress *z, struct diag *diag)
{
	const long n = input_peek(&z->in, HEADER, diag);
	if (n < 0) return false;
	z->begun = true;
	if (n < HEADER) {
		compress_settle(z, FINDING_TRUNCATED, "compress: ends early");
		return true;
	}
	const unsigned flags = z->in.p[z->in.at + 2];
	z->in.at += HEADER;
	z->most_bits = flags & 0x1f;
	z->clears = flags >> 7;
	if (z->most_bits < LEAST_BITS || z->most_bits > MOST_BITS)
		compress_settle(z, FINDING_UNSUPPORTED, "compress: codes of more than 16 bits");
	compress_fresh(z);
	return true;
}

/* The next code; NO_CODE: the end, which is settled. False: the environment failed. */
static bool compress_code(struct compress *z, uint32_t *code, struct diag *diag)
{
	*code = NO_CODE;
	if (z->free > (1u << z->bits) - 1 && z->bits < z->most_bits) {
		z->bits++;
		z->group_at = z->group_end;
	}
	if (z->group_end - z->group_at < z->bits) {
		const long n = input_peek(&z->in, z->bits, diag);
		if (n < 0) return false;
		memcpy(z->group, z->in.p + z->in.at, (size_t)n);
		z->in.at += (size_t)n;
		z->group_at = 0;
		z->group_end = (unsigned)n * 8;
	}
	if (z->group_end < z->group_at + z->bits) {
		const unsigned left = z->group_end - z->group_at;
		compress_settle(z, left < 8 ? FINDING_NONE : FINDING_TRUNCATED, "compress: ends early");
		return true;
	}
	uint32_t value = 0;
	for (unsigned i = z->group_at / 8, k = 0; i <= (z->group_at + z->bits - 1) / 8; i++, k++) value |= (uint32_t)z->group[i] << 8 * k;
	*code = value >> z->group_at % 8 & ((1u << z->bits) - 1);
	z->group_at += z->bits;
	return true;
}

/* The string of a code, last byte first. */
static bool compress_string(struct compress *z, uint32_t code)
{
	uint32_t n = 0, at = code;
	if (code > z->free || (code == z->free && z->last == NO_CODE) || (z->last == NO_CODE && code > 255)) return false;
	if (code == z->free) {
		z->string[n++] = z->first;
		at = z->last;
	}
	while (at > 255) {
		z->string[n++] = z->suffix[at];
		at = z->prefix[at];
	}
	z->string[n++] = z->first = (unsigned char)at;
	z->waiting = n;
	if (z->last != NO_CODE && z->free < 1u << z->most_bits) {
		z->prefix[z->free] = (uint16_t)z->last;
		z->suffix[z->free++] = z->first;
	}
	z->last = code;
	return true;
}

static bool compress_step(struct compress *z, struct diag *diag)
{
	uint32_t code;
	if (!z->begun) return compress_header(z, diag);
	if (!compress_code(z, &code, diag)) return false;
	if (code == NO_CODE) return true;
	if (code == CLEAR && z->clears) {
		compress_fresh(z);
		z->group_at = z->group_end;
	} else if (!compress_string(z, code)) {
		compress_settle(z, FINDING_CORRUPT, "compress: invalid data");
	}
	return true;
}

static long compress_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct compress *z = (struct compress *)stream;
	size_t n = 0;
	while (n < cap) {
		while (z->waiting && n < cap) into[n++] = (char)z->string[--z->waiting];
		if (n == cap || z->ended) break;
		if (!compress_step(z, diag)) return -1;
	}
	return (long)n;
}

static void compress_close(struct stream *stream)
{
	struct compress *z = (struct compress *)stream;
	input_close(&z->in);
	free(z);
}

struct stream *decode_compress(struct stream *below, struct diag *diag)
{
	(void)diag;
	struct compress *z = mem_zalloc(1, sizeof *z);
	z->stream = (struct stream){ .read = compress_read, .close = compress_close };
	input_open(&z->in, below);
	return &z->stream;
}
