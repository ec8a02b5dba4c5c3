/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A thread: where its frames are, and whose counters it writes. One initial-exec TLS block, whose
 * first word is the __memfn_top that instrumented code knows.
 *
 * Frames know where they lie. The key of a frame is 0 minus its address, so that deeper frames have
 * larger keys and 0, the key of a fresh or popped slot, is that of an inert one. An event at an
 * address with key k shows that frames with a key >= k are gone. Addresses are multiples of 8: the
 * bits below are for what else an exit has to know. The invariants, which hold between any two
 * instructions (a signal handler may run there):
 *   - top is an open frame, or an inert one that a push has just moved to;
 *   - the slot above top is inert, and without a start where most calls are not timed; a push gives
 *     it top's node before it moves top;
 *   - a frame whose mark has begun, or that is timed where most are not, has MEMFN_KEY_MORE;
 *   - a thread that is not set up has the idle frame as its top, whose key shows every event that
 *     something is amiss, so that the fast paths need no test for it.
 */
#ifndef MEMFN_THREAD_H
#define MEMFN_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "memfn/abi.h"
#include "memfn/format.h"

struct memfn_shard_state;
struct memfn_share;

/* MORE: its exit takes more than the shortest way. SHARED: it shares its host's machine frame, and
 * is neither its host's nor a callee's; frames of one host nest in the order of their entry. Such
 * a frame's key is above that of its host, which may have MORE. */
enum { MEMFN_KEY_MORE = 1, MEMFN_KEY_SHARED = 2, MEMFN_KEY_STEP = 2 };

static inline bool memfn_frame_has(const struct memfn_frame *frame, uint64_t key)
{
	return (frame->key & ~(uint64_t)MEMFN_KEY_MORE) == key;
}

/* What a thread holds of the machine stack it is on. */
struct memfn_view {
	struct memfn_frame *top;
	uint64_t floor;   /* key of the lowest address of the machine stack */
	uint64_t ceiling; /* key of the highest */
	struct memfn_stack *stack;
	struct memfn_credit *credit; /* what others freed of this stack's blocks */
	struct memfn_frame *limit;   /* the slot that must not be pushed to */
	struct memfn_frame *bottom;  /* the frame that no event closes: the base, or what a handler
					on a signal stack interrupted */
	uint64_t tag;                /* number, in its place in a tag */
	void *last_block;            /* allocated last, until freed: a temporary one if freed next */
	struct memfn_node_counters *last_node;
	uint32_t number; /* of the stack: index of its credit */
};

struct memfn_thread {
	union {
		struct memfn_frame *top; /* the word that instrumented code reads */
		struct memfn_view view;
		struct { /* the members of view, by their names */
			struct memfn_frame *top_;
			uint64_t floor;
			uint64_t ceiling;
			struct memfn_stack *stack;
			struct memfn_credit *credit;
			struct memfn_frame *limit;
			struct memfn_frame *bottom;
			uint64_t tag;
			void *last_block;
			struct memfn_node_counters *last_node;
			uint32_t number;
		};
	};
	struct memfn_shard_state *shard;
	struct memfn_account_counters **accounts; /* the shard's leaves, */
	struct memfn_share *process;              /* and its share of what the process has live */
	uint32_t busy; /* what comes the slow way is not the program's, but libc's for the runtime */
	uint32_t start_node; /* the path that started this thread */
	uintptr_t high;      /* end of the machine stack, where its creator knows it; else 0 */
	uint64_t size;       /* of the machine stack, likewise */
	struct memfn_stack_entry *own;     /* the thread's stack */
	struct memfn_stack_entry *current; /* the one it is on: its own, or a coroutine's */
	uint64_t interrupted_floor;   /* of the stack that a handler on the signal stack interrupted; */
	uint64_t interrupted_ceiling; /* 0 while there is none */
	struct memfn_frame *interrupted_bottom;
	uintptr_t signal_low, signal_high; /* as sigaltstack was told */
	int64_t until_sample;              /* calls that are not timed before the next one that is */
	uint64_t random;
	uint32_t sampled_at; /* its place in its run of calls: see sample.h */
};

/* By the models that CMakeLists.txt names: no function is called to find it, and in libmemfn.a no
 * word is read either. */
extern __thread struct memfn_thread memfn_self __attribute__((visibility("hidden")));

