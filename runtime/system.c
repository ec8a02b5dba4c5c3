/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Peak RSS is VmHWM: getrusage's ru_maxrss is inherited over execve. */
#include "system.h"

#include <string.h>
#include <sys/auxv.h>     /* getauxval: the size of a page */
#include <sys/resource.h> /* struct rusage */

#include "os.h"

/* The number behind a key, in KiB as the kernel writes it, as bytes. */
static uint64_t value_of(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	uint64_t value = 0;
	if (!at)
		return 0;
	for (at += strlen(key); *at == ' ' || *at == '\t'; at++)
		;
	for (; *at >= '0' && *at <= '9'; at++)
		value = value * 10 + (uint64_t)(*at - '0');
	return value * 1024;
}

static uint64_t nanoseconds(struct timeval time)
{
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000;
}

uint64_t memfn_system_cpu(void)
{
	struct rusage usage;
	if (memfn_os_usage(&usage))
		return 0;
	return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
}

void memfn_system_read(struct memfn_system *now)
{
	char text[4096];
	struct rusage usage;
	memset(now, 0, sizeof *now);
	if (!memfn_os_usage(&usage)) {
		now->user_ns = nanoseconds(usage.ru_utime);
		now->system_ns = nanoseconds(usage.ru_stime);
	}
	if (memfn_os_read_file("/proc/self/status", text, sizeof text) <= 0)
		return;
	now->rss = value_of(text, "\nVmRSS:");
	now->peak_rss = value_of(text, "\nVmHWM:");
	now->swap = value_of(text, "\nVmSwap:");
	now->vms = value_of(text, "\nVmSize:");
	now->shared = value_of(text, "\nRssFile:") + value_of(text, "\nRssShmem:");
}

/* proc_pid_statm(5): the second number, in pages. */
uint32_t memfn_system_rss_kib(void)
{
	char text[128];
	uint64_t pages = 0;
	if (memfn_os_read_file("/proc/self/statm", text, sizeof text) <= 0)
		return 0;
	const char *at = strchr(text, ' ');
	for (at = at ? at + 1 : ""; *at >= '0' && *at <= '9'; at++)
		pages = pages * 10 + (uint64_t)(*at - '0');
	uint64_t kib = pages * (getauxval(AT_PAGESZ) / 1024);
	return kib > UINT32_MAX ? UINT32_MAX : (uint32_t)kib;
}
