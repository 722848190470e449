/* explain.c -- one message's score for a person at a terminal: claims first, then evidence in words, the number last.
 * Knows what a reader asks and in which order; does not compute anything. */
#include "explain_parts.h"
#include "line.h"
#include "line_parts.h"
#include "put.h"
#include "redact.h"
#include "utf8.h"

struct view_of {
	const struct line_options *options;
	const struct row          *row;
	const struct redaction    *hidden;
	struct str                 text;
	bool                       colour;
	struct buf                *out;
};

static void put_style(const struct view_of *v, const char *code)
{
	if (v->colour) buf_put_z(v->out, code);
}

void put_visible(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		const unsigned bad = utf8_unprintable(s.p + i, s.n - i);
		buf_put_char(out, bad ? ' ' : s.p[i]);
		i += bad ? bad : 1;
		while (!bad && i < s.n && ((unsigned char)s.p[i] & 0xc0) == 0x80) buf_put_char(out, s.p[i++]);
	}
}

static struct str quote_of(const struct view_of *v, uint32_t from, uint32_t to)
{
	if (v->hidden) {
		from = redact_shift(v->hidden, from, false);
		to = redact_shift(v->hidden, to, true);
	}
	return from <= to && to <= v->text.n ? str_cut(v->text, from, to) : (struct str){ "", 0 };
}

static void put_quote(const struct view_of *v, uint32_t from, uint32_t to)
{
	enum { SHOWN = 160 };
	struct str s = quote_of(v, from, to);
	if (!s.n) return;
	const bool cut = s.n > SHOWN;
	if (cut) {
		s.n = SHOWN;
		while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80) s.n--;
	}
	put_z(v->out, " \"");
	put_visible(v->out, s);
	put_z(v->out, cut ? " ...\"" : "\"");
}

static void put_title(const struct view_of *v, const char *title)
{
	put_style(v, "\033[1m");
	buf_put_z(v->out, title);
	put_style(v, "\033[0m");
	put_z(v->out, "\n");
}

static void explain_identity(const struct view_of *v)
{
	const struct row *r = v->row;
	put_title(v, "How this message is sourced - not a truth verdict");
	put_z(v->out, "  message ");
	if (v->options->key.n) pseudonym(v->options->key, r->string[MESSAGE_ID], v->out);
	else put_visible(v->out, r->string[MESSAGE_ID]);
	put_z(v->out, " in ");
	put_visible(v->out, r->string[ROW_ARCHIVE]);
	if (r->string[ROW_MEMBER].n) {
		put_z(v->out, ", ");
		put_visible(v->out, r->string[ROW_MEMBER]);
	}
	put_z(v->out, ", record ");
	buf_put_u64(v->out, r->head->number);
	put_z(v->out, "\n  ");
	put_visible(v->out, v->text);
	put_z(v->out, "\n");
}

static void explain_claims(const struct view_of *v)
{
	const struct row *r = v->row;
	put_title(v, "Claims");
	if (r->head->claims == 0) put_z(v->out, "  none that could be checked\n");
	for (unsigned i = 0; i < r->head->claims; i++) {
		const struct claim *c = &r->claim[i];
		put_z(v->out, c->main ? "  * " : "  - ");
		buf_put_z(v->out, claim_type_name(c->type));
		put_z(v->out, ", ");
		buf_put_z(v->out, certainty_name(c->certainty));
		if (c->denied) put_z(v->out, ", denied");
		if (c->incomplete) put_z(v->out, ", breaks off");
		put_z(v->out, ":");
		put_quote(v, c->from, c->to);
		put_z(v->out, "\n");
	}
}

static const char *evidence_phrase(unsigned kind)
{
	static const char *const phrase[EVIDENCE_KINDS] = {
		[EVIDENCE_LINK] = "links to", [EVIDENCE_PICTURE] = "shows a picture or video", [EVIDENCE_NAMED_SOURCE] = "names",
		[EVIDENCE_ATTRIBUTION] = "says who said it:", [EVIDENCE_IDENTIFIER] = "gives an identifier:",
		[EVIDENCE_DOCUMENT] = "speaks of a document, with no way to find it", [EVIDENCE_FIRST_HAND] = "first-hand: the author saw or did it",
		[EVIDENCE_HEARSAY] = "hearsay", [EVIDENCE_REASONING] = "the author's own reasoning",
		[EVIDENCE_ECHO] = "points at another message: no further witness"
	};
	return kind < EVIDENCE_KINDS ? phrase[kind] : "?";
}

