/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The event log of a random program: one record an event, in one file that is mapped, so that it
 * is whole whatever way the program ends. The program writes what its functions do (PROP_LOG_*
 * in capitals below), malloc_log.c what the allocator did. Nothing here allocates.
 *
 * Depth d is how many generated functions are on the stack, instrumented or not. A record that
 * says "depth d runs" is how the reader learns that all deeper frames are gone, and why.
 */
#ifndef PROP_LOG_H
#define PROP_LOG_H

#include <stdint.h>

struct prop_record {
	uint8_t kind;
	uint8_t pad;
	uint16_t thread;
	uint32_t function;
	uint64_t a;
	uint64_t b;
};

enum {
	PROP_LOG_ENTER = 'E',     /* function was entered at depth a */
	PROP_LOG_LEAVE = 'X',     /* function at depth a is about to return or to be replaced */
	PROP_LOG_BACK = 'P',      /* depth a runs: a call of it returned */
	PROP_LOG_JUMPED = 'J',    /* depth a runs: a longjmp arrived */
	PROP_LOG_CAUGHT = 'C',    /* depth a runs: an exception is caught or passing */
	PROP_LOG_LINE = 'L',      /* the call that function is about to make stands in line a */
	PROP_LOG_ALLOC = 'A',     /* block a of b bytes */
	PROP_LOG_FREE = 'F',      /* block a */
	PROP_LOG_START = 'T',     /* thread a is being started */
	PROP_LOG_COROUTINE = 'K', /* coroutine a is being made; its events are those of thread a */
	PROP_LOG_END = 'Z',       /* this thread ends */
	PROP_LOG_SNAPSHOT = 'S',  /* a snapshot is taken */
};

#ifdef __cplusplus
extern "C" {
#endif

/* Until prop_log_open, records go to a small array. Order is the order of the calls. */
void prop_log(int kind, unsigned function, uint64_t a, uint64_t b);
int prop_log_open(const char *path);
/* Which thread the calls of this thread are from now on; 0 is the main thread. */
void prop_log_thread(int thread);

#ifdef __cplusplus
}
#endif

#endif
