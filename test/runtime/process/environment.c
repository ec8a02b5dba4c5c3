// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whatever the environment, and whoever the user: time zones and locales that are odd or missing, no
// HOME, nothing at all, one core, a user who may not write here. Figures are the same, and the time in
// a name is UTC.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir -p %t/locked && cd %t && %clang_memfn -O2 %s -pthread -o prog %link_static
// RUN: for zone in Asia/Kathmandu UTC-25:61:61 '<+99>-99' :/nowhere ../../../../etc/passwd $(printf '%%05000d' 0); do rm -f at-*; before=$(date -u +%%Y%%m%%dT%%H%%M%%SZ); TZ=$zone MEMFN_OUTPUT=at-%%t ./prog && after=$(date -u +%%Y%%m%%dT%%H%%M%%SZ) && name=$(echo at-*) && [[ ! at-$before > $name && ! $name > at-$after ]] && %expect $name %s || exit 1; done
// RUN: for locale in C POSIX C.UTF-8 de_DE.ISO-8859-1 xx_YY.nonsense 'a=b:c/../..'; do LC_ALL=$locale LANG=$locale LANGUAGE=$locale MEMFN_OUTPUT=p.out ./prog && %expect p.out %s || exit 1; done
// RUN: env -u LC_ALL -u LANG -u HOME -u TZ -u PATH MEMFN_OUTPUT=p.out ./prog && %expect p.out %s
// RUN: rm p.out && env -i MEMFN_OUTPUT=p.out ./prog && %expect p.out %s && rm p.out
// RUN: HOME=/nowhere TMPDIR=/nowhere XDG_RUNTIME_DIR=/nowhere LC_ALL= MEMFN_OUTPUT=p.out taskset -c 0 ./prog && %expect p.out %s
// RUN: for mask in 000 077 777; do rm -f p.out; (umask $mask; MEMFN_OUTPUT=new$mask/p.out ./prog) && %expect new$mask/p.out %s || exit 1; done
#include <locale.h>
#include <pthread.h>
#include <time.h>

#include "../Inputs/take.h"

// EXPECT: f calls=2 alloc_bytes=20 peak_bytes=10
PROFILE void *f(void *argument)
{
	give(take(10));
	return argument;
}

// EXPECT: totals calls=2 threads=2
// EXPECT: process state=exited status=0
int main(void)
{
	pthread_t thread;
	setlocale(LC_ALL, "");
	tzset();
	f(NULL);
	pthread_create(&thread, NULL, f, NULL);
	pthread_join(thread, NULL);
	return 0;
}
