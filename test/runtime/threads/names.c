// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Figures by thread are by name: threads that name themselves, in mid-call too, or that their creator
// names; whose places in the profile were another's before; more names than are kept apart.
// RUN: %each %clang_memfn %s -pthread -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && for name in self other prctl early prog; do %memreport --bytes --filter thread:$name p.out | sed "s/^/$name: /"; done | FileCheck %s'
// RUN: %memfn_clang -static -O2 %s -pthread -o %t.static && env MEMFN_OUTPUT=%t.prof %t.static 2000 && %expect %t.prof %s:MANY && test $(stat -c %%s %t.prof) -lt 20000000
// RUN: env MEMFN_OUTPUT=%t.prof %t.static && %memreport --bytes --filter thread:self %t.prof | grep '3000 B.*(work)'
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "../Inputs/take.h"

extern int pthread_setname_np(pthread_t, const char *);

static pthread_barrier_t barrier;

// CHECK: self: {{.*}}3000 B{{.*}}(work)
// CHECK: other: {{.*}}4000 B{{.*}}(work)
// CHECK: prctl: {{.*}}10000 B{{.*}}(work)
// CHECK: early: {{.*}}7000 B{{.*}}(work)
// CHECK: prog: {{.*}}700 B{{.*}}(work)
// EXPECT: work calls=23 alloc_bytes=24700
// MANY: work calls=2000 alloc_bytes=20000
PROFILE void work(size_t size)
{
	take(size);
}

// EXPECT: names_itself calls=8 open_calls=0 peak_bytes=2000 retained_bytes=13000
PROFILE void names_itself(const char *name, size_t size)
{
	void *before = take(1);
	if (!strcmp(name, "prctl"))
		prctl(PR_SET_NAME, name);
	else
		pthread_setname_np(pthread_self(), name);
	give(before);
	work(size);
}

static void *by_itself(void *name)
{
	if (!strcmp(name, "prctl"))
		names_itself(name, 2000);
	else if (!strcmp(name, "self"))
		names_itself(name, 1000);
	return NULL;
}

static void *by_other(void *argument)
{
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	work(4000);
	return argument;
}

static void *not_at_all(void *size)
{
	work((size_t)size);
	return NULL;
}

static void *counted(void *argument)
{
	char name[16];
	snprintf(name, sizeof name, "thread-%ld", (long)argument);
	pthread_setname_np(pthread_self(), name);
	work(10);
	return NULL;
}

static void run(void *(*function)(void *), const char *name)
{
	pthread_t thread;
	pthread_create(&thread, NULL, function, (void *)name);
	pthread_join(thread, NULL);
}

int main(int count, char **arguments)
{
	pthread_t thread;
	for (long i = 0; count > 1 && i < atoi(arguments[1]); i++)
		run(counted, (const char *)i);
	if (count > 1)
		return 0;
	pthread_setname_np(pthread_self(), "prog"); /* an emulator has its own name */
	pthread_barrier_init(&barrier, NULL, 2);
	pthread_create(&thread, NULL, by_other, NULL);
	pthread_barrier_wait(&barrier);
	pthread_setname_np(thread, "other");
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	for (int i = 0; i < 3; i++)
		run(by_itself, "self");
	for (int i = 0; i < 5; i++)
		run(by_itself, "prctl");
	for (int i = 0; i < 7; i++)
		run(not_at_all, (const char *)100);
	pthread_setname_np(pthread_self(), "early");
	for (int i = 0; i < 7; i++)
		run(not_at_all, (const char *)1000);
	return 0;
}
