/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef MEMFN_BINDING_H
#define MEMFN_BINDING_H

/* Where this object's calls of a function by name go, as the dynamic linker bound them; null where
 * it makes none, or is linked statically. Allocates nothing. */
void *memfn_bound_call(const char *name);

#endif
