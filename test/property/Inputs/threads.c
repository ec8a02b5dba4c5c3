/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * Threads of two kinds. Those that take turns: one runs, the others wait for the baton, and who is
 * next is drawn from the runner's generator. So a program with threads does the same in the same
 * order every time. One that ends hands the baton to a thread that joins it at once: what the end
 * of a thread frees has its place in the order too. A new thread is waited for until it is there,
 * so that it has begun whenever the program ends.
 *
 * Or coroutines of one thread take turns in the same way.
 *
 * And those that run freely, in rounds: each with its own blocks, until all meet; then each frees
 * some of its neighbour's, and nobody allocates, until all meet again. So only the order between
 * threads is left to chance, and no figure of one thread hangs on it.
 */
#include "prop.h"
#include "state.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <ucontext.h>

__attribute__((weak)) int prop_coroutines;
void (*prop_cxx_catch)(prop_fn *f, struct prop *c, int d);

enum { STACK = 1 << 20, ROUNDS = 3 };

static pthread_t handles[PROP_THREADS];
static prop_fn *functions[PROP_THREADS];
static int depths[PROP_THREADS];
static char running[PROP_THREADS] = {1};
static int started, begun, turn, to_join = -1;

static ucontext_t contexts[PROP_THREADS];

static void switch_to(struct prop *c, int to)
{
	swapcontext(&contexts[c->thread], &contexts[to]);
	prop_become(c);
}

static void wait_turn(int me)
{
	int now;

	while ((now = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) != me)
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, now, NULL, NULL, 0);
	if (to_join >= 0) {
		pthread_join(handles[to_join], NULL);
		to_join = -1;
	}
}

static void pass_turn(int to)
{
	__atomic_store_n(&turn, to, __ATOMIC_RELEASE);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1 << 20, NULL, NULL, 0);
}

static int some_runner(struct prop *c)
{
	int found = 0;

	for (int i = 0, n = 0; i <= started; i++)
		if (running[i] && prop_below(c, (unsigned)++n) == 0)
			found = i;
	return found;
}

static void give_turn(struct prop *c, int to)
{
	if (prop_coroutines) {
		switch_to(c, to);
		return;
	}
	pass_turn(to);
	wait_turn(c->thread);
}

/* Gives the turn to another thread now and then. */
void prop_yield(struct prop *c)
{
	int to;

	if (!started || prop_exiting || prop_below(c, 3))
		return;
	if (prop_coroutines && c->barrier)
		return; /* a thread has one stack of caught exceptions */
	to = some_runner(c);
	if (to == c->thread)
		return;
	give_turn(c, to);
}

static void call(struct prop *c)
{
	prop_fn *f = functions[c->thread];

	if (prop_cxx_catch && prop_below(c, 2))
		prop_cxx_catch(f, c, depths[c->thread]);
	else
		f(c, depths[c->thread]);
	BACK(0);
}

/* What pthread_exit left open without its exit is closed by now, or when the thread is gone. */
static void ended(void *p)
{
	struct prop *c = p;

	CAUGHT(0);
	prop_log(PROP_LOG_END, 0, 0, 0);
	running[c->thread] = 0;
	to_join = c->thread;
	pass_turn(some_runner(c));
}

static void *body(void *p)
{
	struct prop *c = p;

	prop_become(c);
	__atomic_store_n(&begun, c->thread, __ATOMIC_RELEASE);
	wait_turn(c->thread);
	pthread_cleanup_push(ended, c);
	call(c);
	pthread_cleanup_pop(1);
	return NULL;
}

/* Where a `catch (...)` would have to throw it on, and where others wait for the thread, not. */
int prop_may_exit(struct prop *c)
{
	for (int i = 0; i < c->landings; i++)
		if (c->landing[i].kind == (PROP_CATCH_INT | PROP_CATCH_BIG))
			return 0;
	return c->thread && !prop_coroutines && !prop_exiting;
}

static void coroutine_body(int me)
{
	struct prop *c = &prop_threads[me];

	prop_become(c);
	call(c);
	running[me] = 0;
	setcontext(&contexts[some_runner(c)]);
}

static void start_coroutine(int me)
{
	static char stacks[PROP_THREADS][STACK];

	getcontext(&contexts[me]);
	contexts[me].uc_stack.ss_sp = stacks[me];
	contexts[me].uc_stack.ss_size = STACK;
	prop_log(PROP_LOG_COROUTINE, 0, (uint64_t)me, 0);
	makecontext(&contexts[me], (void (*)(void))coroutine_body, 1, me);
}

static void start_thread(int me)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	prop_log(PROP_LOG_START, 0, (uint64_t)me, 0);
	if (pthread_create(&handles[me], &attr, body, &prop_threads[me]))
		prop_damage("pthread_create failed");
	pthread_attr_destroy(&attr);
	while (__atomic_load_n(&begun, __ATOMIC_ACQUIRE) != me)
		sched_yield();
}

/* Starts f in a thread or coroutine of its own; it runs when its turn comes. */
void prop_spawn(struct prop *c, prop_fn *f)
{
	struct prop *t;

	if (started + 1 >= PROP_THREADS)
		return;
	t = &prop_threads[++started];
	prop_seed(t, prop_below(c, 1u << 30), started);
	t->budget = t->budget / 2 + 2;
	functions[started] = f;
	depths[started] = 1;
	running[started] = 1;
	if (prop_coroutines)
		start_coroutine(started);
	else
		start_thread(started);
}

/* Lets all others run to their ends. */
void prop_join_all(struct prop *c)
{
	for (int i = 1; i <= started; i++)
		while (running[i]) {
			give_turn(c, i);
		}
}

static pthread_barrier_t barrier;

void prop_meet(void)
{
	pthread_barrier_wait(&barrier);
}

/* Frees some of the neighbour's blocks, between two meetings. */
void prop_take(struct prop *c)
{
	int mine = c->table;

	c->table = mine % started + 1;
	for (int n = (int)prop_below(c, 20); n > 0; n--)
		prop_drop(c);
	c->table = mine;
}

static void *free_body(void *p)
{
	struct prop *c = p;

	prop_become(c);
	for (int i = 0; i < ROUNDS; i++) {
		c->budget = 5 + (int)prop_below(c, 60);
		functions[0](c, 1);
		BACK(0);
	}
	prop_log(PROP_LOG_END, 0, 0, 0);
	return NULL;
}

/* Lets some threads run f round after round, and waits for them. */
void prop_run_free(struct prop *c, prop_fn *f)
{
	pthread_attr_t attr;

	prop_exiting = 1; /* nobody has the turn */
	functions[0] = f;
	started = 2 + (int)prop_below(c, PROP_THREADS - 2);
	pthread_barrier_init(&barrier, NULL, (unsigned)started);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK);
	for (int i = 1; i <= started; i++) {
		prop_seed(&prop_threads[i], prop_below(c, 1u << 30), i);
		prop_threads[i].table = i;
		prop_log(PROP_LOG_START, 0, (uint64_t)i, 0);
		if (pthread_create(&handles[i], &attr, free_body, &prop_threads[i]))
			prop_damage("pthread_create failed");
	}
	for (int i = 1; i <= started; i++)
		pthread_join(handles[i], NULL);
	pthread_attr_destroy(&attr);
}
