/* lexicon.c -- compiles the tables of configs/lexicons/ into one open-addressing table over hashes of token sequences.
 * Knows the files' columns; does not know the meaning of any class. */
#include "lexicon.h"

#include <stdlib.h>

struct compile { struct lexicon *l; struct arena scratch; const char *file; unsigned line; struct diag *diag; };

static void table_place(struct lexicon *l, struct phrase p)
{
	uint32_t i = (uint32_t)(p.key >> 20) & l->mask;
	while (l->slot[i].key)
		i = (i + 1) & l->mask;
	l->slot[i] = p;
	l->used++;
}

static void table_grow(struct lexicon *l)
{
	struct phrase *old = l->slot;
	const uint32_t slots = l->slot ? l->mask + 1 : 0, wider = slots ? slots * 2 : 8192;
	l->slot = mem_zalloc(wider, sizeof *l->slot);
	l->mask = wider - 1;
	l->used = 0;
	for (uint32_t i = 0; i < slots; i++)
		if (old[i].key)
			table_place(l, old[i]);
	free(old);
}

static struct phrase *table_enter(struct lexicon *l, uint64_t key)
{
	if (!l->slot || l->used * 2 >= l->mask)
		table_grow(l);
	uint32_t i = (uint32_t)(key >> 20) & l->mask;
	for (; l->slot[i].key; i = (i + 1) & l->mask)
		if (l->slot[i].key == key)
			return &l->slot[i];
	l->slot[i].key = key;
	l->used++;
	return &l->slot[i];
}

static struct phrase *phrase_enter(struct compile *c, struct str words)
{
	struct view v = { 0 };
	text_tokenise(words, &v, &c->scratch);
	if (!v.tokens || v.tokens > 12) {
		diag_usage(c->diag, "%s:%u: a phrase has 1 to 12 words", c->file, c->line);
		return NULL;
	}
	c->l->first[(v.token[0].hash >> 6) & 1023] |= UINT64_C(1) << (v.token[0].hash & 63);
	uint64_t key = 0;
	struct phrase *p = NULL;
	for (uint32_t i = 0; i < v.tokens; i++) {
		key = phrase_key(key, v.token[i].hash);
		p = table_enter(c->l, key);
		if (i)
			c->l->longer[key >> 54] |= UINT64_C(1) << (key >> 48 & 63);
		if (i + 1 < v.tokens)
			p->more = 1;
	}
	return p;
}

static bool cue_line(struct compile *c, const struct str *cell, unsigned cells)
{
	static const char *const name[CUE_COUNT] = {
#define CUE(word, feature, kind) [CUE_##word] = #word,
#include "cue.def"
#undef CUE
	};
	if (cells < 2)
		return diag_usage(c->diag, "%s:%u: expected phrase, tab, class", c->file, c->line);
	unsigned class = 0;
	while (class < CUE_COUNT && !str_is(cell[1], name[class]))
		class++;
	if (class == CUE_COUNT || class == CUE_OUTLET)
		return diag_usage(c->diag, "%s:%u: unknown class \"%.*s\"; README.md beside it lists them", c->file, c->line,
			(int)(cell[1].n < 40 ? cell[1].n : 40), cell[1].p);
	struct phrase *p = phrase_enter(c, cell[0]);
	if (!p)
		return false;
	p->cues |= cue_bit(class);
	return true;
}

static bool outlet_line(struct compile *c, const struct str *cell, unsigned cells)
{
	struct lexicon *l = c->l;
	if (cells < 2 || (cells > 2 && !str_is(cell[2], "capital")))
		return diag_usage(c->diag, "%s:%u: expected name, tab, domain, and perhaps tab, \"capital\"", c->file, c->line);
	struct phrase *p = phrase_enter(c, cell[0]);
	if (!p)
		return false;
	if (l->outlets > UINT16_MAX)
		return diag_usage(c->diag, "%s:%u: more than 65536 outlets", c->file, c->line);
	p->cues |= cue_bit(CUE_OUTLET);
	p->capital = cells > 2;
	p->outlet = (uint16_t)l->outlets;
	l->outlet = arena_grow(&l->arena, l->outlet, l->outlets * sizeof *l->outlet, (l->outlets + 1) * sizeof *l->outlet);
	l->outlet[l->outlets++] = arena_copy(&l->arena, cell[1]);
	return true;
}

static bool file_read(struct compile *c, struct str text, bool (*each)(struct compile *, const struct str *, unsigned))
{
	for (size_t at = 0; at < text.n; c->line++) {
		const char *end = memchr(text.p + at, '\n', text.n - at);
		const size_t to = end ? (size_t)(end - text.p) : text.n;
		const struct str line = str_trim(str_cut(text, at, to));
		at = to + 1;
		if (!line.n || line.p[0] == '#')
			continue;
		struct str cell[4] = { { NULL, 0 } };
		unsigned cells = 0;
		for (size_t from = 0; from <= line.n && cells < 4;) {
			const char *tab = from < line.n ? memchr(line.p + from, '\t', line.n - from) : NULL;
			const size_t stop = tab ? (size_t)(tab - line.p) : line.n;
			cell[cells++] = str_trim(str_cut(line, from, stop));
			from = stop + 1;
		}
		if (!each(c, cell, cells))
			return false;
		arena_reset(&c->scratch, 1 << 16);
	}
	return true;
}

static bool lexicon_read(struct lexicon *l, const struct assets *assets, struct diag *d)
{
	struct compile c = { .l = l, .diag = d };
	bool fine = true;
	const char *name;
	for (unsigned i = 0; fine && (name = assets_name(assets, "lexicons/", i)); i++) {
		const struct str text = assets_find(assets, name), file = str_of(name);
		c.file = name;
		c.line = 1;
		if (!str_ends(file, str_of(".tsv")) || str_is(file, "lexicons/language.tsv"))
			continue;
		if (str_is(file, "lexicons/host_kinds.tsv"))
			fine = hosts_open(l, text, name, d);
		else
			fine = file_read(&c, text, str_is(file, "lexicons/outlet_alias.tsv") ? outlet_line : cue_line);
	}
	arena_free(&c.scratch);
	if (fine && (!l->used || !l->host))
		return diag_usage(d, "lexicons/: no cues or no host_kinds.tsv");
	return fine;
}

struct lexicon *lexicon_open(const struct assets *assets, struct diag *d)
{
	struct lexicon *l = mem_zalloc(1, sizeof *l);
	if (!lexicon_read(l, assets, d)) {
		lexicon_close(l);
		return NULL;
	}
	return l;
}

void lexicon_close(struct lexicon *l)
{
	if (!l)
		return;
	hosts_close(l);
	free(l->slot);
	arena_free(&l->arena);
	free(l);
}
