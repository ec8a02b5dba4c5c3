// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Without the runtime every call does nothing: gcc, g++, clang, clang++, no warning.
// RUN: gcc -std=c99 -Wall -Wextra -Wshadow -Werror -I%include %s -o %t1 && %t1
// RUN: gcc -O2 -fno-pie -no-pie -Wall -Wextra -Werror -I%include %s -o %t2 && %t2
// RUN: gcc -O2 -static -Wall -Wextra -Werror -I%include %s -o %t3 && %t3
// RUN: g++ -x c++ -std=c++98 -Wall -Wextra -Wshadow -Werror -I%include %s -o %t4 && %t4
// RUN: g++ -x c++ -std=c++20 -O2 -Wall -Wextra -Werror -I%include %s -o %t5 && %t5
// RUN: %clang -std=c11 -Wall -Wextra -Wshadow -Werror -I%include %s -o %t6 && %t6
// RUN: %clang -O2 -fvisibility=hidden -Wall -Wextra -Werror -I%include %s -o %t7 && %t7
// RUN: %clangxx -x c++ -std=c++17 -O2 -Wall -Wextra -Werror -I%include %s -o %t8 && %t8
#include <memfn/memfn.h>

static int twice(int n)
{
	MEMFN_SCOPE("region");
	return 2 * n;
}

int main(void)
{
	struct memfn_usage u;
	size_t current = 1, peak = 1;
	char block[10];
	int sum = MEMFN_CALL("call", twice(2)) + MEMFN_UPSTREAM(twice(3));
	memfn_start();
	memfn_measure_begin(&u);
	memfn_track(1, block, sizeof(block));
	memfn_untrack(1, block);
	memfn_untrack_range(1, block, sizeof(block));
	memfn_mark("mark");
	memfn_snapshot("snapshot");
	memfn_stack(block, sizeof(block));
	memfn_stack_switched();
	memfn_reset_peak();
	memfn_traced_memory(&current, &peak);
	memfn_measure_end(&u);
	memfn_flush();
	memfn_stop();
	return sum != 10 || memfn_is_recording() || current || peak || u.allocs || u.ns;
}
