/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "header.h"

#include <stdlib.h> /* strtoull */
#include <string.h>
#include <sys/stat.h> /* struct stat */

#include "os.h"
#include "profile.h"
#include "system.h"
#include "text.h"

static uint64_t cpu_at_start; /* of what came before execve, too */

void memfn_header_fill(struct memfn_header *header)
{
	static char text[4096]; /* the machine stack may be a small one */
	struct stat st;
	memcpy(header->magic, MEMFN_MAGIC, sizeof header->magic);
	header->byte_order = MEMFN_BYTE_ORDER;
	header->version = MEMFN_FORMAT_VERSION;
	header->header_size = MEMFN_HEADER_SIZE;
	header->used = MEMFN_HEADER_SIZE;
	header->pid = memfn_os_pid();
	header->ppid = memfn_os_parent_pid();
	if (!memfn_os_stat_name("/proc/self/ns/pid", &st)) {
		if (memfn_os_read_link("/proc/self/ns/pid", text, sizeof text) > 5)
			header->pid_namespace =
				strtoull(strchr(text, '[') ? strchr(text, '[') + 1 : "0", NULL, 10);
	}
	if (memfn_os_read_file("/proc/sys/kernel/random/boot_id", text, sizeof text) >= 36) {
		memcpy(header->boot_id, text, 36);
		header->boot_id[36] = '\0';
	}
	header->clock = memfn_clock_kind;
	header->start_realtime_ns = memfn_clock_realtime();
	header->start_ticks = header->last_ticks = memfn_clock_ticks();
	header->start_ns = header->last_ns = memfn_clock_monotonic();
	cpu_at_start = memfn_system_cpu();
	header->status = -1;
}

void memfn_header_fill_command(void)
{
	static char text[65536];
	long n = memfn_os_read_file("/proc/self/cmdline", text, sizeof text);
	if (n > 0) {
		text[n++] = '\0';
		memfn_header->command = memfn_strings(text, (size_t)n);
		for (long i = 0; i < n - 1; i++)
			memfn_header->command_count += text[i] == '\0';
		memfn_header->command_count += text[n - 2] != '\0';
	}
	if (memfn_os_read_link("/proc/self/exe", text, sizeof text) > 0)
		memfn_header->executable = memfn_string(text);
	if (memfn_os_read_link("/proc/self/cwd", text, sizeof text) > 0)
		memfn_header->folder = memfn_string(text);
}

static struct memfn_hook_cost hook_cost;

void memfn_header_hook_cost(struct memfn_hook_cost cost)
{
	hook_cost = cost;
}

/* What a tick is worth comes out better the longer it runs, and with it what a hook costs. */
void memfn_header_date(void)
{
	memfn_header->last_ticks = memfn_clock_ticks();
	memfn_header->last_ns = memfn_clock_monotonic();
	uint64_t ticks = memfn_header->last_ticks - memfn_header->start_ticks;
	uint64_t ns = memfn_header->last_ns - memfn_header->start_ns;
	if (!ticks)
		return;
	double ps = 1000.0 / 256;
	if (memfn_clock_kind == MEMFN_CLOCK_TSC)
		ps *= (double)ns / (double)ticks;
	memfn_header->hook_ps = (uint64_t)((double)hook_cost.whole * ps);
	memfn_header->hook_inside_ps = (uint64_t)((double)hook_cost.inside * ps);
}

void memfn_header_note_cpu(void)
{
	uint64_t now = memfn_system_cpu();
	memfn_header->cpu_ns = now > cpu_at_start ? now - cpu_at_start : 0;
}
