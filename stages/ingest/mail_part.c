/* mail_part.c -- which of a mail's parts is its text: the first plain one, else the first page.
 * Knows multiparts and their boundaries, without recursion and to a bounded depth; does not decode anything. */
#include "frame_mail.h"
#include "mail.h"

enum { DEPTH_MOST = 64, PARTS_MOST = 10000, BOUNDARY_LONGEST = 1000 };

struct level {
	struct str rest, boundary;
	bool       digest;
};

struct walk {
	struct level  level[DEPTH_MOST];
	unsigned      depth, parts;
	struct arena *arena;
	struct mail_part page;          /* the first text that is not plain */
	bool          paged;
};

static const char *boundary_find(struct str in, struct str boundary, bool *last)
{
	for (size_t at = 0; at < in.n;) {
		const char *const dashes = memmem(in.p + at, in.n - at, boundary.p, boundary.n);
		if (!dashes) return NULL;
		at = (size_t)(dashes - in.p);
		size_t to = at + boundary.n;
		*last = in.n - to >= 2 && in.p[to] == '-' && in.p[to + 1] == '-';
		if (*last) to += 2;
		while (to < in.n && (in.p[to] == ' ' || in.p[to] == '\t' || in.p[to] == '\r')) to++;
		if ((at == 0 || in.p[at - 1] == '\n') && (to == in.n || in.p[to] == '\n')) return dashes;
		at += boundary.n;
	}
	return NULL;
}

static struct str behind_line(struct str s, const char *at)
{
	const char *const end = memchr(at, '\n', s.n - (size_t)(at - s.p));
	return end ? str_cut(s, (size_t)(end - s.p) + 1, s.n) : str_cut(s, s.n, s.n);
}

/* The next part of the innermost multipart that has one. A part that is not closed runs to the end of what is around it. */
static bool part_next(struct walk *w, struct str *part, bool *digest)
{
	while (w->depth) {
		struct level *const l = &w->level[w->depth - 1];
		bool last = false;
		const char *const end = l->rest.n ? boundary_find(l->rest, l->boundary, &last) : NULL;
		if (!l->rest.n) {
			w->depth--;
			continue;
		}
		*part = end ? str_cut(l->rest, 0, (size_t)(end - l->rest.p)) : l->rest;
		*digest = l->digest;
		l->rest = end && !last ? behind_line(l->rest, end) : (struct str){ NULL, 0 };
		return true;
	}
	return false;
}

/* False: nested too deep. */
static bool multipart_enter(struct walk *w, const struct mail_type *type, struct str body)
{
	if (w->depth == DEPTH_MOST) return false;
	char *const dashes = arena_alloc(w->arena, type->boundary.n + 2);
	memcpy(dashes, "--", 2);
	memcpy(dashes + 2, type->boundary.p, type->boundary.n);
	struct level *const l = &w->level[w->depth++];
	*l = (struct level){ .boundary = { dashes, type->boundary.n + 2 }, .digest = mail_alike(type->subtype, "digest") };
	bool last = false;
	const char *const first = boundary_find(body, l->boundary, &last);
	l->rest = first && !last ? behind_line(body, first) : (struct str){ NULL, 0 };
	return true;
}

static bool attached(const struct mail_head *h, struct arena *arena)
{
	const struct str value = mail_unfolded(h->field[MAIL_DISPOSITION], arena);
	return value.n >= 10 && mail_alike(str_cut(value, 0, 10), "attachment");
}

enum looked { LOOKED_ON, LOOKED_FOUND, LOOKED_DEEP };

static enum looked part_look(struct walk *w, const struct mail_type *type, struct str bytes, const struct mail_head *h,
                             struct mail_part *found, uint32_t *repairs)
{
	struct mail_part p = { .type = *type, .body = str_cut(bytes, h->body, bytes.n),
		.encoding = mail_unfolded(h->field[MAIL_ENCODING], w->arena) };
	const bool outer = w->parts == 0;
	if (mail_alike(p.type.type, "multipart")) {
		if (p.type.boundary.n && p.type.boundary.n <= BOUNDARY_LONGEST)
			return multipart_enter(w, &p.type, p.body) ? LOOKED_ON : LOOKED_DEEP;
		/* Said to have parts, without saying what stands between them. */
		++*repairs;
		p.type.type = str_of("text");
		p.type.subtype = str_of("plain");
	}
	if (!mail_alike(p.type.type, "text") || (!outer && attached(h, w->arena)) || !str_trim(p.body).n) return LOOKED_ON;
	p.html = mail_alike(p.type.subtype, "html");
	if (mail_alike(p.type.subtype, "plain")) {
		*found = p;
		return LOOKED_FOUND;
	}
	if (!w->paged && (p.html || mail_alike(p.type.subtype, "enriched") || mail_alike(p.type.subtype, "markdown"))) {
		w->paged = true;
		w->page = p;
	}
	return LOOKED_ON;
}

enum mail_found mail_part_find(struct str mail, const struct mail_head *head, struct arena *arena, struct mail_part *found,
                               uint32_t *repairs)
{
	struct walk w = { .arena = arena };
	struct mail_head h = *head;
	bool digest = false;
	for (; w.parts < PARTS_MOST; w.parts++) {
		const struct mail_type type = mail_type_parse(mail_unfolded(h.field[MAIL_CONTENT_TYPE], arena), arena);
		const bool inner = mail_alike(type.type, "message") || (digest && !h.field[MAIL_CONTENT_TYPE].p);
		/* A mail that is nothing but another one, sent on; those within a multipart are somebody else's words. */
		if (inner && mail_alike(type.subtype, "rfc822") && w.parts == 0) {
			mail = str_cut(mail, h.body, mail.n);
			mail_head_read(mail, &h);
			continue;
		}
		switch (inner ? LOOKED_ON : part_look(&w, &type, mail, &h, found, repairs)) {
		case LOOKED_FOUND: return MAIL_FOUND;
		case LOOKED_DEEP: return MAIL_TOO_DEEP;
		default: break;
		}
		if (!part_next(&w, &mail, &digest)) break;
		mail_head_read(mail, &h);
	}
	*repairs += w.parts == PARTS_MOST;
	if (w.paged) *found = w.page;
	return w.paged ? MAIL_FOUND : MAIL_NO_TEXT;
}
