/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "stack.h"

#include <errno.h> /* ENOMEM */
#include <string.h>

#include "atomic.h"
#include "block.h"
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
	int64_t total = (int64_t)(base[1].start - base->start);
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
	base->start = base[1].start = start;
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

/* --- which one ------------------------------------------------------------------------------ */

/* Where a coroutine goes on in another thread, its frames take that thread's counters. */
static bool adopt_locked(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	for (struct memfn_frame *frame = base_of(entry->stack); frame <= entry->view.top; frame++) {
		uint32_t index = memfn_state((void *)(uintptr_t)frame->node)->node;
		struct memfn_node_counters *node = memfn_shard_node(t->shard, index);
		if (!node)
			return false;
		frame->node = (uintptr_t)node;
	}
	entry->view.last_block = NULL; /* its node's counter is the other thread's */
	entry->shard = t->shard;
	entry->stack->shard = t->shard->number;
	return true;
}

static bool adopt(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	if (entry->shard == t->shard)
		return true;
	struct memfn_held held = memfn_os_lock();
	bool done = adopt_locked(t, entry);
	memfn_os_unlock(held);
	return done;
}

void memfn_stack_to_shard(struct memfn_thread *t, struct memfn_shard_state *shard)
{
	struct memfn_shard_state *left = t->shard;
	t->current->view = t->view;
	t->shard = shard;
	if (!adopt_locked(t, t->current)) {
		t->shard = left; /* some of its frames count there already: nobody else gets that one */
		return;
	}
	t->accounts = shard->account_leaves;
	t->process = shard->process;
	t->last_block = NULL;
	left->tid = 0;
	left->ended = 1;
}

/* The clock of a stack that waits stands still: its frames began so much later. */
static void wait_over(struct memfn_stack_entry *entry, uint64_t now)
{
	uint64_t waited = now - entry->waiting_since;
	for (struct memfn_frame *frame = base_of(entry->stack); frame <= entry->view.top; frame++)
		if (frame->start)
			frame->start += waited;
	entry->waiting = 0;
}

static void switch_to(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	uint64_t now = memfn_clock_ticks();
	struct memfn_stack_entry *left = t->current;
	if (entry->waiting && !adopt(t, entry))
		return;
	left->view = t->view;
	left->view.top[1].start = now; /* the last event on it */
	left->waiting_since = now;
	left->waiting = 1;
	wait_over(entry, now);
	t->view = entry->view;
	t->current = entry;
}

/* Where a thread has found itself, by the events' addresses, so that it takes no lock to find
 * itself there again. A coroutine is mostly met where it was left, and so is the thread's own
 * stack. All of it is void once the bounds of any coroutine's stack have changed. */
enum { PLACES = 256 };
struct memfn_stack_places {
	uint64_t as_of; /* bounds_version */
	struct place {
		uintptr_t low, high;
		struct memfn_stack_entry *entry; /* null: no coroutine's */
	} at[PLACES];
};

static uint64_t bounds_version = 1;

/* Lock held. */
static void bounds_have_changed(void)
{
	__atomic_store_n(&bounds_version, bounds_version + 1, __ATOMIC_RELEASE);
}

static struct place *place_of(struct memfn_stack_places *places, uintptr_t address)
{
	return &places->at[(address >> 4 ^ address >> 16) % PLACES];
}

/* Whom the program lets run on a stack has seen its announcement, or another made it void. */
static bool place_known(struct memfn_stack_places *places, uintptr_t address,
						struct memfn_stack_entry **entry)
{
	if (!places || places->as_of != __atomic_load_n(&bounds_version, __ATOMIC_ACQUIRE))
		return false;
	const struct place *place = place_of(places, address);
	*entry = place->entry;
	return address >= place->low && address < place->high;
}

static void note_place(struct memfn_shard_state *shard, uintptr_t address,
					   struct memfn_stack_entry *entry)
{
	if (!shard->places)
		shard->places = memfn_os_map(sizeof *shard->places);
	if (!shard->places)
		return;
	if (shard->places->as_of != bounds_version)
		*shard->places = (struct memfn_stack_places){.as_of = bounds_version};
	*place_of(shard->places, address) = entry ? (struct place){entry->low, entry->high, entry}
											  : (struct place){address, address + 1, NULL};
}

/* Signals blocked. */
static struct memfn_stack_entry *coroutine_at(struct memfn_thread *t, uintptr_t address)
{
	struct memfn_stack_entry *entry;
	if (place_known(t->shard->places, address, &entry))
		return entry;
	struct memfn_held held = memfn_os_lock();
	for (entry = stacks; entry && !(entry->low && address >= entry->low && address < entry->high);)
		entry = entry->next;
	note_place(t->shard, address, entry);
	memfn_os_unlock(held);
	return entry;
}

/* A handler's frames end with the first event on the stack that it interrupted. */
static void leave_signal_stack(struct memfn_thread *t)
{
	memfn_close_above(t, t->bottom, memfn_clock_ticks());
	t->floor = t->interrupted_floor;
	t->ceiling = t->interrupted_ceiling;
	t->bottom = t->interrupted_bottom;
	t->interrupted_floor = 0;
}

static void enter_signal_stack(struct memfn_thread *t)
{
	t->interrupted_floor = t->floor;
	t->interrupted_ceiling = t->ceiling;
	t->interrupted_bottom = t->bottom;
	t->floor = 0; /* no fast path: each event tells whether the handler is over */
	t->bottom = t->top;
}

