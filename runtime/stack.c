/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stacks of frames: taken, opened, grown, announced for coroutines, ended. */
#include "stack.h"

#include <errno.h> /* ENOMEM */
#include <string.h>

#include "atomic.h"
#include "block.h"
#include "chunk.h"
#include "clock.h"
#include "marks.h"
#include "options.h"
#include "os.h"
#include "peak.h"
#include "profile.h"
#include "shard.h"
#include "tree.h"

/* Frames beyond MEMFN_STACK_FRAMES for which address space is taken at first; frames that lie in
 * the file at first, and how many times as many do when they are full. */
enum { FIRST_ROOM = 32768, FIRST_IN_FILE = 64, MORE_IN_FILE = 8 };

static struct memfn_stack_entry *stacks;

static struct memfn_frame *base_of(const struct memfn_stack *stack)
{
	return (void *)((char *)stack - sizeof(struct memfn_chunk) + MEMFN_STACK_OFFSET);
}

/* --- taking one ----------------------------------------------------------------------------- */

static int64_t net_of(const struct memfn_stack *stack)
{
	if (stack->state == MEMFN_STACK_ENDED)
		return stack->net;
	return stack->net - memfn_credited(memfn_credit_at(stack->number));
}

/* The bottom frame's figures go to its node, as of the last event of whoever had the stack. */
static void fold(struct memfn_stack *stack)
{
	struct memfn_frame *base = base_of(stack);
	struct memfn_node_counters *node = (void *)(uintptr_t)base->node;
	int64_t total = (int64_t)(base[1].ended - base->start);
	if (!base->key)
		return;
	if (total < 0)
		total = 0;
	int64_t self = total - (int64_t)base->child_ticks;
	int64_t net = net_of(stack);
	counter_add(&node->self_ticks, self > 0 ? (uint64_t)self : 0);
	raise_to(&node->peak_bytes, base->high - base->net_at_start);
	gauge_add(&node->retained_bytes, net - base->net_at_start);
	lower_to(&node->min_ticks, total);
	raise_to(&node->max_ticks, total);
	base->key = 0;
}

static bool is_free(const struct memfn_stack_entry *entry)
{
	if (entry->low || entry->stack->state != MEMFN_STACK_ENDED)
		return false;
	return !entry->stack->tid || !memfn_os_thread_alive(entry->stack->tid);
}

static struct memfn_stack_entry *stack_new(void)
{
	struct memfn_stack_entry *entry = memfn_os_small(sizeof *entry);
	if (!entry)
		return NULL;
	entry->room = FIRST_ROOM;
	if (entry->room > memfn_options.max_depth)
		entry->room = (uint32_t)memfn_options.max_depth;
	entry->in_file = memfn_options.reserve ? MEMFN_STACK_FRAMES : FIRST_IN_FILE;
	entry->stack =
		memfn_chunk_stack(entry->in_file, entry->room * sizeof(struct memfn_frame) + MEMFN_PAGE);
	if (!entry->stack)
		return NULL;
	entry->next = stacks;
	stacks = entry;
	return entry;
}

struct memfn_stack_entry *memfn_stack_take(void)
{
	struct memfn_stack_entry *entry = stacks;
	while (entry && !is_free(entry))
		entry = entry->next;
	if (!entry)
		return stack_new();
	fold(entry->stack);
	return entry;
}

static bool may_grow_in_file(const struct memfn_stack_entry *entry)
{
	return entry->in_file < MEMFN_STACK_FRAMES && !entry->in_memory;
}

/* The deepest slot: within the room, and with max_depth frames above the bottom one. */
static struct memfn_frame *limit_of(const struct memfn_stack_entry *entry)
{
	uint64_t frames = (uint64_t)MEMFN_STACK_FRAMES + entry->room - 4;
	if (may_grow_in_file(entry))
		frames = entry->in_file - 4;
	if (frames > memfn_options.max_depth)
		frames = memfn_options.max_depth;
	return base_of(entry->stack) + frames;
}

static void open_base(struct memfn_stack_entry *entry, struct memfn_node_counters *node,
					  uint64_t key, uint64_t start)
{
	struct memfn_frame *base = base_of(entry->stack);
	memset(base, 0, 2 * sizeof *base);
	base->node = (uintptr_t)node;
	base->start = base[1].ended = start;
	base->key = key;
	counter_add(&node->calls, 1);
}

int memfn_stack_open(struct memfn_thread *t, struct memfn_stack_entry *entry,
					 struct memfn_node_counters *node, uintptr_t low, uintptr_t high,
					 uint64_t start)
{
	uint32_t number = memfn_credit_new();
	struct memfn_credit *credit = memfn_credit_at(number);
	if (!credit)
		return -ENOMEM;
	if (!memfn_header->threads_started)
		memfn_tag_first_thread = number;
	open_base(entry, node, 0 - (uint64_t)high, start);
	struct memfn_frame *base = base_of(entry->stack);
	entry->view = (struct memfn_view){.top = base,
									  .floor = 0 - (uint64_t)low,
									  .ceiling = 0 - (uint64_t)high,
									  .stack = entry->stack,
									  .credit = credit,
									  .limit = limit_of(entry),
									  .bottom = base,
									  .tag = memfn_tag_thread(number),
									  .number = number};
	entry->shard = t->shard;
	entry->stack->number = number;
	entry->stack->shard = t->shard->number;
	entry->stack->tid = memfn_os_thread_id();
	entry->stack->net = 0;
	entry->stack->private_[0] = 0;
	__atomic_store_n(&entry->stack->state, MEMFN_STACK_LIVE, __ATOMIC_RELEASE);
	return 0;
}

