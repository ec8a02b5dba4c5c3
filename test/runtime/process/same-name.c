// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two processes with one file name: the later one writes beside the first, and says so; a third,
// after both are gone, takes the name.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog && mkfifo go ready
// RUN: export MEMFN_OUTPUT=p.out; ./prog 1 < go & first=$!; exec 3> go; read line < ready; ./prog 2 < /dev/null 2> err & second=$!; wait $second; echo >&3; wait $first; echo $second > second
// RUN: %expect p.out "f calls=1" && %expect p.out.$(cat second) "f calls=2"
// RUN: FileCheck %s --input-file=err --check-prefix=SAID
// SAID: memfn: p.out is being written by another process; this one writes {{.*}}/p.out.[[PID:[0-9]+]]
// SAID-NEXT: memfn: {{.*}}/p.out.[[PID]]: 2 calls of 1 function
// Where nobody asked, the program's stderr stays its own.
// RUN: unset MEMFN_OUTPUT; ./prog 1 < go & first=$!; exec 3> go; read line < ready; ./prog 2 < /dev/null 2> err & second=$!; wait $second; echo >&3; wait $first; echo $second > second
// RUN: %expect profile.out "f calls=1" && %expect profile.out.$(cat second) "f calls=2" && test ! -s err
// RUN: env MEMFN_OUTPUT=p.out ./prog 3 < /dev/null 2>&1 | FileCheck /dev/null --allow-empty --implicit-check-not=another
// RUN: %expect p.out "f calls=3" && test $(ls p.out* | wc -l) = 2
#include <fcntl.h>
#include <unistd.h>

#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

int main(int count, char **arguments)
{
	char byte;
	for (int i = 0; i < atoi(arguments[count - 1]); i++)
		f();
	int ready = atoi(arguments[1]) == 1 ? open("ready", O_WRONLY) : -1;
	if (ready >= 0 && write(ready, "\n", 1) != 1)
		return 1;
	return read(0, &byte, 1) < 0;
}
