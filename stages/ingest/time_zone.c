/* time_zone.c -- names of zones as minutes east of UTC.
 * Knows the names that mean one offset, as Usenet, mail and tables write them; IST and other names of several zones are none of them. */
#include "time_parse.h"

static const struct { const char *name; int minutes; } zone[] = {
	{ "utc", 0 }, { "gmt", 0 }, { "ut", 0 }, { "z", 0 }, { "wet", 0 }, { "west", 60 }, { "bst", 60 }, { "cet", 60 }, { "met", 60 },
	{ "mez", 60 }, { "cest", 120 }, { "mest", 120 }, { "mesz", 120 }, { "eet", 120 }, { "eest", 180 }, { "msk", 180 }, { "msd", 240 },
	{ "est", -300 }, { "edt", -240 }, { "cst", -360 }, { "cdt", -300 }, { "mst", -420 }, { "mdt", -360 }, { "pst", -480 },
	{ "pdt", -420 }, { "akst", -540 }, { "akdt", -480 }, { "hst", -600 }, { "ast", -240 }, { "adt", -180 }, { "jst", 540 },
	{ "kst", 540 }, { "hkt", 480 }, { "sgt", 480 }, { "awst", 480 }, { "aest", 600 }, { "aedt", 660 }, { "nzst", 720 }, { "nzdt", 780 },
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool time_zone_named(struct str name, int *minutes)
{
	for (size_t i = 0; i < sizeof zone / sizeof *zone; i++) {
		size_t n = 0;
		while (n < name.n && lower(name.p[n]) == zone[i].name[n] && zone[i].name[n]) n++;
		if (!n || n != name.n || zone[i].name[n]) continue;
		*minutes = zone[i].minutes;
		return true;
	}
	return false;
}
