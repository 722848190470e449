/* segment.c -- writes and reads chunk files and the end file of a unit.
 * Knows bytes, offsets and checksums; does not know which chunk a unit needs next. */
#include "segment.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static const uint32_t magic_block = 0x4b4c4243;                 /* "CBLK" */
static const uint64_t magic_chunk = 0x314b4e4843445243;         /* "CRDCHNK1" */
static const uint64_t magic_end   = 0x31444e4543445243;         /* "CRDCEND1" */

static struct str bytes_of(const void *p, size_t n) { return (struct str){ p, n }; }

static uint64_t trailer_hash(const struct segment_trailer *t) { return XXH64(t, offsetof(struct segment_trailer, hash), 0); }

static uint64_t content_hash(const uint64_t *block_hash, uint64_t blocks, const struct segment_entry *index, uint64_t entries)
{
	return XXH64(index, entries * sizeof *index, XXH64(block_hash, blocks * sizeof *block_hash, 0));
}

/* --- writing ----------------------------------------------------------------------------------------------------- */

bool segment_create(struct segment_writer *w, const char *path, uint64_t fingerprint, uint64_t first_serial,
                    uint64_t first_ordinal, struct diag *d)
{
	w->trailer = (struct segment_trailer){ .magic = magic_chunk, .version = SEGMENT_VERSION, .fingerprint = fingerprint,
		.first_serial = first_serial, .next_serial = first_serial, .first_ordinal = first_ordinal,
		.next_ordinal = first_ordinal };
	w->open = publish_open(&w->file, path, d);
	return w->open;
}

static void index_add(struct segment_writer *w, struct str id, uint64_t offset)
{
	struct segment_trailer *t = &w->trailer;
	if (t->entries == w->index_cap) {
		w->index_cap = w->index_cap ? 2 * w->index_cap : 1024;
		w->index = mem_grow(w->index, w->index_cap * sizeof *w->index);
	}
	w->index[t->entries++] = (struct segment_entry){ XXH64(id.p, id.n, 0), offset };
}

/* Where the id of a message stands: the first of the strings behind the fixed-size parts. */
static struct str row_id(const char *p, const struct row_head *head)
{
	const size_t at = sizeof *head + head->features * sizeof(struct row_feature) + head->claims * sizeof(struct claim) +
		head->evidences * sizeof(struct evidence) + head->answers * sizeof(uint16_t);
	return (struct str){ p + at, head->length[MESSAGE_ID] == UINT32_MAX ? 0 : head->length[MESSAGE_ID] };
}

bool segment_add(struct segment_writer *w, struct str rows, uint64_t serial, uint32_t records, struct diag *d)
{
	struct segment_trailer *t = &w->trailer;
	const uint64_t begin = w->file.size + sizeof(struct segment_block);
	for (size_t at = 0; at < rows.n;) {
		struct row_head *head = (struct row_head *)(rows.p + at);
		if (head->kind == ENTRY_MESSAGE) {
			if (t->next_ordinal > UINT32_MAX) return diag_usage(d, "%s: a unit holds at most 4294967296 messages", w->file.path);
			head->ordinal = (uint32_t)t->next_ordinal++;
			index_add(w, row_id(rows.p + at, head), begin + at);
		}
		t->count[head->kind]++;
		at += head->size;
	}
	if (t->blocks == w->block_cap) {
		w->block_cap = w->block_cap ? 2 * w->block_cap : 256;
		w->block_hash = mem_grow(w->block_hash, w->block_cap * sizeof *w->block_hash);
	}
	const struct segment_block block = { magic_block, records, serial, rows.n, XXH64(rows.p, rows.n, 0) };
	w->block_hash[t->blocks++] = block.hash;
	t->next_serial = serial + records;
	return publish_write(&w->file, bytes_of(&block, sizeof block), d) && publish_write(&w->file, rows, d);
}

/* By hash, eight bits a round from the lowest on; entries come in the order of their offsets and equal ones keep it. The
 * result is in `index` again: the number of rounds is even. */
static void index_sort(struct segment_entry *index, uint64_t entries)
{
	enum { DIGITS = 256, ROUNDS = 8 };
	struct segment_entry *from = index, *to = mem_alloc(entries * sizeof *index), *other = to;
	uint64_t (*count)[DIGITS] = mem_zalloc(ROUNDS, sizeof *count);
	for (uint64_t i = 0; i < entries; i++)
		for (unsigned round = 0; round < ROUNDS; round++) count[round][index[i].id_hash >> 8 * round & 255]++;
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint64_t place[DIGITS], sum = 0;
		for (unsigned d = 0; d < DIGITS; d++) {
			place[d] = sum;
			sum += count[round][d];
		}
		for (uint64_t i = 0; i < entries; i++) to[place[from[i].id_hash >> 8 * round & 255]++] = from[i];
		struct segment_entry *const swap = from;
		from = to;
		to = swap;
	}
	free(count);
	free(other);
}

