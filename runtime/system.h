/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the system says of the process: proc_pid_status(5), getrusage(2). */
#ifndef MEMFN_SYSTEM_H
#define MEMFN_SYSTEM_H

#include <stdint.h>

struct memfn_system {
	uint64_t user_ns, system_ns;
	uint64_t rss, peak_rss, swap, vms, shared; /* bytes; 0 where there is no /proc */
};

/* Reads a file of /proc: from any thread, also in a signal handler, but no hot path. */
void memfn_system_read(struct memfn_system *now);

/* CPU time of the whole process, in ns; 0 where it cannot be asked. */
uint64_t memfn_system_cpu(void);

/* RSS alone, which is had for less; 0 where there is no /proc. */
uint32_t memfn_system_rss_kib(void);

#endif
