/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The process behind a profile. A profile that says `running` was written by a process that runs
 * still, or that died without a word: its pid tells, where boot and pid namespace are ours, and
 * where the pid has not gone to another process since.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "model_add.h"

static bool same_boot(const struct memfn_header *header)
{
	g_autofree char *ours = NULL;
	g_autofree char *theirs = g_strndup(header->boot_id, sizeof(header->boot_id));

	if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &ours, NULL, NULL))
		return false;
	return *theirs && !strcmp(g_strstrip(ours), g_strstrip(theirs));
}

static bool same_pid_namespace(const struct memfn_header *header)
{
	struct stat st;

	return stat("/proc/self/ns/pid", &st) == 0 && (uint64_t)st.st_ino == header->pid_namespace;
}

static double clock_ns(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) ? 0 : (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* proc_pid_stat(5): behind the name in parentheses, state is field 3, num_threads 20, starttime 22
 * in clock ticks since boot. The leader of a process whose other threads go on is a zombie, too. */
static bool is_alive(const struct memfn_header *header)
{
	g_autofree char *path = g_strdup_printf("/proc/%u/stat", header->pid);
	g_autofree char *stat = NULL;
	unsigned long long start;
	long threads;
	char state, *p;
	double start_ns, limit;

	if (!g_file_get_contents(path, &stat, NULL, NULL))
		return kill((pid_t)header->pid, 0) == 0 || errno == EPERM;
	p = strrchr(stat, ')');
	if (!p || sscanf(p + 1,
					 " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld "
					 "%*d %llu",
					 &state, &threads, &start) != 3)
		return true;
	if ((state == 'Z' && threads <= 1) || state == 'X')
		return false;
	/* Boot time runs on while the machine sleeps, the monotonic clock does not. */
	start_ns = (double)start * 1e9 / (double)sysconf(_SC_CLK_TCK);
	limit = (double)header->start_ns + clock_ns(CLOCK_BOOTTIME) - clock_ns(CLOCK_MONOTONIC);
	return start_ns <= limit + 1e9;
}

enum process_state process_state(const struct memfn_header *header)
{
	switch (header->state) {
	case MEMFN_STATE_EXITED:
		return PROCESS_EXITED;
	case MEMFN_STATE_SIGNALLED:
		return PROCESS_SIGNALLED;
	case MEMFN_STATE_REPLACED:
		return PROCESS_REPLACED;
	default:
		break;
	}
	if (!same_boot(header) || !same_pid_namespace(header))
		return PROCESS_UNKNOWN;
	return header->pid && header->pid <= INT32_MAX && is_alive(header) ? PROCESS_RUNNING
																	   : PROCESS_DIED;
}

static const char *moment_name(struct adding *a)
{
	const struct profile *p = a->profile;
	g_autofree char *name = NULL;

	if (p->moment == PROFILE_AT_END)
		return NULL;
	if (p->moment == PROFILE_AT_PEAK)
		return "the peak";
	name = g_strdup_printf("snapshot %s", profile_string(p, p->snapshots[p->snapshot].label));
	return model_string(a->model, name);
}

void adding_process(struct adding *a, struct process *process)
{
	const struct memfn_header *h = &a->profile->header;
	uint64_t at = h->command;

	*process = (struct process){.command_count = h->command_count,
								.pid = h->pid,
								.start_realtime_ns = h->start_realtime_ns,
								.state = process_state(h),
								.status = -1,
								.clock = h->clock,
								.flags = h->flags,
								.hook_ps = h->hook_ps};
	if (process->state == PROCESS_EXITED || process->state == PROCESS_SIGNALLED)
		process->status = h->status;
	process->moment = moment_name(a);
	process->at_peak = a->profile->moment == PROFILE_AT_PEAK;
	process->file = model_string(a->model, a->profile->name);
	process->executable = model_string(a->model, profile_string(a->profile, h->executable));
	process->command = g_new(const char *, MAX(h->command_count, 1));
	for (uint32_t i = 0; i < h->command_count; i++) {
		const char *text = profile_string(a->profile, at);

		process->command[i] = model_string(a->model, text);
		at += strlen(text) + 1;
	}
}
