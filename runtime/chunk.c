/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Extents, from which chunks are taken: pieces of the file, each mapped by itself. */
#include "chunk.h"

#include <errno.h> /* E* */
#include <string.h>

#include "file.h"
#include "os.h"
#include "profile.h"

struct extent {
	struct extent *next;
	char *memory; /* null: the piece is padding, which something larger has taken the place of */
	uint64_t offset;
	uint64_t size;
	int private_; /* not a mapping of the file */
};

static struct extent *extents;     /* newest first */
static struct extent *open_extent; /* the one that chunks are taken from */
static uint64_t open_used;
static uint64_t file_end;
static int gone_private; /* growth has left the file, for good: `used` ends where it ended */

enum { SMALLEST_EXTENT = 64 << 10, LARGEST_EXTENT = 1 << 20 };

/* Backs `where` (or a place of the kernel's choice) with the next `size` bytes of the profile. */
static char *back(char *where, uint64_t size, int *private_)
{
	int fd = gone_private ? -1 : memfn_file();
	if (fd >= 0 && !memfn_os_take_space(fd, file_end, size)) {
		if (where ? !memfn_os_map_file_at(where, size, fd, file_end)
				  : !!(where = memfn_os_map_file(size, fd, file_end)))
			return where;
	}
	*private_ = gone_private = 1;
	if (where)
		return memfn_os_map_at(where, size) ? NULL : where;
	return memfn_os_map(size);
}

/* At the end of the file, backed already. */
static void extent_append(struct extent *extent, uint64_t size)
{
	extent->offset = file_end;
	extent->size = size;
	extent->next = extents;
	extents = extent;
	file_end += size;
}

static struct extent *extent_new(char *where, uint64_t size)
{
	struct extent *extent = memfn_os_small(sizeof *extent);
	if (!extent)
		return NULL;
	extent->memory = back(where, size, &extent->private_);
	if (!extent->memory)
		return NULL;
	extent_append(extent, size);
	if (extent->private_ && memfn_header)
		memfn_header->flags |= MEMFN_HEADER_PRIVATE_TAIL;
	return extent;
}

/* Describes [at, at + size) of an extent. What is not taken yet is padding, so that the walk from
 * chunk to chunk never meets a hole; the chunk behind is described first, the type is stored last.
 */
static struct memfn_chunk *describe(struct extent *extent, uint64_t at, uint64_t size,
									uint32_t type)
{
	struct memfn_chunk *chunk = (void *)(extent->memory + at);
	__atomic_store_n(&chunk->size, size, __ATOMIC_RELEASE);
	chunk->address = (uintptr_t)chunk;
	__atomic_store_n(&chunk->type, type, __ATOMIC_RELEASE);
	return chunk;
}

/* Half of an extent is unused at the end, as a rule: a small part of what there is. */
static uint64_t next_extent_size(uint64_t wanted)
{
	uint64_t size = file_end / 16;
	if (size < SMALLEST_EXTENT)
		size = SMALLEST_EXTENT;
	if (size > LARGEST_EXTENT)
		size = LARGEST_EXTENT;
	return memfn_whole_pages(size > wanted ? size : wanted);
}

static void note_used(void)
{
	if (memfn_header && !gone_private)
		__atomic_store_n(&memfn_header->used, file_end, __ATOMIC_RELEASE);
}

/* On a disk a store into a page that is not in memory asks the file system for one at a time, and
 * the first one has it read ahead what was never written; a write takes many, in half the time. */
static void take_pages(struct extent *extent)
{
	static char zeros[256 << 10]; /* no memory is behind it */
	int fd = extent->private_ || !memfn_file_is_on_disk() ? -1 : memfn_file();
	uint64_t at = 0;
	while (fd >= 0 && at < extent->size) {
		uint64_t rest = extent->size - at, part = rest < sizeof zeros ? rest : sizeof zeros;
		if (memfn_os_write_at(fd, zeros, part, extent->offset + at))
			break;
		at += part;
	}
}

/* An extent to take chunks from: all padding, but for the first `taken` bytes. */
static int open_new_extent(uint64_t size, uint64_t taken, bool all_at_once)
{
	struct extent *fresh = extent_new(NULL, size);
	if (!fresh)
		return -ENOMEM;
	if (all_at_once)
		take_pages(fresh);
	open_extent = fresh;
	open_used = taken;
	describe(fresh, taken, size - taken, MEMFN_CHUNK_PADDING);
	note_used();
	return 0;
}

