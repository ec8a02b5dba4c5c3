// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names that an assembler would take for something else: a version, an operand, an end of line. What compiles
// without the plugin compiles with it, and links.
// RUN: %clang -O2 -c %s -o %t.o
// RUN: %clang_memfn -O2 %s -o %t %link_static && env MEMFN_OUTPUT=%t.prof %t 2>&1 | FileCheck %s
// CHECK: 7 calls of 7 functions
#define PROFILE __attribute__((annotate("memprof"), noinline))
static volatile int sum;

#define NAMED(function, name)                        \
	int function(int a) __asm__(name);           \
	PROFILE int function(int a)                  \
	{                                            \
		sum = sum + a;                       \
		return sum;                          \
	}

NAMED(version, "version@V1")
NAMED(jump, "jump@PLT")
NAMED(dollar, "$dollar")
NAMED(operand, "a b(%rax)+1")
NAMED(braces, "{a|b}$0")
NAMED(comment, "a#b;c/*d")
NAMED(quoted, "a\"b\\c")

int main(void)
{
	version(1), jump(1), dollar(1), operand(1), braces(1), comment(1), quoted(1);
	return 0;
}
