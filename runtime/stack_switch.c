/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which stack a thread is on, by the addresses of its events, and what it takes to change that. */
#include "clock.h"
#include "os.h"
#include "shard.h"
#include "stack.h"

bool memfn_stack_adopt(struct memfn_thread *t, struct memfn_stack_entry *entry)
{
	for (struct memfn_frame *frame = memfn_stack_frames(entry); frame <= entry->view.top; frame++) {
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
	bool done = memfn_stack_adopt(t, entry);
	memfn_os_unlock(held);
	return done;
}

void memfn_stack_to_shard(struct memfn_thread *t, struct memfn_shard_state *shard)
{
	struct memfn_shard_state *left = t->shard;
	t->current->view = t->view;
	t->shard = shard;
	if (!memfn_stack_adopt(t, t->current)) {
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
	for (struct memfn_frame *frame = memfn_stack_frames(entry); frame <= entry->view.top; frame++)
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
	left->view.top[1].ended = now; /* the last event on it */
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

void memfn_stack_bounds_changed(void)
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
	for (entry = memfn_stack_first();
		 entry && !(entry->low && address >= entry->low && address < entry->high);)
		entry = entry->next;
	note_place(t->shard, address, entry);
	memfn_os_unlock(held);
	return entry;
}

/* A push that a handler interrupted moves top when the handler is over; a pop did so before. */
void memfn_stack_went_on(struct memfn_thread *t)
{
	if (t->top < t->bottom)
		t->bottom = t->top;
	for (struct memfn_frame *frame = t->bottom + 1; frame <= t->top; frame++)
		if (frame->key && !memfn_stack_is_signals(t, frame->key))
			t->bottom = frame;
}

/* A handler's frames end with the first event on the stack that it interrupted. */
static void leave_signal_stack(struct memfn_thread *t)
{
	memfn_stack_went_on(t);
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
