/* time_parse.h -- the spellings of a moment: epochs, ISO 8601, mail dates and patterns in the manner of strptime.
 * Knows text and calendars; knows neither maps nor the machine's zone or locale. */
#ifndef CREDENCE_TIME_PARSE_H
#define CREDENCE_TIME_PARSE_H

#include "message.h"

enum time_style { STYLE_EPOCH, STYLE_EPOCH_S, STYLE_EPOCH_MS, STYLE_EPOCH_US, STYLE_EPOCH_NS, STYLE_ISO, STYLE_RFC2822, STYLE_PATTERN };

struct time_format {
	enum time_style style;
	struct str      pattern;     /* STYLE_PATTERN */
};

/* What a time without a zone of its own means. */
struct time_default {
	bool known;
	int  minutes;                /* east of UTC */
};

/* "epoch", "iso", "rfc2822", ... or a pattern of the directives that are known; false: neither. */
bool time_format_read(struct str, struct time_format *);
/* "UTC", "unknown", "+02:00". */
bool time_default_read(struct str, struct time_default *);
/* "EST", in either case; false: unknown, or of several zones. */
bool time_zone_named(struct str, int *minutes);

/* Milliseconds since 1970; false when the text is no such time or lies outside the years 1900 to 9892. */
bool time_parse(struct str, const struct time_format *, struct time_default, int64_t *ms, enum time_zone *);

/* `value`, not negative, as so many digits, with zeros before it; returns what is behind them. */
static inline char *time_digits(char *to, int value, unsigned digits)
{
	for (unsigned i = digits; i-- > 0; value /= 10) to[i] = (char)('0' + value % 10);
	return to + digits;
}

/* The same with a mark before it. */
static inline char *time_part(char *to, char mark, int value)
{
	*to = mark;
	return time_digits(to + 1, value, 2);
}

#endif
