// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names of strange characters are taken as they are, below folders that are made; what is said of
// them cannot move a cursor or fake a line.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir -p %t && cd %t && %memfn_clang -O2 %s -o prog
// RUN: for name in 'a b' '-x' "it's" 'q"uote' '100%%' '%%z' 'é☃' 'a;b|c&d$e' '*?[x]' 'deep/er/p.out' ' ' $'new\nline' $'e\e[31mred' $'\xff\xfe' 'trailing\'; do MEMFN_OUTPUT="$name" ./prog 2>> err || exit 1; %expect "./$(printf %%s "$name" | sed 's/%%%%/%%/')" "f calls=1" || exit 1; done
// RUN: test $(wc -l < err) = 15 && test $(LC_ALL=C grep -ac '^memfn: .*1 call of 1 function' err) = 15 && if grep -qa $'\e' err; then exit 1; fi
#include "../Inputs/take.h"

PROFILE void f(void)
{
	give(take(10));
}

int main(void)
{
	f();
	return 0;
}
