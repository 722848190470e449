/* command.c -- the table of commands, their help, and how one is called.
 * Knows names and options' groups; does not know what a command does. */
#include "command.h"
#include "configure.h"
#include "entry.h"
#include <stdio.h>
#include <unistd.h>

enum {
	BASE = OPTIONS_GENERAL | OPTIONS_CONFIG, MANY = 0x7fffffff,   /* operands */
	/* The passes take each other's options: the same ones can be given to every step of a run. */
	PASS = BASE | OPTIONS_READ | OPTIONS_SCORE | OPTIONS_WORK
};

static const struct command table[] = {
	{ "run", "RUN INPUT...", "plan, extract, score and summarise: archives in, scores out",
	  PASS | OPTIONS_JUDGE, 1, MANY, command_run },
	{ "plan", "RUN INPUT...", "make the run folder, or add new archives to it", PASS, 1, MANY, command_plan },
	{ "extract", "RUN", "read what has not been read", PASS | OPTIONS_SHARE, 1, 1, command_extract },
	{ "score", "RUN", "score what has been read", PASS | OPTIONS_SHARE, 1, 1, command_score },
	{ "summary", "RUN", "count, write summary.json, and judge by the exit code",
	  PASS | OPTIONS_JUDGE, 1, 1, command_summary },
	{ "cat", "RUN", "print all score lines in plan order", BASE | OPTIONS_OUTPUT, 1, 1, command_cat },
	{ "quarantine", "RUN", "print bad records and archives' findings in plan order",
	  BASE | OPTIONS_OUTPUT, 1, 1, command_quarantine },
	{ "stream", "[INPUT...]", "score standard input or files to standard output, without a run folder",
	  PASS | OPTIONS_JUDGE | OPTIONS_OUTPUT | OPTIONS_STREAM, 0, MANY, command_stream },
	{ "check", "INPUT...", "say what archives hold and how it would be read, without scoring",
	  BASE | OPTIONS_READ | OPTIONS_CHECK | OPTIONS_OUTPUT, 1, MANY, command_check },
	{ "explain", "RUN ID | --text TEXT", "say why a message has its score",
	  BASE | OPTIONS_TEXT | OPTIONS_MODEL, 0, 2, command_explain },
	{ "train", "TASK DATA... -o MODEL", "learn a decision from labelled messages",
	  BASE | OPTIONS_READ | OPTIONS_WORK | OPTIONS_DATA | OPTIONS_TRAIN | OPTIONS_MODEL | OPTIONS_OUTPUT, 2, MANY, command_train },
	{ "eval", "TASK DATA...", "judge a model on labelled messages",
	  BASE | OPTIONS_READ | OPTIONS_WORK | OPTIONS_DATA | OPTIONS_EVAL | OPTIONS_MODEL, 2, MANY, command_eval },
	{ "calibrate", "DATA... -o MODEL", "fit what scores mean to labelled messages of one's own, and show before and after",
	  BASE | OPTIONS_READ | OPTIONS_WORK | OPTIONS_DATA | OPTIONS_TRAIN | OPTIONS_MODEL | OPTIONS_OUTPUT, 1, MANY, command_calibrate },
	{ "sample", "RUN", "draw messages to label: by score, format and evidence, each with its probability",
	  BASE | OPTIONS_READ | OPTIONS_MODEL | OPTIONS_OUTPUT | OPTIONS_SAMPLE, 1, 1, command_sample },
	{ "experiment", "FILE...", "make published figures again, and say whether they hold",
	  BASE | OPTIONS_WORK | OPTIONS_MODEL | OPTIONS_EXPERIMENT, 1, MANY, command_experiment },
	{ "features", "", "list the features and their weights", BASE | OPTIONS_MODEL, 0, 0, command_features },
	{ "config", "", "print the effective configuration as JSON", PASS | OPTIONS_JUDGE, 0, 0, command_config },
};

enum { COMMANDS = sizeof table / sizeof *table };

static const char *command_name(unsigned i, const void *context)
{
	(void)context;
	return i < COMMANDS ? table[i].name : NULL;
}

