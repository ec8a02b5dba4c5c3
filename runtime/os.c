/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Memory, processes and threads, signals, the lock. */
#include "os.h"

#include <errno.h>       /* errno, E* */
#include <linux/futex.h> /* FUTEX_WAIT_PRIVATE, FUTEX_WAKE_PRIVATE */
#include <string.h>
#include <sys/auxv.h>     /* AT_SECURE */
#include <sys/mman.h>     /* PROT_*, MAP_*, MADV_*, MREMAP_* */
#include <sys/prctl.h>    /* PR_GET_NAME */
#include <sys/resource.h> /* RLIMIT_*, struct rlimit */
#include <sys/syscall.h>  /* SYS_* */
#include <time.h>         /* struct timespec */
#include <unistd.h>       /* environ */

#include "call.h"

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

static void *map(void *where, size_t size, int protection, int flags, int fd, uint64_t offset)
{
	long result =
		PLAIN_CALL(SYS_mmap, where, memfn_whole_pages(size), protection, flags, fd, offset);
	if (FAILED(result))
		return NULL;
	if (!where)
		__atomic_fetch_add(&memfn_os_mapped, memfn_whole_pages(size), __ATOMIC_RELAXED);
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
	__atomic_fetch_sub(&memfn_os_mapped, memfn_whole_pages(size), __ATOMIC_RELAXED);
	return 0;
}

void memfn_os_unmap(void *where, size_t size)
{
	PLAIN_CALL(SYS_munmap, where, memfn_whole_pages(size));
	__atomic_fetch_sub(&memfn_os_mapped, memfn_whole_pages(size), __ATOMIC_RELAXED);
}

void memfn_os_populate(void *where, size_t size)
{
	uintptr_t from = (uintptr_t)where & ~(uintptr_t)(MEMFN_PAGE - 1);
	CALL(SYS_madvise, from, memfn_whole_pages((uintptr_t)where + size - from), MADV_POPULATE_WRITE);
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
