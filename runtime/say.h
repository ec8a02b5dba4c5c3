/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The runtime's voice: lines on stderr, never stdout, without stdio's buffers or any allocation. */
#ifndef MEMFN_SAY_H
#define MEMFN_SAY_H

/* One line "memfn: ...". Long ones are cut. Control characters in it become '?'. */
void memfn_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What an error number means, in English. libc's strerror may look for a translation, and allocate.
 */
const char *memfn_reason(int error);

#endif
