/* input.c -- the buffer between a decoder and the stream below it.
 * Knows how to refill, look ahead and skip padding; does not decode anything. */
#include "input.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>

void input_open(struct input *in, struct stream *below)
{
	*in = (struct input){ .below = below, .p = mem_alloc(INPUT_BYTES) };
}

void input_close(struct input *in)
{
	in->below->close(in->below);
	free(in->p);
}

long input_peek(struct input *in, size_t want, struct diag *diag)
{
	if (in->end - in->at >= want) return (long)want;
	if (in->at) {
		memmove(in->p, in->p + in->at, in->end - in->at);
		in->base += in->at;
		in->end -= in->at;
		in->at = 0;
	}
	while (in->end < want && !in->ended) {
		const long n = in->below->read(in->below, (char *)in->p + in->end, INPUT_BYTES - in->end, diag);
		if (n < 0) return -1;
		if (n == 0) in->ended = true;
		in->end += (size_t)n;
	}
	return (long)(in->end < want ? in->end : want);
}

int input_fill(struct input *in, struct diag *diag)
{
	return (int)input_peek(in, 1, diag);
}

int input_padding(struct input *in, struct diag *diag)
{
	for (;;) {
		const int more = input_fill(in, diag);
		if (more <= 0) return more;
		while (in->at < in->end && in->p[in->at] == 0) in->at++;
		if (in->at < in->end) return 1;
	}
}

void input_settle(const struct input *in, struct stream *decoder, enum finding finding, const char *what)
{
	const bool looks_cut = finding == FINDING_NONE || finding == FINDING_TRUNCATED;
	if (looks_cut && in->ended && in->below->finding != FINDING_NONE) {
		decoder->finding = in->below->finding;
		memcpy(decoder->detail, in->below->detail, sizeof decoder->detail);
		return;
	}
	decoder->finding = finding;
	if (finding == FINDING_NONE) {
		decoder->detail[0] = 0;
		return;
	}
	snprintf(decoder->detail, sizeof decoder->detail, "%s at byte %llu", what, (unsigned long long)input_offset(in));
}

int input_next_frame(struct input *in, struct stream *decoder, size_t magic_bytes,
                     bool (*begins)(const unsigned char *p, size_t n), const char *trailing, struct diag *diag)
{
	const int more = input_padding(in, diag);
	if (more < 0) return -1;
	if (more == 0) {
		input_settle(in, decoder, FINDING_NONE, "");
		return 0;
	}
	const long n = input_peek(in, magic_bytes, diag);
	if (n < 0) return -1;
	if (begins(in->p + in->at, (size_t)n)) return 1;
	input_settle(in, decoder, FINDING_TRAILING, trailing);
	return 0;
}
