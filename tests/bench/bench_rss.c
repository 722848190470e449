/* bench_rss.c -- runs a command and writes the largest resident memory of it and its children, in KB, to a file.
 * Knows posix_spawn and getrusage; does not know the command. bench_rss FILE COMMAND... exits as the command does. */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
	pid_t child;
	int status;
	if (argc < 3 || posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0) return 2;
	if (waitpid(child, &status, 0) != child) return 1;
	struct rusage usage;
	getrusage(RUSAGE_CHILDREN, &usage);
	FILE *out = fopen(argv[1], "w");
	if (!out) return 1;
	fprintf(out, "%ld\n", usage.ru_maxrss);
	if (fclose(out) != 0) return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
