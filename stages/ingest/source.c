/* source.c -- a unit's archives as one stream of records, cut into batches.
 * Knows the order archive, member, head, framer, record; does not know how any of them does its work. */
#include "source.h"

#include "layout.h"
#include "reader.h"
#include "sidecar.h"
#include "transcode.h"

#include <stdlib.h>

struct source {
	struct source_options       options;
	const struct archive       *archive;
	uint32_t                    count, at;       /* archives; the one that is read */
	uint64_t                   *hash;            /* of those that are done */
	uint64_t                    done;            /* bytes of those that are done */
	uint64_t                    serial;          /* of the next record */
	struct reader              *reader;
	struct sidecars            *sidecars;
	bool                        missed;          /* a file beside the member could not be used: said before its first record */
	struct transcoder           bytes;
	struct window               window;
	const struct framer        *framer;          /* NULL: between members */
	void                       *framing;
	struct member               member;          /* its strings are in the arena */
	uint64_t                    generation;      /* of the member: another one, another number */
	uint64_t                    records;         /* of the member so far */
	bool                        blank;           /* the member's head is nothing but blanks */
	struct arena                arena;           /* the member's own */
};

/* A record before it is copied into a batch. */
struct pulled {
	struct record record;
	uint64_t      context_generation;
};

static const struct framer *framer_of(const struct detection *found)
{
	const struct str *recursing;
	const enum frame frame = found->frame;
	static const struct framer *const framers[FRAME_LAYOUTS] = {
		[FRAME_JSONL] = &framer_jsonl, [FRAME_JSON] = &framer_json, [FRAME_CSV] = &framer_csv, [FRAME_LINES] = &framer_lines
	};
	if (frame <= FRAME_JSON && format_recurse_paths(found->format, &recursing)) return &framer_tree;
	return frame < FRAME_LAYOUTS ? framers[frame] : layout_of(frame)->framer;
}

static long member_pull(void *from, char *into, size_t cap, struct diag *diag)
{
	return reader_read(from, into, cap, diag);
}

static long text_pull(void *from, char *into, size_t cap, struct diag *diag)
{
	return transcode_read(from, into, cap, diag);
}

static bool text_cut(void *from)
{
	const struct transcoder *t = from;
	return reader_cut(t->from);
}

struct source *source_open(const struct source_options *options, const struct archive *archives, uint32_t count, struct diag *diag)
{
	(void)diag;
	struct source *s = mem_zalloc(1, sizeof *s);
	s->options = *options;
	s->archive = archives;
	s->count = count;
	s->hash = mem_zalloc(count, sizeof *s->hash);
	s->sidecars = sidecars_new(options);
	return s;
}

static void member_end(struct source *s)
{
	if (s->framer) s->framer->close(s->framing);
	s->framer = NULL;
	s->framing = NULL;
}

static void pull_finding(struct source *s, struct pulled *out, enum finding finding, struct str detail)
{
	*out = (struct pulled){ .record = { .kind = RECORD_FINDING, .finding = finding, .bytes = detail, .member = &s->member,
		.number = s->records, .offset = s->window.base } };
}

/* White space, a byte order mark, and the zeros that a crashed writer leaves behind. */
static bool all_blank(struct str head)
{
	if (str_starts(head, str_of("\xef\xbb\xbf"))) head = str_cut(head, 3, head.n);
	for (size_t i = 0; i < head.n; i++) if (head.p[i] && !strchr(" \t\r\n", head.p[i])) return false;
	return true;
}

static void member_place(struct source *s, const struct reader_event *event)
{
	arena_reset(&s->arena, DETECT_BYTES);
	s->member = (struct member){ .archive = s->archive[s->at].name, .path = arena_copy(&s->arena, event->path),
		.ordinal = event->ordinal };
	s->generation++;
	s->records = 0;
	s->window.begin = s->window.end = s->window.base = 0;
}

static struct str member_label(struct source *s)
{
	if (!s->member.path.n) return s->member.archive;
	const size_t n = s->member.archive.n + 1 + s->member.path.n;
	char *p = arena_alloc(&s->arena, n);
	memcpy(p, s->member.archive.p, s->member.archive.n);
	p[s->member.archive.n] = '!';
	memcpy(p + s->member.archive.n + 1, s->member.path.p, s->member.path.n);
	return (struct str){ p, n };
}

/* null, "text", 17, {}, [ ]: a whole JSON document that holds no record. */
static bool json_bare(struct str document, struct arena *arena)
{
	struct json_result result = { 0 };
	const bool container = document.n && (document.p[0] == '{' || document.p[0] == '[');
	const struct str inside = container ? str_trim(str_cut(document, 1, document.n)) : document;
	return json_project(NULL, document, 1, arena, &result) && (!container || inside.n == 1);
}

enum begun { MEMBER_BEGUN, MEMBER_COMPANION, MEMBER_BARE, MEMBER_UNKNOWN, MEMBER_FAILED };

