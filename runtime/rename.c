/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Names of threads. A shard is of one name: a thread that gets another goes on in a shard of that
 * one, unless all that its own has is its own.
 */
#include <errno.h>   /* ENOSYS */
#include <pthread.h> /* pthread_setname_np */

#include "interpose.h"
#include "os.h"
#include "shard.h"
#include "stack.h"
#include "start.h"
#include "thread.h"

typedef int set_name(pthread_t, const char *);

extern set_name __real_pthread_setname_np __attribute__((weak));

static set_name *next;

static void find_next(void)
{
	next = __real_pthread_setname_np ? __real_pthread_setname_np
									 : (set_name *)memfn_next_function("pthread_setname_np");
}

static __attribute__((constructor(101))) void find_next_early(void)
{
	if (memfn_is_in_front())
		find_next();
}

void memfn_thread_renamed(struct memfn_thread *t, const char *name)
{
	if (t->busy || !t->stack || memfn_recording.on == MEMFN_RECORDING_OFF)
		return;
	struct memfn_held held = memfn_os_lock();
	if (memfn_recording.on == MEMFN_RECORDING_ONE) { /* whose one shard knows what is live */
		memfn_shard_called(t->shard, name);
	} else {
		struct memfn_shard_state *shard = memfn_shard_renamed(t->shard, name);
		if (shard != t->shard)
			memfn_stack_to_shard(t, shard);
	}
	memfn_os_unlock(held);
}

/* What another thread has counted stays where it is: its shard is named, if it is all its own. */
static void other_renamed(pthread_t thread, const char *name)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_stack_entry *entry = memfn_stack_first();
	while (entry && (entry->low || entry->owner != (uintptr_t)thread ||
					 entry->stack->state != MEMFN_STACK_LIVE))
		entry = entry->next;
	if (entry && entry->shard)
		memfn_shard_called(entry->shard, name);
	memfn_os_unlock(held);
}

__attribute__((weak, visibility("default"))) int pthread_setname_np(pthread_t thread,
																	const char *name)
{
	if (!next)
		find_next();
	int result = next ? next(thread, name) : ENOSYS;
	if (!result && pthread_equal(thread, pthread_self()))
		memfn_thread_renamed(&memfn_self, name);
	else if (!result)
		other_renamed(thread, name);
	return result;
}
__asm__(".globl __wrap_pthread_setname_np\n.set __wrap_pthread_setname_np, pthread_setname_np");