static void grow_in_file(struct memfn_stack_entry *entry)
{
	uint32_t frames = entry->in_file * MORE_IN_FILE;
	if (memfn_chunk_stack_grow(entry->stack, frames))
		entry->in_file = frames;
	else
		entry->in_memory = 1;
}

static bool grow_room(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	uint64_t depth = (uint64_t)(t->top - base_of(t->stack));
	uint64_t bottom = (uint64_t)(t->bottom - base_of(t->stack));
	uint64_t interrupted =
		t->interrupted_floor ? (uint64_t)(t->interrupted_bottom - base_of(t->stack)) : 0;
	uint64_t room = entry->room * 2ull;
	struct memfn_stack *moved = NULL;
	if (room < UINT32_MAX)
		moved = memfn_chunk_stack_move(entry->stack,
									   entry->room * sizeof(struct memfn_frame) + MEMFN_PAGE,
									   room * sizeof(struct memfn_frame) + MEMFN_PAGE);
	if (!moved)
		return false;
	entry->room = (uint32_t)room;
	entry->stack = t->stack = moved;
	t->top = base_of(moved) + depth;
	t->bottom = base_of(moved) + bottom;
	t->interrupted_bottom = base_of(moved) + interrupted;
	return true;
}

bool memfn_stack_grow(struct memfn_thread *t)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_stack_entry *entry = t->current;
	bool grown = (uint64_t)(t->top - base_of(t->stack)) < memfn_options.max_depth;
	if (grown && may_grow_in_file(entry))
		grow_in_file(entry);
	else if (grown)
		grown = grow_room(t, entry);
	if (grown)
		t->limit = limit_of(entry);
	memfn_os_unlock(held);
	return grown;
}

/* --- announcing one ------------------------------------------------------------------------- */

/* Whatever was on that memory is over. */
static void retire(struct memfn_thread *t, uintptr_t low, uintptr_t high)
{
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next) {
		if (!entry->low || entry == t->current || entry->high <= low || entry->low >= high)
			continue;
		struct memfn_thread as = *t;
		if (entry->shard != t->shard && !memfn_stack_adopt(t, entry))
			continue;
		as.view = entry->view;
		memfn_close_above(&as, as.bottom, entry->waiting_since);
		fold(entry->stack);
		entry->low = entry->high = 0;
		entry->stack->tid = 0;
		entry->stack->state = MEMFN_STACK_ENDED;
	}
}

static void announce(struct memfn_thread *t, uintptr_t low, uintptr_t high)
{
	retire(t, low, high);
	memfn_stack_bounds_changed();
	uint32_t current = memfn_state((void *)(uintptr_t)t->top->node)->node;
	uint32_t index = memfn_node_below(current, MEMFN_FUNCTION_COROUTINE);
	struct memfn_node_counters *node =
		index == MEMFN_NONE ? NULL : memfn_shard_node(t->shard, index);
	struct memfn_stack_entry *entry = node ? memfn_stack_take() : NULL;
	uint64_t now = memfn_clock_ticks();
	if (!entry || memfn_stack_open(t, entry, node, low, high, now))
		return;
	entry->low = low;
	entry->high = high;
	memfn_stack_bounds_changed();
	entry->node = index;
	entry->waiting = 1;
	entry->waiting_since = now;
	if (memfn_recording.on == MEMFN_RECORDING_ONE)
		memfn_peak_begin_many(memfn_net(t));
}

void memfn_stack_announce(struct memfn_thread *t, uintptr_t low, size_t size)
{
	struct memfn_held held = memfn_os_lock();
	announce(t, low, low + size);
	memfn_os_unlock(held);
}

/* --- all of them ---------------------------------------------------------------------------- */

struct memfn_stack_entry *memfn_stack_first(void)
{
	return stacks;
}

struct memfn_frame *memfn_stack_frames(const struct memfn_stack_entry *entry)
{
	return base_of(entry->stack);
}

void memfn_stacks_begin_marks(void)
{
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next) {
		struct memfn_frame *frame = base_of(entry->stack);
		if (entry->stack->state != MEMFN_STACK_LIVE)
			continue;
		for (int64_t net = net_of(entry->stack); frame->key || frame[1].key; frame++)
			memfn_mark_begin_late(frame, net);
	}
}

void memfn_stacks_make_stale(void)
{
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next)
		if (entry->stack->state == MEMFN_STACK_LIVE)
			for (struct memfn_frame *frame = base_of(entry->stack); frame->key; frame++)
				frame->key = ~0ull;
}
