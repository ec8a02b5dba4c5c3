// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Signals in the hooks of frames that share their host's: no call of the handler is lost, and one
// that leaves by siglongjmp leaves the thread recording.
// RUN: %memfn_clang -O0 %s -o %t0 && env MEMFN_OUTPUT=%t0.prof %t0 > %t0.expect
// RUN: %expect %t0.prof %s %t0.expect
// RUN: %clang_memfn -O2 %s -o %t2 %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 > %t2.expect
// RUN: %expect %t2.prof %s %t2.expect
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>
#include "../Inputs/take.h"

static sigjmp_buf buffer;
static volatile long handled, jump, spins;

PROFILE void handler(int number)
{
	handled++;
	if (jump)
		siglongjmp(buffer, number);
}

// EXPECT: inlined calls>=400000 open_calls=0
PROFILE static inline __attribute__((always_inline)) void inlined(void)
{
	spins++;
}

// EXPECT: work calls=2 open_calls=0
PROFILE void work(void)
{
	for (int i = 0; i < 200000; i++)
		inlined();
}

// EXPECT: jumper calls=1 alloc_bytes=3000 open_calls=0
PROFILE void jumper(void)
{
	struct itimerval once = { { 0, 0 }, { 0, 60 } };
	jump = 1;
	for (volatile int i = 0; i < 300; i++) {
		if (!sigsetjmp(buffer, 1)) {
			setitimer(ITIMER_REAL, &once, NULL);
			for (;;)
				inlined();
		}
		take(10);
	}
}

// EXPECT: trust frames_closed>=300
int main(void)
{
	struct itimerval often = { { 0, 25 }, { 0, 25 } }, never = { { 0, 0 }, { 0, 0 } };
	char text[100];
	signal(SIGALRM, handler);
	setitimer(ITIMER_REAL, &often, NULL);
	work();
	setitimer(ITIMER_REAL, &never, NULL);
	jumper();
	jump = 0;
	work();
	int n = snprintf(text, sizeof text, "EXPECT: handler calls=%ld\n", handled);
	return write(1, text, n) != n;
}
