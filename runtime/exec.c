/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A program that another takes the place of: the profile's last words are written first, and taken
 * back where the call fails. libc's own (posix_spawn, system) do not come by here; a child of vfork
 * does, and is not the profile's process.
 */
#include <errno.h> /* ENOSYS */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h> /* execve and its kin */

#include "interpose.h"
#include "start.h"

#define FAMILY __attribute__((weak, visibility("default")))
#define WRAP(name) __asm__(".globl __wrap_" #name "\n.set __wrap_" #name ", " #name)
#define REAL extern int __attribute__((weak))

REAL __real_execve(const char *, char *const[], char *const[]);
REAL __real_execv(const char *, char *const[]);
REAL __real_execvpe(const char *, char *const[], char *const[]);
REAL __real_execvp(const char *, char *const[]);
REAL __real_fexecve(int, char *const[], char *const[]);
REAL __real_execveat(int, const char *, char *const[], char *const[], int);

typedef void function(void);

enum { EXECVE, EXECV, EXECVPE, EXECVP, FEXECVE, EXECVEAT, WAYS };

static function *next[WAYS];

/* Before a child of fork may need them: dlsym is not for one of a process with threads. */
static void find_ways(void)
{
	static const char *const names[WAYS] = {"execve", "execv",   "execvpe",
											"execvp", "fexecve", "execveat"};
	function *const wrapped[WAYS] = {(function *)__real_execve,  (function *)__real_execv,
									 (function *)__real_execvpe, (function *)__real_execvp,
									 (function *)__real_fexecve, (function *)__real_execveat};
	for (int i = 0; i < WAYS; i++)
		next[i] = __real_execve ? wrapped[i] : (function *)memfn_next_function(names[i]);
}

/* A copy that is not in front is not called, and what a dlsym that fails allocates would count. */
static __attribute__((constructor(101))) void find_ways_early(void)
{
	if (memfn_is_in_front())
		find_ways();
}

static function *way(int which)
{
	if (!next[which])
		find_ways();
	return next[which];
}

/* The call itself, between last words that it may have to take back. What libc has not fails as
 * what the kernel has not does. */
#define REPLACE(which, type, ...)                                                                  \
	({                                                                                             \
		function *next_ = way(which);                                                              \
		bool ended_ = memfn_replaced();                                                            \
		int result_ = next_ ? ((int(*) type)next_)(__VA_ARGS__) : -1;                              \
		if (!next_)                                                                                \
			errno = ENOSYS;                                                                        \
		if (ended_)                                                                                \
			memfn_not_replaced();                                                                  \
		result_;                                                                                   \
	})

FAMILY int execve(const char *path, char *const arguments[], char *const environment[])
{
	return REPLACE(EXECVE, (const char *, char *const[], char *const[]), path, arguments,
				   environment);
}
WRAP(execve);

FAMILY int execv(const char *path, char *const arguments[])
{
	return REPLACE(EXECV, (const char *, char *const[]), path, arguments);
}
WRAP(execv);

FAMILY int execvpe(const char *name, char *const arguments[], char *const environment[])
{
	return REPLACE(EXECVPE, (const char *, char *const[], char *const[]), name, arguments,
				   environment);
}
WRAP(execvpe);

FAMILY int execvp(const char *name, char *const arguments[])
{
	return REPLACE(EXECVP, (const char *, char *const[]), name, arguments);
}
WRAP(execvp);

FAMILY int fexecve(int fd, char *const arguments[], char *const environment[])
{
	return REPLACE(FEXECVE, (int, char *const[], char *const[]), fd, arguments, environment);
}
WRAP(fexecve);

FAMILY int execveat(int folder, const char *path, char *const arguments[],
					char *const environment[], int flags)
{
	return REPLACE(EXECVEAT, (int, const char *, char *const[], char *const[], int), folder, path,
				   arguments, environment, flags);
}
WRAP(execveat);

/* --- with the arguments in a row -------------------------------------------------------------- */

/* Up to the null, with it. */
static size_t count_arguments(va_list list)
{
	size_t count = 2;
	while (va_arg(list, char *))
		count++;
	return count;
}

static void fill(char **row, const char *first, size_t count, va_list list)
{
	row[0] = (char *)(uintptr_t)first;
	for (size_t i = 1; i < count; i++)
		row[i] = va_arg(list, char *);
}

/* An array of them on this function's stack, where a child of vfork may have it. The list then
 * stands behind the null. */
#define ROW(row, first, list)                                                                      \
	va_list list;                                                                                  \
	va_start(list, first);                                                                         \
	size_t count_ = count_arguments(list);                                                         \
	va_end(list);                                                                                  \
	char **row = __builtin_alloca((size_t)count_ * sizeof *row);                                   \
	va_start(list, first);                                                                         \
	fill(row, first, count_, list)

FAMILY int execl(const char *path, const char *first, ...)
{
	ROW(row, first, list);
	va_end(list);
	return REPLACE(EXECV, (const char *, char *const[]), path, row);
}
WRAP(execl);

FAMILY int execlp(const char *name, const char *first, ...)
{
	ROW(row, first, list);
	va_end(list);
	return REPLACE(EXECVP, (const char *, char *const[]), name, row);
}
WRAP(execlp);

FAMILY int execle(const char *path, const char *first, ...)
{
	ROW(row, first, list);
	char **environment = va_arg(list, char **);
	va_end(list);
	return REPLACE(EXECVE, (const char *, char *const[], char *const[]), path, row, environment);
}
WRAP(execle);
