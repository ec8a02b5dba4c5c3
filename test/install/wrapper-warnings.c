// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the wrapper adds draws no warning in any step of a build with -Werror, and the result runs.
// RUN: rm -rf %t && mkdir %t && cd %t && cp %s a.c
// RUN: %memfn_clang -Wall -Wextra -Werror -E a.c -o a.i
// RUN: %memfn_clang -Wall -Wextra -Werror -S a.i -o a.s
// RUN: %memfn_clang -Wall -Wextra -Werror -c a.s -o a.o
// RUN: %memfn_clang -Wall -Wextra -Werror a.o -o a && ./a
// RUN: cp a.s a.S && %memfn_clang -Wall -Wextra -Werror -c a.S -o a.o
// RUN: %memfn_clang -Wall -Wextra -Werror -M a.c -MF a.d
// RUN: %memfn_clang -Wall -Wextra -Werror -fsyntax-only a.c
// RUN: %memfn_clang -Wall -Wextra -Werror -r a.o -o b.o
// RUN: %memfn_clang -Wall -Wextra -Werror --memfn-all --memfn-allocs=take -O2 -c a.c
// RUN: %memfn_clang -Wall -Wextra -Werror --memfn-all a.o -o a && ./a
// RUN: %memfn_clang -Wall -Wextra -Werror --memfn-all -shared -fPIC a.c -o liba.so
// RUN: %memfn_clang -Wall -Wextra -Werror -emit-llvm -c a.c -o a.bc
// RUN: %memfn_clang -Wall -Wextra -Werror a.bc -o a && ./a
// RUN: echo 'int main(void) { return 0; }' | %memfn_clang -Wall -Werror -x c - -o a && ./a

#include <stdlib.h>

int main(void)
{
	free(malloc(10));
	return 0;
}
