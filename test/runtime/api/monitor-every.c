// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A timeline that is full is thinned: it has 2,048 points at most, which still reach over the whole
// run and know the exact peak, however short that was; snapshots may come every so much time.
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=monitor=20us:snapshot_every=100ms MEMFN_OUTPUT=p.out ./prog && %python %S/Inputs/pictures.py p.out > out && FileCheck %s < out && grep -c "snapshot snapshot_every" out | FileCheck %s --check-prefix=MANY && n=$(sed -n "s/^timeline: points=\([0-9]*\) .*/\1/p" out) && test $n -ge 100 && test $n -le 2048 && %expect p.out %s && test $(stat -c %%s p.out) -lt 2000000'
// MANY: {{^([4-9]|[1-9][0-9])$}}
// CHECK: snapshot snapshot_every: {{.*}} cause=2
// CHECK: timeline: points={{[0-9]+}} even=True peak=5000000
#include <time.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 peak_bytes=5000000
PROFILE void f(void)
{
	give(take(5000000));
}

// EXPECT: totals peak_bytes=5000000 threads=1
int main(void)
{
	f();
	for (int i = 0; i < 100; i++)
		nanosleep(&(struct timespec){0, 10000000}, NULL);
	return 0;
}
