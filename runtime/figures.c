/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "figures.h"

#include "peak.h"
#include "profile.h"
#include "shard.h"
#include "stack.h"
#include "thread.h"
#include "tree.h"

/* The net of the only stack there is. */
static int64_t net_of_one(void)
{
	int64_t net = 0;
	for (struct memfn_stack_entry *e = memfn_stack_first(); e; e = e->next)
		if (e->stack->state == MEMFN_STACK_LIVE)
			net += e->stack->net - memfn_credited(memfn_credit_at(e->stack->number));
	return net;
}

static int64_t published_and_pending(void)
{
	int64_t live = __atomic_load_n(&memfn_owner_at(0)->live, __ATOMIC_RELAXED);
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next)
		if (shard->process)
			live += __atomic_load_n(&shard->process->live, __ATOMIC_RELAXED);
	return live;
}

int64_t memfn_live_bytes(void)
{
	int64_t live =
		memfn_recording.on == MEMFN_RECORDING_ONE ? net_of_one() : published_and_pending();
	return live > 0 ? live : 0;
}

int64_t memfn_peak_bytes(void)
{
	int64_t live = memfn_live_bytes(), peak = memfn_process_peak;
	return peak > live ? peak : live;
}

struct memfn_sums memfn_sum_up(void)
{
	struct memfn_sums sums = {0};
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next)
		for (uint32_t leaf = 0; leaf <= memfn_account_last / MEMFN_LEAF; leaf++) {
			const struct memfn_account_counters *a = shard->account_leaves[leaf];
			for (uint32_t i = 0; a && i < MEMFN_LEAF; i++) {
				sums.allocs += a[i].allocs;
				sums.alloc_bytes += a[i].alloc_bytes;
				sums.freed += a[i].freed;
				sums.freed_bytes += a[i].freed_bytes;
			}
		}
	return sums;
}
