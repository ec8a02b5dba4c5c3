/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stacks in a child made by fork: its one thread goes on, and may have coroutines that wait. */
#include <string.h>

#include "chunk.h"
#include "clock.h"
#include "os.h"
#include "shard.h"
#include "stack.h"

/* The frames of the forking thread as they are before the fork: those that lie in the file are the
 * parent's too, which goes on changing them. */
static struct memfn_frame *saved;
static struct memfn_thread *saved_for;
static uint64_t saved_count;

static uint64_t frames_in_file(const struct memfn_thread *t)
{
	uint64_t count = (uint64_t)(t->top - memfn_stack_base(t)) + 1;
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
	memcpy(saved, memfn_stack_base(t), saved_count * sizeof *saved);
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
	struct memfn_frame *base = memfn_stack_frames(entry), *frame = base + entry->in_file;
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
	struct memfn_frame *base = memfn_stack_base(t);
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
	uint64_t node = memfn_stack_frames(entry)->node;
	if (entry == t->own && node)
		entry->node = memfn_state((void *)(uintptr_t)node)->node;
	return entry->waiting && node && (entry->low || entry == t->own);
}

void memfn_stacks_reset(struct memfn_thread *t)
{
	for (struct memfn_stack_entry *entry = memfn_stack_first(); entry; entry = entry->next) {
		if (entry == t->current)
			continue;
		entry->waiting = waits_on(t, entry);
		clear_from(entry, 0);
		if (!entry->waiting)
			entry->low = entry->high = 0;
		entry->stack->tid = 0;
		entry->stack->state = MEMFN_STACK_ENDED;
	}
	memfn_stack_bounds_changed();
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
	for (struct memfn_stack_entry *entry = memfn_stack_first(); entry; entry = entry->next)
		if (entry != t->current && entry->waiting)
			any |= open_again(t, entry);
	return any;
}
