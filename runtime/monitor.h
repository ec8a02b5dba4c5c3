/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A thread of the runtime's own, started only where an option asks for it: monitor,
 * snapshot_signal, snapshot_every, record_signal. It is in no figure, and no signal of the
 * program's is delivered to it. Children made by fork have none.
 */
#ifndef MEMFN_MONITOR_H
#define MEMFN_MONITOR_H

/* Once, at the start of the process. What cannot be had is said, and the program goes on without.
 */
void memfn_monitor_start(void);
/* In a child made by fork: the parent's timeline is the parent's. Lock held. */
void memfn_monitor_reset(void);

#endif
