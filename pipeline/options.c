/* options.c -- the table of options, their parser (getopt_long) and their help.
 * Knows spelling; does not know meaning. */
#include "options.h"
#include <getopt.h>
#include <stdio.h>

static const struct option_info table[] = {
	{ "help", 'h', NULL, OPTIONS_GENERAL, NULL, NULL, "say what the command does and takes" },
	{ "quiet", 'q', NULL, OPTIONS_GENERAL, "run.quiet", "true", "say nothing but errors and results" },
	{ "verbose", 'v', NULL, OPTIONS_GENERAL, "run.verbose", "true", "say what is made, passed over and removed" },
	{ "config", 0, "FILE", OPTIONS_CONFIG, NULL, NULL, "settings that replace those of configs/default.json" },
	{ "configs", 0, "DIR", OPTIONS_CONFIG, NULL, NULL, "a folder whose files replace or join those compiled in" },
	{ "threads", 't', "N", OPTIONS_WORK, "run.threads", NULL, "threads; 0: as many as the machine offers" },
	{ "window", 0, "N", OPTIONS_WORK, "run.window", NULL, "batches in flight a unit, 1 to 32; 0: by the threads" },
	{ "share", 0, "i/N", OPTIONS_SHARE, NULL, NULL, "make only the units k with k mod N = i" },
	{ "format", 0, "NAME", OPTIONS_READ, "read.format", NULL, "the format map of every member, instead of detecting it" },
	{ "field", 0, "F=P", OPTIONS_READ, NULL, NULL, "take field F from JSON Pointer or column P (repeatable)" },
	{ "map", 0, "FILE", OPTIONS_READ, NULL, NULL, "a format map of your own (repeatable)" },
	{ "exclude", 0, "FILE", OPTIONS_READ, NULL, NULL, "archive names, one a line, that are passed over" },
	{ "invalid-utf8", 0, "HOW", OPTIONS_READ, "read.invalid_utf8", NULL, "replace (by U+FFFD) or quarantine" },
	{ "any-language", 0, NULL, OPTIONS_READ, "read.any_language", "true", "score whatever the language" },
	{ "include-private", 0, NULL, OPTIONS_READ, "read.include_private", "true", "read posts that are not public too" },
	{ "chunk", 0, "N", OPTIONS_READ, "read.chunk", NULL, "messages between points of resume" },
	{ "unit", 0, "SIZE", OPTIONS_READ, "read.unit", NULL, "bytes of small archives that make one unit of work" },
	{ "max-record", 0, "SIZE", OPTIONS_READ, "limits.record", NULL, "bytes of one record" },
	{ "max-text", 0, "SIZE", OPTIONS_READ, "limits.text", NULL, "bytes of text of a message that is scored" },
	{ "max-depth", 0, "N", OPTIONS_READ, "limits.json_depth", NULL, "JSON nesting" },
	{ "max-held", 0, "SIZE", OPTIONS_READ, "limits.held", NULL, "bytes of records held back for names that follow" },
	{ "max-nesting", 0, "N", OPTIONS_READ, "limits.nesting", NULL, "archives inside archives" },
	{ "max-members", 0, "N", OPTIONS_READ, "limits.members", NULL, "files in one archive" },
	{ "max-bytes", 0, "SIZE", OPTIONS_READ, "limits.bytes", NULL, "decoded bytes of one archive" },
	{ "max-ratio", 0, "N", OPTIONS_READ, "limits.ratio", NULL, "decoded bytes for each byte of an archive" },
	{ "idle-seconds", 0, "N", OPTIONS_WORK, "limits.idle_seconds", NULL, "without progress of a container before the run stops" },
	{ "data", 0, "DIR", OPTIONS_EXPERIMENT, NULL, NULL, "the folder that experiments' files are in (.)" },
	{ "label", 0, "FIELD", OPTIONS_DATA, NULL, NULL, "the field that holds the label, instead of the task's own" },
	{ "labels", 0, "LIST", OPTIONS_DATA, NULL, NULL, "only these labels, with commas between; others count as none" },
	{ "group", 0, "FIELD", OPTIONS_DATA, NULL, NULL, "messages with the same value belong together (event, else thread)" },
	{ "split", 0, "NAME", OPTIONS_DATA, NULL, NULL, "only messages whose field split has this value" },
	{ "seed", 0, "N", OPTIONS_DATA | OPTIONS_SAMPLE, NULL, NULL, "of everything that is drawn (1)" },
	{ "folds", 0, "N", OPTIONS_DATA, NULL, NULL, "inner folds of whole groups, that settings are chosen on (5)" },
	{ "without", 0, "PARTS", OPTIONS_DATA, NULL, NULL, "learn without these: features, conclusions, thread, words" },
	{ "auxiliary", 0, "MODEL", OPTIONS_DATA, NULL, NULL, "a model of another collection, whose margins are inputs too (repeatable)" },
	{ "name", 0, "NAME", OPTIONS_TRAIN, NULL, NULL, "of the model, as lines will say it" },
	{ "predictions", 0, "FILE", OPTIONS_EVAL, NULL, NULL, "write a JSON line for each message: id, label, probabilities" },
	{ "refit", 0, NULL, OPTIONS_EVAL, NULL, NULL, "train anew without each group and judge on it, instead of a model" },
	{ "allow-overlap", 0, NULL, OPTIONS_EVAL, NULL, NULL, "judge on what the model was trained on too: no evidence" },
	{ "model", 0, "NAME", OPTIONS_SCORE | OPTIONS_MODEL, "score.model", NULL, "a model file, or one of configs/models/" },
	{ "output-format", 0, "AS", OPTIONS_SCORE, "score.output_format", NULL, "plain, zstd or gzip" },
	{ "text", 0, NULL, OPTIONS_SCORE, "score.text", "true", "print the text that spans point into" },
	{ "features", 0, NULL, OPTIONS_SCORE, "score.features", "true", "print every feature that is not zero" },
	{ "reasons", 0, "N", OPTIONS_SCORE, "score.reasons", NULL, "at most N reasons, the rest summed up; 0: all" },
	{ "pseudonymise", 0, "KEYFILE", OPTIONS_SCORE, NULL, NULL, "replace names and ids by keyed hashes" },
	{ "no-corpus", 0, NULL, OPTIONS_SCORE, NULL, NULL, "score each message alone (there is no other way yet)" },
	{ "max-bad", 0, "SHARE", OPTIONS_JUDGE, "run.max_bad", NULL, "exit 4 when more of the records are bad: 0.01, 1% or any" },
	{ "output", 'o', "FILE", OPTIONS_OUTPUT, NULL, NULL, "write there; - is standard output" },
	{ "quarantine", 0, "FILE", OPTIONS_STREAM, NULL, NULL, "write bad records there as JSON lines" },
	{ "messages", 0, "N", OPTIONS_CHECK, NULL, NULL, "show the first N messages of each format in an archive (3)" },
	{ "messages", 'n', "N", OPTIONS_SAMPLE, NULL, NULL, "draw so many (600)" },
	{ "json", 0, NULL, OPTIONS_CHECK, NULL, NULL, "one JSON object a line for each format in an archive" },
	{ "text", 0, "TEXT", OPTIONS_TEXT, NULL, NULL, "explain this text; - reads it from standard input" },
};

