/* phone_order.c -- which of a date's numbers is the day and which the month: decided for a member as a whole.
 * Knows that exports are in order of time; does not know how dates are written. */
#include "phone.h"

static bool date_valid(int year, int month, int day)
{
	static const int length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month >= 1 && month <= 12 && day >= 1 && day <= length[month - 1] + (month == 2 && leap);
}

bool phone_date(const struct phone_stamp *stamp, enum phone_order order, int *year, int *month, int *day)
{
	static const unsigned char place[PHONE_ORDERS][3] = { [PHONE_DAY_FIRST] = { 2, 1, 0 }, [PHONE_MONTH_FIRST] = { 2, 0, 1 },
		[PHONE_YEAR_FIRST] = { 0, 1, 2 } };
	if (stamp->digits[0] == 4) order = PHONE_YEAR_FIRST;
	else if (stamp->digits[2] == 4 && order == PHONE_YEAR_FIRST) return false;
	*year = stamp->number[place[order][0]];
	*month = stamp->number[place[order][1]];
	*day = stamp->number[place[order][2]];
	if (stamp->digits[place[order][0]] < 2) return false;
	if (stamp->digits[place[order][0]] == 2) *year += 2000;
	return date_valid(*year, *month, *day);
}

void phone_dates_add(struct phone_dates *d, const struct phone_stamp *stamp)
{
	d->seen++;
	if (stamp->digits[0] == 4) {
		d->full_year_first++;
		return;
	}
	for (unsigned order = 0; order < PHONE_ORDERS; order++) {
		int year, month, day;
		if (!phone_date(stamp, (enum phone_order)order, &year, &month, &day)) {
			d->invalid[order]++;
			continue;
		}
		const int days = (year * 12 + month) * 31 + day;
		d->back[order] += days < d->last[order];
		d->last[order] = days;
	}
	d->differ = d->differ || stamp->number[0] != stamp->number[1];
}

static bool worse(const struct phone_dates *d, enum phone_order a, enum phone_order b)
{
	return d->invalid[a] != d->invalid[b] ? d->invalid[a] > d->invalid[b] : d->back[a] > d->back[b];
}

/* A year of two digits in front is the rarest: it is believed only where it alone makes the dates follow one another. */
enum phone_order phone_dates_order(const struct phone_dates *d, bool *ambiguous)
{
	const bool month_first = worse(d, PHONE_DAY_FIRST, PHONE_MONTH_FIRST);
	const enum phone_order best = month_first ? PHONE_MONTH_FIRST : PHONE_DAY_FIRST;
	*ambiguous = false;
	if (d->full_year_first == d->seen || worse(d, best, PHONE_YEAR_FIRST)) return PHONE_YEAR_FIRST;
	*ambiguous = d->differ && !month_first && !worse(d, PHONE_MONTH_FIRST, PHONE_DAY_FIRST);
	return best;
}
