/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Frames still open when the profile ended (exit within them, a crash, a running process) are
 * figured as if they ended at that moment: the process's last event. A coroutine's clock stands
 * still while it waits, and with clock=cpu each thread has its own: there it is the stack's last
 * event. The formulas are those of struct memfn_frame.
 */
#include <stdlib.h>

#include "model_add.h"

static uint32_t open_count(const struct profile_stack *stack)
{
	uint32_t count = 0;

	if (stack->stack->state == MEMFN_STACK_FREE)
		return 0;
	while (count < stack->capacity && stack->frames[count].key)
		count++;
	return count;
}

/* A pop leaves its time in the slot above the frame that it returns to: once in `start`. */
static uint64_t last_event(const struct profile_stack *stack, uint32_t count)
{
	uint64_t ticks = count ? stack->frames[count - 1].start : 0;

	if (count && count < stack->capacity)
		ticks = MAX(ticks, MAX(stack->frames[count].start, stack->frames[count].ended));
	return ticks;
}

uint64_t adding_end_ticks(const struct profile *profile)
{
	uint64_t end = profile->header.last_ticks;

	for (guint i = 0; i < profile->stacks->len; i++) {
		const struct profile_stack *stack =
			&g_array_index(profile->stacks, struct profile_stack, i);

		end = MAX(end, last_event(stack, open_count(stack)));
	}
	return end;
}

static int by_address(const void *a, const void *b)
{
	const struct profile_leaf *x = *(const struct profile_leaf *const *)a;
	const struct profile_leaf *y = *(const struct profile_leaf *const *)b;

	return x->address < y->address ? -1 : x->address > y->address;
}

static GPtrArray *leaves_by_address(const struct profile *profile)
{
	GPtrArray *leaves = g_ptr_array_sized_new(profile->node_leaves->len);

	for (guint i = 0; i < profile->node_leaves->len; i++)
		g_ptr_array_add(leaves, &g_array_index(profile->node_leaves, struct profile_leaf, i));
	if (leaves->len)
		qsort(leaves->pdata, leaves->len, sizeof(gpointer), by_address);
	return leaves;
}

