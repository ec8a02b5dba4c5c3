// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The monitor's thread takes no signal of the program's: one that all of its own threads block stays
// pending, and a handler runs on none but the program's.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=monitor=1ms:snapshot_signal=USR2 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "../Inputs/take.h"

static volatile sig_atomic_t handled, elsewhere;
static pthread_t self;

static void handler(int signal)
{
	(void)signal;
	handled++;
	elsewhere += !pthread_equal(self, pthread_self());
}

// EXPECT: f calls=200 alloc_bytes=2000
PROFILE void f(void)
{
	give(take(10));
	kill(getpid(), SIGUSR1);
	nanosleep(&(struct timespec){0, 100000}, NULL);
}

// EXPECT: process state=exited status=0
int main(void)
{
	sigset_t set, pending;
	self = pthread_self();
	signal(SIGUSR1, handler);
	for (int i = 0; i < 200; i++)
		f();
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	handled = 0;
	kill(getpid(), SIGUSR1);
	nanosleep(&(struct timespec){0, 20000000}, NULL);
	sigpending(&pending);
	printf("%d handled, %d elsewhere\n", (int)handled, (int)elsewhere);
	return handled || elsewhere || !sigismember(&pending, SIGUSR1);
}
