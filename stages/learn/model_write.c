/* model_write.c -- a fitted model as the JSON file that decision_read.c reads: weights by name, and what they were learned from.
 * Knows the layout and the rounding; does not know how weights were found.
 *
 * Every weight is a whole number of thousandths of log-odds, followed by the number of training messages that have the indicator. */
#include "learning.h"

#include <math.h>
#include <stdlib.h>
#include <xxhash.h>

enum { WORDS_MOST = 12000, WEIGHT_MOST = 30000 };

static long thousandths(double weight)
{
	const double t = weight * 1000;
	return t > WEIGHT_MOST ? WEIGHT_MOST : t < -WEIGHT_MOST ? -WEIGHT_MOST : lround(t);
}

static void numbers_put(const double *number, unsigned n, struct buf *out)
{
	buf_put_char(out, '[');
	for (unsigned i = 0; i < n; i++) buf_put_format(out, "%s%ld", i ? "," : "", thousandths(number[i]));
	buf_put_char(out, ']');
}

/* The largest of its weights, in thousandths as they are written. */
static long entry_size(const struct entry *e)
{
	long most = 0;
	for (unsigned c = 0; c < LABELS_MOST; c++) {
		const long size = labs(thousandths(e->weight[c]));
		if (size > most) most = size;
	}
	return most;
}

/* The size below which a word is left out, so that at most WORDS_MOST stay. */
static long least_size(const struct entries *t)
{
	uint32_t *of_size = mem_zalloc(WEIGHT_MOST + 1, sizeof *of_size), words = 0;
	for (uint32_t i = 0; i < t->n; i++) if (t->item[i].block == BLOCK_WORD) of_size[entry_size(&t->item[i])]++;
	long size = WEIGHT_MOST;
	for (; size > 0 && words + of_size[size] <= WORDS_MOST; size--) words += of_size[size];
	free(of_size);
	return size + 1;
}

static void column_name(const struct column *c, const struct examples *all, struct arena *scratch, struct buf *name)
{
	struct view view = { 0 };
	struct row row;
	name->n = 0;
	if (c->block == BLOCK_WORD && row_read(all->item[c->example].row, 0, &row)) text_tokenise(row.string[ROW_TEXT], &view, scratch);
	indicator_name(c->block, &c->one, &view, name);
}

/* Every column that weighs anything, by name; the margins of auxiliary models are folded in by their parts. */
static void entries_take(const struct fit *f, const struct examples *all, const struct learn_options *o, struct entries *t,
                         double intercept[LABELS_MOST])
{
	const struct vocabulary *v = f->vocabulary;
	struct arena scratch = { 0 };
	struct buf name = { 0 };
	for (uint32_t c = 0; c < v->n - v->margins; c++) {
		double weight[LABELS_MOST] = { 0 }, size = 0;
		for (unsigned k = 0; k < f->columns; k++) size += fabs(weight[k] = f->weight[(size_t)k * (v->n + 1) + c]);
		if (size < 0.0005 && !v->margins) continue;
		column_name(&v->column[c], all, &scratch, &name);
		struct entry *e = entry_add(t, v->column[c].block, v->column[c].key, buf_str(&name));
		memcpy(e->weight, weight, sizeof weight);
		e->count = v->column[c].count;
		arena_reset(&scratch, 1 << 20);
	}
	for (unsigned k = 0; k < f->columns; k++) intercept[k] = f->weight[(size_t)k * (v->n + 1) + v->n];
	auxiliaries_fold(o, f, t, intercept);
	entries_sort(t);
	buf_free(&name);
	arena_free(&scratch);
}

static void block_put(const struct entries *t, enum block block, const char *key, unsigned columns, struct buf *out)
{
	const long least = block == BLOCK_WORD ? least_size(t) : 1;
	unsigned n = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		const struct entry *e = &t->item[i];
		if (e->block != block || entry_size(e) < least) continue;
		if (!n) buf_put_format(out, ",\n\"%s\": {", key);
		buf_put_z(out, n++ ? ",\n" : "\n");
		buf_put_json(out, e->name);
		buf_put_z(out, ":[");
		for (unsigned k = 0; k < columns; k++) buf_put_format(out, "%ld,", thousandths(e->weight[k]));
		buf_put_format(out, "%u]", e->count);
	}
	if (n) buf_put_z(out, "}");
}

