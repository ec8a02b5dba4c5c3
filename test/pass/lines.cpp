// At the moment of an allocation the frame tells the line that led to it, also
// inside the library, and the kind.
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.o
// RUN: cd %S && %clangxx_memfn -g -O0 lines.cpp %t.o -o %t.0 && %t.0 | FileCheck %s
// RUN: cd %S && %clangxx_memfn -g -O2 lines.cpp %t.o -o %t.2 && %t.2 | FileCheck %s


#include <cstdio>
#include <cstdlib>
#include <new>
#include <vector>
extern "C" void trace_site(const char *what);
void *operator new(std::size_t n)
{
	char text[32];
	std::snprintf(text, sizeof(text), "new %zu", n);
	trace_site(text);
	return std::malloc(n);
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }
struct node {
	int value;
	node *next;
};
#define PROFILE __attribute__((annotate("memprof"), noinline))
static void *volatile keep;
static void *helper(int n) { return operator new(n); }
PROFILE long *other() { return new long; }
// CHECK: new 16 in <program>{{$}}
PROFILE int chosen()
{
	node *n = new node();
	// CHECK: new 16 in chosen at lines.cpp:[[#@LINE-1]] kind node{{$}}
	std::vector<node> v(2);
	// CHECK: new 32 in chosen at lines.cpp:[[#@LINE-1]] kind node (guess)
	node *many = new node[3];
	// CHECK: new 48 in chosen at lines.cpp:[[#@LINE-1]] kind node{{$}}
	long *l = other();
	// CHECK: new 8 in other at lines.cpp:[[#@LINE-11]] kind long{{$}}
	void *p = helper(80);
	// CHECK: new 80 in chosen at lines.cpp:[[#@LINE-1]] kind -{{$}}
	keep = n, keep = many, keep = l, keep = p;
	return v.size();
}
int main()
{
	keep = new node;
	return chosen() != 2;
}
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
