/* run.h -- what every pass and command is given: the configuration, the assets, and where there is a run folder its plan.
 * Knows nothing but these; passes know what to do with them. */
#ifndef CREDENCE_RUN_H
#define CREDENCE_RUN_H

#include "asset.h"
#include "decision.h"
#include "format.h"
#include "line.h"
#include "options.h"
#include "plan.h"
#include "progress.h"
#include "ring.h"
#include "source.h"

struct run {
	struct arena         arena;        /* settings' strings */
	struct assets       *assets;
	struct settings      settings;
	struct options       options;
	struct plan          plan;
	unsigned             share, shares;
	char                 program[1024];
	struct progress      progress;
	struct model        *model;        /* NULL until model_load */
	struct str           model_bytes;
	struct decisions    *decisions;    /* NULL until model_load */
	struct line_options  line;
	atomic_uint          condemned;    /* damaged chunks that the score pass removed */
};

/* --- pass_extract.c, pass_score.c: each makes those artifacts of its share that are missing ---------------------- */

MUST_CHECK bool pass_extract(struct run *, struct diag *);
MUST_CHECK bool pass_score(struct run *, struct diag *);

/* The stages from records to rows, opened once; also used by stream and explain. */
enum { EXTRACT_STAGES = 5 };
struct extract_stages { struct ring_stage stage[EXTRACT_STAGES]; void *state[EXTRACT_STAGES]; struct format_set *formats; };
MUST_CHECK bool extract_stages_open(struct extract_stages *, const struct run *, struct diag *);
void            extract_stages_close(struct extract_stages *);

/* The stage from rows to lines; batch->extra is a score_extra, made by it and freed by score_extra_free. */
struct score_extra { struct buf lines, quarantine; struct stats *stats; bool torn; };
extern const struct stage stage_lines;            /* state: a struct run */
void            score_extra_free(struct batch *);

/* Reads the models that the settings name and sets run->line. */
MUST_CHECK bool model_load(struct run *, struct diag *);

/* walk_rows.c: gives every message that has been read to `visit`, in the order of the plan, until it returns false (with the diag set). */
MUST_CHECK bool rows_walk(struct run *, bool (*visit)(void *context, const struct row *), void *context, struct diag *);

/* Units of this share. */
static inline bool unit_is_ours(const struct run *run, uint32_t unit) { return unit % run->shares == run->share; }

/* All units' statistics, and over the units in plan order the fingerprints and the content of what was made of them. A unit that
 * is incomplete, or was scored with other settings, is an error. */
struct stats;
struct run_hashes { uint64_t extract, score, content; };
MUST_CHECK bool stats_of_run(const struct run *, struct stats *, struct run_hashes *, struct diag *);

/* Opens RUN/log/PASS-i-of-N.log and begins the progress line. */
MUST_CHECK bool pass_begin(struct run *, const char *pass, uint64_t bytes, struct diag *);
void            pass_end(struct run *, const struct ring_job *);

#endif
