/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Which shared object something of the program's lies in.
 */
#ifndef MEMFN_LIBRARY_H
#define MEMFN_LIBRARY_H

#include <stdint.h>

/* The name of the object that holds an address, as the dynamic linker has it; "" for the main
 * program, null where no object holds it. Valid while the object is loaded. Never with the lock
 * held: the dynamic linker's own is taken. */
const char *memfn_library_of(const void *address);

/* Where the object lies that holds an address; 0 and 0 for the main program, and where no object
 * holds it. Likewise never with the lock held. */
void memfn_library_bounds(const void *address, uintptr_t *low, uintptr_t *high);

#endif
