/* layout_rows.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool rows_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool rows_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const rows_values[] = { "text", NULL };

const struct layout layout_rows = { "rows", &framer_lines, rows_recognise, NULL, rows_read, rows_values };
