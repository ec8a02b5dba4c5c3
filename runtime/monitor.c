/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "monitor.h"

#include <pthread.h> /* attributes, pthread_sigmask */
#include <signal.h>  /* sigaction */
#include <string.h>

#include "api.h"
#include "chunk.h"
#include "clock.h"
#include "figures.h"
#include "header.h"
#include "interpose.h"
#include "options.h"
#include "os.h"
#include "say.h"
#include "snapshot.h"
#include "start.h"
#include "system.h"
#include "thread.h"
#include "tree.h"

enum {
	POINTS = 2048,
	STACK_SIZE = 256 << 10,
	MANY_SNAPSHOTS = 128, /* taken by snapshot_every, before the distance doubles */
	LEAST_REST = 50,      /* times what a point took: 2 % of one processor at most */
};
#define LOOK_AT_BYTES_EVERY 20000000u /* ns */
#define FOR_EVER 3600000000000u

static struct memfn_point *points;
static uint32_t count;
static uint64_t distance, next_point; /* ns */
static uint64_t every_time, every_bytes, next_time, next_bytes;
static uint32_t taken;
static uint32_t signalled; /* so many signals so far: what the thread waits at */
static uint32_t snapshot_wanted, switch_wanted;

/* --- the timeline --------------------------------------------------------------------------- */

static void thin(void)
{
	for (uint32_t i = 1; i < POINTS / 2; i++)
		points[i] = points[2 * i];
	memset(points + POINTS / 2, 0, POINTS / 2 * sizeof *points);
	count = POINTS / 2;
	distance *= 2;
}

static void add_point(uint64_t now)
{
	struct memfn_system system;
	memfn_system_read(&system);
	struct memfn_held held = memfn_os_lock();
	if (!points)
		points = memfn_chunk(MEMFN_CHUNK_TIMELINE, 0, POINTS, POINTS * sizeof *points, 0);
	if (points && count == POINTS)
		thin();
	if (points) {
		struct memfn_point *p = &points[count++];
		struct memfn_sums sums = memfn_sum_up();
		p->live_bytes = memfn_live_bytes();
		p->peak_bytes = memfn_owner_at(0)->peak;
		if (p->live_bytes > p->peak_bytes)
			p->peak_bytes = p->live_bytes;
		if (p > points && p[-1].peak_bytes > p->peak_bytes)
			p->peak_bytes = p[-1].peak_bytes;
		p->rss_bytes = system.rss;
		p->allocs = sums.allocs;
		p->alloc_bytes = sums.alloc_bytes;
		__atomic_store_n(&p->ns, now, __ATOMIC_RELEASE);
	}
	memfn_header_date();
	memfn_os_unlock(held);
}

/* A point sums all accounts up, and a program may have a million. */
static uint64_t point_after(uint64_t now)
{
	uint64_t start = memfn_clock_thread();
	add_point(now);
	uint64_t rest = (memfn_clock_thread() - start) * LEAST_REST;
	uint64_t next = next_point + distance > now ? next_point + distance : now + distance;
	return next > now + rest ? next : now + rest;
}

/* --- snapshots ------------------------------------------------------------------------------ */

static void on_signal(uint32_t *wanted)
{
	__atomic_fetch_add(wanted, 1, __ATOMIC_RELAXED);
	__atomic_fetch_add(&signalled, 1, __ATOMIC_RELEASE);
	memfn_os_wake(&signalled);
}

static void on_snapshot_signal(int signal)
{
	(void)signal;
	on_signal(&snapshot_wanted);
}

static void on_record_signal(int signal)
{
	(void)signal;
	on_signal(&switch_wanted);
}

static int signal_of(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} known[] = {{"HUP", SIGHUP}, {"USR1", SIGUSR1}, {"USR2", SIGUSR2}};
	int number = 0;
	if (!strncmp(name, "SIG", 3))
		name += 3;
	for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, name))
			return known[i].number;
	for (; *name >= '0' && *name <= '9' && number < 1000; name++)
		number = number * 10 + *name - '0';
	return !*name && number > 0 && number < 65 ? number : 0;
}

