/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * What every random program stands on. A program is a set of functions with fixed bodies whose
 * every choice is drawn from a generator seeded by argv, so that one binary is thousands of
 * programs. The plain build and the one under test draw the same numbers: no choice depends on an
 * address, a time or what the allocator did.
 *
 * Blocks lie in a table and are filled to their last byte; a byte that changed, a calloc that is
 * not zero or a wrong errno makes the program say DAMAGE and end with 99.
 */
#ifndef PROP_H
#define PROP_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <alloca.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

/* With PROP_ALL every function is profiled that does not say NEVER. The assumption is for
 * constructors and destructors, on which clang before 18 leaves no trace of an annotation. */
#ifdef PROP_ALL
#define PROFILE
#else
#define PROFILE __attribute__((annotate("memprof")))
#endif
#if __clang_major__ < 18
#define NEVER __attribute__((annotate("memprof_never"), assume("memprof_never")))
#else
#define NEVER __attribute__((annotate("memprof_never")))
#endif

/* The build under test writes no log, so that its functions are nothing but what they do. */
#ifdef PROP_QUIET
#define prop_log(kind, function, a, b) ((void)0)
#define prop_log_open(path) 0
#define prop_log_thread(thread) ((void)0)
#endif
#define ENTER(f, d) prop_log(PROP_LOG_ENTER, f, (uint64_t)(d), 0)
#define LEAVE(f, d) prop_log(PROP_LOG_LEAVE, f, (uint64_t)(d), 0)
#define BACK(d) prop_log(PROP_LOG_BACK, 0, (uint64_t)(d), 0)
#define AT(f) prop_log(PROP_LOG_LINE, f, __LINE__, 0)
#define JUMPED(d) prop_log(PROP_LOG_JUMPED, 0, (uint64_t)(d), 0)
#define CAUGHT(d) prop_log(PROP_LOG_CAUGHT, 0, (uint64_t)(d), 0)

enum { PROP_LANDINGS = 12, PROP_THREADS = 9 };

/* A place that a longjmp or a throw may arrive at. */
struct prop_landing {
	int kind;    /* 's' setjmp, 'g' sigsetjmp, 'b' built-in, else a set of PROP_CATCH_* */
	int barrier; /* how many scopes that must not be jumped over were open */
	int floor;   /* below which landing no throw may go from there */
	int handler_d;
	jmp_buf buf;
	void *words[5];
	int d; /* where it is */
};

enum { PROP_CATCH_INT = 1, PROP_CATCH_BIG = 2 };

/* One thread's choices and where it stands. */
struct prop {
	uint64_t rng;
	int thread;
	int table;  /* of blocks: one for all, or each thread its own */
	int budget; /* actions left */
	int max_depth;
	int sizes; /* which sizes it likes: see prop_size */
	int end;   /* what it does when the budget is gone: see prop_tick */
	int status;
	int barrier;
	int floor;
	int landings;
	int arrived;   /* the landing of the latest built-in jump */
	int last_d;    /* depth of the latest action */
	int handler_d; /* depth at which a handler called now runs */
	struct prop_landing landing[PROP_LANDINGS];
};

struct prop_big {
	long x[9];
};

#ifdef __cplusplus
extern "C" {
#endif

typedef int prop_fn(struct prop *c, int d);

struct prop *prop_start(int argc, char **argv, void (*on_signal)(int), prop_fn *at_exit);
int prop_finish(struct prop *c);
struct prop *prop_self(void);
int prop_tick(struct prop *c, int d);
unsigned prop_below(struct prop *c, unsigned n);

size_t prop_size(struct prop *c);
size_t prop_align(struct prop *c);
size_t prop_huge(struct prop *c);
char *prop_text(struct prop *c);

/* The table of blocks. Kind is 'm' for free, else one that prop_cxx_drop knows. */
int prop_slot(struct prop *c);
int prop_full(struct prop *c);
void prop_put(struct prop *c, int slot, void *p, size_t size, size_t align, int kind);
void prop_put_zero(struct prop *c, int slot, void *p, size_t size);
void *prop_check(struct prop *c, int slot);
void prop_moved(struct prop *c, int slot, void *p, size_t size);
void prop_must_fail(struct prop *c, void *p);
void prop_drop(struct prop *c);
void prop_damage(const char *what);
extern void (*prop_cxx_drop)(void *p, size_t size, size_t align, int kind);
extern void (*prop_cxx_catch)(prop_fn *f, struct prop *c, int d);

struct prop_landing *prop_arm(struct prop *c, int kind);
struct prop_landing *prop_target(struct prop *c);
__attribute__((noreturn)) void prop_builtin_jump(struct prop *c, struct prop_landing *l);
int prop_catchable(struct prop *c, int type);
int prop_may_exit(struct prop *c);
void prop_arrived(struct prop *c, int landings);
void prop_raise(struct prop *c, int d);
void prop_sort(struct prop *c, int d, int (*compare)(const void *, const void *));
void prop_spawn(struct prop *c, prop_fn *f);
void prop_run_free(struct prop *c, prop_fn *f);
void prop_meet(void);
void prop_take(struct prop *c);

#ifdef __cplusplus
}
#endif

NEVER static inline void prop_escape(void *p)
{
	__asm__ volatile("" : : "r"(p) : "memory");
}

#endif
