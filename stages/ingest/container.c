/* container.c -- the members of containers, and whatever is nested in them.
 * Knows the levels of a walk; does not know processes, records or formats, and writes no file by a name. */
#include "container_archive.h"

#include "arena.h"
#include "label.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct walk {
	struct meter                *meter;
	const char                  *spool;
	const struct container_sink *sink;
	uint32_t                     ordinal;   /* of the next leaf */
	struct buf                   path;      /* of where the walk is */
	struct diag                 *diag;
	char                        *block;     /* of the leaf that is being read: there is one at a time */
};

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
	while (fine && (n = stream->read(stream, w->block, CONTAINER_BLOCK, w->diag)) != 0) {
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
static bool walk_entry(struct walk *w, struct archive *a, struct archive_entry *entry, struct container_source *source, uint32_t depth)
{
	/* A second name of a file is passed over, unless (as in cpio) the bytes stand with the last one. */
	if (archive_entry_symlink(entry) || (archive_entry_hardlink(entry) && archive_entry_size(entry) <= 0)) return true;
	if (archive_entry_filetype(entry) != AE_IFREG && archive_entry_filetype(entry) != 0) return true;
	const size_t outside = w->path.n;
	path_enter(&w->path, entry);
	bool fine = true;
	const struct str inner = w->path.n ? str_cut(buf_str(&w->path), outside ? outside + 1 : 0, w->path.n) : str_of("");
	const bool folder = inner.n && inner.p[inner.n - 1] == '/';
	if (!folder) {
		fine = archive_entry_is_data_encrypted(entry) ? walk_say(w, FINDING_ENCRYPTED, "needs a password")
		     : walk_stream(w, stream_metered(container_entry_open(a, entry, source), w->meter), -1, depth);
	}
	w->path.n = outside;
	return fine && !source->failed;
}

/* A header that is none: said of the first in a row. Going on is fine as long as it goes forward, as from block to block of a tar. */
static bool walk_retry(struct walk *w, struct archive *a, unsigned *retries, int64_t *place)
{
	const bool first = *retries == 0;
	const int64_t at = archive_read_header_position(a);
	if (first || at <= *place) ++*retries;
	*place = at;
	if (!first) return true;
	char detail[160];
	const char *const said = archive_error_string(a);
	snprintf(detail, sizeof detail, "%.100s at byte %lld: read on from the next header", said ? said : "a damaged header", (long long)at);
	return walk_say(w, FINDING_CORRUPT, detail);
}

/* Goes through a container's entries. *met: how many there were. False: the environment failed. */
static bool walk_entries(struct walk *w, struct archive *a, struct container_source *source, enum container container,
                         uint32_t depth, uint64_t *met, bool report)
{
	unsigned retries = 0;
	int64_t place = -1;
	uint64_t headers = 0;
	for (;;) {
		struct archive_entry *entry;
		const int said = w->meter->hit == FINDING_NONE ? archive_read_next_header(a, &entry) : ARCHIVE_EOF;
		if (source->failed) return false;
		if (said == ARCHIVE_EOF) return true;
		if (said == ARCHIVE_RETRY) {
			if (!walk_retry(w, a, &retries, &place)) return false;
			++*met;
			if (retries < CONTAINER_RETRIES) continue;
		}
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
			/* A cabinet's members are one stream of compressed bytes: behind damage nothing in it is right. */
			if (container == CONTAINER_CAB && source->broken) return walk_say(w, FINDING_CORRUPT, "the rest of the cabinet is not read");
			continue;
		}
		if (container_memory_short(a)) return diag_failed(w->diag, "out of memory: %s", archive_error_string(a));
		char detail[160];
		enum finding finding;
		container_settle(a, source, &finding, detail);
		if (!report && *met == 0 && finding != FINDING_ENCRYPTED) return true;
		if (!walk_say(w, finding, detail)) return false;
		++*met;
		if (said != ARCHIVE_FAILED || retries++ >= CONTAINER_RETRIES) return true;
	}
}

