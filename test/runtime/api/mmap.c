// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// mmap=1: what the program itself maps is a domain of its own, counted by hand here, in pages; no
// figure of the heap has it, and it has none of malloc's mappings. Without the option there is none.
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OPTIONS=mmap=1 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && %expect p.out.* %s:CHILD && %memreport -b p.out | FileCheck %s && %memreport lines -b --include domain:mmap p.out | FileCheck %s --check-prefix=LINES && %memreport lines -b --sort ownpeak --include domain:mmap p.out | FileCheck %s --check-prefix=PEAKS && %memreport lines --all p.out | FileCheck %s --check-prefix=HEAP && %memreport lines -b --by domain p.out | FileCheck %s --check-prefix=DOMAINS && MEMFN_OUTPUT=q.out ./prog && ! %memreport export --format=json q.out | grep mapped_bytes && ! %memreport --columns +mapped q.out 2> err && grep MEMFN_OPTIONS=mmap=1 err'
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 -static %s -pthread -o prog && MEMFN_OPTIONS=mmap=1 MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
// CHECK: beside the heap 761856 B in 20 mappings; peak 430080 B mapped; 36864 B still mapped
// HEAP: Total: 2.0 MiB in
// DOMAINS-DAG: : heap: {{.*}} allocations
// DOMAINS-DAG: : mmap: 761856 B in 20 allocations
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"
#include "memfn/memfn.h"

#define PAGES *4096

static char *map(size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

// EXPECT: threaded calls=4 maps=8 mapped_bytes=131072 mapped_live_bytes=0 allocs=0
PROFILE void *threaded(void *unused)
{
	munmap(map(4 PAGES), 4 PAGES);
	munmap(map(4 PAGES - 100), 4 PAGES - 100);
	return unused;
}

// EXPECT: whole maps=1 mapped_bytes=40960 mapped_live_bytes=0 own_mapped_peak_bytes=40960
PROFILE void whole(void)
{
	munmap(map(10 PAGES), 10 PAGES);
}

// EXPECT: partly maps=1 mapped_bytes=40960 mapped_live_bytes=20480 own_mapped_peak_bytes=40960
// EXPECT: partly alloc_bytes=0 peak_bytes=0 retained_bytes=0
PROFILE void partly(void)
{
	char *memory = map(10 PAGES);
	munmap(memory + 2 PAGES, 3 PAGES);
	munmap(memory, 1 PAGES);
	munmap(memory + 9 PAGES, 1 PAGES);
	munmap(memory + 1, 1 PAGES); /* not aligned: fails */
}

// EXPECT: over maps=2 mapped_bytes=49152 mapped_live_bytes=0 own_mapped_peak_bytes=32768
PROFILE void over(const char *program)
{
	char *memory = map(8 PAGES);
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, fd = open(program, O_RDONLY);
	mmap(memory + 2 PAGES, 4 PAGES, PROT_READ, flags, -1, 0);
	mmap(memory, 2 PAGES, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);
	mmap(NULL, 2 PAGES, PROT_READ, MAP_PRIVATE, fd, 0); /* a file is none */
	mmap(NULL, SIZE_MAX / 2, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* fails */
	munmap(memory, 8 PAGES);
	close(fd);
}

// EXPECT: moved maps=3 mapped_bytes=430080 mapped_live_bytes=4096 own_mapped_peak_bytes=409600
// EXPECT: moved total_mapped_bytes=430080 total_mapped_live_bytes=4096
PROFILE void moved(void)
{
	char *memory = map(4 PAGES);
	// LINES: #1: {{.*}}mmap.c:[[@LINE+1]]: 409600 B in 1 allocation
	memory = mremap(memory, 4 PAGES, 100 PAGES, MREMAP_MAYMOVE);
	mremap(memory, 100 PAGES, 1 PAGES, 0);
}

// EXPECT: maker maps=2 mapped_bytes=49152 mapped_live_bytes=0
PROFILE char *maker(void)
{
	// PEAKS: mmap.c:[[@LINE+1]]: 24576 B at once, of 49152 B in 2 allocations
	return map(6 PAGES);
}

// EXPECT: user maps=0 mapped_bytes=0 total_mapped_bytes=24576 total_mapped_live_bytes=0
PROFILE void user(void)
{
	munmap(maker(), 6 PAGES);
}

// EXPECT: program_break maps=2 mapped_bytes=16384 mapped_live_bytes=12288
PROFILE void program_break(void)
{
	sbrk(3 PAGES);
	sbrk(-1 PAGES);
	brk((char *)sbrk(0) + 1 PAGES);
}

// EXPECT: heap maps=0 mapped_bytes=0 alloc_bytes=2097152 peak_bytes=2097152
PROFILE void heap(void)
{
	give(take(2 << 20));
}

/* Mapped on and unmapped off, mapped off and unmapped on. */
// EXPECT: stopped maps=1 mapped_bytes=4096 mapped_live_bytes=0
PROFILE char *stopped(char *memory)
{
	if (memory)
		return munmap(memory, 5 PAGES), NULL;
	return map(1 PAGES);
}

/* What the parent mapped is nothing here. */
// CHILD: totals maps=1 mapped_bytes=8192 mapped_peak_bytes=8192 mapped_live_bytes=8192
// CHILD: child maps=1
PROFILE void child(char *inherited)
{
	munmap(inherited, 6 PAGES);
	map(2 PAGES);
}

// EXPECT: totals maps=20 mapped_bytes=761856 mapped_live_bytes=36864 mapped_peak_bytes=430080
int main(int count, char **arguments)
{
	pthread_t threads[4];
	(void)count;
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, threaded, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	whole();
	partly();
	over(arguments[0]);
	moved();
	user();
	program_break();
	heap();
	char *memory = stopped(NULL);
	memfn_stop();
	munmap(memory, 1 PAGES);
	memory = map(5 PAGES);
	memfn_start();
	stopped(memory);
	char *inherited = maker();
	if (!fork()) {
		child(inherited);
		_exit(0);
	}
	wait(NULL);
	munmap(inherited, 6 PAGES);
	return 0;
}
