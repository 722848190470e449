/* layout_wiki.c -- being written.
 * Knows nothing yet; recognises nothing. */
#include "layout.h"

static bool wiki_recognise(const struct look *look, unsigned *dialect)
{
	(void)look;
	(void)dialect;
	return false;
}

static bool wiki_read(struct reading *r, struct str bytes)
{
	value_put(r, "text", bytes);
	return true;
}

static const char *const wiki_values[] = { "text", NULL };

const struct layout layout_wiki = { "wiki", &framer_lines, wiki_recognise, NULL, wiki_read, wiki_values };
