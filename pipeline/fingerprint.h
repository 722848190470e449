/* fingerprint.h -- what an artifact is a function of, in 64 bits a pass.
 * Knows which settings belong to which pass; does not know where artifacts are. */
#ifndef CREDENCE_FINGERPRINT_H
#define CREDENCE_FINGERPRINT_H

#include "asset.h"
#include "plan.h"
#include "settings.h"

uint64_t fingerprint_extract(const struct assets *, const struct settings *, const struct plan_unit *);
uint64_t fingerprint_score(uint64_t extract, struct str model, const struct settings *);
bool     archive_is_excluded(const struct settings *, const char *name);

#endif
