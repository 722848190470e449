/* json.h -- a validating JSON scanner that projects: it checks every byte of a document by RFC 8259 and hands out
 * slices of the source for the JSON Pointers it was asked for. It builds no tree and converts nothing:
 * a 64-bit id, 1e400 and "\u0000" come out exactly as they stand.
 *
 * For configs, maps, models and summaries cJSON is used instead. */
#ifndef CREDENCE_JSON_H
#define CREDENCE_JSON_H

#include "arena.h"
#include "diag.h"
#include "status.h"
#include <stdint.h>

enum json_type { JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_slice {
	struct str     text;        /* source bytes; of a string, without its quotes and still escaped */
	enum json_type type;
	bool           escaped;     /* a string with a backslash in it */
	bool           non_ascii;   /* a string with a byte above 0x7f, or a \u escape above \u007f */
};

/* Readable bytes that must follow a document in memory (their value is ignored): the scanner loads 16 or 32 at a time. */
enum { JSON_PADDING = 64 };

/* --- plan: which pointers are wanted. Built once, then const and shared by all threads. --------------------------------- */

struct json_plan;

struct json_plan *json_plan_new(struct arena *);

/* Asks for `pointer`; its values come out as hits with this slot. RFC 6901 plus the segments `*` (each element of an array,
 * each value of an object) and `[key=value]` (the elements of an array that are objects in which key is that value; `[key]`:
 * in which key exists). "" is the document itself. False with a diag when the pointer is malformed. */
MUST_CHECK bool json_plan_add(struct json_plan *, struct str pointer, uint16_t slot, struct diag *);

/* --- projection --------------------------------------------------------------------------------------------------------- */

struct json_hit {
	struct json_slice value;
	uint16_t          slot;
	uint32_t          element;  /* of a pointer with `*` or a filter: which element of the outermost one matched, from 0; else 0 */
};

struct json_result {
	struct json_hit *hit;       /* in document order; in the arena that was given */
	uint32_t         count, cap;
	uint32_t         duplicate_keys;  /* among the wanted keys: the last one won, earlier hits are gone */
	enum fault       fault;     /* FAULT_NONE, FAULT_JSON, FAULT_JSON_DEPTH, FAULT_UTF8 (first bad byte) */
	size_t           offset;    /* of the fault, from the start of the document */
	const char      *reason;    /* of the fault: a constant sentence */
};

/* Scans one whole document (nothing but white space may follow its value). `plan` may be NULL: validate only.
 * `result` can be reused: hit/cap are kept if they came from the same arena since its last reset; start with zeros.
 * False on a fault, with fault, offset and reason set; no quadratic path, depth is counted and not recursed beyond max_depth. */
MUST_CHECK bool json_project(const struct json_plan *plan, struct str document, unsigned max_depth,
                             struct arena *, struct json_result *result);

/* The document with the slips of known programs put right, each added to *repairs (set, not added to): raw control characters in
 * strings, \xNN, other escapes that JSON has not, NaN and Infinity (null), a comma before a closing bracket. Nothing is left out.
 * With *repairs 0 it is the document itself, else a copy with JSON_PADDING behind it. It may still not be JSON. */
struct str json_mended(struct str document, struct arena *, uint32_t *repairs);

/* --- values ------------------------------------------------------------------------------------------------------------- */

/* The text of a string slice with its escapes undone (the slice itself when there are none: no copy).
 * A lone surrogate becomes U+FFFD and is added to *repairs; \u0000 becomes a zero byte. Long runs of \uXXXX are fast. */
struct str json_unescape(struct json_slice, struct arena *, uint32_t *repairs);

/* The same for ids: nothing may be merged, so a lone surrogate keeps its six source characters. */
struct str json_unescape_id(struct json_slice, struct arena *);

/* --- framing -------------------------------------------------------------------------------------------------------------
 * A structural scan over a stream of JSON values (concatenated, newline-delimited, or one huge array): it finds where
 * values begin and end without validating them, in constant memory, and remembers its state between calls. */

struct json_depth {             /* zero to begin */
	uint32_t depth;             /* open brackets of either kind */
	bool     in_string, escaped;
};

/* Moves on from `at` until depth falls back to `floor` right after a closing bracket, or a comma or closing bracket is met
 * at depth == floor outside strings; returns the offset of that byte, or bytes.n when more input is needed. */
size_t json_skip(struct json_depth *, struct str bytes, size_t at, uint32_t floor);

#endif
