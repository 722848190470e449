/* layout_phone.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool phone_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool phone_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const phone_values[] = { "text", NULL };

const struct layout layout_phone = { "phone", &framer_lines, phone_recognise, NULL, phone_read, phone_values };
