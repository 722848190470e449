/* feature_info.c -- the table of features as feature.def defines it, and the way from a printed name to a number.
 * Knows names and definitions; does not know how a feature is counted. */
#include "found.h"

static const struct feature_info table[FEATURE_COUNT] = {
#define FEATURE(name, printed, unit, definition, source) [FEATURE_##name] = { printed, unit, definition, source },
#include "feature.def"
#undef FEATURE
};

const struct feature_info *feature_info(unsigned feature) { return feature < FEATURE_COUNT ? &table[feature] : NULL; }

unsigned feature_find(struct str name)
{
	unsigned i = 0;
	while (i < FEATURE_COUNT && !str_is(name, table[i].name))
		i++;
	return i;
}
