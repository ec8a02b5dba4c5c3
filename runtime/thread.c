/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Threads and their stacks of frames. A thread is set up at its first event; pthread_create is
 * interposed to say where the new thread's stack lies and at which path it starts. Its end is
 * noticed by the last round of key destructors; what it does after that still counts, so its shard
 * and stack are given away only when the kernel no longer knows it.
 */
#include "thread.h"

#include <errno.h> /* ENOMEM */
#include <pthread.h> /* keys, attributes, pthread_create */
#include <limits.h> /* PTHREAD_DESTRUCTOR_ITERATIONS */
#include <string.h>
#include <sys/auxv.h> /* getauxval: where the main stack lies */

#include "atomic.h"
#include "block.h"
#include "clock.h"
#include "interpose.h"
#include "options.h"
#include "os.h"
#include "peak.h"
#include "profile.h"
#include "shard.h"
#include "start.h"
#include "tree.h"

static struct memfn_frame idle = { .key = ~0ull };

__thread struct memfn_thread memfn_self
	__attribute__((tls_model("initial-exec"))) = { .top = &idle };
extern __thread struct memfn_thread __memfn_top
	__attribute__((alias("memfn_self"), visibility("default"), tls_model("initial-exec")));

/* The address space first reserved for frames beyond those in the file. */
enum { FIRST_ROOM = 32768 };

struct stack_entry {
	struct stack_entry *next;
	struct memfn_stack *stack;
	uint32_t room;
};

static struct stack_entry *stacks;
static uint32_t threads_alive;

/* The shard's and stack's figures as of the last event of the thread that had them. */
static void fold(struct memfn_stack *stack)
{
	struct memfn_thread gone = { .stack = stack };
	struct memfn_frame *base = memfn_stack_base(&gone);
	struct memfn_node_counters *node = (void *)(uintptr_t)base->node;
	int64_t total = (int64_t)(base[1].start - base->start);
	int64_t net = stack->net - memfn_credit_at(stack->number)->freed_bytes;
	if (!base->key)
		return;
	if (total < 0)
		total = 0;
	int64_t self = total - (int64_t)base->child_ticks;
	node->self_ticks += self > 0 ? (uint64_t)self : 0;
	raise_to(&node->peak_bytes, base->high - base->net_at_start);
	node->retained_bytes += net - base->net_at_start;
	lower_to(&node->min_ticks, total);
	raise_to(&node->max_ticks, total);
	base->key = 0;
}

static struct stack_entry *stack_take(void)
{
	struct stack_entry *entry = stacks;
	while (entry && !(entry->stack->state == MEMFN_STACK_ENDED &&
			  (!entry->stack->tid || !memfn_os_thread_alive(entry->stack->tid))))
		entry = entry->next;
	if (entry) {
		fold(entry->stack);
		return entry;
	}
	entry = memfn_os_small(sizeof *entry);
	if (!entry)
		return NULL;
	entry->room = FIRST_ROOM;
	entry->stack = memfn_chunk_stack(entry->room * sizeof(struct memfn_frame));
	if (!entry->stack)
		return NULL;
	entry->next = stacks;
	stacks = entry;
	return entry;
}

/* The kernel puts the program's name above the main stack: AT_EXECFN points at it (getauxval(3)).
 * Other threads say where theirs are when they are made; one that nobody announced is taken to
 * reach from here to the next 256 MiB below. */
static void find_machine_stack(struct memfn_thread *t)
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
	uintptr_t low = high > size ? high - size : MEMFN_PAGE;
	t->ceiling = 0 - (uint64_t)high;
	t->floor = 0 - (uint64_t)low;
}

static uint32_t start_node_of(const struct memfn_thread *t, uint32_t tid)
{
	if (tid == memfn_os_pid() && !t->high)
		return 0;
	return memfn_node_below(t->start_node, MEMFN_FUNCTION_THREAD);
}

static void open_base(struct memfn_thread *t, struct memfn_node_counters *node)
{
	struct memfn_frame *base = memfn_stack_base(t);
	memset(base, 0, 2 * sizeof *base);
	base->node = base[1].node = (uintptr_t)node;
	base->key = t->ceiling;
	base->start = memfn_state(node)->node ? memfn_clock_ticks() : memfn_header->start_ticks;
	node->calls++;
	t->top = base;
}

