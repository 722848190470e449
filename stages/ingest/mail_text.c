/* mail_text.c -- a part's body as the text that its writer saw: character sets, quoted From lines, flowed lines.
 * Knows RFC 3676 and what mailboxes do to lines; does not know which part is the text. */
#include "charset.h"
#include "mail.h"
#include "utf8.h"

/* ">From " at the beginning of a line was "From " before it came into a mailbox. */
static struct str from_restored(struct str s, struct arena *arena)
{
	if (!s.n || !memmem(s.p, s.n, ">From ", 6)) return s;
	char *const to = arena_alloc(arena, s.n);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		size_t marks = 0;
		while (at + marks < s.n && s.p[at + marks] == '>') marks++;
		if (marks && str_starts(str_cut(s, at + marks, s.n), str_of("From "))) at++;
		const char *const end = memchr(s.p + at, '\n', s.n - at);
		const size_t next = end ? (size_t)(end - s.p) + 1 : s.n;
		memcpy(to + n, s.p + at, next - at);
		n += next - at;
		at = next;
	}
	return (struct str){ to, n };
}

/* CRLF and lone CR as LF, zero bytes away. */
static struct str lines_plain(struct str s, struct arena *arena)
{
	if (!s.n || (!memchr(s.p, '\r', s.n) && !memchr(s.p, '\0', s.n))) return s;
	char *const to = arena_alloc(arena, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\0' || (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')) continue;
		to[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	return (struct str){ to, n };
}

/* A line that ends in a space goes on in the next one of the same depth of quotation. */
static struct str flow_joined(struct str s, bool delete_space, struct arena *arena)
{
	char *const to = arena_alloc(arena, 2 * s.n + 1);
	size_t n = 0, depth_before = 0;
	bool open = false;
	for (size_t at = 0; at < s.n;) {
		const char *const end = memchr(s.p + at, '\n', s.n - at);
		const size_t next = end ? (size_t)(end - s.p) + 1 : s.n;
		struct str line = str_cut(s, at, end ? next - 1 : next);
		size_t depth = 0;
		while (depth < line.n && line.p[depth] == '>') depth++;
		struct str words = str_cut(line, depth, line.n);
		if (words.n && words.p[0] == ' ') words = str_cut(words, 1, words.n);
		const bool signature = str_is(words, "-- ");
		if (open && (depth != depth_before || signature)) {
			to[n++] = '\n';
			open = false;
		}
		if (!open) {
			memset(to + n, '>', depth);
			n += depth;
			if (depth) to[n++] = ' ';
		}
		open = !signature && words.n && words.p[words.n - 1] == ' ';
		if (open && delete_space) words.n--;
		if (words.n) memcpy(to + n, words.p, words.n);
		n += words.n;
		if (!open && end) to[n++] = '\n';
		depth_before = depth;
		at = next;
	}
	return (struct str){ to, n };
}

/* Sets whose bytes are all ASCII and still mean something else. */
static bool shifts(struct str charset)
{
	return mail_alike(charset, "utf-7") || mail_contains(charset, "iso-2022") || mail_contains(charset, "utf-16") ||
		mail_contains(charset, "utf-32") || mail_contains(charset, "hz-gb");
}

static bool as_utf8(struct reading *r, struct str charset, struct str *text)
{
	if (utf8_ascii(*text) && !shifts(charset)) {
		/* A set that nobody knows is said, also where nothing was lost by it. */
		struct str none = { "", 0 };
		uint32_t ignored = 0;
		const bool said = charset.n && !charset_is_utf8(charset);
		if (said && !charset_convert(charset, &none, r->arena, &ignored)) r->message->repairs++;
		return true;
	}
	if (!charset.n || charset_is_utf8(charset) || mail_alike(charset, "us-ascii")) return reading_utf8(r, text);
	struct str converted = *text;
	if (charset_convert(charset, &converted, r->arena, &r->message->repairs)) {
		*text = utf8_repair(converted, r->arena, &r->message->repairs);
		return true;
	}
	r->message->repairs++;
	return reading_utf8(r, text);
}

bool mail_text(struct reading *r, const struct mail_part *part, bool boxed, struct str *text)
{
	*text = boxed ? from_restored(part->body, r->arena) : part->body;
	*text = mail_transfer(*text, part->encoding, r->arena, &r->message->repairs);
	if (!as_utf8(r, part->type.charset, text)) return false;
	*text = lines_plain(*text, r->arena);
	if (!part->html && mail_alike(part->type.format, "flowed"))
		*text = flow_joined(*text, mail_alike(part->type.delsp, "yes"), r->arena);
	while (text->n && strchr(" \t\n", text->p[text->n - 1]) && text->p[text->n - 1]) text->n--;
	while (text->n && text->p[0] == '\n') *text = str_cut(*text, 1, text->n);
	return true;
}