/* `report`: say it when not even the first entry can be read; else the caller has another way to try. */
static bool walk_once(struct walk *w, struct container_source *source, enum container container, bool at_any_place, uint32_t depth,
                      uint64_t *met, bool report)
{
	struct archive *a = container_archive_new(container, at_any_place, source);
	if (!a) return diag_failed(w->diag, "libarchive cannot be set up");
	source->block = mem_alloc(CONTAINER_BLOCK);
	bool fine = true;
	if (archive_read_open1(a) == ARCHIVE_OK) {
		fine = walk_entries(w, a, source, container, depth, met, report);
	} else if (source->failed) {
		fine = false;
	} else if (container_memory_short(a)) {
		fine = diag_failed(w->diag, "out of memory: %s", archive_error_string(a));
	} else if (report) {
		char detail[160];
		enum finding finding;
		container_settle(a, source, &finding, detail);
		fine = walk_say(w, finding, detail);
		++*met;
	}
	archive_read_free(a);
	free(source->block);
	return fine;
}

/* A program with no archive behind it is a member as any other. */
static bool walk_plain(struct walk *w, struct container_source *source)
{
	struct stream *const stream = container_plain_open(source);
	const bool fine = walk_leaf(w, stream);
	stream->close(stream);
	return fine;
}

/* A tar of which the first header is damaged: another stream, from the next good header on. NULL: there is none, and `stream`
 * is read to its end. False: the environment failed. */
static bool walk_resync(struct walk *w, struct stream *stream, struct stream **from)
{
	enum { BLOCK = 512 };
	char block[BLOCK];
	uint64_t at = 0;
	for (;; at += BLOCK) {
		size_t n = 0;
		long got = 1;
		while (n < BLOCK && (got = stream->read(stream, block + n, BLOCK - n, w->diag)) > 0) n += (size_t)got;
		if (got < 0) return false;
		*from = NULL;
		if (n < BLOCK) break;
		if (!sniff_tar_header((struct str){ block, BLOCK })) continue;
		*from = stream_peeked((struct str){ block, BLOCK }, stream_borrowed(stream));
		break;
	}
	if (at == 0 && *from) return true;
	char detail[160];
	snprintf(detail, sizeof detail, "the first header is damaged: %s byte %llu", *from ? "read from" : "no other one up to",
		(unsigned long long)at);
	return walk_say(w, FINDING_CORRUPT, detail);
}

static bool walk_tar(struct walk *w, struct container_source *source, uint32_t depth, uint64_t *met)
{
	struct stream *const whole = source->stream;
	if (!walk_resync(w, whole, &source->stream)) return false;
	bool fine = true;
	if (source->stream) {
		fine = walk_once(w, source, CONTAINER_TAR, false, depth, met, true);
		source->stream->close(source->stream);
	} else {
		++*met;
	}
	source->stream = whole;
	return fine;
}

static bool walk_container(struct walk *w, struct stream *stream, enum container container, int seekable, uint32_t depth)
{
	const uint32_t leaves = w->ordinal;
	const bool at_any_place = container_at_any_place(container);
	struct container_source source = { .stream = stream, .descriptor = -1, .diag = w->diag, .sink = w->sink };
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
	const bool another_way = container == CONTAINER_ZIP || container == CONTAINER_PROGRAM;
	if (fine && container == CONTAINER_TAR) fine = walk_tar(w, &source, depth, &met);
	else if (fine) fine = walk_once(w, &source, container, at_any_place, depth, &met, !another_way);
	/* A zip whose directory at the end is missing, broken or empty may still have its members, each behind its own header. */
	if (fine && container == CONTAINER_ZIP && met == 0) fine = walk_once(w, &source, container, false, depth, &met, true);
	if (fine && container == CONTAINER_PROGRAM && met == 0) fine = walk_plain(w, &source);
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
	struct peeled peeled = stream_peel(stream, w->meter, depth, w->diag);
	if (!peeled.stream) return false;
	if (peeled.codec != CODEC_NONE) seekable = -1;
	if (peeled.container == CONTAINER_NONE && seekable >= 0 && sniff_zip_behind(seekable, w->meter->size))
		peeled.container = CONTAINER_PROGRAM;
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
	struct walk w = { .meter = meter, .spool = spool, .sink = sink, .diag = diag, .block = mem_alloc(CONTAINER_BLOCK) };
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
