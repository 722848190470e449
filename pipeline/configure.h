/* configure.h -- how settings come about: default.json, a user's file, the command line, in this order.
 * Knows every key, its kind and its bounds; does not know what a setting does. */
#ifndef CREDENCE_CONFIGURE_H
#define CREDENCE_CONFIGURE_H

#include "asset.h"
#include "buf.h"
#include "options.h"
#include "settings.h"

/* Strings live in the arena. Errors name the file and the key, or the option. */
MUST_CHECK bool settings_load(struct settings *, const struct assets *, const struct options *, struct arena *, struct diag *);

/* The effective configuration as JSON that --config reads again. */
void            settings_print(const struct settings *, struct buf *);

#endif
