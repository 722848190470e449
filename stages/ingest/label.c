/* label.c -- names of members made fit to be printed.
 * Knows UTF-8's well-formed sequences and operating systems' droppings; does not open anything by a name. */
#include "label.h"

/* Bytes of the well-formed sequence that p begins with (Unicode table 3-7); 0: none. */
static unsigned sequence(const unsigned char *p, size_t left)
{
	unsigned more, low = 0x80, high = 0xbf;
	if (p[0] < 0x80) return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf) more = 1;
	else if (p[0] >= 0xe0 && p[0] <= 0xef) more = 2;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4) more = 3;
	else return 0;
	if (p[0] == 0xe0) low = 0xa0;
	if (p[0] == 0xed) high = 0x9f;
	if (p[0] == 0xf0) low = 0x90;
	if (p[0] == 0xf4) high = 0x8f;
	if (left < more + 1 || p[1] < low || p[1] > high) return 0;
	for (unsigned i = 2; i <= more; i++) {
		if (p[i] < 0x80 || p[i] > 0xbf) return 0;
	}
	return more + 1;
}

void label_put(struct buf *out, struct str name)
{
	const unsigned char *p = (const unsigned char *)name.p;
	for (size_t i = 0; i < name.n; ) {
		const unsigned n = sequence(p + i, name.n - i);
		const bool control = p[i] < 0x20 || p[i] == 0x7f || (n == 2 && p[i] == 0xc2 && p[i + 1] < 0xa0);
		if (n == 0 || control) buf_put(out, str_of("\xef\xbf\xbd"));
		else buf_put(out, str_cut(name, i, i + n));
		i += n ? n : 1;
	}
}

bool label_is_dropping(struct str name)
{
	size_t base = 0;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] != '/' && name.p[i] != '\\') continue;
		if (str_is(str_cut(name, base, i), "__MACOSX")) return true;
		base = i + 1;
	}
	const struct str last = str_cut(name, base, name.n);
	return str_starts(last, str_of("._")) || str_is(last, ".DS_Store") || str_is(last, "Thumbs.db");
}
