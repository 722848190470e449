/* mail_decode.c -- encodings of mails by GMime: content types, encoded words, addresses, base64 and quoted-printable.
 * Knows how the library is asked; does not know what is done with the answers. */
#include "mail.h"
#include "utf8.h"

#include <gmime/gmime.h>
#include <pthread.h>

/* The library's tables are made once in a process and only read afterwards: the one place where that cannot be a stage's own
 * state, as records are read by any thread without one. */
static void library_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, g_mime_init);
}

static struct str kept(const char *z, struct arena *arena)
{
	return z ? arena_copy(arena, str_of(z)) : (struct str){ NULL, 0 };
}

/* "text; charset=..." or "text": of old programs. Plain is what such a text is. */
static struct str subtype_added(struct str value, struct arena *arena)
{
	size_t n = 0;
	while (n < value.n && !strchr("/; \t", value.p[n])) n++;
	if (!mail_alike(str_cut(value, 0, n), "text") || (n < value.n && value.p[n] == '/')) return value;
	static const char plain[] = "text/plain";
	char *const to = arena_alloc(arena, sizeof plain + value.n - n);
	memcpy(to, plain, sizeof plain - 1);
	memcpy(to + sizeof plain - 1, value.p + n, value.n - n);
	to[sizeof plain - 1 + value.n - n] = '\0';
	return (struct str){ to, sizeof plain - 1 + value.n - n };
}

struct mail_type mail_type_parse(struct str value, struct arena *arena)
{
	struct mail_type t = { .type = str_of("text"), .subtype = str_of("plain") };
	if (!value.n) return t;
	value = subtype_added(value, arena);
	library_start();
	GMimeContentType *const type = g_mime_content_type_parse(NULL, value.p);
	if (!type) return t;
	t.type = kept(g_mime_content_type_get_media_type(type), arena);
	t.subtype = kept(g_mime_content_type_get_media_subtype(type), arena);
	t.boundary = kept(g_mime_content_type_get_parameter(type, "boundary"), arena);
	t.charset = kept(g_mime_content_type_get_parameter(type, "charset"), arena);
	t.format = kept(g_mime_content_type_get_parameter(type, "format"), arena);
	t.delsp = kept(g_mime_content_type_get_parameter(type, "delsp"), arena);
	t.report = kept(g_mime_content_type_get_parameter(type, "report-type"), arena);
	g_object_unref(type);
	return t;
}

struct str mail_words(struct str value, struct arena *arena)
{
	if (!value.n || !memmem(value.p, value.n, "=?", 2)) return value;
	library_start();
	char *const decoded = g_mime_utils_header_decode_text(NULL, value.p);
	if (!decoded) return value;
	uint32_t ignored = 0;
	const struct str text = utf8_repair(kept(decoded, arena), arena, &ignored);
	g_free(decoded);
	return text;
}

/* The first mailbox; of a group its first member. */
static InternetAddress *first_mailbox(InternetAddressList *list)
{
	enum { GROUPS_MOST = 8 };
	for (unsigned depth = 0; list && depth < GROUPS_MOST && internet_address_list_length(list) > 0; depth++) {
		InternetAddress *const a = internet_address_list_get_address(list, 0);
		if (!INTERNET_ADDRESS_IS_GROUP(a)) return a;
		list = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(a));
	}
	return NULL;
}

bool mail_address(struct str value, struct arena *arena, struct str *name, struct str *address)
{
	*name = *address = (struct str){ NULL, 0 };
	if (!value.n) return false;
	library_start();
	InternetAddressList *const list = internet_address_list_parse(NULL, value.p);
	InternetAddress *const first = first_mailbox(list);
	if (first) {
		uint32_t ignored = 0;
		const struct str said = kept(internet_address_get_name(first), arena);
		const struct str at = kept(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)), arena);
		*name = str_trim(said.p ? utf8_repair(said, arena, &ignored) : said);
		*address = str_trim(at.p ? utf8_repair(at, arena, &ignored) : at);
	}
	if (list) g_object_unref(list);
	return address->n > 0;
}

/* --- transfer encodings --------------------------------------------------------------------------------------------------- */

static bool base64_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* What a list's program put behind the padding is no part of it. False: it is no base64, whatever the header says. */
static bool base64_trimmed(struct str *body, uint32_t *repairs)
{
	size_t n = 0, letters = 0, bad = 0;
	for (; n < body->n && body->p[n] != '='; n++) {
		letters += base64_letter(body->p[n]);
		bad += !base64_letter(body->p[n]) && !strchr(" \t\r\n", body->p[n]);
	}
	while (n < body->n && body->p[n] && strchr("= \t\r\n", body->p[n])) n++;
	*repairs += (uint32_t)bad + (n < body->n);
	if (bad * 4 > letters) return false;
	body->n = n;
	return true;
}

struct str mail_transfer(struct str body, struct str encoding, struct arena *arena, uint32_t *repairs)
{
	const bool base64 = mail_alike(encoding, "base64"), quoted = mail_alike(encoding, "quoted-printable");
	if (!base64 && !quoted) return body;
	if (base64 && !base64_trimmed(&body, repairs)) return body;
	unsigned char *const to = arena_alloc(arena, body.n + 8);
	int state = 0;
	guint32 save = 0;
	const unsigned char *const from = (const unsigned char *)body.p;
	const size_t n = base64 ? g_mime_encoding_base64_decode_step(from, body.n, to, &state, &save)
		: g_mime_encoding_quoted_decode_step(from, body.n, to, &state, &save);
	arena_trim(arena, to, body.n + 8, n);
	return (struct str){ (const char *)to, n };
}
