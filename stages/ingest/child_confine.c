/* child_confine.c -- a filter of system calls for the process in which hostile archives are opened.
 * Knows which calls reading never needs; does not know libarchive, and allows what it does not name. */
#include "child_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CONFINE_NOT
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CONFINE_NOT             /* sanitizers look for leaks in a process of their own */
#endif

#if defined(__x86_64__)
#define CONFINE_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define CONFINE_MACHINE AUDIT_ARCH_AARCH64
#endif

#if defined(CONFINE_MACHINE) && !defined(CONFINE_NOT)

static const unsigned refused[] = {
	SYS_execve, SYS_execveat, SYS_clone, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill,
	SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_sendto, SYS_sendmsg,
	SYS_mkdirat, SYS_mknodat, SYS_linkat, SYS_symlinkat, SYS_unlinkat, SYS_renameat2, SYS_fchmodat, SYS_fchownat, SYS_truncate,
	SYS_utimensat, SYS_mount, SYS_umount2, SYS_chroot, SYS_pivot_root, SYS_setns, SYS_unshare, SYS_bpf, SYS_perf_event_open,
	SYS_keyctl, SYS_open_by_handle_at, SYS_setxattr, SYS_lsetxattr,
#ifdef SYS_clone3
	SYS_clone3,
#endif
#ifdef SYS_openat2
	SYS_openat2,
#endif
#ifdef SYS_io_uring_setup
	SYS_io_uring_setup,
#endif
#ifdef SYS_renameat
	SYS_renameat,
#endif
#ifdef SYS_fork        /* the machines that have the old calls have them all */
	SYS_fork, SYS_vfork, SYS_creat, SYS_mkdir, SYS_mknod, SYS_link, SYS_symlink, SYS_unlink, SYS_rmdir, SYS_rename,
	SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes,
#endif
};

enum { REFUSED = sizeof refused / sizeof refused[0], REFUSE = SECCOMP_RET_ERRNO | EPERM, OLD_CALLS = 0x40000000 };

struct program { struct sock_filter step[2 * REFUSED + 32]; unsigned short n; };

static void add(struct program *p, unsigned short code, unsigned value, unsigned char yes, unsigned char no)
{
	p->step[p->n++] = (struct sock_filter){ .code = code, .jt = yes, .jf = no, .k = value };
}

/* A call that opens by a name: for writing only a file that has none. */
static void add_open(struct program *p, unsigned call, unsigned flags_at)
{
	const unsigned nameless = O_TMPFILE & ~(unsigned)O_DIRECTORY;
	add(p, BPF_JMP | BPF_JEQ | BPF_K, call, 0, 5);
	add(p, BPF_LD | BPF_W | BPF_ABS, (unsigned)(offsetof(struct seccomp_data, args) + 8 * flags_at), 0, 0);
	add(p, BPF_JMP | BPF_JSET | BPF_K, nameless, 2, 0);
	add(p, BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1);
	add(p, BPF_RET | BPF_K, REFUSE, 0, 0);
	add(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

void child_confine(void)
{
	struct program p = { .n = 0 };
	add(&p, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
	add(&p, BPF_JMP | BPF_JEQ | BPF_K, CONFINE_MACHINE, 1, 0);
	add(&p, BPF_RET | BPF_K, REFUSE, 0, 0);
	add(&p, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
	add(&p, BPF_JMP | BPF_JGE | BPF_K, OLD_CALLS, 0, 1);
	add(&p, BPF_RET | BPF_K, REFUSE, 0, 0);
	for (unsigned i = 0; i < REFUSED; i++) {
		add(&p, BPF_JMP | BPF_JEQ | BPF_K, refused[i], 0, 1);
		add(&p, BPF_RET | BPF_K, REFUSE, 0, 0);
	}
	add_open(&p, SYS_openat, 2);
#ifdef SYS_open
	add_open(&p, SYS_open, 1);
#endif
	add(&p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	const struct sock_fprog program = { p.n, p.step };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

#else

void child_confine(void) {}

#endif