/* Whether events are recorded, and how. On a page of its own that fork wipes: OFF also means that
 * this may be a new process. ONE: there has been one stack only, so that its net is the process's
 * live total and nobody else frees its blocks. */
enum { MEMFN_RECORDING_OFF, MEMFN_RECORDING_ONE, MEMFN_RECORDING_MANY };
/* What a hook has to do: attend to something, read the tick counter, read another clock, read one
 * for some calls or none; ALONE: there has been one stack only. In an order that lets one
 * comparison tell the ordinary cases. */
enum {
	MEMFN_HOOKS_OFF,
	MEMFN_HOOKS_TSC,
	MEMFN_HOOKS_OTHER,
	MEMFN_HOOKS_TSC_ALONE,
	MEMFN_HOOKS_UNTIMED, /* and beyond */
	MEMFN_HOOKS_UNTIMED_ALONE
};
/* A gate is the floor of the only stack, or 0: one comparison of an event's key tells all. */
extern struct memfn_recording {
	uint64_t gate;         /* of malloc and free, with glibc's allocator */
	uint64_t gate_timed;   /* of calls that are timed by the tick counter */
	uint64_t gate_untimed; /* of calls of which some are timed or none */
	uint32_t on;
	uint32_t hooks;  /* MEMFN_HOOKS_* */
	uint32_t many;   /* several stacks, glibc's allocator, no lock over events: else 0 */
	uint32_t paused; /* by the program, in this process: off, but frees are still counted */
	char rest[4056];
} memfn_recording __attribute__((visibility("hidden")));

/* How events are recorded from now on. */
void memfn_record(uint32_t mode);
/* Lets events of t's stack, while it is the only one, take the shortest way; or none. Whoever
 * changes t->floor calls one of these. */
void memfn_gate_open(const struct memfn_thread *t);
void memfn_gate_close(void);

/* What an event's fast path could not do: starts the runtime, or the thread, attends to a fork,
 * switches stacks, closes frames that are gone. The current frame, or null when this event is not
 * to be recorded. key is that of the event's address; frames with the same key are gone too unless
 * `strictly`. errno is kept. */
struct memfn_frame *memfn_attend(struct memfn_thread *t, uint64_t key, bool strictly);

/* Whom the end of a counted block is charged to while the program has stopped recording; else null.
 */
struct memfn_frame *memfn_frame_while_off(struct memfn_thread *t);

/* Closes the frames that an event with this key shows to be gone, at time now. */
void memfn_close_frames(struct memfn_thread *t, uint64_t key, uint64_t now);
/* Closes all frames above one. */
void memfn_close_above(struct memfn_thread *t, struct memfn_frame *last, uint64_t now);

/* Closes all open frames of t's stack, as the program asked: they are not counted as closed. */
void memfn_end_frames(struct memfn_thread *t, uint64_t now);

/* The calling thread's stack and shard. -ENOMEM. Called with signals blocked and the lock held. */
int memfn_thread_start(struct memfn_thread *t);
/* In a child made by fork, whose one thread this is: its open frames began now, the other stacks
 * are free. */
void memfn_thread_reset(struct memfn_thread *t);
/* Before this thread starts a second one: figures of the process are published from now on. Takes
 * the lock. */
void memfn_threads_begin(struct memfn_thread *t);
/* This thread is called so from now on: figures of threads are by their names, too. Takes the lock.
 */
void memfn_thread_renamed(struct memfn_thread *t, const char *name);
/* Installs what notices a thread's end; once. */
void memfn_thread_notice_ends(void);

/* The bottom frame of the current stack. */
static inline struct memfn_frame *memfn_stack_base(const struct memfn_thread *t)
{
	return (void *)((char *)t->stack - sizeof(struct memfn_chunk) + MEMFN_STACK_OFFSET);
}

/* What others freed of a stack's blocks. */
static inline int64_t memfn_credited(const struct memfn_credit *credit)
{
	return __atomic_load_n(&credit->freed_bytes, __ATOMIC_RELAXED) +
		   __atomic_load_n(&credit->freed_by_one, __ATOMIC_RELAXED);
}

static inline int64_t memfn_net(const struct memfn_thread *t)
{
	return t->stack->net - memfn_credited(t->credit);
}

#endif
