/* layout_mail.c -- mails: mailboxes, single mails and news articles.
 * Knows how they are told from other text and what is read out of one; does not know encodings or parts. */
#include "frame_mail.h"
#include "mail.h"

#include <stdio.h>

/* --- recognising ---------------------------------------------------------------------------------------------------------- */

static struct str line_of(struct str s)
{
	const char *const end = s.n ? memchr(s.p, '\n', s.n) : NULL;
	return end ? str_cut(s, 0, (size_t)(end - s.p)) : s;
}

/* A name or folder that says: one mail a file. What looks like another one's beginning in it is an attachment. */
static bool mail_named(const struct look *look)
{
	static const char *const ending[] = { ".eml", ".rfc822", ".nws", ".email" };
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) if (str_ends(look->base, str_of(ending[i]))) return true;
	const struct str folder = str_cut(look->path, 0, (size_t)(look->base.p - look->path.p));
	return str_ends(folder, str_of("/cur/")) || str_ends(folder, str_of("/new/"));
}

static bool mail_recognise(const struct look *look, unsigned *dialect)
{
	struct str head = look->head;
	while (head.n && (head.p[0] == '\n' || head.p[0] == '\r')) head = str_cut(head, 1, head.n);
	const struct str line = line_of(head);
	const struct str rest = str_cut(head, line.n < head.n ? line.n + 1 : head.n, head.n);
	const bool marked = mail_from_line(line, line_of(rest)), named = mail_named(look);
	*dialect = marked && !named ? MAIL_BOX : MAIL_SINGLE;
	if (*dialect == MAIL_BOX) return true;
	const struct mail_look seen = mail_look_at(marked || str_starts(line, str_of(">From ")) ? rest : head, look->whole);
	if (named || str_ends(look->base, str_of(".mail"))) return seen.known > 0;
	return seen.known >= 2 && seen.letter > 0 && (!seen.foreign || seen.letter > 2);
}

/* --- one mail --------------------------------------------------------------------------------------------------------------- */

static bool value_decoded(struct reading *r, struct str raw, struct str *value)
{
	*value = mail_unfolded(raw, r->arena);
	if (value->n && !reading_utf8(r, value)) return false;
	/* Repaired or not: GMime wants a terminator. */
	if (value->n) *value = (struct str){ arena_copy_z(r->arena, *value), value->n };
	return true;
}

/* "ann at example.org (Ann)": so list archives hide addresses. */
static struct str address_shown(struct str value, struct arena *arena)
{
	if (!value.n || memchr(value.p, '@', value.n)) return value;
	const char *const at = memmem(value.p, value.n, " at ", 4), *const open = memchr(value.p, '(', value.n);
	if (!at || (open && open < at)) return value;
	const size_t before = (size_t)(at - value.p);
	char *const to = arena_alloc(arena, value.n);
	memcpy(to, value.p, before);
	to[before] = '@';
	memcpy(to + before + 1, at + 4, value.n - before - 4);
	to[value.n - 3] = '\0';
	return (struct str){ to, value.n - 3 };
}

/* "an...@example.org (Ann)", "Ann <an...@example.org>": so Usenet's web archives hide them, and no address has such dots. */
static bool address_hidden(struct str value, struct str *name, struct str *address)
{
	const char *const dots = value.n ? memmem(value.p, value.n, "...@", 4) : NULL;
	const char *const open = dots ? memchr(value.p, '<', value.n) : NULL;
	const char *const round = dots ? memchr(dots, '(', value.n - (size_t)(dots - value.p)) : NULL;
	if (open && open < dots && value.p[value.n - 1] == '>') {
		*name = str_trim(str_cut(value, 0, (size_t)(open - value.p)));
		if (name->n > 2 && name->p[0] == '"' && name->p[name->n - 1] == '"') *name = str_cut(*name, 1, name->n - 1);
		*address = str_cut(value, (size_t)(open - value.p) + 1, value.n - 1);
	} else if (round && value.p[value.n - 1] == ')') {
		*name = str_trim(str_cut(value, (size_t)(round - value.p) + 1, value.n - 1));
		*address = str_trim(str_cut(value, 0, (size_t)(round - value.p)));
	} else if (dots && !memchr(value.p, ' ', value.n)) *address = value;
	return address->n > 0;
}

static bool author_put(struct reading *r, const struct mail_head *h, struct str sender)
{
	struct str value, name, address;
	if (!value_decoded(r, h->field[MAIL_FROM].p ? h->field[MAIL_FROM] : h->field[MAIL_SENDER], &value)) return false;
	if (!value.n) {
		if (!value_decoded(r, sender, &value)) return false;
		/* "From -123456", "From - Mon Jan ...": nobody. */
		if (!value.n || value.p[0] == '-' || (value.p[0] >= '0' && value.p[0] <= '9' && !memchr(value.p, '@', value.n))) return true;
	}
	value = address_shown(value, r->arena);
	bool known = mail_address(value, r->arena, &name, &address);
	if (!known && address_hidden(value, &name, &address)) {
		known = true;
		if (name.n) name = mail_words((struct str){ arena_copy_z(r->arena, name), name.n }, r->arena);
	}
	if (!name.n && !known) name = mail_words(value, r->arena);
	value_put(r, "author", name.n ? name : address);
	if (address.n) value_put(r, "author_id", address);
	return true;
}

