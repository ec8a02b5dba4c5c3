/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The runtime starts at the first event of the process, whatever it is: mostly an allocation long
 * before main. It ends at exit, in a handler that was registered first and so runs last; counting
 * goes on until the process is gone.
 */
#include "start.h"

#include <errno.h>   /* errno, kept */
#include <pthread.h> /* pthread_atfork */
#include <stdlib.h>  /* on_exit, atexit */
#include <string.h>
#include <sys/auxv.h> /* AT_SECURE */

#include "again.h"
#include "atomic.h"
#include "block.h"
#include "clock.h"
#include "figures.h"
#include "file.h"
#include "header.h"
#include "hooks.h"
#include "interpose.h"
#include "library.h"
#include "mapping.h"
#include "mark.h"
#include "memfn/abi.h"
#include "memfn/memfn.h"
#include "mmap.h"
#include "monitor.h"
#include "options.h"
#include "os.h"
#include "peak.h"
#include "profile.h"
#include "resident.h"
#include "sample.h"
#include "sanitizer.h"
#include "say.h"
#include "selection.h"
#include "shard.h"
#include "sizes.h"
#include "snapshot.h"
#include "stack.h"
#include "tell.h"
#include "thread.h"
#include "tree.h"

#define EXPORT __attribute__((visibility("default")))

struct memfn_recording memfn_recording __attribute__((aligned(4096)));

/* An object that refers to this was made for this runtime. */
EXPORT char __memfn_abi_v1;

/* The copy whose symbol the others see is the one in front. The local name cannot be preempted. */
static char instance;
extern char __memfn_instance __attribute__((alias("instance"), visibility("default")));

bool memfn_is_in_front(void)
{
	char *seen = &__memfn_instance;
	__asm__("" : "+r"(seen)); /* through the symbol table, not by the compiler's knowledge */
	return seen == &instance;
}

static bool is_child; /* made by fork */
static bool stopped;  /* by the program: recording is off in its children too */
static enum { NOT_STARTED, STARTING, RECORDING, NEVER } phase;

/* --- start ---------------------------------------------------------------------------------- */

static int start_recording(void)
{
	const char *pattern = memfn_os_environment("MEMFN_OUTPUT");
	memfn_os_note_error();
	memfn_options_read(memfn_os_environment("MEMFN_OPTIONS"));
	memfn_clock_off = memfn_options.timing == MEMFN_TIMING_OFF;
	bool rss = memfn_options.rss && memfn_resident_start();
	memfn_clock_start(memfn_options.clock == MEMFN_CLOCK_CHOICE_CPU, rss);
	if (!rss && memfn_options.timing != MEMFN_TIMING_EXACT)
		memfn_sample_start(memfn_clock_off);
	memfn_peaks_locked = memfn_options.peaks == MEMFN_PEAKS_EXACT;
	memfn_sizes_on = memfn_options.sizes;
	memfn_block_start();
	int result = memfn_profile_open(pattern);
	if (!result)
		result = memfn_tree_start();
	if (result)
		return result;
	memfn_header->flags |= (memfn_options.lines ? MEMFN_HEADER_LINES : 0) |
						   (memfn_peaks_locked ? MEMFN_HEADER_PEAKS_EXACT : 0) |
						   (memfn_clock_off ? MEMFN_HEADER_NO_TIME : 0) |
						   (memfn_sample_first ? MEMFN_HEADER_SAMPLED : 0) |
						   (memfn_sizes_on ? MEMFN_HEADER_SIZES : 0) | (rss ? MEMFN_HEADER_RSS : 0);
	if (memfn_sample_first)
		memfn_header->sample_every = MEMFN_SAMPLE_EVERY;
	if (!memfn_clock_off)
		memfn_header_hook_cost(memfn_hooks_cost());
	memfn_os_wipe_on_fork(&memfn_recording, sizeof memfn_recording);
	return 0;
}

static void start(void)
{
	struct memfn_held held = memfn_os_lock();
	if (phase == NOT_STARTED) {
		phase = STARTING;
		if (!memfn_is_in_front() || getauxval(AT_SECURE) || start_recording()) {
			phase = NEVER;
		} else {
			phase = RECORDING;
			stopped = !memfn_options.record;
			memfn_recording.paused = stopped;
			memfn_record(memfn_options.record ? MEMFN_RECORDING_ONE : MEMFN_RECORDING_OFF);
		}
	}
	memfn_os_unlock(held);
}

static void start_thread(struct memfn_thread *t)
{
	struct memfn_held held = memfn_os_lock();
	if (!memfn_thread_start(t))
		memfn_gate_open(t);
	memfn_os_unlock(held);
}

/* A child made by fork finds the word of recording wiped: it gets a profile of its own, at the
 * first event. What it has of the tree and of open frames it keeps; figures start at 0. */
