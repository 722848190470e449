/* warc_header.c -- headers of WARC and ARC records, and of the HTTP answers in them.
 * Knows lines, names and lengths; does not know what a record is good for. */
#include "warc_header.h"

enum { VERSION_LINE = 10, DATE_LEAST = 12, DATE_MOST = 18 };

static bool digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool text_alike(struct str a, const char *z)
{
	size_t i = 0;
	while (i < a.n && z[i] && lower(a.p[i]) == z[i]) i++;
	return i == a.n && !z[i];
}

bool length_read(struct str digits, uint64_t *length)
{
	*length = 0;
	if (!digits.n || digits.n > 18) return false;
	for (size_t i = 0; i < digits.n; i++) {
		if (!digit(digits.p[i])) return false;
		*length = *length * 10 + (uint64_t)(digits.p[i] - '0');
	}
	return true;
}

/* --- lines ---------------------------------------------------------------------------------------------------------------- */

/* Up to the line end at or behind `at`; false: there is none. */
static bool line_cut(struct str s, size_t at, struct str *line, size_t *next)
{
	const char *const end = at < s.n ? memchr(s.p + at, '\n', s.n - at) : NULL;
	if (!end) return false;
	*next = (size_t)(end - s.p) + 1;
	*line = str_cut(s, at, *next - 1);
	if (line->n && line->p[line->n - 1] == '\r') line->n--;
	return true;
}

static bool all_digits(struct str s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++) if (!digit(s.p[i])) return false;
	return s.n >= least && s.n <= most;
}

/* The word that ends at *end, which goes to before it. */
static struct str word_before(struct str line, size_t *end)
{
	while (*end && line.p[*end - 1] == ' ') --*end;
	const size_t to = *end;
	while (*end && line.p[*end - 1] != ' ') --*end;
	return str_cut(line, *end, to);
}

static bool scheme_begins(struct str line)
{
	size_t i = 0;
	for (; i < line.n && i < 20; i++) {
		const bool first = lower(line.p[i]) >= 'a' && lower(line.p[i]) <= 'z';
		if (!first && !(i && (digit(line.p[i]) || line.p[i] == '-'))) break;
	}
	return i > 1 && i < line.n && line.p[i] == ':';
}

/* The address comes first and may hold spaces, so the words are counted from the end: four of version 1, nine of version 2. */
bool arc_line_read(struct str line, struct arc_line *a)
{
	static const unsigned words[] = { 4, 9 };
	if (!scheme_begins(line)) return false;
	for (unsigned v = 0; v < 2; v++) {
		struct str word[9];
		size_t end = line.n;
		for (unsigned i = words[v]; i-- > 0;) word[i] = word_before(line, &end);
		if (!word[0].n || !all_digits(word[1], DATE_LEAST, DATE_MOST)) continue;
		*a = (struct arc_line){ str_trim(str_cut(line, 0, end)), word[1], word[2], word[words[v] - 1] };
		return a->url.n > 0;
	}
	return false;
}

enum warc_start warc_starts(struct str s, bool ended, unsigned dialect)
{
	static const char shape[] = "WARC/0.0";
	struct str line;
	struct arc_line arc;
	size_t next;
	if (dialect == DIALECT_ARC) {
		const struct str look = s.n > WARC_HEADER_MOST ? str_cut(s, 0, WARC_HEADER_MOST) : s;
		if (line_cut(look, 0, &line, &next)) return arc_line_read(line, &arc) ? START_YES : START_NO;
		return ended || look.n == WARC_HEADER_MOST || (look.n > 20 && !scheme_begins(look)) ? START_NO : START_MORE;
	}
	for (size_t i = 0; shape[i]; i++) {
		if (i >= s.n) return ended ? START_NO : START_MORE;
		if (shape[i] == '0' ? !digit(s.p[i]) : s.p[i] != shape[i]) return START_NO;
	}
	if (s.n < VERSION_LINE && !ended) return START_MORE;
	for (size_t i = sizeof shape - 1; i < s.n && i < VERSION_LINE; i++) {
		if (s.p[i] == '\n') return START_YES;
		if (s.p[i] != '\r' && !digit(s.p[i])) return START_NO;
	}
	return START_NO;
}

