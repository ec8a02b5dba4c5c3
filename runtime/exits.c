/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Ways out of a process that run no exit handlers: the profile's last words are written first. */
#include <stdlib.h>      /* _Exit, quick_exit */
#include <sys/syscall.h> /* SYS_exit_group */
#include <unistd.h>      /* _exit */

#include "interpose.h"
#include "memfn/format.h"
#include "os.h"
#include "start.h"

#define FAMILY __attribute__((weak, visibility("default")))

FAMILY void _exit(int status)
{
	memfn_finish(MEMFN_STATE_EXITED, status & 0xFF);
	for (;;)
		memfn_os_call(SYS_exit_group, status, 0, 0, 0, 0, 0);
}

FAMILY void _Exit(int status)
{
	_exit(status);
}

FAMILY void quick_exit(int status)
{
	void (*next)(int) = (void (*)(int))memfn_next_function("quick_exit");
	memfn_finish(MEMFN_STATE_EXITED, status & 0xFF);
	if (next)
		next(status);
	_exit(status);
}
