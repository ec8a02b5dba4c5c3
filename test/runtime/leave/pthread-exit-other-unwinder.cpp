// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// libgcc's unwinder ends a thread, also in a program that is linked with another one, which cannot read its
// contexts: LLVM's crashed. What has nothing to clean up must not ask it then; the thread's end closes.
// On aarch64 each function has pads, and nothing is asked.
// REQUIRES: x86_64
// RUN: %memfn_clangxx -O1 %s -o %t && env MEMFN_OUTPUT=%t.prof %t && %expect %t.prof %s
// RUN: %memfn_clangxx -O1 %s -DOTHER=unw_getcontext -o %t && env MEMFN_OUTPUT=%t.prof %t
// RUN: %expect %t.prof "trust frames_closed=20"
// RUN: %memfn_clangxx -O1 %s -DOTHER=__libunwind_Unwind_GetCFA -o %t && env MEMFN_OUTPUT=%t.prof %t
// RUN: %expect %t.prof "trust frames_closed=20"
#include <pthread.h>

#ifdef OTHER
extern "C" void OTHER() {}
#endif

static volatile int sum;

// EXPECT: leave calls=10 open_calls=0
__attribute__((annotate("memprof"))) void leave()
{
	if (sum >= 0)
		pthread_exit(nullptr);
	sum = sum + 1;
}

// EXPECT: passed calls=10 open_calls=0
__attribute__((annotate("memprof"))) void passed()
{
	leave();
	sum = sum + 1;
}

static void *run(void *unused)
{
	passed();
	return unused;
}

// EXPECT: trust frames_closed=0
int main()
{
	for (int i = 0; i < 10; i++) {
		pthread_t thread;
		pthread_create(&thread, nullptr, run, nullptr);
		pthread_join(thread, nullptr);
	}
	return 0;
}
