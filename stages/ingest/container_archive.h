/* container_archive.h -- what libarchive reads from, which formats it is asked for, and a member's bytes as a stream.
 * Knows libarchive; does not know what is done with a member. */
#ifndef CREDENCE_CONTAINER_ARCHIVE_H
#define CREDENCE_CONTAINER_ARCHIVE_H

#include "container.h"

enum { CONTAINER_BLOCK = 256 << 10, CONTAINER_RETRIES = 100 };    /* retries: in a row, with nothing that could be read */

struct archive;
struct archive_entry;

/* A stream in order, or a descriptor at any place. */
struct container_source {
	struct stream *stream;       /* NULL: the descriptor */
	int            descriptor;
	uint64_t       at, size;
	bool           ended;        /* a read found nothing more */
	bool           failed;       /* the environment, with the diag */
	bool           broken;       /* a member's data could not be read to its end */
	struct diag   *diag;
	char          *block;
	const struct container_sink *sink;
};

/* Must it be read at any place? Else its bytes in order will do. */
bool container_at_any_place(enum container);

/* Set up for this container and nothing else; to be opened by archive_read_open1(). NULL: out of memory.
 * `at_any_place`: a zip by the directory at its end, else by what stands before each member. */
struct archive *container_archive_new(enum container, bool at_any_place, struct container_source *);

/* What libarchive's last error is for us. */
void container_settle(struct archive *, const struct container_source *, enum finding *, char detail[160]);

/* Did it fail because this machine is short of memory? */
bool container_memory_short(struct archive *);

struct stream *container_entry_open(struct archive *, struct archive_entry *, struct container_source *);

/* The source's own bytes from the start, where no archive was found in them. */
struct stream *container_plain_open(struct container_source *);

#endif