bool memfn_stack_return(struct memfn_thread *t, uint64_t key)
{
	if (!t->interrupted_floor || key >= t->interrupted_floor || key < t->interrupted_ceiling)
		return memfn_stack_holds(t, key);
	leave_signal_stack(t);
	memfn_gate_open(t);
	return true;
}

static void find(struct memfn_thread *t, uint64_t key)
{
	uintptr_t address = (uintptr_t)(0 - key);
	if (t->interrupted_floor) {
		leave_signal_stack(t);
		if (memfn_stack_holds(t, key))
			return;
	}
	if (memfn_stack_is_signals(t, key)) {
		enter_signal_stack(t);
		return;
	}
	struct memfn_stack_entry *entry = coroutine_at(t, address);
	if (!entry && t->current != t->own && key < t->own->view.floor && key >= t->own->view.ceiling)
		entry = t->own;
	if (entry && entry != t->current)
		switch_to(t, entry);
	else if (key >= t->floor)
		t->floor = key + MEMFN_PAGE; /* nobody announced this: the stack reaches further */
}

void memfn_stack_find(struct memfn_thread *t, uint64_t key)
{
	uint64_t signals = memfn_os_block_signals();
	find(t, key);
	memfn_gate_open(t);
	memfn_os_restore_signals(signals);
}

/* --- announcing one ------------------------------------------------------------------------- */

/* Whatever was on that memory is over. */
static void retire(struct memfn_thread *t, uintptr_t low, uintptr_t high)
{
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next) {
		if (!entry->low || entry == t->current || entry->high <= low || entry->low >= high)
			continue;
		struct memfn_thread as = *t;
		if (entry->shard != t->shard && !adopt_locked(t, entry))
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
	bounds_have_changed();
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
	bounds_have_changed();
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

/* The frames of the forking thread as they are before the fork: those that lie in the file are the
 * parent's too, which goes on changing them. */
static struct memfn_frame *saved;
static struct memfn_thread *saved_for;
static uint64_t saved_count;

static uint64_t frames_in_file(const struct memfn_thread *t)
{
	uint64_t count = (uint64_t)(t->top - base_of(t->stack)) + 1;
	return count < t->current->in_file ? count : t->current->in_file;
}

void memfn_stack_save(struct memfn_thread *t)
{
	saved_for = NULL;
	if (!t->stack)
		return;
	if (!saved)
		saved = memfn_os_map(MEMFN_STACK_FRAMES * sizeof *saved);
	if (!saved)
		return;
	saved_count = frames_in_file(t);
	memcpy(saved, base_of(t->stack), saved_count * sizeof *saved);
	saved_for = t;
}

void memfn_stack_forget_saved(void)
{
	saved_for = NULL;
}

/* No frame from here on is open: those in the file may be the parent's by now, deeper ones were
 * open at the fork if at all. */
static void clear_from(const struct memfn_stack_entry *entry, uint64_t first)
{
	struct memfn_frame *base = base_of(entry->stack), *frame = base + entry->in_file;
	if (first < entry->in_file)
		memset(base + first, 0, (entry->in_file - first) * sizeof *base);
	else
		frame = base + first;
	for (; frame->key; frame++)
		memset(frame, 0, sizeof *frame);
	memfn_chunk_stack_describe(entry->stack, entry->in_file);
}

/* Where no handler ran before the fork, only the bottom frame can be trusted. */
static void restore(struct memfn_thread *t)
{
	struct memfn_frame *base = base_of(t->stack);
	if (saved_for == t && saved_count == frames_in_file(t)) {
		memcpy(base, saved, saved_count * sizeof *saved);
	} else {
		uint64_t node = base->node;
		*base = (struct memfn_frame){.key = t->ceiling, .node = node};
		t->top = t->bottom = base;
	}
	clear_from(t->current, (uint64_t)(t->top - base) + 1);
}

/* The program may go on there, though all of its frames but the bottom one are forgotten. */
static bool waits_on(const struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	uint64_t node = base_of(entry->stack)->node;
	if (entry == t->own && node)
		entry->node = memfn_state((void *)(uintptr_t)node)->node;
	return entry->waiting && node && (entry->low || entry == t->own);
}

void memfn_stacks_reset(struct memfn_thread *t)
{
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next) {
		if (entry == t->current)
			continue;
		entry->waiting = waits_on(t, entry);
		clear_from(entry, 0);
		if (!entry->waiting)
			entry->low = entry->high = 0;
		entry->stack->tid = 0;
		entry->stack->state = MEMFN_STACK_ENDED;
	}
	bounds_have_changed();
	restore(t);
}

static bool open_again(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	struct memfn_node_counters *node = memfn_shard_node(t->shard, entry->node);
	uintptr_t low = (uintptr_t)(0 - entry->view.floor), high = (uintptr_t)(0 - entry->view.ceiling);
	entry->waiting_since = memfn_clock_ticks();
	if (node && !memfn_stack_open(t, entry, node, low, high, entry->waiting_since))
		return true;
	entry->low = entry->high = 0;
	entry->waiting = 0;
	entry->view.floor = 0; /* no event is on it */
	return false;
}

bool memfn_stacks_open_again(struct memfn_thread *t)
{
	bool any = false;
	for (struct memfn_stack_entry *entry = stacks; entry; entry = entry->next)
		if (entry != t->current && entry->waiting)
			any |= open_again(t, entry);
	return any;
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
