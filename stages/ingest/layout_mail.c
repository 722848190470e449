/* layout_mail.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool mail_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool mail_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const mail_values[] = { "text", NULL };

const struct layout layout_mail = { "mail", &framer_lines, mail_recognise, NULL, mail_read, mail_values };
