// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timer's handler leaves by siglongjmp from wherever it struck, hooks included; the profile of
// what comes after is right, and nothing stays open.
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
static volatile long jumps, spins;

PROFILE void handler(int number)
{
	jumps++;
	siglongjmp(buffer, number);
}

PROFILE void leaf(void)
{
	spins++;
}

PROFILE void spin(void)
{
	for (;;)
		leaf();
}

// EXPECT: after calls=500 alloc_bytes=5000 open_calls=0 peak_bytes=10
// EXPECT: path jumper/after calls=500
PROFILE void after(void)
{
	give(take(10));
}

// EXPECT: jumper calls=500 open_calls=0 total_alloc_bytes=5000
PROFILE void jumper(void)
{
	struct itimerval once = { { 0, 0 }, { 0, 60 } };
	if (!sigsetjmp(buffer, 1)) {
		setitimer(ITIMER_REAL, &once, NULL);
		spin();
	}
	far_below(after);
}

// EXPECT: spin calls<=500
// EXPECT: spin calls>=300 open_calls=0
// EXPECT: leaf open_calls=0
// EXPECT: trust frames_closed>=300
int main(void)
{
	char text[200];
	signal(SIGALRM, handler);
	for (int i = 0; i < 500; i++)
		jumper();
	int n = snprintf(text, sizeof text,
			 "EXPECT: handler calls=%ld\nEXPECT: leaf calls>=%ld\nEXPECT: leaf calls<=%ld\n",
			 jumps, spins, spins + jumps);
	return write(1, text, n) != n;
}