enum { OPTIONS = sizeof table / sizeof *table, FIRST_LONG = 1000, NEAR = 3 };

static unsigned distance(const char *a, const char *b)
{
	enum { MOST = 40 };
	const size_t n = strlen(a), m = strlen(b);
	unsigned row[MOST + 1];
	if (n > MOST || m > MOST) return MOST;
	for (unsigned j = 0; j <= m; j++) row[j] = j;
	for (unsigned i = 1; i <= n; i++) {
		unsigned corner = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= m; j++) {
			const unsigned swap = corner + (a[i - 1] != b[j - 1]);
			corner = row[j];
			row[j] = swap < row[j] + 1 ? swap : row[j] + 1;
			if (row[j - 1] + 1 < row[j]) row[j] = row[j - 1] + 1;
		}
	}
	return row[m];
}

const char *nearest_name(const char *word, const char *(*name)(unsigned, const void *), const void *context)
{
	const char *best = NULL, *candidate;
	unsigned least = NEAR + 1;
	for (unsigned i = 0; (candidate = name(i, context)) != NULL; i++) {
		const unsigned d = *candidate ? distance(word, candidate) : least;
		if (d < least && d < strlen(candidate)) {
			least = d;
			best = candidate;
		}
	}
	return best;
}

/* "" for an option of other commands: the caller passes over it. */
static const char *option_name(unsigned i, const void *groups)
{
	if (i >= OPTIONS) return NULL;
	return table[i].groups & *(const unsigned *)groups ? table[i].name : "";
}