static bool time_put(struct reading *r, const struct mail_head *h, struct str envelope_date)
{
	static const enum mail_field by_rank[] = { MAIL_DATE, MAIL_INJECTION_DATE, MAIL_POSTING_DATE };
	struct str value = { NULL, 0 };
	for (size_t i = 0; i < sizeof by_rank / sizeof *by_rank && !value.n; i++)
		if (!value_decoded(r, h->field[by_rank[i]], &value)) return false;
	if (!value.n && !value_decoded(r, envelope_date, &value)) return false;
	if (value.n) value_put(r, "date", mail_date(value, r->arena));
	return true;
}

/* In a page a headline's < and & are no markup. */
static struct str escaped(struct str s, struct arena *arena)
{
	char *const to = arena_alloc(arena, s.n * 5 + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *const spelled = s.p[i] == '&' ? "&amp;" : s.p[i] == '<' ? "&lt;" : NULL;
		if (spelled) n = (size_t)(stpcpy(to + n, spelled) - to);
		else to[n++] = s.p[i];
	}
	return (struct str){ to, n };
}

static bool answers(struct str subject)
{
	static const char *const mark[] = { "re:", "re[", "re^", "aw:", "sv:", "antw:", "fwd:", "fw:", "wg:" };
	for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
		if (subject.n >= strlen(mark[i]) && mail_alike(str_cut(subject, 0, strlen(mark[i])), mark[i])) return true;
	return false;
}

static bool text_put(struct reading *r, struct str mail, const struct mail_head *h, bool boxed, struct str headline, bool *nothing)
{
	struct mail_part part;
	struct str text = { NULL, 0 };
	switch (mail_part_find(mail, h, r->arena, &part, &r->message->repairs)) {
	case MAIL_TOO_DEEP: return reading_fault(r, FAULT_FORM, h->body, "parts nested deeper than 64 levels");
	case MAIL_NO_TEXT: break;
	case MAIL_FOUND:
		if (!mail_text(r, &part, boxed, &text)) return false;
		if (part.html) r->message->markup |= MARKUP_HTML | MARKUP_ENTITIES;
		if (part.html && headline.n) headline = escaped(headline, r->arena);
	}
	if (headline.n) value_put(r, "headline", headline);
	if (text.n) value_put(r, "text", text);
	*nothing = !headline.n && !text.n;
	return true;
}

static bool place_put(struct reading *r, const struct mail_head *h, const struct mail_thread *thread)
{
	struct { const char *name; struct str value; } place[] = { { "id", thread->id }, { "parent", thread->parent },
		{ "thread", thread->thread }, { "channel", mail_channel(h, r->arena) } };
	for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
		if (place[i].value.n && !reading_utf8(r, &place[i].value)) return false;
		if (place[i].value.n) value_put(r, place[i].name, place[i].value);
	}
	return true;
}

static bool mail_read(struct reading *r, struct str bytes)
{
	const struct str first = line_of(bytes);
	const bool marked = str_starts(first, str_of("From ")), boxed = marked || r->record->member->dialect == MAIL_BOX;
	struct str sender = { NULL, 0 }, envelope_date = { NULL, 0 }, subject;
	struct mail_head h;
	if (marked) {
		mail_envelope(first, &sender, &envelope_date);
		bytes = str_cut(bytes, first.n < bytes.n ? first.n + 1 : bytes.n, bytes.n);
	}
	mail_head_read(bytes, &h);
	r->message->repairs += h.lines == 0;
	if (!value_decoded(r, h.field[MAIL_SUBJECT], &subject)) return false;
	subject = mail_words(subject, r->arena);
	const struct mail_thread thread = mail_thread_of(&h, r->arena);
	const struct mail_type type = mail_type_parse(mail_unfolded(h.field[MAIL_CONTENT_TYPE], r->arena), r->arena);
	const struct str from = mail_unfolded(h.field[MAIL_FROM], r->arena);
	const char *const kind = mail_kind(&h, &type, subject, from.n ? from : sender);
	if (kind) value_put(r, "kind", str_of(kind));
	if (subject.n) value_put(r, "subject", subject);
	const bool opens = !thread.parent.n && subject.n && !answers(subject);
	bool nothing = false;
	if (!text_put(r, bytes, &h, boxed, opens ? subject : (struct str){ NULL, 0 }, &nothing)) return false;
	/* Without text a mail keeps its place in a thread; without a name too it has none. */
	if (nothing && !thread.id.n) value_put(r, "kind", str_of("empty"));
	return author_put(r, &h, sender) && time_put(r, &h, envelope_date) && place_put(r, &h, &thread);
}

static const char *const mail_values[] = { "id", "author", "author_id", "date", "subject", "headline", "text", "parent", "thread",
	"channel", "kind", NULL };

const struct layout layout_mail = { "mail", &framer_mail, mail_recognise, NULL, mail_read, mail_values };
