// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Started without standard input, output or error, or with none of them left under way: the numbers
// are free for files of the program's own, which get no byte of the runtime's.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog own 0 < /dev/null <&- && test "$(cat own)" = mine && %expect p.out %s && MEMFN_OUTPUT=p.out ./prog own 1 >&- && test "$(cat own)" = mine && %expect p.out %s && MEMFN_OUTPUT=p.out ./prog own 2 2>&- && test "$(cat own)" = mine && %expect p.out %s && MEMFN_OUTPUT=p.out ./prog own 0 <&- >&- 2>&- && test "$(cat own)" = mine && %expect p.out %s'
// RUN: %each %clang_memfn %s -- 'MEMFN_OPTIONS=quiet=0:live=/nowhere MEMFN_OUTPUT=p.out ./prog own 2 close 2> err && test "$(cat own)" = mine && grep -c ^memfn err | grep -x 1 && %expect p.out %s'
// RUN: %each %clang_memfn %s -- '(ulimit -f 0; trap "" XFSZ; MEMFN_OUTPUT=p.out ./prog /dev/null 2 2>&- && MEMFN_OUTPUT=/dev/null/p ./prog /dev/null 2 2>&-)'
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../Inputs/take.h"

// EXPECT: f calls=1 alloc_bytes=10 peak_bytes=10
PROFILE void f(void)
{
	give(take(10));
}

// EXPECT: process state=exited status=0
int main(int count, char **arguments)
{
	int wanted = atoi(arguments[2]);
	if (count > 3)
		close(wanted);
	int fd = open(arguments[1], O_RDWR | O_CREAT | O_TRUNC, 0666);
	f();
	if (fd != wanted)
		return 1;
	(void)!write(fd, "mine\n", 5);
	return 0;
}
