/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The profile as memory: the header, chunks, strings, and the file behind them. Space is taken from
 * the file system before it is mapped; where that fails, growth goes to private memory and is
 * written when the process finishes. Everything here but memfn_profile_finish is called with the
 * lock held.
 */
#ifndef MEMFN_PROFILE_H
#define MEMFN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"

#include "file.h"
#include "memfn/format.h"

extern struct memfn_header *memfn_header; /* null before memfn_profile_open */

/* Makes the profile and fills its header. It always works: without a file the memory is private,
 * and a line on stderr has said so. -ENOMEM where there is no memory at all. */
int memfn_profile_open(const char *pattern);

/* In a child made by fork: a new file of its own with what the parent's memory holds, mapped at the
 * same addresses, so that every pointer stays good; where there is no file, private memory. The
 * header starts anew. -errno where even that fails. */
int memfn_profile_renew(const char *pattern);

/* A chunk with room for `size` zeroed bytes of content, published; the content, or null. */
void *memfn_chunk(uint32_t type, uint32_t first, uint32_t capacity, size_t size, uint32_t shard);
/* Chunks of so much in all are about to be asked for: takes the pages at once that stores would
 * take one by one. */
void memfn_profile_make_room(size_t size);
/* The chunk of a stack with so many frames, and behind it, inside one reservation, private memory
 * for the rest of MEMFN_STACK_FRAMES and `room` bytes more. */
struct memfn_stack *memfn_chunk_stack(uint32_t frames, size_t room);
/* The chunk at its place takes in more frames, of which nothing is in use yet; false where there is
 * no room in the file: they stay in private memory. */
bool memfn_chunk_stack_grow(struct memfn_stack *stack, uint32_t frames);
/* In a child made by fork, whose parent may have moved on: the chunk is what it was. */
void memfn_chunk_stack_describe(struct memfn_stack *stack, uint32_t frames);

/* The stack's chunk, moved to a larger reservation: its new place, or null where there is none. */
struct memfn_stack *memfn_chunk_stack_move(struct memfn_stack *stack, size_t room, size_t new_room);

/* Copies a string into the profile: its file offset, or 0 where there is no room. */
uint64_t memfn_string(const char *text);
/* Several, one after the other, as they lie in memory. */
uint64_t memfn_strings(const char *bytes, size_t size);

/* Brings the file up to now where memory is private. Takes the lock. */
int memfn_profile_flush(void);
/* Writes state and status, what is in private memory, and gives the file its mode. -errno where it
 * cannot be written; 1 where that was said at the start. */
int memfn_profile_finish(uint32_t state, int status);
/* It was not the end after all. */
void memfn_profile_go_on(void);

#endif
