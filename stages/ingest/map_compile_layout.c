/* map_compile_layout.c -- how a map's files are laid out: the frame, the markup of texts, the shape of tables.
 * Knows the words for them; does not know how anything is cut. */
#include "layout.h"
#include "map_compile.h"

#include <stdio.h>

static const char *frame_name(unsigned frame)
{
	static const char *const name[FRAME_LAYOUTS] = { "jsonl", "json", "csv", "lines" };
	return frame < FRAME_LAYOUTS ? name[frame] : layout_of((enum frame)frame)->name;
}

static bool frame_wrong(const struct compiler *c, const struct place *at, struct str word)
{
	char known[200];
	size_t n = 0;
	for (unsigned k = 0; k < FRAME_COUNT; k++)
		n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", k == 0 ? "" : k == FRAME_COUNT - 1 ? " or " : ", ", frame_name(k));
	return place_wrong(c, at, "\"%.*s\": %s is wanted", (int)word.n, word.p ? word.p : "", known);
}

bool value_known(const struct format *f, struct str pointer)
{
	if (!f->layout || !f->layout->value || !pointer.n || pointer.p[0] != '/') return true;
	const char *const *value = f->layout->value;
	while (*value && !str_is(str_cut(pointer, 1, pointer.n), *value)) value++;
	return *value;
}

bool values_known(const struct compiler *c)
{
	const struct format *const f = c->format;
	const struct place at = { NULL, "fields", 0 };
	for (unsigned i = 0; i < f->slots; i++) {
		if (value_known(f, f->slot[i])) continue;
		char list[300] = "";
		size_t n = 0;
		for (unsigned k = 0; f->layout->value[k] && n < sizeof list; k++)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s/%s", k ? ", " : "", f->layout->value[k]);
		return place_wrong(c, &at, "%.*s: \"%s\" files have no such value; there are %s", (int)f->slot[i].n, f->slot[i].p, f->layout->name, list);
	}
	return true;
}

bool frame_compile(const struct compiler *c, const cJSON *item)
{
	static const enum family family[FRAME_LAYOUTS] = { FAMILY_JSON, FAMILY_JSON, FAMILY_CSV, FAMILY_LINES };
	const struct place at = { NULL, "frame", 0 };
	struct str *word;
	unsigned n;
	c->format->family = FAMILY_NONE;
	if (!strings_read(c, &at, item, &word, &n)) return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned k = 0;
		while (k < FRAME_COUNT && !str_is(word[i], frame_name(k))) k++;
		if (k == FRAME_COUNT) return frame_wrong(c, &at, word[i]);
		const enum family here = k < FRAME_LAYOUTS ? family[k] : FAMILY_LAYOUT;
		if (c->format->family != FAMILY_NONE && (c->format->family != FAMILY_JSON || here != FAMILY_JSON))
			return place_wrong(c, &at, "only jsonl and json go together");
		c->format->family = here;
		c->format->frame = (enum frame)k;
		c->format->layout = layout_of((enum frame)k);
	}
	return n > 0 || frame_wrong(c, &at, (struct str){ "", 0 });
}

bool markup_compile(const struct compiler *c, const cJSON *item)
{
	static const struct { const char *name; unsigned bits; } known[] = { { "plain", 0 }, { "html-entities", MARKUP_ENTITIES },
		{ "html", MARKUP_HTML | MARKUP_ENTITIES }, { "markdown", MARKUP_MARKDOWN },
		{ "reddit-markdown", MARKUP_MARKDOWN | MARKUP_ENTITIES }, { "slack-mrkdwn", MARKUP_SLACK | MARKUP_ENTITIES }, { "mail", MARKUP_MAIL } };
	enum { WORDS = sizeof known / sizeof *known };
	const struct place at = { NULL, "markup", 0 };
	struct str text;
	if (!item) return true;
	if (!string_read(c, &at, item, &text)) return false;
	for (size_t from = 0, to; from <= text.n; from = to + 1) {
		unsigned k = 0;
		for (to = from; to < text.n && text.p[to] != '+';) to++;
		while (k < WORDS && !str_is(str_cut(text, from, to), known[k].name)) k++;
		if (k == WORDS) return place_wrong(c, &at, "plain, html-entities, html, markdown, reddit-markdown, slack-mrkdwn, mail, or several "
			"joined by + are wanted");
		c->format->markup |= known[k].bits;
	}
	return true;
}

bool csv_compile(const struct compiler *c, const cJSON *item)
{
	static const char *const allowed[] = { "delimiter", "header", NULL };
	const struct place at = { NULL, "csv", 0 }, delimiter_at = { &at, "delimiter", 0 };
	if (!item) return true;
	if (!keys_known(c, &at, item, allowed)) return false;
	const cJSON *const header = cJSON_GetObjectItemCaseSensitive(item, "header");
	const cJSON *const delimiter = cJSON_GetObjectItemCaseSensitive(item, "delimiter");
	c->format->header = cJSON_IsTrue(header);
	c->format->no_header = cJSON_IsFalse(header);
	if (!delimiter) return true;
	if (!cJSON_IsString(delimiter) || strlen(delimiter->valuestring) != 1 || !strchr(",;\t|", delimiter->valuestring[0]))
		return place_wrong(c, &delimiter_at, "a comma, a semicolon, a tab or | is wanted");
	c->format->delimiter = delimiter->valuestring[0];
	return true;
}
