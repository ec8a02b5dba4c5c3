/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What a call by name goes to. A function's address does not tell: in an executable at fixed
 * addresses that takes it, it is that of a stub of the executable's for everybody (System V ABI,
 * AMD64 supplement, "function addresses"), while calls go to the definition that stands first.
 */
#include "binding.h"

#include <link.h> /* ElfW, the dynamic section */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
enum { JUMP_SLOT = R_X86_64_JUMP_SLOT };
#elif defined(__aarch64__)
enum { JUMP_SLOT = R_AARCH64_JUMP_SLOT };
#else
enum { JUMP_SLOT = -1 };
#endif

extern const char __ehdr_start[] __attribute__((visibility("hidden")));
extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden"), weak));

/* glibc has made addresses of the section's offsets, musl has not. */
static const void *entry_of(ElfW(Sxword) tag)
{
	uintptr_t base = (uintptr_t)__ehdr_start;
	for (const ElfW(Dyn) *d = _DYNAMIC; d && d->d_tag != DT_NULL; d++)
		if (d->d_tag == tag)
			return (const void *)(d->d_un.d_ptr < base ? base + d->d_un.d_ptr : d->d_un.d_ptr);
	return NULL;
}

static size_t size_of(ElfW(Sxword) tag)
{
	for (const ElfW(Dyn) *d = _DYNAMIC; d && d->d_tag != DT_NULL; d++)
		if (d->d_tag == tag)
			return d->d_un.d_val;
	return 0;
}

void *memfn_bound_call(const char *name)
{
	const ElfW(Rela) *slot = entry_of(DT_JMPREL);
	const ElfW(Sym) *symbols = entry_of(DT_SYMTAB);
	const char *names = entry_of(DT_STRTAB);
	if (!slot || !symbols || !names)
		return NULL;
	for (size_t left = size_of(DT_PLTRELSZ) / sizeof *slot; left; left--, slot++)
		if (ELF64_R_TYPE(slot->r_info) == JUMP_SLOT &&
			!strcmp(names + symbols[ELF64_R_SYM(slot->r_info)].st_name, name))
			return *(void *const *)(const void *)(__ehdr_start + slot->r_offset);
	return NULL;
}
