/* labels.c -- the labels of a set of examples: which there are, how often, and which says yes.
 * Knows how people write labels; does not know what they stand for. */
#include "learning.h"

#include <stdlib.h>

/* Ways of writing yes and no: what two collections call the same. */
static bool says_yes(struct str label)
{
	static const char *const yes[] = { "1", "yes", "Yes", "YES", "true", "True", "CFS", "check-worthy", "checkworthy", "grounded",
		"uncertain", "claim" };
	for (unsigned i = 0; i < sizeof yes / sizeof *yes; i++) if (str_is(label, yes[i])) return true;
	return false;
}

static bool says_no(struct str label)
{
	static const char *const no[] = { "0", "no", "No", "NO", "false", "False", "NCS", "not-check-worthy", "ungrounded", "certain",
		"no-claim" };
	for (unsigned i = 0; i < sizeof no / sizeof *no; i++) if (str_is(label, no[i])) return true;
	return false;
}

/* The label of a list of two that means the same. */
static unsigned label_meant(const struct label_list *list, struct str name)
{
	const unsigned exact = label_find(list, name);
	if (exact < list->n || list->n != 2 || !says_yes(list->name[1]) || !says_no(list->name[0])) return exact;
	return says_yes(name) ? 1 : says_no(name) ? 0 : list->n;
}

bool labels_rename(struct label_list *list, const struct examples *all)
{
	bool renamed = false;
	for (uint32_t i = 0; i < all->n; i++) {
		for (unsigned k = 0; k < all->item[i].labels; k++) {
			const unsigned at = label_meant(list, all->item[i].label[k]);
			if (at == list->n || str_equal(list->name[at], all->item[i].label[k])) continue;
			list->name[at] = all->item[i].label[k];
			renamed = true;
		}
	}
	return renamed;
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
		const unsigned at = label_meant(list, e->label[k]);
		if (at < list->n) bits |= 1U << at;
	}
	return bits;
}

/* Of two, label 1 is the one that says yes, whatever the alphabet says. */
static void labels_order(struct label_list *list)
{
	if (!says_yes(list->name[0]) || says_yes(list->name[1])) return;
	const struct str swap = list->name[0];
	list->name[0] = list->name[1];
	list->name[1] = swap;
}

/* Among many messages a label that hardly any has is a slip of somebody's keyboard. */
static void slips_drop(struct label_list *list)
{
	enum { MANY = 500, LEAST = 5 };
	uint32_t all = 0;
	unsigned kept = 0;
	for (unsigned l = 0; l < list->n; l++) all += list->count[l];
	for (unsigned l = 0; l < list->n; l++) {
		if (all >= MANY && list->count[l] < LEAST) continue;
		list->name[kept] = list->name[l];
		list->count[kept++] = list->count[l];
	}
	list->n = kept;
}

bool labels_of(const struct examples *all, enum task task, struct label_list *list, struct diag *d)
{
	*list = (struct label_list){ 0 };
	for (uint32_t i = 0; i < all->n; i++) {
		for (unsigned k = 0; k < all->item[i].labels; k++) {
			const struct str name = all->item[i].label[k];
			if (list->n == 2) labels_order(list);
			if (label_meant(list, name) < list->n) continue;
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
	if (list->n == 2) labels_order(list);
	for (uint32_t i = 0; i < all->n; i++) {
		const uint32_t bits = labels_bits(list, &all->item[i]);
		for (unsigned l = 0; l < list->n; l++) list->count[l] += bits >> l & 1;
	}
	slips_drop(list);
	return true;
}
