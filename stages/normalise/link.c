/* link.c -- where web addresses, bare hosts and mail addresses begin and end in running text.
 * Knows their shape and which top-level names people write without http; does not know what a host is worth. */
#include "normalise.h"

#include <strings.h>

/* What goes on in a host or the local part of an address wherever it stands. */
static const uint8_t plain[256] = {
#define FIVE(a) [a] = 1, [(a) + 1] = 1, [(a) + 2] = 1, [(a) + 3] = 1, [(a) + 4] = 1
	FIVE('0'), FIVE('5'), FIVE('a'), FIVE('f'), FIVE('k'), FIVE('p'), FIVE('u'), ['z'] = 1,
	FIVE('A'), FIVE('F'), FIVE('K'), FIVE('P'), FIVE('U'), ['Z'] = 1, ['-'] = 1,
#undef FIVE
};

static bool alnum(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'); }

static bool head_is(struct str s, size_t at, const char *head)
{
	const size_t n = strlen(head);
	return s.n - at > n && strncasecmp(s.p + at, head, n) == 0;
}

/* A link runs to white space, a quote, an angle or an unopened bracket, and does not keep a sentence's marks. */
static size_t link_end(struct str s, size_t from, size_t at)
{
	int round = 0, square = 0;
	for (; at < s.n; at++) {
		const unsigned char c = (unsigned char)s.p[at];
		if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == '`' || c == '|' || c == '\\' || c == '^' || c == 0x7F) break;
		if (c == 0xE2 && s.n - at >= 3 && (unsigned char)s.p[at + 1] == 0x80) break;     /* U+2000..203F: spaces, quotes, dots */
		if (c == 0xE3 && s.n - at >= 3 && (unsigned char)s.p[at + 1] == 0x80) break;     /* U+3000..303F */
		if (c == 0xC2 && s.n - at >= 2 && (unsigned char)s.p[at + 1] == 0xA0) break;
		if (c == '(') round++;
		if (c == ')' && --round < 0) break;
		if (c == '[') square++;
		if (c == ']' && --square < 0) break;
	}
	while (at > from && strchr(".,;:!?'*", s.p[at - 1])) at--;
	return at;
}

size_t link_url(struct str s, size_t at)
{
	static const char *const head[] = { "https://", "http://", "www." };
	const char second = at + 1 < s.n ? s.p[at + 1] | 32 : ' ';
	if (second != 't' && second != 'w') return 0;         /* most words with h or w */
	for (unsigned i = 0; i < 3; i++) {
		const size_t n = strlen(head[i]);
		if (!head_is(s, at, head[i]) || !(alnum(s.p[at + n]) || (s.p[at + n] & 0x80))) continue;
		return link_end(s, at + n, at + n) - at;
	}
	return 0;
}

static bool listed(const char *list, struct str word)
{
	for (const char *p = list; (p = strchr(p, ' ')) && p[1]; p++) {
		if (strncasecmp(p + 1, word.p, word.n) == 0 && p[1 + word.n] == ' ') return true;
	}
	return false;
}

/* Is `label`, behind the last dot, the end of a host? `weak` ones are words too and need a path behind them. */
static bool host_ends(struct str host, struct str label, bool path)
{
	static const char strong[] = " com org net edu gov mil info biz io ai uk eu ca au de fr nl ru cn jp tv app dev nz za kr ie ch se dk "
		"br mx pl blog xyz online site club tech int news in-addr onion ";
	static const char weak[] = " co us me it be is in no so at to fm am gl gg ly ms cc st im es pt tk th sg hk tw id ph eg il ua cz hu ro ";
	unsigned lower = 0, upper = 0;
	for (size_t i = 0; i < label.n; i++) lower += label.p[i] >= 'a', upper += label.p[i] <= 'Z';
	if (label.n < 2 || (lower && upper)) return false;
	for (size_t i = 0; upper && i + label.n < host.n; i++) {
		if (host.p[i] >= 'a' && host.p[i] <= 'z') return false;
	}
	return listed(strong, label) || (path && listed(weak, label));
}

size_t link_host(struct str s, size_t at, bool bracketed, size_t *tried, bool *mail)
{
	*mail = false;
	if (at < *tried) return 0;
	size_t i = at, label = at, dots = 0, local = 0;
	for (;; i++) {
		while (i < s.n && plain[(unsigned char)s.p[i]]) i++;
		if (i >= s.n) break;
		const char c = s.p[i];
		if (c == '@' && !local && i > at && i + 1 < s.n && alnum(s.p[i + 1])) {
			local = i;
			dots = 0;
			label = i + 1;
		} else if (c == '.') {
			if (i == label || i + 1 >= s.n || !alnum(s.p[i + 1])) break;
			dots++;
			label = i + 1;
		} else if (!(c == '_' && !dots) && !(c == '+' && !local)) {
			break;
		}
	}
	*tried = i;
	if (!dots || (unsigned char)(i < s.n ? s.p[i] : ' ') >= 0x80 || (i < s.n && s.p[i] == '_')) return 0;
	const struct str last = str_cut(s, label, i);
	const bool closed = bracketed && i < s.n && (s.p[i] == ']' || s.p[i] == '/');
	bool letters = last.n >= 2;
	for (size_t k = 0; k < last.n; k++) letters = letters && (last.p[k] | 32) >= 'a' && (last.p[k] | 32) <= 'z';
	if (!letters) return 0;
	if (local) {
		*mail = true;
		return i - at;
	}
	const bool path = i + 1 < s.n && s.p[i] == '/' && alnum(s.p[i + 1]);
	if (!closed && !host_ends(str_cut(s, at, i), last, path)) return 0;
	if (i < s.n && s.p[i] == ':' && i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9') {
		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9';) i++;
	}
	return (i < s.n && (s.p[i] == '/' || s.p[i] == '?') ? link_end(s, i, i) : i) - at;
}
