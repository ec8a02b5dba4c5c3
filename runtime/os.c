/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The only place that makes system calls, without libc: its wrappers may be interposed (syscall(2)
 * itself is, here), set errno, and some of them are cancellation points.
 */
#include "os.h"

#include <errno.h>       /* errno, E* */
#include <fcntl.h>       /* O_*, AT_FDCWD, F_DUPFD_CLOEXEC */
#include <linux/futex.h> /* FUTEX_WAIT_PRIVATE, FUTEX_WAKE_PRIVATE */
#include <poll.h>        /* struct pollfd */
#include <string.h>
#include <sys/auxv.h>     /* AT_SECURE */
#include <sys/mman.h>     /* PROT_*, MAP_*, MADV_*, MREMAP_* */
#include <sys/prctl.h>    /* PR_GET_NAME */
#include <sys/resource.h> /* RLIMIT_*, struct rlimit */
#include <sys/syscall.h>  /* SYS_* */
#include <sys/vfs.h>      /* struct statfs */
#include <time.h>         /* struct timespec */
#include <unistd.h>       /* environ */

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif
#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

uint32_t memfn_os_sandboxed;
uint64_t memfn_os_mapped;

/* Linux's calling conventions: syscall(2), "Architecture calling conventions". */
long memfn_os_call(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long result;
	__asm__ volatile("syscall"
					 : "=a"(result)
					 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
					 : "rcx", "r11", "memory");
	return result;
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0"
					 : "+r"(x0)
					 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
					 : "memory");
	return x0;
#else
#error "how this machine makes system calls is not known here"
#endif
}

/* What malloc does too, and so a sandbox lets through: memory, and waiting for a lock. The result,
 * or -errno; arguments that are left out are 0. */
