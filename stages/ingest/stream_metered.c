/* stream_metered.c -- how much may come out of one archive.
 * Knows the limits on bytes, ratio and members; does not know what is decoded or where. */
#include "stream.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>

struct metered {
	struct stream  stream;
	struct stream *below;
	struct meter  *meter;
};

static uint64_t meter_allowed(const struct meter *m, enum finding *limit)
{
	const uint64_t in = m->size ? m->size : m->file ? stream_file_consumed(m->file) : 0;
	uint64_t most = m->limits.ratio && in > UINT64_MAX / m->limits.ratio ? UINT64_MAX : in * m->limits.ratio;
	if (most < m->limits.ratio_floor) most = m->limits.ratio_floor;
	*limit = most < m->limits.bytes ? FINDING_LIMIT_RATIO : FINDING_LIMIT_BYTES;
	return most < m->limits.bytes ? most : m->limits.bytes;
}

void meter_detail(const struct meter *m, enum finding limit, char detail[160])
{
	const struct limits *l = &m->limits;
	switch (limit) {
	case FINDING_LIMIT_NESTING:
		snprintf(detail, 160, "more than %u containers and compressions inside one another", (unsigned)l->nesting);
		break;
	case FINDING_LIMIT_MEMBERS:
		snprintf(detail, 160, "more than %llu files", (unsigned long long)l->members);
		break;
	case FINDING_LIMIT_BYTES:
		snprintf(detail, 160, "more than %llu bytes decoded out of one archive", (unsigned long long)l->bytes);
		break;
	case FINDING_LIMIT_RATIO:
		snprintf(detail, 160, "more than %llu bytes decoded for each byte of the archive (stopped after %llu)",
		         (unsigned long long)l->ratio, (unsigned long long)m->out);
		break;
	default:
		detail[0] = 0;
		break;
	}
}

enum finding meter_member(struct meter *m)
{
	if (m->hit == FINDING_NONE && m->members >= m->limits.members) m->hit = FINDING_LIMIT_MEMBERS;
	if (m->hit == FINDING_NONE) m->members++;
	return m->hit;
}

static long metered_read(struct stream *stream, char *into, size_t cap, struct diag *diag)
{
	struct metered *s = (struct metered *)stream;
	struct meter *m = s->meter;
	if (stream->finding != FINDING_NONE) return 0;
	if (m->hit == FINDING_NONE) {
		const long n = s->below->read(s->below, into, cap, diag);
		if (n <= 0) {
			stream->finding = s->below->finding;
			memcpy(stream->detail, s->below->detail, sizeof stream->detail);
			return n;
		}
		enum finding limit;
		const uint64_t allowed = meter_allowed(m, &limit);
		const uint64_t left = allowed > m->out ? allowed - m->out : 0;
		if ((uint64_t)n <= left) {
			m->out += (uint64_t)n;
			return n;
		}
		m->out += left;
		m->hit = limit;
		if (left) return (long)left;
	}
	stream->finding = m->hit;
	meter_detail(m, m->hit, stream->detail);
	return 0;
}

static void metered_close(struct stream *stream)
{
	struct metered *s = (struct metered *)stream;
	s->below->close(s->below);
	free(s);
}

struct stream *stream_metered(struct stream *below, struct meter *meter)
{
	struct metered *s = mem_alloc(sizeof *s);
	*s = (struct metered){ .stream = { .read = metered_read, .close = metered_close }, .below = below, .meter = meter };
	return &s->stream;
}
