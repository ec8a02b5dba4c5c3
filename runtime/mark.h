/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef MEMFN_MARK_H
#define MEMFN_MARK_H

/* In a child made by fork: the parent's marks are the parent's. Lock held. */
void memfn_marks_reset(void);

#endif
