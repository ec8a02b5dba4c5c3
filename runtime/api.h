/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* memfn.h as the runtime sees it, which defines what programs refer to weakly. */
#ifndef MEMFN_RUNTIME_API_H
#define MEMFN_RUNTIME_API_H

#define MEMFN_RUNTIME 1
#include "memfn/memfn.h"

#endif