static void settings_put(const struct choice *c, const struct learn_options *o, struct buf *out)
{
	const struct fit_settings *s = &c->settings;
	buf_put_format(out, ",\n\"settings\": {\"c\": %g, \"words\": %g, \"balance\": %g, \"ratios\": %s, \"own\": %s, \"grams\": %u, ",
		s->c, s->words, s->balance, s->ratios ? "true" : "false", s->own ? "true" : "false", s->grams);
	buf_put_format(out, "\"least\": %u, \"folds\": %u, \"seed\": %llu}", s->least, o->folds, (unsigned long long)o->seed);
}

static void training_put(const struct examples *all, const struct label_list *labels, const struct learn_options *o, uint32_t rows,
                         uint32_t groups, struct buf *out)
{
	buf_put_format(out, ",\n\"training\": {\"messages\": %u, \"groups\": %u, \"labels\": {", rows, groups);
	for (unsigned l = 0; l < labels->n; l++) {
		if (l) buf_put_z(out, ", ");
		buf_put_json(out, labels->name[l]);
		buf_put_format(out, ": %u", labels->count[l]);
	}
	buf_put_z(out, "}, \"data\": [");
	for (uint32_t s = 0; s < all->sources; s++) {
		buf_put_z(out, s ? ", {\"name\": " : "{\"name\": ");
		buf_put_json(out, all->source[s].name);
		buf_put_format(out, ", \"xxh64\": \"%016llx\"}", (unsigned long long)all->source[s].hash);
	}
	buf_put_z(out, "]");
	if (o->auxiliaries) buf_put_z(out, ", \"auxiliary\": [");
	for (unsigned a = 0; a < o->auxiliaries; a++) buf_put_format(out, "%s\"%s\"", a ? ", " : "", decision_name(o->auxiliary[a].model));
	buf_put_z(out, o->auxiliaries ? "],\n\"marks\": \"" : ",\n\"marks\": \"");
	auxiliaries_marks(o, all, labels, out);
	buf_put_z(out, "\"}");
}

void model_write(const struct fit *f, const struct choice *c, const struct examples *all, enum task task, const struct label_list *labels,
                 const struct learn_options *o, uint32_t rows, uint32_t groups, struct buf *out)
{
	double intercept[LABELS_MOST] = { 0 };
	struct entries t = { 0 };
	entries_take(f, all, o, &t, intercept);
	buf_put_z(out, "{\"model\": ");
	buf_put_json(out, str_of(o->name));
	buf_put_format(out, ",\n\"task\": \"%s\",\n\"labels\": [", task_info(task)->name);
	for (unsigned l = 0; l < labels->n; l++) {
		if (l) buf_put_z(out, ", ");
		buf_put_json(out, labels->name[l]);
	}
	buf_put_z(out, "],\n\"intercept\": ");
	numbers_put(intercept, f->columns, out);
	buf_put_z(out, ",\n\"offset\": ");
	numbers_put(c->offset, f->columns, out);
	settings_put(c, o, out);
	buf_put_format(out, ",\n\"results\": {\"inner_folds\": {\"metric\": \"%s\", \"value\": %.4f, \"settings_tried\": %u}}",
		c->metric, c->value, c->tried);
	training_put(all, labels, o, rows, groups, out);
	block_put(&t, BLOCK_FEATURE, "features", f->columns, out);
	block_put(&t, BLOCK_CONCLUSION, "conclusions", f->columns, out);
	block_put(&t, BLOCK_THREAD, "thread", f->columns, out);
	block_put(&t, BLOCK_WORD, "words", f->columns, out);
	buf_put_z(out, "\n}\n");
	entries_free(&t);
}
