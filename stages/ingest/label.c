/* label.c -- names of members made fit to be printed.
 * Knows what may be shown; does not open anything by a name. */
#include "label.h"

#include "utf8.h"

void label_put(struct buf *out, struct str name)
{
	for (size_t i = 0, n; i < name.n; i += n ? n : 1) {
		unsigned part;
		n = utf8_length(name.p + i, name.n - i, &part);
		const unsigned char c = (unsigned char)name.p[i];
		const bool control = c < 0x20 || c == 0x7f || (n == 2 && c == 0xc2 && (unsigned char)name.p[i + 1] < 0xa0);
		buf_put(out, n == 0 || control ? str_of("\xef\xbf\xbd") : str_cut(name, i, i + n));
	}
}
