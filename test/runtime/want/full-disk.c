// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A full disk, at the start and under way: no SIGBUS, one line, and of what was met under way as
// much can be read as there was room for.
// REQUIRES: default-llvm, root
// RUN: rm -rf %t && mkdir -p %t/disk && cd %t && %memfn_clang -O2 %s -o prog
// RUN: for kb in 4 16 64 128 256 340 400 512 1024 2048 4096; do unshare -m bash -c "mount -t tmpfs -o size=${kb}k none disk && MEMFN_OUTPUT=disk/p.out ./prog 2> err$kb; status=\$?; cp disk/p.out p$kb.out 2> /dev/null; ls disk > ls$kb; exit \$status" || exit 1; done
// RUN: FileCheck %s --input-file=err4 --check-prefix=START && FileCheck %s --input-file=err512 --check-prefix=MID
// START: memfn: {{.*}}disk/p.out: cannot be made: No space left on device; figures stay in memory
// MID: memfn: {{.*}}disk/p.out: cannot be written: No space left on device
// RUN: test ! -s ls4 && test ! -s ls16 && test $(cat ls512) = p.out && for kb in 512 1024 2048; do %memreport p$kb.out | grep 'left12' || exit 1; done
// RUN: %expect p4096.out %s
#include "../Inputs/paths.h"

// EXPECT: totals calls=8190 leaked_bytes=0
// EXPECT: left1 calls=2048 alloc_bytes=20480
int main(void)
{
	walk();
	return 0;
}
