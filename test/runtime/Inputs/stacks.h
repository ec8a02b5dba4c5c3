/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Stacks that a test makes for itself. */
#ifndef STACKS_H
#define STACKS_H

#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <ucontext.h>

/* All but makecontext, which knows the body's arguments. */
static inline void context_on(ucontext_t *context, void *stack, size_t size, ucontext_t *back)
{
	getcontext(context);
	context->uc_stack.ss_sp = stack;
	context->uc_stack.ss_size = size;
	context->uc_link = back;
}

/* This thread's handler of a signal, on a stack of its own. */
static inline void handle_on(void *stack, size_t size, int number, void (*handler)(int))
{
	stack_t alternate;
	struct sigaction action;

	alternate.ss_sp = stack;
	alternate.ss_size = size;
	alternate.ss_flags = 0;
	sigaltstack(&alternate, NULL);
	action.sa_handler = handler;
	action.sa_flags = SA_ONSTACK;
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* A function on a thread whose stack is of so many bytes, to its end. */
static inline void run_on(size_t size, void *(*function)(void *), void *argument)
{
	pthread_t thread;
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, size);
	pthread_create(&thread, &attributes, function, argument);
	pthread_join(thread, NULL);
}

#endif