bool segment_publish(struct segment_writer *w, struct diag *d)
{
	struct segment_trailer *t = &w->trailer;
	index_sort(w->index, t->entries);
	t->index_at = w->file.size;
	t->content = content_hash(w->block_hash, t->blocks, w->index, t->entries);
	t->hash = trailer_hash(t);
	w->open = publish_write(&w->file, bytes_of(w->index, t->entries * sizeof *w->index), d) &&
		publish_write(&w->file, bytes_of(t, sizeof *t), d);
	if (!w->open) {
		publish_drop(&w->file);
		return false;
	}
	w->open = false;
	return publish_finish(&w->file, d);
}

void segment_abandon(struct segment_writer *w)
{
	if (w->open) publish_drop(&w->file);
	free(w->index);
	free(w->block_hash);
	*w = (struct segment_writer){ .file.fd = -1 };
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

/* errno says why not: 0 when the file ends too early, which is damage; anything else is the environment's. */
static bool read_at(int fd, void *into, size_t n, uint64_t at)
{
	for (char *p = into; n;) {
		const ssize_t got = pread(fd, p, n, (off_t)at);
		if (got < 0 && errno == EINTR) continue;
		if (got == 0) errno = 0;
		if (got <= 0) return false;
		p += got;
		at += (uint64_t)got;
		n -= (size_t)got;
	}
	return true;
}

static enum segment_state trailer_check(const struct segment_trailer *t, uint64_t size, uint64_t fingerprint)
{
	if (t->magic != magic_chunk || t->hash != trailer_hash(t)) return SEGMENT_TORN;
	if (t->version != SEGMENT_VERSION || (fingerprint && t->fingerprint != fingerprint)) return SEGMENT_STALE;
	return t->index_at <= size && t->entries <= size / sizeof(struct segment_entry) &&
		t->index_at + t->entries * sizeof(struct segment_entry) + sizeof *t == size ? SEGMENT_GOOD : SEGMENT_TORN;
}

enum segment_state segment_open(struct segment_reader *r, const char *path, uint64_t fingerprint, struct diag *d)
{
	struct stat s;
	*r = (struct segment_reader){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	if (r->fd < 0) {
		const int error = errno;
		diag_failed(d, "%s: cannot open: %s", path, strerror(error));
		return error == ENOENT ? SEGMENT_ABSENT : SEGMENT_FAILED;
	}
	snprintf(r->path, sizeof r->path, "%s", path);
	errno = 0;
	const bool read = fstat(r->fd, &s) == 0 && (uint64_t)s.st_size >= sizeof r->trailer &&
		read_at(r->fd, &r->trailer, sizeof r->trailer, (uint64_t)s.st_size - sizeof r->trailer);
	const int error = errno;
	const enum segment_state state = read ? trailer_check(&r->trailer, (uint64_t)s.st_size, fingerprint) : SEGMENT_TORN;
	if (state == SEGMENT_GOOD) return state;
	segment_close(r);
	if (!read && error) {
		diag_failed(d, "%s: cannot read: %s", path, strerror(error));
		return SEGMENT_FAILED;
	}
	diag_failed(d, state == SEGMENT_STALE ? "%s: made with other settings, lexicons, formats or another version"
	            : "%s: torn, or no chunk of an extract pass", path);
	return state;
}

enum segment_step segment_next(struct segment_reader *r, struct segment_block *block, struct buf *rows, struct diag *d)
{
	rows->n = 0;
	if (r->at >= r->trailer.index_at) return SEGMENT_END;
	const uint64_t left = r->trailer.index_at - r->at;
	errno = 0;
	if (left < sizeof *block || !read_at(r->fd, block, sizeof *block, r->at) || block->magic != magic_block ||
	    block->bytes > left - sizeof *block || block->bytes % 8 ||
	    !read_at(r->fd, buf_room(rows, block->bytes), block->bytes, r->at + sizeof *block)) {
		const int error = errno;
		diag_failed(d, "%s: %s at byte %llu", r->path, error ? strerror(error) : "damaged", (unsigned long long)r->at);
		return error ? SEGMENT_UNREAD : SEGMENT_DAMAGED;
	}
	rows->n = block->bytes;
	r->at += sizeof *block + block->bytes;
	return SEGMENT_BLOCK;
}

bool segment_sound(const struct segment_block *block, struct str rows)
{
	return block->bytes == rows.n && XXH64(rows.p, rows.n, 0) == block->hash;
}

/* The first entry whose hash is not below `hash`. */
static bool entry_first(const struct segment_reader *r, uint64_t hash, uint64_t *first)
{
	uint64_t low = 0, high = r->trailer.entries;
	while (low < high) {
		const uint64_t middle = low + (high - low) / 2;
		struct segment_entry entry;
		if (!read_at(r->fd, &entry, sizeof entry, r->trailer.index_at + middle * sizeof entry)) return false;
		if (entry.id_hash < hash) low = middle + 1;
		else high = middle;
	}
	*first = low;
	return true;
}

static bool row_fetch(const struct segment_reader *r, uint64_t offset, struct buf *bytes, struct row *row)
{
	struct row_head head;
	bytes->n = 0;
	if (offset > r->trailer.index_at || r->trailer.index_at - offset < sizeof head ||
	    !read_at(r->fd, &head, sizeof head, offset) || head.size > r->trailer.index_at - offset ||
	    !read_at(r->fd, buf_room(bytes, head.size), head.size, offset)) return false;
	bytes->n = head.size;
	return row_read(buf_str(bytes), 0, row) != 0;
}

bool segment_find(const struct segment_reader *r, struct str id, struct buf *row_bytes,
                  void (*visit)(void *, const struct row *), void *context, struct diag *d)
{
	const uint64_t hash = XXH64(id.p, id.n, 0);
	uint64_t k = 0;
	bool fine = entry_first(r, hash, &k);
	for (; fine && k < r->trailer.entries; k++) {
		struct segment_entry entry;
		struct row row;
		fine = read_at(r->fd, &entry, sizeof entry, r->trailer.index_at + k * sizeof entry);
		if (!fine || entry.id_hash != hash) break;
		fine = row_fetch(r, entry.offset, row_bytes, &row);
		if (fine && str_equal(row.string[MESSAGE_ID], id)) visit(context, &row);
	}
	return fine || diag_failed(d, "%s: its index is damaged", r->path);
}

void segment_close(struct segment_reader *r)
{
	if (r->fd >= 0) close(r->fd);
	r->fd = -1;
}

/* --- the end of a unit ------------------------------------------------------------------------------------------- */

bool segment_end_write(const char *path, const struct segment_end *end, const uint64_t *hashes, struct diag *d)
{
	struct segment_end e = *end;
	struct buf out = { 0 };
	struct publication file;
	e.magic = magic_end;
	e.version = SEGMENT_VERSION;
	buf_put(&out, bytes_of(&e, sizeof e));
	if (e.archives) buf_put(&out, bytes_of(hashes, e.archives * sizeof *hashes));
	const uint64_t hash = XXH64(out.p, out.n, 0);
	buf_put(&out, bytes_of(&hash, sizeof hash));
	bool fine = publish_open(&file, path, d);
	if (fine && !publish_write(&file, buf_str(&out), d)) {
		publish_drop(&file);
		fine = false;
	}
	fine = fine && publish_finish(&file, d);
	buf_free(&out);
	return fine;
}

enum segment_state segment_end_read(const char *path, uint64_t fingerprint, struct segment_end *end, uint64_t **hashes,
                                    struct diag *d)
{
	struct str bytes;
	uint64_t hash = 0;
	if (access(path, F_OK) != 0) {
		diag_failed(d, "%s: not there: its unit has not been extracted to the end", path);
		return SEGMENT_ABSENT;
	}
	if (!file_read(path, &bytes, d)) return SEGMENT_FAILED;
	enum segment_state state = SEGMENT_TORN;
	if (bytes.n >= sizeof *end + sizeof hash) {
		memcpy(end, bytes.p, sizeof *end);
		memcpy(&hash, bytes.p + bytes.n - sizeof hash, sizeof hash);
		if (end->magic == magic_end && hash == XXH64(bytes.p, bytes.n - sizeof hash, 0) &&
		    end->archives == (bytes.n - sizeof *end - sizeof hash) / sizeof(uint64_t))
			state = end->version != SEGMENT_VERSION || (fingerprint && end->fingerprint != fingerprint) ? SEGMENT_STALE
			      : SEGMENT_GOOD;
	}
	if (state == SEGMENT_GOOD && hashes) {
		*hashes = mem_alloc(end->archives * sizeof **hashes + 1);
		memcpy(*hashes, bytes.p + sizeof *end, end->archives * sizeof **hashes);
	}
	free((void *)bytes.p);
	if (state == SEGMENT_TORN) diag_failed(d, "%s: torn, or no end of a unit", path);
	if (state == SEGMENT_STALE) diag_failed(d, "%s: made with other settings, lexicons, formats or another version", path);
	return state;
}
