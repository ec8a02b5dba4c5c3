/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A small program with known figures, for the company of other tools. */
#include <pthread.h>
#include <string.h>

#include "take.h"

PROFILE void *leaf(size_t size)
{
	return memset(take(size), 1, size);
}

PROFILE void *branch(void *unused)
{
	for (int i = 0; i < 10; i++)
		give(leaf(100));
	return unused;
}

PROFILE int run(void)
{
	pthread_t thread;
	branch(NULL);
	if (pthread_create(&thread, NULL, branch, NULL) || pthread_join(thread, NULL))
		return 1;
	return 0;
}
/* What holds without memory too.
 * CALLS: run calls=1
 * CALLS: branch calls=2
 * CALLS: leaf calls=20
 * And with it.
 * EXPECT: run calls=1
 * EXPECT: branch calls=2 peak_bytes=100
 * EXPECT: leaf calls=20 allocs=20 alloc_bytes=2000 leaked_bytes=0
 * EXPECT: process state=exited status=0
 * Where pthread_create is not a sanitizer's.
 * THREAD: path run/<thread>/branch/leaf calls=10
 */
