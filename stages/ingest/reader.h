/* reader.h -- one archive as a sequence of members, whatever is nested in whatever.
 * Knows decoders, containers, the reading child and the limits; does not know records or formats. */
#ifndef CREDENCE_READER_H
#define CREDENCE_READER_H

#include "source.h"
#include "stream.h"

struct reader;

/* Opening looks at the first decoded bytes: plain and compressed archives are read in this process, containers in the child. */
MUST_CHECK struct reader *reader_open(const struct source_options *, const struct archive *, struct diag *);

enum reader_step {
	READER_MEMBER,      /* a leaf member: path and ordinal are set, bytes follow by reader_read */
	READER_FINDING,     /* something to say of the archive: finding, detail, and path of where */
	READER_END,
	READER_FAILED       /* the environment */
};

struct reader_event {
	struct str   path;              /* valid until the next call; "" for an archive that is no container */
	uint32_t     ordinal;           /* of the member */
	enum finding finding;
	bool         of_member;         /* the finding is about the member that was read last, not about the archive */
	char         detail[160];
};

/* Goes on to the next member (passing over what is unread of the current one) or finding. */
enum reader_step reader_next(struct reader *, struct reader_event *, struct diag *);

/* Bytes of the current member; 0 at its end; -1 failed. A finding about it is the next event of reader_next(). */
long             reader_read(struct reader *, char *into, size_t cap, struct diag *);

/* Did the current member end before its bytes were complete (truncation, corruption, death of the child, a limit)? After a 0. */
bool             reader_cut(const struct reader *);

uint64_t         reader_consumed(const struct reader *);           /* bytes of the archive file */
MUST_CHECK bool  reader_hash(struct reader *, uint64_t *, struct diag *);   /* after READER_END: XXH64 of the archive file */
void             reader_close(struct reader *);

#endif
