/* json_mend.c -- documents that are JSON but for what some programs write into it, as JSON.
 * Knows slips that lose nothing when they are put right, each counted; does not know what a document should hold.
 *
 * Raw control characters in strings (RFC 8259 wants them escaped), Telegram Desktop's \xNN, escapes that there are none of,
 * Python's NaN and Infinity (which become null), and commas before a closing bracket. */
#include "json.h"

struct mender {
	struct str in;
	size_t     at;
	char      *out;              /* NULL: only counted */
	size_t     n;
	uint32_t   repairs;
};

static void put(struct mender *m, const char *p, size_t n)
{
	if (m->out) memcpy(m->out + m->n, p, n);
	m->n += n;
}

static bool hex_digits(const struct mender *m, size_t at, unsigned n)
{
	for (size_t i = at; i < at + n; i++) {
		if (i >= m->in.n) return false;
		const char c = m->in.p[i], letter = (char)(c | 32);
		if (!((c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'f'))) return false;
	}
	return true;
}

/* The character `code` below 0x20, escaped. */
static void put_control(struct mender *m, unsigned code)
{
	static const char hex[] = "0123456789abcdef";
	const char escape[] = { '\\', 'u', '0', '0', hex[code >> 4 & 15], hex[code & 15] };
	put(m, escape, sizeof escape);
	m->repairs++;
}

/* A backslash in a string, and what belongs to it. */
static void escape_mend(struct mender *m)
{
	const char *const p = m->in.p + m->at;
	const char c = m->at + 1 < m->in.n ? p[1] : '\0';
	if (c == 'x' && hex_digits(m, m->at + 2, 2)) {
		put(m, "\\u00", 4);
		put(m, p + 2, 2);
		m->at += 4;
		m->repairs++;
	} else if (c == '\'') {
		put(m, "'", 1);
		m->at += 2;
		m->repairs++;
	} else if (c == 'u' ? hex_digits(m, m->at + 2, 4) : c != '\0' && strchr("\"\\/bfnrt", c)) {
		put(m, p, 2);
		m->at += 2;
	} else {
		put(m, "\\\\", 2);
		m->at++;
		m->repairs++;
	}
}

static void string_mend(struct mender *m)
{
	put(m, "\"", 1);
	for (m->at++; m->at < m->in.n;) {
		const char c = m->in.p[m->at];
		if (c == '\\') {
			escape_mend(m);
			continue;
		}
		if ((unsigned char)c < ' ') put_control(m, (unsigned char)c);
		else put(m, &c, 1);
		m->at++;
		if (c == '"') return;
	}
}

static bool word_mend(struct mender *m)
{
	static const struct str words[] = { { "-Infinity", 9 }, { "Infinity", 8 }, { "NaN", 3 } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (!str_starts(str_cut(m->in, m->at, m->in.n), words[i])) continue;
		put(m, "null", 4);
		m->at += words[i].n;
		m->repairs++;
		return true;
	}
	return false;
}

static bool comma_ends(const struct mender *m)
{
	size_t at = m->at + 1;
	while (at < m->in.n && strchr(" \t\r\n", m->in.p[at]) && m->in.p[at]) at++;
	return at < m->in.n && (m->in.p[at] == '}' || m->in.p[at] == ']');
}

static void document_mend(struct mender *m)
{
	while (m->at < m->in.n) {
		const char c = m->in.p[m->at];
		if (c == '"') {
			string_mend(m);
			continue;
		}
		if ((c == '-' || c == 'I' || c == 'N') && word_mend(m)) continue;
		if (c == ',' && comma_ends(m)) m->repairs++;
		else put(m, &c, 1);
		m->at++;
	}
}

struct str json_mended(struct str document, struct arena *arena, uint32_t *repairs)
{
	struct mender counted = { .in = document };
	document_mend(&counted);
	*repairs = counted.repairs;
	if (!counted.repairs) return document;
	struct mender written = { .in = document, .out = arena_alloc(arena, counted.n + JSON_PADDING) };
	document_mend(&written);
	memset(written.out + written.n, 0, JSON_PADDING);
	return (struct str){ written.out, written.n };
}
