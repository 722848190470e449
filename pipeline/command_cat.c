/* command_cat.c -- a run's lines in plan order: scores and quarantine.
 * Knows where units keep them; does not know what is in a line. */
#include "command.h"
#include "publish.h"
#include "sink.h"
#include <errno.h>
#include <stdio.h>

FILE *output_open(const struct run *run, struct diag *d)
{
	const char *path = options_value(&run->options, "output");
	if (!path || strcmp(path, "-") == 0) return stdout;
	FILE *f = fopen(path, "wbe");
	if (!f) diag_usage(d, "%s: cannot create: %s", path, strerror(errno));
	return f;
}

bool output_close(FILE *f, struct diag *d)
{
	const bool bad = ferror(f) != 0;
	const int closed = f == stdout ? fflush(f) : fclose(f);
	return (!bad && closed == 0) || diag_failed(d, "cannot write the output: %s", strerror(errno));
}

static bool unit_cat(const struct run *run, const char *kind, uint32_t unit, bool packed, FILE *to, struct diag *d)
{
	char path[1024];
	uint64_t size;
	for (unsigned as = OUTPUT_PLAIN; as <= (packed ? OUTPUT_GZIP : OUTPUT_PLAIN); as++) {
		plan_path(&run->plan, kind, unit, sink_suffix((enum output_as)as), path);
		if (file_size(path, &size)) return size == 0 || sink_unpack((enum output_as)as, path, to, d);
	}
	return diag_usage(d, "unit %u has not been scored yet (credence score %s)", unit, run->plan.folder);
}

static int units_cat(struct run *run, const char *kind, bool packed, struct diag *d)
{
	if (!plan_read(&run->plan, run->options.operand[0], d)) return d->code;
	FILE *to = output_open(run, d);
	bool fine = to != NULL;
	for (uint32_t u = 0; fine && u < run->plan.units; u++) fine = unit_cat(run, kind, u, packed, to, d);
	if (to) {
		struct diag ending;
		if (!output_close(to, &ending) && fine) {
			*d = ending;
			fine = false;
		}
	}
	return fine ? EXIT_FINE : (int)d->code;
}

int command_cat(struct run *run, struct diag *d) { return units_cat(run, "scores", true, d); }

int command_quarantine(struct run *run, struct diag *d) { return units_cat(run, "quarantine", false, d); }
