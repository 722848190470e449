/* reader.c -- one archive as a sequence of members and findings.
 * Knows when an archive is read here and when by the child; does not know decoders, containers or records. */
#include "reader.h"

#include "reader_child.h"

#include <stdio.h>
#include <stdlib.h>

enum reader_state { READ_START, READ_MEMBER, READ_TOLD, READ_BETWEEN, READ_DONE };

struct reader {
	struct stream      *file;
	struct stream      *plain;        /* decoded; NULL: the child reads */
	struct meter        meter;
	struct reader_child child;
	enum reader_state   state;
	enum finding        finding;      /* of the member that ended last, not yet told */
	bool                of_member;    /* is it about a member that was handed out? */
	bool                cut;
	bool                hashed;
	uint64_t            hash, consumed;
	struct buf          path, text;
	char                detail[160];
};

static bool finding_cuts(enum finding finding)
{
	return finding != FINDING_NONE && finding != FINDING_TRAILING;
}

static bool reader_start(struct reader *r, const struct source_options *o, const struct archive *archive,
                         struct diag *diag)
{
	const bool standard_input = strcmp(archive->path, "-") == 0;
	if (standard_input && !stream_file_keep(r->file, o->spool, diag)) return false;
	r->meter = (struct meter){ .limits = o->limits, .file = r->file };
	const struct peeled peeled = stream_peel(stream_borrowed(r->file), &r->meter, 0, diag);
	if (!peeled.stream) return false;
	uint64_t size;
	const int seekable = peeled.codec == CODEC_NONE ? stream_file_seekable(r->file, &size) : -1;
	if (peeled.container == CONTAINER_NONE && !(seekable >= 0 && sniff_zip_behind(seekable, size))) {
		if (standard_input) stream_file_forget(r->file);
		r->plain = peeled.stream;
		return true;
	}
	peeled.stream->close(peeled.stream);
	int kept = -1;
	if (standard_input && !stream_file_kept(r->file, &kept, diag)) return false;
	r->child.archive = archive->path;
	return reader_child_start(&r->child, o->program, archive->path, kept, &o->limits, o->spool, diag);
}

struct reader *reader_open(const struct source_options *options, const struct archive *archive, struct diag *diag)
{
	struct stream *file = stream_file_open(archive->path, diag);
	if (!file) return NULL;
	struct reader *r = mem_zalloc(1, sizeof *r);
	r->file = file;
	if (reader_start(r, options, archive, diag)) return r;
	reader_close(r);
	return NULL;
}

static void reader_ended(struct reader *r, enum finding finding)
{
	r->finding = finding;
	r->cut = finding_cuts(finding);
	r->state = finding == FINDING_NONE ? READ_BETWEEN : READ_TOLD;
}

/* The child is gone: the archive ends here, and so does the current member. */
static void reader_died(struct reader *r, int by)
{
	snprintf(r->detail, sizeof r->detail, "the reading child was killed by signal %d %s this member", by,
	         r->state == READ_MEMBER ? "in" : "after");
	reader_ended(r, FINDING_READER_DIED);
}

/* All of the current frame into r->text. */
static enum child_said reader_text(struct reader *r, int *by, struct diag *diag)
{
	const uint32_t n = r->child.left;
	r->text.n = 0;
	const enum child_said said = reader_child_bytes(&r->child, buf_room(&r->text, n + 1), n, by, diag);
	r->text.n = n;
	r->text.p[n] = 0;
	return said;
}

static void reader_detail(struct reader *r, size_t from)
{
	const size_t n = r->text.n - from;
	snprintf(r->detail, sizeof r->detail, "%.*s", (int)(n < 159 ? n : 159), r->text.p + from);
}

/* One frame that is not a member's data. */
static bool reader_understand(struct reader *r, enum said kind, struct diag *diag)
{
	static const uint8_t least[] = { 0, 4, 0, 4, 8, 8, 8, 0 };
	uint32_t number[2] = { 0, 0 };
	uint64_t value = 0;
	if (r->text.n < least[kind]) return diag_failed(diag, "%s: the reading child says too little", r->child.archive);
	memcpy(number, r->text.p, r->text.n < sizeof number ? r->text.n & ~3u : sizeof number);
	if (r->text.n >= sizeof value) memcpy(&value, r->text.p, sizeof value);
	switch (kind) {
	case SAID_MEMBER_END:
		if (number[0] >= FINDING_COUNT) break;
		reader_detail(r, 4);
		reader_ended(r, (enum finding)number[0]);
		return true;
	case SAID_FINDING:
		if (number[0] >= FINDING_COUNT || number[1] > r->text.n - 8) break;
		r->of_member = false;
		r->path.n = 0;
		buf_put(&r->path, (struct str){ r->text.p + 8, number[1] });
		reader_detail(r, 8 + number[1]);
		reader_ended(r, (enum finding)number[0]);
		return true;
	case SAID_PROGRESS:
		r->consumed = value;
		return true;
	case SAID_DONE:
		r->hash = value;
		r->hashed = true;
		r->state = READ_DONE;
		return true;
	case SAID_FAILED:
		return diag_failed(diag, "%s: %s; if this archive cannot be got past, name it in the exclusions file",
		                   r->child.archive, r->text.p);
	default:
		return true;
	}
	return diag_failed(diag, "%s: the reading child says what cannot be understood", r->child.archive);
}

