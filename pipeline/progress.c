/* progress.c -- prints and clears the progress line, and writes the log.
 * Knows terminals; does not know passes. */
#include "progress.h"
#include "utf8.h"
#include <stdarg.h>
#include <time.h>
#include <unistd.h>

double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void progress_begin(struct progress *p, const char *pass, uint64_t total, bool quiet, bool verbose)
{
	p->pass = pass;
	p->total = total;
	p->begun = seconds_now();
	p->quiet = quiet;
	p->verbose = verbose;
	p->shown = !quiet && isatty(STDERR_FILENO);
	atomic_store(&p->bytes, 0);
	atomic_store(&p->messages, 0);
	atomic_store(&p->next, (uint64_t)(p->begun * 1000) + 200);
}

void progress_add(struct progress *p, uint64_t bytes, uint64_t messages)
{
	const uint64_t b = atomic_fetch_add(&p->bytes, bytes) + bytes, m = atomic_fetch_add(&p->messages, messages) + messages;
	if (!p->shown) return;
	const double now = seconds_now(), spent = now - p->begun;
	uint64_t next = atomic_load(&p->next);
	const uint64_t ms = (uint64_t)(now * 1000);
	if (ms < next || !atomic_compare_exchange_strong(&p->next, &next, ms + 200)) return;
	fprintf(stderr, "\r\033[K%s: %.1f MB, %llu messages, %.0f/s", p->pass, (double)b / 1e6, (unsigned long long)m,
		(double)m / (spent > 0 ? spent : 1));
	if (p->total && b) fprintf(stderr, ", %.0f s left", spent * (double)(p->total > b ? p->total - b : 0) / (double)b);
	fflush(stderr);
}

void progress_end(struct progress *p)
{
	if (p->shown) fputs("\r\033[K", stderr);
	p->shown = false;
}

void progress_say(struct progress *p, bool loud, const char *format, ...)
{
	char text[2048];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	utf8_tame(text);
	if (p->log) fprintf(p->log, "%s\n", text);
	if (p->verbose || (loud && !p->quiet)) fprintf(stderr, "%scredence: %s\n", p->shown ? "\r\033[K" : "", text);
}
