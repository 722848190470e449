/* container.c -- tar, zip, 7z and cpio by libarchive, and whatever is nested in them.
 * Knows libarchive and the levels of a walk; does not know processes, records or formats, and writes no file by a name. */
#include "container.h"

#include "arena.h"
#include "container_words.h"
#include "label.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Retries: in a row, with nothing that could be read. Header: more memory than one needs (a directory of millions). */
enum { WALK_BLOCK = 256 << 10, WALK_RETRIES = 100, HEADER_MOST = 1 << 30 };

struct walk {
	struct meter                *meter;
	const char                  *spool;
	const struct container_sink *sink;
	uint32_t                     ordinal;   /* of the next leaf */
	struct buf                   path;      /* of where the walk is */
	struct diag                 *diag;
	char                        *block;     /* of the leaf that is being read: there is one at a time */
};

/* What libarchive reads from: a stream in order, or a descriptor at any place. */
struct source_of {
	struct stream *stream;       /* NULL: the descriptor */
	int            descriptor;
	uint64_t       at, size;
	bool           ended;        /* a read found nothing more */
	bool           failed;       /* the environment, with the walk's diag */
	struct diag   *diag;
	char          *block;
	const struct container_sink *sink;
};

static la_ssize_t source_read(struct archive *a, void *self, const void **bytes)
{
	struct source_of *s = self;
	ssize_t n;
	*bytes = s->block;
	if (s->stream) {
		n = s->stream->read(s->stream, s->block, WALK_BLOCK, s->diag);
	} else {
		do n = pread(s->descriptor, s->block, WALK_BLOCK, (off_t)s->at); while (n < 0 && errno == EINTR);
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
	struct source_of *s = self;
	(void)a;
	int64_t at = offset;
	if (whence == SEEK_CUR) at += (int64_t)s->at;
	if (whence == SEEK_END) at += (int64_t)s->size;
	if (at < 0) return ARCHIVE_FATAL;
	s->at = (uint64_t)at;
	return at;
}

/* --- a member's bytes as a stream ----------------------------------------------------------------------------------------- */

struct entry_stream {
	struct stream     stream;
	struct archive   *archive;
	struct source_of *source;
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
static bool memory_short(struct archive *a)
{
	if (archive_errno(a) != ENOMEM) return false;
	void *const probe = mmap(NULL, HEADER_MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (probe == MAP_FAILED) return true;
	munmap(probe, HEADER_MOST);
	return false;
}

static void archive_settle(struct archive *a, struct source_of *source, enum finding *finding, char detail[160])
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
				archive_settle(e->archive, e->source, &stream->finding, stream->detail);
			}
			e->block = block;
			e->n = n;
			e->block_at = at > 0 ? (uint64_t)at : 0;
			if (e->block_at > e->at) break;
		} else if (said == ARCHIVE_EOF) {
			e->ended = true;
			e->block_at = e->size;
		} else if (said != ARCHIVE_RETRY || ++e->retries > WALK_RETRIES) {
			if (e->source->failed) return -1;
			if (archive_errno(e->archive) == ENOMEM) {
				diag_failed(diag, "out of memory: %s", archive_error_string(e->archive));
				return -1;
			}
			e->ended = true;
			e->block_at = e->at;
			archive_settle(e->archive, e->source, &stream->finding, stream->detail);
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

static struct stream *entry_open(struct archive *a, struct archive_entry *entry, struct source_of *source)
{
	struct entry_stream *e = mem_zalloc(1, sizeof *e);
	e->stream = (struct stream){ .read = entry_read, .close = entry_close };
	e->archive = a;
	e->source = source;
	const bool sparse = archive_entry_sparse_count(entry) > 0;
	if (sparse && archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0) e->size = (uint64_t)archive_entry_size(entry);
	return &e->stream;
}

/* --- the walk ------------------------------------------------------------------------------------------------------------- */

static bool walk_stream(struct walk *, struct stream *, int seekable, uint32_t depth);

static bool walk_say(struct walk *w, enum finding finding, const char *detail)
{
	return w->sink->finding(w->sink->self, buf_str(&w->path), finding, detail, w->diag);
}

static bool walk_leaf(struct walk *w, struct stream *stream)
{
	const enum finding limit = meter_member(w->meter);
	if (limit != FINDING_NONE) {
		char detail[160];
		meter_detail(w->meter, limit, detail);
		return walk_say(w, limit, detail);
	}
	if (!w->sink->begin(w->sink->self, buf_str(&w->path), w->ordinal++, w->diag)) return false;
	long n;
	bool fine = true;
	while (fine && (n = stream->read(stream, w->block, WALK_BLOCK, w->diag)) != 0) {
		fine = n > 0 && w->sink->data(w->sink->self, (struct str){ w->block, (size_t)n }, w->diag);
	}
	return fine && w->sink->end(w->sink->self, stream->finding, stream->detail, w->diag);
}

static void path_enter(struct buf *path, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);
	if (!name) name = archive_entry_pathname_utf8(entry);
	if (path->n) buf_put_char(path, '!');
	label_put(path, str_of(name));
}

/* One entry of a container. False: the environment failed. */
static bool walk_entry(struct walk *w, struct archive *a, struct archive_entry *entry, struct source_of *source, uint32_t depth)
{
	if (archive_entry_hardlink(entry) || archive_entry_symlink(entry)) return true;
	if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0) return true;
	const size_t outside = w->path.n;
	path_enter(&w->path, entry);
	bool fine = true;
	const struct str inner = w->path.n ? str_cut(buf_str(&w->path), outside ? outside + 1 : 0, w->path.n) : str_of("");
	const bool folder = inner.n && inner.p[inner.n - 1] == '/';
	if (!folder && !label_is_dropping(inner)) {
		fine = archive_entry_is_data_encrypted(entry) ? walk_say(w, FINDING_ENCRYPTED, "needs a password")
		     : walk_stream(w, stream_metered(entry_open(a, entry, source), w->meter), -1, depth);
	}
	w->path.n = outside;
	return fine && !source->failed;
}

