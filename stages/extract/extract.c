/* extract.c -- the extract stage: views become features, claims, evidence and a status.
 * Knows the order of the rooms in extract.h and when a message has nothing to assess; does not know any of their rules. */
#include "extract.h"

#include "stage.h"

#include <stdlib.h>

struct extract { struct lexicon *lexicon; uint64_t longest; bool any_language; };

static void *extract_open(const struct assets *assets, const struct settings *settings, struct diag *d)
{
	struct lexicon *lexicon = lexicon_open(assets, d);
	if (!lexicon)
		return NULL;
	struct extract *x = mem_zalloc(1, sizeof *x);
	*x = (struct extract){ lexicon, settings->limits.text ? settings->limits.text : UINT64_MAX, settings->any_language };
	return x;
}

static void extract_close(void *state)
{
	struct extract *x = state;
	if (x)
		lexicon_close(x->lexicon);
	free(x);
}

/* Words, figures or topics; a bare link, a mention or an emoji alone is nothing that was said. */
static bool says_something(const struct view *v)
{
	for (uint32_t i = 0; i < v->tokens; i++) {
		const unsigned kind = v->token[i].kind;
		if (kind == TOKEN_WORD || kind == TOKEN_NUMBER || kind == TOKEN_FOREIGN || kind == TOKEN_HASHTAG)
			return true;
	}
	return false;
}

static enum status status_before(const struct extract *x, const struct message *m, const struct view *v)
{
	if (m->deleted)
		return STATUS_DELETED;
	if (m->text.n > x->longest)
		return STATUS_TOO_LONG;
	if (!says_something(v))
		return STATUS_EMPTY;
	return v->language == LANGUAGE_OTHER && !x->any_language ? STATUS_LANGUAGE : STATUS_OK;
}

/* Room for the most that is kept of one message; what there is of it is then copied to the batch. */
struct room {
	struct claim    claim[FOUND_CLAIMS];
	struct evidence evidence[FOUND_EVIDENCE];
	struct str      origin[FOUND_EVIDENCE];
};

static void *kept(struct arena *arena, const void *p, size_t n)
{
	return n ? memcpy(arena_alloc(arena, n), p, n) : NULL;
}

static void found_settle(struct found *f, struct arena *arena)
{
	f->claim = kept(arena, f->claim, f->claims * sizeof *f->claim);
	f->evidence = kept(arena, f->evidence, f->evidences * sizeof *f->evidence);
	f->origin = kept(arena, f->origin, f->evidences * sizeof *f->origin);
}

static void message_read(struct reading *r, struct room *room)
{
	r->found->claim = room->claim;
	r->found->evidence = room->evidence;
	r->found->origin = room->origin;
	cues_read(r);
	form_read(r);
	specifics_read(r);
	frames_read(r);
	links_read(r);
	evidence_read(r);
	claims_read(r);
	level_read(r);
	build_read(r);
	found_settle(r->found, r->arena);
	if (!r->found->claims)
		r->found->status = STATUS_NO_CLAIM;
}

static void extract_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	(void)thread;
	const struct extract *x = state;
	uint32_t most = 0;
	for (uint32_t i = 0; i < b->n; i++)
		if (b->entry[i] == ENTRY_MESSAGE && b->view[i].tokens > most)
			most = b->view[i].tokens;
	struct tag *tag = arena_alloc(scratch, (most + 1) * sizeof *tag);
	struct room *room = arena_alloc(scratch, sizeof *room);
	b->found = arena_zalloc(&b->arena, b->n * sizeof *b->found);
	for (uint32_t i = 0; i < b->n; i++) {
		if (b->entry[i] != ENTRY_MESSAGE)
			continue;
		struct found *f = &b->found[i];
		f->status = status_before(x, &b->message[i], &b->view[i]);
		f->feature[FEATURE_CHARS] = (int32_t)b->view[i].chars;
		f->feature[FEATURE_TOKENS] = (int32_t)b->view[i].tokens;
		if (f->status == STATUS_OK)
			message_read(&(struct reading){ .lexicon = x->lexicon, .message = &b->message[i], .view = &b->view[i], .found = f,
				.tag = tag, .arena = &b->arena }, room);
	}
}

const struct stage stage_extract = { .name = "extract", .open = extract_open, .run = extract_run, .close = extract_close };
