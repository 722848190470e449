/* check_json.c -- what was counted of an archive, for the next program: a line of JSON for each format in it.
 * Knows the schema configs/schemas/check.schema.json; does not know how a person is told. */
#include "check.h"
#include "utf8.h"

static void put_string(struct buf *out, struct str s)
{
	struct arena arena = { 0 };
	uint32_t repairs = 0;
	buf_put_json(out, utf8_valid(s, NULL) ? s : utf8_repair(s, &arena, &repairs));
	arena_free(&arena);
}

static void put_key(struct buf *out, const char *key)
{
	const char last = out->p[out->n - 1];
	if (last != '{' && last != '[') buf_put_char(out, ',');
	buf_put_json(out, str_of(key));
	buf_put_char(out, ':');
}

static void put_count(struct buf *out, const char *key, uint64_t count)
{
	put_key(out, key);
	buf_put_u64(out, count);
}

static void put_text(struct buf *out, const char *key, struct str text)
{
	if (!text.p) return;
	put_key(out, key);
	put_string(out, text);
}

static void put_time(struct buf *out, const char *key, int64_t ms, bool zoned)
{
	put_key(out, key);
	buf_put_char(out, '"');
	buf_put_time(out, ms, zoned);
	buf_put_char(out, '"');
}

void check_show_json(struct buf *out, const struct message *m, const struct record *r)
{
	buf_put_z(out, out->n ? ",{" : "{");
	if (r->member->path.n) put_text(out, "member", r->member->path);
	put_count(out, "record", r->number);
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++) put_text(out, message_string_name((enum message_string)s), m->string[s]);
	if (m->zone != TIME_NONE) put_time(out, "time", m->time, m->zone == TIME_UTC);
	if (m->edited) put_time(out, "edited", m->edited, true);
	if (m->deleted) buf_put_z(out, ",\"deleted\":true");
	if (m->id_made) buf_put_z(out, ",\"id_made\":true");
	if (m->urls) {
		buf_put_z(out, ",\"urls\":[");
		for (uint32_t i = 0; i < m->urls; i++) {
			if (i) buf_put_char(out, ',');
			put_string(out, m->url[i]);
		}
		buf_put_char(out, ']');
	}
	put_text(out, "text", m->text);
	buf_put_char(out, '}');
}

static void print_with(const struct check_group *g, struct buf *out)
{
	put_key(out, "with");
	buf_put_char(out, '{');
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++) put_count(out, message_string_name((enum message_string)s), g->string[s]);
	put_count(out, "time", g->utc + g->local);
	put_count(out, "local_time", g->local);
	put_count(out, "unreadable_time", g->bad_time);
	put_count(out, "links", g->links);
	put_count(out, "edited", g->edited);
	put_count(out, "deleted", g->deleted);
	put_count(out, "no_text", g->empty);
	put_count(out, "repairs", g->repaired);
	put_count(out, "duplicate_keys", g->duplicate_keys);
	put_count(out, "ragged", g->ragged);
	put_count(out, "made_id", g->ids_made);
	buf_put_char(out, '}');
}

static void print_reasons(const struct check_group *g, struct buf *out)
{
	put_key(out, "skipped_by");
	buf_put_char(out, '{');
	for (uint32_t i = 0; i < g->skips; i++) {
		if (i) buf_put_char(out, ',');
		put_string(out, g->skip[i].name);
		buf_put_char(out, ':');
		buf_put_u64(out, g->skip[i].count);
	}
	buf_put_char(out, '}');
	put_key(out, "quarantined_by");
	buf_put_char(out, '{');
	for (unsigned i = 0; i < FAULT_COUNT; i++) if (g->fault[i]) put_count(out, fault_name((enum fault)i), g->fault[i]);
	buf_put_char(out, '}');
	put_key(out, "findings");
	buf_put_char(out, '{');
	for (unsigned i = 0; i < FINDING_COUNT; i++) if (g->finding[i]) put_count(out, finding_name((enum finding)i), g->finding[i]);
	buf_put_char(out, '}');
}

static void print_troubles(const struct check_group *g, struct buf *out)
{
	put_key(out, "troubles");
	buf_put_char(out, '[');
	for (uint32_t i = 0; i < g->troubles; i++) {
		const struct check_trouble *const t = &g->trouble[i];
		buf_put_z(out, i ? ",{" : "{");
		put_text(out, "kind", str_of(t->finding ? "finding" : "record"));
		put_text(out, "reason", str_of(t->name));
		if (t->member.n) put_text(out, "member", t->member);
		put_count(out, "record", t->number);
		put_count(out, "offset", t->offset);
		put_text(out, "detail", t->what);
		if (t->sample.n) put_text(out, "sample", t->sample);
		buf_put_char(out, '}');
	}
	buf_put_char(out, ']');
}

static void print_group(const struct check *c, const struct check_group *g, struct buf *out)
{
	buf_put_char(out, '{');
	put_text(out, "archive", c->archive);
	put_key(out, "format");
	if (g->format) put_string(out, str_of(format_name(g->format)));
	else buf_put_z(out, "null");
	put_count(out, "members", g->members);
	put_count(out, "messages", g->messages);
	put_count(out, "skipped", g->skipped);
	put_count(out, "quarantined", g->quarantined);
	put_count(out, "bad", g->bad);
	print_with(g, out);
	if (g->utc + g->local) {
		put_time(out, "first", g->first, g->local == 0);
		put_time(out, "last", g->last, g->local == 0);
	}
	print_reasons(g, out);
	print_troubles(g, out);
	put_key(out, "first_messages");
	buf_put_char(out, '[');
	buf_put(out, buf_str(&g->shows));
	buf_put_z(out, "]}\n");
}

void check_print_json(const struct check *c, struct buf *out)
{
	for (uint32_t i = 0; i < c->groups; i++) print_group(c, &c->group[i], out);
	if (!c->groups) print_group(c, &(struct check_group){ .format = NULL }, out);
}
