/* strata.c -- the same figure inside and outside of what makes it easy: with and without a link, answers and first messages.
 * Knows how the judged messages are divided; does not know how a metric is computed. */
#include "bootstrap.h"
#include "learning.h"
#include <math.h>
#include <stdlib.h>

static bool has_link(const struct example *e)
{
	struct row row;
	return row_read(e->row, 0, &row) && row_value(&row, FEATURE_URLS);
}

static bool is_reply(const struct example *e) { return e->replies || e->facts.fact[THREAD_REPLY]; }

static const struct { const char *name; bool (*is)(const struct example *); bool wanted; } strata[] = {
	{ "with a link", has_link, true }, { "without a link", has_link, false }, { "answers", is_reply, true }, { "first messages",
		is_reply, false }
};

/* The rows of `from` that belong to a stratum. */
static void rows_take(const struct examples *all, const struct predictions *from, unsigned stratum, struct predictions *to)
{
	const unsigned labels = from->labels.n;
	predictions_copy(to, from);
	to->n = 0;
	for (uint32_t i = 0; i < from->n; i++) {
		if (strata[stratum].is(&all->item[from->example[i]]) != strata[stratum].wanted) continue;
		to->example[to->n] = from->example[i];
		to->gold[to->n] = from->gold[i];
		to->said[to->n] = from->said[i];
		memcpy(to->p + (size_t)to->n * labels, from->p + (size_t)i * labels, labels * sizeof *to->p);
		to->n++;
	}
}

static bool stratum_put(const struct examples *all, enum task task, const struct predictions *p,
    const struct predictions *trivial, unsigned k,
                        const struct judging *judging, struct buf *out, struct diag *d)
{
	struct predictions own, other;
	struct judged a, b;
	struct metric metric;
	struct interval95 value, gain;
	const struct resampling resampling = { judging->rounds ? judging->rounds : 2000, judging->seed };
	rows_take(all, p, k, &own);
	rows_take(all, trivial, k, &other);
	uint32_t *group = mem_alloc((own.n + 1) * sizeof *group);
	const uint32_t groups = predictions_groups(all, &own, group);
	judged_make(&a, &own, task_info(task)->several, group, groups);
	judged_make(&b, &other, task_info(task)->several, group, groups);
	bool fine = true;
	buf_put_format(out, "  %-16s %6u", strata[k].name, own.n);
	if (own.n) {
		fine = metric_find(task_metric(task, p->labels.n), p->labels.n, NULL, &metric, d) && bootstrap_interval(&metric, &a,
			&resampling, &value, d) &&
			bootstrap_difference(&metric, &a, &b, &resampling, &gain, d);
		if (fine && isnan(value.value)) buf_put_z(out, "       -   (one label only)");
		else if (fine)
			buf_put_format(out, "  %6.3f  [ %.3f %.3f ]   gain %+.3f  [ %+.3f %+.3f ]", value.value, value.low, value.high, gain.value,
				gain.low, gain.high);
	}
	buf_put_char(out, '\n');
	judged_free(&a);
	judged_free(&b);
	predictions_free(&own);
	predictions_free(&other);
	free(group);
	return fine;
}

bool strata_print(const struct examples *all, enum task task, const struct predictions *p, const struct predictions *trivial,
                  const struct judging *judging, struct buf *out, struct diag *d)
{
	bool fine = true;
	buf_put_format(out, "\n%s inside strata\n", task_metric(task, p->labels.n));
	for (unsigned k = 0; fine && k < sizeof strata / sizeof *strata; k++) fine = stratum_put(all, task, p, trivial, k, judging, out, d);
	return fine;
}
