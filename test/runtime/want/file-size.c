// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RLIMIT_FSIZE at any size: no SIGXFSZ, the program ends as it would, one line at most says what is
// missing; a limit that is met under way leaves a profile that can be read.
// REQUIRES: default-llvm
// RUN: %each %clang_memfn %s -- 'for blocks in 0 1 4 64 200 400 800 1600; do (ulimit -f $blocks; MEMFN_OUTPUT=p$blocks.out ./prog; echo status $?) 2>&1 | cat > said$blocks; grep -qx "status 0" said$blocks; test $(wc -l < said$blocks) = 2; done; for n in 800 1600; do %memreport p$n.out | grep -q left12; done; (ulimit -f 0; MEMFN_OUTPUT=p.out ./prog 2> /dev/full); (ulimit -f 0; MEMFN_OUTPUT=p.out ./prog 2> regular)'
// RUN: cd %t/each-O2-static && FileCheck %s --input-file=said0 --check-prefix=START && FileCheck %s --input-file=said800 --check-prefix=MID
// START: memfn: {{.*}}p0.out: cannot be made: File too large; figures stay in memory
// MID: memfn: {{.*}}p800.out: cannot be written: File too large
#include "../Inputs/paths.h"

int main(void)
{
	walk();
	return 0;
}