#define PLAIN_CALL(...) CALL_7(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)
#define CALL_7(n, a, b, c, d, e, f, ...)                                                           \
	memfn_os_call((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* Any other: -EPERM once the program has put a filter on its system calls, which may kill it for
 * one that it does not expect. */
#define CALL(...) (memfn_os_sandboxed ? -EPERM : PLAIN_CALL(__VA_ARGS__))

#define FAILED(result) ((unsigned long)(result) > -4096UL)

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

static size_t page_round(size_t size)
{
	return (size + MEMFN_PAGE - 1) & ~(size_t)(MEMFN_PAGE - 1);
}

static void *map(void *where, size_t size, int protection, int flags, int fd, uint64_t offset)
{
	long result = PLAIN_CALL(SYS_mmap, where, page_round(size), protection, flags, fd, offset);
	if (FAILED(result))
		return NULL;
	if (!where)
		__atomic_fetch_add(&memfn_os_mapped, page_round(size), __ATOMIC_RELAXED);
	return (void *)result;
}

void *memfn_os_map(size_t size)
{
	return map(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			   0);
}

void *memfn_os_reserve(size_t size)
{
	return map(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

int memfn_os_map_at(void *where, size_t size)
{
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
	return map(where, size, PROT_READ | PROT_WRITE, flags, -1, 0) ? 0 : -ENOMEM;
}

int memfn_os_map_file_at(void *where, size_t size, int fd, uint64_t offset)
{
	int flags = MAP_SHARED | MAP_FIXED;
	return map(where, size, PROT_READ | PROT_WRITE, flags, fd, offset) ? 0 : -ENOMEM;
}

void *memfn_os_map_file(size_t size, int fd, uint64_t offset)
{
	return map(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
}

int memfn_os_move(void *from, void *to, size_t size)
{
	long result = PLAIN_CALL(SYS_mremap, from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, to);
	if (FAILED(result))
		return (int)result;
	__atomic_fetch_sub(&memfn_os_mapped, page_round(size), __ATOMIC_RELAXED);
	return 0;
}

void memfn_os_unmap(void *where, size_t size)
{
	PLAIN_CALL(SYS_munmap, where, page_round(size));
	__atomic_fetch_sub(&memfn_os_mapped, page_round(size), __ATOMIC_RELAXED);
}

void memfn_os_populate(void *where, size_t size)
{
	uintptr_t from = (uintptr_t)where & ~(uintptr_t)(MEMFN_PAGE - 1);
	CALL(SYS_madvise, from, page_round((uintptr_t)where + size - from), MADV_POPULATE_WRITE);
}

int memfn_os_wipe_on_fork(void *page, size_t size)
{
	return (int)CALL(SYS_madvise, page, size, MADV_WIPEONFORK);
}

void *memfn_os_small(size_t size)
{
	static char *next, *end;
	size_t wanted = (size + 15) & ~(size_t)15;
	if (wanted > (size_t)(end - next)) {
		size_t room = wanted > 65536 ? wanted : 65536;
		char *fresh = memfn_os_map(room);
		if (!fresh)
			return NULL;
		if (wanted > 65536)
			return fresh;
		next = fresh;
		end = fresh + room;
	}
	next += wanted;
	return next - wanted;
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

/* ld.so runs .preinit_array before libc has its environ; it keeps where argc lies, and behind it
 * argv, a null, the environment (System V ABI, AMD64 supplement, 3.4.1). */
static char **environment_at_start(void)
{
	extern void *__libc_stack_end __attribute__((weak));
	if (!&__libc_stack_end || !__libc_stack_end)
		return NULL;
	long count = *(long *)__libc_stack_end;
	return (char **)__libc_stack_end + 1 + count + 1;
}

const char *memfn_os_environment(const char *name)
{
	size_t length = strlen(name);
	if (getauxval(AT_SECURE))
		return NULL;
	char **entry = environ ? environ : environment_at_start();
	for (; entry && *entry; entry++)
		if (!strncmp(*entry, name, length) && (*entry)[length] == '=')
			return *entry + length + 1;
	return NULL;
}

uint32_t memfn_os_pid(void)
{
	return memfn_os_sandboxed ? memfn_os_sandboxed : (uint32_t)PLAIN_CALL(SYS_getpid);
}

uint32_t memfn_os_parent_pid(void)
{
	return (uint32_t)CALL(SYS_getppid);
}

uint32_t memfn_os_thread_id(void)
{
	long tid = CALL(SYS_gettid);
	return tid > 0 ? (uint32_t)tid : 0;
}

void memfn_os_thread_name(char name[MEMFN_OS_THREAD_NAME])
{
	memset(name, 0, MEMFN_OS_THREAD_NAME);
	CALL(SYS_prctl, PR_GET_NAME, name);
}

bool memfn_os_alive(uint32_t pid)
{
	return CALL(SYS_kill, pid, 0) != -ESRCH;
}

bool memfn_os_thread_alive(uint32_t tid)
{
	return CALL(SYS_tgkill, memfn_os_pid(), tid, 0) != -ESRCH;
}

uint64_t memfn_os_stack_limit(void)
{
	struct rlimit limit;
	if (CALL(SYS_prlimit64, 0, RLIMIT_STACK, NULL, &limit) || limit.rlim_cur == RLIM_INFINITY)
		return 1ull << 32;
	return limit.rlim_cur;
}

int memfn_os_usage(struct rusage *usage)
{
	return (int)CALL(SYS_getrusage, RUSAGE_SELF, usage);
}

static __thread uint32_t inside;

bool memfn_os_is_inside(void)
{
	return inside;
}

static uint32_t lock_word; /* 0 free, 1 held, 2 held and waited for (Drepper, Futexes Are Tricky) */

uint64_t memfn_os_block_signals(void)
{
	uint64_t all = ~0ull, before = 0;
	CALL(SYS_rt_sigprocmask, SIG_BLOCK, &all, &before, sizeof all);
	return before;
}

void memfn_os_restore_signals(uint64_t before)
{
	CALL(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
}

struct memfn_held memfn_os_lock(void)
{
	struct memfn_held held = {memfn_os_block_signals()};
	uint32_t word = 0;
	inside++;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	if (__atomic_compare_exchange_n(&lock_word, &word, 1, false, __ATOMIC_ACQUIRE,
									__ATOMIC_RELAXED))
		return held;
	while (__atomic_exchange_n(&lock_word, 2, __ATOMIC_ACQUIRE) != 0)
		PLAIN_CALL(SYS_futex, &lock_word, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
	return held;
}

void memfn_os_unlock(struct memfn_held held)
{
	if (__atomic_exchange_n(&lock_word, 0, __ATOMIC_RELEASE) == 2)
		PLAIN_CALL(SYS_futex, &lock_word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	inside--;
	memfn_os_restore_signals(held.signals);
}

void memfn_os_lock_reset(void)
{
	__atomic_store_n(&lock_word, 0, __ATOMIC_RELAXED);
	inside = 0;
}

void memfn_os_wait(uint32_t *word, uint32_t expected, uint64_t ns)
{
	struct timespec time = {(time_t)(ns / 1000000000), (long)(ns % 1000000000)};
	PLAIN_CALL(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, &time, NULL, 0);
}

void memfn_os_wake(uint32_t *word)
{
	PLAIN_CALL(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}
