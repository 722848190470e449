/* warc_http.c -- what an HTTP answer carries, with its wrappings taken off.
 * Knows status lines, chunks and content encodings; does not know HTML. */
#include "warc_http.h"

#include "buf.h"
#include "stream.h"
#include "warc_header.h"

#include <stdlib.h>

/* Much more than pages come to, and what all records of a batch unpack to stays bounded. */
enum { UNPACKED_RATIO = 64, UNPACKED_FLOOR = 64 << 10, UNPACKED_MOST = 16 << 20, ENCODINGS_MOST = 3, CHUNK_LINE = 1024 };

bool http_read(struct str block, struct http_answer *a)
{
	*a = (struct http_answer){ .header = block };
	if (!str_starts(block, str_of("HTTP/"))) return false;
	const char *const line = memchr(block.p, '\n', block.n), *const space = memchr(block.p, ' ', block.n);
	if (!line || !space || space > line) return false;
	a->status = str_trim(str_cut(block, (size_t)(space - block.p), (size_t)(line - block.p)));
	for (size_t i = 0; i < a->status.n; i++) if (a->status.p[i] == ' ') a->status.n = i;
	for (const char *at = line; at; at = memchr(at + 1, '\n', block.n - (size_t)(at + 1 - block.p))) {
		const size_t next = (size_t)(at - block.p) + 1;
		const bool bare = next < block.n && block.p[next] == '\n';
		if (!bare && !(next + 1 < block.n && block.p[next] == '\r' && block.p[next + 1] == '\n')) continue;
		a->header = str_cut(block, 0, next + (bare ? 1 : 2));
		break;
	}
	a->body = str_cut(block, a->header.n, block.n);
	a->type = header_value(a->header, "content-type");
	return true;
}

/* --- chunks --------------------------------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9') return c - '0';
	return (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "1c37; extension" and its line end at *at; false: no chunk begins here. */
static bool chunk_line(struct str s, size_t *at, size_t *size)
{
	size_t i = *at, digits = 0;
	*size = 0;
	for (int v; i < s.n && (v = hex_value(s.p[i])) >= 0; i++, digits++) {
		if (digits > 8) return false;
		*size = *size * 16 + (size_t)v;
	}
	const size_t most = s.n - i < CHUNK_LINE ? s.n : i + CHUNK_LINE;
	if (digits && i < most && s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != ';' && s.p[i] != ' ') return false;
	while (i < most && s.p[i] != '\n') i++;
	*at = i + 1;
	return digits && i < most;
}

/* The body without its chunk lines. Where no chunk begins though one should, the rest is taken as it is. */
static struct str chunks_undo(struct str body, struct arena *arena, uint32_t *repairs)
{
	size_t at = 0, size, n = 0;
	if (!chunk_line(body, &at, &size)) return body;
	char *const out = arena_alloc(arena, body.n);
	for (;;) {
		const size_t have = body.n - at < size ? body.n - at : size;
		memcpy(out + n, body.p + at, have);
		n += have;
		at += have;
		if (have < size) ++*repairs;
		if (size == 0 || have < size) break;
		const size_t data_end = at;
		if (at < body.n && body.p[at] == '\r') at++;
		if (at < body.n && body.p[at] == '\n') at++;
		if (at == body.n || (at > data_end && chunk_line(body, &at, &size))) continue;
		++*repairs;
		memcpy(out + n, body.p + data_end, body.n - data_end);
		n += body.n - data_end;
		break;
	}
	return (struct str){ out, n };
}

/* --- encodings ------------------------------------------------------------------------------------------------------------ */

static struct stream *decoder_of(struct str encoding, struct str body, bool *known)
{
	struct diag diag;
	*known = true;
	if (text_alike(encoding, "gzip") || text_alike(encoding, "x-gzip")) {
		if (!str_starts(body, str_of("\x1f\x8b"))) return NULL;
		return decode_gzip(stream_memory(body), &diag);
	}
	if (text_alike(encoding, "zstd")) {
		if (!str_starts(body, str_of("\x28\xb5\x2f\xfd"))) return NULL;
		/* RFC 9659 allows 8 MiB. */
		*known = !decode_zstd_wide(body);
		if (!*known) return NULL;
		return decode_zstd(stream_memory(body), &diag);
	}
	if (text_alike(encoding, "deflate")) return body.n && body.p[0] == '<' ? NULL : decode_deflate(stream_memory(body));
	*known = !encoding.n || text_alike(encoding, "identity") || text_alike(encoding, "none") || text_alike(encoding, "utf-8");
	return NULL;
}

static enum http_unwrapped decode(struct stream *from, size_t most, struct arena *arena, struct str *body, uint32_t *repairs)
{
	struct buf all = { 0 };
	struct diag diag;
	long got = 0;
	while (all.n <= most && (got = from->read(from, buf_room(&all, UNPACKED_FLOOR), UNPACKED_FLOOR, &diag)) > 0) all.n += (size_t)got;
	const bool damaged = got < 0 || (from->finding != FINDING_NONE && from->finding != FINDING_TRAILING);
	const size_t n = all.n;
	from->close(from);
	if (n && n <= most) *body = arena_copy(arena, buf_str(&all));
	buf_free(&all);
	if (n > most) return UNWRAP_TOO_LARGE;
	*repairs += damaged;
	if (!n && damaged) return UNWRAP_BROKEN;
	if (!n) *body = str_of("");
	return UNWRAPPED;
}

enum http_unwrapped http_unwrap(const struct http_answer *a, struct arena *arena, struct str *body, uint32_t *repairs)
{
	const struct str transfer = header_value(a->header, "transfer-encoding");
	struct str list = header_value(a->header, "content-encoding");
	*body = a->body;
	if (transfer.p && transfer.n >= 7 && text_alike(str_cut(transfer, transfer.n - 7, transfer.n), "chunked"))
		*body = chunks_undo(*body, arena, repairs);
	size_t most = UNPACKED_FLOOR + body->n * UNPACKED_RATIO;
	if (most > UNPACKED_MOST) most = UNPACKED_MOST;
	/* The last one named was put on last. */
	for (unsigned i = 0; i < ENCODINGS_MOST && list.n; i++) {
		size_t from = list.n;
		while (from && list.p[from - 1] != ',') from--;
		const struct str encoding = str_trim(str_cut(list, from, list.n));
		list.n = from ? from - 1 : 0;
		bool known;
		struct stream *const decoder = decoder_of(encoding, *body, &known);
		if (!known) return UNWRAP_UNKNOWN;
		if (!decoder) continue;
		const enum http_unwrapped unwrapped = decode(decoder, most, arena, body, repairs);
		if (unwrapped != UNWRAPPED) return unwrapped;
	}
	return list.n ? UNWRAP_UNKNOWN : UNWRAPPED;
}
