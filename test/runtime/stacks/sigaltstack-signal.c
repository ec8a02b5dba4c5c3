// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal comes as soon as the kernel knows the signal stack: its handler already runs there, above the
// frames that it interrupts.
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -shared -fPIC -DNEXT %s -o libnext.so
// RUN: %memfn_clang -O2 %s -o a -L. -lnext -Wl,-rpath,%t
// RUN: MEMFN_OUTPUT=p.out ./a && %expect p.out %s
#ifdef NEXT
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>

int sigaltstack(const stack_t *fresh, stack_t *old)
{
	int (*next)(const stack_t *, stack_t *) = dlsym(RTLD_NEXT, "sigaltstack");
	int result = next(fresh, old);
	raise(SIGUSR1);
	return result;
}

#else
#include "../Inputs/stacks.h"
#include "../Inputs/take.h"

// EXPECT: handler calls=1 alloc_bytes=10
// EXPECT: path inner/handler calls=1
PROFILE static void handler(int number)
{
	give(take(10));
	(void)number;
}

// EXPECT: inner calls=1 alloc_bytes=100 total_alloc_bytes=110
PROFILE static void inner(void *stack, size_t size)
{
	stack_t apart = {stack, 0, size};
	sigaltstack(&apart, NULL);
	give(take(100));
}

int main(void)
{
	char above[65536];
	struct sigaction action = {0};
	action.sa_handler = handler;
	action.sa_flags = SA_ONSTACK;
	sigaction(SIGUSR1, &action, NULL);
	inner(above, sizeof above);
	return 0;
}
#endif
