// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Blocks of a page to some on allocators that keep their own records apart: made, resized and freed
// in no order, by two threads; what a forked child frees of them is inherited.
// REQUIRES: default-llvm, jemalloc, tcmalloc, mimalloc
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -fno-builtin -pthread %s -o prog
// RUN: for library in %jemalloc %tcmalloc %mimalloc; do rm -f p.out*; LD_PRELOAD=$library MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.[0-9]* %s:CHILD || exit 1; done
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

enum { BLOCKS = 20000 };

static void *blocks[BLOCKS];

// EXPECT: make calls=20000 allocs=20000 alloc_bytes=279990000 leaked_blocks=1 leaked_bytes=16081
// CHILD: make calls=3 allocs=3 alloc_bytes=12003 leaked_blocks=0
PROFILE void make(int i)
{
	if (i % 8)
		blocks[i] = malloc(4000 + (size_t)i);
	else
		blocks[i] = aligned_alloc(4096, 4000 + (size_t)i);
}

// EXPECT: resize calls=5000 allocs=5000 alloc_bytes=75990000 frees=5000 freed_bytes=69990000
PROFILE void resize(int i)
{
	blocks[i] = realloc(blocks[i], 5200 + (size_t)i);
}

// EXPECT: end calls=19999 frees=19999 freed_bytes=285973919
// CHILD: end calls=20003 frees=3 freed_bytes=12003
PROFILE void end(int i)
{
	free(blocks[i]);
}

static void *end_all(void *count)
{
	for (int i = 0; i < *(int *)count; i++)
		end((int)((i * 7919L) % BLOCKS)); /* 7919 is prime */
	return NULL;
}

static int end_in_thread(int count)
{
	pthread_t thread;
	return pthread_create(&thread, NULL, end_all, &count) || pthread_join(thread, NULL);
}

static int child(void)
{
	end_all(&(int){BLOCKS});
	for (int i = 0; i < 3; i++)
		make(i);
	for (int i = 0; i < 3; i++)
		end(i);
	return 0;
}

// EXPECT: trust foreign_frees=0 inherited_frees=0
// CHILD: trust foreign_frees=0 inherited_frees=20000
int main(void)
{
	int status;
	for (int i = 0; i < BLOCKS; i++)
		make(i);
	for (int i = 0; i < BLOCKS; i += 4)
		resize(i);
	pid_t pid = fork();
	if (!pid)
		exit(child());
	return waitpid(pid, &status, 0) != pid || status || end_in_thread(BLOCKS - 1);
}
