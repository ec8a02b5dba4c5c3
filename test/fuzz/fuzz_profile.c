/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* libFuzzer's way into memreport: see run in this folder. */
#include "unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	exercise_profile(bytes, size);
	return 0;
}
