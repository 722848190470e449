/* settings.h -- the effective configuration: configs/default.json, then a user's file, then the command line.
 * A struct of named fields and nothing else: who reads which field is the reader's affair. */
#ifndef CREDENCE_SETTINGS_H
#define CREDENCE_SETTINGS_H

#include "answer.h"
#include "limit.h"
#include "str.h"
#include <stdbool.h>

enum bad_utf8   { BAD_UTF8_REPLACE, BAD_UTF8_QUARANTINE };
enum output_as  { OUTPUT_PLAIN, OUTPUT_ZSTD, OUTPUT_GZIP };

struct decide_model { struct str name, bytes; uint64_t hash; };   /* bytes p NULL, hash 0: that decision is not taken */
struct field_override { struct str field, pointer; };   /* --field text=/body */

struct settings {
	/* how to run: changes no byte of the output */
	unsigned threads;              /* 0: as many as the machine offers */
	unsigned window;               /* batches in flight a lane; 0: 1 for one thread, else 4 * threads, at most 32 */
	bool     quiet, verbose;
	double   max_bad;              /* share of records that may be bad before exit 4; negative: any */

	/* what is read: part of the extract pass's fingerprint */
	struct limits limits;
	enum bad_utf8 bad_utf8;
	struct str    format;          /* a map's name for every member, or empty: detect */
	struct field_override *override;
	unsigned      overrides;
	struct str   *maps;            /* --map FILE, contents */
	struct str   *map_name;        /* and names, for what is said of a mistake in one */
	unsigned      map_count;
	bool          any_language;    /* --any-language: score whatever the language, and say so */
	bool          include_private; /* --include-private: posts that their platform calls not public are read too */
	struct str   *exclude;         /* --exclude FILE: names of archives that are passed over */
	unsigned      excludes;
	uint64_t      chunk;           /* messages of an extract chunk, 250,000: its id index is what grows with it */
	uint64_t      unit;            /* bytes of small archives grouped into one unit, 256 MiB */

	/* the models of learned decisions, by slot: part of the extract pass's fingerprint. A path, an asset's name, or empty; one that
	 * configs/default.json names may be absent */
	struct decide_model decide[SLOTS];

	/* how it is scored and printed: part of the score pass's fingerprint */
	struct str     model;          /* an asset's name, "models/default.json", or a path */
	enum output_as output;
	bool           with_text;      /* --text: the mapped text, that spans point into */
	bool           with_features;  /* --features: every feature that is not zero */
	unsigned       reasons;        /* --reasons N: at most so many, the rest summed up as OTHER; 0: all */
	struct str     key;            /* --pseudonymise KEYFILE: its bytes; empty: names as they are */
};

#endif
