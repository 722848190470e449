/* fingerprint.c -- folds settings, assets and archives into one number a pass.
 * Knows what changes an artifact's bytes; what does not (threads, shares, paths, times) must not come in here. */
#include "fingerprint.h"
#include "buf.h"
#include "segment.h"
#include "stage.h"
#include <xxhash.h>

enum { LINE_SCHEMA = 4 };       /* of the lines and of the statistics */

/* With its length in front, so that no two lists of strings look alike. */
static void put_text(struct buf *b, struct str s)
{
	buf_put_u64(b, s.n);
	buf_put_char(b, ':');
	buf_put(b, s);
}

static void put_number(struct buf *b, uint64_t n)
{
	buf_put_u64(b, n);
	buf_put_char(b, ',');
}

static uint64_t fold(struct buf *b)
{
	const uint64_t hash = XXH64(b->p, b->n, 0);
	buf_free(b);
	return hash ? hash : 1;        /* 0 means any */
}

bool archive_is_excluded(const struct settings *s, const char *name)
{
	for (unsigned i = 0; i < s->excludes; i++) if (str_is(s->exclude[i], name)) return true;
	return false;
}

uint64_t fingerprint_extract(const struct assets *assets, const struct settings *s, const struct plan_unit *unit)
{
	static const char *const kinds[] = { "formats/", "lexicons/" };
	const struct limits *l = &s->limits;
	const uint64_t numbers[] = { SEGMENT_VERSION, assets_hash(assets, kinds, 2), l->nesting, l->members, l->bytes, l->ratio,
		l->ratio_floor, l->record, l->held, l->json_depth, l->text, s->bad_utf8, s->any_language, s->include_private, s->chunk };
	struct buf b = { 0 };
	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) put_number(&b, numbers[i]);
	put_text(&b, str_of(CREDENCE_VERSION));
	put_text(&b, str_of(unicode_version()));
	put_text(&b, str_of(suffixes_hash()));
	put_text(&b, s->format);
	for (unsigned i = 0; i < s->overrides; i++) {
		put_text(&b, s->override[i].field);
		put_text(&b, s->override[i].pointer);
	}
	for (unsigned i = 0; i < s->map_count; i++) put_text(&b, s->maps[i]);
	for (unsigned slot = 0; slot < SLOTS; slot++) put_number(&b, s->decide[slot].hash);
	for (uint32_t i = 0; i < unit->archives; i++) {
		put_text(&b, str_of(unit->archive[i].name));
		put_number(&b, unit->archive[i].size);
		put_number(&b, archive_is_excluded(s, unit->archive[i].name));
	}
	return fold(&b);
}

uint64_t fingerprint_score(uint64_t extract, struct str model, const struct settings *s)
{
	struct buf b = { 0 };
	const uint64_t numbers[] = { LINE_SCHEMA, extract, s->output, s->with_text, s->with_features, s->reasons };
	for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) put_number(&b, numbers[i]);
	put_text(&b, str_of(CREDENCE_VERSION));
	put_text(&b, model);
	put_text(&b, s->key);
	return fold(&b);
}
