/* line.c -- one message as a line of JSON, its keys in fixed order and its numbers with four places.
 * Knows the schema configs/schemas/line.schema.json; does not know how anything in it came about. */
#include "line.h"
#include "line_parts.h"
#include "put.h"
#include "redact.h"

struct printer {
	const struct line_options *options;
	const struct row          *row;
	const struct score        *score;
	const struct redaction    *hidden;     /* NULL: names as they are */
	struct buf                *out;
};

static void put_name(const struct printer *p, struct str name)
{
	if (!p->options->key.n) {
		buf_put_json(p->out, name);
		return;
	}
	put_z(p->out, "\"");
	pseudonym(p->options->key, name, p->out);
	put_z(p->out, "\"");
}

static void put_named(const struct printer *p, const char *key, unsigned string)
{
	if (!p->row->string[string].p) return;
	put_z(p->out, key);
	put_name(p, p->row->string[string]);
}

static void put_plain(const struct printer *p, const char *key, unsigned string)
{
	if (!p->row->string[string].p) return;
	put_z(p->out, key);
	buf_put_json(p->out, p->row->string[string]);
}

static void put_span(const struct printer *p, const char *key, uint32_t from, uint32_t to)
{
	put_z(p->out, key);
	buf_put_u64(p->out, p->hidden ? redact_shift(p->hidden, from, false) : from);
	put_z(p->out, ",");
	buf_put_u64(p->out, p->hidden ? redact_shift(p->hidden, to, true) : to);
	put_z(p->out, "]");
}

static void put_time(const struct printer *p)
{
	const struct row_head *h = p->row->head;
	const bool local = h->flags & ROW_LOCAL_TIME;
	if (h->flags & ROW_HAS_TIME) {
		put_z(p->out, ",\"time\":\"");
		buf_put_time(p->out, h->time, !local);
		put_z(p->out, local ? "\",\"zone\":\"unknown\"" : "\"");
	}
	if (h->edited) {
		put_z(p->out, ",\"edited\":\"");
		buf_put_time(p->out, h->edited, !local);
		put_z(p->out, "\"");
	}
}

static void put_identity(const struct printer *p)
{
	const struct row *r = p->row;
	put_z(p->out, "{\"id\":");
	put_name(p, r->string[MESSAGE_ID]);
	if (r->head->flags & ROW_ID_MADE) put_z(p->out, ",\"id_made\":true");
	put_plain(p, ",\"archive\":", ROW_ARCHIVE);
	if (r->string[ROW_MEMBER].n) put_plain(p, ",\"member\":", ROW_MEMBER);
	put_z(p->out, ",\"record\":");
	buf_put_u64(p->out, r->head->number);
	put_named(p, ",\"author\":", MESSAGE_AUTHOR);
	put_named(p, ",\"author_id\":", MESSAGE_AUTHOR_ID);
	put_time(p);
	put_named(p, ",\"thread\":", MESSAGE_THREAD);
	put_named(p, ",\"parent\":", MESSAGE_PARENT);
	put_plain(p, ",\"channel\":", MESSAGE_CHANNEL);
	put_plain(p, ",\"label\":", MESSAGE_LABEL);
	put_named(p, ",\"repost_of\":", MESSAGE_REPOST_OF);
	put_named(p, ",\"quote_of\":", MESSAGE_QUOTE_OF);
	if (!p->options->key.n) put_plain(p, ",\"link\":", MESSAGE_LINK);
	put_plain(p, ",\"platform_lang\":", MESSAGE_LANG);
	put_z(p->out, ",\"lang\":");
	buf_put_json(p->out, (struct str){ r->head->code, strnlen(r->head->code, sizeof r->head->code) });
	put_plain(p, ",\"format\":", ROW_FORMAT);
	put_z(p->out, ",\"status\":\"");
	buf_put_z(p->out, status_name(r->head->status));
	put_z(p->out, "\"");
}

static void put_numbers(const struct printer *p)
{
	const struct score *s = p->score;
	if (s->assessed) {
		put_z(p->out, ",\"credibility\":");
		buf_put_units(p->out, s->credibility);
		put_z(p->out, ",\"groundedness\":");
		buf_put_units(p->out, s->groundedness);
		put_z(p->out, ",\"interval\":[");
		buf_put_units(p->out, s->low);
		put_z(p->out, ",");
		buf_put_units(p->out, s->high);
		put_z(p->out, "]");
	} else {
		put_z(p->out, ",\"credibility\":null,\"groundedness\":null,\"interval\":null");
	}
	put_z(p->out, ",\"evidence_level\":");
	if (s->assessed && p->row->head->level) buf_put_u64(p->out, p->row->head->level);
	else put_z(p->out, "null");
}

