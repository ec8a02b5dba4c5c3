// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The hot paths cost no more instructions than they did: a hook pair, a malloc/free pair, realloc, an
// allocation that raises its frame's mark, a block freed by another thread, a pair in a process with two.
// REQUIRES: valgrind, default-llvm
// RUN: %memfn_clang -O2 -pthread %s -o %t
// RUN: %clang -O2 -pthread -DPROFILE= %s -o %t.plain
// RUN: env MEMFN_OUTPUT=%t.prof %python %S/ceilings.py %t %t.plain
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifndef PROFILE
#define PROFILE __attribute__((annotate("memprof")))
#endif

static volatile int sink;
static void *volatile kept;

PROFILE static void leaf(void)
{
	sink++;
}

PROFILE static void allocate(size_t n)
{
	kept = malloc(n);
}

static void hooks(int n)
{
	while (n--)
		leaf();
}

static void pair(int n)
{
	while (n--) {
		kept = malloc(64);
		free(kept);
	}
}

/* From two lines in turn. */
PROFILE static void lines(int n)
{
	while (n--) {
		kept = malloc(64);
		free(kept);
		kept = malloc(64);
		free(kept);
	}
}

static void zeroed(int n)
{
	while (n--) {
		kept = calloc(1, 64);
		free(kept);
	}
}

static void resized(int n)
{
	kept = malloc(100);
	while (n--)
		kept = realloc(kept, 100 + 400 * (n & 1));
	free(kept);
}

static void raised(int n)
{
	while (n--) {
		allocate(64);
		free(kept);
	}
}

/* All blocks are made here and freed there: no time slice comes between. */
static void *free_all(void *list)
{
	for (void *next; list; list = next) {
		next = *(void **)list;
		free(list);
	}
	return NULL;
}

static void remote(int n)
{
	void *list = NULL;
	pthread_t thread;
	while (n--) {
		void *block = malloc(64);
		*(void **)block = list;
		list = block;
	}
	pthread_create(&thread, NULL, free_all, list);
	pthread_join(thread, NULL);
}

/* The same pair once there has been another thread. */
static void threaded(int n)
{
	pthread_t thread;
	pthread_create(&thread, NULL, free_all, NULL);
	pthread_join(thread, NULL);
	pair(n);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int);
	} operations[] = { { "hooks", hooks },	   { "malloc", pair },	{ "lines", lines }, { "calloc", zeroed },
			   { "realloc", resized }, { "raise", raised }, { "remote", remote },  { "threaded", threaded } };
	for (unsigned i = 0; argc > 2 && i < sizeof operations / sizeof *operations; i++)
		if (!strcmp(argv[1], operations[i].name))
			operations[i].run(atoi(argv[2]));
	return 0;
}