static const struct command *command_find(const char *name)
{
	for (unsigned i = 0; i < COMMANDS; i++) if (strcmp(table[i].name, name) == 0) return &table[i];
	return NULL;
}

static int help_all(FILE *to)
{
	fputs("credence scores messages by how well grounded their claims are. It does not say what is true.\n\n"
	      "  credence run RUN INPUT...      the usual way: files and folders in, results in the folder RUN\n\n", to);
	for (unsigned i = 0; i < COMMANDS; i++) fprintf(to, "  %-11s %s\n", table[i].name, table[i].summary);
	fputs("  help        say what a command does and takes\n\n"
	      "Exit: 0 fine, 1 failed (run it again), 2 usage or configuration, 3 finished with bad records, 4 more than --max-bad.\n", to);
	return EXIT_FINE;
}

static int help_command(const struct command *c)
{
	struct buf out = { 0 };
	buf_put_format(&out, "credence %s%s%s\n%s\n\n", c->name, *c->usage ? " " : "", c->usage, c->summary);
	options_help(c->groups, &out);
	fwrite(out.p, 1, out.n, stdout);
	buf_free(&out);
	return EXIT_FINE;
}

static int complain(const struct diag *d)
{
	fprintf(stderr, "credence: %s\n", d->text);
	return d->code;
}

static int command_unknown(const char *name)
{
	struct diag d;
	const char *near = nearest_name(name, command_name, NULL);
	if (near) diag_usage(&d, "unknown command \"%s\"; did you mean %s?", name, near);
	else diag_usage(&d, "unknown command \"%s\"; credence --help lists them", name);
	return complain(&d);
}

/* --help works whatever else is wrong with the command line. */
static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
	return false;
}

static bool share_parse(struct run *run, struct diag *d)
{
	const char *text = options_value(&run->options, "share");
	int end = 0;
	run->shares = 1;
	if (!text) return true;
	const bool plain = strspn(text, "0123456789/") == strlen(text);      /* scanf would take signs and spaces too */
	const bool read = plain && sscanf(text, "%9u/%9u%n", &run->share, &run->shares, &end) == 2 && !text[end];
	return (read && run->share < run->shares) || diag_usage(d, "--share %s: must be i/N with i from 0 to N-1, for instance 0/4", text);
}

static int command_call(const struct command *c, struct run *run, int argc, char **argv, struct diag *d)
{
	if (!options_parse(&run->options, c->groups, argc, argv, &run->arena, d)) return EXIT_USAGE;
	if (run->options.operands < c->least || run->options.operands > c->most) {
		diag_usage(d, "usage: credence %s %s", c->name, c->usage);
		return EXIT_USAGE;
	}
	run->assets = assets_open(options_value(&run->options, "configs"), d);
	if (!run->assets || !settings_load(&run->settings, run->assets, &run->options, &run->arena, d) || !share_parse(run, d))
		return d->code;
	return c->call(run, d);
}

int credence_main(int argc, char **argv)
{
	struct run run = { 0 };
	struct diag d = { 0 };
	if (argc > 1 && strcmp(argv[1], "--read-container") == 0) return source_child(argc, argv);
	if (argc < 2) {
		help_all(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0) return printf("credence %s\n", CREDENCE_VERSION) < 0;
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return help_all(stdout);
	const bool help = strcmp(argv[1], "help") == 0;
	if (help && argc == 2) return help_all(stdout);
	const char *name = argv[help ? 2 : 1];
	const struct command *c = command_find(name);
	if (!c) return command_unknown(name);
	if (help || asks_help(argc - 1, argv + 1)) return help_command(c);
	const ssize_t n = readlink("/proc/self/exe", run.program, sizeof run.program - 1);
	if (n <= 0) snprintf(run.program, sizeof run.program, "%s", argv[0]);
	const int code = command_call(c, &run, argc - 1, argv + 1, &d);
	if (d.text[0] && (code == EXIT_FAILED || code == EXIT_USAGE)) complain(&d);
	plan_free(&run.plan);
	if (run.model) model_close(run.model);
	decisions_close(run.decisions);
	if (run.assets) assets_close(run.assets);
	arena_free(&run.arena);
	return code;
}