/* The node whose counters lay at an address of the process; NO_INDEX where none did. */
static uint32_t node_at(const struct profile *profile, const GPtrArray *leaves, uint64_t address)
{
	const uint64_t leaf_size = MEMFN_LEAF * sizeof(struct memfn_node_counters);
	uint32_t low = 0, high = leaves->len, node;
	const struct profile_leaf *leaf;
	uint64_t offset;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		leaf = leaves->pdata[middle];
		if (leaf->address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return NO_INDEX;
	leaf = leaves->pdata[low - 1];
	offset = address - leaf->address;
	if (offset >= leaf_size || offset % sizeof(struct memfn_node_counters))
		return NO_INDEX;
	node = leaf->first * MEMFN_LEAF + (uint32_t)(offset / sizeof(struct memfn_node_counters));
	if (node >= profile->node_count || !(profile->nodes[node].flags & MEMFN_NODE_USED))
		return NO_INDEX;
	return node;
}

static int64_t difference(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static int64_t stack_net(const struct profile *profile, const struct memfn_stack *stack)
{
	if (stack->state == MEMFN_STACK_ENDED || stack->number >= profile->credit_count)
		return stack->net;
	const struct memfn_credit *credit = &profile->credits[stack->number];
	return difference(difference(stack->net, credit->freed_bytes), credit->freed_by_one);
}

/* Until when the frames of a stack are figured. */
static uint64_t stack_end(const struct adding *a, const struct profile_stack *stack, uint32_t count,
						  uint32_t bottom)
{
	const struct profile *p = a->profile;

	if (p->header.clock == MEMFN_CLOCK_CPU || stack->stack->state == MEMFN_STACK_ENDED ||
		(bottom != NO_INDEX && p->nodes[bottom].function == MEMFN_FUNCTION_COROUTINE))
		return last_event(stack, count);
	return a->end_ticks;
}

static uint64_t frame_ticks(const struct adding *a, const struct memfn_frame *frame, uint64_t end)
{
	const struct memfn_header *h = &a->profile->header;
	uint64_t start = frame->start;

	if (h->clock != MEMFN_CLOCK_CPU)
		start = MAX(start, h->start_ticks);
	return end > start ? end - start : 0;
}

/* What a frame's own time is: less what was called, where each call is timed; else weight times
 * time, less the same of the call above it. */
static uint64_t own_ticks(const struct adding *a, const struct memfn_frame *frame, uint64_t *total,
						  uint64_t above)
{
	uint64_t called = frame->child_ticks + above;

	if (!(a->profile->header.flags & MEMFN_HEADER_SAMPLED))
		return *total > called ? *total - called : 0;
	if (!frame->start)
		*total = 0;
	else if (frame->child_ticks && frame->child_ticks <= profile_sample_every(a->profile))
		*total = (*total & INT64_MAX >> 16) * frame->child_ticks;
	return *total - above;
}

static void add_frame(struct adding *a, uint32_t node, uint64_t self, int64_t peak,
					  int64_t retained)
{
	struct path *path;

	if (node == NO_INDEX) {
		a->model->trust.frames_lost++;
		return;
	}
	path = model_path(a->model, a->paths[node]);
	if (a->profile->nodes[node].function >= MEMFN_FUNCTION_PSEUDOS)
		path->v[FIG_OPEN_CALLS]++;
	adding_self(a, &path->v[FIG_SELF_NS], self);
	adding_signed(a, &path->v[FIG_RETAINED_BYTES], FIG_RETAINED_BYTES, retained);
	peak = adding_call_peak(a, peak);
	path->v[FIG_PEAK_BYTES] = MAX(path->v[FIG_PEAK_BYTES], peak);
}

static void add_stack(struct adding *a, const struct profile_stack *stack, const GPtrArray *leaves)
{
	uint32_t count = open_count(stack);
	int64_t net = stack_net(a->profile, stack->stack), high = net;
	uint64_t end, above = 0;

	if (!count || !adding_takes(a, stack->stack->shard))
		return;
	if (count == stack->capacity) /* deeper frames lie in no file: one more at least */
		a->model->trust.frames_lost++;
	end = stack_end(a, stack, count, node_at(a->profile, leaves, stack->frames[0].node));
	for (uint32_t i = count; i-- > 0;) {
		const struct memfn_frame *frame = &stack->frames[i];
		uint64_t total = frame_ticks(a, frame, end);
		uint64_t own = own_ticks(a, frame, &total, above);

		int64_t before = frame->high < 0 ? net : frame->net_at_start;

		high = MAX(high, frame->high);
		add_frame(a, node_at(a->profile, leaves, frame->node), own, difference(high, before),
				  difference(net, before));
		above = total;
	}
}

/* A snapshot has figured them already. */
static void add_snapshot_frames(struct adding *a)
{
	const struct memfn_snapshot *s = &a->profile->snapshots[a->profile->snapshot];

	for (uint32_t i = 0; i < s->frames; i++) {
		const struct memfn_snapshot_frame *frame = &a->profile->snapshot_frames[s->first_frame + i];

		add_frame(a, frame->node, frame->self_ticks, frame->peak_bytes, frame->retained_bytes);
	}
}

void adding_open_frames(struct adding *adding)
{
	GPtrArray *leaves;

	if (adding->profile->moment == PROFILE_AT_SNAPSHOT) {
		add_snapshot_frames(adding);
		return;
	}
	leaves = leaves_by_address(adding->profile);
	for (guint i = 0; i < adding->profile->stacks->len; i++)
		add_stack(adding, &g_array_index(adding->profile->stacks, struct profile_stack, i), leaves);
	g_ptr_array_free(leaves, TRUE);
}
