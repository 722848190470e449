/* asset_table.h -- the compiled-in files of configs/ as the build writes them down.
 * Knows the table's shape; only asset.c reads it. */
#ifndef CREDENCE_ASSET_TABLE_H
#define CREDENCE_ASSET_TABLE_H

#include <stddef.h>

struct asset_entry {
	const char          *name;     /* relative to configs/; NULL ends the table */
	const unsigned char *bytes;    /* followed by a zero byte */
	size_t               size;     /* without it */
};

extern const struct asset_entry asset_table[];

#endif
