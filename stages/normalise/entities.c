/* entities.c -- character references of HTML, decoded once: &amp; &#39; &#x27; &eacute;.
 * Knows the names that messages contain, not all of HTML's two thousand; an unknown one stays as it is. */
#include "normalise.h"


#include "utf8.h"

enum { NAME_LONGEST = 10 };

struct entity { const char *name; uint16_t code; };

/* Latin-1 in order of its code points from 160. */
static const char *const latin[96] = {
	"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy", "reg", "macr",
	"deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12",
	"frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc",
	"Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde", "Ouml", "times", "Oslash",
	"Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring",
	"aelig", "ccedil", "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve",
	"oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
};

static const struct entity others[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "mdash", 0x2014 }, { "ndash", 0x2013 },
	{ "hellip", 0x2026 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201C }, { "rdquo", 0x201D }, { "sbquo", 0x201A },
	{ "bdquo", 0x201E }, { "bull", 0x2022 }, { "trade", 0x2122 }, { "euro", 0x20AC }, { "thinsp", 0x2009 }, { "ensp", 0x2002 },
	{ "emsp", 0x2003 }, { "zwj", 0x200D }, { "zwnj", 0x200C }, { "lsaquo", 0x2039 }, { "rsaquo", 0x203A }, { "rarr", 0x2192 },
	{ "larr", 0x2190 }, { "OElig", 0x152 }, { "oelig", 0x153 }, { "Scaron", 0x160 }, { "scaron", 0x161 }, { "minus", 0x2212 },
	{ "prime", 0x2032 }, { "Prime", 0x2033 }, { "ne", 0x2260 }, { "le", 0x2264 }, { "ge", 0x2265 }, { "num", '#' },
	{ "lsqb", '[' }, { "rsqb", ']' }, { "lpar", '(' }, { "rpar", ')' }, { "sol", '/' }, { "nbsp", 0xA0 },
};

static uint32_t named(struct str name)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (str_is(name, others[i].name)) return others[i].code;
	}
	for (uint32_t i = 0; i < 96; i++) {
		if (str_is(name, latin[i])) return 160 + i;
	}
	return 0;
}

/* Numbers 128 to 159 mean Windows-1252, as browsers have it. */
static uint32_t browser_code(uint32_t code)
{
	static const uint16_t windows[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0xFFFD, 0x17D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0xFFFD, 0x17E, 0x178,
	};
	if (code >= 128 && code < 160) return windows[code - 128];
	return code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0xFFFD : code;
}

static int digit_value(char c, bool hex)
{
	if (c >= '0' && c <= '9') return c - '0';
	if (hex && (c | 32) >= 'a' && (c | 32) <= 'f') return (c | 32) - 'a' + 10;
	return -1;
}

/* The code point that s begins with a reference to, and its length; 0 where it begins with none. */
static uint32_t reference(struct str s, size_t *length)
{
	size_t i = 1;
	if (i < s.n && s.p[i] == '#') {
		const bool hex = i + 1 < s.n && (s.p[i + 1] | 32) == 'x';
		const size_t first = i += hex ? 2 : 1;
		uint32_t code = 0;
		for (int v; i < s.n && i - first < NAME_LONGEST && (v = digit_value(s.p[i], hex)) >= 0; i++) {
			code = code > 0x10FFFF ? code : code * (hex ? 16 : 10) + (uint32_t)v;
		}
		if (i == first || i >= s.n || s.p[i] != ';') return 0;
		*length = i + 1;
		return browser_code(code);
	}
	while (i < s.n && i <= NAME_LONGEST && s.p[i] != ';' && s.p[i] != '&' && s.p[i] != ' ') i++;
	if (i >= s.n || s.p[i] != ';') return 0;
	*length = i + 1;
	return named(str_cut(s, 1, i));
}

struct str entities_decode(struct str s, struct arena *arena)
{
	if (!s.n || !memchr(s.p, '&', s.n)) return s;
	char *out = arena_alloc(arena, s.n);        /* the shortest reference, &lt; or &#9; is as long as the longest code point */
	size_t length = 0;
	for (size_t at = 0; at < s.n;) {
		size_t n = 0;
		const uint32_t code = s.p[at] == '&' ? reference(str_cut(s, at, s.n), &n) : 0;
		if (code) {
			length += utf8_encode(code, out + length);
			at += n;
		} else {
			out[length++] = s.p[at++];
		}
	}
	return (struct str){ out, length };
}
