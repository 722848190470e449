/* row.c -- lays entries out as rows, takes rows apart again, and is the pack stage.
 * Knows the layout that row.h describes; does not know where rows are kept or what a score is. */
#include "row.h"
#include "format.h"
#include "stage.h"

static const struct row_head blank_head;

static struct str first_bytes(struct str bytes)
{
	return bytes.n > ROW_SAMPLE ? str_cut(bytes, 0, ROW_SAMPLE) : bytes;
}

/* A string that is there but empty must not look absent. */
static struct str present(struct str s) { return (struct str){ s.p ? s.p : "", s.n }; }

/* The strings of the entry; ROW_POOL stays absent here, its pieces are laid down one by one. */
static void row_strings(const struct batch *b, uint32_t i, struct str *string)
{
	const struct record *record = &b->record[i];
	const struct message *message = &b->message[i];
	if (b->entry[i] == ENTRY_MESSAGE || b->entry[i] == ENTRY_SKIPPED)
		for (unsigned s = 0; s < MESSAGE_STRINGS; s++) string[s] = message->string[s];
	if (record->member) {
		string[ROW_ARCHIVE] = present(record->member->archive);
		string[ROW_MEMBER] = present(record->member->path);
		if (record->member->format) string[ROW_FORMAT] = str_of(format_name(record->member->format));
	}
	switch ((enum entry_kind)b->entry[i]) {
	case ENTRY_MESSAGE:
		string[ROW_TEXT] = present(b->view[i].text);
		break;
	case ENTRY_SKIPPED:
		string[ROW_REASON] = present(message->skip);
		break;
	case ENTRY_QUARANTINED:
		string[ROW_TEXT] = present(first_bytes(record->bytes));
		string[ROW_REASON] = str_of(message->fault_reason ? message->fault_reason : fault_meaning(
			message->fault ? message->fault : record->fault));
		break;
	case ENTRY_FINDING:
		string[ROW_TEXT] = present(record->bytes);
		string[ROW_REASON] = str_of(finding_meaning(record->finding));
		break;
	}
}

static uint8_t row_flags(const struct message *message, const struct view *view)
{
	return (uint8_t)((message->id_made ? ROW_ID_MADE : 0) | (message->deleted ? ROW_DELETED : 0) |
		(message->bad_time ? ROW_BAD_TIME : 0) | (view->truncated ? ROW_TRUNCATED : 0) |
		(message->ragged ? ROW_RAGGED : 0) | (message->zone == TIME_LOCAL ? ROW_LOCAL_TIME : 0) |
		(message->zone != TIME_NONE ? ROW_HAS_TIME : 0));
}

static void head_of_message(struct row_head *head, const struct batch *b, uint32_t i)
{
	const struct message *message = &b->message[i];
	const struct view *view = &b->view[i];
	const struct found *found = &b->found[i];
	head->status = (uint8_t)found->status;
	head->language = (uint8_t)view->language;
	head->flags = row_flags(message, view);
	head->time = message->zone == TIME_NONE ? 0 : message->time;
	head->edited = message->edited;
	head->repairs = message->repairs;
	head->duplicate_keys = message->duplicate_keys;
	head->chars = view->chars;
	head->letters = view->letters;
	head->foreign = view->foreign;
	head->tokens = view->tokens;
	head->claims = (uint16_t)found->claims;
	head->evidences = (uint16_t)found->evidences;
	head->certainty = found->certainty;
	head->level = found->level;
	memcpy(head->code, view->code, sizeof head->code);
}

static char *lay(char *to, const void *bytes, size_t n)
{
	if (n) memcpy(to, bytes, n);
	return to + n;
}

static char *lay_answers(char *to, const struct found *found, uint16_t *answers)
{
	const char *const begin = to;
	for (unsigned slot = 0; slot < SLOTS; slot++) {
		const struct settled *a = &found->answer[slot];
		if (!a->labels) continue;
		const uint16_t first = (uint16_t)(slot | (unsigned)a->said << 4 | (unsigned)a->labels << 8);
		to = lay(to, &first, sizeof first);
		to = lay(to, a->p, a->labels * sizeof *a->p);
	}
	*answers = (uint16_t)((size_t)(to - begin) / sizeof(uint16_t));
	return to;
}

/* What a message has beyond its strings: features that are not zero, claims, evidence with its place in the pool, answers. */
static char *lay_found(char *to, const struct found *found, uint16_t *features, uint16_t *answers, uint32_t *pool)
{
	*features = 0;
	for (unsigned f = 0; f < FEATURE_COUNT; f++) {
		if (!found->feature[f]) continue;
		const struct row_feature one = { found->feature[f], found->span[f].from, found->span[f].to, f };
		to = lay(to, &one, sizeof one);
		++*features;
	}
	to = lay(to, found->claim, found->claims * sizeof *found->claim);
	for (uint32_t e = 0; e < found->evidences; e++) {
		struct evidence one = found->evidence[e];
		one.origin_at = *pool;
		one.origin_n = (uint32_t)found->origin[e].n;
		*pool += one.origin_n;
		to = lay(to, &one, sizeof one);
	}
	return lay_answers(to, found, answers);
}

/* An upper bound of the row's size: the room is asked for once. */
static size_t row_room(const struct found *found, const struct str *string)
{
	size_t room = sizeof(struct row_head) + 8;
	for (unsigned s = 0; s < ROW_STRINGS; s++) room += string[s].n;
	if (!found) return room;
	room += FEATURE_COUNT * sizeof(struct row_feature) + found->claims * sizeof *found->claim + found->evidences * sizeof *found->evidence;
	for (uint32_t e = 0; e < found->evidences; e++) room += found->origin[e].n;
	room += SLOTS * (1 + LABELS_MOST) * sizeof(uint16_t);
	return room;
}

