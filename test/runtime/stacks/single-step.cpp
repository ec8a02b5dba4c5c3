// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal between any two instructions of the hooks and of malloc's books, one after the other by
// the processor's trap flag: work<N> and leaf<N> are stepped until the N-th instruction, where a
// handler runs profiled code. It keeps a block (keep), only calls (call, while leaf allocates),
// allocates within the books of leaf's own blocks (books), or at another line under the same path
// (lines), leaves by siglongjmp (jump), or forks a child that goes on from there (fork), where nothing
// that it makes stands in its parent's way. Each work<N> has the figures of a program without signals.
// Allocations again where there has been another thread, and all of it with the handler on a stack of
// its own: what it interrupts may be about to push a frame.
// REQUIRES: x86_64
// RUN: %memfn_clangxx -std=c++17 -g -O0 -pthread %s -o %t0
// RUN: %clangxx_memfn -std=c++17 -g -O2 -pthread %s -o %t2 %link_shared
// RUN: for way in keep call books lines jump 'books threads' 'lines threads' \
// RUN:   fork 'keep apart' 'call apart' 'books apart' 'jump apart' 'call threads apart'; do \
// RUN: for prog in %t0 %t2; do \
// RUN:   env MEMFN_OUTPUT=$prog.prof $prog $way > $prog.expect || exit 1; \
// RUN:   %expect $prog.prof $prog.expect || exit 1; rm -f $prog.prof.*; \
// RUN: done; done
// Hooks that read no clock are code of their own.
// RUN: for way in keep call books jump 'books threads' 'call apart'; do \
// RUN:   env MEMFN_OPTIONS=timing=off MEMFN_OUTPUT=%t2.prof %t2 $way > %t2.expect && \
// RUN:   %expect %t2.prof %t2.expect || exit 1; \
// RUN: done
#include <link.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>
#include <utility>
#include "../Inputs/take.h"

enum { VARIANTS = 200, TRAP_FLAG = 0x100 };
enum { KEEP = 'k', CALL = 'c', BOOKS = 'b', LINES = 'l', JUMP = 'j', FORK = 'f' };

static int way;
static volatile long steps_left;
static sigjmp_buf buffer;
static pid_t child;
static void (*at_other_line)();
static int line_1;

static inline __attribute__((always_inline)) void step(bool on)
{
	__asm__ volatile("lea -128(%%rsp), %%rsp\n\tpushfq\n\tandq $~0x100, (%%rsp)\n\t"
			 "orq %0, (%%rsp)\n\tpopfq\n\tlea 128(%%rsp), %%rsp"
			 : : "r"(on ? long(TRAP_FLAG) : 0L) : "memory", "cc");
}

// In libc a handler must not allocate; libc's malloc is where the books are not.
static bool in_libc(uintptr_t address)
{
	auto holds = [](dl_phdr_info *info, size_t, void *wanted) {
		if (!strstr(info->dlpi_name, "/libc.so") && !strstr(info->dlpi_name, "/ld-linux"))
			return 0;
		for (int i = 0; i < info->dlpi_phnum; i++)
			if (*static_cast<uintptr_t *>(wanted) - info->dlpi_addr -
				    info->dlpi_phdr[i].p_vaddr < info->dlpi_phdr[i].p_memsz)
				return 1;
		return 0;
	};
	return dl_iterate_phdr(holds, &address);
}

PROFILE void in_handler()
{
	if (way == KEEP)
		take(100);
}

static void handler(int, siginfo_t *, void *context)
{
	auto *registers = static_cast<ucontext_t *>(context)->uc_mcontext.gregs;
	if (((way == BOOKS || way == LINES || way == FORK) && in_libc(registers[REG_RIP])) || --steps_left)
		return;
	registers[REG_EFL] &= ~TRAP_FLAG;
	if (way == BOOKS)
		give(take(100));
	else if (way == LINES)
		at_other_line();
	else if (way == FORK)
		child = fork();
	else
		in_handler();
	if (way == JUMP)
		siglongjmp(buffer, 1);
}

PROFILE void after()
{
	take(1);
}

// Calls itself once, so that from its second frame on each call is the same path.
template <int N> PROFILE __attribute__((noinline)) void lines(int line, bool again)
{
	if (again)
		lines<N>(line, false);
	else if (line == 1)
		give(take(10)), line_1 = __LINE__;
	else
		give(take(100));
}

template <int N> static void other_line()
{
	lines<N>(2, false);
}

template <int N> PROFILE __attribute__((noinline)) void leaf(bool stepped)
{
	if (way == CALL || way == BOOKS || way == FORK)
		give(take(way == CALL && stepped ? 20 : 10));
	for (int i = 0; way == LINES && i < 2; i++) // from another line than the last, then from the same
		lines<N>(1, true);
}

