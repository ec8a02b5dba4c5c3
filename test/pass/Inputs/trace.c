/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * A runtime that only watches the pass: it keeps one stack of frames by the rules of memfn/abi.h,
 * complains of what does not fit (exit status 99), and prints at exit, for each function, how often
 * it was entered, left, and closed without its exit. One thread only.
 */
#include "memfn/abi.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FRAMES = 1 << 16, FUNCTIONS = 1000 };

struct frame {
	struct memfn_site *site;
	struct memfn_desc *desc;
	char *cfa;
};

struct count {
	struct memfn_desc *desc;
	long entered, left, closed;
};

static struct frame frames[FRAMES];
static struct frame outside;
static int depth;
static int complaints;
static struct count counts[FUNCTIONS];
static int functions;

char __memfn_abi_v1;
__thread void *__memfn_top __attribute__((tls_model("initial-exec"))) = &outside;

static void complain(const char *what, struct memfn_desc *d)
{
	complaints++;
	fprintf(stderr, "%s: %s\n", d->name, what);
}

static struct count *count_of(struct memfn_desc *d)
{
	int i;

	for (i = 0; i < functions; i++)
		if (!strcmp(counts[i].desc->name, d->name))
			return &counts[i];
	counts[functions].desc = d;
	return &counts[functions++];
}

static void set_top(void)
{
	__memfn_top = depth ? &frames[depth - 1] : &outside;
}

static void push(struct memfn_desc *d, void *cfa)
{
	frames[depth].site = NULL;
	frames[depth].desc = d;
	frames[depth++].cfa = cfa;
	count_of(d)->entered++;
	set_top();
}

static void close_while(int over)
{
	if (over)
		count_of(frames[--depth].desc)->closed++;
	set_top();
}

static void close_below(char *cfa)
{
	while (depth && frames[depth - 1].cfa < cfa)
		close_while(1);
}

static void leave(struct memfn_desc *d, char *cfa)
{
	if (!depth || frames[depth - 1].cfa != cfa || frames[depth - 1].desc != d) {
		complain("exit without its frame", d);
		return;
	}
	depth--;
	count_of(d)->left++;
	set_top();
}

void __memfn_enter(struct memfn_desc *d, char *cfa)
{
	if (d->flags & MEMFN_DESC_SHARED)
		complain("shared, and entered as if it were not", d);
	while (depth && frames[depth - 1].cfa <= cfa)
		close_while(1);
	push(d, cfa);
}

void __memfn_exit(struct memfn_desc *d, char *cfa)
{
	close_below(cfa);
	leave(d, cfa);
}

void __memfn_enter_shared(struct memfn_desc *d, char *cfa)
{
	if (!(d->flags & MEMFN_DESC_SHARED))
		complain("not shared, and entered as if it were", d);
	close_below(cfa);
	push(d, cfa);
}

void __memfn_exit_shared(struct memfn_desc *d, char *cfa)
{
	close_below(cfa);
	while (depth > 1 && frames[depth - 1].desc != d && frames[depth - 2].cfa == cfa)
		close_while(1);
	leave(d, cfa);
}

uint64_t __memfn_depth(void)
{
	return depth;
}

void __memfn_unwound_to(uint64_t to)
{
	while ((uint64_t)depth > to)
		close_while(1);
}

void __memfn_unwound(char *cfa)
{
	close_below(cfa);
}

void __memfn_passed_by(void *context, const struct memfn_unwinder *u, uint64_t *known)
{
	(void)known;
	close_below((char *)u->get_cfa(context));
	if (depth)
		leave(frames[depth - 1].desc, frames[depth - 1].cfa);
}

void __memfn_register(struct memfn_desc *start, struct memfn_desc *stop)
{
	for (; start < stop; start++)
		count_of(start);
}

/* What malloc would see: function, line and kind of the innermost frame. */
void trace_site(const char *what)
{
	struct frame *f = __memfn_top;
	struct memfn_site *s = f->site;

	printf("%s in %s", what, f->desc ? f->desc->name : "<program>");
	if (s)
		printf(" at %s:%u kind %s%s", s->file, s->line, s->kind ? s->kind : "-",
			   s->flags & MEMFN_SITE_GUESS ? " (guess)" : "");
	printf("\n");
}

__attribute__((destructor)) static void print(void)
{
	int i;

	for (i = 0; i < functions; i++) {
		struct count *c = &counts[i];

		printf("%s: entered %ld left %ld", c->desc->name, c->entered, c->left);
		if (c->closed)
			printf(" closed %ld", c->closed);
		if (c->entered != c->left + c->closed)
			printf(" open %ld", c->entered - c->left - c->closed);
		printf("\n");
	}
	fflush(stdout);
	if (complaints)
		_exit(99);
}