/* Goes through a container's entries. *met: how many there were. False: the environment failed. */
static bool walk_entries(struct walk *w, struct archive *a, struct source_of *source, uint32_t depth, uint64_t *met, bool report)
{
	unsigned retries = 0;
	uint64_t headers = 0;
	for (;;) {
		struct archive_entry *entry;
		const int said = w->meter->hit == FINDING_NONE ? archive_read_next_header(a, &entry) : ARCHIVE_EOF;
		if (source->failed) return false;
		if (said == ARCHIVE_EOF) return true;
		if (said == ARCHIVE_RETRY && retries++ < WALK_RETRIES) continue;
		if (said == ARCHIVE_OK || said == ARCHIVE_WARN) {
			++*met;
			retries = 0;
			if (++headers > w->meter->limits.members) {
				w->meter->hit = FINDING_LIMIT_MEMBERS;
				char detail[160];
				meter_detail(w->meter, w->meter->hit, detail);
				return walk_say(w, w->meter->hit, detail);
			}
			if (!walk_entry(w, a, entry, source, depth)) return false;
			continue;
		}
		if (memory_short(a)) return diag_failed(w->diag, "out of memory: %s", archive_error_string(a));
		char detail[160];
		enum finding finding;
		archive_settle(a, source, &finding, detail);
		if (!report && *met == 0 && finding != FINDING_ENCRYPTED) return true;
		if (!walk_say(w, finding, detail)) return false;
		++*met;
		if (said != ARCHIVE_FAILED || retries++ >= WALK_RETRIES) return true;
	}
}

static bool archive_formats(struct archive *a, enum container container, bool at_any_place)
{
	switch (container) {
	case CONTAINER_TAR:
		return archive_read_support_format_tar(a) == ARCHIVE_OK
		    && archive_read_set_option(a, "tar", "read_concatenated_archives", "1") == ARCHIVE_OK;
	case CONTAINER_ZIP:
		return (at_any_place ? archive_read_support_format_zip_seekable(a) : archive_read_support_format_zip_streamable(a))
		    == ARCHIVE_OK;
	case CONTAINER_7Z:
		return archive_read_support_format_7zip(a) == ARCHIVE_OK;
	case CONTAINER_CPIO:
		return archive_read_support_format_cpio(a) == ARCHIVE_OK;
	case CONTAINER_NONE:
		break;
	}
	return false;
}

