/* message.h -- one message as its platform's map understood it, before anything is thought about its text.
 * Knows the fields that every stage and the output share; does not know any format. */
#ifndef CREDENCE_MESSAGE_H
#define CREDENCE_MESSAGE_H

#include "status.h"
#include "str.h"
#include <stdint.h>

enum time_zone { TIME_NONE, TIME_UTC, TIME_LOCAL };   /* unknown; known to the zone; a wall clock of unknown zone */

/* How text is marked up, as the map says; several may hold together. */
enum markup {
	MARKUP_ENTITIES = 1 << 0,   /* &amp; &#x27; */
	MARKUP_HTML     = 1 << 1,   /* tags; entities too */
	MARKUP_MARKDOWN = 1 << 2,   /* **bold**, [text](url), > quote */
	MARKUP_SLACK    = 1 << 3,   /* <@U1> <#C1|name> <url|label> */
	MARKUP_MAIL     = 1 << 4    /* > quote, "ann wrote:", -- signature */
};

/* The strings that go through to the output line unchanged. */
enum message_string {
	MESSAGE_ID, MESSAGE_AUTHOR, MESSAGE_AUTHOR_ID, MESSAGE_THREAD, MESSAGE_PARENT, MESSAGE_CHANNEL, MESSAGE_LANG,
	MESSAGE_LABEL, MESSAGE_REPOST_OF, MESSAGE_QUOTE_OF, MESSAGE_LINK, MESSAGE_STRINGS
};

struct message {
	struct str     string[MESSAGE_STRINGS];    /* p NULL: unknown. MESSAGE_ID is never NULL: without one it is "member#record" */
	struct str     text;                       /* as joined by the map, UTF-8, markup still in it; p NULL: none */
	struct str    *url;                        /* links that the platform lists beside the text, expanded */
	uint32_t       urls;
	unsigned       markup;                     /* enum markup, or-ed */
	int64_t        time;                       /* milliseconds since 1970 */
	int64_t        edited;                     /* 0: not, or unknown */
	enum time_zone zone;
	bool           deleted;
	bool           id_made;                    /* MESSAGE_ID was made up by us */
	bool           bad_time;                   /* there was a time, and it could not be read */
	bool           ragged;                     /* of a table: the row has more or fewer cells than the header */
	uint32_t       repairs;                    /* bytes or escapes replaced by U+FFFD */
	uint32_t       duplicate_keys;
	enum fault     fault;                      /* of a quarantined record */
	uint64_t       fault_at;                   /* offset in the record */
	const char    *fault_reason;
	struct str     skip;                       /* of a skipped record: the map's reason; p NULL: not skipped */
};

static inline const char *message_string_name(enum message_string s)
{
	static const char *const name[MESSAGE_STRINGS] = { "id", "author", "author_id", "thread", "parent", "channel",
		"platform_lang", "label", "repost_of", "quote_of", "link" };
	return name[s];
}

#endif
