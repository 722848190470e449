/* mail_header.c -- header blocks: their lines, the fields that are asked for, and what tells them from other text.
 * Knows names and folds; does not know what a field's value means. */
#include "frame_mail.h"
#include "mail.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool mail_alike(struct str a, const char *z)
{
	size_t i = 0;
	while (i < a.n && z[i] && lower(a.p[i]) == z[i]) i++;
	return i == a.n && !z[i];
}

bool mail_contains(struct str in, const char *z)
{
	const size_t n = strlen(z);
	for (size_t i = 0; i + n <= in.n; i++) if (mail_alike(str_cut(in, i, i + n), z)) return true;
	return false;
}

static const char *const field_name[MAIL_FIELDS] = { "from", "sender", "reply-to", "date", "subject", "message-id", "in-reply-to",
	"references", "newsgroups", "list-id", "x-beenthere", "content-type", "content-transfer-encoding", "content-disposition", "control",
	"x-spam-flag", "x-spam-status", "auto-submitted", "return-path", "x-failed-recipients", "x-mozilla-status", "nntp-posting-date",
	"injection-date" };

static unsigned field_of(struct str name)
{
	unsigned k = 0;
	while (k < MAIL_FIELDS && !mail_alike(name, field_name[k])) k++;
	return k;
}

static struct str line_at(struct str s, size_t at)
{
	const char *const end = memchr(s.p + at, '\n', s.n - at);
	return str_cut(s, at, end ? (size_t)(end - s.p) : s.n);
}

static bool line_blank(struct str line)
{
	return line.n == 0 || (line.n == 1 && line.p[0] == '\r');
}

void mail_head_read(struct str s, struct mail_head *h)
{
	struct str *open = NULL;
	bool folding = false;
	*h = (struct mail_head){ .lines = 0 };
	for (size_t at = 0; at < s.n;) {
		const struct str line = line_at(s, at);
		const size_t next = at + line.n < s.n ? at + line.n + 1 : s.n;
		h->body = next;
		if (line_blank(line)) return;
		if (folding && (line.p[0] == ' ' || line.p[0] == '\t')) {
			if (open) open->n = (size_t)(line.p + line.n - open->p);
			at = next;
			continue;
		}
		const size_t name = mail_header_name(line);
		/* Of a mail that was saved with its separator line. */
		const bool mark = !h->lines && (str_starts(line, str_of("From ")) || str_starts(line, str_of(">From ")));
		if (!name && !mark) {
			h->body = at;
			return;
		}
		folding = !mark;
		open = NULL;
		if (name) {
			const unsigned field = field_of(str_cut(line, 0, name));
			const char *const colon = memchr(line.p, ':', line.n);
			h->lines++;
			if (field < MAIL_FIELDS && !h->field[field].p) {
				open = &h->field[field];
				*open = str_cut(line, (size_t)(colon - line.p) + 1, line.n);
			}
		}
		at = next;
	}
}

struct str mail_unfolded(struct str value, struct arena *arena)
{
	enum { VALUE_LONGEST = 64 << 10 };
	if (!value.p) return value;
	value = str_trim(value);
	if (value.n > VALUE_LONGEST) value.n = VALUE_LONGEST;
	char *const to = arena_alloc(arena, value.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < value.n; i++) {
		const char c = value.p[i];
		if (c == '\r' || c == '\0') continue;
		if (c != '\n') {
			to[n++] = c;
			continue;
		}
		while (i + 1 < value.n && (value.p[i + 1] == ' ' || value.p[i + 1] == '\t')) i++;
		if (n && to[n - 1] != ' ') to[n++] = ' ';
	}
	to[n] = '\0';
	return str_trim((struct str){ to, n });
}

/* --- is it a mail? -------------------------------------------------------------------------------------------------------- */

/* `letter`: what stands in mails and not in a web server's answer. */
static const struct { const char *name; bool letter; } known[] = {
	{ "From", true }, { "To", true }, { "Cc", true }, { "Subject", true }, { "Message-ID", true }, { "Newsgroups", true },
	{ "Received", true }, { "Path", true }, { "Return-Path", true }, { "Delivered-To", true }, { "References", true },
	{ "In-Reply-To", true }, { "Sender", true }, { "Reply-To", true }, { "Xref", true }, { "X-Original-To", true }, { "List-Id", true },
	{ "MIME-Version", true }, { "Date", false }, { "Content-Type", false }, { "Content-Transfer-Encoding", true },
	{ "Organization", false }, { "Lines", false }, { "Approved", false }, { "NNTP-Posting-Host", true }, { "NNTP-Posting-Date", true },
	{ "X-Mailer", true }, { "Delivery-Date", true }, { "DKIM-Signature", true }, { "Precedence", false }, { "Distribution", false },
	{ "Followup-To", true }, { "Relay-Version", true }, { "Posting-Version", true }, { "Article-I.D.", true },
};

static const char *const of_the_web[] = { "server", "set-cookie", "host", "etag", "accept", "cache-control", "location", "last-modified",
	"accept-ranges", "connection", "transfer-encoding" };

static bool name_same(struct str name, const char *z)
{
	size_t i = 0;
	while (i < name.n && z[i] && lower(name.p[i]) == lower(z[i])) i++;
	return i == name.n && !z[i] && name.p[0] == z[0];
}

struct mail_look mail_look_at(struct str head, bool whole)
{
	struct mail_look look = { 0, 0, false, false };
	uint64_t seen = 0;
	for (size_t at = 0; at < head.n;) {
		const struct str line = line_at(head, at);
		if (line_blank(line) || (at + line.n == head.n && !whole)) break;
		at += line.n + 1;
		if (look.any && (line.p[0] == ' ' || line.p[0] == '\t')) continue;
		const size_t n = mail_header_name(line);
		if (!n) {
			look.foreign = look.foreign || look.known < 3;
			break;
		}
		look.any = true;
		const struct str name = str_cut(line, 0, n);
		for (unsigned k = 0; k < sizeof of_the_web / sizeof *of_the_web; k++) look.foreign = look.foreign || mail_alike(name, of_the_web[k]);
		for (unsigned k = 0; k < sizeof known / sizeof *known; k++) {
			if (seen >> k & 1 || !name_same(name, known[k].name)) continue;
			seen |= UINT64_C(1) << k;
			look.known++;
			look.letter += known[k].letter;
		}
	}
	return look;
}
