// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// rss=1: what RSS and shared memory changed by during calls is what the program itself reads before
// and after, within half a MiB; VMS changes by what it maps, to the byte; a child made by fork has
// its own figures; without the option there are none.
// Not under an emulator: qemu's own mappings are in what /proc tells.
// UNSUPPORTED: cross
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=rss=1 MEMFN_OUTPUT=p.out ./prog > out && %expect p.out %s out && %expect p.out.* %s:CHILD && %memreport p.out | FileCheck %s && MEMFN_OUTPUT=q.out ./prog > /dev/null && %memreport q.out | FileCheck %s --check-prefix=WITHOUT && ! %memreport export --format=json q.out | grep rss_bytes && ! %memreport --columns +vms q.out 2>err && grep "column vms: not recorded: run the program with MEMFN_OPTIONS=rss=1" err'
// RUN: %clang_memfn -O1 %s -o %t.prog %link_static && env MEMFN_OPTIONS=rss=1:quiet=1 MEMFN_OUTPUT=%t.out %t.prog > %t.said
// RUN: not %memreport --columns rss --filter thread:main %t.out 2>&1 | FileCheck %s --check-prefix=THREAD
// THREAD: column rss: not told by thread, only of the process
// RUN: %memreport --filter thread:main %t.out | FileCheck %s --check-prefix=WITHOUT --implicit-check-not=rss,
// CHECK: leaked {{ *}}rss {{ *}}vms {{ *}}shared  filename
// CHECK: rss, vms and shared are the kernel's figures of the whole process, in pages, and not exact.
// WITHOUT: leaked  filename
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../Inputs/take.h"

enum { MIB = 1 << 20, SLACK = MIB / 2 };

struct now {
	long rss, shared;
};

static struct now look(void)
{
	char text[100] = "";
	struct now now = {0};
	int fd = open("/proc/self/statm", O_RDONLY);
	if (read(fd, text, sizeof text - 1) > 0)
		sscanf(text, "%*s %ld %ld", &now.rss, &now.shared);
	close(fd);
	return now;
}

static void say(const char *function, const char *key, long before, long after)
{
	long bytes = (after - before) * sysconf(_SC_PAGESIZE);
	printf("EXPECT: %s %s>=%ld %s<=%ld\n", function, key, bytes - SLACK, key, bytes + SLACK);
}

static void *map(size_t size, int flags)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
}

// EXPECT: touch calls=2 total_rss_bytes>=25000000 total_rss_bytes<=26500000 total_vms_bytes=0
PROFILE void touch(char *memory, size_t size)
{
	memset(memory, 1, size);
}

// EXPECT: private_memory total_vms_bytes=58720256 self_vms_bytes=58720256
/* 16 MiB of 64 are touched, 8 of them given back. */
PROFILE void private_memory(void)
{
	char *memory = map(64 * MIB, MAP_PRIVATE);
	touch(memory, 16 * MIB);
	munmap(memory, 8 * MIB);
}

// EXPECT: shared_memory total_vms_bytes=8388608
PROFILE void shared_memory(void)
{
	touch(map(8 * MIB, MAP_SHARED), 8 * MIB);
}

// EXPECT: nested calls=4 primitive_calls=1 total_rss_bytes>=3500000 total_rss_bytes<=5500000 total_vms_bytes=4194304
PROFILE void nested(int depth)
{
	memset(map(MIB, MAP_PRIVATE), 1, MIB);
	if (depth)
		nested(depth - 1);
}

// EXPECT: child calls=0
// CHILD: child calls=1 total_rss_bytes>=3000000 total_rss_bytes<=5000000 total_vms_bytes=4194304
// CHILD: private_memory calls=0 total_rss_bytes=0
PROFILE void child(void)
{
	memset(map(4 * MIB, MAP_PRIVATE), 1, 4 * MIB);
}

static void watch(const char *name, void (*function)(void))
{
	struct now before = look();
	function();
	struct now after = look();
	say(name, "total_rss_bytes", before.rss, after.rss);
	say(name, "total_shared_bytes", before.shared, after.shared);
}

// EXPECT: totals calls=8
int main(void)
{
	watch("private_memory", private_memory);
	watch("shared_memory", shared_memory);
	nested(3);
	fflush(stdout);
	if (!fork()) {
		child();
		_exit(0);
	}
	wait(NULL);
	return 0;
}