/* `report`: say it when not even the first entry can be read; else the caller has another way to try. */
static bool walk_once(struct walk *w, struct source_of *source, enum container container, bool at_any_place, uint32_t depth,
                      uint64_t *met, bool report)
{
	struct archive *a = archive_read_new();
	if (!a || archive_read_support_filter_none(a) != ARCHIVE_OK || !archive_formats(a, container, at_any_place)) {
		archive_read_free(a);
		return diag_failed(w->diag, "libarchive cannot be set up");
	}
	source->block = mem_alloc(WALK_BLOCK);
	source->at = 0;
	archive_read_set_callback_data(a, source);
	archive_read_set_read_callback(a, source_read);
	if (!source->stream) archive_read_set_seek_callback(a, source_seek);
	bool fine = true;
	if (archive_read_open1(a) == ARCHIVE_OK) {
		fine = walk_entries(w, a, source, depth, met, report);
	} else if (source->failed) {
		fine = false;
	} else if (memory_short(a)) {
		fine = diag_failed(w->diag, "out of memory: %s", archive_error_string(a));
	} else if (report) {
		char detail[160];
		enum finding finding;
		archive_settle(a, source, &finding, detail);
		fine = walk_say(w, finding, detail);
		++*met;
	}
	archive_read_free(a);
	free(source->block);
	return fine;
}

static bool walk_container(struct walk *w, struct stream *stream, enum container container, int seekable, uint32_t depth)
{
	const uint32_t leaves = w->ordinal;
	const bool at_any_place = container == CONTAINER_ZIP || container == CONTAINER_7Z;
	struct source_of source = { .stream = stream, .descriptor = -1, .diag = w->diag, .sink = w->sink };
	uint64_t met = 0;
	bool fine = true, spooled = false;
	if (at_any_place) {
		source.stream = NULL;
		source.descriptor = seekable;
		if (seekable >= 0) {
			source.size = w->meter->size;
		} else {
			source.descriptor = stream_spool(w->spool, stream, &source.size, w->diag);
			if (source.descriptor < 0) return false;
			spooled = true;
			if (stream->finding != FINDING_NONE) {
				fine = walk_say(w, stream->finding, stream->detail);
				met = 0;
			}
		}
	}
	if (fine) fine = walk_once(w, &source, container, at_any_place, depth, &met, container != CONTAINER_ZIP);
	/* A zip whose directory at the end is missing, broken or empty may still have its members, each behind its own header. */
	if (fine && container == CONTAINER_ZIP && met == 0) fine = walk_once(w, &source, container, false, depth, &met, true);
	if (spooled) close(source.descriptor);
	if (!fine) return false;
	if (source.stream && stream->finding == FINDING_NONE) {
		char rest[4096];
		long n;
		while ((n = stream->read(stream, rest, sizeof rest, w->diag)) > 0) { }
		if (n < 0) return false;
	}
	if (source.stream && stream->finding != FINDING_NONE && met > 0) return walk_say(w, stream->finding, stream->detail);
	return met > 0 || w->ordinal > leaves || walk_say(w, FINDING_NO_MEMBERS, "holds no file");
}

/* Owns the stream. */
static bool walk_stream(struct walk *w, struct stream *stream, int seekable, uint32_t depth)
{
	const struct peeled peeled = stream_peel(stream, w->meter, depth, w->diag);
	if (!peeled.stream) return false;
	if (peeled.codec != CODEC_NONE) seekable = -1;
	bool fine;
	if (peeled.container != CONTAINER_NONE) {
		fine = walk_container(w, peeled.stream, peeled.container, seekable, peeled.depth);
	} else if (peeled.stream->finding == FINDING_LIMIT_NESTING) {
		fine = walk_say(w, peeled.stream->finding, peeled.stream->detail);
	} else {
		fine = walk_leaf(w, peeled.stream);
	}
	peeled.stream->close(peeled.stream);
	return fine;
}

bool container_walk(struct stream *archive, int seekable, struct meter *meter, const char *spool,
                    const struct container_sink *sink, struct diag *diag)
{
	struct walk w = { .meter = meter, .spool = spool, .sink = sink, .diag = diag, .block = mem_alloc(WALK_BLOCK) };
	/* libarchive turns stored names into the locale's encoding: it must be UTF-8, here and for this thread alone. */
	const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	const locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
	const bool fine = walk_stream(&w, archive, seekable, 0);
	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
	buf_free(&w.path);
	free(w.block);
	return fine;
}
