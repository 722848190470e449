/* labels.c -- the labels of a set of examples: which there are, how often, and which says yes.
 * Knows how people write labels; does not know what they stand for. */
#include "learning.h"

#include <stdlib.h>

/* Ways of writing yes, and of saying that a question does not apply. */
static bool says_yes(struct str label)
{
	static const char *const yes[] = { "1", "yes", "Yes", "YES", "true", "True", "CFS", "check-worthy", "checkworthy", "grounded",
		"uncertain", "claim" };
	for (unsigned i = 0; i < sizeof yes / sizeof *yes; i++) if (str_is(label, yes[i])) return true;
	return false;
}

static int name_order(const void *a, const void *b) { return str_compare(*(const struct str *)a, *(const struct str *)b); }

unsigned label_find(const struct label_list *list, struct str name)
{
	unsigned i = 0;
	while (i < list->n && !str_equal(list->name[i], name)) i++;
	return i;
}

uint32_t labels_bits(const struct label_list *list, const struct example *e)
{
	uint32_t bits = 0;
	for (unsigned k = 0; k < e->labels; k++) {
		const unsigned at = label_find(list, e->label[k]);
		if (at < list->n) bits |= 1U << at;
	}
	return bits;
}

bool labels_of(const struct examples *all, enum task task, struct label_list *list, struct diag *d)
{
	*list = (struct label_list){ 0 };
	for (uint32_t i = 0; i < all->n; i++) {
		for (unsigned k = 0; k < all->item[i].labels; k++) {
			const struct str name = all->item[i].label[k];
			if (label_find(list, name) < list->n) continue;
			if (list->n == LABELS_MOST)
				return diag_usage(d, "more than %d labels; is \"%.*s\" (message %.*s) one? --label names the field", LABELS_MOST,
					(int)name.n, name.p, (int)all->item[i].id.n, all->item[i].id.p);
			list->name[list->n++] = name;
		}
	}
	if (list->n < 2)
		return diag_usage(d, "%s: %s; labels are looked for in \"%s\" (--label names another field)", task_info(task)->name,
			list->n ? "all messages have the same label" : "no message has a label", task_info(task)->fields);
	qsort(list->name, list->n, sizeof *list->name, name_order);
	/* Of two, label 1 is the one that says yes, whatever the alphabet says. */
	if (list->n == 2 && says_yes(list->name[0]) && !says_yes(list->name[1])) {
		const struct str swap = list->name[0];
		list->name[0] = list->name[1];
		list->name[1] = swap;
	}
	for (uint32_t i = 0; i < all->n; i++) {
		const uint32_t bits = labels_bits(list, &all->item[i]);
		for (unsigned l = 0; l < list->n; l++) list->count[l] += bits >> l & 1;
	}
	return true;
}
