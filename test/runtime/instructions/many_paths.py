# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""many_paths.py N: a C program with N * N + N paths, the last ones of which allocate, and three
snapshots: of all that, with nothing changed, with all changed. It prints what each took of CPU time."""
import sys

n = int(sys.argv[1])
print("""#include <memfn/memfn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static void *volatile kept;
static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}""")
for i in range(n):
    print(f"MEMFN_PROFILE static void inner{i}(void) {{ kept = malloc({i + 1}); }}")
print("static __attribute__((noinline)) void all(void)\n{")
for i in range(n):
    print(f"\tinner{i}();")
print("}")
for i in range(n):
    print(f"MEMFN_PROFILE static void outer{i}(void) {{ all(); kept = NULL; }}")
print("static __attribute__((noinline)) void every_path(void)\n{")
for i in range(n):
    print(f"\touter{i}();")
print("""}
static void take(const char *label)
{
	double start = now();
	memfn_snapshot(label);
	printf("%s: %.2f ms\\n", label, now() - start);
}
int main(void)
{
	every_path();
	take("first");
	take("unchanged");
	every_path();
	take("changed");
	return 0;
}""")
