// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// jemalloc, tcmalloc and mimalloc preloaded: the family serves the same figures, if the
// runtime stands in front: in the program, or preloaded first.
// REQUIRES: default-llvm, jemalloc, tcmalloc, mimalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -fno-builtin %s -o static && %clang_memfn -O2 -fno-builtin %s -o shared %link_shared
// RUN: for library in %jemalloc %tcmalloc %mimalloc; do LD_PRELOAD=$library MEMFN_OUTPUT=p.out ./static $library && %expect p.out %s %test_dir/runtime/Inputs/family.h || exit 1; done
// RUN: for library in %jemalloc %tcmalloc %mimalloc; do LD_PRELOAD=%libmemfn_so:$library MEMFN_OUTPUT=p.out ./shared $library && %expect p.out %s %test_dir/runtime/Inputs/family.h || exit 1; done

#include "../Inputs/family.h"

// It is really there.
static int mapped(const char *library)
{
	static char line[4096];
	FILE *maps = fopen("/proc/self/maps", "r");
	while (maps && fgets(line, sizeof line, maps))
		if (strstr(line, library))
			return !fclose(maps);
	return 0;
}

// EXPECT: totals calls=5
// EXPECT: trust foreign_frees>=0
int main(int count, char **arguments)
{
	return count != 2 || !mapped(arguments[1]) || family();
}