int memfn_thread_start(struct memfn_thread *t)
{
	uint32_t tid = memfn_os_thread_id();
	uint32_t start_node = start_node_of(t, tid);
	struct memfn_shard_state *shard =
		start_node == MEMFN_NONE ? NULL : memfn_shard_take(start_node, tid);
	struct memfn_node_counters *node = shard ? memfn_shard_node(shard, start_node) : NULL;
	struct stack_entry *entry = node ? stack_take() : NULL;
	if (!entry)
		return -ENOMEM;
	find_machine_stack(t);
	t->shard = shard;
	t->accounts = shard->account_leaves;
	t->stack = entry->stack;
	t->room = entry->room;
	t->number = memfn_credit_new();
	t->credit = memfn_credit_at(t->number);
	t->tag = memfn_tag_thread(t->number);
	t->limit = memfn_stack_base(t) + MEMFN_STACK_FRAMES + t->room - 4;
	t->stack->tid = tid;
	t->stack->shard = shard->number;
	t->stack->number = t->number;
	t->stack->net = 0;
	if (memfn_header->threads_started++ && memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(stacks->next ? stacks->next->stack->net : 0);
	memfn_peak_threads(__atomic_add_fetch(&threads_alive, 1, __ATOMIC_RELAXED));
	open_base(t, node);
	__atomic_store_n(&t->stack->state, MEMFN_STACK_LIVE, __ATOMIC_RELEASE);
	return 0;
}

bool memfn_stack_grow(struct memfn_thread *t)
{
	struct memfn_held held = memfn_os_lock();
	uint64_t depth = (uint64_t)(t->top - memfn_stack_base(t));
	uint64_t room = t->room * 2ull, most = memfn_options.max_depth;
	struct memfn_stack *moved = NULL;
	struct stack_entry *entry = stacks;
	while (entry && entry->stack != t->stack)
		entry = entry->next;
	if (room + MEMFN_STACK_FRAMES > most + 4)
		room = most + 4 > MEMFN_STACK_FRAMES ? most + 4 - MEMFN_STACK_FRAMES : t->room;
	if (entry && room > t->room)
		moved = memfn_chunk_stack_move(t->stack, t->room * sizeof(struct memfn_frame),
					       room * sizeof(struct memfn_frame));
	if (moved) {
		t->stack = entry->stack = moved;
		t->room = entry->room = (uint32_t)room;
		t->top = memfn_stack_base(t) + depth;
		t->limit = memfn_stack_base(t) + MEMFN_STACK_FRAMES + room - 4;
	}
	memfn_os_unlock(held);
	return moved;
}

void memfn_thread_reset(struct memfn_thread *t)
{
	uint64_t now = memfn_clock_ticks();
	for (struct stack_entry *entry = stacks; entry; entry = entry->next) {
		struct memfn_thread other = { .stack = entry->stack };
		if (entry->stack == t->stack)
			continue;
		memfn_stack_base(&other)->key = 0;
		entry->stack->state = MEMFN_STACK_ENDED;
		entry->stack->tid = 0;
	}
	t->stack->net = 0;
	t->stack->tid = memfn_os_thread_id();
	t->last_block = NULL;
	for (struct memfn_frame *frame = memfn_stack_base(t); frame <= t->top; frame++) {
		frame->start = now;
		frame->child_ticks = 0;
		frame->net_at_start = frame->high = 0;
	}
	memfn_state((void *)(uintptr_t)memfn_stack_base(t)->node)->calls = 1;
	memfn_header->threads_started = threads_alive = 1;
}

/* --- the end of a thread -------------------------------------------------------------------- */

static pthread_key_t end_key;
static uint32_t end_key_made;

static void thread_ended(struct memfn_thread *t)
{
	uint64_t now = memfn_clock_ticks();
	memfn_close_above(t, memfn_stack_base(t), now);
	memfn_stack_base(t)[1].start = now;
	t->shard->ended = 1;
	__atomic_store_n(&t->stack->state, MEMFN_STACK_ENDED, __ATOMIC_RELEASE);
	__atomic_fetch_sub(&threads_alive, 1, __ATOMIC_RELAXED);
}

/* Destructors run in rounds; the last one comes after those of the program (pthread_key_create(3)). */
static void key_destructor(void *round)
{
	uintptr_t n = (uintptr_t)round;
	struct memfn_thread *t = &memfn_self;
	if (n < PTHREAD_DESTRUCTOR_ITERATIONS) {
		t->busy++;
		pthread_setspecific(end_key, (void *)(n + 1));
		t->busy--;
	} else if (memfn_recording.on && t->stack) {
		thread_ended(t);
	}
}

void memfn_thread_notice_ends(void)
{
	end_key_made = !pthread_key_create(&end_key, key_destructor);
}

/* --- starting one --------------------------------------------------------------------------- */

struct start {
	struct start *next; /* while free */
	void *(*function)(void *);
	void *argument;
	uint32_t node;
	uint64_t size;
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
	t->size = start.size;
	t->high = (uintptr_t)__builtin_frame_address(0) + (16 << 10);
	if (end_key_made) {
		t->busy++;
		pthread_setspecific(end_key, (void *)1);
		t->busy--;
	}
	memfn_attend(t, 0 - (uint64_t)(uintptr_t)__builtin_frame_address(0), true);
	return start.function(start.argument);
}

static uint64_t stack_size_of(const pthread_attr_t *attributes)
{
	size_t size = 0;
	if (attributes && !pthread_attr_getstacksize(attributes, &size) && size)
		return size;
	uint64_t limit = memfn_os_stack_limit();
	return limit < (1ull << 32) ? limit : 2 << 20;
}

/* Like pthread_create; the new thread's path starts where this one is. */
int memfn_thread_create(pthread_t *thread, const pthread_attr_t *attributes,
			void *(*function)(void *), void *argument, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	struct memfn_frame *frame = memfn_attend(t, key, false);
	struct start *start = frame ? start_new() : NULL;
	if (!start)
		return memfn_next.pthread_create(thread, attributes, function, argument);
	start->function = function;
	start->argument = argument;
	start->node = memfn_state((void *)(uintptr_t)frame->node)->node;
	start->size = stack_size_of(attributes);
	memfn_threads_begin(t);
	int result = memfn_next.pthread_create(thread, attributes, thread_main, start);
	if (result)
		start_free(start);
	return result;
}

void memfn_threads_begin(struct memfn_thread *t)
{
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(memfn_net(t));
	memfn_os_unlock(held);
}