/* Reads the member's head into the window, so that detection and framing see the same bytes. */
static enum begun member_begin(struct source *s, const struct reader_event *event, struct diag *diag)
{
	member_place(s, event);
	s->bytes = (struct transcoder){ .pull = member_pull, .from = s->reader };
	struct window *w = &s->window;
	*w = (struct window){ .pull = text_pull, .was_cut = text_cut, .from = &s->bytes, .p = w->p, .cap = w->cap,
		.most = s->options.limits.record + DETECT_BYTES, .diag = diag };
	while (w->end - w->begin < DETECT_BYTES && window_more(w)) {}
	if (w->failed) return MEMBER_FAILED;
	struct str head = window_bytes(w);
	if (head.n > DETECT_BYTES) head.n = DETECT_BYTES;
	s->blank = all_blank(head);
	if (s->blank && w->ended) return MEMBER_BEGUN;
	const struct detection found = format_detect(s->options.formats, member_label(s), head, &s->arena);
	if (!found.format) return w->ended && json_bare(str_trim(head), &s->arena) ? MEMBER_BARE : MEMBER_UNKNOWN;
	s->member.format = found.format;
	s->member.delimiter = found.delimiter;
	s->member.names = found.names;
	s->member.dialect = found.dialect;
	memcpy(s->member.capture, found.capture, sizeof s->member.capture);
	if (format_companion(found.format).p) return MEMBER_COMPANION;
	if (!sidecars_find(s->sidecars, &s->archive[s->at], &s->member, found.format, &s->member.sidecar, &s->missed, diag))
		return MEMBER_FAILED;
	s->framer = framer_of(&found);
	s->framing = s->framer->open(&found, &s->options.limits);
	return MEMBER_BEGUN;
}

static bool archive_begin(struct source *s, struct diag *diag)
{
	s->reader = reader_open(&s->options, &s->archive[s->at], diag);
	return s->reader != NULL;
}

static bool archive_end(struct source *s, struct diag *diag)
{
	if (!reader_hash(s->reader, &s->hash[s->at], diag)) return false;
	s->done += reader_consumed(s->reader);
	reader_close(s->reader);
	s->reader = NULL;
	s->at++;
	return true;
}

enum pull_step { PULL_RECORD, PULL_NOTHING, PULL_END, PULL_FAILED };

static enum pull_step pull_framed(struct source *s, struct pulled *out, struct diag *diag)
{
	struct frame_out frame = { 0 };
	enum finding note = FINDING_NONE;
	if (s->missed) {
		s->missed = false;
		pull_finding(s, out, FINDING_LATE_CONTEXT, str_of("a file beside it that names its authors or its replies could not be used"));
		return PULL_RECORD;
	}
	s->window.diag = diag;
	switch (s->framer->next(s->framing, &s->window, &frame, &note)) {
	case FRAME_RECORD:
		s->records++;
		*out = (struct pulled){ .record = { .bytes = frame.bytes, .member = &s->member, .context = frame.context,
			.number = frame.number, .offset = frame.offset, .kind = RECORD_DATA,
			.repairs = frame.repairs, .fault = frame.fault },
			.context_generation = frame.generation };
		return PULL_RECORD;
	case FRAME_NOTE:
		pull_finding(s, out, note, str_of(finding_meaning(note)));
		return PULL_RECORD;
	case FRAME_END:
		member_end(s);
		if (s->records || s->blank) return PULL_NOTHING;
		pull_finding(s, out, FINDING_NO_MESSAGES, str_of("not one record in it"));
		return PULL_RECORD;
	default:
		return PULL_FAILED;
	}
}

static enum pull_step pull_member(struct source *s, struct pulled *out, struct diag *diag)
{
	struct reader_event event = { 0 };
	switch (reader_next(s->reader, &event, diag)) {
	case READER_MEMBER:
		switch (member_begin(s, &event, diag)) {
		case MEMBER_BEGUN: return PULL_NOTHING;
		case MEMBER_COMPANION:      /* one record stands for the whole member; parsing says why it is skipped */
			*out = (struct pulled){ .record = { .bytes = str_of(""), .member = &s->member, .number = 1, .kind = RECORD_DATA } };
			return PULL_RECORD;
		case MEMBER_BARE:
			pull_finding(s, out, FINDING_NO_MESSAGES, str_of("valid JSON without an object in it"));
			return PULL_RECORD;
		case MEMBER_UNKNOWN:
			pull_finding(s, out, s->member.path.n ? FINDING_UNKNOWN_FORMAT : FINDING_UNKNOWN_ARCHIVE,
				str_of("no format map recognises its first bytes; --format names one"));
			return PULL_RECORD;
		default: return PULL_FAILED;
		}
	case READER_FINDING:
		if (!event.of_member) member_place(s, &event);
		pull_finding(s, out, event.finding, arena_copy(&s->arena, str_of(event.detail)));
		return PULL_RECORD;
	case READER_END:
		return archive_end(s, diag) ? PULL_NOTHING : PULL_FAILED;
	default:
		return PULL_FAILED;
	}
}

