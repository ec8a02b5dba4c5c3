/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Threads and their stacks of frames. A thread is set up at its first event; pthread_create is
 * interposed to say where the new thread's stack lies and at which path it starts. Its end is
 * noticed by the last round of key destructors; what it does after that still counts, so its shard
 * and stack are given away only when the kernel no longer knows it.
 */
#include "thread.h"

#include <errno.h>   /* ENOMEM */
#include <limits.h>  /* PTHREAD_DESTRUCTOR_ITERATIONS */
#include <pthread.h> /* keys, attributes, pthread_create */
#include <signal.h>  /* sigset_t */
#include <string.h>
#include <sys/auxv.h> /* getauxval: where the main stack lies */

#include "atomic.h"
#include "block.h"
#include "clock.h"
#include "figures.h"
#include "interpose.h"
#include "options.h"
#include "os.h"
#include "peak.h"
#include "profile.h"
#include "sample.h"
#include "shard.h"
#include "sizes.h"
#include "stack.h"
#include "start.h"
#include "tree.h"

static struct memfn_frame idle = {.key = ~0ull};

__thread struct memfn_thread memfn_self = {.top = &idle};
extern __thread struct memfn_thread __memfn_top
	__attribute__((alias("memfn_self"), visibility("default")));

static uint32_t threads_alive;

static bool many_have_a_short_way(void)
{
	return memfn_next_is_glibc && !memfn_peaks_locked && !memfn_sizes_on;
}

static uint32_t hooks_for(uint32_t mode)
{
	bool alone = mode == MEMFN_RECORDING_ONE;
	if (mode == MEMFN_RECORDING_OFF)
		return MEMFN_HOOKS_OFF;
	if (memfn_untimed)
		return alone ? MEMFN_HOOKS_UNTIMED_ALONE : MEMFN_HOOKS_UNTIMED;
	if (memfn_clock_kind != MEMFN_CLOCK_TSC)
		return MEMFN_HOOKS_OTHER;
	return alone ? MEMFN_HOOKS_TSC_ALONE : MEMFN_HOOKS_TSC;
}

void memfn_record(uint32_t mode)
{
	__atomic_store_n(&memfn_recording.on, mode, __ATOMIC_SEQ_CST);
	memfn_gate_close();
	memfn_recording.many = mode == MEMFN_RECORDING_MANY && many_have_a_short_way();
	memfn_recording.hooks = hooks_for(mode);
}

void memfn_gate_close(void)
{
	__atomic_store_n(&memfn_recording.gate, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&memfn_recording.gate_timed, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&memfn_recording.gate_untimed, 0, __ATOMIC_SEQ_CST);
}

/* Another thread may begin meanwhile: then the gates stay closed, whoever comes last. */
void memfn_gate_open(const struct memfn_thread *t)
{
	uint32_t hooks = memfn_recording.hooks;
	if (memfn_recording.on == MEMFN_RECORDING_MANY)
		memfn_recording.many = many_have_a_short_way(); /* the allocator is known late */
	if (memfn_recording.on != MEMFN_RECORDING_ONE)
		return;
	if (memfn_next_is_glibc && !memfn_sizes_on)
		__atomic_store_n(&memfn_recording.gate, t->floor, __ATOMIC_SEQ_CST);
	if (hooks == MEMFN_HOOKS_TSC_ALONE)
		__atomic_store_n(&memfn_recording.gate_timed, t->floor, __ATOMIC_SEQ_CST);
	if (hooks == MEMFN_HOOKS_UNTIMED_ALONE)
		__atomic_store_n(&memfn_recording.gate_untimed, t->floor, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&memfn_recording.on, __ATOMIC_SEQ_CST) != MEMFN_RECORDING_ONE)
		memfn_gate_close();
}

/* The kernel puts the program's name above the main stack: AT_EXECFN points at it (getauxval(3)).
 * Other threads say where theirs are when they are made; one that nobody announced is taken to
 * reach from here to the next 256 MiB below. */
static void find_machine_stack(const struct memfn_thread *t, uintptr_t *low_end,
							   uintptr_t *high_end)
{
	uintptr_t high = t->high, here = (uintptr_t)__builtin_frame_address(0);
	uint64_t size = t->size;
	if (!high && memfn_os_thread_id() == memfn_os_pid()) {
		high = getauxval(AT_EXECFN);
		size = memfn_os_stack_limit();
	}
	if (!high || here > high) {
		high = here + (64 << 10);
		size = 256 << 20;
	}
	*low_end = high > size ? high - size : MEMFN_PAGE;
	*high_end = high;
}

