/* clause.c -- sentences, and the clauses in them that claims are looked for in.
 * Knows marks, line ends, abbreviations and the conjunctions that open a clause; does not know what is claimed. */
#include "normalise.h"

enum { WRAPPED_FROM = 55, WRAPPED_TO = 80 };   /* bytes of a line that was probably wrapped by a mail program */

/* A clause begins at these when a comma stands before them. */
static const char opens_after_comma[] = " but although though while whereas so because yet ";
/* A full stop behind these ends no sentence. The last ones only before a number. */
static const char abbreviations[] = " mr mrs ms dr prof sen rep gov gen col lt sgt capt st jr sr vs inc ltd dept approx "
	"jan feb mar apr jun jul aug sept sep oct nov dec mt ave blvd cf viz ca ";
static const char before_number[] = " no nos fig vol pp p ch sec art ";

struct cut {
	struct view *v;
	uint32_t     room, from, sentence, first;   /* first: the first clause of this sentence */
	bool         fresh;                         /* no word of this sentence seen yet */
	bool         quoted;                        /* the line at hand is somebody else's */
};

static struct str token_text(const struct view *v, uint32_t i) { return str_cut(v->text, v->token[i].at, v->token[i].at + v->token[i].n); }

static bool listed(const char *list, struct str word)
{
	char key[16] = " ";
	if (word.n + 3 > sizeof key) return false;
	for (size_t i = 0; i < word.n; i++) {
		if ((word.p[i] | 32) < 'a' || (word.p[i] | 32) > 'z') return false;
		key[1 + i] = (char)(word.p[i] | 32);
	}
	key[1 + word.n] = ' ';
	return strstr(list, key) != NULL;
}

static void clause_add(struct cut *c, struct arena *arena, uint32_t to, enum clause_end end)
{
	struct view *v = c->v;
	if (to == c->from) return;
	if (v->clauses == c->room) {
		v->clause = arena_grow(arena, v->clause, c->room * sizeof *v->clause, 2 * c->room * sizeof *v->clause);
		c->room *= 2;
	}
	v->clause[v->clauses++] = (struct clause){ .from = c->from, .to = to, .end = (uint8_t)end,
		.quoted = c->quoted, .sentence = (uint16_t)(c->sentence > UINT16_MAX ? UINT16_MAX : c->sentence) };
	c->from = to;
	if (end == CLAUSE_INNER) return;
	for (uint32_t i = c->first; end == CLAUSE_QUESTION && i < v->clauses; i++) v->clause[i].question = 1;
	c->first = v->clauses;
	c->sentence++;
	c->fresh = true;
}

static bool mark_is(const struct view *v, uint32_t i, uint16_t mark)
{
	return i < v->tokens && v->token[i].kind == TOKEN_PUNCT && v->token[i].mark == mark;
}

static bool spaced(const struct view *v, uint32_t i) { return i >= v->tokens || (v->token[i].flags & TOKEN_SPACE); }

static bool closes(const struct view *v, uint32_t i)
{
	return mark_is(v, i, '"') || mark_is(v, i, '\'') || mark_is(v, i, ')') || mark_is(v, i, ']') || mark_is(v, i, '*');
}

/* The tokens behind a final mark that belong to it: more marks, closing quotes and brackets. */
static uint32_t mark_end(const struct view *v, uint32_t i, enum clause_end *end)
{
	uint32_t to = i + 1;
	for (; to < v->tokens && !spaced(v, to); to++) {
		if (mark_is(v, to, '?')) *end = CLAUSE_QUESTION;
		else if (mark_is(v, to, '!')) *end = *end == CLAUSE_STOP ? CLAUSE_EXCLAIM : *end;
		else if (!mark_is(v, to, '.') && !closes(v, to)) break;
	}
	return to;
}

static bool stop_ends(const struct view *v, uint32_t i)
{
	const struct token *t = &v->token[i];
	if (i + 1 == v->tokens || (v->token[i + 1].flags & TOKEN_LINE)) return true;
	const struct token *next = t + 1;
	const bool dots = t->n > 1;
	if (dots) return spaced(v, i + 1) && (next->flags & (TOKEN_TITLE | TOKEN_UPPER));
	const struct token *last = i ? t - 1 : NULL;
	const bool word = last && last->kind == TOKEN_WORD && !spaced(v, i);
	if (!spaced(v, i + 1)) {
		if (next->kind == TOKEN_PUNCT) return closes(v, i + 1) || next->mark == '?' || next->mark == '!' || next->mark == '.';
		if (next->kind == TOKEN_FOREIGN || next->kind == TOKEN_EMOJI || next->kind == TOKEN_URL) return true;
		return word && last->n > 1 && !(last->flags & (TOKEN_UPPER | TOKEN_TITLE)) && (next->flags & TOKEN_TITLE);
	}
	if (!word) return true;
	if (last->n == 1 && (last->flags & TOKEN_TITLE) && v->text.p[last->at] != 'I') return false;      /* an initial */
	const struct str before = token_text(v, i - 1);
	return !listed(abbreviations, before) && !(next->kind == TOKEN_NUMBER && listed(before_number, before));
}

