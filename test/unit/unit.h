/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The unit tests of memreport: one function a part, run by name. */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer runs, and the tests of broken input: reads the bytes as a profile and, where they
 * are one, does with it all that memreport would. Returns 1 where they are. */
int exercise_profile(const uint8_t *bytes, size_t size);

int test_format(void);
int test_input(const char *file);

#endif
