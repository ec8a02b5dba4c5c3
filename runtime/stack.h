/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * One stack of frames per machine stack. Addresses on one machine stack order its frames; which
 * stack an event is on, its address tells. A thread's own stack and a signal stack nest: a
 * handler's frames go on the interrupted stack's frames, and end with the first event back on that.
 * Coroutines' stacks do not nest: their frames wait, with their clock standing still, and may go on
 * in another thread. A stack that nobody announced is taken for the one that the thread is on.
 */
#ifndef MEMFN_STACK_H
#define MEMFN_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memfn/format.h"
#include "thread.h"

struct memfn_stack_entry {
	struct memfn_stack_entry *next;
	struct memfn_stack *stack;
	uint32_t in_file;    /* frames that lie in the file so far, of MEMFN_STACK_FRAMES */
	uint32_t in_memory;  /* nothing: more do; else the file has no room */
	uint32_t room;       /* frames beyond MEMFN_STACK_FRAMES */
	uint32_t waiting;    /* a coroutine's that no thread is on */
	uintptr_t low, high; /* of a coroutine's machine stack; 0 for a thread's */
	uint64_t waiting_since;
	uint32_t node;                   /* a coroutine's base */
	uintptr_t owner;                 /* pthread_self() of whose own stack it is, or was */
	struct memfn_measure *measures;  /* begun on it, and not ended */
	struct memfn_shard_state *shard; /* whose counters its frames point to */
	struct memfn_view view;          /* while waiting, or while its thread is on another */
};

/* A stack of frames for a thread: one whose thread is gone, or a new one. Null where there is no
 * memory. Lock held. */
struct memfn_stack_entry *memfn_stack_take(void);

/* Puts t on a fresh stack whose bottom frame is of this node, begun at `start`, with these bounds.
 * -ENOMEM. Lock held. */
int memfn_stack_open(struct memfn_thread *t, struct memfn_stack_entry *entry,
					 struct memfn_node_counters *node, uintptr_t low, uintptr_t high,
					 uint64_t start);

/* Makes room above the top of a full stack; false at max_depth. Takes the lock. */
bool memfn_stack_grow(struct memfn_thread *t);

/* Puts t on the stack that an event with this key is on. Takes the lock where that is not one that
 * t has been on at about this address. */
void memfn_stack_find(struct memfn_thread *t, uint64_t key);

/* What a handler on the signal stack interrupted may have gone on since: its own frames are those
 * that do not lie on the signal stack. */
void memfn_stack_went_on(struct memfn_thread *t);

/* For a jump to this key: out of a handler on the signal stack, back to what it interrupted.
 * Whether t is then on the stack of the key. */
bool memfn_stack_return(struct memfn_thread *t, uint64_t key);

static inline bool memfn_stack_is_signals(const struct memfn_thread *t, uint64_t key)
{
	uintptr_t address = (uintptr_t)(0 - key);
	return address >= t->signal_low && address < t->signal_high;
}

/* Whether the key is on the stack that t is on. A signal stack may be a piece of a thread's own. */
static inline bool memfn_stack_holds(const struct memfn_thread *t, uint64_t key)
{
	if (t->interrupted_floor || memfn_stack_is_signals(t, key))
		return t->interrupted_floor && memfn_stack_is_signals(t, key);
	return key < t->floor && key >= t->ceiling;
}

/* Where a coroutine goes on in another thread, its frames take that thread's counters; false where
 * there is no memory. Lock held. */
bool memfn_stack_adopt(struct memfn_thread *t, struct memfn_stack_entry *entry);

/* A coroutine's machine stack has come or gone: what threads know of where they are is void. Lock
 * held. */
void memfn_stack_bounds_changed(void);

/* Puts the thread's counting into another shard of its starting node; the one it had is free for
 * the next thread. Lock held. */
void memfn_stack_to_shard(struct memfn_thread *t, struct memfn_shard_state *shard);

/* All stacks there ever were, and their frames, bottom first. Lock held. */
struct memfn_stack_entry *memfn_stack_first(void);
struct memfn_frame *memfn_stack_frames(const struct memfn_stack_entry *entry);

/* Before there are several stacks: the marks begin of all open frames. Lock held. */
void memfn_stacks_begin_marks(void);

/* Frames of a stack that are older than a stop of recording: their keys show every event that
 * something is amiss, and then they end. Lock held. */
void memfn_stacks_make_stale(void);

static inline bool memfn_stack_is_stale(const struct memfn_thread *t)
{
	return memfn_stack_base(t)->key == ~0ull;
}

/* A machine stack on which a coroutine will begin, at the path where t is now. Without memory it is
 * taken for the one that t is on. Takes the lock. */
void memfn_stack_announce(struct memfn_thread *t, uintptr_t low, size_t size);

/* Around fork(), with the lock held: keeps t's frames as they are now, for the child; or forgets.
 */
void memfn_stack_save(struct memfn_thread *t);
void memfn_stack_forget_saved(void);

/* In a child made by fork: all stacks are free but the current one and those on which this thread
 * may go on. Those are then opened again, with their bottom frame; whether there are any. Lock
 * held.
 */
void memfn_stacks_reset(struct memfn_thread *t);
bool memfn_stacks_open_again(struct memfn_thread *t);

#endif
