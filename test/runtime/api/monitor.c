// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The monitor draws a timeline, takes snapshots at a signal and every so many bytes, and is in no
// figure itself.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=monitor=1ms:snapshot_signal=USR2:snapshot_every=1M MEMFN_OUTPUT=p.out ./prog && %python %S/Inputs/pictures.py p.out | FileCheck %s && %expect p.out %s'
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %python %S/Inputs/pictures.py p.out | FileCheck %s --check-prefix=NONE --allow-empty && %expect p.out %s'
#include <memfn/memfn.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../Inputs/take.h"

// EXPECT: f calls=20 allocs=20 alloc_bytes=2000000 peak_bytes=100000
PROFILE void f(void)
{
	give(take(100000));
	nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
}

// A picture may be taken at any moment, also while f has its block.
// CHECK: snapshot snapshot_signal: live={{7|100007}} {{.*}} cause=1
// CHECK: snapshot snapshot_every: live={{7|100007}} {{.*}} cause=2
// CHECK: timeline: points={{[0-9][0-9]+}} even=True peak=100007 highest={{7|100007}} rss=True
// NONE-NOT: {{.}}
// EXPECT: totals allocs=21 frees=20 peak_bytes=100007 threads=1
// EXPECT: trust foreign_frees=0 inherited_frees=0
int main(int argc, char **argv)
{
	take(7);
	(void)argc, (void)argv;
	if (getenv("MEMFN_OPTIONS"))
		raise(SIGUSR2);
	for (int i = 0; i < 20; i++)
		f();
	return 0;
}
