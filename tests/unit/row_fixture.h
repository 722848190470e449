/* row_fixture.h -- rows for tests, packed by the same code that packs artifacts.
 * Knows how to fill a batch of one message; does not know what is tested. */
#ifndef CREDENCE_ROW_FIXTURE_H
#define CREDENCE_ROW_FIXTURE_H

#include "asset.h"
#include "decision.h"
#include "publish.h"
#include "row.h"
#include "score.h"
#include <stdlib.h>

enum { FIXTURE_CLAIMS = 4, FIXTURE_EVIDENCE = 8 };

struct fixture {
	struct batch    batch;
	struct record   record;
	struct member   member;
	uint8_t         entry;
	struct message  message;
	struct view     view;
	struct found    found;
	struct claim    claim[FIXTURE_CLAIMS];
	struct evidence evidence[FIXTURE_EVIDENCE];
	struct str      origin[FIXTURE_EVIDENCE];
};

static inline void fixture_text(struct fixture *f, const char *text)
{
	f->message.text = f->view.text = str_of(text);
	f->view.chars = f->view.letters = (uint32_t)f->view.text.n;
	f->view.tokens = 20;
}

static inline void fixture_init(struct fixture *f)
{
	*f = (struct fixture){ .entry = ENTRY_MESSAGE };
	f->member = (struct member){ .archive = str_of("day.tar"), .path = str_of("a/b.jsonl") };
	f->record = (struct record){ .bytes = str_of("{}"), .member = &f->member, .number = 17, .offset = 400 };
	f->message.string[MESSAGE_ID] = str_of("m1");
	f->found.claim = f->claim;
	f->found.evidence = f->evidence;
	f->found.origin = f->origin;
	f->found.level = 1;
	memcpy(f->view.code, "en", 3);
	fixture_text(f, "The Reuters article mentions vague evidence, which makes me wonder.");
	f->batch = (struct batch){ .n = 1, .record = &f->record, .entry = &f->entry, .message = &f->message, .view = &f->view, .found = &f->found };
}

static inline struct evidence *fixture_evidence(struct fixture *f, unsigned kind, unsigned host, const char *origin)
{
	const uint32_t i = f->found.evidences++;
	f->evidence[i] = (struct evidence){ .from = 4, .to = 11, .kind = (uint8_t)kind, .host = (uint8_t)host };
	f->origin[i] = str_of(origin);
	return &f->evidence[i];
}

/* Packs the one entry into `rows` (emptied first) and takes it apart again. */
static inline bool fixture_row(struct fixture *f, struct buf *rows, struct row *row)
{
	rows->n = 0;
	row_pack(rows, &f->batch, 0);
	return row_read(buf_str(rows), 0, row) == rows->n;
}

static inline struct model *fixture_model(void)
{
	struct diag diag = { 0 };
	struct assets *assets = assets_open(NULL, &diag);
	struct model *m = assets ? model_open(assets_find(assets, "models/uncalibrated.json"), "models/uncalibrated.json", &diag) : NULL;
	assets_close(assets);
	return m;
}

/* The models of tests/decide, which tests run beside. */
static inline struct decisions *fixture_decisions(void)
{
	static const char *const path[SLOTS] = { CREDENCE_SOURCE_DIR "/tests/decide/check-worthiness.json", CREDENCE_SOURCE_DIR "/tests/decide/claim.json",
		CREDENCE_SOURCE_DIR "/tests/decide/certainty.json", CREDENCE_SOURCE_DIR "/tests/decide/stance-alone.json" };
	struct diag diag = { 0 };
	struct settings s = { 0 };
	bool fine = true;
	for (unsigned slot = 0; slot < SLOTS && fine; slot++) {
		s.decide[slot].name = str_of(path[slot]);
		fine = file_read(path[slot], &s.decide[slot].bytes, &diag);
	}
	struct decisions *all = fine ? decisions_open(&s, &diag) : NULL;
	for (unsigned slot = 0; slot < SLOTS; slot++) free((void *)s.decide[slot].bytes.p);
	return all;
}

/* Answers as those models give them: the labels of each, any of them said. */
static inline void fixture_answers(struct fixture *f, uint64_t random)
{
	static const uint8_t labels[SLOTS] = { 2, 2, 3, 4 };
	for (unsigned slot = 0; slot < SLOTS; slot++, random /= 61) {
		struct settled *a = &f->found.answer[slot];
		*a = (struct settled){ .labels = random % 5 ? labels[slot] : 0, .said = (uint8_t)(random % labels[slot]) };
		for (unsigned l = 0; l < a->labels; l++) a->p[l] = (uint16_t)(random / 7 % 10001);
	}
}

static inline uint64_t fixture_random(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = *state;
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Any features, claims and evidence, and any status. */
static inline void fixture_shuffle(struct fixture *f, uint64_t *state)
{
	fixture_init(f);
	const uint64_t r = fixture_random(state);
	f->found.status = r % 4 ? STATUS_OK : (enum status)(r / 4 % STATUS_COUNT);
	f->found.level = (uint8_t)(1 + r / 64 % 4);
	f->found.certainty = (uint8_t)(r / 256 % CERTAINTIES);
	f->view.truncated = r >> 20 & 1;
	f->view.foreign = (uint32_t)(r >> 24) % (f->view.letters + 1);
	f->view.tokens = (uint32_t)(r >> 40) % 30;
	for (unsigned i = 0; i < FEATURE_COUNT; i++) {
		const uint64_t v = fixture_random(state);
		f->found.feature[i] = v % 3 ? 0 : (int32_t)(v >> 8 & 7);
		if (v % 97 == 0) f->found.feature[i] = INT32_MAX;
		f->found.span[i].from = 4;
		f->found.span[i].to = 11;
	}
	const unsigned evidences = (unsigned)(fixture_random(state) % FIXTURE_EVIDENCE);
	for (unsigned i = 0; i < evidences; i++) {
		const uint64_t v = fixture_random(state);
		struct evidence *e = fixture_evidence(f, (unsigned)(v % EVIDENCE_KINDS), (unsigned)(v >> 8) % HOST_KINDS, "reuters.com");
		e->flags = (uint8_t)(v >> 32 & 31);
	}
	f->found.claims = 1 + (uint32_t)(r >> 50) % FIXTURE_CLAIMS;
	for (uint32_t i = 0; i < f->found.claims; i++) {
		const uint64_t v = fixture_random(state);
		f->claim[i] = (struct claim){ .id = v, .from = 4, .to = 30, .type = (uint8_t)(v % CLAIM_TYPES), .voice = (uint8_t)(v >> 8) % VOICES,
			.certainty = (uint8_t)(v >> 16) % CERTAINTIES, .denied = v >> 24 & 1, .incomplete = v >> 25 & 1, .main = i == 0 };
	}
}

#endif
