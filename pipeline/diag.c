/* diag.c -- putting the one sentence of an error together.
 * Knows cutting, prefixing and what a terminal must not be sent; does not know who reads it. */
#include "diag.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool set(struct diag *d, enum exit_code code, const char *format, va_list args)
{
	d->code = code;
	vsnprintf(d->text, sizeof d->text, format, args);
	utf8_tame(d->text);       /* names in it may come from an archive */
	return false;
}

bool diag_failed(struct diag *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set(d, EXIT_FAILED, format, args);
	va_end(args);
	return false;
}

bool diag_usage(struct diag *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set(d, EXIT_USAGE, format, args);
	va_end(args);
	return false;
}

bool diag_within(struct diag *d, const char *prefix)
{
	char text[sizeof d->text];
	memcpy(text, d->text, sizeof text);
	const int n = snprintf(d->text, sizeof d->text, "%s: ", prefix);
	const size_t used = n < 0 ? 0 : (size_t)n < sizeof d->text ? (size_t)n : sizeof d->text - 1;
	snprintf(d->text + used, sizeof d->text - used, "%s", text);
	return false;
}
