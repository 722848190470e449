/* groups.c -- a metric inside each group, and the group where it is worst.
 * Knows which groups are too small or have one class only; does not know what a group stands for. */
#include "arena.h"
#include "bootstrap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *group_standing_name(enum group_standing s)
{
	static const char *const names[GROUP_STANDINGS] = { "judged", "small", "one_class", "undefined" };
	return (unsigned)s < GROUP_STANDINGS ? names[s] : "";
}

/* Room for the rows of one group, copied together. */
struct part {
	uint32_t *gold, *said;
	double   *p;
	uint8_t  *gold_set, *said_set;
};

static void *room(const void *wanted, size_t bytes) { return wanted ? mem_alloc(bytes + 1) : NULL; }

static struct judged part_copy(const struct part *part, const struct judged *j, const uint32_t *rows, uint32_t n)
{
	const size_t width = j->labels;
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t row = rows[i];
		if (j->gold) part->gold[i] = j->gold[row];
		if (j->said) part->said[i] = j->said[row];
		if (j->p) memcpy(part->p + i * width, j->p + row * width, width * sizeof *j->p);
		if (j->gold_set) memcpy(part->gold_set + i * width, j->gold_set + row * width, width);
		if (j->said_set) memcpy(part->said_set + i * width, j->said_set + row * width, width);
	}
	return (struct judged){ .n = n, .labels = j->labels, .gold = part->gold, .said = part->said, .p = part->p,
		.gold_set = part->gold_set, .said_set = part->said_set };
}

static bool one_class(const struct metric *m, const struct judged *j)
{
	if (m->kind == METRIC_SETS_MACRO_F1) return false;
	for (uint32_t i = 1; i < j->n; i++) {
		const bool differs = metric_has_label(m) ? (j->gold[i] == m->label) != (j->gold[0] == m->label) : j->gold[i] != j->gold[0];
		if (differs) return false;
	}
	return true;
}

static struct group_value judge(const struct metric *m, const struct judged *j, uint32_t least)
{
	struct group_value v = { .value = NAN, .rows = j->n };
	if (j->n < least || !j->n) v.standing = GROUP_SMALL;
	else if (one_class(m, j)) v.standing = GROUP_ONE_CLASS;
	else if (isnan(v.value = metric_value(m, j, NULL, NULL))) v.standing = GROUP_UNDEFINED;
	return v;
}

static void summarise(const struct metric *m, const struct group_value *v, uint32_t groups, struct group_summary *s)
{
	*s = (struct group_summary){ .mean = NAN };
	double sum = 0;
	for (uint32_t g = 0; g < groups; g++) {
		if (!v[g].rows) continue;
		if (v[g].standing == GROUP_JUDGED) {
			const bool worse = metric_is_loss(m) ? v[g].value > v[s->worst].value : v[g].value < v[s->worst].value;
			if (!s->count[GROUP_JUDGED] || worse) s->worst = g;
			sum += v[g].value;
		}
		s->count[v[g].standing]++;
	}
	if (s->count[GROUP_JUDGED]) s->mean = sum / s->count[GROUP_JUDGED];
}

/* Rows by group: those of group g are rows[from[g]] to rows[from[g + 1] - 1]. */
static void sort_rows(const struct judged *j, uint32_t groups, uint32_t *from, uint32_t *rows)
{
	for (uint32_t i = 0; i < j->n; i++) from[(j->group ? j->group[i] : i) + (size_t)2]++;
	for (uint32_t g = 0; g < groups; g++) from[g + (size_t)2] += from[g + (size_t)1];
	for (uint32_t i = 0; i < j->n; i++) rows[from[(j->group ? j->group[i] : i) + (size_t)1]++] = i;
}

bool group_values(const struct metric *m, const struct judged *j, uint32_t least, struct group_value *out, struct group_summary *s,
	struct diag *d)
{
	if (!judged_check(j, d) || !metric_applies(m, j, d)) return false;
	const uint32_t groups = j->group ? j->groups : j->n;
	const size_t n = j->n, cells = n * j->labels;
	uint32_t *from = mem_zalloc(groups + (size_t)2, sizeof *from);
	uint32_t *rows = mem_alloc((n + 1) * sizeof *rows);
	sort_rows(j, groups, from, rows);
	const struct part part = { room(j->gold, n * sizeof *j->gold), room(j->said, n * sizeof *j->said), room(j->p, cells * sizeof *j->p),
		room(j->gold_set, cells), room(j->said_set, cells) };
	for (uint32_t g = 0; g < groups; g++) {
		const struct judged own = part_copy(&part, j, rows + from[g], from[g + (size_t)1] - from[g]);
		out[g] = judge(m, &own, least);
	}
	summarise(m, out, groups, s);
	free(from);
	free(rows);
	free(part.gold);
	free(part.said);
	free(part.p);
	free(part.gold_set);
	free(part.said_set);
	return true;
}
