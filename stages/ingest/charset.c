/* charset.c -- bytes in a declared character set, as UTF-8, by the C library's tables.
 * Knows the names that the web uses and what each means there; a name beyond them is not handed on to the library. */
#include "charset.h"

#include "utf8.h"

#include <errno.h>
#include <iconv.h>

enum { NAME_LONGEST = 20 };

/* On the web Latin-1 and ASCII mean Windows-1252, and the East Asian names their vendors' larger sets. */
static const struct { const char *name, *means; } known[] = {
	{ "ascii", "CP1252" }, { "us-ascii", "CP1252" }, { "iso-8859-1", "CP1252" }, { "iso8859-1", "CP1252" }, { "iso_8859-1", "CP1252" },
	{ "latin1", "CP1252" }, { "latin-1", "CP1252" }, { "l1", "CP1252" }, { "cp1252", "CP1252" }, { "windows-1252", "CP1252" },
	{ "x-cp1252", "CP1252" }, { "iso-8859-2", "ISO-8859-2" }, { "latin2", "ISO-8859-2" }, { "iso-8859-3", "ISO-8859-3" },
	{ "iso-8859-4", "ISO-8859-4" }, { "iso-8859-5", "ISO-8859-5" }, { "iso-8859-6", "ISO-8859-6" }, { "iso-8859-7", "ISO-8859-7" },
	{ "iso-8859-8", "ISO-8859-8" }, { "iso-8859-8-i", "ISO-8859-8" }, { "iso-8859-9", "CP1254" }, { "latin5", "CP1254" },
	{ "iso-8859-10", "ISO-8859-10" }, { "iso-8859-11", "CP874" }, { "tis-620", "CP874" }, { "windows-874", "CP874" },
	{ "iso-8859-13", "ISO-8859-13" }, { "iso-8859-14", "ISO-8859-14" }, { "iso-8859-15", "ISO-8859-15" },
	{ "latin-9", "ISO-8859-15" }, { "iso-8859-16", "ISO-8859-16" }, { "koi8-r", "KOI8-R" }, { "koi8-u", "KOI8-U" },
	{ "macintosh", "MACINTOSH" }, { "x-mac-roman", "MACINTOSH" }, { "ibm866", "CP866" }, { "cp866", "CP866" },
	{ "windows-1250", "CP1250" }, { "cp1250", "CP1250" }, { "windows-1251", "CP1251" }, { "cp1251", "CP1251" },
	{ "windows-1253", "CP1253" }, { "windows-1254", "CP1254" }, { "windows-1255", "CP1255" }, { "windows-1256", "CP1256" },
	{ "cp1256", "CP1256" }, { "windows-1257", "CP1257" }, { "windows-1258", "CP1258" }, { "gb2312", "GB18030" }, { "gbk", "GB18030" },
	{ "x-gbk", "GB18030" }, { "gb18030", "GB18030" }, { "big5", "BIG5-HKSCS" }, { "big5-hkscs", "BIG5-HKSCS" },
	{ "euc-jp", "EUC-JP" }, { "x-euc-jp", "EUC-JP" }, { "shift_jis", "CP932" }, { "shift-jis", "CP932" }, { "sjis", "CP932" },
	{ "x-sjis", "CP932" }, { "windows-31j", "CP932" }, { "iso-2022-jp", "ISO-2022-JP" }, { "euc-kr", "CP949" },
	{ "ks_c_5601-1987", "CP949" }, { "cp949", "CP949" }, { "utf-16", "UTF-16LE" }, { "utf-16le", "UTF-16LE" },
	{ "utf-16be", "UTF-16BE" },
};

static bool name_lower(struct str name, char into[NAME_LONGEST + 1])
{
	name = str_trim(name);
	if (!name.n || name.n > NAME_LONGEST) return false;
	for (size_t i = 0; i < name.n; i++) into[i] = name.p[i] >= 'A' && name.p[i] <= 'Z' ? (char)(name.p[i] + 32) : name.p[i];
	into[name.n] = 0;
	return true;
}

bool charset_is_utf8(struct str name)
{
	char lower[NAME_LONGEST + 1];
	return name_lower(name, lower) && (!strcmp(lower, "utf-8") || !strcmp(lower, "utf8"));
}

static const char *library_name(struct str name)
{
	char lower[NAME_LONGEST + 1];
	if (!name_lower(name, lower)) return NULL;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) if (!strcmp(known[i].name, lower)) return known[i].means;
	return NULL;
}

bool charset_convert(struct str name, struct str *text, struct arena *arena, uint32_t *repairs)
{
	const char *const means = library_name(name);
	if (!means) return false;
	const iconv_t to = iconv_open("UTF-8", means);
	if (to == (iconv_t)-1) return false;
	const bool wide = str_starts(str_of(means), str_of("UTF-16"));
	/* A byte becomes one character of at most three bytes, or two of them where a set composes. */
	size_t room = text->n * 4 + 8, left = text->n;
	char *const out = arena_alloc(arena, room), *put = out, *from = (char *)(uintptr_t)text->p;
	const size_t had = room;
	while (left && room > 4) {
		if (iconv(to, &from, &left, &put, &room) != (size_t)-1 || errno == E2BIG) break;
		const size_t bad = wide && left >= 2 ? 2 : 1;
		const unsigned n = utf8_encode(0xfffd, put);
		put += n;
		room -= n;
		from += bad;
		left -= bad;
		++*repairs;
	}
	iconv_close(to);
	arena_trim(arena, out, had, (size_t)(put - out));
	*text = (struct str){ out, (size_t)(put - out) };
	return true;
}
