/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Files, and standard error. */
#include <errno.h>        /* errno, E* */
#include <fcntl.h>        /* O_*, AT_FDCWD, F_DUPFD_CLOEXEC */
#include <poll.h>         /* struct pollfd */
#include <signal.h>       /* SIG* */
#include <sys/resource.h> /* RLIMIT_*, struct rlimit */
#include <sys/syscall.h>  /* SYS_* */
#include <sys/vfs.h>      /* struct statfs */
#include <time.h>         /* struct timespec */

#include "call.h"

/*
 * A write past RLIMIT_FSIZE sends SIGXFSZ (setrlimit(2)), one into a pipe that nobody reads SIGPIPE
 * (pipe(7)): either would end the host. They are for the calling thread: blocked around the call,
 * and taken away where the call raised one.
 */
struct calm {
	uint64_t before;
	uint64_t pending;
};

#define BIT_OF(signal) (1ull << ((signal)-1))

static struct calm calm_begin(void)
{
	uint64_t wanted = BIT_OF(SIGXFSZ) | BIT_OF(SIGPIPE);
	struct calm calm = {0};
	CALL(SYS_rt_sigprocmask, SIG_BLOCK, &wanted, &calm.before, sizeof wanted);
	CALL(SYS_rt_sigpending, &calm.pending, sizeof calm.pending);
	return calm;
}

static void calm_end(struct calm calm, long result)
{
	const struct timespec at_once = {0};
	uint64_t raised = result == -EFBIG ? BIT_OF(SIGXFSZ) : result == -EPIPE ? BIT_OF(SIGPIPE) : 0;
	if (raised & ~calm.pending)
		CALL(SYS_rt_sigtimedwait, &raised, NULL, &at_once, sizeof raised);
	CALL(SYS_rt_sigprocmask, SIG_SETMASK, &calm.before, NULL, sizeof calm.before);
}

int memfn_os_open(const char *name, int flags, unsigned mode)
{
	return (int)CALL(SYS_openat, AT_FDCWD, name, flags, mode);
}

void memfn_os_close(int fd)
{
	CALL(SYS_close, fd);
}

int memfn_os_high_descriptor(int fd)
{
	int high = (int)CALL(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 501);
	if (high < 0)
		return fd;
	memfn_os_close(fd);
	return high;
}

int memfn_os_stat(int fd, struct stat *st)
{
	int saved = errno;
	int result = memfn_os_sandboxed ? -EPERM : fstat(fd, st) ? -errno : 0;
	errno = saved;
	return result;
}

int memfn_os_stat_name(const char *name, struct stat *st)
{
	int saved = errno;
	int result = lstat(name, st) ? -errno : 0;
	errno = saved;
	return result;
}

long memfn_os_file_system(const char *name)
{
	struct statfs st;
	return CALL(SYS_statfs, name, &st) ? 0 : st.f_type;
}

int memfn_os_chmod(int fd, unsigned mode)
{
	return (int)CALL(SYS_fchmod, fd, mode);
}

int memfn_os_rename(const char *from, const char *to)
{
	return (int)CALL(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int memfn_os_unlink(const char *name)
{
	return (int)CALL(SYS_unlinkat, AT_FDCWD, name, 0);
}

int memfn_os_mkdir(const char *name)
{
	return (int)CALL(SYS_mkdirat, AT_FDCWD, name, 0777);
}

static bool within_file_limit(uint64_t end)
{
	struct rlimit limit;
	if (CALL(SYS_prlimit64, 0, RLIMIT_FSIZE, NULL, &limit))
		return true;
	return limit.rlim_cur == RLIM_INFINITY || end <= limit.rlim_cur;
}

static int write_zeros(int fd, uint64_t offset, uint64_t size)
{
	static const char zeros[4096];
	for (uint64_t done = 0; done < size;) {
		size_t part = size - done < sizeof zeros ? size - done : sizeof zeros;
		int result = memfn_os_write_at(fd, zeros, part, offset + done);
		if (result)
			return result;
		done += part;
	}
	return 0;
}

int memfn_os_take_space(int fd, uint64_t offset, uint64_t size)
{
	if (!within_file_limit(offset + size))
		return -EFBIG;
	int result;
	struct calm calm = calm_begin();
	do
		result = (int)CALL(SYS_fallocate, fd, 0, offset, size);
	while (result == -EINTR);
	calm_end(calm, result);
	return result == -EOPNOTSUPP || result == -ENOSYS ? write_zeros(fd, offset, size) : result;
}

int memfn_os_cut(int fd, uint64_t size)
{
	return (int)CALL(SYS_ftruncate, fd, size);
}

int memfn_os_write_at(int fd, const void *bytes, size_t size, uint64_t offset)
{
	const char *from = bytes;
	while (size) {
		struct calm calm = calm_begin();
		long n = CALL(SYS_pwrite64, fd, from, size, offset);
		calm_end(calm, n);
		if (n == -EINTR)
			continue;
		if (n <= 0)
			return n ? (int)n : -EIO;
		from += n;
		offset += (uint64_t)n;
		size -= (size_t)n;
	}
	return 0;
}

long memfn_os_read_at(int fd, void *into, size_t size, uint64_t offset)
{
	return CALL(SYS_pread64, fd, into, size, offset);
}

long memfn_os_read_file(const char *name, char *into, size_t size)
{
	int fd = memfn_os_open(name, O_RDONLY | O_CLOEXEC, 0);
	long total = 0;
	if (fd < 0)
		return fd;
	while ((size_t)total < size - 1) {
		long n = CALL(SYS_read, fd, into + total, size - 1 - (size_t)total);
		if (n == -EINTR)
			continue;
		if (n < 0)
			total = n;
		if (n <= 0)
			break;
		total += n;
	}
	memfn_os_close(fd);
	into[total > 0 ? total : 0] = '\0';
	return total;
}

long memfn_os_read_link(const char *name, char *into, size_t size)
{
	long n = CALL(SYS_readlinkat, AT_FDCWD, name, into, size - 1);
	into[n > 0 ? n : 0] = '\0';
	return n;
}

static struct stat error_at_start; /* all 0: it was closed */

void memfn_os_note_error(void)
{
	memfn_os_stat(2, &error_at_start);
}

/* A program that was started without standard error, or that closed it, may have a file of its own
 * there. */
static bool error_is_as_it_was(void)
{
	struct stat st;
	return !memfn_os_stat(2, &st) && st.st_dev == error_at_start.st_dev &&
		   st.st_ino == error_at_start.st_ino;
}

/* Whether a write to standard error waits for nobody: a full pipe would hold the host up. */
static bool error_takes_more(void)
{
	struct pollfd stderr_ = {.fd = 2, .events = POLLOUT};
	const struct timespec at_once = {0};
	return CALL(SYS_ppoll, &stderr_, 1, &at_once, NULL, 0) > 0;
}

void memfn_os_write_error(const char *bytes, size_t size)
{
	while (size && error_is_as_it_was() && error_takes_more()) {
		struct calm calm = calm_begin();
		long n = CALL(SYS_write, 2, bytes, size);
		calm_end(calm, n);
		if (n == -EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}
