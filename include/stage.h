/* stage.h -- the one interface of the pipeline: what is done to a batch.
 * Knows how a stage is opened, run and closed; does not know which stages there are (pipeline/passes.c lists them).
 *
 * A stage is opened once, before there are threads. run() is then called for many batches at once: the batch is its to
 * write, the state is const. What must outlive run() goes into batch->arena or batch->rows; scratch is the calling thread's
 * and is reset when run() returns. A message that cannot be handled is no error of the stage: set its entry or status. */
#ifndef CREDENCE_STAGE_H
#define CREDENCE_STAGE_H

#include "asset.h"
#include "batch.h"
#include "diag.h"
#include "settings.h"

struct stage {
	const char *name;
	/* NULL with a diag on a bad configuration. */
	void *(*open)(const struct assets *, const struct settings *, struct diag *);
	/* What a thread needs of its own beyond the scratch arena; NULL: nothing. */
	void *(*thread_open)(const void *state);
	void  (*run)(const void *state, void *thread, struct batch *, struct arena *scratch);
	void  (*thread_close)(void *thread);
	void  (*close)(void *state);
};

/* Versions of what other people's tables say, where that can change a row: part of the extract pass's fingerprint. */
const char *unicode_version(void);           /* of utf8proc                    stages/normalise/unicode.c   */
const char *suffixes_version(void);          /* of libpsl                      stages/extract/host.c        */
const char *suffixes_hash(void);             /* of the list compiled into it                                */

extern const struct stage stage_parse;       /* records -> messages           stages/ingest/parse.c        */
extern const struct stage stage_normalise;   /* messages -> views             stages/normalise/normalise.c */
extern const struct stage stage_extract;     /* views -> found                stages/extract/extract.c     */
extern const struct stage stage_decide;      /* found -> answers in it        stages/decide/decide.c       */
extern const struct stage stage_pack;        /* found -> rows                 pipeline/row.c               */

#endif