/* The decision's model where it answered this message. */
static const struct decision *decided(const struct printer *p, enum slot slot, struct row_answer *a)
{
	const struct decision *d = decisions_get(p->options->decisions, slot);
	return d && row_answer(p->row, slot, a) && a->labels == decision_labels(d) ? d : NULL;
}

static void put_yes(const struct printer *p, const char *key, enum slot slot)
{
	struct row_answer a;
	if (!decided(p, slot, &a)) return;
	put_z(p->out, key);
	buf_put_units(p->out, a.p[1]);
}

static void put_answer(const struct printer *p, const struct decision *d, const struct row_answer *a)
{
	put_z(p->out, "\"label\":");
	buf_put_json(p->out, str_of(decision_label(d, a->said)));
	for (unsigned l = 0; l < a->labels; l++) {
		put_z(p->out, l ? "," : ",\"p\":{");
		buf_put_json(p->out, str_of(decision_label(d, l)));
		put_z(p->out, ":");
		buf_put_units(p->out, a->p[l]);
	}
	put_z(p->out, "}");
}

/* By the model, and where there is none by the rule that the claims' certainty follows too. */
static void put_certainty(const struct printer *p)
{
	struct row_answer a;
	const struct decision *d = decided(p, SLOT_CERTAINTY, &a);
	if (!p->score->assessed) return;
	put_z(p->out, ",\"certainty\":{");
	if (d) put_answer(p, d, &a);
	else {
		put_z(p->out, "\"label\":\"");
		buf_put_z(p->out, certainty_name(p->row->head->certainty));
		put_z(p->out, "\"");
	}
	put_z(p->out, "}");
}

static void put_stance(const struct printer *p)
{
	struct row_answer a;
	const struct decision *d = decided(p, SLOT_STANCE, &a);
	if (!d) return;
	put_z(p->out, ",\"stance\":[{\"to\":");
	put_name(p, p->row->string[MESSAGE_PARENT]);
	put_z(p->out, ",");
	put_answer(p, d, &a);
	put_z(p->out, ",\"via\":\"text\"}]");
}

static void put_claim(const struct printer *p, const struct claim *c)
{
	put_span(p, "{\"span\":[", c->from, c->to);
	put_z(p->out, ",\"id\":\"");
	put_hex(p->out, c->id);
	put_z(p->out, "\",\"type\":\"");
	buf_put_z(p->out, claim_type_name(c->type));
	put_z(p->out, "\",\"voice\":\"");
	buf_put_z(p->out, voice_name(c->voice));
	put_z(p->out, c->denied ? "\",\"polarity\":\"-\",\"certainty\":\"" : "\",\"polarity\":\"+\",\"certainty\":\"");
	buf_put_z(p->out, certainty_name(c->certainty));
	put_z(p->out, "\"");
	if (c->incomplete) put_z(p->out, ",\"incomplete\":true");
	if (c->main) put_z(p->out, ",\"main\":true");
	put_z(p->out, "}");
}

static void put_origin(const struct printer *p, const struct evidence *e)
{
	const struct str origin = evidence_origin(p->row, e);
	if (!origin.n) return;
	put_z(p->out, ",\"origin\":");
	if (evidence_names_person(e)) put_name(p, origin);
	else buf_put_json(p->out, origin);
}

static void put_evidence(const struct printer *p, const struct evidence *e)
{
	put_z(p->out, "{\"kind\":\"");
	buf_put_z(p->out, evidence_kind_name(e->kind));
	put_z(p->out, "\"");
	put_origin(p, e);
	if (e->host != HOST_NONE) {
		put_z(p->out, ",\"class\":\"");
		buf_put_z(p->out, host_kind_name(e->host));
		put_z(p->out, "\"");
	}
	if (!(e->flags & EVIDENCE_BESIDE_TEXT)) put_span(p, ",\"span\":[", e->from, e->to);
	put_z(p->out, e->flags & EVIDENCE_HAS_LINK ? ",\"link\":true" : ",\"link\":false");
	if (e->flags & EVIDENCE_PASS_THROUGH) put_z(p->out, ",\"pass_through\":true");
	if (e->flags & EVIDENCE_IS_ECHO) put_z(p->out, ",\"echo\":true");
	if (e->flags & EVIDENCE_SCOPE_UNSURE) put_z(p->out, ",\"scope_unsure\":true");
	put_z(p->out, "}");
}

