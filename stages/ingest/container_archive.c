/* container_archive.c -- what libarchive reads from, which formats it is asked for, and a member's bytes as a stream.
 * Knows libarchive; does not know what is done with a member. */
#include "container_archive.h"

#include "arena.h"
#include "container_words.h"
#include "label.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEADER_MOST = 1 << 30 };    /* more memory than a header needs (a directory of millions) */

/* --- what is read ---------------------------------------------------------------------------------------------------------- */

static la_ssize_t source_read(struct archive *a, void *self, const void **bytes)
{
	struct container_source *s = self;
	ssize_t n;
	*bytes = s->block;
	if (s->stream) {
		n = s->stream->read(s->stream, s->block, CONTAINER_BLOCK, s->diag);
	} else {
		do n = pread(s->descriptor, s->block, CONTAINER_BLOCK, (off_t)s->at); while (n < 0 && errno == EINTR);
		if (n < 0) diag_failed(s->diag, "the archive cannot be read at byte %llu: %s", (unsigned long long)s->at, strerror(errno));
		else s->at += (uint64_t)n;
	}
	s->ended |= n == 0;
	if (n >= 0 && s->sink->working(s->sink->self, (size_t)n, s->diag)) return n;
	s->failed = true;
	archive_set_error(a, EIO, "read failed");
	return ARCHIVE_FATAL;
}

static la_int64_t source_seek(struct archive *a, void *self, la_int64_t offset, int whence)
{
	struct container_source *s = self;
	(void)a;
	int64_t at = offset;
	if (whence == SEEK_CUR) at += (int64_t)s->at;
	if (whence == SEEK_END) at += (int64_t)s->size;
	if (at < 0) return ARCHIVE_FATAL;
	s->at = (uint64_t)at;
	return at;
}

/* --- the formats ---------------------------------------------------------------------------------------------------------- */

bool container_at_any_place(enum container container)
{
	return container == CONTAINER_ZIP || container == CONTAINER_7Z || container == CONTAINER_ISO || container == CONTAINER_PROGRAM;
}

/* Each by itself and never all that the library knows: some of those take plain text for an archive, or start programs. */
static bool format_ask(struct archive *a, enum container container, bool at_any_place)
{
	switch (container) {
	case CONTAINER_TAR:
		return archive_read_support_format_tar(a) == ARCHIVE_OK
		    && archive_read_set_option(a, "tar", "read_concatenated_archives", "1") == ARCHIVE_OK;
	case CONTAINER_ZIP:
		return (at_any_place ? archive_read_support_format_zip_seekable(a) : archive_read_support_format_zip_streamable(a))
		    == ARCHIVE_OK;
	case CONTAINER_7Z:   return archive_read_support_format_7zip(a) == ARCHIVE_OK;
	case CONTAINER_CPIO: return archive_read_support_format_cpio(a) == ARCHIVE_OK;
	case CONTAINER_RAR:
		return archive_read_support_format_rar(a) == ARCHIVE_OK && archive_read_support_format_rar5(a) == ARCHIVE_OK;
	case CONTAINER_CAB:  return archive_read_support_format_cab(a) == ARCHIVE_OK;
	case CONTAINER_LHA:  return archive_read_support_format_lha(a) == ARCHIVE_OK;
	case CONTAINER_ISO:  return archive_read_support_format_iso9660(a) == ARCHIVE_OK;
	case CONTAINER_XAR:  return archive_read_support_format_xar(a) == ARCHIVE_OK;
	case CONTAINER_AR:   return archive_read_support_format_ar(a) == ARCHIVE_OK;
	case CONTAINER_PROGRAM:
		return format_ask(a, CONTAINER_ZIP, true) && format_ask(a, CONTAINER_7Z, true) && format_ask(a, CONTAINER_RAR, true)
		    && format_ask(a, CONTAINER_CAB, true) && format_ask(a, CONTAINER_LHA, true);
	case CONTAINER_NONE:
		break;
	}
	return false;
}

struct archive *container_archive_new(enum container container, bool at_any_place, struct container_source *source)
{
	struct archive *a = archive_read_new();
	if (!a || archive_read_support_filter_none(a) != ARCHIVE_OK || !format_ask(a, container, at_any_place)) {
		archive_read_free(a);
		return NULL;
	}
	source->at = 0;
	archive_read_set_callback_data(a, source);
	archive_read_set_read_callback(a, source_read);
	if (!source->stream) archive_read_set_seek_callback(a, source_seek);
	return a;
}

/* --- a member's bytes as a stream ----------------------------------------------------------------------------------------- */

