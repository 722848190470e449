/* check_count.c -- records counted into the groups of their archive.
 * Knows what of a message is worth a number; does not know how it is printed. */
#include "check.h"

#include <stdlib.h>

enum { SAMPLE = 80 };

static struct check_group *group_of(struct check *c, const struct format *format)
{
	for (uint32_t i = 0; i < c->groups; i++) if (c->group[i].format == format) return &c->group[i];
	if (c->groups == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 8;
		c->group = mem_grow(c->group, c->cap * sizeof *c->group);
	}
	c->group[c->groups] = (struct check_group){ .format = format };
	return &c->group[c->groups++];
}

static void member_count(struct check *c, struct check_group *g, const struct member *m)
{
	if (c->any && c->ordinal == m->ordinal) return;
	c->any = true;
	c->ordinal = m->ordinal;
	if (m->path.n && g->members < CHECK_MEMBERS) g->member[g->members] = arena_copy(&c->arena, m->path);
	g->members++;
}

static void trouble_add(struct check *c, struct check_group *g, const struct record *r, struct check_trouble t)
{
	if (g->troubles == CHECK_TROUBLES) return;
	t.member = arena_copy(&c->arena, r->member->path);
	t.number = r->number;
	t.offset = r->offset;
	t.what = arena_copy(&c->arena, t.what);
	t.sample = arena_copy(&c->arena, str_cut(t.sample, 0, t.sample.n < SAMPLE ? t.sample.n : SAMPLE));
	g->trouble[g->troubles++] = t;
}

static void finding_count(struct check *c, struct check_group *g, const struct record *r)
{
	g->findings++;
	g->finding[r->finding]++;
	g->bad += finding_loses_data(r->finding);
	trouble_add(c, g, r, (struct check_trouble){ .finding = true, .name = finding_name(r->finding),
		.what = r->bytes.n ? r->bytes : str_of(finding_meaning(r->finding)) });
}

static void fault_count(struct check *c, struct check_group *g, const struct record *r, const struct message *m)
{
	g->quarantined++;
	g->fault[m->fault]++;
	g->bad++;
	trouble_add(c, g, r, (struct check_trouble){ .name = fault_name(m->fault), .what = str_of(m->fault_reason), .sample = r->bytes });
}

static void skip_count(struct check *c, struct check_group *g, struct str reason)
{
	g->skipped++;
	for (uint32_t i = 0; i < g->skips; i++) {
		if (!str_equal(g->skip[i].name, reason)) continue;
		g->skip[i].count++;
		return;
	}
	g->skip = mem_grow(g->skip, (g->skips + 1) * sizeof *g->skip);
	g->skip[g->skips++] = (struct check_reason){ arena_copy(&c->arena, reason), 1 };
}

static void message_count(struct check *c, struct check_group *g, const struct record *r, const struct message *m)
{
	g->messages++;
	for (unsigned s = 0; s < MESSAGE_STRINGS; s++) g->string[s] += m->string[s].n > 0;
	g->string[MESSAGE_ID] -= m->id_made;
	g->ids_made += m->id_made;
	g->bad_time += m->bad_time;
	g->edited += m->edited != 0;
	g->deleted += m->deleted;
	g->empty += str_trim(m->text).n == 0 && !m->deleted;
	g->links += m->urls > 0;
	g->repaired += m->repairs > 0;
	g->duplicate_keys += m->duplicate_keys > 0;
	g->ragged += m->ragged;
	if (m->zone != TIME_NONE) {
		const bool begun = g->utc + g->local > 0;
		if (!begun || m->time < g->first) g->first = m->time;
		if (!begun || m->time > g->last) g->last = m->time;
		g->utc += m->zone == TIME_UTC;
		g->local += m->zone == TIME_LOCAL;
	}
	if (g->shown == c->messages) return;
	g->shown++;
	g->marked = g->marked || (m->markup & ~(unsigned)MARKUP_MAIL);
	if (c->json) check_show_json(&g->shows, m, r);
	else check_show_text(&g->shows, m, r);
}

void check_add(struct check *c, const struct batch *b, uint32_t i)
{
	const struct record *const r = &b->record[i];
	struct check_group *const g = group_of(c, r->member->format);
	if (r->member->path.n || r->kind == RECORD_DATA) member_count(c, g, r->member);
	switch (b->entry[i]) {
	case ENTRY_MESSAGE: message_count(c, g, r, &b->message[i]); break;
	case ENTRY_SKIPPED: skip_count(c, g, b->message[i].skip); break;
	case ENTRY_QUARANTINED: fault_count(c, g, r, &b->message[i]); break;
	default: finding_count(c, g, r);
	}
}

uint64_t check_bad(const struct check *c)
{
	uint64_t bad = 0;
	for (uint32_t i = 0; i < c->groups; i++) bad += c->group[i].bad;
	return bad;
}

void check_reset(struct check *c, struct str archive)
{
	for (uint32_t i = 0; i < c->groups; i++) {
		free(c->group[i].skip);
		buf_free(&c->group[i].shows);
	}
	arena_reset(&c->arena, 1 << 16);
	c->archive = archive;
	c->groups = 0;
	c->any = false;
}

void check_free(struct check *c)
{
	check_reset(c, c->archive);
	free(c->group);
	arena_free(&c->arena);
}
