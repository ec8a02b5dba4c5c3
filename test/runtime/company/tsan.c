// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TSan owns malloc and tells the runtime of each block: figures are as always, and it still finds
// what it looks for.
// RUN: %each %clang_memfn -fsanitize=thread %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog 2> err && %expect p.out %test_dir/runtime/Inputs/company.h && if MEMFN_OUTPUT=q.out ./prog wrong 2> err; then exit 1; fi; grep "data race" err; %expect q.out "wrong calls=2"'
#include "../Inputs/company.h"

static int shared;

PROFILE void *wrong(void *unused)
{
	for (int i = 0; i < 1000; i++)
		(*(volatile int *)&shared)++;
	return unused;
}

static int race(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, wrong, NULL);
	wrong(NULL);
	pthread_join(thread, NULL);
	return 0;
}

int main(int count, char **arguments)
{
	(void)arguments;
	if (count > 1)
		return race();
	return run();
}
