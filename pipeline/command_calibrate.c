/* command_calibrate.c -- credence calibrate: what a score means in the words of somebody's own labels.
 * Knows the order, and how before and after are shown side by side; does not know how a calibration is fitted. */
#include "learning.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void bins_put(const struct reliability *bin, struct buf *out)
{
	enum { WIDTH = 50 };
	for (unsigned i = RELIABILITY_BINS; i-- > 0;) {
		char line[WIDTH + 2];
		if (!bin[i].rows) continue;
		memset(line, ' ', sizeof line);
		line[WIDTH + 1] = '\0';
		line[(int)lround(bin[i].mean_p * WIDTH)] = '|';
		line[(int)lround(bin[i].observed * WIDTH)] = 'o';
		buf_put_format(out, "  .%u  %5llu  %5.3f  %5.3f  [%s]\n", i, (unsigned long long)bin[i].rows, bin[i].mean_p, bin[i].observed, line);
	}
}

/* The plot: o is the share that is labelled grounded, | what the score said; where they meet only o is seen. */
static void reliability_put(const char *title, const struct predictions *p, struct buf *out)
{
	struct judged j;
	struct reliability bin[RELIABILITY_BINS];
	judged_make(&j, p, false, NULL, 0);
	judged_reliability(&j, NULL, 1, bin);
	buf_put_format(out, "%s: Brier %.4f, expected calibration error %.4f, AUC %.4f\n", title, judged_brier(&j, NULL, 1),
		judged_ece(&j, NULL, 1),
		judged_auc(&j, NULL, 1, NULL));
	buf_put_format(out, "  bin      n  says   is     0%*s1\n", 49, "");
	bins_put(bin, out);
	buf_put_char(out, '\n');
	judged_free(&j);
}

static void page_put(const struct learn_options *o, const struct predictions *before, const struct predictions *after, struct buf *out)
{
	buf_put_format(out, "%u labelled messages. o: the share that is labelled grounded; |: what the score says.\n\n", before->n);
	reliability_put("before", before, out);
	reliability_put("after (each group answered by a calibration that had no part in it)", after, out);
	buf_put_format(out, before->n < 200 ? "Fewer than 200 labels: a line (Platt 1999) with a band over groups; model \"%s\".\n" :
		"Venn-Abers tables (Vovk & Petej 2014); model \"%s\".\n", o->name);
}

int command_calibrate(struct run *run, struct diag *d)
{
	const char *path = options_value(&run->options, "output");
	struct learn_options o;
	struct examples all = { 0 };
	struct predictions before = { 0 }, after = { 0 };
	struct buf json = { 0 }, page = { 0 };
	bool fine = path || diag_usage(d, "give -o MODEL: where the calibrated model goes");
	fine = fine && model_load(run, d) && learn_options_given(run, TASK_GROUNDEDNESS, &o, d) && examples_read(run,
		TASK_GROUNDEDNESS, 0, &all, d);
	if (fine && !options_value(&run->options, "name")) o.name = "calibrated";
	fine = fine && ground_answer(&all, run->model, &before, d) && ground_recalibrate(&all, &o, &json, &after, d);
	if (fine) {
		predictions_labelled(&before);
		page_put(&o, &before, &after, &page);
		fwrite(page.p, 1, page.n, stdout);
	}
	fine = fine && file_write(path, buf_str(&json), d);
	predictions_free(&before);
	predictions_free(&after);
	buf_free(&json);
	buf_free(&page);
	examples_free(&all);
	return fine && fflush(stdout) == 0 ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
