/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "library.h"

#include <errno.h> /* errno, kept */
#include <link.h>  /* dl_iterate_phdr */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search {
	uintptr_t address;
	bool first; /* the main program is (dl_iterate_phdr(3)) */
	const char *found;
	uintptr_t low, high;
};

static bool holds(const struct dl_phdr_info *object, struct search *search)
{
	bool found = false;
	search->low = UINTPTR_MAX;
	search->high = 0;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t from = object->dlpi_addr + part->p_vaddr;
		if (part->p_type != PT_LOAD)
			continue;
		found |= search->address - from < part->p_memsz;
		search->low = from < search->low ? from : search->low;
		search->high = from + part->p_memsz > search->high ? from + part->p_memsz : search->high;
	}
	return found;
}

static int look(struct dl_phdr_info *object, size_t size, void *data)
{
	struct search *search = data;
	bool first = search->first;
	(void)size;
	search->first = false;
	if (!holds(object, search))
		return 0;
	search->found = first ? "" : object->dlpi_name;
	return 1;
}

const char *memfn_library_of(const void *address)
{
	struct search search = {(uintptr_t)address, true, NULL, 0, 0};
	int saved = errno;
	dl_iterate_phdr(look, &search);
	errno = saved;
	return search.found;
}

void memfn_library_bounds(const void *address, uintptr_t *low, uintptr_t *high)
{
	struct search search = {(uintptr_t)address, true, NULL, 0, 0};
	dl_iterate_phdr(look, &search);
	bool is_library = search.found && *search.found;
	*low = is_library ? search.low : 0;
	*high = is_library ? search.high : 0;
}
