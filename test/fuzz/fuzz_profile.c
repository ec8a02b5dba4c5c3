/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* libFuzzer's way into memreport: see run in this folder. */
#include <locale.h>

#include "unit.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* As main does: libsmartcols never returns from a character that is none in the locale. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return !setlocale(LC_CTYPE, "C.UTF-8");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	exercise_profile(bytes, size);
	return 0;
}