// Lies where leaf<N> will lie; nothing that comes after it is charged to it.
template <int N> PROFILE __attribute__((noinline)) void sibling()
{
}

template <int N> PROFILE __attribute__((noinline)) void work(bool stepped)
{
	if (way == KEEP)
		sibling<N>();
	if (way != JUMP || !sigsetjmp(buffer, 1)) {
		if (stepped)
			step(true);
		leaf<N>(stepped);
		step(false);
	}
	if (way == JUMP && stepped) // a call before that could take leaf's place in the caches
		far_below(after);
}

// What lay before where work<N> and leaf<N> will lie: of another parent, with a higher mark.
PROFILE __attribute__((noinline)) void clutter(int depth)
{
	give(take(10000));
	if (depth)
		clutter(depth - 1);
}

static int hits;

// Calls once to fill every cache, since slow paths block signals, and once to be interrupted.
template <int N> static void run()
{
	work<N>(false);
	clutter(3);
	if (way == LINES)
		lines<N>(2, true), at_other_line = other_line<N>;
	steps_left = way == LINES ? 5 * N + 1 : way == CALL ? 3 * N + 1 : way == BOOKS ? 2 * N + 1 : N + 1;
	work<N>(true);
	bool hit = steps_left <= 0;
	hits += hit;
	if (way == FORK && hit) {
		if (!child)
			_exit(0);
		int status;
		if (waitpid(child, &status, 0) != child || status)
			printf("EXPECT: leaf<%d> the child ended with %d\n", N, status);
		printf("EXPECT: leaf<%d> calls>=2 open_calls=0\n", N); // the interrupted event may be in it twice
	}
	if (way == KEEP)
		printf("EXPECT: work<%d> calls=2 open_calls=0 total_allocs=%d peak_bytes=%d "
		       "retained_bytes=%d\nEXPECT: leaf<%d> calls=2 open_calls=0 "
		       "peak_bytes<=total_alloc_bytes retained_bytes<=peak_bytes\n"
		       "EXPECT: sibling<%d> calls=2 total_allocs=0\n",
		       N, hit, hit * 100, hit * 100, N, N);
	if (way == CALL)
		printf("EXPECT: work<%d> calls=2 open_calls=0 total_allocs=2 peak_bytes=20 "
		       "retained_bytes=0\nEXPECT: leaf<%d> calls=2 allocs=2 frees=2 peak_bytes=20\n",
		       N, N);
	if (way == BOOKS)
		printf("EXPECT: work<%d> calls=2 total_allocs=%d total_alloc_bytes=%d retained_bytes=0 "
		       "peak_bytes>=%d\nEXPECT: leaf<%d> calls=2 leaked_bytes=0 leaked_blocks=0\n",
		       N, 2 + hit, 20 + hit * 100, hit ? 100 : 10, N);
	if (way == LINES)
		printf("EXPECT: lines<%d> calls=%d leaked_blocks=0 leaked_bytes=0 frees=%d\n", N,
		       10 + hit, 5 + hit);
	if (way == JUMP)
		printf("EXPECT: work<%d> calls=2 open_calls=0 total_allocs=1 peak_bytes=1\n"
		       "EXPECT: path work<%d>/after calls=1\nEXPECT: leaf<%d> open_calls=0\n",
		       N, N, N);
}

template <int... N> static void run_all(std::integer_sequence<int, N...>)
{
	(run<N>(), ...);
}

static void *nothing(void *argument)
{
	return argument;
}

int main(int argc, char **argv)
{
	struct sigaction action = {};
	static char text[1 << 20];
	setvbuf(stdout, text, _IOFBF, sizeof text);
	way = argv[1][0];
	pthread_t thread;
	if (argc > 2 && !strcmp(argv[2], "threads") &&
	    !pthread_create(&thread, nullptr, nothing, nullptr))
		pthread_join(thread, nullptr);
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO;
	if (!strcmp(argv[argc - 1], "apart")) {
		static char apart[65536];
		stack_t stack = {apart, 0, sizeof apart};
		sigaltstack(&stack, nullptr);
		action.sa_flags |= SA_ONSTACK;
	}
	sigaction(SIGTRAP, &action, nullptr);
	run_all(std::make_integer_sequence<int, VARIANTS>());
	bool calls = way == KEEP || way == CALL || way == JUMP;
	printf("EXPECT: in_handler calls=%d open_calls=0\n", calls ? hits : 0);
	if (way == LINES)
		printf("EXPECT: line %d allocs=%d live_blocks=0 live_bytes=0 own_peak_bytes>=%d\n"
		       "EXPECT: line %d allocs=%d live_blocks=0 live_bytes=0\n",
		       line_1, 4 * VARIANTS, argc > 2 ? 0 : 10 * VARIANTS, line_1 + 2, VARIANTS + hits);
	if (way == JUMP)
		printf("EXPECT: trust frames_closed>=10\n");
	return hits < 50;
}
