/* format.h -- declarative format maps, compiled: how a record of some platform becomes a message.
 * Knows the map language (configs/formats/README.md); does not know any platform.
 *
 * A set is compiled once, from configs/formats and --map files, with --format and --field applied; then it is const
 * and shared by all threads. */
#ifndef CREDENCE_FORMAT_H
#define CREDENCE_FORMAT_H

#include "asset.h"
#include "message.h"
#include "record.h"
#include "settings.h"

/* How bytes are cut: a line, a JSON value, a row, a line; and the layouts that need code. */
enum frame {
	FRAME_JSONL, FRAME_JSON, FRAME_CSV, FRAME_LINES,
	FRAME_ROWS, FRAME_MAIL, FRAME_IRC, FRAME_PHONE, FRAME_WARC, FRAME_WIKI, FRAME_COUNT,
	FRAME_LAYOUTS = FRAME_ROWS         /* the first of them */
};

struct format_set;
struct format;

/* Errors name the file, the JSON Pointer and the allowed values. */
MUST_CHECK struct format_set *format_set_open(const struct assets *, const struct settings *, struct diag *);
void                          format_set_close(struct format_set *);
/* False: a --map that could give no text, or would never be taken for any file, which can only be a slip. */
MUST_CHECK bool               format_set_usable(const struct format_set *, const struct settings *, struct diag *);

/* --- asked while framing, by one thread per archive --------------------------------------------------------------------- */

struct detection {
	const struct format *format;   /* NULL: nothing fits */
	enum frame           frame;
	struct str           capture[PATH_CAPTURES];   /* in the arena */
	char                 delimiter;                /* FRAME_CSV: , ; or tab */
	bool                 header;                   /* FRAME_CSV: the first row names the columns */
	bool                 names;                    /* FRAME_LINES: "name: message" */
	size_t               skip;                     /* bytes of the head before the first record: BOM, "sep=;" */
	unsigned             dialect;                  /* of a layout that needs code: which of its kinds */
	struct str           path;                     /* "archive!member/path", in the arena */
};

enum { DETECT_BYTES = 64 << 10 };  /* as much of a member's beginning as is looked at; fewer only where the member is shorter */

/* What this member is, by its path ("archive name!member path") and first bytes. */
struct detection format_detect(const struct format_set *, struct str path, struct str head, struct arena *);

const char *format_name(const struct format *);
const char *format_title(const struct format *);     /* one line for a person; "" where the map has none */

/* Of a file that only goes with a format's messages (a list of users, notes): why it is passed over whole; else p NULL. */
struct str format_companion(const struct format *);

/* The `records` pointers, for the JSON framer: element k of a document is a record when its path matches one of these.
 * Zero of them: each value of the stream is a record (and each element, where the value is an array of objects). */
unsigned   format_record_paths(const struct format *, const struct str **paths);

/* The `recurse` pointers: from a record to the records that stand in it, and in those again. */
unsigned   format_recurse_paths(const struct format *, const struct str **paths);

/* What the framer must capture outside the records: pointers from the document's root, `*` allowed (it then means the
 * enclosing element). context.value[i] holds the raw value of pointer i. `late`: it can follow the records, so that records
 * must be held back (up to limits.held) until the value they hang in ends. */
struct capture { struct str pointer; bool late; };
unsigned   format_captures(const struct format *, const struct capture **captures);

/* --- asked while parsing, by any thread --------------------------------------------------------------------------------- */

enum parsed { PARSED_MESSAGE, PARSED_SKIPPED, PARSED_QUARANTINED };

struct parse_scratch;              /* one a thread */
struct parse_scratch *parse_scratch_new(void);
void                  parse_scratch_free(struct parse_scratch *);

/* One record to one message. Strings are in the batch's arena or in the record.
 * PARSED_SKIPPED: *skip is the map's reason ("delete-notice"); PARSED_QUARANTINED: message->fault, fault_at, fault_reason say why. */
enum parsed format_parse(const struct format_set *, const struct record *, struct parse_scratch *,
                         struct arena *, struct message *, struct str *skip);

#endif