static bool reader_frame(struct reader *r, enum said *kind, struct diag *diag)
{
	int by = 0;
	enum child_said said = reader_child_frame(&r->child, kind, &by, diag);
	if (said == CHILD_FRAME && *kind != SAID_DATA) said = reader_text(r, &by, diag);
	if (said == CHILD_DIED) {
		reader_died(r, by);
		*kind = SAID_FAILED;
		return true;
	}
	return said == CHILD_FRAME && (*kind == SAID_DATA || reader_understand(r, *kind, diag));
}

static long child_read(struct reader *r, char *into, size_t cap, struct diag *diag)
{
	while (r->state == READ_MEMBER && r->child.left == 0) {
		enum said kind;
		if (!reader_frame(r, &kind, diag)) return -1;
		if (kind != SAID_DATA) r->child.left = 0;
	}
	if (r->state != READ_MEMBER) return 0;
	const size_t n = cap < r->child.left ? cap : r->child.left;
	int by = 0;
	const enum child_said said = reader_child_bytes(&r->child, into, n, &by, diag);
	if (said == CHILD_DIED) {
		reader_died(r, by);
		return 0;
	}
	return said == CHILD_FRAME ? (long)n : -1;
}

long reader_read(struct reader *r, char *into, size_t cap, struct diag *diag)
{
	if (r->state != READ_MEMBER) return 0;
	if (!r->plain) return child_read(r, into, cap, diag);
	const long n = r->plain->read(r->plain, into, cap, diag);
	if (n == 0) {
		memcpy(r->detail, r->plain->detail, sizeof r->detail);
		reader_ended(r, r->plain->finding);
	}
	return n;
}

static bool reader_pass(struct reader *r, struct diag *diag)
{
	enum { BLOCK = 256 << 10 };
	if (r->state != READ_MEMBER) return true;
	char *block = mem_alloc(BLOCK);
	long n;
	while ((n = reader_read(r, block, BLOCK, diag)) > 0) { }
	free(block);
	return n == 0;
}

static enum reader_step reader_member(struct reader *r, struct reader_event *event, uint32_t ordinal)
{
	r->state = READ_MEMBER;
	r->of_member = true;
	r->cut = false;
	*event = (struct reader_event){ .path = buf_str(&r->path), .ordinal = ordinal };
	return READER_MEMBER;
}

static enum reader_step reader_tell(struct reader *r, struct reader_event *event)
{
	*event = (struct reader_event){ .path = buf_str(&r->path), .finding = r->finding, .of_member = r->of_member };
	memcpy(event->detail, r->detail, sizeof event->detail);
	r->state = (r->plain || r->child.pid == 0) ? READ_DONE : READ_BETWEEN;
	return READER_FINDING;
}

enum reader_step reader_next(struct reader *r, struct reader_event *event, struct diag *diag)
{
	if (!reader_pass(r, diag)) return READER_FAILED;
	if (r->plain && r->state == READ_START) {
		if (r->plain->finding != FINDING_LIMIT_NESTING) return reader_member(r, event, 0);
		memcpy(r->detail, r->plain->detail, sizeof r->detail);
		reader_ended(r, r->plain->finding);
	}
	for (;;) {
		if (r->state == READ_TOLD) return reader_tell(r, event);
		if (r->state == READ_DONE || r->plain) return READER_END;
		enum said kind;
		if (!reader_frame(r, &kind, diag)) return READER_FAILED;
		if (kind == SAID_MEMBER && r->text.n >= 4) {
			uint32_t ordinal;
			memcpy(&ordinal, r->text.p, sizeof ordinal);
			r->path.n = 0;
			buf_put(&r->path, (struct str){ r->text.p + 4, r->text.n - 4 });
			return reader_member(r, event, ordinal);
		}
	}
}

bool reader_cut(const struct reader *r)
{
	return r->cut;
}

uint64_t reader_consumed(const struct reader *r)
{
	const uint64_t here = stream_file_consumed(r->file);
	return r->consumed > here ? r->consumed : here;
}

bool reader_hash(struct reader *r, uint64_t *hash, struct diag *diag)
{
	if (!r->hashed && !stream_file_finish(r->file, &r->hash, diag)) return false;
	r->hashed = true;
	*hash = r->hash;
	return true;
}

void reader_close(struct reader *r)
{
	reader_child_stop(&r->child);
	if (r->plain) r->plain->close(r->plain);
	r->file->close(r->file);
	buf_free(&r->path);
	buf_free(&r->text);
	free(r);
}