static void start_child(struct memfn_thread *t)
{
	memfn_os_lock_reset();
	struct memfn_held held = memfn_os_lock();
	is_child = true;
	memfn_block_inherit();
	memfn_peak_reset();
	if (memfn_profile_renew(memfn_os_environment("MEMFN_OUTPUT"))) {
		phase = NEVER;
	} else {
		memfn_tree_reset();
		memfn_marks_reset();
		memfn_snapshots_reset();
		memfn_monitor_reset();
		memfn_mapping_reset();
		if (memfn_resident_on)
			memfn_resident_reset();
		memfn_sizes_reset();
		memfn_shards_reset(t->shard, memfn_os_thread_id());
		if (t->stack)
			memfn_thread_reset(t);
		memfn_record(MEMFN_RECORDING_ONE);
		if (t->stack && memfn_stacks_open_again(t))
			memfn_peak_begin_many(0);
		memfn_gate_open(t);
	}
	memfn_os_unlock(held);
}

/* What has to start starts, or a child made by fork attends to itself. */
static void start_what_is_missing(struct memfn_thread *t)
{
	if (memfn_recording.on == MEMFN_RECORDING_OFF && phase == RECORDING && !stopped)
		start_child(t);
	else if (phase == NOT_STARTED)
		start();
	if (memfn_recording.on != MEMFN_RECORDING_OFF && !t->stack)
		start_thread(t);
}

/* Meanwhile what libc does is not the program's, and a handler, which would find things half made,
 * waits. */
static bool start_or_not(struct memfn_thread *t)
{
	if (phase == NEVER || (phase == RECORDING && stopped))
		return false;
	int saved = errno;
	uint64_t signals = memfn_os_block_signals();
	t->busy++;
	start_what_is_missing(t);
	t->busy--;
	memfn_os_restore_signals(signals);
	errno = saved;
	return memfn_recording.on != MEMFN_RECORDING_OFF && t->stack;
}

struct memfn_frame *memfn_attend(struct memfn_thread *t, uint64_t key, bool strictly)
{
	if (unlikely(t->busy)) {
		memfn_hidden_events++;
		return NULL;
	}
	if (unlikely(memfn_os_is_inside()))
		return NULL;
	if (unlikely(memfn_recording.on == MEMFN_RECORDING_OFF || !t->stack) && !start_or_not(t)) {
		if (memfn_recording.paused && t->stack)
			memfn_end_frames(t, memfn_clock_ticks());
		return NULL;
	}
	if (t->interrupted_floor)
		memfn_stack_went_on(t);
	if (!memfn_stack_holds(t, key))
		memfn_stack_find(t, key);
	if (unlikely(memfn_stack_is_stale(t)))
		memfn_end_frames(t, memfn_clock_ticks());
	memfn_close_frames(t, strictly ? key + MEMFN_KEY_STEP : key, memfn_clock_ticks());
	return t->top;
}

/* --- stop and start by the program ------------------------------------------------------------ */

/* From here on the process's live bytes are published: threads may come and free meanwhile. */
void memfn_pause(void)
{
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(memfn_live_bytes());
	if (memfn_recording.on != MEMFN_RECORDING_OFF) {
		stopped = true;
		memfn_recording.paused = 1;
		memfn_header_date();
		memfn_record(MEMFN_RECORDING_OFF);
	}
	memfn_os_unlock(held);
}

/* Where nothing was recorded yet and there is one thread, it is as at the start of the process. */
static uint32_t how_to_go_on(void)
{
	extern char __libc_single_threaded __attribute__((weak));
	bool alone = &__libc_single_threaded && __libc_single_threaded;
	return alone && !memfn_header->threads_started ? MEMFN_RECORDING_ONE : MEMFN_RECORDING_MANY;
}

void memfn_resume(struct memfn_thread *t)
{
	if (phase != RECORDING || !stopped)
		return;
	if (!memfn_recording.paused) /* made by fork meanwhile */
		start_child(t);
	if (memfn_resident_on)
		memfn_resident_skip();
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_OFF && phase == RECORDING) {
		memfn_stacks_make_stale();
		memfn_header_date();
		memfn_record(how_to_go_on());
	}
	stopped = false;
	memfn_recording.paused = 0;
	memfn_os_unlock(held);
}

struct memfn_frame *memfn_frame_while_off(struct memfn_thread *t)
{
	if (!memfn_recording.paused || t->busy)
		return NULL;
	if (!t->stack)
		start_thread(t);
	return t->stack ? t->top : NULL;
}

/* --- the end -------------------------------------------------------------------------------- */

/* Not in a child of vfork, which has its parent's memory, nor in one of fork that has recorded
 * nothing yet. */
static bool is_the_profiles_process(void)
{
	return phase == RECORDING && (memfn_recording.on || memfn_recording.paused) &&
		   memfn_os_pid() == memfn_header->pid;
}

