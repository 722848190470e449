/* asset.h -- the files of configs/: compiled into the program, and overridden by a folder on disk.
 * Knows names and bytes ("lexicons/cues.tsv"); does not know what any of them means. */
#ifndef CREDENCE_ASSET_H
#define CREDENCE_ASSET_H

#include "arena.h"
#include "diag.h"
#include <stdint.h>

struct assets;

/* `folder` may be NULL: only what is compiled in. A file that is in the folder replaces its compiled-in namesake and new
 * files join (a new map, a new lexicon). Everything is read at once; nothing is read later. */
MUST_CHECK struct assets *assets_open(const char *folder, struct diag *);
void                      assets_close(struct assets *);

/* The bytes, valid until assets_close(); p is NULL where there is none. A zero byte follows them. */
struct str assets_find(const struct assets *, const char *name);

/* The i-th name (in byte order) that begins with `prefix`, for instance "formats/"; NULL past the last. */
const char *assets_name(const struct assets *, const char *prefix, unsigned i);

/* XXH64 over the names and bytes of all assets beginning with one of the prefixes: part of a pass's fingerprint. */
uint64_t assets_hash(const struct assets *, const char *const *prefixes, unsigned count);

#endif
