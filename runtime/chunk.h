/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Chunks of the profile, as memory. Space is taken from the file system before it is mapped; where
 * that fails, growth goes to private memory and is written when the process finishes. All that
 * makes or moves chunks is called with the lock held; memfn_profile_finish, at the end, takes it
 * for memfn_chunks_trim alone.
 */
#ifndef MEMFN_CHUNK_H
#define MEMFN_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "memfn/format.h"

/* A chunk with room for `size` zeroed bytes of content, published; the content, or null. */
void *memfn_chunk(uint32_t type, uint32_t first, uint32_t capacity, size_t size, uint32_t shard);
/* Where in the file a place of the chunk made last is. */
uint64_t memfn_chunk_offset(const void *content);
/* Chunks of so much in all are about to be asked for: takes the pages at once that stores would
 * take one by one. */
void memfn_chunk_make_room(size_t size);
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

/* The first of the file's memory, of a size in whole pages, from which chunks are taken but for the
 * first `taken` bytes; null where there is no memory at all. */
void *memfn_chunks_open(uint64_t size, uint64_t taken);
/* Where the file ends, or would if it had all. */
uint64_t memfn_chunks_end(void);
/* Whether growth has left the file, for good. */
bool memfn_chunks_left_file(void);
/* In a child made by fork: all that there is, in another file and mapped from there; -1: in private
 * memory. -errno where there is none. */
int memfn_chunks_renew(int fd);
/* Writes what is in private memory, or all, to the file. -errno where it cannot be written. */
int memfn_chunks_write(int fd, bool all);
/* Gives back what the file has behind the last chunk. Takes the lock. */
void memfn_chunks_trim(void);

#endif
