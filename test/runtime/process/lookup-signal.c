// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A signal that comes while the runtime looks for libc's own function, at the program's first call of
// it: the handler's calls and blocks are counted, like any others.
// UNSUPPORTED: cross
// RUN: rm -rf %t && mkdir %t && cd %t && %clang -DLIBRARY -D_GNU_SOURCE -O1 -fPIC -shared %s -o libdlsym.so
// RUN: %memfn_clang -O1 %s -o prog && LD_PRELOAD=./libdlsym.so MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
#include <signal.h>
#include <stdlib.h>

#ifdef LIBRARY
#include <dlfcn.h>

void *dlsym(void *restrict handle, const char *restrict name)
{
	void *(*next)(void *, const char *) =
		(void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
	struct sigaction action;
	static int raised;
	if (!raised && !sigaction(SIGUSR1, NULL, &action) && action.sa_handler != SIG_DFL)
		raised = !raise(SIGUSR1);
	return next(handle, name);
}
#else
#include "../Inputs/take.h"

// EXPECT: handler calls=1 open_calls=0 allocs=1 alloc_bytes=10
PROFILE static void handler(int number)
{
	(void)number;
	give(take(10));
}

int main(void)
{
	signal(SIGUSR1, handler);
	quick_exit(0);
}
#endif