/* Where the clause ends that this mark closes: the first token behind it; 0 when it closes none. */
static uint32_t mark_cuts(const struct view *v, uint32_t i, enum clause_end *end)
{
	const struct token *t = &v->token[i];
	*end = CLAUSE_INNER;
	switch (t->mark) {
	case '?': *end = CLAUSE_QUESTION; return mark_end(v, i, end);
	case '!': *end = CLAUSE_EXCLAIM; return mark_end(v, i, end);
	case '.':
		if (!stop_ends(v, i)) return t->n > 1 ? i + 1 : 0;
		*end = CLAUSE_STOP;
		return mark_end(v, i, end);
	case ';': return spaced(v, i + 1) ? i + 1 : 0;
	case '-': {
		const bool em = t->n == 3 && (unsigned char)v->text.p[t->at + 2] >= 0x94 && (unsigned char)v->text.p[t->at + 1] == 0x80;
		if (em) return i + 1;
		if (mark_is(v, i + 1, '-') && !spaced(v, i + 1)) return i + 2;
		return spaced(v, i) && spaced(v, i + 1) ? i + 1 : 0;
	}
	default: return 0;
	}
}

/* Does the line that ends before token i go on in it, cut only by a mail program? */
static bool line_wrapped(const struct view *v, uint32_t i, uint32_t line_from)
{
	const struct token *t = &v->token[i], *last = t - 1;
	const uint32_t width = last->at + last->n - line_from, gap = t->at - last->at - last->n;
	const unsigned char c = (unsigned char)v->text.p[t->at];
	return gap <= 2 && width >= WRAPPED_FROM && width <= WRAPPED_TO && last->kind == TOKEN_WORD && c >= 'a' && c <= 'z';
}

static void word_seen(struct cut *c, struct token *t)
{
	if (!c->fresh || (t->kind != TOKEN_WORD && t->kind != TOKEN_NUMBER && t->kind != TOKEN_FOREIGN)) return;
	t->flags |= TOKEN_FIRST;
	c->fresh = false;
}

void clauses_cut(struct view *v, struct arena *arena)
{
	struct cut c = { .v = v, .room = v->tokens / 8 + 4, .fresh = true };
	v->clause = arena_alloc(arena, c.room * sizeof *v->clause);
	v->clauses = 0;
	uint32_t line_from = 0;
	for (uint32_t i = 0; i < v->tokens; i++) {
		struct token *t = &v->token[i];
		const bool quoted = v->quotes && mark_is(v, i, '>');
		if (!i) c.quoted = quoted;
		if (t->flags & TOKEN_LINE) {
			if (i && (quoted != c.quoted || !line_wrapped(v, i, line_from))) {
				if (i > c.from) clause_add(&c, arena, i, CLAUSE_TEXT_END);
				else if (v->clauses && v->clause[v->clauses - 1].end == CLAUSE_INNER) {
					v->clause[v->clauses - 1].end = CLAUSE_TEXT_END;
					c.first = v->clauses;
					c.sentence++;
					c.fresh = true;
				}
			}
			line_from = t->at;
			c.quoted = quoted;
		}
		word_seen(&c, t);
		if (t->kind == TOKEN_PUNCT) {
			enum clause_end end;
			const uint32_t to = mark_cuts(v, i, &end);
			if (to && (end != CLAUSE_INNER || i > c.from)) {
				clause_add(&c, arena, to, end);
				i = to - 1;
			}
		} else if (t->kind == TOKEN_WORD && i > c.from + 1 && mark_is(v, i - 1, ',') && listed(opens_after_comma, token_text(v, i))) {
			clause_add(&c, arena, i, CLAUSE_INNER);
		}
	}
	if (c.from < v->tokens) clause_add(&c, arena, v->tokens, CLAUSE_TEXT_END);
	else if (v->clauses && v->clause[v->clauses - 1].end == CLAUSE_INNER) v->clause[v->clauses - 1].end = CLAUSE_TEXT_END;
	arena_trim(arena, v->clause, c.room * sizeof *v->clause, v->clauses * sizeof *v->clause);
}
