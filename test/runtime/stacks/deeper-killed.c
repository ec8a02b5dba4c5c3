// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Killed at depths around those where a stack's frames take a larger place in the file: each frame is
// there, with what it had allocated.
// RUN: %each %clang_memfn %s -- 'for n in 2 59 60 61 63 64 65 506 507 508 509 512 700 4000; do MEMFN_OUTPUT=p.out not --crash ./prog $n && %expect p.out %s:AT$n && %expect p.out %s || exit; done'
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: trust frames_lost=0 frames_closed=0
// AT2: deep calls=2 open_calls=2 allocs=2 retained_bytes=20 peak_bytes=20
// AT59: deep calls=59 open_calls=59 allocs=59 retained_bytes=590 peak_bytes=590
// AT60: deep calls=60 open_calls=60 allocs=60 retained_bytes=600 peak_bytes=600
// AT61: deep calls=61 open_calls=61 allocs=61 retained_bytes=610 peak_bytes=610
// AT63: deep calls=63 open_calls=63 allocs=63 retained_bytes=630 peak_bytes=630
// AT64: deep calls=64 open_calls=64 allocs=64 retained_bytes=640 peak_bytes=640
// AT65: deep calls=65 open_calls=65 allocs=65 retained_bytes=650 peak_bytes=650
// AT506: deep calls=506 open_calls=506 allocs=506 retained_bytes=5060 peak_bytes=5060
// AT507: deep calls=507 open_calls=507 allocs=507 retained_bytes=5070 peak_bytes=5070
// AT508: deep calls=508 open_calls=508 allocs=508 retained_bytes=5080 peak_bytes=5080
// AT509: deep calls=509 open_calls=509 allocs=509 retained_bytes=5090 peak_bytes=5090
// AT512: deep calls=512 open_calls=512 allocs=512 retained_bytes=5120 peak_bytes=5120
// AT700: deep calls=700 open_calls=700 allocs=700 retained_bytes=7000 peak_bytes=7000
// AT4000: deep calls=4000 open_calls=4000 allocs=4000 retained_bytes=40000 peak_bytes=40000
PROFILE int deep(int n)
{
	take(10);
	if (n > 1)
		return deep(n - 1) + 1;
	return kill(getpid(), SIGKILL);
}

// EXPECT: process state=died
int main(int argc, char **argv)
{
	return deep(argc > 1 ? atoi(argv[1]) : 1);
}
