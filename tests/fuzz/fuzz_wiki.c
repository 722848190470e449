/* fuzz_wiki.c -- any bytes as a dump of MediaWiki, and its pages through each map.
 * Knows what must hold of a layout; does not know wikis. */
#include "layout_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	layout_fuzz(&layout_wiki, 1, data, size);
	return 0;
}
