/* parse.c -- records to messages: each record is scanned once along its map's plan, then the map's fields are read.
 * Knows the order of checks and what becomes of bad bytes; does not know formats or fields. */
#include "layout.h"
#include "stage.h"
#include "utf8.h"

#include <stdlib.h>

/* --- scratch ------------------------------------------------------------------------------------------------------------- */

static struct json_plan *plan_of(struct arena *arena, const char *pointer)
{
	struct json_plan *const plan = json_plan_new(arena);
	struct diag diag;
	return json_plan_add(plan, str_of(pointer), 0, &diag) ? plan : NULL;
}

struct parse_scratch *parse_scratch_new(void)
{
	struct parse_scratch *const s = mem_zalloc(1, sizeof *s);
	s->first = mem_zalloc(MAP_SLOTS, sizeof *s->first);
	s->whole = plan_of(&s->plans, "");
	s->items = plan_of(&s->plans, "/*");
	return s;
}

void parse_scratch_free(struct parse_scratch *s)
{
	if (!s) return;
	free(s->first);
	free(s->next);
	for (unsigned i = 0; i < s->tables; i++) arena_free(&s->table[i].arena);
	free(s->table);
	arena_free(&s->work);
	arena_free(&s->own);
	arena_free(&s->plans);
	free(s);
}

/* --- hits ---------------------------------------------------------------------------------------------------------------- */

void hits_index(struct reading *r, const struct json_hit *hit, uint32_t count)
{
	struct parse_scratch *const s = r->scratch;
	memset(s->first, 0, r->format->slots * sizeof *s->first);
	if (count > s->next_cap) {
		s->next_cap = count * 2;
		s->next = mem_grow(s->next, s->next_cap * sizeof *s->next);
	}
	r->there = 0;
	for (uint32_t i = count; i-- > 0;) {
		s->next[i] = s->first[hit[i].slot];
		s->first[hit[i].slot] = i + 1;
		r->there |= slot_mark(hit[i].slot);
	}
	r->hit = hit;
	r->hits = count;
	r->first = s->first;
	r->next = s->next;
}

bool reading_fault(struct reading *r, enum fault fault, uint64_t at, const char *reason)
{
	r->message->fault = fault;
	r->message->fault_at = at;
	r->message->fault_reason = reason ? reason : fault_meaning(fault);
	return false;
}

/* --- JSON ---------------------------------------------------------------------------------------------------------------- */

enum { WORK_KEPT = 1 << 16 };

static bool project(struct reading *r, struct str document)
{
	struct parse_scratch *const s = r->scratch;
	if (s->work.total > WORK_KEPT) {
		arena_reset(&s->work, WORK_KEPT);
		s->result = (struct json_result){ 0 };
	}
	return json_project(r->format->plan, document, r->set->json_depth, &s->work, &s->result);
}

/* Each ill-formed part as U+FFFD, or (`spelled`) each of its bytes as the four characters \xNN inside a JSON string. */
static struct str record_repaired(struct str s, bool spelled, struct arena *arena, uint32_t *repairs)
{
	static const char hex[] = "0123456789abcdef";
	char *const out = arena_alloc(arena, s.n * 5 + JSON_PADDING);
	size_t n = 0, at = 0;
	while (at < s.n) {
		unsigned part = 0;
		const unsigned length = utf8_length(s.p + at, s.n - at, &part);
		if (length) {
			memcpy(out + n, s.p + at, length);
			n += length;
			at += length;
			continue;
		}
		++*repairs;
		if (!spelled) {
			memcpy(out + n, "\xef\xbf\xbd", 3);
			n += 3;
		}
		for (unsigned i = 0; spelled && i < part; i++) {
			const unsigned char c = (unsigned char)s.p[at + i];
			memcpy(out + n, "\\\\x", 3);
			out[n + 3] = hex[c >> 4];
			out[n + 4] = hex[c & 15];
			n += 5;
		}
		at += part;
	}
	memset(out + n, 0, JSON_PADDING);
	return (struct str){ out, n };
}

static bool json_read(struct reading *r, struct str bytes)
{
	struct json_result *const result = &r->scratch->result;
	if (!project(r, bytes)) return reading_fault(r, result->fault, result->offset, result->reason);
	r->message->duplicate_keys = result->duplicate_keys;
	const struct str inner = str_trim(bytes);
	if (!inner.n || inner.p[0] != '{') return reading_fault(r, FAULT_TYPE, 0, "JSON, but not an object");
	hits_index(r, result->hit, result->count);
	return true;
}

/* As it is, or else with the slips of known programs put right. */
static bool json_read_mended(struct reading *r, struct str *bytes, uint32_t *repairs)
{
	*repairs = 0;
	if (json_read(r, *bytes)) return true;
	if (r->message->fault != FAULT_JSON) return false;
	const struct message failed = *r->message;
	const struct str mended = json_mended(*bytes, r->arena, repairs);
	if (!*repairs) return false;
	r->message->fault = FAULT_NONE;
	r->message->fault_at = 0;
	r->message->fault_reason = NULL;
	if (json_read(r, mended)) return true;
	if (r->message->fault == FAULT_UTF8) *bytes = mended;
	else *r->message = failed;
	return false;
}

