/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A program that puts a filter on its system calls: seen as it passes, so that the runtime makes
 * none afterwards that malloc would not make. libseccomp and most programs use prctl(2) or
 * syscall(2).
 */
#include <errno.h>         /* errno, as these functions set it */
#include <linux/seccomp.h> /* SECCOMP_SET_MODE_STRICT, SECCOMP_SET_MODE_FILTER */
#include <stdarg.h>
#include <sys/prctl.h>   /* PR_SET_SECCOMP, PR_SET_NAME */
#include <sys/syscall.h> /* SYS_* */

#include "os.h"
#include "thread.h"

#define FAMILY __attribute__((weak, visibility("default")))

static long call(long number, const long a[6], bool filters)
{
	uint32_t pid = filters ? memfn_os_pid() : 0;
	long result = memfn_os_call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (result < 0 && result > -4096) {
		errno = (int)-result;
		return -1;
	}
	if (filters)
		memfn_os_sandboxed = pid;
	return result;
}

static void take(long a[6], va_list list)
{
	for (int i = 0; i < 6; i++)
		a[i] = va_arg(list, long);
}

FAMILY int prctl(int option, ...)
{
	long a[6] = {option};
	va_list list;
	va_start(list, option);
	for (int i = 1; i < 5; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	long result = call(SYS_prctl, a, option == PR_SET_SECCOMP);
	if (!result && option == PR_SET_NAME)
		memfn_thread_renamed(&memfn_self, (const char *)a[1]);
	return (int)result;
}

FAMILY long syscall(long number, ...)
{
	long a[6];
	va_list list;
	va_start(list, number);
	take(a, list);
	va_end(list);
	bool filters = number == SYS_seccomp &&
				   (a[0] == SECCOMP_SET_MODE_STRICT || a[0] == SECCOMP_SET_MODE_FILTER);
	filters |= number == SYS_prctl && a[0] == PR_SET_SECCOMP;
	return call(number, a, filters);
}
