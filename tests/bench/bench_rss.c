/* bench_rss.c -- runs a command and writes the largest resident memory of it and its children together, in KB, to a file.
 * Knows posix_spawn, /proc and getrusage; does not know the command. bench_rss FILE COMMAND... exits as the command does.
 *
 * Together: looked at every 20 ms, the sum of what each process that lives then has held at most; where the command is shorter
 * than that, its largest process. */
#include <dirent.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { DEPTH_MOST = 8, LOOK_EVERY = 20 * 1000 * 1000 };

extern char **environ;

static long process_most(long pid)
{
	char path[64], line[256];
	long kb = 0;
	snprintf(path, sizeof path, "/proc/%ld/status", pid);
	FILE *status = fopen(path, "r");
	if (!status) return 0;
	while (fgets(line, sizeof line, status)) if (strncmp(line, "VmHWM:", 6) == 0) kb = strtol(line + 6, NULL, 10);
	fclose(status);
	return kb;
}

static size_t process_words(long pid, char words[512])
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/cmdline", pid);
	FILE *file = fopen(path, "r");
	const size_t n = file ? fread(words, 1, 512, file) : 0;
	if (file) fclose(file);
	return n;
}

/* Between its birth and its exec a child has its parent's memory, which must not count twice; it still has its name too. */
static bool is_unborn(long parent, long child)
{
	char mine[512], its[512];
	const size_t n = process_words(parent, mine);
	return n && n == process_words(child, its) && memcmp(mine, its, n) == 0;
}

static long tree_most(long pid, unsigned depth);

static long children_most(long pid, const char *task, unsigned depth)
{
	char path[320];
	long child, kb = 0;
	snprintf(path, sizeof path, "/proc/%ld/task/%s/children", pid, task);
	FILE *children = fopen(path, "r");
	if (!children) return 0;
	while (fscanf(children, "%ld", &child) == 1) kb += is_unborn(pid, child) ? 0 : tree_most(child, depth + 1);
	fclose(children);
	return kb;
}

/* A process and its children, whichever of its threads started them. */
static long tree_most(long pid, unsigned depth)
{
	char path[64];
	long kb = process_most(pid);
	snprintf(path, sizeof path, "/proc/%ld/task", pid);
	DIR *tasks = depth < DEPTH_MOST ? opendir(path) : NULL;
	if (!tasks) return kb;
	for (const struct dirent *task; (task = readdir(tasks)) != NULL;)
		if (task->d_name[0] != '.') kb += children_most(pid, task->d_name, depth);
	closedir(tasks);
	return kb;
}

int main(int argc, char **argv)
{
	pid_t child;
	int status;
	long most = 0;
	sigset_t ended;
	posix_spawnattr_t as_before;
	sigset_t before;
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	if (argc < 3 || sigprocmask(SIG_BLOCK, &ended, &before) != 0) return 2;
	if (posix_spawnattr_init(&as_before) != 0 || posix_spawnattr_setsigmask(&as_before, &before) != 0 ||
	    posix_spawnattr_setflags(&as_before, POSIX_SPAWN_SETSIGMASK) != 0) return 1;
	if (posix_spawnp(&child, argv[2], NULL, &as_before, argv + 2, environ) != 0) return 2;
	pid_t got;
	while ((got = waitpid(child, &status, WNOHANG)) == 0) {
		sigtimedwait(&ended, NULL, &(struct timespec){ 0, LOOK_EVERY });
		const long now = tree_most(child, 0);
		if (now > most) most = now;
	}
	if (got != child) return 1;
	struct rusage usage;
	getrusage(RUSAGE_CHILDREN, &usage);
	FILE *out = fopen(argv[1], "w");
	if (!out) return 1;
	fprintf(out, "%ld\n", usage.ru_maxrss > most ? usage.ru_maxrss : most);
	if (fclose(out) != 0) return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
