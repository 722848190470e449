/* options.h -- every command's options, in one table.
 * Knows their names, arguments and help; does not know what they do. */
#ifndef CREDENCE_OPTIONS_H
#define CREDENCE_OPTIONS_H

#include "arena.h"
#include "buf.h"
#include "diag.h"

enum option_group {
	OPTIONS_GENERAL = 1 << 0,      /* any command */
	OPTIONS_CONFIG  = 1 << 1,      /* where the configuration comes from */
	OPTIONS_READ    = 1 << 2,      /* how input is read: part of the extract pass's fingerprint */
	OPTIONS_SCORE   = 1 << 3,      /* how messages are scored and printed */
	OPTIONS_WORK    = 1 << 4,      /* threads, progress */
	OPTIONS_SHARE   = 1 << 5,
	OPTIONS_JUDGE   = 1 << 6,
	OPTIONS_OUTPUT  = 1 << 7,
	OPTIONS_STREAM  = 1 << 8,
	OPTIONS_TEXT    = 1 << 9,
	OPTIONS_CHECK   = 1 << 11,
	OPTIONS_MODEL   = 1 << 10,     /* --model alone, where the other scoring options mean nothing */
	OPTIONS_DATA    = 1 << 12,     /* labelled messages */
	OPTIONS_TRAIN   = 1 << 13,
	OPTIONS_EVAL    = 1 << 14,
	OPTIONS_EXPERIMENT = 1 << 15,
	OPTIONS_SAMPLE  = 1 << 16
};

struct option_info {
	const char *name;
	int         letter;            /* 0: none */
	const char *argument;          /* NULL: takes none */
	unsigned    groups;
	const char *setting;           /* the configuration key it sets, "limits.record"; NULL: read by name */
	const char *value;             /* what it sets when it takes no argument */
	const char *help;
};

struct option_given { const struct option_info *info; const char *value; };

struct options {
	struct option_given *given;
	unsigned             count;
	const char         **operand;
	unsigned             operands;
};

/* argv[0] is the command's name. Errors name the option and the nearest one that exists. */
MUST_CHECK bool options_parse(struct options *, unsigned groups, int argc, char **argv, struct arena *, struct diag *);

/* The last value given for an option, "" for one without argument; NULL: not given. */
const char *options_value(const struct options *, const char *name);

void        options_help(unsigned groups, struct buf *);

/* The nearest of the names by edit distance, NULL where none is near. */
const char *nearest_name(const char *word, const char *(*name)(unsigned i, const void *), const void *context);

#endif
