/* format_sample.c -- the first JSON values of a member's head, and what detection pointers find in them.
 * Knows how to close a value that the head cuts off; does not know what any pointer stands for. */
#include "map.h"
#include "utf8.h"

enum { BRACKETS_MOST = 512 };

/* A value from `at` on. Where the head cuts it off, it is closed behind its last whole part. */
struct cut_value {
	struct str text;               /* with JSON_PADDING behind it; p NULL: nothing to be made of it */
	struct str longer;             /* the same with the beginning of the string that is cut; p NULL: there is none */
	size_t     end;                /* behind it in the head */
	bool       complete;
};

/* What records are repaired for must not hide what they are: in the copy that is only looked at, bad bytes are written over. */
static void sample_mend(char *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		unsigned part;
		const unsigned length = utf8_length(p + at, n - at, &part);
		if (!length) memset(p + at, '?', part);
		at += length ? length : part;
	}
}

static struct str padded_copy(struct arena *arena, struct str s, const char *stack, size_t depth)
{
	char *const p = arena_alloc(arena, s.n + depth + JSON_PADDING);
	memcpy(p, s.p, s.n);
	for (size_t i = 0; i < depth; i++) p[s.n + i] = stack[depth - 1 - i];
	memset(p + s.n + depth, 0, JSON_PADDING);
	sample_mend(p, s.n);
	return (struct str){ p, s.n + depth };
}

/* Where a string that runs over the head's end can be closed: before an escape that may be incomplete. */
static size_t string_cut(struct str head, size_t begin)
{
	enum { ESCAPE_MOST = 12 };
	size_t at = head.n - begin > ESCAPE_MOST ? head.n - ESCAPE_MOST : begin;
	while (at < head.n && head.p[at] != '\\') at++;
	while (at < head.n && at > begin && head.p[at - 1] == '\\') at--;
	return at;
}

static struct cut_value value_cut(struct str head, size_t at, struct arena *arena)
{
	char stack[BRACKETS_MOST];
	const size_t begin = at;
	size_t depth = 0, good = 0, good_depth = 0;
	bool quoted = false;
	for (; at < head.n; at++) {
		const char c = head.p[at];
		if (quoted) {
			if (c == '\\') at++;
			else quoted = c != '"';
			continue;
		}
		quoted = c == '"';
		if (c == '{' || c == '[') {
			if (depth == BRACKETS_MOST) break;
			stack[depth++] = c == '{' ? '}' : ']';
		} else if (c == '}' || c == ']') {
			if (!depth || stack[--depth] != c) return (struct cut_value){ .end = at + 1 };
			if (!depth) return (struct cut_value){ padded_copy(arena, str_cut(head, begin, at + 1), stack, 0), { NULL, 0 }, at + 1, true };
		}
		if (c == '}' || c == ']' || c == ',') {
			good = c == ',' ? at : at + 1;
			good_depth = depth;
		}
	}
	struct cut_value cut = { .end = head.n };
	if (good) cut.text = padded_copy(arena, str_cut(head, begin, good), stack, good_depth);
	if (quoted && depth < BRACKETS_MOST) {
		stack[depth] = '"';
		cut.longer = padded_copy(arena, str_cut(head, begin, string_cut(head, begin)), stack, depth + 1);
	}
	return cut;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0x1e || c == ',';
}

static size_t blanks_pass(struct str head, size_t at)
{
	for (;;) {
		if (at < head.n && blank(head.p[at])) at++;
		else if (at + 3 <= head.n && !memcmp(head.p + at, "\xef\xbb\xbf", 3)) at += 3;
		else return at;
	}
}

/* A bracket that begins JSON rather than a time stamp or a name in brackets. */
static bool json_begins(struct str s)
{
	size_t at = 1;
	if (!s.n || (s.p[0] != '{' && s.p[0] != '[')) return false;
	while (at < s.n && blank(s.p[at])) at++;
	return at == s.n || strchr(s.p[0] == '{' ? "\"}'" : "{[\"]'", s.p[at]) != NULL;
}

/* --- samples ------------------------------------------------------------------------------------------------------------- */

static bool sample_add(const struct format_set *set, struct samples *out, struct str document, bool element,
                       struct arena *arena)
{
	struct json_result result = { 0 };
	if (out->samples == SAMPLES_MOST * (SAMPLES_MOST + 1)) return false;
	if (!json_project(set->detect_plan, document, set->json_depth, arena, &result)) {
		uint32_t repairs;
		const struct str mended = json_mended(document, arena, &repairs);
		if (!repairs || !json_project(set->detect_plan, mended, set->json_depth, arena, &result)) return false;
	}
	struct sample *const sample = &out->sample[out->samples++];
	memset(sample, 0, sizeof *sample);
	sample->element = element;
	for (uint32_t i = 0; i < result.count; i++) {
		const uint16_t slot = result.hit[i].slot;
		sample->found[slot / 64] |= (uint64_t)1 << slot % 64;
	}
	return true;
}

/* The value itself, and where it is an array its first elements. */
static bool value_sample(const struct format_set *set, struct samples *out, struct str document, struct arena *arena)
{
	struct json_result result = { 0 };
	struct diag diag;
	if (!sample_add(set, out, document, false, arena)) return false;
	if (document.p[0] != '[') return true;
	out->array = true;
	struct json_plan *const items = json_plan_new(arena);
	if (!json_plan_add(items, str_of("/*"), 0, &diag)) return true;
	if (!json_project(items, document, set->json_depth, arena, &result)) return true;
	for (uint32_t i = 0, n = 0; i < result.count && n < SAMPLES_MOST; i++)
		if (result.hit[i].value.type == JSON_OBJECT) n += sample_add(set, out, result.hit[i].value.text, true, arena);
	return true;
}

static void documents_sample(const struct format_set *set, struct samples *out, struct str head, struct arena *arena)
{
	size_t at = blanks_pass(head, 0);
	for (unsigned n = 0; n < SAMPLES_MOST && at < head.n && (head.p[at] == '{' || head.p[at] == '['); n++) {
		const struct cut_value value = value_cut(head, at, arena);
		if ((!value.longer.p || !value_sample(set, out, value.longer, arena)) && value.text.p)
			(void)value_sample(set, out, value.text, arena);
		if (!value.complete) return;
		at = blanks_pass(head, value.end);
	}
}

struct samples head_samples(const struct format_set *set, struct str head, bool whole, struct arena *arena)
{
	struct samples out = { .sample = arena_alloc(arena, SAMPLES_MOST * (SAMPLES_MOST + 1) * sizeof(struct sample)) };
	unsigned alone = 0, tailed = 0, open = 0, seen = 0;
	struct str line;
	for (size_t at = 0; seen < SAMPLES_MOST && head_line(head, whole, &at, &line);) {
		line = str_cut(line, blanks_pass(line, 0), line.n);
		if (!json_begins(line)) continue;
		out.json = true;
		seen++;
		const struct cut_value value = value_cut(line, 0, arena);
		if (!value.complete && value.end == line.n) {
			open++;
			if (seen == 1) break;
		} else if (str_trim(str_cut(line, value.end, line.n)).n) {
			tailed++;
		} else {
			alone++;
			if (value.text.p) (void)value_sample(set, &out, value.text, arena);
		}
	}
	if (!seen) out.json = json_begins(str_cut(head, blanks_pass(head, 0), head.n));
	out.lines = alone > tailed && (open == 0 || alone > 1);
	if (out.json && !out.lines) {
		out.samples = 0;
		out.array = false;
		documents_sample(set, &out, head, arena);
	}
	return out;
}
