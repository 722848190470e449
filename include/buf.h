/* buf.h -- owned bytes that grow: where output is put together.
 * Knows how numbers and JSON strings are printed, the same on every machine; does not know what a line means. */
#ifndef CREDENCE_BUF_H
#define CREDENCE_BUF_H

#include "str.h"
#include <stdint.h>

struct buf {
	char  *p;
	size_t n, cap;
};

char      *buf_room(struct buf *, size_t bytes);     /* at least so many writable bytes at p + n; dies without memory */
void       buf_put(struct buf *, struct str);
void       buf_put_z(struct buf *, const char *);
void       buf_put_char(struct buf *, char);
void       buf_put_u64(struct buf *, uint64_t);
void       buf_put_i64(struct buf *, int64_t);
/* An integer in units of 0.0001 as a decimal with exactly four places: 5412 is 0.5412, -3 is -0.0003. */
void       buf_put_units(struct buf *, int64_t units);
/* A JSON string with its quotes. The bytes must be UTF-8; control characters, U+007F, U+2028 and U+2029 are escaped. */
void       buf_put_json(struct buf *, struct str);
/* Milliseconds since 1970 as 2026-11-23T10:00:00Z, with .123 only where milliseconds are not zero; `zoned` false: no Z. */
void       buf_put_time(struct buf *, int64_t ms, bool zoned);
void       buf_put_format(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline struct str buf_str(const struct buf *b) { return (struct str){ b->p, b->n }; }
void       buf_free(struct buf *);

#endif
