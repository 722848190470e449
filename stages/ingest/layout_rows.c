/* layout_rows.c -- XML tables: one element a row, its attributes the columns, as Stack Exchange publishes its sites.
 * Knows the elements' arrangement and that attributes are values; does not know what any of them means. */
#include "frame_rows.h"
#include "layout.h"
#include "xml.h"

static const struct str row_start = { "<row", 4 };

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static size_t blanks_pass(struct str s, size_t at)
{
	while (at < s.n && blank(s.p[at])) at++;
	return at;
}

/* Behind the next `mark`; 0: it is not in the head. */
static size_t mark_pass(struct str s, size_t at, struct str mark)
{
	const char *const found = memmem(s.p + at, s.n - at, mark.p, mark.n);
	return found ? (size_t)(found - s.p) + mark.n : 0;
}

static bool here(struct str s, size_t at, const char *z) { return at < s.n && str_starts(str_cut(s, at, s.n), str_of(z)); }

/* Behind the declarations and comments that an element follows; 0: there is none. */
static size_t prolog_pass(struct str s, size_t at)
{
	for (;;) {
		at = blanks_pass(s, at);
		if (here(s, at, "<?")) at = mark_pass(s, at, str_of("?>"));
		else if (here(s, at, "<!--")) at = mark_pass(s, at, str_of("-->"));
		else if (here(s, at, "<!DOCTYPE")) {
			const char *const end = memchr(s.p + at, '>', s.n - at), *const list = memchr(s.p + at, '[', s.n - at);
			at = list && (!end || list < end) ? mark_pass(s, at, str_of("]>")) : end ? (size_t)(end - s.p) + 1 : 0;
		} else return at < s.n && s.p[at] == '<' ? at : 0;
		if (!at) return 0;
	}
}

static bool row_at(struct str s, size_t at)
{
	return here(s, at, row_start.p) && at + 4 < s.n && (blank(s.p[at + 4]) || s.p[at + 4] == '/' || s.p[at + 4] == '>');
}

/* Where the first row begins: at once, or as the first thing in the root. 0 with *empty: a root that holds nothing. */
static size_t first_row(const struct look *look, bool *empty)
{
	const struct str s = look->head;
	size_t at = prolog_pass(s, 0);
	*empty = false;
	if (here(s, at, row_start.p) && row_at(s, at)) return at + 1;
	if (!here(s, at, "<")) return 0;
	const char *const end = memchr(s.p + at, '>', s.n - at);
	if (!end || (at == 0 && s.p[0] != '<')) return 0;
	const bool closed = end[-1] == '/';
	at = prolog_pass(s, (size_t)(end - s.p) + 1);
	*empty = look->whole && (closed || here(s, at, "</"));
	return at && row_at(s, at) ? at + 1 : 0;
}

static bool rows_recognise(const struct look *look, unsigned *dialect)
{
	(void)dialect;
	bool empty;
	return first_row(look, &empty) || empty;
}

/* A table without rows shows everything: nothing speaks against any map, and its name decides. */
static bool rows_shows(const struct look *look, unsigned dialect, struct str name)
{
	(void)dialect;
	bool empty;
	uint32_t repairs = 0;
	struct xml_element row;
	struct xml_error error;
	const size_t at = first_row(look, &empty);
	if (!at) return empty;
	/* Of a row longer than the head, or broken, the attributes before the break are known all the same. */
	if (!xml_element_read(str_cut(look->head, at - 1, look->head.n), look->arena, &row, &repairs, &error) && !row.attributes) return false;
	for (uint32_t i = 0; i < row.attributes; i++) if (str_equal(row.attribute[i].name, name)) return true;
	return false;
}

static bool rows_read(struct reading *r, struct str bytes)
{
	uint32_t repairs = 0;
	struct xml_element row;
	struct xml_error error;
	if (str_starts(bytes, str_of("<!"))) return reading_fault(r, FAULT_FORM, 0,
		"a document type with declarations of its own: nothing is expanded or fetched, and the rest is not read");
	if (!str_starts(bytes, str_of("<"))) return reading_fault(r, FAULT_FORM, 0, "text between the rows");
	if (!reading_utf8(r, &bytes)) return false;
	if (!xml_element_read(bytes, r->arena, &row, &repairs, &error)) return reading_fault(r, FAULT_FORM, error.at, error.reason);
	if (!str_is(row.name, "row")) return reading_fault(r, FAULT_FORM, 0, "an element that is no row");
	r->message->repairs += repairs;
	for (uint32_t i = 0; i < row.attributes; i++) value_put_named(r, row.attribute[i].name, row.attribute[i].value);
	return true;
}

const struct layout layout_rows = { "rows", &framer_rows, rows_recognise, rows_shows, rows_read, NULL };
