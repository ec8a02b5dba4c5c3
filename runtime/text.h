/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Strings in the profile. Called with the lock held. */
#ifndef MEMFN_TEXT_H
#define MEMFN_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Copies a string into the profile: its file offset, or 0 where there is no room. Null is an empty
 * one. */
uint64_t memfn_string(const char *text);
/* Several, one after the other, as they lie in memory. */
uint64_t memfn_strings(const char *bytes, size_t size);

/* In a child made by fork: what the parent may have added since is not this process's. */
void memfn_strings_renew(void);

#endif