static bool option_unknown(const char *given, unsigned groups, struct diag *d)
{
	char word[64];
	snprintf(word, sizeof word, "%.*s", (int)strcspn(given + strspn(given, "-"), "="), given + strspn(given, "-"));
	const char *near = strncmp(given, "--", 2) == 0 ? nearest_name(word, option_name, &groups) : NULL;
	if (near) return diag_usage(d, "unknown option %s; did you mean --%s?", given, near);
	return diag_usage(d, "unknown option %s; --help lists those there are", given);
}

/* getopt's view of the options of these groups. */
static void getopt_tables(unsigned groups, struct option *longs, char *shorts)
{
	*shorts++ = ':';
	for (unsigned i = 0; i < OPTIONS; i++) {
		if (!(table[i].groups & groups)) continue;
		*longs++ = (struct option){ table[i].name, table[i].argument ? required_argument : no_argument, NULL,
			(int)(FIRST_LONG + i) };
		if (table[i].letter) *shorts++ = (char)table[i].letter;
		if (table[i].letter && table[i].argument) *shorts++ = ':';
	}
	*longs = (struct option){ 0 };
	*shorts = 0;
}

static const struct option_info *option_of(int code, unsigned groups)
{
	if (code >= FIRST_LONG) return &table[code - FIRST_LONG];
	for (unsigned i = 0; i < OPTIONS; i++)
		if (table[i].letter == code && table[i].groups & groups) return &table[i];
	return NULL;
}

bool options_parse(struct options *o, unsigned groups, int argc, char **argv, struct arena *arena, struct diag *d)
{
	struct option longs[OPTIONS + 1];
	char shorts[3 * OPTIONS + 2];
	getopt_tables(groups, longs, shorts);
	*o = (struct options){ .given = arena_alloc(arena, (size_t)argc * sizeof *o->given),
		.operand = arena_alloc(arena, (size_t)argc * sizeof *o->operand) };
	optind = 0;
	opterr = 0;
	for (int code; (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
		const struct option_info *info = code == ':' || code == '?' ? NULL : option_of(code, groups);
		if (code == ':') return diag_usage(d, "%s needs an argument", argv[optind - 1]);
		if (!info && optopt > 0 && optopt < 128 && strncmp(argv[optind - 1], "--", 2) != 0)
			return diag_usage(d, "unknown option -%c; --help lists those there are", optopt);
		if (!info && optopt >= FIRST_LONG) return diag_usage(d, "--%s takes no argument", table[optopt - FIRST_LONG].name);
		if (!info) return option_unknown(argv[optind - 1], groups, d);
		o->given[o->count++] = (struct option_given){ info, info->argument ? optarg : info->value ? info->value : "" };
	}
	while (optind < argc) o->operand[o->operands++] = argv[optind++];
	return true;
}

const char *options_value(const struct options *o, const char *name)
{
	for (unsigned i = o->count; i-- > 0;)
		if (strcmp(o->given[i].info->name, name) == 0) return o->given[i].value;
	return NULL;
}

void options_help(unsigned groups, struct buf *out)
{
	for (unsigned i = 0; i < OPTIONS; i++) {
		char left[64];
		if (!(table[i].groups & groups)) continue;
		snprintf(left, sizeof left, "%c%c%c --%s %s", table[i].letter ? '-' : ' ', table[i].letter ? table[i].letter : ' ',
			table[i].letter ? ',' : ' ', table[i].name, table[i].argument ? table[i].argument : "");
		buf_put_format(out, "  %-30s %s\n", left, table[i].help);
	}
}
