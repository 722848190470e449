/* command_sample.c -- credence sample: which messages of a run people should label, and how likely each was to be drawn.
 * Knows the strata (score, format, evidence) and the line that a labeller fills in; does not know how a sample is drawn.
 *
 * Messages without a score are strata of their own: whether there is a claim is one of the questions to be labelled. */
#include "command.h"
#include "draw.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

enum { STRATA_MOST = 4096, BAND = 2000 };

struct stratum { char name[160]; };

struct sampling {
	struct run     *run;
	struct stratum *stratum;
	uint32_t        strata;
	uint64_t       *id;
	uint32_t       *of, n, cap;
	struct drawn   *drawn;        /* in the order in which the messages stand, for the second walk */
	uint32_t        draws, next, at;
	struct buf      out;
	FILE           *to;
	struct diag    *d;
};

/* The strongest evidence that is shown, one word. */
static const char *evidence_word(const struct row *r)
{
	unsigned best = EVIDENCE_KINDS;
	for (unsigned i = 0; i < r->head->evidences; i++)
		if (r->evidence[i].kind < best) best = r->evidence[i].kind;
	return best < EVIDENCE_KINDS ? evidence_kind_name(best) : "none";
}

static void stratum_of(const struct run *run, const struct row *r, struct score *score, struct stratum *s)
{
	char band[40];
	score_row(run->model, r, score);
	if (score->assessed) {
		const int32_t from = score->groundedness < 9999 ? score->groundedness / BAND * BAND : 8000;
		snprintf(band, sizeof band, "%d.%d-%d.%d", from / 10000, from / 1000 % 10, (from + BAND) / 10000, (from + BAND) / 1000 % 10);
	} else {
		snprintf(band, sizeof band, "%s", status_name(r->head->status));
	}
	snprintf(s->name, sizeof s->name, "%s|%.*s|%s", band, (int)r->string[ROW_FORMAT].n, r->string[ROW_FORMAT].p ? r->string[ROW_FORMAT].p : "",
		evidence_word(r));
}

/* Nothing can be labelled in a text that is not there or that its labeller cannot read. */
static bool can_be_labelled(const struct row *r)
{
	return r->head->status == STATUS_OK || r->head->status == STATUS_NO_CLAIM;
}

static bool message_note(void *context, const struct row *r)
{
	struct sampling *s = context;
	struct stratum name;
	struct score score;
	if (!can_be_labelled(r)) return true;
	stratum_of(s->run, r, &score, &name);
	uint32_t k = 0;
	while (k < s->strata && strcmp(s->stratum[k].name, name.name) != 0) k++;
	if (k == STRATA_MOST) return diag_failed(s->d, "more than %d strata", STRATA_MOST);
	if (k == s->strata) s->stratum[s->strata++] = name;
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 4096;
		s->id = mem_grow(s->id, s->cap * sizeof *s->id);
		s->of = mem_grow(s->of, s->cap * sizeof *s->of);
	}
	s->id[s->n] = XXH64(r->string[MESSAGE_ID].p, r->string[MESSAGE_ID].n, 0);
	s->of[s->n++] = k;
	return true;
}

static void text_put(struct buf *out, const char *key, struct str text)
{
	if (!text.p) return;
	buf_put_z(out, key);
	buf_put_json(out, text);
}

static void line_put(struct sampling *s, const struct row *r, const struct drawn *drawn)
{
	struct stratum name;
	struct score score;
	struct buf *out = &s->out;
	stratum_of(s->run, r, &score, &name);
	out->n = 0;
	buf_put_z(out, "{\"id\":");
	buf_put_json(out, r->string[MESSAGE_ID]);
	text_put(out, ",\"archive\":", r->string[ROW_ARCHIVE]);
	text_put(out, ",\"thread\":", r->string[MESSAGE_THREAD]);
	text_put(out, ",\"parent\":", r->string[MESSAGE_PARENT]);
	text_put(out, ",\"platform\":", r->string[ROW_FORMAT]);
	text_put(out, ",\"text\":", r->string[ROW_TEXT]);
	text_put(out, ",\"stratum\":", str_of(name.name));
	buf_put_format(out, ",\"inclusion\":%.8f", drawn->probability);
	/* The labeller's: see the rubric in configs/models/README.md. */
	buf_put_z(out, ",\"assessable\":null,\"evidence_level\":null,\"kinds\":null,\"certainty\":null,\"grounded\":null}\n");
}

static bool message_write(void *context, const struct row *r)
{
	struct sampling *s = context;
	if (!can_be_labelled(r)) return true;
	const uint32_t at = s->at++;
	if (s->next == s->draws || s->drawn[s->next].index != at) return true;
	line_put(s, r, &s->drawn[s->next++]);
	return fwrite(s->out.p, 1, s->out.n, s->to) == s->out.n || diag_failed(s->d, "cannot write the output: %s", strerror(errno));
}

static int place_order(const void *a, const void *b)
{
	const struct drawn *x = a, *y = b;
	return x->index < y->index ? -1 : x->index > y->index;
}

static bool sample_draw(struct sampling *s, uint32_t wanted, uint64_t seed)
{
	const struct draw_frame frame = { s->n, s->id, s->of, s->strata };
	struct draw_share *share = mem_alloc((s->strata + 1) * sizeof *share);
	s->drawn = mem_alloc((wanted + 1) * sizeof *s->drawn);
	const bool fine = draw_stratified(&frame, wanted, seed, s->drawn, &s->draws, share, s->d);
	if (fine) qsort(s->drawn, s->draws, sizeof *s->drawn, place_order);
	if (fine && !s->run->settings.quiet)
		fprintf(stderr, "credence: %u of %u messages drawn from %u strata; seed %llu\n", s->draws, s->n, s->strata, (unsigned long long)seed);
	free(share);
	return fine;
}

static bool wanted_given(const struct run *run, uint32_t *wanted, uint64_t *seed, struct diag *d)
{
	const char *text = options_value(&run->options, "messages"), *stirred = options_value(&run->options, "seed");
	char *end = NULL, *other = NULL;
	const unsigned long n = text ? strtoul(text, &end, 10) : 600;
	*seed = stirred ? strtoull(stirred, &other, 10) : 1;
	*wanted = (uint32_t)n;
	if (end && (*text < '0' || *text > '9' || *end || n < 1 || n > 10000000))
		return diag_usage(d, "--messages %s: must be a whole number from 1 to 10000000", text);
	return !other || (*stirred >= '0' && *stirred <= '9' && !*other) || diag_usage(d, "--seed %s: must be a whole number", stirred);
}

int command_sample(struct run *run, struct diag *d)
{
	struct sampling s = { .run = run, .d = d, .stratum = mem_alloc(STRATA_MOST * sizeof(struct stratum)) };
	uint32_t wanted;
	uint64_t seed;
	bool fine = wanted_given(run, &wanted, &seed, d) && model_load(run, d) && plan_read(&run->plan, run->options.operand[0], d) &&
		rows_walk(run, message_note, &s, d) && sample_draw(&s, wanted, seed) && (s.to = output_open(run, d)) != NULL &&
		rows_walk(run, message_write, &s, d);
	if (s.to && !output_close(s.to, d)) fine = false;
	free(s.stratum);
	free(s.id);
	free(s.of);
	free(s.drawn);
	buf_free(&s.out);
	return fine ? EXIT_FINE : d->code ? (int)d->code : EXIT_FAILED;
}
