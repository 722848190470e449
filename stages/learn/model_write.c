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

/* Of a column the largest of its weights, in thousandths as they are written. */
static long column_size(const struct fit *f, uint32_t column)
{
	long most = 0;
	for (unsigned c = 0; c < f->columns; c++) {
		const long size = labs(thousandths(f->weight[(size_t)c * (f->vocabulary->n + 1) + column]));
		if (size > most) most = size;
	}
	return most;
}

/* The size below which a word is left out, so that at most WORDS_MOST stay. */
static long least_size(const struct fit *f)
{
	uint32_t *of_size = mem_zalloc(WEIGHT_MOST + 1, sizeof *of_size), words = 0;
	for (uint32_t c = 0; c < f->vocabulary->n; c++)
		if (f->vocabulary->column[c].block == BLOCK_WORD) of_size[column_size(f, c)]++;
	long size = WEIGHT_MOST;
	for (; size > 1 && words + of_size[size] <= WORDS_MOST; size--) words += of_size[size];
	free(of_size);
	return size > 1 ? size + 1 : 1;
}

static void column_name(const struct column *c, const struct examples *all, struct arena *scratch, struct buf *out)
{
	struct buf name = { 0 };
	struct view view = { 0 };
	struct row row;
	if (c->block == BLOCK_WORD && row_read(all->item[c->example].row, 0, &row)) text_tokenise(row.string[ROW_TEXT], &view, scratch);
	indicator_name(c->block, &c->one, &view, &name);
	buf_put_json(out, buf_str(&name));
	buf_free(&name);
}

static void block_put(const struct fit *f, enum block block, const char *key,
    const struct examples *all, struct buf *out)
{
	struct arena scratch = { 0 };
	const long least = block == BLOCK_WORD ? least_size(f) : 1;
	unsigned n = 0;
	buf_put_format(out, ",\n\"%s\": {", key);
	for (uint32_t c = 0; c < f->vocabulary->n; c++) {
		if (f->vocabulary->column[c].block != block || column_size(f, c) < least) continue;
		buf_put_z(out, n++ ? ",\n" : "\n");
		column_name(&f->vocabulary->column[c], all, &scratch, out);
		buf_put_z(out, ":[");
		for (unsigned k = 0; k < f->columns; k++)
			buf_put_format(out, "%ld,", thousandths(f->weight[(size_t)k * (f->vocabulary->n + 1) + c]));
		buf_put_format(out, "%u]", f->vocabulary->column[c].count);
		arena_reset(&scratch, 1 << 20);
	}
	buf_put_z(out, "}");
	arena_free(&scratch);
}

static void settings_put(const struct choice *c, const struct learn_options *o, struct buf *out)
{
	const struct fit_settings *s = &c->settings;
	buf_put_format(out, ",\n\"settings\": {\"c\": %g, \"words\": %g, \"balance\": %g, \"ratios\": %s, \"grams\": %u, \"least\": %u, "
		"\"folds\": %u, \"seed\": %llu}", s->c, s->words, s->balance, s->ratios ? "true" : "false", s->grams, s->least, o->folds,
			(unsigned long long)o->seed);
}

static void training_put(const struct examples *all, const struct label_list *labels, uint32_t rows, uint32_t groups, struct buf *out)
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
	buf_put_z(out, "],\n\"marks\": \"");
	marks_of(all, labels, out);
	buf_put_z(out, "\"}");
}

void model_write(const struct fit *f, const struct choice *c, const struct examples *all, enum task task, const struct label_list *labels,
                 const struct learn_options *o, uint32_t rows, uint32_t groups, struct buf *out)
{
	double intercept[LABELS_MOST];
	for (unsigned k = 0; k < f->columns; k++) intercept[k] = f->weight[(size_t)k * (f->vocabulary->n + 1) + f->vocabulary->n];
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
	training_put(all, labels, rows, groups, out);
	block_put(f, BLOCK_FEATURE, "features", all, out);
	if (c->settings.parts >> BLOCK_CONCLUSION & 1) block_put(f, BLOCK_CONCLUSION, "conclusions", all, out);
	if (c->settings.parts >> BLOCK_THREAD & 1) block_put(f, BLOCK_THREAD, "thread", all, out);
	if (c->settings.words > 0) block_put(f, BLOCK_WORD, "words", all, out);
	buf_put_z(out, "\n}\n");
}
