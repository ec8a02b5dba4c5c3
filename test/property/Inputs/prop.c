/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The choices, the ends and the landings of a random program; blocks.c has its blocks, threads.c
 * its threads. Compiled by plain clang: none of it is ever instrumented.
 */
#include "prop.h"
#include "state.h"

#include <sys/resource.h>

#ifndef PROP_NO_SIGNAL_STACK
#define PROP_NO_SIGNAL_STACK 0
#endif

struct prop prop_threads[PROP_THREADS];
int prop_exiting;
static __thread struct prop *self;
static prop_fn *exit_function;
static int snapshot_at; /* the main thread's budget then */
static const char *damage;

struct prop *prop_self(void)
{
	return self;
}

void prop_become(struct prop *c)
{
	self = c;
	prop_log_thread(c->thread);
}

/* splitmix64 */
unsigned prop_below(struct prop *c, unsigned n)
{
	uint64_t z = c->rng += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return n ? (unsigned)((z ^ (z >> 31)) % n) : 0;
}

void prop_damage(const char *what)
{
	damage = what;
}

static void say(struct prop *c)
{
	char text[160];
	int n = snprintf(text, sizeof(text), "rng %016llx budget %d %s%s\n", (unsigned long long)c->rng,
					 c->budget, damage ? "DAMAGE " : "", damage ? damage : "");

	if (write(1, text, (size_t)n) < 0)
		_exit(98);
	if (damage)
		_exit(99);
}

#ifdef PROP_QUIET
extern void __memfn_snapshot(const char *label) __attribute__((weak));
#endif

static void take_snapshot(void)
{
#ifdef PROP_QUIET
	if (__memfn_snapshot)
		__memfn_snapshot("middle");
#else
	prop_log(PROP_LOG_SNAPSHOT, 0, 0, 0);
#endif
	snapshot_at = -1;
}

static void at_exit(void)
{
	struct prop *c = self;

	prop_exiting = 1;
	c->end = 'r';
	c->budget = (int)prop_below(c, 12);
	c->landings = c->floor = 0;
	if (prop_below(c, 2)) {
		int d = c->handler_d;

		exit_function(c, d);
		BACK(d - 1);
	}
	say(c);
}

static void no_core(void)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
}

/* In half of the programs the main thread's handlers run on a stack of their own; it would have to
 * be left and come back to where coroutines take turns in handlers. */
static void take_signals(struct prop *c, void (*on_signal)(int))
{
	static char room[4 << 20];
	stack_t stack = {.ss_sp = room, .ss_size = sizeof(room)};
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_signal;
	action.sa_flags = SA_NODEFER;
	if (prop_below(c, 2) && !PROP_NO_SIGNAL_STACK && !prop_coroutines) {
		action.sa_flags |= SA_ONSTACK;
		sigaltstack(&stack, NULL);
	}
	sigaction(SIGUSR1, &action, NULL);
}

/* What each thread of a program is drawn from. */
void prop_seed(struct prop *c, uint64_t seed, int thread)
{
	static const int depths[] = {4, 8, 16, 40, 250};

	c->rng = seed * 0x2545f4914f6cdd1du + (uint64_t)thread * 0x9e3779b97f4a7c15u;
	c->thread = thread;
	c->budget = 10 + (int)prop_below(c, prop_below(c, 4) ? 150 : 500);
	c->max_depth = depths[prop_below(c, 5)];
	c->sizes = (int)prop_below(c, 4);
	c->end = 'r';
}

struct prop *prop_start(int argc, char **argv, void (*on_signal)(int), prop_fn *on_exit)
{
	static const char ends[] = "rrrrrrrrrrreeeeeeu_ka";
	struct prop *c = &prop_threads[0];