static enum pull_step pull(struct source *s, struct pulled *out, struct diag *diag)
{
	enum pull_step step = PULL_NOTHING;
	while (step == PULL_NOTHING) {
		if (s->framer) step = pull_framed(s, out, diag);
		else if (s->reader) step = pull_member(s, out, diag);
		else if (s->at == s->count) return PULL_END;
		else if (!archive_begin(s, diag)) return PULL_FAILED;
	}
	if (step == PULL_RECORD) s->serial++;
	return step;
}

/* What a batch has copied so far of what its records share. */
struct filling {
	struct batch         *batch;
	char                 *bytes;           /* records' bytes, one after another; BATCH_BYTES and padding */
	size_t                used, total;
	const struct member  *member;
	const struct context *context;
	uint64_t              member_generation, context_generation;
};

static const struct member *fill_member(const struct source *s, struct filling *f)
{
	if (f->member && f->member_generation == s->generation) return f->member;
	struct member *m = arena_alloc(&f->batch->arena, sizeof *m);
	*m = s->member;
	m->path = arena_copy(&f->batch->arena, m->path);
	for (unsigned i = 0; i < PATH_CAPTURES; i++) m->capture[i] = arena_copy(&f->batch->arena, m->capture[i]);
	f->member = m;
	f->member_generation = s->generation;
	f->context = NULL;
	return m;
}

/* A context's raw JSON is scanned later: padding behind each value. */
static struct str padded_copy(struct arena *arena, struct str s)
{
	if (!s.p) return s;
	char *p = arena_alloc(arena, s.n + JSON_PADDING);
	memcpy(p, s.p, s.n);
	memset(p + s.n, 0, JSON_PADDING);
	return (struct str){ p, s.n };
}

/* What stayed as it was is shared with the context before: a table of all people is not copied for each thread of a forum. And the
 * first one is not counted, or a table larger than a batch would make one of every record. */
static const struct context *fill_context(struct filling *f, const struct pulled *from)
{
	const struct context *const now = from->record.context, *const before = f->context;
	if (!now) return NULL;
	if (before && f->context_generation == from->context_generation) return before;
	struct arena *arena = &f->batch->arena;
	struct context *c = arena_alloc(arena, sizeof *c);
	*c = (struct context){ .count = now->count, .value = arena_alloc(arena, now->count * sizeof *c->value) };
	for (uint32_t i = 0; i < c->count; i++) {
		const bool same = before && now->changed && now->changed[i] <= f->context_generation;
		c->value[i] = same ? before->value[i] : padded_copy(arena, now->value[i]);
		if (before && !same) f->total += c->value[i].n;
	}
	f->context = c;
	f->context_generation = from->context_generation;
	return c;
}

static struct str fill_bytes(struct filling *f, struct str s)
{
	f->total += s.n;
	if (f->used + s.n > BATCH_BYTES) return padded_copy(&f->batch->arena, s.p ? s : str_of(""));
	char *to = f->bytes + f->used;
	if (s.n) memcpy(to, s.p, s.n);
	f->used += s.n;
	return (struct str){ to, s.n };
}

enum source_step source_fill(struct source *s, struct batch *b, struct diag *diag)
{
	arena_reset(&b->arena, (size_t)4 << 20);
	b->serial = s->serial;
	b->n = 0;
	b->record = arena_alloc(&b->arena, BATCH_RECORDS * sizeof *b->record);
	struct filling f = { .batch = b, .bytes = arena_alloc(&b->arena, BATCH_BYTES + JSON_PADDING) };
	while (b->n < BATCH_RECORDS && f.total < BATCH_BYTES) {
		struct pulled one;
		const enum pull_step step = pull(s, &one, diag);
		if (step == PULL_FAILED) return SOURCE_FAILED;
		if (step == PULL_END) break;
		one.record.member = fill_member(s, &f);
		one.record.context = fill_context(&f, &one);
		one.record.bytes = fill_bytes(&f, one.record.bytes);
		b->record[b->n++] = one.record;
	}
	memset(f.bytes + f.used, 0, JSON_PADDING);
	return b->n ? SOURCE_BATCH : SOURCE_END;
}

bool source_skip(struct source *s, uint64_t serial, struct diag *diag)
{
	while (s->serial < serial) {
		struct pulled one;
		const enum pull_step step = pull(s, &one, diag);
		if (step == PULL_FAILED) return false;
		if (step == PULL_END)
			return diag_failed(diag, "the archives end at record %llu, but %llu were read from them before: have they changed?",
				(unsigned long long)s->serial, (unsigned long long)serial);
	}
	return true;
}

uint64_t source_progress(const struct source *s)
{
	return s->done + (s->reader ? reader_consumed(s->reader) : 0);
}

uint64_t source_hash(const struct source *s, uint32_t i)
{
	return s->hash[i];
}

void source_close(struct source *s)
{
	if (!s) return;
	member_end(s);
	if (s->reader) reader_close(s->reader);
	free(s->window.p);
	free(s->hash);
	sidecars_free(s->sidecars);
	arena_free(&s->arena);
	free(s);
}
