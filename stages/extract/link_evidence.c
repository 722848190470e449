/* link_evidence.c -- links of the text and of the platform's list, and pictures, as evidence.
 * Knows host kinds and that a short link and its long form are one; does not know what a linked page says. */
#include "extract.h"

/* "Boston.com retracts": a bare host with a capital is a name, not a link. */
static bool is_link(const struct view *v, const struct token *k)
{
	if (k->kind == TOKEN_URL)
		return true;
	const char first = v->text.p[k->at];
	return k->kind == TOKEN_HOST && !(first >= 'A' && first <= 'Z' && !memchr(v->text.p + k->at, '/', k->n));
}

static enum feature link_feature(unsigned kind)
{
	switch (kind) {
	case HOST_OUTLET: case HOST_AGENCY: case HOST_FACTCHECK: return FEATURE_LINK_OUTLET;
	case HOST_SCHOLARLY: case HOST_PREPRINT: case HOST_COURT: case HOST_GOVERNMENT: case HOST_REGULATOR: case HOST_IGO:
	case HOST_CODE: case HOST_ENCYCLOPEDIA: return FEATURE_LINK_RECORD;
	case HOST_SATIRE: return FEATURE_LINK_SATIRE;
	default: return host_passes_through(kind) ? FEATURE_LINK_PASS : FEATURE_LINK_OTHER;
	}
}

/* A link that was cut off inside its host ("http://t...") leads nowhere. */
static void link_add(struct reading *r, struct host h, uint32_t from, uint32_t to)
{
	if (h.kind == HOST_NONE)
		return;
	const bool picture = h.kind == HOST_IMAGE || h.kind == HOST_VIDEO;
	unsigned flags = EVIDENCE_HAS_LINK;
	if (host_passes_through(h.kind))
		flags |= EVIDENCE_PASS_THROUGH;
	if (from == to)
		flags |= EVIDENCE_BESIDE_TEXT;
	found_count(r->found, FEATURE_URLS, from, to);
	found_count(r->found, picture ? FEATURE_PICTURES : link_feature(h.kind), from, to);
	evidence_add(r, (struct evidence){ .from = from, .to = to, .kind = picture ? EVIDENCE_PICTURE : EVIDENCE_LINK,
		.host = h.kind, .flags = (uint8_t)flags }, h.name);
}

/* The platform writes the long form of each short link of the text; without one for each they cannot be told apart. */
static bool same_link(struct host a, struct host b) { return a.kind == b.kind && str_equal(a.name, b.name); }

void links_read(struct reading *r)
{
	const struct view *v = r->view;
	const struct message *m = r->message;
	uint32_t links = 0, shorts = 0, used = 0;
	for (uint32_t i = 0; i < v->tokens; i++)
		if (is_link(v, &v->token[i])) {
			links++;
			shorts += m->urls && host_of(r->lexicon, str_cut(v->text, v->token[i].at, v->token[i].at + v->token[i].n),
				r->arena).kind == HOST_SHORTENER;
		}
	const bool paired = shorts && shorts == m->urls;
	bool in_text[FOUND_EVIDENCE] = { false };
	for (uint32_t i = 0; links && i < v->tokens; i++) {
		const struct token *k = &v->token[i];
		if (!is_link(v, k))
			continue;
		struct host h = host_of(r->lexicon, str_cut(v->text, k->at, k->at + k->n), r->arena);
		if (h.kind == HOST_SHORTENER && paired) {
			if (used < FOUND_EVIDENCE)
				in_text[used] = true;
			h = host_of(r->lexicon, m->url[used++], r->arena);
		} else if (h.kind == HOST_SHORTENER && m->urls) {
			continue;
		} else {
			for (uint32_t u = 0; u < m->urls && u < FOUND_EVIDENCE; u++)
				if (!in_text[u] && same_link(h, host_of(r->lexicon, m->url[u], r->arena))) {
					in_text[u] = true;
					break;
				}
		}
		link_add(r, h, k->at, k->at + k->n);
	}
	for (uint32_t u = 0; u < m->urls && u < FOUND_EVIDENCE; u++)
		if (!in_text[u])
			link_add(r, host_of(r->lexicon, m->url[u], r->arena), 0, 0);
}
