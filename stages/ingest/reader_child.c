/* reader_child.c -- starts, listens to and ends the reading child.
 * Knows processes, pipes and signals; does not know what the frames say. */
#include "reader_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { KEPT_DESCRIPTOR = 3, PIPE_BYTES = 1 << 20, NUMBER_BYTES = 24 };

bool reader_child_start(struct reader_child *c, const char *program, const char *path, int kept,
                        const struct limits *l, const char *spool, struct diag *diag)
{
	char number[5][NUMBER_BYTES], kept_path[32];
	const uint64_t value[5] = { l->nesting, l->members, l->bytes, l->ratio, l->ratio_floor };
	for (unsigned i = 0; i < 5; i++) snprintf(number[i], NUMBER_BYTES, "%llu", (unsigned long long)value[i]);
	snprintf(kept_path, sizeof kept_path, "/proc/self/fd/%d", KEPT_DESCRIPTOR);
	const char *const argument[] = {
		program, "--read-container", kept >= 0 ? kept_path : path,
		number[0], number[1], number[2], number[3], number[4], spool, NULL,
	};
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) return diag_failed(diag, "cannot make a pipe: %s", strerror(errno));
	(void)fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES);
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);
	if (!error) error = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (!error) error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!error && kept >= 0) error = posix_spawn_file_actions_adddup2(&actions, kept, KEPT_DESCRIPTOR);
	if (!error) error = posix_spawn(&c->pid, program, &actions, NULL, (char *const *)(uintptr_t)argument, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	c->pipe = ends[0];
	c->left = 0;
	c->idle_seconds = l->idle_seconds;
	if (!error) return true;
	c->pid = 0;
	close(c->pipe);
	return diag_failed(diag, "%s: cannot start the reading child %s: %s", c->archive, program, strerror(error));
}

void reader_child_stop(struct reader_child *c)
{
	if (c->pid <= 0) return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR) { }
	close(c->pipe);
	c->pid = 0;
}

/* The pipe is closed before the child said that it is done. */
static enum child_said child_ended(struct reader_child *c, int *by, struct diag *diag)
{
	int status = 0;
	pid_t got;
	do got = waitpid(c->pid, &status, 0); while (got < 0 && errno == EINTR);
	close(c->pipe);
	c->pid = 0;
	if (got > 0 && WIFSIGNALED(status)) {
		*by = WTERMSIG(status);
		if (*by == SIGSEGV || *by == SIGABRT || *by == SIGBUS || *by == SIGFPE || *by == SIGILL) return CHILD_DIED;
		diag_failed(diag, "%s: the reading child was ended by signal %d; if this archive cannot be got past, "
		            "name it in the exclusions file", c->archive, *by);
	} else {
		diag_failed(diag, "%s: the reading child ended with code %d; if this archive cannot be got past, "
		            "name it in the exclusions file", c->archive, got > 0 ? WEXITSTATUS(status) : -1);
	}
	return CHILD_FAILED;
}

static enum child_said child_bytes(struct reader_child *c, void *into, size_t n, int *by, struct diag *diag)
{
	char *p = into;
	if (c->pid <= 0) return CHILD_FAILED;       /* it has failed before, and the diag has said how */
	while (n) {
		struct pollfd ready = { .fd = c->pipe, .events = POLLIN };
		const int wait = c->idle_seconds && c->idle_seconds < 2000000 ? (int)c->idle_seconds * 1000 : -1;
		const int polled = poll(&ready, 1, wait);
		if (polled < 0 && errno == EINTR) continue;
		if (polled == 0) {
			reader_child_stop(c);
			diag_failed(diag, "%s: the reading child made no progress for %u seconds; if this archive cannot be got "
			            "past, name it in the exclusions file", c->archive, (unsigned)c->idle_seconds);
			return CHILD_FAILED;
		}
		const ssize_t got = polled < 0 ? -1 : read(c->pipe, p, n);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) {
			diag_failed(diag, "%s: the reading child cannot be heard: %s", c->archive, strerror(errno));
			return CHILD_FAILED;
		}
		if (got == 0) return child_ended(c, by, diag);
		p += got;
		n -= (size_t)got;
	}
	return CHILD_FRAME;
}

enum child_said reader_child_bytes(struct reader_child *c, void *into, size_t n, int *by, struct diag *diag)
{
	c->left -= (uint32_t)n;
	return child_bytes(c, into, n, by, diag);
}

enum child_said reader_child_frame(struct reader_child *c, enum said *kind, int *by, struct diag *diag)
{
	struct said_head head;
	const enum child_said said = child_bytes(c, &head, sizeof head, by, diag);
	if (said != CHILD_FRAME) return said;
	if (head.kind < SAID_MEMBER || head.kind > SAID_FAILED || head.size > SAID_MOST) {
		diag_failed(diag, "%s: the reading child says what cannot be understood", c->archive);
		return CHILD_FAILED;
	}
	*kind = (enum said)head.kind;
	c->left = head.size;
	return CHILD_FRAME;
}