	no_core();
	if (argc > 2 && prop_log_open(argv[2]))
		_exit(97);
	prop_seed(c, strtoull(argc > 1 ? argv[1] : "1", NULL, 10), 0);
	c->end = ends[prop_below(c, sizeof(ends) - 1)];
	c->status = (int)prop_below(c, 3);
	take_signals(c, on_signal);
	if (argc > 3)
		c->budget = atoi(argv[3]);
	snapshot_at = c->budget / 2;
	exit_function = on_exit;
	prop_become(c);
	atexit(at_exit);
	return c;
}

/* main returns this; handler_d is where atexit handlers run. */
int prop_finish(struct prop *c)
{
	prop_join_all(c);
	for (int n = (int)prop_below(c, 30); n > 0; n--)
		prop_drop(c);
	c->handler_d = 1;
	return c->status;
}

static void end(struct prop *c)
{
	int how = c->end;

	c->end = 'r';
	c->handler_d = c->last_d + 1;
	if (how == 'e')
		exit(c->status);
	if (how == 'r')
		return;
	say(c);
	if (how == '_')
		_exit(c->status);
	if (how == 'k')
		kill(getpid(), SIGKILL);
	if (how == 'a')
		abort();
	quick_exit(c->status);
}

/* Says whether the function at depth d may do one more thing; the last one ends the program. */
int prop_tick(struct prop *c, int d)
{
	if (c->budget <= 0)
		return 0;
	c->last_d = d;
	if (--c->budget == 0) {
		end(c);
		return 0;
	}
	if (c == &prop_threads[0] && c->budget == snapshot_at)
		take_snapshot();
	prop_yield(c);
	return 1;
}

struct prop_landing *prop_arm(struct prop *c, int kind)
{
	struct prop_landing *l;

	if (c->landings == PROP_LANDINGS)
		return NULL;
	l = &c->landing[c->landings++];
	l->kind = kind;
	l->barrier = c->barrier;
	l->floor = c->floor;
	l->handler_d = c->handler_d;
	return l;
}

/* A setjmp that may be jumped to from here, or null. */
struct prop_landing *prop_target(struct prop *c)
{
	struct prop_landing *found = NULL;

	for (int i = 0, n = 0; i < c->landings; i++) {
		struct prop_landing *l = &c->landing[i];

		if (l->kind > 3 && l->barrier == c->barrier)
			if (prop_below(c, (unsigned)++n) == 0)
				found = l;
	}
	return found;
}

/* No function to interpose; and it must not be inlined where the jump goes. */
__attribute__((noinline, noreturn)) void prop_builtin_jump(struct prop *c, struct prop_landing *l)
{
	c->arrived = (int)(l - c->landing);
#if PROP_NO_BUILTIN_JUMP
	abort();
#else
	__builtin_longjmp(l->words, 1);
#endif
}

int prop_catchable(struct prop *c, int type)
{
	for (int i = c->floor; i < c->landings; i++)
		if (c->landing[i].kind < 4 && (c->landing[i].kind & type))
			return 1;
	return 0;
}

/* After an arrival at the landing of that number. */
void prop_arrived(struct prop *c, int landing)
{
	c->barrier = c->landing[landing].barrier;
	c->floor = c->landing[landing].floor;
	c->handler_d = c->landing[landing].handler_d;
	c->landings = landing;
}

/* raise is noexcept: nothing is thrown through it. */
void prop_raise(struct prop *c, int d)
{
	int floor = c->floor, handler_d = c->handler_d;

	c->floor = c->landings;
	c->handler_d = d + 1;
	raise(SIGUSR1);
	c->floor = floor;
	c->handler_d = handler_d;
}

/* More than 1,024 bytes, so that glibc's qsort takes memory of its own. */
void prop_sort(struct prop *c, int d, int (*compare)(const void *, const void *))
{
	struct {
		int key;
		char pad[204];
	} array[7];
	int handler_d = c->handler_d;

	for (int i = 0; i < 7; i++)
		array[i].key = (int)prop_below(c, 10);
	c->handler_d = d + 1;
	qsort(array, 7, sizeof(array[0]), compare);
	c->handler_d = handler_d;
}
