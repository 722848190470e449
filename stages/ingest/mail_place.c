/* mail_place.c -- where a mail stands: its id, what it answers, its list or newsgroup, and whether it is a mail of people.
 * Knows the fields that say so; does not know how they are written down. */
#include "mail.h"

/* --- ids ------------------------------------------------------------------------------------------------------------------ */

/* The next "<...>" without blanks from *at on. */
static bool id_next(struct str s, size_t *at, struct str *id)
{
	while (*at < s.n) {
		const char *const open = memchr(s.p + *at, '<', s.n - *at);
		if (!open) break;
		const size_t from = (size_t)(open - s.p) + 1;
		size_t to = from;
		while (to < s.n && s.p[to] != '>' && s.p[to] != '<' && s.p[to] != ' ' && s.p[to] != '\n') to++;
		*at = to;
		if (to < s.n && s.p[to] == '>' && to > from) {
			*id = str_cut(s, from, to);
			return true;
		}
	}
	*at = s.n;
	return false;
}

/* How many there are, the first and the last. Without brackets the whole value is one, where it has no blanks. */
static unsigned ids(struct str s, struct str *first, struct str *last)
{
	unsigned n = 0;
	struct str id;
	*first = *last = (struct str){ NULL, 0 };
	for (size_t at = 0; id_next(s, &at, &id); n++) {
		if (!n) *first = id;
		*last = id;
	}
	if (!n && s.n && !memchr(s.p, ' ', s.n) && memchr(s.p, '@', s.n) && !memchr(s.p, '<', s.n)) {
		*first = *last = s;
		n = 1;
	}
	return n;
}

struct mail_thread mail_thread_of(const struct mail_head *h, struct arena *arena)
{
	struct mail_thread t = { .id = { NULL, 0 } };
	struct str own, last, answered, answered_first, root, newest;
	ids(mail_unfolded(h->field[MAIL_ID], arena), &own, &last);
	const unsigned answers = ids(mail_unfolded(h->field[MAIL_IN_REPLY_TO], arena), &answered_first, &answered);
	/* What is folded away at the end of a very long list is the newest: it is looked at as it stands. */
	const unsigned references = ids(h->field[MAIL_REFERENCES], &root, &newest);
	t.id = own;
	/* "Message of Monday from <ann@x> <id@x>": of several the references know which. */
	t.parent = answers == 1 || !references ? answered : newest;
	t.thread = references ? root : answers ? t.parent : own;
	if (str_equal(t.parent, own)) t.parent = (struct str){ NULL, 0 };
	return t;
}

/* --- lists ---------------------------------------------------------------------------------------------------------------- */

struct str mail_channel(const struct mail_head *h, struct arena *arena)
{
	const struct str groups = mail_unfolded(h->field[MAIL_NEWSGROUPS], arena);
	size_t n = 0;
	while (n < groups.n && !strchr(", \t", groups.p[n])) n++;
	if (n) return str_cut(groups, 0, n);
	const struct str list = mail_unfolded(h->field[MAIL_LIST_ID], arena);
	struct str first, last;
	if (ids(list, &first, &last)) return last;
	return list.n ? list : mail_unfolded(h->field[MAIL_BEEN_THERE], arena);
}

/* --- kinds ---------------------------------------------------------------------------------------------------------------- */

static bool begins(struct str s, const char *z)
{
	return s.n >= strlen(z) && mail_alike(str_cut(s, 0, strlen(z)), z);
}

/* Deleted and not yet swept out of the mailbox: bit 8 of a hexadecimal number. */
static bool expunged(struct str status)
{
	if (status.n != 4) return false;
	const char c = status.p[3];
	const int value = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 0;
	return value & 8;
}

const char *mail_kind(const struct mail_head *h, const struct mail_type *type, struct str subject, struct str from)
{
	const struct str flag = str_trim(h->field[MAIL_SPAM_FLAG]), automatic = str_trim(h->field[MAIL_AUTO_SUBMITTED]);
	if (h->field[MAIL_CONTROL].p || begins(subject, "cmsg ")) return "control";
	if (expunged(str_trim(h->field[MAIL_MOZILLA_STATUS]))) return "expunged";
	if (mail_contains(subject, "folder internal data")) return "folder-data";
	if (begins(flag, "yes") || begins(str_trim(h->field[MAIL_SPAM_STATUS]), "yes")) return "spam";
	if (mail_alike(type->report, "delivery-status") || h->field[MAIL_FAILED_RECIPIENTS].p || begins(from, "mailer-daemon") ||
		mail_contains(from, "<mailer-daemon@")) return "bounce";
	if (begins(automatic, "auto-replied")) return "auto-reply";
	return NULL;
}