/* --- rows and lines ------------------------------------------------------------------------------------------------------ */

static struct json_hit cell_hit(struct str text, uint16_t slot)
{
	return (struct json_hit){ { text, JSON_STRING, false, true }, slot, 0 };
}

/* Zero bytes are no text: holes that a crash or a wrong encoding left. */
static struct str zeros_repaired(struct reading *r, struct str s)
{
	if (!s.n || !memchr(s.p, '\0', s.n)) return s;
	uint32_t zeros = 0;
	for (size_t i = 0; i < s.n; i++) zeros += s.p[i] == '\0';
	char *const to = arena_alloc(r->arena, s.n + 2 * (size_t)zeros);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		const struct str put = s.p[i] ? (struct str){ s.p + i, 1 } : (struct str){ "\xef\xbf\xbd", 3 };
		memcpy(to + n, put.p, put.n);
		n += put.n;
	}
	r->message->repairs += zeros;
	return (struct str){ to, n };
}

bool reading_utf8(struct reading *r, struct str *line)
{
	size_t bad = 0;
	*line = zeros_repaired(r, *line);
	if (utf8_valid(*line, &bad)) return true;
	if (r->set->bad_utf8 == BAD_UTF8_QUARANTINE) return reading_fault(r, FAULT_UTF8, bad, NULL);
	*line = columns_repair_line(*line, r->arena, &r->message->repairs);
	return true;
}

static bool line_read(struct reading *r, struct str line)
{
	struct str name = { NULL, 0 }, text = line;
	uint32_t n = 0;
	if (!reading_utf8(r, &line)) return false;
	text = str_trim(line);
	if (r->record->member->names && !columns_name(text, &name, &text)) {
		name = (struct str){ NULL, 0 };
		text = str_trim(line);
	}
	struct json_hit *const hit = arena_alloc(r->arena, (r->format->slots + 1) * sizeof *hit);
	for (unsigned i = 0; i < r->format->slots; i++) {
		if (str_is(r->format->slot[i], "/text")) hit[n++] = cell_hit(text, (uint16_t)i);
		if (name.p && str_is(r->format->slot[i], "/name")) hit[n++] = cell_hit(name, (uint16_t)i);
	}
	hits_index(r, hit, n);
	return true;
}

/* --- layouts ------------------------------------------------------------------------------------------------------------- */

static bool layout_read(struct reading *r, struct str bytes)
{
	values_begin(r);
	if (!r->format->layout->read(r, bytes)) return false;
	values_end(r);
	return true;
}

/* --- one record ---------------------------------------------------------------------------------------------------------- */

static const struct condition *first_holding(const struct condition *c, unsigned n, struct reading *r)
{
	for (unsigned i = 0; i < n; i++) if (condition_holds(&c[i], r)) return &c[i];
	return NULL;
}

static const struct rule *rule_find(struct reading *r)
{
	for (unsigned i = 0; i < r->format->rules; i++)
		if (conditions_all(r->format->rule[i].where, r->format->rule[i].wheres, r)) return &r->format->rule[i];
	return NULL;
}

static enum parsed skipped(struct reading *r, const struct condition *why, struct str *skip)
{
	*skip = why->reason.p ? why->reason : str_of("skip");
	r->message->skip = *skip;
	return PARSED_SKIPPED;
}

/* Its place: files of one name lie in many folders and archives, and no two messages may share an id. */
static struct str made_id(const struct record *record, struct arena *arena)
{
	const struct str archive = record->member->archive, path = record->member->path;
	char digits[20];
	unsigned first = sizeof digits;
	for (uint64_t n = record->number; n || first == sizeof digits; n /= 10) digits[--first] = (char)('0' + n % 10);
	char *const p = arena_alloc(arena, archive.n + path.n + sizeof digits + 2), *end = p;
	if (archive.n) memcpy(end, archive.p, archive.n);
	end += archive.n;
	if (path.n) {
		*end++ = '!';
		memcpy(end, path.p, path.n);
		end += path.n;
	}
	*end++ = '#';
	memcpy(end, digits + first, sizeof digits - first);
	return (struct str){ p, (size_t)(end - p) + sizeof digits - first };
}

/* Skip rules, then the first rule that fits; *rule NULL with PARSED_MESSAGE: none does. */
static enum parsed rule_choose(struct reading *r, const struct rule **rule, struct str *skip)
{
	const struct condition *why = first_holding(r->format->skip, r->format->skips, r);
	if (why) return skipped(r, why, skip);
	*rule = rule_find(r);
	why = *rule ? first_holding((*rule)->skip, (*rule)->skips, r) : NULL;
	return why ? skipped(r, why, skip) : PARSED_MESSAGE;
}

