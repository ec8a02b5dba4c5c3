/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "selection.h"

#include <stddef.h>
#include <string.h>

#include "memfn/format.h"
#include "os.h"
#include "table.h"
#include "text.h"

static struct memfn_table lines =
	MEMFN_TABLE(MEMFN_CHUNK_SELECTION, struct memfn_selection, 5, 1u << 18);

/* What tells lines apart. The kept ones lie in private memory: a library may be unmapped. */
struct line_key {
	const char *list, *text;
	uint64_t list_string; /* in the profile */
	uint32_t line;
};

static const struct line_key *last_key; /* added last: most often of the same list as the next */

static uint64_t key_hash(const struct line_key *key)
{
	return memfn_mix(memfn_mix_text(key->list) ^ memfn_mix_text(key->text), key->line);
}

static const struct line_key *key_of(const void *entry)
{
	const struct memfn_selection *selection = entry;
	return (const struct line_key *)(uintptr_t)selection->key_private;
}

static uint64_t line_hash(const void *entry)
{
	return key_hash(key_of(entry));
}

static bool line_same(const void *entry, const void *wanted)
{
	const struct line_key *a = key_of(entry), *b = wanted;
	return a->line == b->line && !strcmp(a->text, b->text) && !strcmp(a->list, b->list);
}

static struct line_key *keep(const struct line_key *key)
{
	bool same_list = last_key && !strcmp(last_key->list, key->list);
	size_t list = same_list ? 0 : strlen(key->list) + 1, text = strlen(key->text) + 1;
	struct line_key *kept = memfn_os_small(sizeof *kept + list + text);
	if (!kept)
		return NULL;
	char *at = (char *)(kept + 1);
	kept->line = key->line;
	kept->text = memcpy(at, key->text, text);
	kept->list = same_list ? last_key->list : memcpy(at + text, key->list, list);
	kept->list_string = same_list ? last_key->list_string : memfn_string(key->list);
	last_key = kept;
	return kept;
}

static uint32_t line_new(const struct line_key *key, uint32_t section)
{
	const struct line_key *kept = keep(key);
	uint32_t index = kept ? memfn_table_add(&lines) : UINT32_MAX;
	if (index == UINT32_MAX)
		return index;
	struct memfn_selection *entry = memfn_table_at(&lines, index);
	entry->key_private = (uintptr_t)kept;
	entry->list = kept->list_string;
	entry->line = key->line;
	entry->section = section;
	__atomic_store_n(&entry->text, memfn_string(key->text), __ATOMIC_RELEASE);
	memfn_table_enter(&lines, index, key_hash(key), line_hash);
	return index;
}

void memfn_selection_add(const struct memfn_list_line *line)
{
	struct line_key key = {.list = line->list, .text = line->text, .line = line->line};
	uint32_t index = memfn_table_find(&lines, key_hash(&key), line_same, &key);
	if (index == UINT32_MAX)
		index = line_new(&key, line->section);
	if (index == UINT32_MAX)
		return;
	struct memfn_selection *entry = memfn_table_at(&lines, index);
	entry->matched += line->matched;
	entry->decided += line->decided;
	entry->modules++;
}
