/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "measure.h"

#include "api.h"
#include "atomic.h"
#include "clock.h"
#include "interpose.h"
#include "marks.h"
#include "os.h"
#include "profile.h"
#include "shard.h"
#include "stack.h"
#include "tree.h"

#define EXPORT __attribute__((visibility("default")))

struct memfn_measure {
	struct memfn_measure *next;
	const struct memfn_usage *user; /* whose it is: never read, for it may be gone */
	uint64_t allocs, alloc_bytes, ns;
	int64_t net, high; /* at the beginning; the highest up to the last restart of marks */
	uint32_t pid;
	uint32_t number; /* of the stack's use */
};

static struct memfn_measure *unused;

static struct memfn_measure *measure_new(void)
{
	struct memfn_held held = memfn_os_lock();
	struct memfn_measure *m = unused;
	if (m)
		unused = m->next;
	else
		m = memfn_os_small(sizeof *m);
	memfn_os_unlock(held);
	return m;
}

static void measure_free(struct memfn_measure *m)
{
	struct memfn_held held = memfn_os_lock();
	m->next = unused;
	unused = m;
	memfn_os_unlock(held);
}

/* Takes the pair of `user` off the list, and those that an earlier use of the stack left there. */
static struct memfn_measure *take(struct memfn_thread *t, const struct memfn_usage *user)
{
	struct memfn_measure *found = NULL, **link = &t->current->measures;
	while (*link) {
		struct memfn_measure *m = *link;
		if (m->number == t->number && m->user != user) {
			link = &m->next;
			continue;
		}
		*link = m->next;
		if (m->number == t->number && !found)
			found = m;
		else
			measure_free(m);
	}
	return found;
}

static int64_t highest(const struct memfn_thread *t)
{
	int64_t high = INT64_MIN;
	if (t->top->high < 0)
		memfn_marks_begin(t);
	for (const struct memfn_frame *f = memfn_stack_base(t); f <= t->top; f++)
		if (f->high > high)
			high = f->high;
	return high;
}

/* A handler may raise a mark meanwhile: what is taken away has been seen. */
void memfn_measures_restart_marks(struct memfn_thread *t)
{
	int64_t above = INT64_MIN, net = memfn_net(t);
	if (t->top->high < 0)
		memfn_marks_begin(t);
	for (struct memfn_frame *f = t->top; f >= memfn_stack_base(t); f--) {
		struct memfn_node_counters *node = (void *)(uintptr_t)f->node;
		int64_t high;
		if (!f->key)
			continue;
		do {
			high = *(volatile int64_t *)&f->high;
			if (high > above)
				above = high;
			raise_to(&node->peak_bytes, above - f->net_at_start);
		} while (!gauge_swap(&f->high, high, net));
	}
	for (struct memfn_measure *m = t->current->measures; m; m = m->next)
		raise_to(&m->high, above);
}

static uint64_t now_ns(void)
{
	return memfn_clock_kind == MEMFN_CLOCK_CPU ? memfn_clock_ticks() : memfn_clock_monotonic();
}

static void sum_up(const struct memfn_shard_state *shard, uint64_t *allocs, uint64_t *bytes)
{
	*allocs = *bytes = 0;
	for (uint32_t leaf = 0; leaf <= memfn_account_last / MEMFN_LEAF; leaf++) {
		const struct memfn_account_counters *a = shard->account_leaves[leaf];
		for (uint32_t i = 0; a && i < MEMFN_LEAF; i++) {
			*allocs += a[i].allocs;
			*bytes += a[i].alloc_bytes;
		}
	}
}

EXPORT void __memfn_measure_begin(struct memfn_usage *usage)
{
	struct memfn_thread *t = &memfn_self;
	if (!memfn_attend(t, MEMFN_EVENT_KEY(), false))
		return;
	struct memfn_measure *m = take(t, usage);
	if (!m)
		m = measure_new();
	if (!m)
		return;
	memfn_measures_restart_marks(t);
	m->user = usage;
	m->pid = memfn_header->pid;
	m->number = t->number;
	m->net = m->high = memfn_net(t);
	sum_up(t->shard, &m->allocs, &m->alloc_bytes);
	m->next = t->current->measures;
	t->current->measures = m;
	m->ns = now_ns();
}

/* In a child made by fork the figures began with it. */
EXPORT void __memfn_measure_end(struct memfn_usage *usage)
{
	struct memfn_thread *t = &memfn_self;
	uint64_t now = now_ns();
	*usage = (struct memfn_usage){0};
	struct memfn_measure *m = memfn_attend(t, MEMFN_EVENT_KEY(), false) ? take(t, usage) : NULL;
	if (!m)
		return;
	if (m->pid != memfn_header->pid)
		m->allocs = m->alloc_bytes = 0, m->net = m->high = 0;
	int64_t high = highest(t);
	sum_up(t->shard, &usage->allocs, &usage->alloc_bytes);
	usage->allocs -= m->allocs;
	usage->alloc_bytes -= m->alloc_bytes;
	usage->peak_bytes = (high > m->high ? high : m->high) - m->net;
	usage->retained_bytes = memfn_net(t) - m->net;
	usage->ns = now > m->ns ? now - m->ns : 0;
	measure_free(m);
}
