/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The hooks that abi.h describes, as C sees them. */
#ifndef MEMFN_HOOKS_H
#define MEMFN_HOOKS_H

#include "memfn/abi.h"

void __memfn_enter(struct memfn_desc *d, void *cfa);
void __memfn_exit(struct memfn_desc *d, void *cfa);
void __memfn_enter_shared(struct memfn_desc *d, void *cfa);
void __memfn_exit_shared(struct memfn_desc *d, void *cfa);
uint64_t __memfn_depth(void);
void __memfn_unwound_to(uint64_t depth);
void __memfn_unwound(void *cfa);
void __memfn_passed_by(void *context, const struct memfn_unwinder *unwinder, uint64_t *known);
void __memfn_register(struct memfn_desc *from, struct memfn_desc *to);
void __memfn_register_lists(struct memfn_list_line *from, struct memfn_list_line *to);

/* What one call's two hooks cost: the least of a few rounds, measured in microseconds. */
struct memfn_hook_cost memfn_hooks_cost(void);

#endif
