/* map_field.c -- runs a map's field expressions over one record's values and fills the message.
 * Knows fallbacks and modifiers; does not know how values were found. */
#include "map.h"
#include "utf8.h"

enum { URLS_COMPARED = 64 };      /* a link is compared with so many before it, to keep repeats out in linear time */

static struct str expression_value(const struct expression *, struct reading *, bool as_id);

/* p NULL: null, empty, or no scalar. */
static struct str scalar_text(struct json_slice v, struct reading *r, bool as_id)
{
	struct str text = { NULL, 0 };
	switch (v.type) {
	case JSON_STRING: text = as_id ? json_unescape_id(v, r->arena) : json_unescape(v, r->arena, &r->message->repairs); break;
	case JSON_NUMBER: text = v.text; break;
	case JSON_TRUE:   text = str_of("true"); break;
	case JSON_FALSE:  text = str_of("false"); break;
	case JSON_NULL: case JSON_ARRAY: case JSON_OBJECT: break;
	}
	return text.n ? text : (struct str){ NULL, 0 };
}

static struct str str_join(struct arena *arena, struct str a, struct str sep, struct str b)
{
	char *const p = arena_alloc(arena, a.n + sep.n + b.n + 1);
	if (a.n) memcpy(p, a.p, a.n);
	if (sep.n) memcpy(p + a.n, sep.p, sep.n);
	if (b.n) memcpy(p + a.n + sep.n, b.p, b.n);
	return (struct str){ p, a.n + sep.n + b.n };
}

