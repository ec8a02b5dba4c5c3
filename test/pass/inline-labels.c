// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A C99 inline function that jumps by a table of its labels: a copy would jump into the body that is
// gone. Its calls go to the body that another file has.
// RUN: %clang -O1 -DBODY -c %s -o %t.body.o
// RUN: %clang -O1 -I%include -c %S/Inputs/trace.c -o %t.trace.o
// RUN: %clang_memfn -O1 %s %t.body.o %t.trace.o -o %t && %t | FileCheck %s
// CHECK-NOT: steps
// CHECK: main: entered 1 left 1
#define PROFILE __attribute__((annotate("memprof")))

PROFILE inline int steps(const char *code)
{
	static const void *const labels[] = {&&add, &&take, &&end};
	int sum = 0;
	goto *labels[*code++ - '0'];
add:
	sum++;
	goto *labels[*code++ - '0'];
take:
	sum--;
	goto *labels[*code++ - '0'];
end:
	return sum;
}

#ifdef BODY
extern int steps(const char *code);
#else
PROFILE int main(int argc, char **argv)
{
	(void)argv;
	return steps(argc > 1 ? "02" : "001002") - 3;
}
#endif