uint64_t memfn_chunk_offset(const void *content)
{
	return open_extent->offset + (uint64_t)((const char *)content - open_extent->memory);
}

void *memfn_chunk(uint32_t type, uint32_t first, uint32_t capacity, size_t size, uint32_t shard)
{
	uint64_t whole = (sizeof(struct memfn_chunk) + size + 63) & ~(uint64_t)63;
	if (open_extent->size - open_used < whole && open_new_extent(next_extent_size(whole), 0, false))
		return NULL;
	uint64_t rest = open_extent->size - open_used - whole;
	if (rest)
		describe(open_extent, open_used + whole, rest, MEMFN_CHUNK_PADDING);
	struct memfn_chunk *chunk = (void *)(open_extent->memory + open_used);
	chunk->first = first;
	chunk->capacity = capacity;
	chunk->shard = shard;
	describe(open_extent, open_used, whole, type);
	open_used += whole;
	return chunk + 1;
}

void memfn_chunk_make_room(size_t size)
{
	if (open_extent->size - open_used < size)
		open_new_extent(memfn_whole_pages(size), 0, true);
}

static uint64_t stack_size(uint64_t frames)
{
	return MEMFN_STACK_OFFSET + frames * sizeof(struct memfn_frame);
}

static struct memfn_chunk *chunk_of(struct memfn_stack *stack)
{
	return (struct memfn_chunk *)(void *)stack - 1;
}

void memfn_chunk_stack_describe(struct memfn_stack *stack, uint32_t frames)
{
	struct memfn_chunk *chunk = chunk_of(stack);
	chunk->capacity = frames;
	chunk->size = stack_size(frames);
	chunk->address = (uintptr_t)chunk;
	__atomic_store_n(&chunk->type, MEMFN_CHUNK_STACK, __ATOMIC_RELEASE);
}

struct memfn_stack *memfn_chunk_stack(uint32_t frames, size_t room)
{
	uint64_t size = stack_size(frames), rest = stack_size(MEMFN_STACK_FRAMES) - size + room;
	char *where = memfn_os_reserve(size + rest);
	if (!where)
		return NULL;
	struct extent *extent = memfn_os_map_at(where + size, rest) ? NULL : extent_new(where, size);
	if (!extent) {
		memfn_os_unmap(where, size + rest);
		return NULL;
	}
	struct memfn_stack *stack = (void *)(where + sizeof(struct memfn_chunk));
	memfn_chunk_stack_describe(stack, frames);
	note_used();
	return stack;
}

static struct extent *extent_at(const void *memory)
{
	struct extent *extent = extents;
	while (extent && extent->memory != memory)
		extent = extent->next;
	return extent;
}

/* What the file holds at its end is mapped over the chunk, which is as it was but larger. */
static int map_larger(struct memfn_chunk *chunk, uint64_t old_size, uint32_t frames, int fd)
{
	uint64_t size = stack_size(frames);
	struct memfn_chunk larger = *chunk;
	larger.size = size;
	larger.capacity = frames;
	int result = memfn_os_take_space(fd, file_end, size);
	if (!result)
		result = memfn_os_write_at(fd, chunk, old_size, file_end);
	if (!result)
		result = memfn_os_write_at(fd, &larger, sizeof larger, file_end);
	return result ? result : memfn_os_map_file_at(chunk, size, fd, file_end);
}

/* The larger chunk is published before the smaller one becomes padding: a reader that finds two of
 * one number takes the larger. */
bool memfn_chunk_stack_grow(struct memfn_stack *stack, uint32_t frames)
{
	const uint32_t padding = MEMFN_CHUNK_PADDING;
	struct memfn_chunk *chunk = chunk_of(stack);
	struct extent *old = extent_at(chunk);
	int fd = gone_private || !old || old->private_ ? -1 : memfn_file();
	struct extent *larger =
		old && (fd >= 0 || old->private_) ? memfn_os_small(sizeof *larger) : NULL;
	if (!larger || (!old->private_ && map_larger(chunk, old->size, frames, fd)))
		return false;
	larger->memory = old->memory;
	larger->private_ = old->private_;
	extent_append(larger, stack_size(frames));
	if (old->private_)
		memfn_chunk_stack_describe(stack, frames);
	note_used();
	old->memory = NULL;
	if (fd >= 0)
		memfn_os_write_at(fd, &padding, sizeof padding, old->offset);
	return true;
}

