/* json_scan.h -- where a scan stands in its document, and why it stopped.
 * Knows no grammar. */
#ifndef CREDENCE_JSON_SCAN_H
#define CREDENCE_JSON_SCAN_H

#include "json.h"

enum { JSON_INDENT = 31 };

struct json_scan {
	const char *begin, *end;
	unsigned    depth, max_depth;
	unsigned    indent;             /* bytes of white space the last line that was looked at began with, up to JSON_INDENT */
	uint64_t   *kinds;              /* a bit a level: is the open bracket an object's? */
	enum fault  fault;
	const char *at, *reason;
	bool        escaped, non_ascii; /* of the last string */
};

/* Always NULL, so that a scanning function can return it. */
static inline const char *json_fail(struct json_scan *s, const char *at, enum fault fault, const char *reason)
{
	s->fault = fault;
	s->at = at < s->end ? at : s->end;
	s->reason = reason;
	return NULL;
}

#endif
