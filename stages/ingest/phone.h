/* phone.h -- what the parts of the phone layout share: dated lines of WhatsApp's and Signal's text exports.
 * Knows stamps, orders of dates and the apps' own sentences; fields are named in layout_phone.c. */
#ifndef CREDENCE_PHONE_H
#define CREDENCE_PHONE_H

#include "framer.h"

enum { PHONE_STAMP_MOST = 160 };    /* bytes that a stamp may take, marks before it included */

enum phone_half { PHONE_24_HOURS, PHONE_BEFORE_NOON, PHONE_AFTER_NOON };

struct phone_stamp {
	int             number[3];      /* of the date, as they stand */
	unsigned        digits[3];
	int             hour, minute, second;   /* second -1: none */
	enum phone_half half;
	bool            bracket, comma, dashed; /* [date clock]; date, clock; 2019-12-24 */
	size_t          end;            /* where the rest of the line begins */
};

/* phone_stamp.c: does the line begin with a date and a clock as a phone writes them? */
bool phone_stamp_read(struct str line, struct phone_stamp *);
/* Behind the marks of writing direction and the byte order marks at `at`. */
size_t phone_marks_pass(struct str, size_t at);
/* A space of any kind (U+0020, U+00A0, U+202F, U+2009) at `at`: its length; else 0. */
size_t phone_space(struct str, size_t at);

/* phone_order.c: which number is the day, the month, the year. */
enum phone_order { PHONE_DAY_FIRST, PHONE_MONTH_FIRST, PHONE_YEAR_FIRST, PHONE_ORDERS };

struct phone_dates {                /* what the dates of a member say, one after the other */
	uint64_t seen, full_year_first;
	uint64_t invalid[PHONE_ORDERS], back[PHONE_ORDERS];   /* are no dates in this order; are earlier than the one before */
	int      last[PHONE_ORDERS];
	bool     differ;                /* there is a date that the first two orders read differently */
};

void             phone_dates_add(struct phone_dates *, const struct phone_stamp *);
enum phone_order phone_dates_order(const struct phone_dates *, bool *ambiguous);
bool             phone_date(const struct phone_stamp *, enum phone_order, int *year, int *month, int *day);

/* phone_words.c: sentences that the apps write. */
enum phone_kind { PHONE_MESSAGE, PHONE_SYSTEM, PHONE_MEDIA, PHONE_DELETED };

struct phone_said {
	enum phone_kind kind;
	struct str      author, text;
	bool            edited;
};

/* What stands behind a stamp, UTF-8. */
void phone_said_read(struct str rest, struct phone_said *);
/* A line that only the app itself writes. */
bool phone_app_says(struct str line);

/* A context's values: the order by name, and the chat by the file's name. */
enum { PHONE_ORDER, PHONE_CHANNEL, PHONE_CONTEXT };

enum { PHONE_WHATSAPP, PHONE_SIGNAL };      /* dialects */

extern const struct framer framer_phone;

#endif
