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
};

static bool holds(const struct dl_phdr_info *object, uintptr_t address)
{
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type == PT_LOAD &&
			address - (object->dlpi_addr + part->p_vaddr) < part->p_memsz)
			return true;
	}
	return false;
}

static int look(struct dl_phdr_info *object, size_t size, void *data)
{
	struct search *search = data;
	bool first = search->first;
	(void)size;
	search->first = false;
	if (!holds(object, search->address))
		return 0;
	search->found = first ? "" : object->dlpi_name;
	return 1;
}

const char *memfn_library_of(const void *address)
{
	struct search search = {(uintptr_t)address, true, NULL};
	int saved = errno;
	dl_iterate_phdr(look, &search);
	errno = saved;
	return search.found;
}
