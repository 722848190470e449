/* layout_warc.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool warc_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool warc_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const warc_values[] = { "text", NULL };

const struct layout layout_warc = { "warc", &framer_lines, warc_recognise, NULL, warc_read, warc_values };
