// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// -fxray-instrument: sleds are patched in instrumented functions, figures stay.
// RUN: %each %clang_memfn -fxray-instrument -fxray-instruction-threshold=1 %s -pthread -- 'XRAY_OPTIONS="patch_premain=true xray_mode=xray-basic xray_logfile_base=log." MEMFN_OUTPUT=p.out ./prog && %expect p.out "run calls=1" "branch calls=2" "leaf calls=20 allocs=20 alloc_bytes=2000" && ls log.*'
#include "../Inputs/company.h"

int main(void)
{
	return run();
}
