/* container.h -- files inside files: everything that is in an archive, leaf by leaf.
 * Knows the order of what is found; does not know who is told or what the files hold. */
#ifndef CREDENCE_CONTAINER_H
#define CREDENCE_CONTAINER_H

#include "stream.h"

/* Who is told. Each returns false, with a diag, when the environment failed: the walk then stops. */
struct container_sink {
	void *self;
	bool (*begin)(void *self, struct str path, uint32_t ordinal, struct diag *);
	bool (*data)(void *self, struct str bytes, struct diag *);
	bool (*end)(void *self, enum finding, const char *detail, struct diag *);
	bool (*finding)(void *self, struct str path, enum finding, const char *detail, struct diag *);
	/* So many more bytes of a container were read, whether or not anything has come of them. */
	bool (*working)(void *self, size_t bytes, struct diag *);
};

/* Walks everything inside an archive: codecs and containers in one another, every leaf file in the order it is met. Owns
 * the stream. `seekable`: a descriptor of the very bytes of `archive`, -1: there is none. What needs to be read at any
 * place and is inside something else is first copied into `spool` (NULL: memory). False: the environment failed. */
MUST_CHECK bool container_walk(struct stream *archive, int seekable, struct meter *, const char *spool,
                               const struct container_sink *, struct diag *);

#endif