struct entry_stream {
	struct stream     stream;
	struct archive   *archive;
	struct container_source *source;
	const char       *block;      /* what libarchive lent last */
	size_t            n;
	uint64_t          block_at;   /* where it belongs in the member: holes come before it */
	uint64_t          at;         /* bytes handed out */
	uint64_t          size;       /* a hole may end the file; 0: not declared */
	bool              ended;
	unsigned          retries;
};

/* libarchive lacks memory too for a hostile header that asks for gigabytes. Where much can still be had, the header is at
 * fault (and what is found must be the same where the memory is there); else the environment. */
bool container_memory_short(struct archive *a)
{
	if (archive_errno(a) != ENOMEM) return false;
	void *const probe = mmap(NULL, HEADER_MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (probe == MAP_FAILED) return true;
	munmap(probe, HEADER_MOST);
	return false;
}

void container_settle(struct archive *a, const struct container_source *source, enum finding *finding, char detail[160])
{
	const struct stream *below = source->stream;
	if (below && below->finding != FINDING_NONE && below->finding != FINDING_TRAILING) {
		*finding = below->finding;
		memcpy(detail, below->detail, 160);
		return;
	}
	struct buf text = { NULL, 0, 0 };
	const char *said = archive_error_string(a);
	*finding = said || !source->ended ? container_finding(said) : FINDING_TRUNCATED;
	if (*finding == FINDING_TRUNCATED && archive_errno(a) == ENOMEM) said = "ends early";
	label_put(&text, str_trim(str_of(said ? said : source->ended ? "ends early" : "unreadable")));
	snprintf(detail, 160, "%.*s", (int)(text.n < 150 ? text.n : 150), text.p);
	buf_free(&text);
}

static long entry_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct entry_stream *e = (struct entry_stream *)stream;
	while (!e->ended && e->n == 0) {
		const void *block;
		size_t n;
		la_int64_t at;
		const int said = archive_read_data_block(e->archive, &block, &n, &at);
		if (said == ARCHIVE_OK || said == ARCHIVE_WARN) {
			/* A warning comes with good bytes: a checksum or a size that is not as declared. */
			if (said == ARCHIVE_WARN && stream->finding == FINDING_NONE) {
				container_settle(e->archive, e->source, &stream->finding, stream->detail);
			}
			e->block = block;
			e->n = n;
			e->block_at = at > 0 ? (uint64_t)at : 0;
			if (e->block_at > e->at) break;
		} else if (said == ARCHIVE_EOF) {
			e->ended = true;
			e->block_at = e->size;
		} else if (said != ARCHIVE_RETRY || ++e->retries > CONTAINER_RETRIES) {
			if (e->source->failed) return -1;
			if (archive_errno(e->archive) == ENOMEM) {
				diag_failed(diag, "out of memory: %s", archive_error_string(e->archive));
				return -1;
			}
			e->ended = e->source->broken = true;
			e->block_at = e->at;
			container_settle(e->archive, e->source, &stream->finding, stream->detail);
		}
	}
	size_t n = cap;
	if (e->block_at > e->at) {
		if (e->block_at - e->at < n) n = e->block_at - e->at;
		memset(into, 0, n);
	} else {
		if (e->n < n) n = e->n;
		if (n) {
			memcpy(into, e->block, n);
			e->block += n;
			e->n -= n;
		}
		e->block_at += n;
	}
	e->at += n;
	if (e->ended && e->n == 0 && e->block_at < e->at) e->block_at = e->at;
	return (long)n;
}

static void entry_close(struct stream *stream)
{
	free(stream);
}

struct stream *container_entry_open(struct archive *a, struct archive_entry *entry, struct container_source *source)
{
	struct entry_stream *e = mem_zalloc(1, sizeof *e);
	e->stream = (struct stream){ .read = entry_read, .close = entry_close };
	e->archive = a;
	e->source = source;
	const bool sparse = archive_entry_sparse_count(entry) > 0;
	if (sparse && archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0) e->size = (uint64_t)archive_entry_size(entry);
	return &e->stream;
}

/* --- bytes without an archive in them -------------------------------------------------------------------------------------- */

struct plain {
	struct stream            stream;
	struct container_source *source;
};

static long plain_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct container_source *const s = ((struct plain *)stream)->source;
	ssize_t n;
	do n = pread(s->descriptor, into, cap, (off_t)s->at); while (n < 0 && errno == EINTR);
	if (n < 0) diag_failed(diag, "the archive cannot be read at byte %llu: %s", (unsigned long long)s->at, strerror(errno));
	else s->at += (uint64_t)n;
	return n < 0 ? -1 : (long)n;
}

struct stream *container_plain_open(struct container_source *source)
{
	struct plain *p = mem_zalloc(1, sizeof *p);
	p->stream = (struct stream){ .read = plain_read, .close = entry_close };
	p->source = source;
	source->at = 0;
	return &p->stream;
}