struct memfn_stack *memfn_chunk_stack_move(struct memfn_stack *stack, size_t room, size_t new_room)
{
	char *old = (char *)chunk_of(stack);
	struct extent *extent = extent_at(old);
	if (!extent)
		return NULL;
	uint64_t size = extent->size, beyond = stack_size(MEMFN_STACK_FRAMES) - size;
	char *where = memfn_os_reserve(size + beyond + new_room);
	if (!where)
		return NULL;
	if (memfn_os_map_at(where + size, beyond + new_room) || memfn_os_move(old, where, size)) {
		memfn_os_unmap(where, size + beyond + new_room);
		return NULL;
	}
	if (memfn_os_move(old + size, where + size, beyond + room))
		memcpy(where + size, old + size, beyond + room);
	extent->memory = where;
	((struct memfn_chunk *)(void *)where)->address = (uintptr_t)where;
	return (void *)(where + sizeof(struct memfn_chunk));
}

/* --- all of them -------------------------------------------------------------------------- */

void *memfn_chunks_open(uint64_t size, uint64_t taken)
{
	return open_new_extent(size, taken, false) ? NULL : open_extent->memory;
}

uint64_t memfn_chunks_end(void)
{
	return file_end;
}

bool memfn_chunks_left_file(void)
{
	return gone_private;
}

static int write_padding(const struct extent *extent, int fd)
{
	struct memfn_chunk padding = {.type = MEMFN_CHUNK_PADDING, .size = extent->size};
	return memfn_os_write_at(fd, &padding, sizeof padding, extent->offset);
}

/* What is mapped is the parent's: its bytes are copied before the place is taken over. The pages
 * behind the last chunk are left out: a parent that has ended has cut them off its file. */
static int renew_extent(struct extent *extent, int fd)
{
	int result = 0;
	uint64_t used = extent == open_extent ? memfn_whole_pages(open_used) : extent->size;
	if (!extent->memory)
		return fd >= 0 ? write_padding(extent, fd) : 0;
	if (fd >= 0)
		result = memfn_os_write_at(fd, extent->memory, used, extent->offset);
	if (fd >= 0 && !result)
		result = memfn_os_map_file_at(extent->memory, extent->size, fd, extent->offset);
	if (fd >= 0 && !result) {
		extent->private_ = 0;
		return 0;
	}
	if (!extent->private_) {
		char *copy = memfn_os_map(extent->size);
		if (!copy)
			return -ENOMEM;
		memcpy(copy, extent->memory, used);
		result = memfn_os_move(copy, extent->memory, extent->size);
	} else {
		result = 0;
	}
	extent->private_ = 1;
	memfn_header->flags |= MEMFN_HEADER_PRIVATE_TAIL;
	return result;
}

/* What the parent may have added since the fork, in the page of the last chunk, is cleared. */
int memfn_chunks_renew(int fd)
{
	int result = 0;
	gone_private = fd < 0;
	for (struct extent *extent = extents; extent && !result; extent = extent->next)
		result = renew_extent(extent, fd);
	memset(open_extent->memory + open_used, 0, memfn_whole_pages(open_used) - open_used);
	if (open_used < open_extent->size)
		describe(open_extent, open_used, open_extent->size - open_used, MEMFN_CHUNK_PADDING);
	return result;
}

int memfn_chunks_write(int fd, bool all)
{
	int result = 0;
	for (struct extent *extent = extents; extent && !result; extent = extent->next)
		if (!extent->memory)
			result = all || extent->private_ ? write_padding(extent, fd) : 0;
		else if (all || extent->private_)
			result = memfn_os_write_at(fd, extent->memory, extent->size, extent->offset);
	return result;
}

/* Whole pages at the end that hold nothing yet are given back. At any moment the chunks lead to
 * the end, the old one or the new; who goes on taking chunks takes space for them anew. */
void memfn_chunks_trim(void)
{
	struct memfn_held held = memfn_os_lock();
	uint64_t size = memfn_whole_pages(open_used), end = open_extent->offset + size;
	int fd = gone_private ? -1 : memfn_file();
	if (fd >= 0 && size < open_extent->size &&
		open_extent->offset + open_extent->size == file_end) {
		describe(open_extent, size, open_extent->size - size, MEMFN_CHUNK_PADDING);
		if (open_used < size)
			describe(open_extent, open_used, size - open_used, MEMFN_CHUNK_PADDING);
		memfn_os_unmap(open_extent->memory + size, open_extent->size - size);
		open_extent->size = size;
		file_end = end;
		note_used();
		memfn_os_cut(fd, end);
	}
	memfn_os_unlock(held);
}
