// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names in a profile cannot move the terminal's cursor, fake lines or break out of JSON: the
// command line, the file's name and the function's come from whoever made the program.
// REQUIRES: default-llvm
// RUN: rm -rf %t && mkdir %t && cd %t && %memfn_clang -O2 %s -o prog && ln prog $'e\e]0;title\a'
// RUN: env MEMFN_OUTPUT=$'o\e[2J.out' ./$'e\e]0;title\a' $'arg\e[31m\nfake' '"},{' 2> said
// RUN: %memreport $'o\e[2J.out' > table && %memreport export --format=json $'o\e[2J.out' > json
// RUN: if cat said table json | LC_ALL=C grep -q -a -P '[\x00-\x08\x0b-\x1f\x7f]'; then exit 1; fi
// RUN: FileCheck %s --input-file=table && %python -c 'import json; p = json.load(open("json")); assert p["processes"][0]["command"][1:] == ["arg\x1b[31m\nfake", "\"},{"]; assert [f["name"] for f in p["functions"]][1] == "evil\x1b[5m\r\"\\"'
// CHECK: 1 call of 1 function
// CHECK: escapes.c:{{[0-9]+}}(evil
#include "../Inputs/take.h"

PROFILE void f(void) __asm__("evil\033[5m\r\"\\");
void f(void)
{
	give(take(10));
}

int main(void)
{
	f();
	return 0;
}
