/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Strings in chunks of their own. */
#include "text.h"

#include <string.h>

#include "chunk.h"

static char *strings_at, *strings_end;
static uint64_t strings_offset; /* of strings_at */

/* With the chunk's header a little less than a page. What is longer has a chunk to itself. */
enum { STRINGS_ROOM = 4032 - sizeof(struct memfn_chunk) };

uint64_t memfn_strings(const char *bytes, size_t size)
{
	if (size > (size_t)(strings_end - strings_at)) {
		size_t room = size > STRINGS_ROOM ? size : STRINGS_ROOM;
		char *fresh = memfn_chunk(MEMFN_CHUNK_STRINGS, 0, (uint32_t)room, room, 0);
		if (!fresh)
			return 0;
		strings_at = fresh;
		strings_end = fresh + room;
		strings_offset = memfn_chunk_offset(fresh);
	}
	uint64_t offset = strings_offset;
	memcpy(strings_at, bytes, size);
	strings_at += size;
	strings_offset += size;
	return offset;
}

/* File names repeat from function to function: those met lately are found again. */
uint64_t memfn_string(const char *text)
{
	static struct {
		const char *bytes;
		uint64_t offset;
	} lately[64];
	if (!text) /* a program's label: getenv's, say */
		text = "";
	size_t length = strlen(text);
	uint32_t hash = (uint32_t)length * 31;
	for (size_t i = 0; i < length; i++)
		hash = hash * 31 + (unsigned char)text[i];
	hash = (hash ^ hash >> 11) % 64;
	if (lately[hash].bytes && !strcmp(lately[hash].bytes, text))
		return lately[hash].offset;
	uint64_t offset = memfn_strings(text, length + 1);
	if (offset) {
		lately[hash].bytes = strings_at - length - 1;
		lately[hash].offset = offset;
	}
	return offset;
}

void memfn_strings_renew(void)
{
	memset(strings_at, 0, (size_t)(strings_end - strings_at));
}
