/* auxiliary.c -- models of other collections as inputs of a new one: their margins beside a message's own indicators.
 * Knows how a margin is laid beside columns and how it is folded back into weights; does not know how it was trained.
 *
 * A margin is a sum of weights, and what weighs a sum is a weight of each of its parts: the finished model is one linear model
 * again and knows nothing of those it was made from (stacking of linear models: Wolpert 1992). */
#include "learning.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>

void auxiliaries_answer(const struct learn_options *o, struct examples *all)
{
	unsigned margins = 0;
	for (unsigned a = 0; a < o->auxiliaries; a++) margins += decision_columns(o->auxiliary[a].model);
	for (uint32_t i = 0; i < all->n; i++) {
		struct example *e = &all->item[i];
		int32_t count[COUNTED] = { 0 }, margin[LABELS_MOST];
		struct row row;
		unsigned at = 0;
		if (row_read(e->row, 0, &row)) counts_of_row(&row, count);
		for (unsigned a = 0; a < o->auxiliaries; a++) {
			decision_of_text(o->auxiliary[a].model, count, &e->of[BLOCK_WORD], margin);
			for (unsigned c = 0; c < decision_columns(o->auxiliary[a].model); c++) e->margin[at++] = margin[c] / 10000.0;
		}
	}
	all->margins = margins;
}

void margins_measure(struct vocabulary *v, const struct examples *all, const uint32_t *row, uint32_t n)
{
	v->margins = all->margins;
	for (unsigned k = 0; k < v->margins; k++) {
		double sum = 0, squares = 0;
		for (uint32_t r = 0; r < n; r++) sum += all->item[row[r]].margin[k];
		v->mean[k] = n ? sum / n : 0;
		for (uint32_t r = 0; r < n; r++) squares += pow(all->item[row[r]].margin[k] - v->mean[k], 2);
		v->spread[k] = n && squares > 0 ? sqrt(squares / n) : 1;
	}
}

/* What each of an auxiliary model's margins weighs in each margin of the new one. */
struct factors { double of[LABELS_MOST][LABELS_MOST]; };

/* One named weight of an auxiliary model, for each of its columns in thousandths. */
static void weight_fold(struct entries *to, enum block block, const cJSON *item, const struct factors *factor, unsigned columns,
                        unsigned from)
{
	struct indicator one;
	if (!indicator_named(block, str_of(item->string), &one)) return;
	struct entry *e = entry_add(to, block, one.key, str_of(item->string));
	const cJSON *number = item->child;
	for (unsigned j = 0; j < from && number; j++, number = number->next)
		for (unsigned k = 0; k < columns; k++) e->weight[k] += factor->of[j][k] * number->valuedouble / 1000;
	if (!e->count && number) e->count = (uint32_t)number->valuedouble;
}

static void block_fold(struct entries *to, enum block block, const cJSON *section, const struct factors *factor, unsigned columns,
                       unsigned from)
{
	for (const cJSON *item = section ? section->child : NULL; item; item = item->next) weight_fold(to, block, item, factor, columns, from);
}

void auxiliaries_fold(const struct learn_options *o, const struct fit *f, struct entries *to, double intercept[LABELS_MOST])
{
	const struct vocabulary *v = f->vocabulary;
	const uint32_t first = v->n - v->margins;
	for (unsigned a = 0, at = 0; a < o->auxiliaries && v->margins; a++) {
		const unsigned from = decision_columns(o->auxiliary[a].model);
		struct factors factor = { { { 0 } } };
		cJSON *tree = cJSON_ParseWithLength(o->auxiliary[a].json.p, o->auxiliary[a].json.n);
		const cJSON *base = cJSON_GetObjectItemCaseSensitive(tree, "intercept")->child;
		for (unsigned j = 0; j < from; j++, at++, base = base->next) {
			for (unsigned k = 0; k < f->columns; k++) {
				factor.of[j][k] = f->weight[(size_t)k * (v->n + 1) + first + at] / v->spread[at];
				intercept[k] += factor.of[j][k] * (base->valuedouble / 1000 - v->mean[at]);
			}
		}
		block_fold(to, BLOCK_FEATURE, cJSON_GetObjectItemCaseSensitive(tree, "features"), &factor, f->columns, from);
		block_fold(to, BLOCK_CONCLUSION, cJSON_GetObjectItemCaseSensitive(tree, "conclusions"), &factor, f->columns, from);
		block_fold(to, BLOCK_WORD, cJSON_GetObjectItemCaseSensitive(tree, "words"), &factor, f->columns, from);
		cJSON_Delete(tree);
	}
}

void auxiliaries_marks(const struct learn_options *o, const struct examples *all, const struct label_list *labels, struct buf *out)
{
	struct str *marks = mem_zalloc(o->auxiliaries + 1, sizeof *marks);
	cJSON **tree = mem_zalloc(o->auxiliaries + 1, sizeof(cJSON *));
	for (unsigned a = 0; a < o->auxiliaries; a++) {
		tree[a] = cJSON_ParseWithLength(o->auxiliary[a].json.p, o->auxiliary[a].json.n);
		const cJSON *training = cJSON_GetObjectItemCaseSensitive(tree[a], "training");
		const cJSON *text = cJSON_GetObjectItemCaseSensitive(training, "marks");
		if (cJSON_IsString(text)) marks[a] = str_of(text->valuestring);
	}
	marks_of(all, labels, marks, o->auxiliaries, out);
	for (unsigned a = 0; a < o->auxiliaries; a++) cJSON_Delete(tree[a]);
	free(tree);
	free(marks);
}