static void explain_one(const struct view_of *v, const struct evidence *e)
{
	const struct str origin = evidence_origin(v->row, e);
	put_z(v->out, "  - ");
	buf_put_z(v->out, evidence_phrase(e->kind));
	if (origin.n) {
		put_z(v->out, " ");
		if (v->options->key.n && evidence_names_person(e)) pseudonym(v->options->key, origin, v->out);
		else put_visible(v->out, origin);
	}
	if (e->host != HOST_NONE) {
		put_z(v->out, " (");
		buf_put_z(v->out, host_kind_name(e->host));
		put_z(v->out, ")");
	}
	if (e->kind == EVIDENCE_NAMED_SOURCE && !(e->flags & EVIDENCE_HAS_LINK)) put_z(v->out, ", no link");
	if (e->flags & EVIDENCE_PASS_THROUGH) put_z(v->out, ", what lies behind it is not known");
	if (e->flags & EVIDENCE_IS_ECHO) put_z(v->out, ", an echo: no further witness");
	if (e->flags & EVIDENCE_SCOPE_UNSURE) put_z(v->out, ", not clear for which claim");
	if (e->flags & EVIDENCE_BESIDE_TEXT) put_z(v->out, ", listed beside the text");
	else if (e->to > e->from) put_quote(v, e->from, e->to);
	put_z(v->out, "\n");
}

static void explain_evidence(const struct view_of *v)
{
	put_title(v, "Evidence shown");
	if (v->row->head->evidences == 0) put_z(v->out, "  none\n");
	for (unsigned i = 0; i < v->row->head->evidences; i++) explain_one(v, &v->row->evidence[i]);
}

static const char *band_of(int32_t credibility)
{
	return credibility < 3500 ? "thinly grounded" : credibility <= 6500 ? "partly grounded" : "well grounded";
}

static void put_signed(struct buf *out, int32_t units)
{
	put_z(out, units < 0 ? "  " : "  +");
	buf_put_units(out, units);
}

static void explain_sum(const struct view_of *v, const struct score *s)
{
	put_title(v, "How the number comes about (log-odds)");
	for (unsigned i = 0; i < s->reasons; i++) {
		const struct reason *reason = &s->reason[i];
		put_signed(v->out, reason->units);
		put_z(v->out, "  ");
		buf_put_z(v->out, reason->text);
		put_z(v->out, " [");
		buf_put_z(v->out, reason->code);
		put_z(v->out, "]");
		put_quote(v, reason->from, reason->to);
		put_z(v->out, "\n");
	}
	put_signed(v->out, s->log_odds);
	put_z(v->out, "  sum\n");
}

static void explain_number(const struct view_of *v, const struct score *s)
{
	put_title(v, "How sourced, not whether true");
	put_z(v->out, "  ");
	if (s->assessed) {
		buf_put_z(v->out, band_of(s->credibility));
		put_z(v->out, ": credibility ");
		buf_put_units(v->out, s->credibility);
		put_z(v->out, " (");
		buf_put_units(v->out, s->low);
		put_z(v->out, " to ");
		buf_put_units(v->out, s->high);
		put_z(v->out, "), groundedness ");
		buf_put_units(v->out, s->groundedness);
		put_z(v->out, ", evidence level ");
		buf_put_u64(v->out, v->row->head->level);
		put_z(v->out, " of 5\n");
	} else {
		put_z(v->out, "no score: ");
		buf_put_z(v->out, status_meaning(v->row->head->status));
		put_z(v->out, "\n");
	}
}

void line_explain(const struct line_options *o, const struct row *r, const struct score *s, bool colour, struct buf *out)
{
	struct redaction hidden;
	const bool hide = o->key.n && r->string[ROW_TEXT].p;
	if (hide) redact_open(&hidden, o->key, r->string[ROW_TEXT]);
	const struct view_of v = { o, r, hide ? &hidden : NULL, hide ? buf_str(&hidden.text) : r->string[ROW_TEXT], colour, out };
	explain_identity(&v);
	explain_claims(&v);
	explain_evidence(&v);
	if (r->head->answers && o->decisions) {
		put_title(&v, "What learned decisions say, and what speaks most for it (log-odds)");
		explain_decisions(o->decisions, r, hide, out);
	}
	explain_number(&v, s);
	if (s->assessed) explain_sum(&v, s);
	put_z(out, "  model ");
	buf_put_z(out, model_label(o->model));
	put_z(out, ", calibration ");
	buf_put_z(out, model_calibration(o->model));
	put_z(out, "\n");
	if (hide) redact_close(&hidden);
}
