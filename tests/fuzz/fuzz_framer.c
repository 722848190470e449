/* fuzz_framer.c -- any bytes through every framer, in pieces of two sizes.
 * Knows what must hold: the same records both times, each standing where it says. */
#include <stdint.h>
#include <stdlib.h>

#include "arena.h"
#include "framer.h"

struct member_bytes {
	struct str text;
	size_t     at, step;
};

static long pull(void *from, char *into, size_t cap, struct diag *diag)
{
	struct member_bytes *m = from;
	(void)diag;
	size_t n = m->text.n - m->at;
	if (n > m->step) n = m->step;
	if (n > cap) n = cap;
	if (n) memcpy(into, m->text.p + m->at, n);
	m->at += n;
	return (long)n;
}

static bool was_cut(void *from) { return ((struct member_bytes *)from)->text.n % 2; }

static void require(bool fine)
{
	if (!fine) abort();
}

/* A sum over everything that is said of the records. */
static uint64_t frame_sum(const struct framer *framer, uint64_t record, struct str text, size_t step)
{
	const struct detection detection = { .frame = framer->frame, .delimiter = ',', .header = text.n % 3 == 0 };
	const struct limits limits = { .record = record, .held = 100 };
	struct member_bytes from = { text, 0, step };
	struct diag diag = { 0 };
	struct window w = { .pull = pull, .was_cut = was_cut, .from = &from, .most = record + 65536, .diag = &diag };
	struct frame_out out;
	enum finding note;
	enum frame_step s;
	uint64_t sum = 14695981039346656037u, last = 0;
	void *state = framer->open(&detection, &limits);
	while ((s = framer->next(state, &w, &out, &note)) != FRAME_END) {
		require(s == FRAME_RECORD || s == FRAME_NOTE);
		if (s == FRAME_NOTE) continue;
		require(out.offset + out.bytes.n <= text.n && out.number > last);
		require(out.bytes.n == 0 || memcmp(text.p + out.offset, out.bytes.p, out.bytes.n) == 0);
		last = out.number;
		sum = (sum ^ out.offset) * 1099511628211u;
		sum = (sum ^ out.bytes.n) * 1099511628211u;
		sum = (sum ^ out.fault) * 1099511628211u;
	}
	framer->close(state);
	free(w.p);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct framer *const framers[] = { &framer_jsonl, &framer_json, &framer_csv, &framer_lines };
	const struct str text = { (const char *)data, size };
	for (unsigned i = 0; i < 4; i++) {
		const uint64_t record = size % 2 ? 50 : 1 << 20;
		require(frame_sum(framers[i], record, text, 4096) == frame_sum(framers[i], record, text, 3));
	}
	return 0;
}