void row_pack(struct buf *out, const struct batch *b, uint32_t i)
{
	struct str string[ROW_STRINGS] = { 0 };
	struct row_head head;
	memset(&head, 0, sizeof head);     /* its padding too: the artifact is a function of the input alone */
	const struct found *found = b->entry[i] == ENTRY_MESSAGE ? &b->found[i] : NULL;
	head.kind = b->entry[i];
	head.number = b->record[i].number;
	head.offset = b->record[i].offset;
	if (head.kind == ENTRY_MESSAGE) head_of_message(&head, b, i);
	else if (head.kind == ENTRY_FINDING) head.status = (uint8_t)b->record[i].finding;
	else if (head.kind == ENTRY_QUARANTINED) {
		const struct message *message = &b->message[i];
		head.status = (uint8_t)(message->fault ? message->fault : b->record[i].fault);
		head.offset += message->fault ? message->fault_at : 0;
	}
	row_strings(b, i, string);
	for (unsigned s = 0; s < ROW_STRINGS; s++) head.length[s] = string[s].p ? (uint32_t)string[s].n : UINT32_MAX;
	char *const begin = buf_room(out, row_room(found, string)), *to = begin + sizeof head;
	uint32_t pool = 0;
	if (found) to = lay_found(to, found, &head.features, &head.answers, &pool);
	if (found && found->evidences) head.length[ROW_POOL] = pool;
	for (unsigned s = 0; s < ROW_STRINGS; s++) to = lay(to, string[s].p, string[s].n);
	for (uint32_t e = 0; found && e < found->evidences; e++) to = lay(to, found->origin[e].p, found->origin[e].n);
	while ((to - begin) % 8) *to++ = 0;
	head.size = (uint32_t)(to - begin);
	memcpy(begin, &head, sizeof head);
	out->n += head.size;
}

/* Slots rise, each has the labels that it says it has, and no probability is above one. */
static bool answers_sound(const struct row *row)
{
	unsigned next = 0;
	for (unsigned at = 0; at < row->head->answers;) {
		const unsigned first = row->answer[at++], slot = first & 15U, said = first >> 4 & 15U, labels = first >> 8;
		if (slot < next || slot >= SLOTS || labels < 2 || labels > LABELS_MOST || said >= labels) return false;
		if (labels > row->head->answers - at) return false;
		for (unsigned l = 0; l < labels; l++) if (row->answer[at + l] > 10000) return false;
		at += labels;
		next = slot + 1;
	}
	return true;
}

/* Do the numbers inside agree with one another? A row that passes can be read without further checks. */
static bool row_sound(const struct row *row)
{
	const struct row_head *head = row->head;
	if (head->kind > ENTRY_FINDING || (head->kind == ENTRY_MESSAGE && head->status >= STATUS_COUNT)) return false;
	for (unsigned f = 0; f < head->features; f++)
		if (row->feature[f].feature >= FEATURE_COUNT) return false;
	const size_t text = row->string[ROW_TEXT].n, pool = row->string[ROW_POOL].n;
	for (unsigned c = 0; c < head->claims; c++)
		if (row->claim[c].from > row->claim[c].to || row->claim[c].to > text) return false;
	for (unsigned e = 0; e < head->evidences; e++) {
		const struct evidence *one = &row->evidence[e];
		if (one->from > one->to || one->to > text || (size_t)one->origin_at + one->origin_n > pool) return false;
	}
	return answers_sound(row);
}

size_t row_read(struct str bytes, size_t at, struct row *row)
{
	if (at % 8 || at > bytes.n || bytes.n - at < sizeof *row->head) return 0;
	row->head = (const void *)(bytes.p + at);
	const size_t size = row->head->size;
	if (size % 8 || size < sizeof *row->head || size > bytes.n - at) return 0;
	size_t need = sizeof *row->head;
	row->feature = (const void *)(bytes.p + at + need);
	need += row->head->features * sizeof *row->feature;
	row->claim = (const void *)(bytes.p + at + need);
	need += row->head->claims * sizeof *row->claim;
	row->evidence = (const void *)(bytes.p + at + need);
	need += row->head->evidences * sizeof *row->evidence;
	row->answer = (const void *)(bytes.p + at + need);
	need += row->head->answers * sizeof *row->answer;
	for (unsigned s = 0; s < ROW_STRINGS; s++) {
		const uint32_t n = row->head->length[s];
		row->string[s] = n == UINT32_MAX ? (struct str){ NULL, 0 } : (struct str){ bytes.p + at + need, n };
		need += n == UINT32_MAX ? 0 : n;
	}
	if (need > size || size - need >= 8 || !row_sound(row)) return 0;
	return at + size;
}

static void *pack_open(const struct assets *assets, const struct settings *settings, struct diag *d)
{
	(void)assets, (void)settings, (void)d;
	return (void *)&blank_head;   /* a stage's state is never NULL; this one has nothing to remember */
}

static void pack_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	(void)state, (void)thread, (void)scratch;
	b->rows.n = 0;
	for (uint32_t i = 0; i < b->n; i++) row_pack(&b->rows, b, i);
}

const struct stage stage_pack = { "pack", pack_open, NULL, pack_run, NULL, NULL };
