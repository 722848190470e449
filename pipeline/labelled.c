/* labelled.c -- labelled messages through the stages, as examples in the order in which they stand.
 * Knows one lane over all stages and what is kept of a batch; does not know what labels mean. */
#include "labelled.h"

#include "plan.h"
#include <stdlib.h>
#include <xxhash.h>

/* One entry of a batch as the stage leaves it for the sink; all of it lies in the batch's arena. */
struct lifted { bool message; struct example example; };

struct labelled_pass {
	struct run                   *run;
	const struct labelled_fields *fields;
	struct extract_stages         stages;
	struct source_options         options;
	struct archive               *archive;
	uint32_t                      archives;
	struct source                *source;
	struct examples              *all;
};

/* --- the stage ----------------------------------------------------------------------------------------------------------- */

static struct str one_text(const struct batch *b, uint32_t i, const char *names, struct arena *arena)
{
	struct str text[1];
	return names && field_texts(&b->record[i], &b->message[i], names, text, 1, arena) ? text[0] : (struct str){ NULL, 0 };
}

/* Those of a message's labels that are asked for. */
static unsigned labels_kept(const char *wanted, struct str *label, unsigned n)
{
	unsigned kept = 0;
	for (unsigned i = 0; wanted && i < n; i++) {
		for (const char *at = wanted; *at; at += strcspn(at, ","), at += *at == ',') {
			if (!str_is(label[i], "") && str_equal(label[i], (struct str){ at, strcspn(at, ",") })) {
				label[kept++] = label[i];
				break;
			}
		}
	}
	return wanted ? kept : n;
}

/* What a message answers may stand in its own record, where its place in a thread is not known. */
static bool beside_of(struct str text, struct place *place, struct arena *arena)
{
	static const struct found nothing;
	struct view view;
	if (!text.n) return false;
	text_tokenise(text, &view, arena);
	place_of(&view, &nothing, place);
	place->asks = text.p[text.n - 1] == '?';
	for (uint32_t i = 0; i < view.tokens; i++) place->link |= view.token[i].kind == TOKEN_URL || view.token[i].kind == TOKEN_HOST;
	return true;
}

static void lift(const struct labelled_pass *pass, struct batch *b, uint32_t i, struct lifted *to)
{
	const struct message *m = &b->message[i];
	struct example *e = &to->example;
	int32_t count[COUNTED];
	to->message = true;
	e->id = m->string[MESSAGE_ID];
	e->author = m->string[MESSAGE_AUTHOR_ID].n ? m->string[MESSAGE_AUTHOR_ID] : m->string[MESSAGE_AUTHOR];
	e->thread = m->string[MESSAGE_THREAD];
	e->parent = m->string[MESSAGE_PARENT];
	e->status = b->found[i].status;
	e->labels = labels_kept(pass->fields->labels, e->label, field_texts(&b->record[i], m, pass->fields->label, e->label, EXAMPLE_LABELS,
		&b->arena));
	e->group = one_text(b, i, pass->fields->group, &b->arena);
	e->split = one_text(b, i, pass->fields->split, &b->arena);
	place_of(&b->view[i], &b->found[i], &e->place);
	e->place.author = e->author.n ? XXH64(e->author.p, e->author.n, 0) | 1 : 0;
	e->replies = beside_of(one_text(b, i, "parent_text", &b->arena), &e->beside, &b->arena);
	counts_of_found(&b->found[i], count);
	indicators_of_counts(count, &e->of[BLOCK_FEATURE], &e->of[BLOCK_CONCLUSION], &b->arena);
	indicators_of_words(&b->view[i], &e->of[BLOCK_WORD], &b->arena);
}

static void lift_run(const void *state, void *thread, struct batch *b, struct arena *scratch)
{
	(void)thread, (void)scratch;
	struct lifted *lifted = b->extra = arena_zalloc(&b->arena, (b->n + 1) * sizeof *lifted);
	for (uint32_t i = 0; i < b->n; i++)
		if (b->entry[i] == ENTRY_MESSAGE) lift(state, b, i, &lifted[i]);
}

static const struct stage stage_lift = { .name = "lift", .run = lift_run };

/* --- the lane ------------------------------------------------------------------------------------------------------------ */

static void *labelled_begin(void *context, unsigned lane, struct diag *d)
{
	struct labelled_pass *pass = context;
	(void)lane;
	pass->source = source_open(&pass->options, pass->archive, pass->archives, d);
	return pass->source ? pass : NULL;
}

static enum ring_step labelled_fill(void *context, struct batch *b, struct diag *d)
{
	struct labelled_pass *pass = context;
	const enum source_step step = source_fill(pass->source, b, d);
	return step == SOURCE_BATCH ? RING_BATCH : step == SOURCE_END ? RING_END : RING_FAILED;
}

static struct str keep(struct examples *all, struct str s) { return s.p ? arena_copy(&all->arena, s) : s; }

