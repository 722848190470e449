/* layout_irc.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool irc_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool irc_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const irc_values[] = { "text", NULL };

const struct layout layout_irc = { "irc", &framer_lines, irc_recognise, NULL, irc_read, irc_values };
