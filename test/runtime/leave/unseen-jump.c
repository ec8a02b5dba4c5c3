// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A jump that nobody sees, from a plain caller into itself, inline: the next event shows by its
// address which frames are gone, be it an entry, an allocation, a free, a realloc or an exit; with
// one thread and after there were two.
// REQUIRES: x86_64
// RUN: %clang -DPLAIN -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls -c %s -o %t.plain.o
// RUN: %memfn_clang -O0 %s %t.plain.o -o %t0 -pthread && env MEMFN_OUTPUT=%t0.prof %t0 && %expect %t0.prof %s
// RUN: %clang_memfn -O2 %s %t.plain.o -o %t2 -pthread %link_shared && env MEMFN_OUTPUT=%t2.prof %t2 && %expect %t2.prof %s
#include "../Inputs/take.h"

enum event { ENTRY, ALLOCATION, FREE, REALLOC, EXIT };

void plain(enum event event), jump(void), gone(void), entered(void);
extern void *volatile kept;

#ifdef PLAIN
static void *buffer[5];
void *volatile kept;

/* Its calls all have one frame address, that of what the jump left. */
void plain(enum event event)
{
	if (!__builtin_setjmp(buffer)) {
		gone();
		return;
	}
	if (event == ENTRY)
		entered();
	else if (event == ALLOCATION)
		kept = malloc(1000);
	else if (event == FREE)
		free(kept);
	else if (event == REALLOC)
		kept = realloc(kept, 2000);
}

void jump(void)
{
	__builtin_longjmp(buffer, 1);
}
#else
#include <pthread.h>

// EXPECT: gone calls=10 open_calls=0 allocs=0 frees=0
PROFILE void gone(void)
{
	jump();
}

// EXPECT: path by_entry/entered calls=2
PROFILE void entered(void)
{
	take(7);
}

// EXPECT: by_entry calls=2 total_alloc_bytes=14
PROFILE void by_entry(void)
{
	plain(ENTRY);
}

// EXPECT: by_allocation calls=2 alloc_bytes=2000
PROFILE void by_allocation(void)
{
	plain(ALLOCATION);
}

// EXPECT: by_realloc calls=2 frees=2 freed_bytes=2000 alloc_bytes=4000
PROFILE void by_realloc(void)
{
	plain(REALLOC);
}

// EXPECT: by_free calls=2 frees=2 freed_bytes=4000
PROFILE void by_free(void)
{
	plain(FREE);
}

// EXPECT: by_exit calls=2 open_calls=0 allocs=0
PROFILE void by_exit(void)
{
	plain(EXIT);
}

static void *nothing(void *argument)
{
	return argument;
}

static void all(void)
{
	by_entry();
	by_allocation();
	by_realloc();
	by_free();
	by_exit();
}

// EXPECT: trust frames_closed=10
// EXPECT: totals open_calls=0
int main(void)
{
	pthread_t thread;
	all();
	pthread_create(&thread, NULL, nothing, NULL);
	pthread_join(thread, NULL);
	all();
	return 0;
}
#endif