static enum parsed message_read(struct reading *r, struct str *skip, const struct rule **rule)
{
	struct message *const m = r->message;
	const enum parsed parsed = rule_choose(r, rule, skip);
	if (parsed != PARSED_MESSAGE) return parsed;
	if (*rule) {
		fields_read_strings(&(*rule)->fields, r);
		fields_read_rest(&(*rule)->fields, r);
	}
	if (!m->text.n && !m->string[MESSAGE_ID].n && !m->deleted) {
		reading_fault(r, FAULT_NO_TEXT, 0, *rule ? NULL : "an object that no rule of the map fits");
		return PARSED_QUARANTINED;
	}
	return PARSED_MESSAGE;
}

static enum parsed json_parse(struct reading *r, struct str *skip)
{
	struct message *const m = r->message;
	const struct rule *rule = NULL;
	struct str bytes = r->record->bytes;
	uint32_t mended = 0, replaced = 0, ignored = 0;
	size_t bad = 0;
	if (json_read_mended(r, &bytes, &mended)) {
		const enum parsed parsed = message_read(r, skip, &rule);
		m->repairs += mended;
		return parsed;
	}
	if (m->fault != FAULT_UTF8 || r->set->bad_utf8 != BAD_UTF8_REPLACE || utf8_valid(bytes, &bad)) return PARSED_QUARANTINED;
	*m = (struct message){ .markup = m->markup };
	struct str text = record_repaired(bytes, false, r->arena, &replaced);
	const uint32_t before = mended;
	if (!json_read_mended(r, &text, &mended)) return PARSED_QUARANTINED;
	const enum parsed parsed = message_read(r, skip, &rule);
	m->repairs += before + replaced + mended;
	if (parsed != PARSED_MESSAGE || !rule) return parsed;
	/* Names once more, with bad bytes spelled out: no two of them become one. */
	struct str spelled = record_repaired(bytes, true, r->arena, &ignored);
	if (!json_read_mended(r, &spelled, &ignored)) return PARSED_QUARANTINED;
	fields_read_strings(&rule->fields, r);
	return PARSED_MESSAGE;
}

enum parsed format_parse(const struct format_set *set, const struct record *record, struct parse_scratch *scratch,
                         struct arena *arena, struct message *message, struct str *skip)
{
	const struct format *const format = record->member->format;
	struct reading r = { .format = format, .record = record, .set = set, .arena = arena, .scratch = scratch, .message = message };
	const struct rule *rule = NULL;
	enum parsed parsed = PARSED_QUARANTINED;
	*message = (struct message){ 0 };
	*skip = (struct str){ NULL, 0 };
	if (record->fault) {
		reading_fault(&r, record->fault, 0, NULL);
	} else if (!format) {
		reading_fault(&r, FAULT_TYPE, 0, "of a member in no known format");
	} else if (format->companion.p) {
		*skip = message->skip = format->companion;
		parsed = PARSED_SKIPPED;
	} else {
		message->markup = format->markup;
		static bool (*const read[])(struct reading *, struct str) = { [FAMILY_CSV] = table_read, [FAMILY_LINES] = line_read,
			[FAMILY_LAYOUT] = layout_read };
		if (format->family == FAMILY_JSON) parsed = json_parse(&r, skip);
		else if (read[format->family](&r, record->bytes)) parsed = message_read(&r, skip, &rule);
		if (format->family == FAMILY_CSV && parsed == PARSED_MESSAGE && !table_judge(&r)) parsed = PARSED_QUARANTINED;
	}
	message->repairs += record->repairs;
	if (!message->string[MESSAGE_ID].n) {
		message->string[MESSAGE_ID] = made_id(record, arena);
		message->id_made = true;
	}
	return parsed;
}

/* --- the stage ----------------------------------------------------------------------------------------------------------- */

static void *parse_open(const struct assets *assets, const struct settings *settings, struct diag *diag)
{
	struct format_set *const set = format_set_open(assets, settings, diag);
	if (!set || format_set_usable(set, settings, diag)) return set;
	format_set_close(set);
	return NULL;
}

static void *parse_thread_open(const void *state)
{
	(void)state;
	return parse_scratch_new();
}

static void parse_thread_close(void *thread)
{
	parse_scratch_free(thread);
}

static void parse_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	static const uint8_t entry[] = { [PARSED_MESSAGE] = ENTRY_MESSAGE, [PARSED_SKIPPED] = ENTRY_SKIPPED,
		[PARSED_QUARANTINED] = ENTRY_QUARANTINED };
	(void)scratch;
	parse_scratch_begin(thread);
	b->entry = arena_zalloc(&b->arena, b->n + 1);
	b->message = arena_alloc(&b->arena, (b->n + 1) * sizeof *b->message);
	for (uint32_t i = 0; i < b->n; i++) {
		struct str skip;
		if (b->record[i].kind == RECORD_FINDING) {
			b->entry[i] = ENTRY_FINDING;
			b->message[i] = (struct message){ 0 };
		} else {
			b->entry[i] = entry[format_parse(state, &b->record[i], thread, &b->arena, &b->message[i], &skip)];
		}
	}
}

static void parse_close(void *state)
{
	format_set_close(state);
}

const struct stage stage_parse = { "parse", parse_open, parse_thread_open, parse_run, parse_thread_close, parse_close };
