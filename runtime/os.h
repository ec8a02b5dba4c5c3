/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The system: memory, files, the lock, signals. The only system calls of the runtime are made in
 * os.c and os_files.c, directly, so that a program that interposes libc's functions never sees
 * them. Functions return 0 (or what they ask for) or -errno, and leave errno alone.
 */
#ifndef MEMFN_OS_H
#define MEMFN_OS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#define MEMFN_PAGE 4096u

/* A size rounded up to pages. */
static inline size_t memfn_whole_pages(size_t size)
{
	return (size + MEMFN_PAGE - 1) & ~(size_t)(MEMFN_PAGE - 1);
}

/* The pid, once the program has filtered its system calls (seccomp(2)), else 0: from then on none
 * is made but for memory and locks; signals are not blocked in slow paths, the file does not grow.
 */
extern uint32_t memfn_os_sandboxed;

/* Bytes of address space that the runtime holds. */
extern uint64_t memfn_os_mapped;

/* Any system call, as the kernel answers it: the result, or -errno. errno is left alone. */
long memfn_os_call(long number, long a, long b, long c, long d, long e, long f);

/* Zeroed memory of its own, never counted; null when there is none. size is rounded up to pages. */
void *memfn_os_map(size_t size);
/* Address space without memory behind it; null when there is none. */
void *memfn_os_reserve(size_t size);
/* Puts zeroed memory, or the file's bytes from offset on, at an address inside a reservation. */
int memfn_os_map_at(void *where, size_t size);
int memfn_os_map_file_at(void *where, size_t size, int fd, uint64_t offset);
/* The file's bytes, shared; null when they cannot be mapped. */
void *memfn_os_map_file(size_t size, int fd, uint64_t offset);
/* Moves a mapping onto `to`, inside a reservation. */
int memfn_os_move(void *from, void *to, size_t size);
void memfn_os_unmap(void *where, size_t size);
/* Takes the pages of mapped memory at once that many stores would take one by one. */
void memfn_os_populate(void *where, size_t size);
/* Fork gives the child a zeroed page there. */
int memfn_os_wipe_on_fork(void *page, size_t size);

/* Small blocks for the runtime's tables, never given back; null when there is no memory. Call with
 * the lock held. */
void *memfn_os_small(size_t size);

int memfn_os_open(const char *name, int flags, unsigned mode);
void memfn_os_close(int fd);
/* A descriptor above 500 for the same file, so that programs' own numbers stay as they were; closes
 * fd. Gives fd itself where there is none. */
int memfn_os_high_descriptor(int fd);
int memfn_os_stat(int fd, struct stat *st);
int memfn_os_stat_name(const char *name, struct stat *st);
/* f_type of statfs(2) for the file system of a file; 0 where it cannot be told. */
long memfn_os_file_system(const char *name);
int memfn_os_chmod(int fd, unsigned mode);
int memfn_os_rename(const char *from, const char *to);
int memfn_os_unlink(const char *name);
int memfn_os_mkdir(const char *name);
/* Takes space for [offset, offset + size) so that a later store cannot fail for want of it, after
 * asking RLIMIT_FSIZE (past it the kernel would send SIGXFSZ). */
int memfn_os_take_space(int fd, uint64_t offset, uint64_t size);
/* The file ends there. */
int memfn_os_cut(int fd, uint64_t size);
int memfn_os_write_at(int fd, const void *bytes, size_t size, uint64_t offset);
/* As much as comes at once: the number of bytes, or -errno. */
long memfn_os_read_at(int fd, void *into, size_t size, uint64_t offset);
/* Up to size - 1 bytes of a file and a NUL; the number of bytes, or -errno. */
long memfn_os_read_file(const char *name, char *into, size_t size);
long memfn_os_read_link(const char *name, char *into, size_t size);
/* Standard error as it is now is the program's: noted at the start. */
void memfn_os_note_error(void);
/* What cannot be had at once, or is not the program's standard error any more, gets nothing. */
void memfn_os_write_error(const char *bytes, size_t size);

/* A variable of the environment, as it was at the start where libc does not have it yet; null in a
 * program with more rights than its user. */
const char *memfn_os_environment(const char *name);

/* What the kernel says now, after a fork too. */
uint32_t memfn_os_pid(void);
uint32_t memfn_os_parent_pid(void);
uint32_t memfn_os_thread_id(void);
/* What the kernel calls this thread; empty where it does not tell. */
enum { MEMFN_OS_THREAD_NAME = 16 };
void memfn_os_thread_name(char name[MEMFN_OS_THREAD_NAME]);
/* Whether such a process, or such a thread of this one, exists. */
bool memfn_os_alive(uint32_t pid);
bool memfn_os_thread_alive(uint32_t tid);
uint64_t memfn_os_stack_limit(void);
/* getrusage(2) of the process. */
struct rusage;
int memfn_os_usage(struct rusage *usage);

/* All signals of the thread; restore takes what block gave. */
uint64_t memfn_os_block_signals(void);
void memfn_os_restore_signals(uint64_t before);

/* The one lock of the slow paths. All signals of the thread are blocked while it is held, so a
 * handler never waits for its own thread. In a sandbox they are not: there a handler asks first
 * whether its thread is inside, and does without. */
bool memfn_os_is_inside(void);
struct memfn_held {
	uint64_t signals;
};
struct memfn_held memfn_os_lock(void);
void memfn_os_unlock(struct memfn_held held);
/* In a child made by fork: nobody holds it. */
void memfn_os_lock_reset(void);

/* Waits until woken, or so long, or not at all where the word is not as expected (futex(2)). */
void memfn_os_wait(uint32_t *word, uint32_t expected, uint64_t ns);
void memfn_os_wake(uint32_t *word);

#endif
