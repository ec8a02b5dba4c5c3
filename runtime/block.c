/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The secret, and the table of large blocks: open addressing in parts, each under its own lock. */
#include "block.h"

#include <sched.h>    /* sched_yield */
#include <sys/auxv.h> /* AT_RANDOM */

#include "pages.h"

size_t memfn_big_from = MEMFN_BIG;
uint64_t memfn_block_secret = 1, memfn_tag_factor = 1;
uint32_t memfn_tag_first_thread;
uint64_t memfn_tag_limit = 1 << 16;

/* With 1 / the secret, by Newton's iteration: an odd number is its own inverse modulo 8, and each
 * step doubles the bits that are right. */
static void set_secret(uint64_t secret)
{
	uint64_t factor = secret;
	for (int bits = 3; bits < 64; bits *= 2)
		factor *= 2 - secret * factor;
	memfn_block_secret = secret;
	memfn_tag_factor = factor;
}

/* AT_RANDOM: 16 random bytes from the kernel (getauxval(3)); libc uses the first 16 for its own
 * canary and pointer guard, so they are mixed with the place of this very variable. */
void memfn_block_start(void)
{
	uint64_t random[2] = {0};
	const void *bytes = (const void *)getauxval(AT_RANDOM);
	if (bytes)
		memcpy(random, bytes, sizeof random);
	uint64_t x = random[0] * 0xD6E8FEB86659FD93u ^ random[1] ^ (uintptr_t)&memfn_block_secret;
	x = (x ^ x >> 29) * 0xBF58476D1CE4E5B9u ^ memfn_os_pid();
	set_secret((x ^ x >> 32) * 0x94D049BB133111EBu | 1);
}

/* Secrets of the processes that this one descends from by fork, the latest ones. */
enum { ANCESTORS = 16 };
static uint64_t ancestors[ANCESTORS];
static uint32_t generation;

bool memfn_tag_read_inherited(void *block, size_t usable, struct memfn_block *what)
{
	for (uint32_t i = 0; i < generation && i < ANCESTORS; i++)
		if (memfn_tag_read_by(block, usable, ancestors[i], what))
			return true;
	return false;
}

struct entry {
	uintptr_t block; /* 0: empty */
	struct memfn_block what;
};

struct part {
	uint32_t lock;
	uint32_t mask;
	uint32_t count;
	struct entry *entries;
	char rest[40]; /* a cache line each */
};

enum { PARTS = MEMFN_BIG_PARTS, FIRST_SIZE = 128 };
static struct part parts[PARTS];

static uint64_t hash_of(uintptr_t block)
{
	uint64_t x = (block >> 4) * 0x9E3779B97F4A7C15u;
	return x ^ x >> 29;
}

/* The parts, a bit each, whose lock this thread has or waits for; where on its machine stack that
 * began. To block signals would cost more than all the rest. */
static __thread uint64_t held;
static __thread uintptr_t held_since;

static uint64_t bit_of(const struct part *part)
{
	return 1ull << (part - parts);
}

/* False in a handler that comes in the midst of its own thread's change to this part. */
static bool part_lock(struct part *part)
{
	if (held & bit_of(part))
		return false;
	if (!held)
		held_since = (uintptr_t)__builtin_frame_address(0);
	held |= bit_of(part);
	signal_fence();
	while (__atomic_exchange_n(&part->lock, 1, __ATOMIC_ACQUIRE))
		sched_yield();
	return true;
}

static struct part *part_of(uintptr_t block)
{
	return &parts[hash_of(block) >> 58];
}

static void part_unlock(struct part *part)
{
	__atomic_store_n(&part->lock, 0, __ATOMIC_RELEASE);
	signal_fence();
	held &= ~bit_of(part);
}

void memfn_big_left(uintptr_t target)
{
	for (struct part *part = parts; held && target > held_since && part < parts + PARTS; part++)
		if (held & bit_of(part))
			part_unlock(part);
}

void memfn_big_lock(void)
{
	for (struct part *part = parts; part < parts + PARTS; part++)
		part_lock(part);
}

void memfn_big_unlock(void)
{
	for (struct part *part = parts; part < parts + PARTS; part++)
		part_unlock(part);
}