/* An array of strings and objects as the concatenation of the strings and of the objects' items; an object as its item. */
static struct str joined_text(const struct expression *e, struct json_slice v, struct reading *r)
{
	struct json_result result = { 0 };
	if (!json_project(e->join, v.text, r->set->json_depth, r->arena, &result)) return (struct str){ NULL, 0 };
	const bool array = v.type == JSON_ARRAY;
	size_t n = 0, cap = v.text.n * 3 + 16;
	char *const out = arena_alloc(r->arena, cap);
	for (uint32_t i = 0; i < result.count; i++) {
		const struct json_hit *const hit = &result.hit[i];
		if (hit->slot != (array ? JOIN_ELEMENT : JOIN_SELF_ITEM) && (!array || hit->slot != JOIN_ELEMENT_ITEM)) continue;
		const struct str part = scalar_text(hit->value, r, false);
		if (part.n > cap - n) break;
		if (part.n) memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	return n ? (struct str){ out, n } : (struct str){ NULL, 0 };
}

/* The first key of an object, where it needs no unescaping. */
static struct str first_key(struct json_slice v)
{
	const struct str inner = v.type == JSON_OBJECT ? str_trim(str_cut(v.text, 1, v.text.n)) : (struct str){ NULL, 0 };
	const char *const end = inner.n && inner.p[0] == '"' ? memchr(inner.p + 1, '"', inner.n - 1) : NULL;
	const struct str key = end ? str_cut(inner, 1, (size_t)(end - inner.p)) : (struct str){ NULL, 0 };
	return key.n && !memchr(key.p, '\\', key.n) ? key : (struct str){ NULL, 0 };
}

static struct str slice_value(const struct expression *e, struct json_slice v, struct reading *r, bool as_id)
{
	if (e->key) return first_key(v);
	const bool container = v.type == JSON_ARRAY || v.type == JSON_OBJECT;
	return container && e->join ? joined_text(e, v, r) : scalar_text(v, r, as_id);
}

static bool nullified(const struct expression *e, struct json_slice v, struct str text)
{
	for (unsigned i = 0; i < e->null_ifs; i++)
		if (e->null_if[i].type == v.type && str_equal(e->null_if[i].text, v.type == JSON_TRUE || v.type == JSON_FALSE ?
			(struct str){ "", 0 } : text)) return true;
	return false;
}

/* Characters below U+0100 back to bytes, where these bytes are UTF-8. */
static struct str latin1_fixed(struct str s, struct arena *arena)
{
	char *const out = arena_alloc(arena, s.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		unsigned length;
		const uint32_t code = utf8_decode(s.p + at, s.n - at, &length);
		if (code > 0xff) return s;
		out[n++] = (char)code;
		at += length;
	}
	const struct str fixed = { out, n };
	return utf8_valid(fixed, NULL) ? fixed : s;
}

static struct str modified(const struct expression *e, struct str v, struct reading *r)
{
	if (e->cut_after.p) {
		const char *const head = memmem(v.p, v.n, e->cut_after.p, e->cut_after.n);
		if (!head) return (struct str){ NULL, 0 };
		v = str_cut(v, (size_t)(head - v.p) + e->cut_after.n, v.n);
		const char *const tail = memmem(v.p, v.n, e->cut_until.p, e->cut_until.n);
		if (tail) v.n = (size_t)(tail - v.p);
	}
	for (unsigned i = 0; i < e->strips; i++) {
		if (!str_starts(v, e->strip[i])) continue;
		v = str_cut(v, e->strip[i].n, v.n);
		break;
	}
	if (e->lookup >= 0) {
		const struct lookup_table *const table = lookup_find(r, (unsigned)e->lookup);
		const struct str found = table ? lookup_value(table, v) : (struct str){ NULL, 0 };
		if (found.p) v = found;
		else if (!e->keep) return found;
	}
	if (e->prefix.p) v = str_join(r->arena, e->prefix, (struct str){ "", 0 }, v);
	if (e->fix_latin1) v = latin1_fixed(v, r->arena);
	for (unsigned i = 0; i < e->maps; i++) if (str_equal(e->map[2 * i], v)) return e->map[2 * i + 1];
	return v.n ? v : (struct str){ NULL, 0 };
}

static struct str cat_value(const struct expression *e, struct reading *r, bool as_id)
{
	struct str all = { NULL, 0 };
	for (unsigned i = 0; i < e->cats; i++) {
		const struct str part = expression_value(&e->cat[i], r, as_id);
		if (part.n) all = all.n ? str_join(r->arena, all, e->sep, part) : part;
	}
	return all.n ? modified(e, all, r) : all;
}

static struct str expression_value(const struct expression *e, struct reading *r, bool as_id)
{
	struct json_slice v;
	const bool led = e->cats || e->leads & r->there;
	if (!led && !e->fallback.p) return (struct str){ NULL, 0 };
	if (e->conditions && !conditions_all(e->condition, e->conditions, r)) return (struct str){ NULL, 0 };
	if (e->cats) return cat_value(e, r, as_id);
	for (unsigned i = 0; i < e->froms; i++) {
		if (!operand_leads(&e->from[i], r)) continue;
		uint32_t cursor = 0;
		if (e->from[i].nested) {
			const struct str inner = expression_value(e->from[i].nested, r, as_id);
			if (inner.n) return modified(e, inner, r);
			continue;
		}
		while (pointer_value(&e->from[i].pointer, r, &cursor, &v)) {
			const struct str text = slice_value(e, v, r, as_id);
			if (text.n && !nullified(e, v, text)) return modified(e, text, r);
		}
	}
	return e->fallback;
}

/* --- links and times ----------------------------------------------------------------------------------------------------- */

static void url_add(struct reading *r, struct str url, uint32_t *cap)
{
	struct message *const m = r->message;
	uint32_t k = 0;
	while (k < m->urls && k < URLS_COMPARED && !str_equal(m->url[k], url)) k++;
	if (!url.n || (k < m->urls && k < URLS_COMPARED)) return;
	if (m->urls == *cap) {
		const uint32_t more = (*cap + 4) * 2;
		m->url = arena_grow(r->arena, m->url, *cap * sizeof *m->url, more * sizeof *m->url);
		*cap = more;
	}
	m->url[m->urls++] = url;
}

static void urls_read(const struct expression *e, struct reading *r)
{
	uint32_t cap = 0;
	if (!e || !(e->leads & r->there) || !conditions_all(e->condition, e->conditions, r)) return;
	for (unsigned i = 0; i < e->froms; i++) {
		struct json_slice v;
		uint32_t cursor = 0;
		if (e->from[i].nested) {
			url_add(r, expression_value(e->from[i].nested, r, false), &cap);
			continue;
		}
		while ((e->each || !r->message->urls) && pointer_value(&e->from[i].pointer, r, &cursor, &v)) {
			const struct str url = v.type == JSON_STRING ? scalar_text(v, r, false) : (struct str){ NULL, 0 };
			if (url.n && !nullified(e, v, url)) url_add(r, url, &cap);
		}
		if (r->message->urls && (e->first_source || !e->each)) return;
	}
}

/* Is it a number that is nothing: 0, -0, 0.0? */
static bool zero(struct json_slice v)
{
	if (v.type != JSON_NUMBER) return false;
	for (size_t i = 0; i < v.text.n; i++) if (v.text.p[i] >= '1' && v.text.p[i] <= '9') return false;
	return true;
}

static bool time_text(const struct time_field *t, struct str text, int64_t *ms, enum time_zone *zone)
{
	for (unsigned k = 0; k < t->formats; k++) if (time_parse(text, &t->format[k], t->zone, ms, zone)) return true;
	return false;
}

/* False, with *bad set where there was something, when no source holds a time. */
static bool time_read(const struct time_field *t, struct reading *r, int64_t *ms, enum time_zone *zone, bool *bad)
{
	*bad = false;
	if (!t->value || !(t->value->leads & r->there)) return false;
	for (unsigned i = 0; i < t->value->froms; i++) {
		const struct operand *const from = &t->value->from[i];
		if (!operand_leads(from, r)) continue;
		struct json_slice v = { { NULL, 0 }, JSON_NULL, false, false };
		uint32_t cursor = 0;
		struct str text;
		if (from->nested) text = expression_value(from->nested, r, true);
		else if (pointer_value(&from->pointer, r, &cursor, &v)) text = scalar_text(v, r, true);
		else continue;
		if (!text.n || v.type == JSON_FALSE || zero(v)) continue;
		if (time_text(t, text, ms, zone)) { *bad = false; return true; }
		*bad = true;
	}
	return false;
}

/* --- the interface ------------------------------------------------------------------------------------------------------- */

static void scope_by_channel(struct reading *r)
{
	static const enum message_string scoped[] = { MESSAGE_ID, MESSAGE_PARENT, MESSAGE_THREAD };
	struct message *const m = r->message;
	for (unsigned i = 0; m->string[MESSAGE_CHANNEL].n && i < 3; i++)
		if (m->string[scoped[i]].n)
			m->string[scoped[i]] = str_join(r->arena, m->string[MESSAGE_CHANNEL], str_of("/"), m->string[scoped[i]]);
}

void fields_read_strings(const struct fields *f, struct reading *r)
{
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++)
		if (f->field[s]) r->message->string[s] = expression_value(f->field[s], r, true);
	if (r->format->id_by_channel) scope_by_channel(r);
}

void fields_read_rest(const struct fields *f, struct reading *r)
{
	struct message *const m = r->message;
	enum time_zone zone;
	bool bad;
	if (f->field[FIELD_TEXT]) m->text = expression_value(f->field[FIELD_TEXT], r, false);
	urls_read(f->field[FIELD_URLS], r);
	if (time_read(&f->time, r, &m->time, &zone, &bad)) m->zone = zone;
	m->bad_time = bad;
	if (!time_read(&f->edited, r, &m->edited, &zone, &bad)) m->edited = 0;
	m->deleted = conditions_any(f->deleted, f->deleteds, r);
}
