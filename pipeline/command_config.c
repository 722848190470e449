/* command_config.c -- what the program is set to: its features with their weights, and the effective configuration.
 * Knows how to list them; does not know what they do. */
#include "command.h"
#include "configure.h"
#include <stdio.h>

int command_features(struct run *run, struct diag *d)
{
	struct buf out = { 0 };
	if (!model_load(run, d)) return d->code;
	buf_put_format(&out, "feature\tunit\tweight\tcap\tdefinition\tsource\n");
	for (unsigned f = 0; f < FEATURE_COUNT; f++) {
		const struct feature_info *info = feature_info(f);
		struct model_term term;
		buf_put_format(&out, "%s\t%s\t", info->name, info->unit);
		if (model_term(run->model, f, &term)) {
			buf_put_units(&out, term.weight);
			buf_put_char(&out, '\t');
			buf_put_i64(&out, term.cap);
		} else {
			buf_put_z(&out, "-\t-");
		}
		buf_put_format(&out, "\t%s\t%s\n", info->definition, info->source);
	}
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
	return output_close(stdout, d) ? EXIT_FINE : EXIT_FAILED;
}

int command_config(struct run *run, struct diag *d)
{
	struct buf out = { 0 };
	settings_print(&run->settings, &out);
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
	return output_close(stdout, d) ? EXIT_FINE : EXIT_FAILED;
}