static struct entry *slot_of(const struct part *part, uintptr_t block)
{
	uint32_t at = (uint32_t)hash_of(block) & part->mask;
	while (part->entries[at].block && part->entries[at].block != block)
		at = (at + 1) & part->mask;
	return &part->entries[at];
}

static bool part_grow(struct part *part)
{
	struct part old = *part;
	uint32_t size = old.entries ? (old.mask + 1) * 2 : FIRST_SIZE;
	struct entry *fresh = memfn_os_map(size * sizeof *fresh);
	if (!fresh)
		return false;
	part->entries = fresh;
	part->mask = size - 1;
	for (uint32_t i = 0; old.entries && i <= old.mask; i++)
		if (old.entries[i].block)
			*slot_of(part, old.entries[i].block) = old.entries[i];
	if (old.entries)
		memfn_os_unmap(old.entries, (old.mask + 1ull) * sizeof *old.entries);
	return true;
}

/* Linear probing without tombstones: what follows moves up (Knuth, TAOCP 3, 6.4, algorithm R). */
static void remove_entry(struct part *part, struct entry *gone)
{
	uint32_t hole = (uint32_t)(gone - part->entries);
	for (uint32_t at = hole;;) {
		part->entries[hole].block = 0;
		uint32_t home;
		do {
			at = (at + 1) & part->mask;
			if (!part->entries[at].block)
				return;
			home = (uint32_t)hash_of(part->entries[at].block) & part->mask;
		} while (((at - home) & part->mask) < ((at - hole) & part->mask));
		part->entries[hole] = part->entries[at];
		hole = at;
	}
}

static bool part_add(const void *block, struct memfn_block what)
{
	struct part *part = part_of((uintptr_t)block);
	if (unlikely(!part_lock(part)))
		return false;
	bool room = (part->entries && part->count * 5ull < part->mask * 4ull) || part_grow(part);
	if (room) {
		struct entry *entry = slot_of(part, (uintptr_t)block);
		part->count += !entry->block;
		*entry = (struct entry){(uintptr_t)block, what};
	}
	part_unlock(part);
	return room;
}

bool memfn_big_add(const void *block, struct memfn_block what)
{
	struct memfn_block gone;
	if (memfn_pages_add(block, what))
		return true;
	memfn_pages_take(block, &gone); /* one whose end was not seen */
	return part_add(block, what);
}

static bool find(const void *block, struct memfn_block *what, bool take)
{
	struct part *part = part_of((uintptr_t)block);
	if (unlikely(!part_lock(part)))
		return false;
	struct entry *entry = part->entries ? slot_of(part, (uintptr_t)block) : NULL;
	bool found = entry && entry->block;
	if (found) {
		*what = entry->what;
		if (take) {
			remove_entry(part, entry);
			part->count--;
		}
	}
	part_unlock(part);
	return found;
}

bool memfn_big_take(const void *block, struct memfn_block *what)
{
	return memfn_pages_take(block, what) || find(block, what, true);
}

bool memfn_big_look(const void *block, struct memfn_block *what)
{
	return memfn_pages_look(block, what) || find(block, what, false);
}

/* What moves into a hole comes from behind it, or has been looked at. */
uint32_t memfn_big_take_within(uint32_t which, uintptr_t from, uint64_t size, uintptr_t *blocks,
							   struct memfn_block *what, uint32_t room)
{
	struct part *part = &parts[which];
	uint32_t count = 0, at = 0;
	if (unlikely(!part_lock(part)))
		return 0;
	while (part->entries && at <= part->mask && count < room) {
		struct entry *entry = &part->entries[at];
		if (!entry->block || entry->block - from >= size) {
			at++;
			continue;
		}
		blocks[count] = entry->block;
		what[count++] = entry->what;
		remove_entry(part, entry);
		part->count--;
	}
	part_unlock(part);
	return count;
}

void memfn_block_inherit(void)
{
	ancestors[generation++ % ANCESTORS] = memfn_block_secret;
	set_secret((memfn_block_secret * 0xD1342543DE82EF95u + memfn_os_pid() * 2) | 1);
	held = 0;
	memfn_pages_inherit();
	for (struct part *part = parts; part < parts + PARTS; part++) {
		part->lock = 0;
		for (uint32_t i = 0; part->entries && i <= part->mask; i++)
			if (part->entries[i].what.account)
				part->entries[i].what.account = 0, part->entries[i].what.thread = MEMFN_THREAD_OFF;
	}
}