static void put_findings(const struct printer *p)
{
	const struct row *r = p->row;
	put_z(p->out, ",\"claims\":[");
	for (unsigned i = 0; i < r->head->claims; i++) {
		if (i) put_z(p->out, ",");
		put_claim(p, &r->claim[i]);
	}
	put_z(p->out, "]");
	put_stance(p);
	put_z(p->out, ",\"evidence\":[");
	for (unsigned i = 0; i < r->head->evidences; i++) {
		if (i) put_z(p->out, ",");
		put_evidence(p, &r->evidence[i]);
	}
	put_z(p->out, "]");
}

static void put_reasons(const struct printer *p)
{
	const struct score *s = p->score;
	const unsigned most = p->options->reasons && p->options->reasons < s->reasons ? p->options->reasons : s->reasons;
	int32_t rest = s->log_odds;
	put_z(p->out, ",\"reasons\":[");
	for (unsigned i = 0; i < most; i++) {
		const struct reason *reason = &s->reason[i];
		put_z(p->out, i ? ",{\"code\":\"" : "{\"code\":\"");
		buf_put_z(p->out, reason->code);
		put_z(p->out, "\",\"weight\":");
		buf_put_units(p->out, reason->units);
		if (reason->to) put_span(p, ",\"span\":[", reason->from, reason->to);
		put_z(p->out, "}");
		rest -= reason->units;
	}
	if (most < s->reasons) {
		put_z(p->out, ",{\"code\":\"OTHER\",\"weight\":");
		buf_put_units(p->out, rest);
		put_z(p->out, "}");
	}
	put_z(p->out, "]");
}

static void put_sum(const struct printer *p)
{
	const struct score *s = p->score;
	put_z(p->out, ",\"components\":{\"prior\":");
	buf_put_units(p->out, s->component[COMPONENT_PRIOR]);
	put_z(p->out, ",\"text\":");
	buf_put_units(p->out, s->component[COMPONENT_TEXT]);
	put_z(p->out, ",\"calibration\":");
	buf_put_units(p->out, s->component[COMPONENT_CALIBRATION]);
	put_z(p->out, ",\"source\":");
	buf_put_units(p->out, s->component[COMPONENT_SOURCE]);
	put_z(p->out, "},\"log_odds\":");
	buf_put_units(p->out, s->log_odds);
	put_reasons(p);
}

static void put_features(const struct printer *p)
{
	put_z(p->out, ",\"features\":{");
	bool first = true;
	for (unsigned i = 0; i < p->row->head->features; i++) {
		const struct row_feature *f = &p->row->feature[i];
		if (f->feature >= FEATURE_COUNT) continue;
		put_z(p->out, first ? "\"" : ",\"");
		first = false;
		buf_put_z(p->out, feature_info(f->feature)->name);
		put_z(p->out, "\":");
		buf_put_i64(p->out, f->value);
	}
	put_z(p->out, "}");
}

void line_print(const struct line_options *o, const struct row *r, const struct score *s, struct buf *out)
{
	struct redaction hidden;
	const bool hide = o->key.n && r->string[ROW_TEXT].p;
	if (hide) redact_open(&hidden, o->key, r->string[ROW_TEXT]);
	const struct printer p = { o, r, s, hide ? &hidden : NULL, out };
	put_identity(&p);
	put_numbers(&p);
	put_yes(&p, ",\"checkworthiness\":", SLOT_CHECK_WORTHINESS);
	put_yes(&p, ",\"claim_probability\":", SLOT_CLAIM);
	put_certainty(&p);
	put_findings(&p);
	if (s->assessed) put_sum(&p);
	if (!o->corpus) put_z(out, ",\"corpus\":\"none\"");
	put_z(out, ",\"model\":\"");
	buf_put_z(out, model_label(o->model));
	put_z(out, "\",\"calibration\":\"");
	buf_put_z(out, model_calibration(o->model));
	put_z(out, "\"");
	if (o->text && r->string[ROW_TEXT].p) {
		put_z(out, ",\"text\":");
		buf_put_json(out, hide ? buf_str(&hidden.text) : r->string[ROW_TEXT]);
	}
	if (o->features) put_features(&p);
	put_z(out, "}\n");
	if (hide) redact_close(&hidden);
}