/* --- a record's header ---------------------------------------------------------------------------------------------------- */

static bool head_broken(struct warc_head *head, const char *reason)
{
	head->broken = reason;
	return true;
}

static bool head_endless(struct str s, bool ended, struct warc_head *head)
{
	head->cut = s.n < WARC_HEADER_MOST;
	return (ended || !head->cut) && head_broken(head, "a record's header does not end");
}

static bool arc_head_read(struct str s, bool ended, struct warc_head *head)
{
	struct str line;
	struct arc_line arc;
	if (!line_cut(s, 0, &line, &head->header)) return head_endless(s, ended, head);
	if (!arc_line_read(line, &arc)) return head_broken(head, "no ARC record begins here");
	if (!length_read(arc.length, &head->block)) return head_broken(head, "an ARC record's length is no number");
	return true;
}

bool warc_head_read(struct str s, bool ended, unsigned dialect, struct warc_head *head)
{
	struct str line;
	size_t at = 0, next;
	*head = (struct warc_head){ 0 };
	if (dialect == DIALECT_ARC) return arc_head_read(s, ended, head);
	const enum warc_start start = warc_starts(s, ended, dialect);
	if (start == START_MORE) return false;
	if (start == START_NO) return head_broken(head, "no WARC record begins here");
	for (; line_cut(s, at, &line, &next); at = next) {
		if (at && warc_starts(str_cut(s, at, s.n), true, dialect) == START_YES)
			return head_broken(head, "another record begins inside this one's header");
		if (next > WARC_HEADER_MOST) return head_broken(head, "a record's header does not end");
		if (line.n) continue;
		head->header = next;
		const struct str length = header_value(str_cut(s, 0, next), "content-length");
		if (!length.p) return head_broken(head, "a record without Content-Length");
		if (!length_read(length, &head->block)) return head_broken(head, "a record's Content-Length is no number");
		return true;
	}
	return head_endless(s, ended, head);
}

/* --- names and values ----------------------------------------------------------------------------------------------------- */

struct str header_value(struct str header, const char *name)
{
	struct str line, value = { NULL, 0 };
	size_t at = 0, next;
	const size_t n = strlen(name);
	for (bool first = true; line_cut(header, at, &line, &next); at = next, first = false) {
		if (value.p) {
			if (!line.n || (line.p[0] != ' ' && line.p[0] != '\t')) break;
			value.n = (size_t)(line.p + line.n - value.p);
		} else if (!first && line.n > n && line.p[n] == ':' && text_alike(str_cut(line, 0, n), name)) {
			value = str_cut(line, n + 1, line.n);
		}
	}
	return value.p ? str_trim(value) : value;
}

struct str header_bare(struct str value)
{
	const char *const end = value.n ? memchr(value.p, ';', value.n) : NULL;
	return str_trim(end ? str_cut(value, 0, (size_t)(end - value.p)) : value);
}

struct str header_parameter(struct str value, const char *name)
{
	const size_t n = strlen(name);
	for (size_t at = 0; at < value.n;) {
		const char *const mark = memchr(value.p + at, ';', value.n - at);
		if (!mark) break;
		at = (size_t)(mark - value.p) + 1;
		const char *const end = at < value.n ? memchr(value.p + at, ';', value.n - at) : NULL;
		struct str one = str_trim(str_cut(value, at, end ? (size_t)(end - value.p) : value.n));
		if (one.n <= n || !text_alike(str_cut(one, 0, n), name)) continue;
		one = str_trim(str_cut(one, n, one.n));
		if (!one.n || one.p[0] != '=') continue;
		one = str_trim(str_cut(one, 1, one.n));
		if (one.n >= 2 && (one.p[0] == '"' || one.p[0] == '\'') && one.p[one.n - 1] == one.p[0]) one = str_cut(one, 1, one.n - 1);
		return one;
	}
	return (struct str){ NULL, 0 };
}
