/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * How counters change. A signal handler may run between any two instructions of a hook and use the
 * same counters, so each change is one instruction on memory, never load, think, store. Counters of
 * one thread need no more than that (no lock prefix); what threads share is changed by atomics.
 */
#ifndef MEMFN_ATOMIC_H
#define MEMFN_ATOMIC_H

#include <stdbool.h>
#include <stdint.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Orders memory accesses as a signal handler of this thread sees them: the compiler's business. */
#define signal_fence() __atomic_signal_fence(__ATOMIC_SEQ_CST)

static inline void counter_add(uint64_t *counter, uint64_t n)
{
#if defined(__x86_64__)
	__asm__("addq %1, %0" : "+m"(*counter) : "er"(n) : "cc");
#else
	__atomic_fetch_add(counter, n, __ATOMIC_RELAXED);
#endif
}

static inline void counter_or(uint64_t *counter, uint64_t bits)
{
#if defined(__x86_64__)
	__asm__("orq %1, %0" : "+m"(*counter) : "er"(bits) : "cc");
#else
	__atomic_fetch_or(counter, bits, __ATOMIC_RELAXED);
#endif
}

static inline void gauge_add(int64_t *gauge, int64_t n)
{
	counter_add((uint64_t *)gauge, (uint64_t)n);
}

static inline void gauge_sub(int64_t *gauge, int64_t n)
{
#if defined(__x86_64__)
	__asm__("subq %1, %0" : "+m"(*gauge) : "er"(n) : "cc");
#else
	__atomic_fetch_sub(gauge, n, __ATOMIC_RELAXED);
#endif
}

/* The same; true where the gauge is below zero now. */
static inline bool gauge_sub_below_zero(int64_t *gauge, int64_t n)
{
#if defined(__x86_64__)
	bool below;
	__asm__("subq %2, %0" : "+m"(*gauge), "=@ccl"(below) : "er"(n));
	return below;
#else
	return __atomic_sub_fetch(gauge, n, __ATOMIC_RELAXED) < 0;
#endif
}

/* Adds to a gauge; true where it is above a limit then. It is looked at again in memory, where a
 * handler may have changed it in between. */
static inline bool gauge_add_above(int64_t *gauge, int64_t n, int64_t limit)
{
#if defined(__x86_64__)
	bool above;
	__asm__("addq %2, %0; cmpq %3, %0" : "+m"(*gauge), "=@ccg"(above) : "er"(n), "r"(limit));
	return above;
#else
	return __atomic_add_fetch(gauge, n, __ATOMIC_RELAXED) > limit;
#endif
}

/* Takes from a gauge; true where it is below a limit then. */
static inline bool gauge_sub_below(int64_t *gauge, int64_t n, int64_t limit)
{
#if defined(__x86_64__)
	bool below;
	__asm__("subq %2, %0; cmpq %3, %0" : "+m"(*gauge), "=@ccl"(below) : "er"(n), "r"(limit));
	return below;
#else
	return __atomic_sub_fetch(gauge, n, __ATOMIC_RELAXED) < limit;
#endif
}

/* Stores `to` if *gauge still is `from`, as one instruction for this thread. */
static inline bool gauge_swap(int64_t *gauge, int64_t from, int64_t to)
{
#if defined(__x86_64__)
	bool done;
	__asm__("cmpxchgq %3, %0" : "+m"(*gauge), "=@ccz"(done), "+a"(from) : "r"(to) : "memory");
	return done;
#else
	return __atomic_compare_exchange_n(gauge, &from, to, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
#endif
}

/* Takes what a gauge of this thread's own holds, and leaves 0. */
static inline int64_t gauge_take(int64_t *gauge)
{
	int64_t n;
	do
		n = *(volatile int64_t *)gauge;
	while (!gauge_swap(gauge, n, 0));
	return n;
}

/* This thread is about to change what another one has changed last: fetches it meanwhile. */
static inline void prefetch_shared(const void *address)
{
#if defined(__x86_64__)
	__asm__("prefetchw %0" : : "m"(*(const char *)address)); /* a no-op where it is not known */
#else
	__builtin_prefetch(address, 1);
#endif
}

/* Raises an extreme of this thread's own, where it is known or expected to be lower. As one piece,
 * the loop takes no register of the code around it. */
static inline void raise_up(int64_t *gauge, int64_t value)
{
#if defined(__x86_64__)
	__asm__ volatile("1: movq %0, %%rax; cmpq %1, %%rax; jge 2f; cmpxchgq %1, %0; jne 1b; 2:"
					 : "+m"(*gauge)
					 : "r"(value)
					 : "rax", "cc");
#else
	int64_t old;
	while ((old = *(volatile int64_t *)gauge) < value)
		if (gauge_swap(gauge, old, value))
			return;
#endif
}

/* The same, or lowers one, where that is rare: the first look is one instruction. */
static inline void raise_to(int64_t *gauge, int64_t value)
{
	if (unlikely(*gauge < value))
		raise_up(gauge, value);
}

static inline void lower_to(int64_t *gauge, int64_t value)
{
	if (likely(*gauge <= value))
		return;
#if defined(__x86_64__)
	__asm__ volatile("1: movq %0, %%rax; cmpq %1, %%rax; jle 2f; cmpxchgq %1, %0; jne 1b; 2:"
					 : "+m"(*gauge)
					 : "r"(value)
					 : "rax", "cc");
#else
	int64_t old;
	while ((old = *(volatile int64_t *)gauge) > value)
		if (gauge_swap(gauge, old, value))
			return;
#endif
}

/* Raises an extreme that threads share; true where it was raised. */
static inline bool shared_raise_to(int64_t *gauge, int64_t value)
{
	int64_t old = __atomic_load_n(gauge, __ATOMIC_RELAXED);
	while (old < value)
		if (__atomic_compare_exchange_n(gauge, &old, value, true, __ATOMIC_SEQ_CST,
										__ATOMIC_RELAXED))
			return true;
	return false;
}

static inline void shared_add(uint64_t *counter, uint64_t n)
{
	__atomic_fetch_add(counter, n, __ATOMIC_RELAXED);
}

#endif
