/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A sorted array of ranges: the kernel allows a process some 65,000 of them. */
#include "mapping.h"

#include <errno.h> /* errno, kept */
#include <string.h>

#include "header.h"
#include "os.h"
#include "profile.h"
#include "shard.h"
#include "table.h"
#include "thread.h"
#include "tree.h"

bool memfn_mapping_on;

struct range {
	uintptr_t from, to;
	uint32_t account;
};

static struct range *ranges; /* ascending, none empty, none over another */
static size_t count, room;

static struct memfn_table by_account =
	MEMFN_TABLE(MEMFN_CHUNK_MAPPED, struct memfn_mapped, 7, MEMFN_MAX_ACCOUNTS);
static struct memfn_table by_owner =
	MEMFN_TABLE(MEMFN_CHUNK_MAPPED_OWNERS, struct memfn_mapped_owner, 7, MEMFN_MAX_OWNERS);

/* --- figures -------------------------------------------------------------------------------- */

static void *entry_of(struct memfn_table *table, uint32_t index)
{
	while (table->count <= index)
		if (memfn_table_add(table) == UINT32_MAX)
			return NULL;
	return memfn_table_at(table, index);
}

static void change_owner(uint32_t index, int64_t bytes)
{
	struct memfn_mapped_owner *owner = entry_of(&by_owner, index);
	if (!owner)
		return;
	owner->live_bytes += bytes;
	if (owner->live_bytes > owner->peak_bytes)
		owner->peak_bytes = owner->live_bytes;
}

/* The process, the function, and its line where it has one. */
static void change_owners(uint32_t account, int64_t bytes)
{
	uint32_t line = memfn_account_at(account)->owner;
	uint32_t function = (uint32_t)memfn_function_at(memfn_owner_at(line)->function)->own;
	change_owner(0, bytes);
	change_owner(function, bytes);
	if (line != function)
		change_owner(line, bytes);
}

static void charge(uint32_t account, uint64_t mapped, uint64_t unmapped, int change)
{
	struct memfn_mapped *figures = entry_of(&by_account, account);
	if (!figures)
		return;
	figures->maps += mapped != 0;
	figures->mapped_bytes += mapped;
	figures->unmapped_bytes += unmapped;
	figures->ranges += change;
	change_owners(account, (int64_t)(mapped - unmapped));
}

/* --- ranges --------------------------------------------------------------------------------- */

/* The first range that ends behind an address. */
static size_t find(uintptr_t address)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (ranges[middle].to > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static bool grow(void)
{
	size_t more = room ? room * 2 : 512;
	struct range *fresh = memfn_os_map(more * sizeof *fresh);
	if (!fresh)
		return false;
	if (ranges) {
		memcpy(fresh, ranges, count * sizeof *ranges);
		memfn_os_unmap(ranges, room * sizeof *ranges);
	}
	ranges = fresh;
	room = more;
	return true;
}

static bool insert(size_t at, struct range range)
{
	if (count == room && !grow())
		return false;
	memmove(&ranges[at + 1], &ranges[at], (count - at) * sizeof *ranges);
	ranges[at] = range;
	count++;
	return true;
}

/* Takes [from, to) out of all ranges, in order; one that has it in its middle becomes two. */
static void take_out(uintptr_t from, uintptr_t to)
{
	size_t first = find(from), at = first;
	for (; at < count && ranges[at].from < to; at++) {
		struct range *range = &ranges[at];
		uintptr_t begin = range->from > from ? range->from : from;
		uintptr_t end = range->to < to ? range->to : to;
		bool in_middle = range->from < from && range->to > to;
		bool whole = begin == range->from && end == range->to;
		charge(range->account, 0, end - begin, in_middle - whole);
		if (in_middle) {
			struct range rest = {to, range->to, range->account};
			range->to = from;
			insert(at + 1, rest);
			return;
		}
		if (range->from < from)
			range->to = from, first = at + 1;
		else if (range->to > to)
			break;
	}
	if (at < count && ranges[at].from < to)
		ranges[at].from = to;
	memmove(&ranges[first], &ranges[at], (count - at) * sizeof *ranges);
	count -= at - first;
}

static void put_in(struct range range)
{
	size_t at = find(range.from);
	bool joins = at && ranges[at - 1].to == range.from && ranges[at - 1].account == range.account;
	if (joins)
		ranges[at - 1].to = range.to;
	else if (!insert(at, range))
		return;
	charge(range.account, range.to - range.from, 0, !joins);
}

/* --- events --------------------------------------------------------------------------------- */

void memfn_mapped(uintptr_t from, size_t size, uint64_t key)
{
	struct memfn_thread *t = &memfn_self;
	int saved = errno;
	struct memfn_frame *frame = memfn_attend(t, key, false);
	if (memfn_os_is_inside())
		return;
	struct memfn_held held = memfn_os_lock();
	uint32_t account = MEMFN_NONE;
	take_out(from, from + size);
	if (frame)
		account = memfn_shard_account_index((void *)(uintptr_t)frame->node,
											(void *)(uintptr_t)frame->site_private);
	if (account != MEMFN_NONE)
		put_in((struct range){from, from + size, account});
	memfn_header_date();
	memfn_os_unlock(held);
	errno = saved;
}

/* While recording is off, too: what was counted is counted out. */
void memfn_unmapped(uintptr_t from, size_t size)
{
	int saved = errno;
	if (memfn_os_is_inside())
		return;
	struct memfn_held held = memfn_os_lock();
	take_out(from, from + size);
	memfn_os_unlock(held);
	errno = saved;
}

bool memfn_is_mapped(uintptr_t from)
{
	if (memfn_os_is_inside())
		return false;
	struct memfn_held held = memfn_os_lock();
	size_t at = find(from);
	bool is = at < count && ranges[at].from <= from;
	memfn_os_unlock(held);
	return is;
}

void memfn_mapping_reset(void)
{
	count = 0;
	memfn_table_empty(&by_account);
	memfn_table_empty(&by_owner);
}
