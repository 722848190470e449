/* command_run.c -- plan, extract, score, summary, and run, which is all of them one after another.
 * Knows their order and who judges; does not know how a pass works. */
#include "command.h"
#include "publish.h"
#include "stats.h"
#include <stdio.h>
#include <stdlib.h>

static int failed(const struct diag *d) { return d->code ? (int)d->code : EXIT_FAILED; }

int judge(const struct run *run, const struct stats *stats)
{
	const uint64_t bad = stats_bad(stats), records = stats_records(stats);
	if (!bad) return EXIT_FINE;
	const double share = records ? (double)bad / (double)records : 1;
	return run->settings.max_bad >= 0 && share > run->settings.max_bad ? EXIT_TOO_MANY_BAD : EXIT_BAD_RECORDS;
}

int command_plan(struct run *run, struct diag *d)
{
	unsigned added;
	const struct options *o = &run->options;
	if (!plan_extend(&run->plan, o->operand[0], o->operand + 1, o->operands - 1, run->settings.unit, &added, d))
		return failed(d);
	const unsigned swept = plan_sweep(&run->plan);
	if (!run->settings.quiet) {
		fprintf(stderr, "credence: %s: %u unit%s of work, %u new archive%s\n", run->plan.folder, run->plan.units,
			run->plan.units == 1 ? "" : "s", added, added == 1 ? "" : "s");
		if (swept) fprintf(stderr, "credence: %u unfinished file%s of earlier runs removed\n", swept, swept == 1 ? "" : "s");
	}
	return EXIT_FINE;
}

int command_extract(struct run *run, struct diag *d)
{
	return plan_read(&run->plan, run->options.operand[0], d) && pass_extract(run, d) ? EXIT_FINE : failed(d);
}

int command_score(struct run *run, struct diag *d)
{
	const bool ready = model_load(run, d) && plan_read(&run->plan, run->options.operand[0], d);
	return ready && pass_score(run, d) ? EXIT_FINE : failed(d);
}

/* What the results are functions of, so that two summaries tell whether two runs are alike. */
static void head_print(const struct run *run, const struct run_hashes *hashes, struct buf *head)
{
	static const char *const formats[] = { "formats/" }, *const lexicons[] = { "lexicons/" };
	const struct { const char *name; uint64_t hash; } list[] = {
		{ "formats", assets_hash(run->assets, formats, 1) }, { "lexicons", assets_hash(run->assets, lexicons, 1) },
		{ "extract", hashes->extract }, { "score", hashes->score }, { "content", hashes->content }
	};
	buf_put_format(head, "\"version\":\"%s\",\"units\":%u,\"model\":", CREDENCE_VERSION, run->plan.units);
	buf_put_json(head, str_of(model_label(run->model)));
	buf_put_format(head, ",\"libraries\":{\"utf8proc\":\"%s\",\"libpsl\":\"%s\",\"public_suffix_list\":\"%s\"},\"hashes\":{",
		unicode_version(), suffixes_version(), suffixes_hash());
	for (unsigned i = 0; i < sizeof list / sizeof *list; i++)
		buf_put_format(head, "%s\"%s\":\"%016llx\"", i ? "," : "", list[i].name, (unsigned long long)list[i].hash);
	buf_put_z(head, "},");
}

static bool summary_write(const struct run *run, const struct stats *stats, const struct run_hashes *hashes, struct diag *d)
{
	char path[1024];
	struct publication file;
	struct buf head = { 0 }, out = { 0 };
	head_print(run, hashes, &head);
	stats_summary(stats, run->model, run->decisions, buf_str(&head), &out);
	snprintf(path, sizeof path, "%s/summary.json", run->plan.folder);
	bool fine = publish_open(&file, path, d);
	if (fine && !publish_write(&file, buf_str(&out), d)) {
		publish_drop(&file);
		fine = false;
	}
	fine = fine && publish_replace(&file, d);
	buf_free(&head);
	buf_free(&out);
	return fine;
}

/* What a person reads at the end. */
static int summarise(struct run *run, struct diag *d)
{
	struct stats *stats = stats_new();
	struct run_hashes hashes;
	struct buf profile = { 0 };
	int code = EXIT_FINE;
	if (!stats_of_run(run, stats, &hashes, d) || !summary_write(run, stats, &hashes, d)) {
		code = failed(d);
	} else {
		const uint64_t records = stats_records(stats), scored = stats_scored(stats), bad = stats_bad(stats);
		const char *folder = run->plan.folder;
		code = judge(run, stats);
		stats_profile(stats, &profile);
		printf("%llu record%s read, %llu scored, %llu bad\n", (unsigned long long)records, records == 1 ? "" : "s",
			(unsigned long long)scored, (unsigned long long)bad);
		fwrite(profile.p, 1, profile.n, stdout);
		printf("scores:     %s/scores/ (credence cat %s)\nsummary:    %s/summary.json\n", folder, folder, folder);
		if (bad) printf("quarantine: %s/quarantine/ (credence quarantine %s)\n", folder, folder);
		if (fflush(stdout) != 0) code = failed((diag_failed(d, "standard output: cannot write"), d));
	}
	buf_free(&profile);
	stats_free(stats);
	return code;
}

int command_summary(struct run *run, struct diag *d)
{
	return model_load(run, d) && plan_read(&run->plan, run->options.operand[0], d) ? summarise(run, d) : failed(d);
}

/* A chunk whose damage shows only when it is read has been removed by the score pass: it is made again, once. */
static bool passes(struct run *run, struct diag *d)
{
	if (!pass_extract(run, d)) return false;
	return pass_score(run, d) || (atomic_load(&run->condemned) && pass_extract(run, d) && pass_score(run, d));
}

int command_run(struct run *run, struct diag *d)
{
	if (!model_load(run, d)) return failed(d);
	const int planned = command_plan(run, d);
	if (planned != EXIT_FINE) return planned;
	return passes(run, d) ? summarise(run, d) : failed(d);
}
