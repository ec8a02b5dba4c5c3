/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The least that malloc and free can do which know a block's owner and each owner's peak: a tag in
 * the last bytes of a glibc chunk, which says owner and size and whether it is one, and counters at
 * both ends; how far a line and its function are below their peaks, and what is live in all. A
 * thread counts for itself, nothing is written down; no frame, no path, no jump, no thread that
 * frees another's block. */
#include <stdint.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void __wrap_free(void *block);

enum { OWNERS = 256, HEAD_FLAGS = 7, TAG = 8 };

/* A number and its inverse modulo 2^64: their product is 1. */
static volatile uint64_t factor = 0x97492461A94C1A3D, secret = 0x0123456789ABCD15;

struct share {
	int64_t room, peak;
	struct share *function;
};

struct account {
	uint64_t allocs, bytes, frees, freed;
	struct share *share;
};

static __thread struct {
	struct account accounts[OWNERS];
	struct share line, function;
	uint64_t frees, freed, temporary;
	int64_t live;
	void *last;
} mine;

static uint64_t *tag_of(void *block)
{
	size_t head = ((size_t *)block)[-1];
	return (uint64_t *)((char *)block + (head & ~(size_t)HEAD_FLAGS) - sizeof head - TAG);
}

static void take(struct share *share, size_t size)
{
	share->room -= (int64_t)size;
	if (__builtin_expect(share->room < 0, 0)) {
		share->peak -= share->room;
		share->room = 0;
	}
}

void *__wrap_malloc(size_t size)
{
	static const uint64_t owner = 1;
	struct account *account = &mine.accounts[owner];
	void *block = __real_malloc(size + TAG);
	if (!block)
		return NULL;
	if (__builtin_expect(!account->share, 0)) {
		account->share = &mine.line;
		mine.line.function = &mine.function;
	}
	*tag_of(block) = (owner << 16 | size) * factor - (uintptr_t)block;
	mine.last = block;
	account->allocs++;
	account->bytes += size;
	take(account->share, size);
	take(account->share->function, size);
	mine.live += (int64_t)size;
	return block;
}

void __wrap_free(void *block)
{
	if (!block)
		return;
	uint64_t *tag = tag_of(block);
	uint64_t plain = (*tag + (uintptr_t)block) * secret;
	if (plain >> 16 >= OWNERS)
		abort();
	*tag = 0;
	mine.temporary += block == mine.last;
	__real_free(block);
	struct account *account = &mine.accounts[plain >> 16];
	int64_t size = plain & 0xFFFF;
	mine.frees++;
	mine.freed += (uint64_t)size;
	account->frees++;
	account->freed += (uint64_t)size;
	account->share->room += size;
	account->share->function->room += size;
	mine.live -= size;
}
