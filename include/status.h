/* status.h -- every named end that a message, a record or an archive can come to.
 * Knows the names and their one-line meanings; does not know how any of them is detected. */
#ifndef CREDENCE_STATUS_H
#define CREDENCE_STATUS_H

#include <stdbool.h>

/* What became of a message. Everything but STATUS_OK has a null score and counts as "unscored". */
enum status {
	STATUS_OK,
	STATUS_NO_CLAIM,      /* nothing that could be checked: a question, a reaction, an order, an opinion */
	STATUS_EMPTY,         /* no text, or only spaces, links to nothing, emoji, marks */
	STATUS_DELETED,       /* the platform says that it was deleted or removed */
	STATUS_LANGUAGE,      /* not in a language that the lexicons cover */
	STATUS_TOO_LONG,      /* longer than --max-text: features would describe a document, not a message */
	STATUS_COUNT
};

/* Why a record is no message (quarantined). */
enum fault {
	FAULT_NONE,
	FAULT_JSON,           /* not JSON by RFC 8259 */
	FAULT_JSON_DEPTH,     /* nested deeper than --max-depth */
	FAULT_UTF8,           /* not UTF-8, and --invalid-utf8=quarantine */
	FAULT_TYPE,           /* JSON, but not an object (or not what the map expects) */
	FAULT_NO_TEXT,        /* an object in which the map finds neither a text nor an id nor a deletion mark */
	FAULT_COLUMNS,        /* a CSV row with more or fewer columns than its header */
	FAULT_QUOTE,          /* a CSV quote that is never closed, or text after a closing quote */
	FAULT_RECORD_SIZE,    /* longer than --max-record */
	FAULT_TRUNCATED,      /* the member or archive ends inside it */
	FAULT_FORM,           /* not written as its format asks for: broken tags or headers, a length that is none */
	FAULT_COUNT
};

/* What is said of an archive or a member as a whole (located, counted, never silent). */
enum finding {
	FINDING_NONE,
	FINDING_TRUNCATED,       /* ends early: what came before is kept */
	FINDING_CORRUPT,         /* checksum or structure is wrong: what came before is kept */
	FINDING_TRAILING,        /* bytes after the end of the compressed data were passed over (zeros are padding and are not reported) */
	FINDING_ENCRYPTED,       /* a member that needs a password */
	FINDING_UNSUPPORTED,     /* a compression method, window or dictionary that cannot be read */
	FINDING_LIMIT_NESTING, FINDING_LIMIT_MEMBERS, FINDING_LIMIT_BYTES, FINDING_LIMIT_RATIO,
	FINDING_READER_DIED,     /* the reading child was killed by these bytes */
	FINDING_NO_MEMBERS,      /* an archive of some size that holds no file */
	FINDING_UNKNOWN_FORMAT,  /* no format map recognises the member; it is not scored */
	FINDING_UNKNOWN_ARCHIVE, /* the same of an archive that is no container: nothing of what was given is scored */
	FINDING_NO_MESSAGES,     /* a recognised member in which nothing is a message */
	FINDING_LATE_CONTEXT,    /* a document too large to hold back: names that follow the records were not joined */
	FINDING_MIXED_FORMAT,    /* records of another shape than the member's head: read by the same map */
	FINDING_AMBIGUOUS_DATES, /* nothing tells the day from the month in its dates: the day is read first */
	FINDING_COUNT
};

const char *status_name(enum status);        /* "ok", "no_claim", ... : as printed */
const char *status_meaning(enum status);     /* for a person, one phrase */
const char *fault_name(enum fault);
const char *fault_meaning(enum fault);
const char *finding_name(enum finding);
const char *finding_meaning(enum finding);
/* Was some of the archive not read? Bytes behind the end of the data, members of a container that no format fits and members without
 * messages lose no message. */
bool        finding_loses_data(enum finding);

#endif
