/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* usage: memfn_unit format | input PROFILE */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc == 2 && !strcmp(argv[1], "format"))
		return test_format();
	if (argc == 3 && !strcmp(argv[1], "input"))
		return test_input(argv[2]);
	fputs("usage: memfn_unit format | input PROFILE\n", stderr);
	return 2;
}
