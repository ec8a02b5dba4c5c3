// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A container without /proc, /sys, /dev and home, and with an empty environment: what /proc would
// have told is missing, every figure is right. The program is a static one, alone in its root.
// REQUIRES: default-llvm, root
// RUN: rm -rf %t && mkdir -p %t/root && cd %t && %memfn_clang -O2 -static -pthread %s -o root/prog
// RUN: env -i /usr/sbin/chroot root /prog && %expect root/profile.out %s
// RUN: env -i MEMFN_OUTPUT=/made/on/the/way-%%e-%%h /usr/sbin/chroot root /prog && %expect root/made/on/the/way-* %s
#include <pthread.h>

#include "../Inputs/take.h"

// EXPECT: f calls=2 alloc_bytes=200 peak_bytes=100
// EXPECT: totals threads=2
// EXPECT: process state=exited status=0
PROFILE void *f(void *unused)
{
	give(take(100));
	return unused;
}

int main(void)
{
	pthread_t thread;
	f(NULL);
	pthread_create(&thread, NULL, f, NULL);
	pthread_join(thread, NULL);
	return 0;
}
