/* warc_http.h -- what an HTTP answer carries, with its wrappings taken off.
 * Knows status lines, chunks and content encodings; does not know HTML. */
#ifndef CREDENCE_WARC_HTTP_H
#define CREDENCE_WARC_HTTP_H

#include "arena.h"

#include <stdint.h>

struct http_answer {
	struct str  status;       /* "200" */
	struct str  type;         /* the value of Content-Type; p NULL: none */
	struct str  header, body; /* as they are in the block */
};

/* False: the block is no HTTP answer. */
bool http_read(struct str block, struct http_answer *);

enum http_unwrapped { UNWRAPPED, UNWRAP_UNKNOWN, UNWRAP_TOO_LARGE, UNWRAP_BROKEN };

/* The body without chunks and content encodings, in the arena where anything was undone. Where the header promises a wrapping
 * that is not there, the archiver has taken it off. What damage costs is counted; broken: nothing came out. */
enum http_unwrapped http_unwrap(const struct http_answer *, struct arena *, struct str *body, uint32_t *repairs);

#endif
