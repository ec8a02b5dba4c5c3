/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Linked into the plain build of a random program: the malloc family, each successful call written
 * to the program's event log, and the log itself. This is the truth that the model starts from:
 * it knows what the C library and libstdc++ allocate for themselves, and nothing of MemFn.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log.h"

enum { EARLY = 1024, CAPACITY = 1 << 16 };

static struct prop_record early[EARLY];
static struct prop_record *records = early;
static unsigned long capacity = EARLY, used;
static __thread uint16_t this_thread;

void prop_log_thread(int thread)
{
	this_thread = (uint16_t)thread;
}

void prop_log(int kind, unsigned function, uint64_t a, uint64_t b)
{
	unsigned long i = __atomic_fetch_add(&used, 1, __ATOMIC_RELAXED);

	if (i >= capacity)
		abort();
	records[i] = (struct prop_record){(uint8_t)kind, 0, this_thread, function, a, b};
}

int prop_log_open(const char *path)
{
	size_t size = CAPACITY * sizeof(struct prop_record);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	struct prop_record *map;

	if (fd < 0 || ftruncate(fd, (off_t)size))
		return -1;
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return -1;
	memcpy(map, early, used * sizeof(*map));
	records = map;
	capacity = CAPACITY;
	return 0;
}

/* glibc's own entry points, usable before anything is relocated. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void *__libc_valloc(size_t);
extern void *__libc_pvalloc(size_t);
extern void __libc_free(void *);

/* One call at a time: the log's order is that in which addresses came and went. */
static int locked;

static void lock(void)
{
	while (__atomic_exchange_n(&locked, 1, __ATOMIC_ACQUIRE))
		sched_yield();
}

static void unlock(void)
{
	__atomic_store_n(&locked, 0, __ATOMIC_RELEASE);
}

static void *logged(void *p, size_t size)
{
	if (p)
		prop_log(PROP_LOG_ALLOC, 0, (uintptr_t)p, size);
	unlock();
	return p;
}

void *malloc(size_t size)
{
	lock();
	return logged(__libc_malloc(size), size);
}

void *calloc(size_t n, size_t size)
{
	lock();
	return logged(__libc_calloc(n, size), n * size);
}

void free(void *p)
{
	lock();
	if (p)
		prop_log(PROP_LOG_FREE, 0, (uintptr_t)p, 0);
	__libc_free(p);
	unlock();
}

void *realloc(void *old, size_t size)
{
	void *p;

	lock();
	p = __libc_realloc(old, size);
	if (old && (p || !size))
		prop_log(PROP_LOG_FREE, 0, (uintptr_t)old, 0);
	return logged(p, size);
}

void *reallocarray(void *old, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(old, bytes);
}

void *memalign(size_t align, size_t size)
{
	lock();
	return logged(__libc_memalign(align, size), size);
}

void *aligned_alloc(size_t align, size_t size)
{
	lock();
	return logged(__libc_memalign(align, size), size);
}

void *valloc(size_t size)
{
	lock();
	return logged(__libc_valloc(size), size);
}

void *pvalloc(size_t size)
{
	lock();
	return logged(__libc_pvalloc(size), size);
}

int posix_memalign(void **out, size_t align, size_t size)
{
	static int (*real)(void **, size_t, size_t);
	int err;

	if (!real)
		real = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
	lock();
	err = real(out, align, size);
	logged(err ? NULL : *out, size);
	return err;
}
