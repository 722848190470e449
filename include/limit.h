/* limit.h -- how much of anything is accepted before it is called hostile.
 * Deterministic limits only: reaching one is a fact about the input. Time-outs and memory are the environment's. */
#ifndef CREDENCE_LIMIT_H
#define CREDENCE_LIMIT_H

#include <stdint.h>

struct limits {
	uint32_t nesting;        /* containers and compressions inside one another, 16  */
	uint64_t members;        /* files in one archive, all levels together, 10 million */
	uint64_t bytes;          /* decoded out of one archive, 4 TiB */
	uint64_t ratio;          /* decoded bytes for each byte of the archive, 2000; looked at from ratio_floor bytes out on */
	uint64_t ratio_floor;    /* 128 MiB: one long line of one letter is no bomb yet */
	uint64_t record;         /* bytes of one record, 16 MiB */
	uint64_t held;           /* bytes of a document's records held back for names that follow them, 16 MiB */
	uint32_t json_depth;     /* 512 */
	uint32_t text;           /* bytes of text of a message that is scored, 1 MiB */
	uint32_t idle_seconds;   /* without progress of a reading child before the run stops with exit 1, 300 */
};

#endif
