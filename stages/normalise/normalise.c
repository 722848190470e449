/* normalise.c -- the stage that turns messages into views: the way of a text through the rooms of this folder.
 * Knows the order of the steps and the fast way of ASCII; each step is known to its own file. */
#include "normalise.h"

#include <stdlib.h>

#include "stage.h"
#include "utf8.h"

struct normaliser {
	struct language_table *languages;
	uint32_t               limit;
};

/* Is there a control character other than tab and line end? DEL and the C1 controls (C2 80 .. C2 9F) count; so does, for
 * this question, any other character that begins with C2. */
static bool has_controls(struct str s, uint8_t *ascii)
{
	enum { CONTROL = 1, HIGH = 2 };
	static const uint8_t kind[256] = {
#define EIGHT(a, what) [a] = what, [(a) + 1] = what, [(a) + 2] = what, [(a) + 3] = what, [(a) + 4] = what, [(a) + 5] = what, \
	[(a) + 6] = what, [(a) + 7] = what
#define THIRTY_TWO(a, what) EIGHT(a, what), EIGHT((a) + 8, what), EIGHT((a) + 16, what), EIGHT((a) + 24, what)
		EIGHT(0, CONTROL), [8] = CONTROL, [11] = CONTROL, [12] = CONTROL, [13] = CONTROL, [14] = CONTROL, [15] = CONTROL,
		EIGHT(16, CONTROL), EIGHT(24, CONTROL), [0x7F] = CONTROL, THIRTY_TWO(0x80, HIGH), THIRTY_TWO(0xA0, HIGH),
		[0xC0] = HIGH, [0xC1] = HIGH, [0xC2] = HIGH | CONTROL, [0xC3] = HIGH, [0xC4] = HIGH, [0xC5] = HIGH, [0xC6] = HIGH,
		[0xC7] = HIGH, EIGHT(0xC8, HIGH), EIGHT(0xD0, HIGH), EIGHT(0xD8, HIGH), THIRTY_TWO(0xE0, HIGH),
#undef THIRTY_TWO
#undef EIGHT
	};
	unsigned seen = 0;
	for (size_t i = 0; i < s.n; i++) seen |= kind[(unsigned char)s.p[i]];
	*ascii = !(seen & HIGH);
	return seen & CONTROL;
}

static struct str controls_blanked(struct str s, struct arena *arena)
{
	char *out = memcpy(arena_alloc(arena, s.n), s.p, s.n);
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)out[i];
		if (c == 0xC2 && i + 1 < s.n && (unsigned char)out[i + 1] < 0xA0) out[i] = out[i + 1] = ' ';
		else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F) out[i] = ' ';
	}
	return (struct str){ out, s.n };
}

struct str text_unmark(struct str text, unsigned markup, struct arena *arena)
{
	const unsigned outer = markup & (MARKUP_HTML | MARKUP_SLACK);
	if (outer) text = markup_strip(text, outer | (markup & MARKUP_MAIL), arena);
	if (markup & (MARKUP_ENTITIES | MARKUP_HTML | MARKUP_SLACK)) text = entities_decode(text, arena);
	if (markup & MARKUP_MARKDOWN) text = markup_strip(text, MARKUP_MARKDOWN, arena);
	if (markup & MARKUP_MAIL) text = quotation_mark(text, arena);
	return text;
}

void text_normalise(struct str text, unsigned markup, uint32_t limit, const struct language_table *languages, struct view *v,
                    struct arena *arena)
{
	*v = (struct view){ .text = text, .code = "und", .language = LANGUAGE_UNKNOWN, .ascii = 1 };
	if (!text.p || !text.n) return;
	if (markup) text = text_unmark(text, markup, arena);
	if (has_controls(text, &v->ascii)) text = controls_blanked(text, arena);
	if (!v->ascii) text = unicode_compose(text, arena);
	v->text = text;
	if (text.n > limit) return;
	tokenise(v, arena);
	v->quotes = (markup & (MARKUP_MAIL | MARKUP_HTML | MARKUP_MARKDOWN | MARKUP_SLACK)) != 0;
	clauses_cut(v, arena);
	v->truncated = text_truncated(v);
	language_decide(languages, v);
}

static void *normalise_open(const struct assets *assets, const struct settings *settings, struct diag *diag)
{
	const struct str tsv = assets_find(assets, "lexicons/language.tsv");
	if (!tsv.p) {
		diag_usage(diag, "lexicons/language.tsv is missing from the configuration");
		return NULL;
	}
	struct normaliser *n = mem_zalloc(1, sizeof *n);
	n->limit = settings->limits.text;
	n->languages = language_open(tsv, diag);
	if (n->languages) return n;
	free(n);
	return NULL;
}

static void normalise_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	const struct normaliser *n = state;
	(void)thread;
	(void)scratch;
	b->view = arena_zalloc(&b->arena, b->n * sizeof *b->view);
	for (uint32_t i = 0; i < b->n; i++) {
		const struct message *m = &b->message[i];
		const bool wanted = b->entry[i] == ENTRY_MESSAGE && !m->deleted;
		text_normalise(wanted ? m->text : (struct str){ NULL, 0 }, m->markup, n->limit, n->languages, &b->view[i], &b->arena);
	}
}

static void normalise_close(void *state)
{
	struct normaliser *n = state;
	if (!n) return;
	language_close(n->languages);
	free(n);
}

const struct stage stage_normalise = {
	.name = "normalise", .open = normalise_open, .run = normalise_run, .close = normalise_close,
};
