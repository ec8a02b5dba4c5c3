// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a pattern's items stand for; ranks as each launcher of MPI programs tells them, so that a single
// one of many processes may be named; anything else stands for itself.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %clang_memfn %s -o prog %link_static
// RUN: name=$(MEMFN_OPTIONS=quiet=1 MEMFN_OUTPUT=d/%%p-%%h-%%e-%%r-%%%%-%%x-%% ./prog) && echo d/$name-$(uname -n)-prog-0-%%-%%x-%% > want && ls d/* | diff - want
// RUN: for rank in OMPI_COMM_WORLD_RANK PMI_RANK PMIX_RANK SLURM_PROCID; do env $rank=17 MEMFN_OPTIONS=quiet=1 MEMFN_OUTPUT=$rank-%%r ./prog && %expect $rank-17 %s || exit 1; done
// RUN: SLURM_PROCID=../../x MEMFN_OPTIONS=quiet=1 MEMFN_OUTPUT=out-%%r ./prog && %expect out-0 %s
// RUN: OMPI_COMM_WORLD_RANK=4 SLURM_PROCID=5 MEMFN_OPTIONS=quiet=1 MEMFN_OUTPUT=%%r%%r.%%e ./prog && %expect 44.prog %s
// RUN: MEMFN_OUTPUT= ./prog && %expect profile.out %s
#include <stdio.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 alloc_bytes=10
PROFILE void f(void)
{
	give(take(10));
}

int main(void)
{
	f();
	printf("%d", getpid());
	return 0;
}