static uint32_t start_node_of(const struct memfn_thread *t, uint32_t tid)
{
	if (tid == memfn_os_pid() && !t->high)
		return 0;
	return memfn_node_below(t->start_node, MEMFN_FUNCTION_THREAD);
}

static pthread_key_t end_key;
static uint32_t end_key_made;

/* Whoever made this thread: its key destructors run, main's too when it leaves by pthread_exit. */
static void notice_end(void)
{
	if (end_key_made)
		pthread_setspecific(end_key, (void *)1);
}

int memfn_thread_start(struct memfn_thread *t)
{
	uintptr_t low, high;
	uint32_t tid = memfn_os_thread_id();
	uint32_t start_node = start_node_of(t, tid);
	char name[MEMFN_OS_THREAD_NAME];
	memfn_os_thread_name(name);
	struct memfn_shard_state *shard =
		start_node == MEMFN_NONE ? NULL : memfn_shard_take(start_node, tid, name);
	struct memfn_node_counters *node = shard ? memfn_shard_node(shard, start_node) : NULL;
	struct memfn_stack_entry *entry = node ? memfn_stack_take() : NULL;
	if (!entry)
		return -ENOMEM;
	t->shard = shard;
	t->accounts = shard->account_leaves;
	t->process = shard->process;
	find_machine_stack(t, &low, &high);
	uint64_t start = start_node ? memfn_clock_ticks() : memfn_header->start_ticks;
	if (memfn_stack_open(t, entry, node, low, high, start))
		return -ENOMEM;
	if (memfn_header->threads_started++ && memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(memfn_live_bytes()); /* a thread that nobody announced */
	memfn_peak_threads(__atomic_add_fetch(&threads_alive, 1, __ATOMIC_RELAXED));
	t->own = t->current = entry;
	entry->owner = (uintptr_t)pthread_self();
	memfn_sample_thread(t);
	t->view = entry->view;
	notice_end();
	return 0;
}

void memfn_thread_reset(struct memfn_thread *t)
{
	uint64_t now = memfn_clock_ticks();
	memfn_stacks_reset(t);
	t->stack->net = 0;
	t->stack->private_[0] = 0;
	t->stack->tid = memfn_os_thread_id();
	t->stack->number = memfn_tag_first_thread = t->number;
	t->tag = 0;
	t->stack->state = MEMFN_STACK_LIVE;
	t->last_block = NULL;
	for (struct memfn_frame *frame = memfn_stack_base(t); frame <= t->top; frame++) {
		if (frame->start)
			frame->start = now;
		if (!memfn_untimed)
			frame->child_ticks = 0;
		if (!frame->key)
			continue;
		frame->net_at_start = frame->high = 0;
		frame->key |= MEMFN_KEY_MORE;
	}
	((struct memfn_node_counters *)(uintptr_t)memfn_stack_base(t)->node)->calls = 1;
	memfn_header->threads_started = threads_alive = 1;
}

/* --- the end of a thread -------------------------------------------------------------------- */

static void thread_ended(struct memfn_thread *t)
{
	uint64_t now = memfn_clock_ticks();
	memfn_close_above(t, memfn_stack_base(t), now);
	memfn_stack_base(t)[1].ended = now;
	t->stack->net = memfn_net(t); /* what others free from now on is after its end */
	t->stack->private_[0] = 0;
	t->credit = memfn_credit_at(0);
	t->shard->ended = 1;
	__atomic_store_n(&t->stack->state, MEMFN_STACK_ENDED, __ATOMIC_RELEASE);
	__atomic_fetch_sub(&threads_alive, 1, __ATOMIC_RELAXED);
}

/* Destructors run in rounds; the last one comes after those of the program (pthread_key_create(3)).
 */
static void key_destructor(void *round)
{
	uintptr_t n = (uintptr_t)round;
	struct memfn_thread *t = &memfn_self;
	if (n < PTHREAD_DESTRUCTOR_ITERATIONS) {
		pthread_setspecific(end_key, (void *)(n + 1)); /* where a value was: allocates nothing */
	} else if (memfn_recording.on && t->stack) {
		thread_ended(t);
	}
}

void memfn_thread_notice_ends(void)
{
	end_key_made = !pthread_key_create(&end_key, key_destructor);
	if (memfn_self.stack)
		notice_end();
}

/* --- starting one --------------------------------------------------------------------------- */

struct start {
	struct start *next; /* while free */
	void *(*function)(void *);
	void *argument;
	uint32_t node;
	uintptr_t high; /* of the stack, where the program gave one; else 0 */
	uint64_t size;
	uint64_t signals; /* that the thread blocks */
};

static struct start *free_starts;

static struct start *start_new(void)
{
	struct memfn_held held = memfn_os_lock();
	struct start *start = free_starts;
	if (start)
		free_starts = start->next;
	else
		start = memfn_os_small(sizeof *start);
	memfn_os_unlock(held);
	return start;
}

static void start_free(struct start *start)
{
	struct memfn_held held = memfn_os_lock();
	start->next = free_starts;
	free_starts = start;
	memfn_os_unlock(held);
}

static void *thread_main(void *argument)
{
	struct start start = *(struct start *)argument;
	struct memfn_thread *t = &memfn_self;
	start_free(argument);
	t->start_node = start.node;
	t->high = start.high;
	t->size = start.size;
	if (!t->high) {
		/* libc's record of a thread lies at the end of a stack that libc made, within a page:
		 * what is above, or a size below that, may be a coroutine's */
		t->high = (uintptr_t)pthread_self();
		t->size -= t->size > MEMFN_PAGE ? MEMFN_PAGE : 0;
	}
	memfn_attend(t, 0 - (uint64_t)(uintptr_t)__builtin_frame_address(0), true);
	/* what libc has let through is its own: the signal of pthread_cancel */
	memfn_os_restore_signals(start.signals & memfn_os_block_signals());
	return start.function(start.argument);
}

/* Without a stack of the program's, glibc tells of one that ends at 0, and musl of none. */
static void stack_by(const pthread_attr_t *attributes, struct start *start)
{
	pthread_attr_t usual;
	void *low = NULL;
	size_t size = 0;
	if (!attributes) {
		pthread_attr_init(&usual);
		attributes = &usual;
	}
	pthread_attr_getstack(attributes, &low, &size);
	start->high = (uintptr_t)low + size;
	pthread_attr_getstacksize(attributes, &size);
	start->size = size;
}

/* A new thread has its creator's, unless the program gave it others. */
static uint64_t signals_by(const pthread_attr_t *attributes, uint64_t creators)
{
#ifdef PTHREAD_ATTR_NO_SIGMASK_NP
	sigset_t given;
	if (attributes && !pthread_attr_getsigmask_np(attributes, &given))
		memcpy(&creators, &given, sizeof creators);
#endif
	(void)attributes;
	return creators;
}

/* C11's thrd_create, whose function gives an int. */
static int thread_main_c11(void *argument)
{
	return (int)(intptr_t)thread_main(argument);
}

static struct start *announce(struct memfn_thread *t, struct memfn_frame *frame,
							  void *(*function)(void *), void *argument,
							  const pthread_attr_t *attributes)
{
	struct start *start = start_new();
	if (!start)
		return NULL;
	start->function = function;
	start->argument = argument;
	start->node = memfn_state((void *)(uintptr_t)frame->node)->node;
	stack_by(attributes, start);
	memfn_threads_begin(t);
	return start;
}

int memfn_thread_create_c11(thrd_t *thread, thrd_start_t function, void *argument, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = memfn_attend(t, key, false);
	/* on x86-64 and aarch64 an int result stands where a pointer's low half does */
	struct start *start =
		frame ? announce(t, frame, (void *(*)(void *))(uintptr_t)function, argument, NULL) : NULL;
	if (!start)
		return memfn_next.thrd_create(thread, function, argument);
	uint64_t signals = start->signals = memfn_os_block_signals();
	int result = memfn_next.thrd_create(thread, thread_main_c11, start);
	memfn_os_restore_signals(signals);
	if (result != thrd_success)
		start_free(start);
	return result;
}

/* A signal that comes to the new thread waits until it is known where that begins. */
int memfn_thread_create(pthread_t *thread, const pthread_attr_t *attributes,
						void *(*function)(void *), void *argument, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = memfn_attend(t, key, false);
	struct start *start = frame ? announce(t, frame, function, argument, attributes) : NULL;
	if (!start)
		return memfn_next.pthread_create(thread, attributes, function, argument);
	uint64_t signals = memfn_os_block_signals();
	start->signals = signals_by(attributes, signals);
	int result = memfn_next.pthread_create(thread, attributes, thread_main, start);
	memfn_os_restore_signals(signals);
	if (result)
		start_free(start);
	return result;
}

void memfn_threads_begin(struct memfn_thread *t)
{
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(memfn_net(t));
	memfn_peak_threads(__atomic_load_n(&threads_alive, __ATOMIC_RELAXED) + 1);
	memfn_os_unlock(held);
}
