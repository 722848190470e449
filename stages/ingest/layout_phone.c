/* layout_phone.c -- text exports of WhatsApp and Signal.
 * Knows how such an export is told from other text and which values a record has; does not know how it is cut. */
#include "layout.h"
#include "phone.h"
#include "utf8.h"

enum { LINES_LOOKED_AT = 400 };

/* [2019-12-24, 12:23]: Signal's clock has no seconds, WhatsApp's has them between brackets. */
static bool signal_stamp(const struct phone_stamp *s)
{
	return s->bracket && s->comma && s->dashed && s->digits[0] == 4 && s->second < 0 && s->half == PHONE_24_HOURS;
}

/* Programs' logs have the same stamps; what stands in a name's place there is a level or a mark of its own. */
static bool name_of_a_log(struct str name)
{
	static const char *const level[] = { "error", "info", "warn", "warning", "debug", "notice", "critical", "fatal", "trace", "alert",
		"emergency", "severe" };
	if (!name.n || strchr("<[{(*=", name.p[0])) return true;
	for (size_t i = name.n; i-- > 0;) {
		if (name.p[i] != '.' && name.p[i] != ' ' && name.p[i] != '-') continue;
		name = str_cut(name, i + 1, name.n);
		break;
	}
	for (unsigned i = 0; i < sizeof level / sizeof *level; i++) {
		size_t same = 0;
		while (same < name.n && level[i][same] && (name.p[same] | 32) == level[i][same]) same++;
		if (same == name.n && !level[i][same]) return true;
	}
	return false;
}

static bool phone_recognise(const struct look *look, unsigned *dialect)
{
	unsigned lines = 0, stamps = 0, named = 0, logged = 0, own = 0, signals = 0;
	struct str line;
	for (size_t at = 0; lines < LINES_LOOKED_AT && head_line(look->head, look->whole, &at, &line);) {
		struct phone_stamp stamp;
		struct phone_said said;
		line = str_trim(line);
		if (!line.n) continue;
		lines++;
		if (!phone_stamp_read(line, &stamp)) {
			if (!stamps) return false;
			continue;
		}
		phone_said_read(str_cut(line, stamp.end, line.n), &said);
		stamps++;
		signals += signal_stamp(&stamp);
		named += said.author.p != NULL;
		logged += said.author.p && name_of_a_log(said.author);
		own += said.kind == PHONE_SYSTEM && phone_app_says(said.text);
	}
	*dialect = stamps && signals == stamps ? PHONE_SIGNAL : PHONE_WHATSAPP;
	return named > 2 * logged || (!named && own * 2 > stamps);
}

/* No values, but which app it was: what tells the two maps apart. */
static bool phone_shows(const struct look *look, unsigned dialect, struct str name)
{
	(void)look;
	return str_is(name, dialect == PHONE_SIGNAL ? "signal" : "whatsapp");
}

/* --- values -------------------------------------------------------------------------------------------------------------- */

static enum phone_order order_of(const struct context *context)
{
	const struct str name = context ? context->value[PHONE_ORDER] : (struct str){ NULL, 0 };
	return str_is(name, "mdy") ? PHONE_MONTH_FIRST : str_is(name, "ymd") ? PHONE_YEAR_FIRST : PHONE_DAY_FIRST;
}

/* What is no moment (13:37 p.m., the 31st of June) is given as it stands, for the map to find that it is none. */
static struct str time_of(const struct reading *r, struct str line, const struct phone_stamp *s)
{
	int year, month, day, hour = s->hour;
	if (!phone_date(s, order_of(r->record->context), &year, &month, &day)) return str_cut(line, 0, s->end);
	if (s->half != PHONE_24_HOURS && hour > 12) return str_cut(line, 0, s->end);
	if (s->half != PHONE_24_HOURS) hour = hour % 12 + (s->half == PHONE_AFTER_NOON ? 12 : 0);
	char *const p = arena_alloc(r->arena, sizeof "0000-00-00T00:00:00");
	char *end = time_part(time_part(time_digits(p, year, 4), '-', month), '-', day);
	end = time_part(time_part(end, 'T', hour), ':', s->minute);
	if (s->second >= 0) end = time_part(end, ':', s->second);
	return (struct str){ p, (size_t)(end - p) };
}

/* Line ends of one kind. */
static struct str lines_joined(struct str s, struct arena *arena)
{
	if (!s.n || !memchr(s.p, '\r', s.n)) return s;
	char *const out = arena_alloc(arena, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n') continue;
		out[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	return (struct str){ out, n };
}

static bool phone_read(struct reading *r, struct str bytes)
{
	static const char *const kind[] = { [PHONE_MESSAGE] = "message", [PHONE_SYSTEM] = "system", [PHONE_MEDIA] = "media",
		[PHONE_DELETED] = "deleted" };
	struct phone_stamp stamp;
	struct phone_said said;
	if (!reading_utf8(r, &bytes)) return false;
	bytes = lines_joined(bytes, r->arena);
	if (!phone_stamp_read(bytes, &stamp)) return reading_fault(r, FAULT_FORM, 0, "text before the first line with a date");
	phone_said_read(str_cut(bytes, stamp.end, bytes.n), &said);
	const bool empty = said.kind == PHONE_MESSAGE && !said.text.n;
	value_put(r, "kind", str_of(empty ? "empty" : kind[said.kind]));
	if (said.kind == PHONE_SYSTEM || empty) return true;
	value_put(r, "author", said.author);
	value_put(r, "time", time_of(r, bytes, &stamp));
	if (said.kind == PHONE_MESSAGE) value_put(r, "text", said.text);
	if (said.kind == PHONE_DELETED) value_put(r, "deleted", str_of("true"));
	if (said.edited) value_put(r, "edited", str_of("true"));
	/* Of a path or another line: what is wrong with its bytes is not this record's affair. */
	uint32_t elsewhere = 0;
	if (r->record->context && r->record->context->value[PHONE_CHANNEL].n)
		value_put(r, "channel", utf8_repair(r->record->context->value[PHONE_CHANNEL], r->arena, &elsewhere));
	return true;
}

static const char *const phone_values[] = { "kind", "author", "text", "time", "channel", "deleted", "edited", NULL };

const struct layout layout_phone = { "phone", &framer_phone, phone_recognise, phone_shows, phone_read, phone_values };
