/* predictions_write.c -- answers as JSON lines: id, label, the probability of each label.
 * Knows the line's layout; does not know what answered. */
#include "learning.h"

static void labels_put(const struct label_list *labels, uint32_t said, bool several, struct buf *out)
{
	unsigned n = 0;
	if (several) buf_put_char(out, '[');
	for (unsigned l = 0; l < labels->n; l++) {
		if (!(said >> l & 1)) continue;
		if (n++) buf_put_char(out, ',');
		buf_put_json(out, labels->name[l]);
	}
	if (several) buf_put_char(out, ']');
}

bool predictions_write(const struct examples *all, const struct predictions *p, bool several, const char *path, struct diag *d)
{
	struct buf out = { 0 };
	for (uint32_t i = 0; i < p->n; i++) {
		buf_put_z(&out, "{\"id\":");
		buf_put_json(&out, all->item[p->example[i]].id);
		buf_put_z(&out, ",\"label\":");
		labels_put(&p->labels, p->said[i], several, &out);
		buf_put_z(&out, ",\"p\":{");
		for (unsigned l = 0; l < p->labels.n; l++) {
			if (l) buf_put_char(&out, ',');
			buf_put_json(&out, p->labels.name[l]);
			buf_put_char(&out, ':');
			buf_put_units(&out, (int64_t)(p->p[(size_t)i * p->labels.n + l] * 10000 + 0.5));
		}
		buf_put_z(&out, "}}\n");
	}
	const bool fine = file_write(path, buf_str(&out), d);
	buf_free(&out);
	return fine;
}