/* In a static program exit comes here twice: its exit handlers, then the _exit that it calls. */
static bool is_told;

void memfn_finish(unsigned state, int status)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	if (!is_the_profiles_process())
		return;
	if (memfn_resident_on && memfn_recording.on)
		memfn_resident_note(t->top);
	int result = memfn_profile_finish(state, status);
	if (result < 0)
		memfn_say("%s: cannot be written: %s", memfn_profile_name, memfn_reason(-result));
	else if (!result && !is_told && !is_child && memfn_tell_wanted()) {
		is_told = true;
		memfn_tell_what_came();
	}
	errno = saved;
}

/* What was recorded is not said: it may fail. */
bool memfn_replaced(void)
{
	int saved = errno;
	bool ours = is_the_profiles_process();
	int result = ours ? memfn_profile_finish(MEMFN_STATE_REPLACED, -1) : 0;
	if (result < 0)
		memfn_say("%s: cannot be written: %s", memfn_profile_name, memfn_reason(-result));
	errno = saved;
	return ours;
}

void memfn_not_replaced(void)
{
	int saved = errno;
	memfn_profile_go_on();
	errno = saved;
}

#ifdef __GLIBC__
static void at_exit(int status, void *unused)
{
	(void)unused;
	memfn_finish(MEMFN_STATE_EXITED, status);
}

static void be_called_at_exit(void)
{
	on_exit(at_exit, NULL);
}
#else /* musl has no on_exit(3), and atexit's handlers are not told the status */
static void at_exit(void)
{
	memfn_finish(MEMFN_STATE_EXITED, -1);
}

static void be_called_at_exit(void)
{
	atexit(at_exit);
}
#endif

/* fork() in a process with threads: the tables are whole in the child. */
static struct memfn_held held_over_fork;

static void before_fork(void)
{
	held_over_fork = memfn_os_lock();
	memfn_big_lock();
	if (phase == RECORDING)
		memfn_stack_save(&memfn_self);
}

static void after_fork(void)
{
	memfn_stack_forget_saved();
	memfn_big_unlock();
	memfn_os_unlock(held_over_fork);
}

/* Where fork did not wipe (a kernel before 4.14, an emulator), this does. What came before, in
 * other handlers of fork, went to the parent's profile. */
static void wipe_after_all(void)
{
	bool kept = memfn_recording.on || memfn_recording.paused;
	if (kept && memfn_os_pid() != memfn_header->pid)
		memset(&memfn_recording, 0, sizeof memfn_recording);
}

static void after_fork_in_child(void)
{
	wipe_after_all();
	memfn_big_unlock();
	memfn_os_unlock(held_over_fork);
}

static __attribute__((constructor(101))) void begin(void)
{
	struct memfn_thread *t = &memfn_self;
	if (!memfn_is_in_front())
		return;
	int hidden = __memfn_hide(); /* what libc allocates for these is not the program's */
	be_called_at_exit();
	memfn_thread_notice_ends();
	pthread_atfork(before_fork, after_fork, after_fork_in_child);
	if (hidden)
		__memfn_show();
	memfn_attend(t, 0 - (uint64_t)(uintptr_t)__builtin_frame_address(0), true);
	if (phase == RECORDING && !memfn_malloc_is_ours() && !memfn_sanitizer_start()) {
		memfn_header->flags |= MEMFN_HEADER_NO_MALLOC;
		if (memfn_options.quiet != MEMFN_QUIET_YES)
			memfn_tell_whose_malloc();
	}
	if (phase == RECORDING && memfn_options.mmap && memfn_mmap_start())
		memfn_header->flags |= MEMFN_HEADER_MMAP;
	if (phase == RECORDING)
		memfn_monitor_start();
}

/* False where nothing is recorded. */
static bool attend_registration(void)
{
	if (!memfn_is_in_front())
		return false;
	memfn_attend(&memfn_self, 0 - (uint64_t)(uintptr_t)__builtin_frame_address(0), true);
	return phase == RECORDING;
}

EXPORT void __memfn_register(struct memfn_desc *from, struct memfn_desc *to)
{
	if (!attend_registration())
		return;
	uintptr_t low, high;
	const char *library = memfn_library_of(from);
	memfn_library_bounds(from, &low, &high);
	struct memfn_held held = memfn_os_lock();
	for (struct memfn_desc *d = from; d < to; d++)
		memfn_function_of(d, library);
	memfn_shards_forget_sites(low, high);
	memfn_os_unlock(held);
}

EXPORT void __memfn_register_lists(struct memfn_list_line *from, struct memfn_list_line *to)
{
	if (!attend_registration())
		return;
	struct memfn_held held = memfn_os_lock();
	for (struct memfn_list_line *line = from; line < to; line++)
		memfn_selection_add(line);
	memfn_os_unlock(held);
}
