/* sink.h -- output bytes as they are stored: plain, or as independent zstd frames or gzip members.
 * Knows compression; does not know lines. */
#ifndef CREDENCE_SINK_H
#define CREDENCE_SINK_H

#include "buf.h"
#include "diag.h"
#include "settings.h"
#include <stdio.h>

const char *sink_suffix(enum output_as);           /* ".jsonl", ".jsonl.zst", ".jsonl.gz" */

/* Appends `plain` to `packed` as one frame or member of its own: batches can be packed on any thread. */
void            sink_pack(enum output_as, struct str plain, struct buf *packed);
/* Decodes a stored file to `to`. */
MUST_CHECK bool sink_unpack(enum output_as, const char *path, FILE *to, struct diag *);

#endif