static bool catch_signal(const char *option, const char *name, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
	int number = *name ? signal_of(name) : 0;
	if (number && !sigaction(number, &action, NULL))
		return true;
	if (*name)
		memfn_say("MEMFN_OPTIONS: %s=%s cannot be caught", option, name);
	return false;
}

static void snapshot_every(uint64_t now)
{
	if (++taken % MANY_SNAPSHOTS == 0)
		every_time *= 2, every_bytes *= 2;
	memfn_snapshot_take("snapshot_every", MEMFN_SNAPSHOT_EVERY);
	next_time = now + every_time;
}

static void look_at_bytes(uint64_t now)
{
	struct memfn_held held = memfn_os_lock();
	uint64_t bytes = memfn_sum_up().alloc_bytes;
	memfn_os_unlock(held);
	if (bytes < next_bytes)
		return;
	snapshot_every(now);
	next_bytes = bytes + every_bytes;
}

/* --- the thread ----------------------------------------------------------------------------- */

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* As memfn_stop and memfn_start do. */
static void switch_recording(void)
{
	if (memfn_recording.on == MEMFN_RECORDING_OFF)
		memfn_resume(&memfn_self);
	else
		memfn_pause();
}

static uint64_t attend_to_all(void)
{
	uint64_t now = memfn_clock_monotonic(), next = now + FOR_EVER;
	if (__atomic_exchange_n(&switch_wanted, 0, __ATOMIC_ACQ_REL) % 2)
		switch_recording();
	if (memfn_recording.on == MEMFN_RECORDING_OFF)
		return LOOK_AT_BYTES_EVERY;
	if (__atomic_exchange_n(&snapshot_wanted, 0, __ATOMIC_ACQ_REL))
		memfn_snapshot_take("snapshot_signal", MEMFN_SNAPSHOT_SIGNAL);
	if (distance && now >= next_point)
		next_point = point_after(now);
	if (distance)
		next = earlier(next, next_point);
	if (every_time && now >= next_time)
		snapshot_every(now);
	if (every_time)
		next = earlier(next, next_time);
	if (every_bytes) {
		look_at_bytes(now);
		next = earlier(next, now + LOOK_AT_BYTES_EVERY);
	}
	return next - now;
}

/* Busy: no event of this thread is the program's. */
static void *monitor(void *unused)
{
	memfn_self.busy = 1;
	for (;;) {
		uint32_t seen = __atomic_load_n(&signalled, __ATOMIC_ACQUIRE);
		memfn_os_wait(&signalled, seen, attend_to_all());
	}
	return unused;
}

/* libc's set, not all signals: those by which setuid(3) reaches every thread have to be. */
static int start_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all, before;
	sigfillset(&all);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int hidden = __memfn_hide();
	int result = memfn_next.pthread_create(&thread, &attributes, monitor, NULL);
	if (hidden)
		__memfn_show();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return result;
}

void memfn_monitor_start(void)
{
	uint64_t value = 0, now = memfn_clock_monotonic();
	const char *every = memfn_options.snapshot_every;
	int kind = *every ? memfn_options_time_or_size(every, &value) : 0;
	if (*every && (!kind || !value))
		memfn_say("MEMFN_OPTIONS: snapshot_every=%s is no time or size, such as 10s or 64M", every);
	*(kind == 1 ? &every_time : &every_bytes) = value;
	next_time = now + every_time;
	next_bytes = every_bytes;
	distance = memfn_options.monitor;
	next_point = now;
	bool snapshots =
		catch_signal("snapshot_signal", memfn_options.snapshot_signal, on_snapshot_signal);
	bool switches = catch_signal("record_signal", memfn_options.record_signal, on_record_signal);
	if ((snapshots || switches || distance || value) && start_thread())
		memfn_say("the monitor's thread cannot be started");
}

void memfn_monitor_reset(void)
{
	if (points)
		memset(points, 0, POINTS * sizeof *points);
	count = 0;
}
