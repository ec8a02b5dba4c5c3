/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "tell.h"

#include <stdlib.h> /* malloc's address */
#include <unistd.h> /* isatty */

#include "file.h"
#include "library.h"
#include "options.h"
#include "os.h"
#include "profile.h"
#include "say.h"
#include "shard.h"
#include "tree.h"

bool memfn_tell_wanted(void)
{
	if (memfn_options.quiet != MEMFN_QUIET_AUTO)
		return memfn_options.quiet == MEMFN_QUIET_NO;
	return memfn_os_environment("MEMFN_OUTPUT") || memfn_os_environment("MEMFN_OPTIONS") ||
		   (!memfn_os_sandboxed && isatty(2));
}

static void count_calls(uint64_t *calls, uint32_t *called)
{
	uint32_t count = memfn_function_count();
	uint64_t *by_function = memfn_os_map(count * sizeof *by_function);
	*calls = *called = 0;
	if (!by_function)
		return;
	for (struct memfn_shard_state *shard = memfn_shards; shard; shard = shard->next)
		for (uint32_t node = 0; node < memfn_node_count(); node++)
			if (shard->node_leaves[node / MEMFN_LEAF])
				by_function[memfn_node_at(node)->function] +=
					shard->node_leaves[node / MEMFN_LEAF][node % MEMFN_LEAF].calls;
	for (uint32_t i = MEMFN_FUNCTION_PSEUDOS; i < count; i++) {
		*calls += by_function[i];
		*called += by_function[i] != 0;
	}
}

void memfn_tell_what_came(void)
{
	uint64_t calls;
	uint32_t called, known = memfn_function_count() - MEMFN_FUNCTION_PSEUDOS;
	count_calls(&calls, &called);
	if (!known)
		memfn_say("%s: no instrumented function in this program: build it with memfn-clang "
				  "and mark functions with __attribute__((annotate(\"memprof\"))) or use "
				  "--memfn-all",
				  memfn_profile_name);
	else if (!calls)
		memfn_say("%s: none of the %u instrumented functions was called%s", memfn_profile_name,
				  known, memfn_options.record ? "" : " while recording was on (record=off)");
	else
		memfn_say("%s: %llu call%s of %u function%s; see: memreport %s", memfn_profile_name,
				  (unsigned long long)calls, calls == 1 ? "" : "s", called, called == 1 ? "" : "s",
				  memfn_profile_name);
}

void memfn_tell_whose_malloc(void)
{
	const char *library = memfn_library_of((const void *)(uintptr_t)malloc);
	if (library && *library)
		memfn_say("malloc is that of %s, which stands before MemFn's: memory is not tracked, calls "
				  "and times are (link MemFn's runtime into the executable, or preload it)",
				  library);
	else
		memfn_say("this program has a malloc of its own: its memory is not tracked, "
				  "calls and times are (memfn_track serves)");
}
