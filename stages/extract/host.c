/* host.c -- what kind of place a link leads to, and whose it is.
 * Knows configs/lexicons/host_kinds.tsv and, for hosts that are not in it, the public suffix list; resolves nothing. */
#include "lexicon.h"

#include <libpsl.h>
#include <stdlib.h>

enum { HOST_BYTES = 253 };

static uint64_t host_key(struct str s)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001B3);
	return h ? h : 1;
}

static const struct host_entry *host_find(const struct lexicon *l, struct str name)
{
	const uint64_t key = host_key(name);
	for (uint32_t i = (uint32_t)(key >> 32) & l->host_mask; l->host[i].key; i = (i + 1) & l->host_mask)
		if (l->host[i].key == key && str_equal(l->host[i].name, name))
			return &l->host[i];
	return NULL;
}

static bool host_line(struct lexicon *l, struct str line, const char *file, unsigned number, struct diag *d)
{
	const char *tab = memchr(line.p, '\t', line.n);
	const size_t cut = tab ? (size_t)(tab - line.p) : line.n;
	const struct str name = str_trim(str_cut(line, 0, cut)), kind = str_trim(str_cut(line, tab ? cut + 1 : cut, line.n));
	unsigned k = 0;
	while (k < HOST_KINDS && !str_is(kind, host_kind_name(k)))
		k++;
	if (k == HOST_KINDS || !name.n)
		return diag_usage(d, "%s:%u: expected host, tab, kind; README.md beside it lists the kinds", file, number);
	if (host_find(l, name))
		return true;
	const uint64_t key = host_key(name);
	uint32_t i = (uint32_t)(key >> 32) & l->host_mask;
	while (l->host[i].key)
		i = (i + 1) & l->host_mask;
	l->host[i] = (struct host_entry){ key, arena_copy(&l->arena, name), (uint8_t)k };
	return true;
}

bool hosts_open(struct lexicon *l, struct str tsv, const char *file, struct diag *d)
{
	uint32_t lines = 1, number = 1;
	for (size_t i = 0; i < tsv.n; i++)
		lines += tsv.p[i] == '\n';
	uint32_t slots = 256;
	while (slots < lines * 2)
		slots *= 2;
	l->host = mem_zalloc(slots, sizeof *l->host);
	l->host_mask = slots - 1;
	for (size_t at = 0; at < tsv.n; number++) {
		const char *end = memchr(tsv.p + at, '\n', tsv.n - at);
		const size_t to = end ? (size_t)(end - tsv.p) : tsv.n;
		const struct str line = str_trim(str_cut(tsv, at, to));
		at = to + 1;
		if (line.n && line.p[0] != '#' && !host_line(l, line, file, number, d))
			return false;
	}
	l->suffixes = psl_builtin();   /* not the system's newest: the same library, the same bytes */
	return true;
}

void hosts_close(struct lexicon *l)
{
	free(l->host);
}

static struct str host_cut(struct str link)
{
	for (size_t i = 0; i + 2 < link.n && i < 16; i++)
		if (link.p[i] == ':' && link.p[i + 1] == '/' && link.p[i + 2] == '/') {
			link = str_cut(link, i + 3, link.n);
			break;
		}
	size_t end = 0, from = 0;
	while (end < link.n && !strchr("/?#\\", link.p[end]))
		if (link.p[end++] == '@')
			from = end;
	struct str host = str_cut(link, from, end);
	const char *colon = host.n ? memchr(host.p, ':', host.n) : NULL;
	if (colon)
		host.n = (size_t)(colon - host.p);
	while (host.n && host.p[host.n - 1] == '.')
		host.n--;
	return host;
}

struct host host_of(const struct lexicon *l, struct str link, struct arena *arena)
{
	char lower[HOST_BYTES + 1];
	struct str host = host_cut(link);
	if (!host.n || host.n > HOST_BYTES || !memchr(host.p, '.', host.n))
		return (struct host){ HOST_NONE, { NULL, 0 } };
	for (size_t i = 0; i < host.n; i++)
		lower[i] = host.p[i] >= 'A' && host.p[i] <= 'Z' ? (char)(host.p[i] + 32) : host.p[i];
	lower[host.n] = 0;
	host.p = lower;
	for (struct str h = host;;) {
		const struct host_entry *e = host_find(l, h);
		if (e)
			return (struct host){ e->kind, e->name };
		const char *dot = memchr(h.p, '.', h.n);
		if (!dot)
			break;
		h = str_cut(h, (size_t)(dot + 1 - h.p), h.n);
	}
	const char *own = l->suffixes ? psl_registrable_domain(l->suffixes, lower) : NULL;
	const struct str name = own ? str_of(own) : host;
	const bool state = str_ends(name, str_of(".gov")) || str_ends(name, str_of(".mil"));
	const bool school = str_ends(name, str_of(".edu")) || (memmem(name.p, name.n, ".ac.", 4) && name.n < 64);
	return (struct host){ state ? HOST_GOVERNMENT : school ? HOST_SCHOLARLY : HOST_UNKNOWN, arena_copy(arena, name) };
}

const char *suffixes_version(void) { return psl_get_version(); }

const char *suffixes_hash(void) { return psl_builtin_sha1sum(); }
