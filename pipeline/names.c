/* names.c -- the printed names of every enum that reaches an output line, and what each means to a person.
 * Knows words; does not know when they apply. */
#include "claim.h"
#include "status.h"

struct word { const char *name, *meaning; };

static const struct word status_word[STATUS_COUNT] = {
	[STATUS_OK] = { "ok", "scored" },
	[STATUS_NO_CLAIM] = { "no_claim", "nothing that could be checked" },
	[STATUS_EMPTY] = { "empty", "no words" },
	[STATUS_DELETED] = { "deleted", "deleted or removed on its platform" },
	[STATUS_LANGUAGE] = { "language", "not in a language that is covered" },
	[STATUS_TOO_LONG] = { "too_long", "longer than a message" },
};

static const struct word fault_word[FAULT_COUNT] = {
	[FAULT_NONE] = { "none", "nothing is wrong" },
	[FAULT_JSON] = { "json", "not valid JSON" },
	[FAULT_JSON_DEPTH] = { "json_depth", "nested too deep" },
	[FAULT_UTF8] = { "utf8", "not valid UTF-8" },
	[FAULT_TYPE] = { "type", "not an object" },
	[FAULT_NO_TEXT] = { "no_text", "neither text nor id nor deletion mark is found" },
	[FAULT_COLUMNS] = { "columns", "more or fewer columns than the header" },
	[FAULT_QUOTE] = { "quote", "a quote is not closed, or text follows it" },
	[FAULT_RECORD_SIZE] = { "record_size", "longer than a record may be" },
	[FAULT_TRUNCATED] = { "truncated", "the input ends inside this record" },
	[FAULT_FORM] = { "form", "not written as its format asks for" },
};

static const struct word finding_word[FINDING_COUNT] = {
	[FINDING_NONE] = { "none", "nothing to report" },
	[FINDING_TRUNCATED] = { "truncated", "ends early; what came before is kept" },
	[FINDING_CORRUPT] = { "corrupt", "is damaged; what came before is kept" },
	[FINDING_TRAILING] = { "trailing", "other bytes follow the compressed data" },
	[FINDING_ENCRYPTED] = { "encrypted", "needs a password" },
	[FINDING_UNSUPPORTED] = { "unsupported", "is stored in a way that cannot be read" },
	[FINDING_LIMIT_NESTING] = { "limit_nesting", "archives nested too deep" },
	[FINDING_LIMIT_MEMBERS] = { "limit_members", "too many members" },
	[FINDING_LIMIT_BYTES] = { "limit_bytes", "unpacks to too many bytes" },
	[FINDING_LIMIT_RATIO] = { "limit_ratio", "unpacks to implausibly many bytes for its size" },
	[FINDING_READER_DIED] = { "reader_died", "killed the process that read it; the unread rest is lost" },
	[FINDING_NO_MEMBERS] = { "no_members", "an archive without files" },
	[FINDING_UNKNOWN_FORMAT] = { "unknown_format", "no format map recognises it" },
	[FINDING_UNKNOWN_ARCHIVE] = { "unknown_archive", "no format map recognises it; nothing of it is scored" },
	[FINDING_NO_MESSAGES] = { "no_messages", "holds no message" },
	[FINDING_LATE_CONTEXT] = { "late_context", "names that follow the records or stand in a file beside them could not be joined" },
	[FINDING_MIXED_FORMAT] = { "mixed_format", "records of more than one shape" },
	[FINDING_AMBIGUOUS_DATES] = { "ambiguous_dates", "nothing tells the day from the month in its dates; the day is read first" },
};

static const char *const type_word[CLAIM_TYPES] = { "asserted", "reported", "observed", "inferred", "predicted", "motive" };
static const char *const certainty_word[CERTAINTIES] = { "certain", "hedged", "doubtful" };
static const char *const voice_word[VOICES] = { "own", "attributed", "quoted" };
static const char *const evidence_word[EVIDENCE_KINDS] = { "link", "picture", "named_source", "attribution", "identifier",
	"document", "first_hand", "hearsay", "reasoning", "echo" };
static const char *const host_word[HOST_KINDS] = { "none", "outlet", "agency", "government", "court", "regulator", "igo",
	"scholarly", "preprint", "factcheck", "encyclopedia", "code", "archive", "file", "paste", "pressrelease", "blog", "video",
	"image", "satire", "social", "forum", "chat", "aggregator", "shortener", "unknown" };

const char *status_name(enum status s) { return status_word[s].name; }
const char *status_meaning(enum status s) { return status_word[s].meaning; }
const char *fault_name(enum fault f) { return fault_word[f].name; }
const char *fault_meaning(enum fault f) { return fault_word[f].meaning; }
const char *finding_name(enum finding f) { return finding_word[f].name; }
const char *finding_meaning(enum finding f) { return finding_word[f].meaning; }

const char *claim_type_name(unsigned i) { return i < CLAIM_TYPES ? type_word[i] : "?"; }
const char *certainty_name(unsigned i) { return i < CERTAINTIES ? certainty_word[i] : "?"; }
const char *voice_name(unsigned i) { return i < VOICES ? voice_word[i] : "?"; }
const char *evidence_kind_name(unsigned i) { return i < EVIDENCE_KINDS ? evidence_word[i] : "?"; }
const char *host_kind_name(unsigned i) { return i < HOST_KINDS ? host_word[i] : "?"; }

bool host_passes_through(unsigned kind)
{
	return kind == HOST_SOCIAL || kind == HOST_FORUM || kind == HOST_CHAT || kind == HOST_AGGREGATOR || kind == HOST_SHORTENER;
}

bool finding_loses_data(enum finding finding)
{
	switch (finding) {
	case FINDING_TRUNCATED: case FINDING_CORRUPT: case FINDING_ENCRYPTED: case FINDING_UNSUPPORTED: case FINDING_LIMIT_NESTING:
	case FINDING_LIMIT_MEMBERS: case FINDING_LIMIT_BYTES: case FINDING_LIMIT_RATIO: case FINDING_READER_DIED:
	case FINDING_UNKNOWN_ARCHIVE:
		return true;
	default:
		return false;
	}
}
