/* time_parse.c -- reads moments digit by digit, without floating point and without a locale.
 * Knows the proleptic Gregorian calendar; does not know which format a platform uses. */
#include "time_parse.h"

struct moment {
	int  year, month, day, hour, minute, second, milli;
	int  offset;                 /* minutes east of UTC */
	bool zoned, afternoon, half_day;
};

static const char *const month_name[12] = { "january", "february", "march", "april", "may", "june", "july", "august",
	"september", "october", "november", "december" };
static const char *const day_name[7] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

static bool digit(char c) { return c >= '0' && c <= '9'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

/* --- pieces: each moves *s on, or fails ---------------------------------------------------------------------------------- */

static bool take(struct str *s, char c)
{
	if (!s->n || s->p[0] != c) return false;
	*s = str_cut(*s, 1, s->n);
	return true;
}

static void take_spaces(struct str *s)
{
	while (s->n && (s->p[0] == ' ' || s->p[0] == '\t')) *s = str_cut(*s, 1, s->n);
}

static bool take_number(struct str *s, unsigned least, unsigned most, int *out)
{
	unsigned n = 0;
	int value = 0;
	while (n < most && n < s->n && digit(s->p[n])) value = value * 10 + (s->p[n++] - '0');
	if (n < least) return false;
	*s = str_cut(*s, n, s->n);
	*out = value;
	return true;
}

/* A fraction's first three digits; the rest is passed over. */
static bool take_fraction(struct str *s, int *milli)
{
	size_t n = 0;
	int value = 0;
	for (; n < s->n && digit(s->p[n]); n++) if (n < 3) value = value * 10 + (s->p[n] - '0');
	if (!n) return false;
	for (size_t i = n; i < 3; i++) value *= 10;
	*s = str_cut(*s, n, s->n);
	*milli = value;
	return true;
}

/* A name by its first three letters or in full; its number from 1. */
static bool take_name(struct str *s, const char *const *name, unsigned count, int *out)
{
	size_t n = 0;
	while (n < s->n && letter(s->p[n])) n++;
	for (unsigned i = 0; n >= 3 && i < count; i++) {
		const size_t length = strlen(name[i]);
		size_t same = 0;
		while (same < n && same < length && lower(s->p[same]) == name[i][same]) same++;
		if (same == n && (n == 3 || n == length || (n == 4 && count == 12))) {
			*s = str_cut(*s, n, s->n);
			*out = (int)i + 1;
			return true;
		}
	}
	return false;
}

/* Z, UTC, GMT, +hh:mm, +hhmm, +hh, and names. */
static bool take_zone(struct str *s, struct moment *m)
{
	struct str rest = *s;
	const bool minus = rest.n && rest.p[0] == '-';
	int hours, minutes = 0;
	if (minus || (rest.n && rest.p[0] == '+')) {
		rest = str_cut(rest, 1, rest.n);
		if (!take_number(&rest, 2, 2, &hours)) return false;
		const bool colon = take(&rest, ':');
		if (!take_number(&rest, 2, 2, &minutes) && colon) return false;
		if (hours > 23 || minutes > 59) return false;
		m->offset = (hours * 60 + minutes) * (minus ? -1 : 1);
		m->zoned = true;
		*s = rest;
		return true;
	}
	size_t n = 0;
	while (n < s->n && letter(s->p[n])) n++;
	if (!time_zone_named(str_cut(*s, 0, n), &m->offset)) return false;
	m->zoned = true;
	*s = str_cut(*s, n, s->n);
	return true;
}

/* --- calendar ------------------------------------------------------------------------------------------------------------ */

static bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static bool moment_ms(const struct moment *m, struct time_default zone, int64_t *ms, enum time_zone *known)
{
	static const int length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	static const int before[12] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	int hour = m->hour;
	if (m->half_day) {
		if (hour < 1 || hour > 12) return false;
		hour = hour % 12 + (m->afternoon ? 12 : 0);
	}
	if (m->year < 1900 || m->month < 1 || m->month > 12 || m->day < 1) return false;
	if (m->day > length[m->month - 1] + (m->month == 2 && leap(m->year))) return false;
	if (hour > 23 || m->minute > 59 || m->second > 60) return false;
	const int64_t y = m->year - 1;
	const int64_t days = y * 365 + y / 4 - y / 100 + y / 400 + before[m->month - 1] + (m->month > 2 && leap(m->year)) +
		m->day - 1 - 719162;
	const int offset = m->zoned ? m->offset : zone.known ? zone.minutes : 0;
	*ms = ((days * 1440 + hour * 60 + m->minute - offset) * 60 + m->second) * 1000 + m->milli;
	*known = m->zoned || zone.known ? TIME_UTC : TIME_LOCAL;
	return true;
}

/* --- styles -------------------------------------------------------------------------------------------------------------- */

/* -1: one of them is none. */
static int two_digits(const char *p)
{
	return digit(p[0]) && digit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

/* The way nearly every platform writes it, YYYY-MM-DDThh:mm:ss and what follows, without asking for each piece. */
static bool take_usual(struct str *s, struct moment *m)
{
	const char *const p = s->p;
	if (s->n < 19 || p[4] != '-' || p[7] != '-' || p[10] != 'T' || p[13] != ':' || p[16] != ':') return false;
	const int century = two_digits(p), year = two_digits(p + 2), month = two_digits(p + 5), day = two_digits(p + 8),
		hour = two_digits(p + 11), minute = two_digits(p + 14), second = two_digits(p + 17);
	if ((century | year | month | day | hour | minute | second) < 0) return false;
	*m = (struct moment){ .year = century * 100 + year, .month = month, .day = day, .hour = hour, .minute = minute, .second = second };
	*s = str_cut(*s, 19, s->n);
	return true;
}

static bool parse_iso(struct str s, struct moment *m)
{
	bool seconds = take_usual(&s, m);
	if (!seconds) {
		if (!take_number(&s, 4, 4, &m->year)) return false;
		const bool dashed = take(&s, '-');
		if (!take_number(&s, 2, 2, &m->month) || take(&s, '-') != dashed || !take_number(&s, 2, 2, &m->day)) return false;
		if (!s.n) return true;
		if (!take(&s, 'T') && !take(&s, 't') && !take(&s, ' ')) return false;
		if (!take_number(&s, 2, 2, &m->hour)) return false;
		const bool colon = take(&s, ':');
		if (!take_number(&s, 2, 2, &m->minute)) return false;
		seconds = (!colon && s.n && digit(s.p[0])) || (colon && take(&s, ':'));
		if (seconds && !take_number(&s, 2, 2, &m->second)) return false;
	}
	if (seconds && (take(&s, '.') || take(&s, ',')) && !take_fraction(&s, &m->milli)) return false;
	take_spaces(&s);
	return !s.n || (take_zone(&s, m) && !s.n);
}

static bool parse_rfc2822(struct str s, struct moment *m)
{
	int week_day;
	if (take_name(&s, day_name, 7, &week_day)) take(&s, ',');
	take_spaces(&s);
	if (!take_number(&s, 1, 2, &m->day)) return false;
	take_spaces(&s);
	if (!take_name(&s, month_name, 12, &m->month)) return false;
	take_spaces(&s);
	const size_t left = s.n;
	if (!take_number(&s, 2, 4, &m->year)) return false;
	if (left - s.n == 2) m->year += m->year < 69 ? 2000 : 1900;
	if (left - s.n == 3) m->year += 1900;
	take_spaces(&s);
	if (!take_number(&s, 1, 2, &m->hour) || !take(&s, ':') || !take_number(&s, 2, 2, &m->minute)) return false;
	if (take(&s, ':') && !take_number(&s, 2, 2, &m->second)) return false;
	take_spaces(&s);
	if (s.n && s.p[0] != '(' && !take_zone(&s, m)) return false;
	take_spaces(&s);
	return !s.n || s.p[0] == '(';
}

static bool parse_directive(char directive, struct str *s, struct moment *m)
{
	int ignored;
	switch (directive) {
	case 'Y': return take_number(s, 4, 4, &m->year);
	case 'y':
		if (!take_number(s, 2, 2, &m->year)) return false;
		m->year += m->year < 69 ? 2000 : 1900;
		return true;
	case 'm': return take_number(s, 1, 2, &m->month);
	case 'b': case 'B': return take_name(s, month_name, 12, &m->month);
	case 'd': take_spaces(s); return take_number(s, 1, 2, &m->day);
	case 'H': return take_number(s, 1, 2, &m->hour);
	case 'I': m->half_day = true; return take_number(s, 1, 2, &m->hour);
	case 'p':
		if (s->n < 2 || lower(s->p[1]) != 'm' || (lower(s->p[0]) != 'a' && lower(s->p[0]) != 'p')) return false;
		m->afternoon = lower(s->p[0]) == 'p';
		*s = str_cut(*s, 2, s->n);
		return true;
	case 'M': return take_number(s, 1, 2, &m->minute);
	case 'S': return take_number(s, 1, 2, &m->second);
	case 'f': return take_fraction(s, &m->milli);
	case 'z': case 'Z': return take_zone(s, m);
	case 'a': case 'A': return take_name(s, day_name, 7, &ignored);
	case '%': return take(s, '%');
	default:  return false;
	}
}

static bool parse_pattern(struct str s, struct str pattern, struct moment *m)
{
	for (size_t i = 0; i < pattern.n; i++) {
		if (pattern.p[i] == ' ') {
			take_spaces(&s);
		} else if (pattern.p[i] == '%' && i + 1 < pattern.n) {
			if (!parse_directive(pattern.p[++i], &s, m)) return false;
		} else if (!take(&s, pattern.p[i])) {
			return false;
		}
	}
	return !s.n;
}

/* A decimal number, perhaps with a fraction or an exponent, as `whole` and the thousandths after it. */
static bool parse_decimal(struct str s, bool *minus, int64_t *whole, int *milli)
{
	char digits[64];
	size_t n = 0;
	long point = 0, exponent = 0;
	bool any = false, fraction = false;
	*minus = take(&s, '-');
	if (!*minus) take(&s, '+');
	for (; s.n && (digit(s.p[0]) || (s.p[0] == '.' && !fraction)); s = str_cut(s, 1, s.n)) {
		if (s.p[0] == '.') { fraction = true; continue; }
		any = true;
		if (n == 0 && s.p[0] == '0') { point -= fraction; continue; }
		if (n < sizeof digits) digits[n++] = s.p[0];
		point += !fraction;
	}
	if (!any) return false;
	if (take(&s, 'e') || take(&s, 'E')) {
		const bool down = take(&s, '-');
		int value;
		if (!down) take(&s, '+');
		if (!take_number(&s, 1, 4, &value)) return false;
		exponent = down ? -value : value;
	}
	if (s.n) return false;
	point += exponent;
	if (point > 19) return false;
	uint64_t value = 0;
	*milli = 0;
	for (long i = 0; i < point; i++) value = value * 10 + (i < (long)n ? (uint64_t)(digits[i] - '0') : 0);
	for (long i = point; i < point + 3; i++) *milli = *milli * 10 + (i >= 0 && i < (long)n ? digits[i] - '0' : 0);
	*whole = (int64_t)value;
	return value <= INT64_MAX;
}

static bool parse_epoch(struct str s, enum time_style style, int64_t *ms)
{
	bool minus;
	int64_t whole;
	int milli;
	if (s.n && !digit(s.p[s.n - 1]) && s.p[s.n - 1] != '.') return false;
	if (!parse_decimal(s, &minus, &whole, &milli)) return false;
	if (style == STYLE_EPOCH)
		style = whole < 100000000000 ? STYLE_EPOCH_S : whole < 100000000000000 ? STYLE_EPOCH_MS :
			whole < 100000000000000000 ? STYLE_EPOCH_US : STYLE_EPOCH_NS;
	if (style == STYLE_EPOCH_S) {
		if (whole >= 250000000000) return false;
		*ms = whole * 1000 + milli;
	} else {
		*ms = style == STYLE_EPOCH_MS ? whole : whole / (style == STYLE_EPOCH_US ? 1000 : 1000000);
	}
	if (minus) *ms = -*ms;
	return *ms > -2200000000000 && *ms < 250000000000000;
}

/* --- the interface ------------------------------------------------------------------------------------------------------- */

bool time_format_read(struct str name, struct time_format *format)
{
	static const char *const known[] = { "epoch", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "iso", "rfc2822" };
	for (unsigned i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_is(name, known[i])) {
			*format = (struct time_format){ (enum time_style)i, { NULL, 0 } };
			return true;
		}
	}
	bool any = false;
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] != '%') continue;
		if (++i == name.n || !strchr("YymbBdHIpMSfzZaA%", name.p[i])) return false;
		any = true;
	}
	*format = (struct time_format){ STYLE_PATTERN, name };
	return any;
}

bool time_default_read(struct str name, struct time_default *zone)
{
	struct moment m = { 0 };
	*zone = (struct time_default){ false, 0 };
	if (str_is(name, "unknown")) return true;
	if (!take_zone(&name, &m) || name.n) return false;
	*zone = (struct time_default){ true, m.offset };
	return true;
}

bool time_parse(struct str s, const struct time_format *format, struct time_default zone, int64_t *ms, enum time_zone *known)
{
	struct moment m = { 0 };
	s = str_trim(s);
	*known = TIME_UTC;
	if (format->style <= STYLE_EPOCH_NS) return parse_epoch(s, format->style, ms);
	const bool fits = format->style == STYLE_ISO ? parse_iso(s, &m) :
		format->style == STYLE_RFC2822 ? parse_rfc2822(s, &m) : parse_pattern(s, format->pattern, &m);
	return fits && moment_ms(&m, zone, ms, known);
}
