// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A folder that may not be written, a name that is a folder, a pipe, a device or too long, or that
// lies below a file: one line, the program goes on, and nothing that was there is changed.
// REQUIRES: default-llvm, root
// RUN: rm -rf %t && mkdir -p %t/locked %t/folder && cd %t && echo text > plain && chmod 555 locked && mkfifo pipe && mknod null c 1 3 && chmod 666 null && %memfn_clang -O2 -static %s -o prog
// RUN: for name in locked/p.out locked/deep/p.out folder plain/p.out pipe null $(printf '%%0300d' 0) $(printf 'a/%%.0s' {1..3000}); do MEMFN_OUTPUT=$name setpriv --reuid=65534 --clear-groups ./prog 2>> err || exit 1; done
// RUN: FileCheck %s --input-file=err
// CHECK: memfn: {{.*}}/locked/p.out: cannot be made: Permission denied; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/locked/deep/p.out: cannot be made: {{.*}}; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/folder: cannot be made: {{.*}}; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/plain/p.out: cannot be made: Not a directory; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/pipe: cannot be made: {{.*}}; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/null: cannot be made: {{.*}}; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}: cannot be made: File name too long; figures stay in memory
// CHECK-NEXT: memfn: {{.*}}/a/a/a
// CHECK-NOT: memfn
// RUN: test -p pipe && test -c null && test -d folder && grep -x text plain && test -z "$(ls locked folder | grep -v :)"
// Nor where the working folder is such a one and nothing was asked for, or is gone.
// RUN: prog=$PWD/prog; (cd locked && setpriv --reuid=65534 --clear-groups $prog) 2>&1 | FileCheck %s --check-prefix=HERE
// HERE: memfn: {{.*}}/locked/profile.out: cannot be made: Permission denied; figures stay in memory
// HERE-NOT: memfn
// RUN: prog=$PWD/prog; mkdir gone && cd gone && rmdir ../gone && $prog 2>&1 | FileCheck %s --check-prefix=GONE
// GONE: memfn: profile.out: cannot be made: No such file or directory; figures stay in memory
// GONE-NOT: memfn
#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

int main(void)
{
	f();
	return 0;
}