static void example_keep(struct examples *all, const struct example *from, struct str row)
{
	if (all->n == all->cap) {
		all->cap = all->cap ? all->cap * 2 : 1024;
		all->item = mem_grow(all->item, all->cap * sizeof *all->item);
	}
	struct example *e = &all->item[all->n++];
	*e = *from;
	e->id = keep(all, e->id);
	e->group = keep(all, e->group);
	e->split = keep(all, e->split);
	e->author = keep(all, e->author);
	e->thread = keep(all, e->thread);
	e->parent = keep(all, e->parent);
	for (unsigned i = 0; i < e->labels; i++) e->label[i] = keep(all, e->label[i]);
	/* Rows are aligned to 8, as what is read in them is. */
	e->row = (struct str){ memcpy(arena_alloc(&all->arena, row.n), row.p, row.n), row.n };
	for (unsigned b = 0; b < BLOCKS; b++) {
		struct indicators *list = &e->of[b];
		const struct indicator *item = list->item;
		list->cap = list->n;
		list->item = list->n ? memcpy(arena_alloc(&all->arena, list->n * sizeof *item), item, list->n * sizeof *item) : NULL;
	}
}

static bool wanted(const struct labelled_pass *pass, const struct example *e)
{
	return !pass->fields->only || str_is(e->split, pass->fields->only);
}

static bool labelled_sink(void *context, struct batch *b, struct diag *d)
{
	struct labelled_pass *pass = context;
	const struct lifted *lifted = b->extra;
	struct row row;
	size_t at = 0;
	for (uint32_t i = 0; i < b->n; i++) {
		const size_t next = row_read(buf_str(&b->rows), at, &row);
		if (next <= at) return diag_failed(d, "a row does not read back; this is an error of the program");
		pass->all->not_read += b->entry[i] == ENTRY_QUARANTINED || b->entry[i] == ENTRY_FINDING;
		if (lifted[i].message && wanted(pass, &lifted[i].example)) {
			example_keep(pass->all, &lifted[i].example, str_cut(buf_str(&b->rows), at, next));
			pass->all->unlabelled += lifted[i].example.labels == 0;
		}
		at = next;
	}
	return true;
}

static bool labelled_end(void *context, bool fine, struct diag *d)
{
	struct labelled_pass *pass = context;
	struct examples *all = pass->all;
	(void)d;
	for (uint32_t i = 0; fine && i < pass->archives; i++)
		all->source[all->sources++] = (struct example_source){ arena_copy(&all->arena, pass->archive[i].name), source_hash(pass->source, i), 0 };
	source_close(pass->source);
	return fine;
}

/* --- reading ------------------------------------------------------------------------------------------------------------- */

static bool archives_find(struct labelled_pass *pass, const char *const *input, unsigned inputs, struct diag *d)
{
	struct walk walk = { 0 };
	const bool fine = walk_inputs(&walk, (const char **)input, inputs, NULL, &pass->run->arena, d) && walk_name(&walk, &pass->run->arena, d);
	pass->archive = mem_zalloc(walk.count + 1, sizeof *pass->archive);
	for (uint32_t i = 0; fine && i < walk.count; i++)
		pass->archive[pass->archives++] = (struct archive){ str_of(walk.archive[i].name), walk.archive[i].path, walk.archive[i].size };
	pass->options.input = walk_paths(&walk);
	pass->options.inputs = pass->archives;
	free(walk.archive);
	return fine;
}

bool labelled_read(struct run *run, const char *const *input, unsigned inputs, const struct labelled_fields *fields, struct examples *all,
                   struct diag *d)
{
	static const struct ring_pass ring = { labelled_begin, labelled_fill, labelled_sink, labelled_end, NULL };
	struct labelled_pass pass = { .run = run, .fields = fields, .all = all };
	struct ring_job job = { .pass = &ring, .context = &pass, .threads = run->settings.threads, .window = run->settings.window,
		.stages = EXTRACT_STAGES + 1, .lanes = 1 };
	const struct settings given = run->settings;
	run->settings.any_language = true;            /* a label was given by somebody who read it */
	memset(run->settings.decide, 0, sizeof run->settings.decide);
	bool fine = archives_find(&pass, input, inputs, d) && extract_stages_open(&pass.stages, run, d);
	run->settings = given;
	if (fine) {
		all->source = mem_grow(all->source, (all->sources + pass.archives + 1) * sizeof *all->source);
		memcpy(job.stage, pass.stages.stage, sizeof pass.stages.stage);
		job.stage[EXTRACT_STAGES] = (struct ring_stage){ &stage_lift, &pass };
		pass.options.formats = pass.stages.formats;
		pass.options.limits = run->settings.limits;
		pass.options.program = run->program;
		fine = ring_run(&job);
		if (!fine) *d = job.diag;
		extract_stages_close(&pass.stages);
	}
	free(pass.archive);
	free((void *)pass.options.input);
	return fine;
}

void examples_free(struct examples *all)
{
	free(all->item);
	free(all->source);
	arena_free(&all->arena);
	*all = (struct examples){ 0 };
}
